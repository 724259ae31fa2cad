"""`python -m tests.simulator`: many seeds, what was struck and checked, and how fast."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter

from tests.simulator import ablations
from tests.simulator.databases import Files, Templates
from tests.simulator.faults import Fault
from tests.simulator.runs import Stage, build_stage, run_once
from tests.simulator.twice import run_seed
from tests.simulator.violation import Law, Violation, checked

LATER: frozenset[Law] = frozenset()
"""Laws that no seed reaches yet."""
ENOUGH = 200
"""Seeds from which on every fault must have struck and every law been looked at."""


def main() -> int:
    """Run what was asked for; 0 when every law held, and every ablation was caught."""
    wanted = _arguments()
    at = build_stage(Templates(wanted.database) if wanted.database else Files())
    if wanted.ablations:
        return ablations.run_all(at, wanted.only)
    return _run_seeds(at, wanted)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.simulator", description=__doc__)
    parser.add_argument("--seeds", type=int, default=100, help="how many")
    parser.add_argument("--from", type=int, default=0, dest="first", help="the first of them")
    parser.add_argument("--database", default="", help="a PostgreSQL to make the databases in")
    parser.add_argument("--trace", action="store_true", help="print the trace of every seed")
    parser.add_argument("--once", action="store_true", help="do not compare with a second run")
    parser.add_argument("--ablations", action="store_true", help="take each guard out in turn")
    parser.add_argument("--only", default="", help="ablations whose name contains this")
    return parser.parse_args()


def _run_seeds(at: Stage, wanted: argparse.Namespace) -> int:
    struck: Counter[Fault] = Counter()
    words: Counter[str] = Counter()
    broken: list[int] = []
    start = time.monotonic()
    for seed in range(wanted.first, wanted.first + wanted.seeds):
        try:
            report = run_once(seed, at) if wanted.once else run_seed(seed, at)
        except Violation as violation:
            broken.append(seed)
            print_violation(seed, violation)
            continue
        struck += report.struck
        words += report.words
        if wanted.trace:
            say("\n".join(report.trace))
    took = time.monotonic() - start
    print_coverage(struck, words)
    say(f"{wanted.seeds} seeds in {took:.0f} s, {wanted.seeds / took:.2f} a second")
    say(f"{len(broken)} broke a law{': ' if broken else ''}{', '.join(map(str, broken))}")
    silent = _silent(struck) if wanted.seeds >= ENOUGH else []
    for name in silent:
        say(f"never happened: {name}")
    return 1 if broken or silent else 0


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def print_violation(seed: int, violation: Violation) -> None:
    """Say which law was broken where, and how it came to that."""
    say(f"=== seed {seed}: {violation}")
    for note in getattr(violation, "__notes__", ()):
        say(note)


def print_coverage(struck: Counter[Fault], words: Counter[str]) -> None:
    """Count each fault that struck, each law that was looked at, each verdict."""
    for fault in Fault:
        say(f"fault    {struck[fault]:8}  {fault.value}")
    for law in Law:
        say(f"law      {checked[law]:8}  {law.value}")
    for word, count in sorted(words.items()):
        say(f"verdict  {count:8}  {word}")


def _silent(struck: Counter[Fault]) -> list[str]:
    laws = [law.value for law in Law if not checked[law] and law not in LATER and law != "CRASH"]
    return [*laws, *(fault.value for fault in Fault if not struck[fault])]


if __name__ == "__main__":
    sys.exit(main())
