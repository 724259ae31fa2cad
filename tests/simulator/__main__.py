"""`python -m tests.simulator`: many seeds, what was struck and checked, and how fast."""

from __future__ import annotations

import argparse
import sys
import time

from tests.simulator import ablations
from tests.simulator.databases import Files, Templates
from tests.simulator.many import Tally, outcomes
from tests.simulator.runs import Stage, build_stage

ENOUGH = 200
"""Seeds from which on every fault must have struck and every law been looked at."""


def main() -> int:
    """Run what was asked for; 0 when every law held, and every ablation was caught."""
    wanted = _arguments()
    at = build_stage(Templates(wanted.database) if wanted.database else Files())
    if wanted.ablations:
        return ablations.run_all(at, wanted.only, wanted.jobs)
    return _run_seeds(at, wanted)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.simulator", description=__doc__)
    parser.add_argument("--seeds", type=int, default=100, help="how many")
    parser.add_argument("--from", type=int, default=0, dest="first", help="the first of them")
    parser.add_argument("--jobs", type=int, default=1, help="in how many processes")
    parser.add_argument("--database", default="", help="a PostgreSQL to make the databases in")
    parser.add_argument("--trace", action="store_true", help="print the trace of every seed")
    parser.add_argument("--once", action="store_true", help="do not compare with a second run")
    parser.add_argument("--ablations", action="store_true", help="take each guard out in turn")
    parser.add_argument("--only", default="", help="ablations whose name contains this")
    return parser.parse_args()


def _run_seeds(at: Stage, wanted: argparse.Namespace) -> int:
    tally = Tally.empty()
    start = time.monotonic()
    seeds = range(wanted.first, wanted.first + wanted.seeds)
    for one in outcomes(seeds, at, jobs=wanted.jobs, is_once=wanted.once):
        tally.add(one)
        if one.broken:
            say(f"=== seed {one.seed}: {one.broken}")
        if wanted.trace:
            say("\n".join(one.trace))
    took = time.monotonic() - start
    for line in tally.lines():
        say(line)
    say(f"{wanted.seeds} seeds in {took:.0f} s, {wanted.seeds / took:.2f} a second")
    broken = tally.broken
    say(f"{len(broken)} broke a law{': ' if broken else ''}{', '.join(map(str, broken))}")
    silent = tally.silent() if wanted.seeds >= ENOUGH else []
    for name in silent:
        say(f"never happened: {name}")
    return 1 if broken or silent else 0


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
