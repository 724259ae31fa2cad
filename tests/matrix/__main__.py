"""Draws the matrix: `python -m tests.matrix DIR [--state demo] [--only doors] [--dress 800x1280]`.

Ends with 1 when a word is cut, shortened, outside or over another, or a screen cannot be reached.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.matrix.draw import draw, dresses
from tests.matrix.index import write_index
from tests.matrix.screens import STATES
from tests.matrix.worlds import WORLDS


def main(arguments: list[str] | None = None) -> int:
    """Draw what was asked for; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.matrix", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--state", choices=tuple(STATES), action="append")
    parser.add_argument("--only", default="", help="screens whose name holds this word")
    parser.add_argument("--dress", default="", help="such as 800x1280-dark-150, or a part of it")
    chosen = parser.parse_args(arguments)
    found: list[str] = []
    for state in chosen.state or STATES:
        found += _draw_state(state, chosen.folder, chosen.only, chosen.dress)
    index = write_index(chosen.folder, found)
    sys.stdout.write("".join(f"{fault}\n" for fault in found))
    sys.stdout.write(f"{index}: {len(found)} faults\n")
    return 1 if found else 0


def _draw_state(state: str, folder: Path, only: str, dress: str) -> list[str]:
    found: list[str] = []
    screens = [screen for screen in STATES[state] if only in screen.name]
    if not screens:
        return found
    with tempfile.TemporaryDirectory() as home, WORLDS[state](Path(home)) as windows:
        for worn in dresses():
            if dress in worn.name:
                for screen in screens:
                    found += draw(windows[screen.who], screen, worn, folder / state)
    return [f"{state}: {one}" for one in found]


if __name__ == "__main__":
    sys.exit(main())
