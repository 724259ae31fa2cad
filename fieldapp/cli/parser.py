"""A command-line parser that speaks Chinese and complains by the rules of every other error."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NoReturn

from fieldapp.errors import Refused
from fieldapp.usage import ChineseParser, in_chinese


class BadCommandLine(Refused):
    """A command line that cannot be read; `usage` says how it is written."""

    def __init__(self, sentence: str, usage: str = "", *, field: str | None = None) -> None:
        super().__init__("bad-command-line", sentence, field=field, is_input=True)
        self.usage = usage


class Parser(ChineseParser):
    """The parser of the console program and of each of its commands."""

    def error(self, message: str) -> NoReturn:
        """Refuse a command line."""
        raise BadCommandLine(f"命令没看懂。{in_chinese(message)}", self.format_usage().strip())


def join_two_word_commands(arguments: list[str], pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Make one word of a command like `visit undo`, beside which `visit DOOR` is a command too."""
    at = _place_of_command(arguments)
    if tuple(arguments[at : at + 2]) in set(pairs):
        return [*arguments[:at], " ".join(arguments[at : at + 2]), *arguments[at + 2 :]]
    return arguments


def _place_of_command(arguments: list[str]) -> int:
    at = 0
    while at < len(arguments) and arguments[at].startswith("-"):
        at += 2 if arguments[at] in ("--home", "--pin-file") else 1
    return at


def wants_json(arguments: Iterable[str]) -> bool:
    """Tell whether `--json` stands on a command line, which need not be a right one."""
    for word in arguments:
        if word == "--":
            return False
        if word == "--json":
            return True
    return False
