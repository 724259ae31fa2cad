"""A command-line parser that speaks Chinese and complains by the rules of every other error."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from typing import Any, NoReturn

from fieldapp.errors import Refused

_COMPLAINTS: tuple[tuple[str, str], ...] = (
    (r"the following arguments are required: (.+)", r"还缺：\1"),
    (r"unrecognized arguments: (.+)", r"多出来的，认不得：\1"),
    (r"argument (.+?): invalid choice: '?(.*?)'? \(choose from (.+)\)", r"\1 没有 \2，可以是：\3"),
    (r"argument (.+?): invalid \w+ value: '?(.*?)'?", r"\1 写成 \2 认不得"),
    (r"argument (.+?): expected one argument", r"\1 后面要跟一个值"),
    (r"argument (.+?): expected (?:at least one|\d+) arguments?", r"\1 后面还缺值"),
    (r"argument (.+?): not allowed with argument (.+)", r"\1 和 \2 只能写一个"),
    (r"argument (.+?): ignored explicit argument .*", r"\1 后面不跟值"),
    (r"one of the arguments (.+) is required", r"这几个里要写一个：\1"),
    (r"argument (.+?): (.+)", r"\1：\2"),
)
"""What the standard parser says, and the same in our words; the first that fits is taken."""


class BadCommandLine(Refused):
    """A command line that cannot be read; `usage` says how it is written."""

    def __init__(self, sentence: str, usage: str = "", *, field: str | None = None) -> None:
        super().__init__("bad-command-line", sentence, field=field, is_input=True)
        self.usage = usage


class Parser(argparse.ArgumentParser):
    """The parser of the console program and of each of its commands."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("formatter_class", _Formatter)
        super().__init__(add_help=False, allow_abbrev=False, **options)
        self._positionals.title = "要写的"
        self._optionals.title = "可以加的"
        self.add_argument("-h", "--help", action="help", help="打印这份说明")

    def error(self, message: str) -> NoReturn:
        """Refuse a command line."""
        raise BadCommandLine(f"命令没看懂。{_in_chinese(message)}", self.format_usage().strip())


class _Formatter(argparse.HelpFormatter):
    def __init__(self, prog: str, **options: Any) -> None:
        options.setdefault("max_help_position", 32)
        options.setdefault("width", 100)
        super().__init__(prog, **options)

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


def _in_chinese(message: str) -> str:
    for pattern, words in _COMPLAINTS:
        if re.fullmatch(pattern, message, re.DOTALL):
            return re.sub(pattern, words, message, flags=re.DOTALL)
    return message


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
