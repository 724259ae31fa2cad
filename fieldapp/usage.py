"""A command line in Chinese: the parser of both programs, and its complaints in our words."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from typing import Any

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


class ChineseParser(argparse.ArgumentParser):
    """A parser whose help is Chinese; what it complains of, `in_chinese` says."""

    def __init__(self, *, add_help: bool = True, **options: Any) -> None:
        options.setdefault("formatter_class", _Formatter)
        super().__init__(add_help=False, allow_abbrev=False, **options)
        self._positionals.title = "要写的"
        self._optionals.title = "可以加的"
        if add_help:
            self.add_argument("-h", "--help", action="help", help="打印这份说明")


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


def in_chinese(message: str) -> str:
    """Say a complaint of the standard parser in our words; as it is where there are none."""
    for pattern, words in _COMPLAINTS:
        if re.fullmatch(pattern, message, re.DOTALL):
            return re.sub(pattern, words, message, flags=re.DOTALL)
    return message
