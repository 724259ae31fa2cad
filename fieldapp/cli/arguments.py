"""Small pieces of the command line that every command module uses."""

from __future__ import annotations

import argparse
import re
from argparse import Namespace
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from fieldapp.cli.console import Spoken
from fieldapp.cli.shapes import Document
from fieldapp.domain.days import ms_of
from fieldapp.domain.words import CHOICES
from fieldapp.session import Connect

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]
else:
    Commands = object

Run = Callable[[Namespace, Connect], Spoken]


def command(
    commands: Commands, name: str, about: str, run: Run, shape: type[Document]
) -> argparse.ArgumentParser:
    """Add one command with its help, what it prints, and the options that every command takes."""
    parser = commands.add_parser(name, help=about, description=about)
    add_common(parser)
    parser.set_defaults(run=run, shape=shape)
    return parser


def family(
    commands: Commands, name: str, about: str, usual: tuple[Run, type[Document]] | None = None
) -> Commands:
    """Add a command that has commands of its own; `usual` is what it does without any of them."""
    parser = commands.add_parser(name, help=about, description=about)
    add_common(parser)
    if usual is not None:
        parser.set_defaults(run=usual[0], shape=usual[1])
    return parser.add_subparsers(
        title="命令", dest=f"{name}_command", metavar="COMMAND", required=usual is None
    )


def add_common(parser: argparse.ArgumentParser, *, is_root: bool = False) -> None:
    """Add the options that may stand before or after any command."""
    missing = None if is_root else argparse.SUPPRESS
    parser.add_argument("--home", default=missing, metavar="DIR", help="放记录的文件夹")
    parser.add_argument("--pin-file", default=missing, metavar="FILE", help="放 PIN 的文件")
    parser.add_argument(
        "--json",
        action="store_true",
        default=False if is_root else missing,
        help="只打印一份 JSON",
    )


def add_grid(parser: argparse.ArgumentParser) -> None:
    """Add the choice of a grid, needed only on a device that holds several."""
    parser.add_argument("--grid", metavar="CODE", help="哪个网格（只管一个时不用写）")


def day(text: str) -> date:
    """Read a date typed as 2026-11-20."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise argparse.ArgumentTypeError("日期写成 2026-11-20 这样")


def month(text: str) -> str:
    """Read a month typed as 2026-11."""
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text, re.ASCII) or text < "0001":
        raise argparse.ArgumentTypeError("月份写成 2026-11 这样")
    return text


def moment(text: str) -> int:
    """Read an ISO time as UTC milliseconds; without a zone it is Shanghai's."""
    try:
        return ms_of(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        sentence = "时间写成 2026-11-20T09:30 这样"
        raise argparse.ArgumentTypeError(sentence) from None


def assignment(text: str) -> tuple[str, str]:
    """Read FIELD=VALUE; an empty value empties the field."""
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise argparse.ArgumentTypeError("写成 FIELD=VALUE 这样")
    return name.strip(), value


def choice(kind: str, field: str) -> Callable[[str], str]:
    """Give a reading of one field's choices, by code or by Chinese word."""
    return among(CHOICES[kind, field])


def among(words: Mapping[str, str]) -> Callable[[str], str]:
    """Give a reading of choices, by code or by Chinese word."""

    def read(text: str) -> str:
        bare = text.strip()
        code = bare if bare in words else next((c for c, w in words.items() if w == bare), None)
        if code is None:
            raise argparse.ArgumentTypeError(f"可以是：{listed(words)}")
        return code

    return read


def spelled(kind: str, field: str) -> str:
    """List a field's choices with their words, for a help text."""
    return listed(CHOICES[kind, field])


def listed(words: Mapping[str, str]) -> str:
    """List codes with their words."""
    return "、".join(f"{code} {word}" for code, word in words.items())


def whole_number(text: str) -> int:
    """Read a whole number from 0 up."""
    if not re.fullmatch(r"\d{1,6}", text, re.ASCII):
        raise argparse.ArgumentTypeError("写数字")
    return int(text)
