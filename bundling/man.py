"""The man pages, made of what the commands themselves say under --help."""

from __future__ import annotations

import argparse
from collections.abc import Iterator


def pages(day: str) -> dict[str, str]:
    """Give the page of each program as roff, by the program's name. `day` is YYYY-MM-DD."""
    from fieldapp.cli.main import parser
    from server.admin import build_parser

    return {
        "fieldapp": _page("fieldapp", parser(), "网格员的离线工作本", day),
        "fieldserver": _page("fieldserver", build_parser(), "网格工作的服务器", day),
    }


def _page(name: str, parser: argparse.ArgumentParser, what: str, day: str) -> str:
    lines = [
        f'.TH {name.upper()} 1 "{day}" "fieldapp" "网格员工作本"',
        ".SH 名称",
        f"{name} \\- {what}",
        ".SH 说明",
        *_shown(parser.format_help()),
        ".SH 命令",
    ]
    for words, command in _commands(parser):
        lines += [f".SS {_plain(f'{name} {words}')}", *_shown(command.format_help())]
    lines += [
        ".SH 退出码",
        "0 做好了；1 程序出错；2 命令写得不对；3 磁盘、网络这些外面的事；4 有一条规矩不让。",
        ".SH 另见",
        "/usr/share/doc/fieldapp/operations.md",
    ]
    return "\n".join(lines) + "\n"


def _commands(
    parser: argparse.ArgumentParser, before: str = ""
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in parser._actions:  # noqa: SLF001 - argparse has no other way to ask
        if not isinstance(action, argparse._SubParsersAction):
            continue
        for name, command in action.choices.items():
            words = f"{before} {name}".strip()
            inner = list(_commands(command, words))
            yield from inner or [(words, command)]


def _shown(text: str) -> list[str]:
    return [".nf", *(_plain(line) for line in text.rstrip().splitlines()), ".fi"]


def _plain(line: str) -> str:
    told = line.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{told}" if told[:1] in ".'" else told
