"""Small pieces of the command line that every command module uses."""

from __future__ import annotations

import argparse
from argparse import Namespace
from collections.abc import Callable
from typing import TYPE_CHECKING

from fieldapp.cli.console import Spoken
from fieldapp.session import Connect

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001 - it has no other name
else:
    Commands = object

Run = Callable[[Namespace, Connect], Spoken]


def command(commands: Commands, name: str, about: str, run: Run) -> argparse.ArgumentParser:
    """Add one command with its help, and the options that every command takes."""
    parser = commands.add_parser(name, help=about, description=about)
    add_common(parser)
    parser.set_defaults(run=run)
    return parser


def family(commands: Commands, name: str, about: str) -> Commands:
    """Add a command that has commands of its own."""
    parser = commands.add_parser(name, help=about, description=about)
    return parser.add_subparsers(dest=f"{name}_command", metavar="COMMAND", required=True)


def add_common(parser: argparse.ArgumentParser, *, is_root: bool = False) -> None:
    """Add the options that may stand before or after any command."""
    missing = None if is_root else argparse.SUPPRESS
    parser.add_argument("--home", default=missing, help="放记录的文件夹")
    parser.add_argument("--pin-file", default=missing, help="放 PIN 的文件")
    parser.add_argument(
        "--json",
        action="store_true",
        default=False if is_root else missing,
        help="只打印一份 JSON",
    )
