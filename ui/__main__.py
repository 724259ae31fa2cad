"""The `fieldapp` program: without a command it opens the window, with one it is the console."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fieldapp.queries.month_page import MonthPage


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the window, the demo, the gallery or one console command; gives the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if _opens_window(given):
        from ui.app import run

        return run(Path(given[1]) if given else None)
    if given[0] == "gallery":
        from ui.gallery import main as gallery

        return gallery(given[1:])
    from ui.demo import command

    if command.is_demo(given):
        return command.main(given)
    return _console(given)


def _opens_window(given: list[str]) -> bool:
    return not given or (len(given) == 2 and given[0] == "--home")


def _console(given: list[str]) -> int:
    from fieldapp.cli.main import main as console
    from ui.line import HttpConnect

    return console(given, HttpConnect(), _print_month)


def _print_month(page: MonthPage, path: Path) -> None:
    from ui.month_paper import write_from_console

    write_from_console(page, path)


if __name__ == "__main__":
    sys.exit(main())
