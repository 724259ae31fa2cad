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
    window = window_of(given)
    if window is not None:
        from ui.app import run

        return run(*window)
    if given[0] == "gallery":
        from ui.gallery import main as gallery

        return gallery(given[1:])
    from ui.demo import command

    if command.is_demo(given):
        return command.main(given)
    return _console(given)


def window_of(given: list[str]) -> tuple[Path | None, Path | None] | None:
    """Read over which home the window opens, and with which stick's file; None is no window."""
    home, rest = (
        (Path(given[1]), given[2:]) if given[:1] == ["--home"] and given[1:] else (None, given)
    )
    if not rest:
        return home, None
    is_file = len(rest) == 1 and rest[0].lower().endswith(".gsb")
    return (home, Path(rest[0]).absolute()) if is_file else None


def _console(given: list[str]) -> int:
    from fieldapp.cli.main import main as console
    from ui.line import HttpConnect

    return console(given, HttpConnect(), _print_month)


def _print_month(page: MonthPage, path: Path) -> None:
    from ui.month_paper import write_from_console

    write_from_console(page, path)


if __name__ == "__main__":
    sys.exit(main())
