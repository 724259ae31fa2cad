"""The console program: parses the command line, runs one command, tells it by exit code.

Exit codes: 0 done, 1 bug, 2 wrong input, 3 the world's trouble, 4 refused by a rule.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from fieldapp.cli import (
    about,
    bundles,
    conflicts,
    device,
    diary,
    handover,
    households,
    issues,
    lists,
    month,
    photos,
    places,
    records,
    residents,
    reviews,
    roster,
    rounds,
    visits,
    window,
)
from fieldapp.cli.arguments import add_common
from fieldapp.cli.console import Exit, Spoken, complain, diagnose, speak, speak_utf8
from fieldapp.cli.parser import BadCommandLine, Parser, join_two_word_commands, wants_json
from fieldapp.cli.shapes import ErrorDocument
from fieldapp.crash import redacted_report
from fieldapp.edition import version
from fieldapp.errors import Refused, Trouble
from fieldapp.session import Connect

_MODULES = (
    device,
    places,
    households,
    residents,
    records,
    roster,
    visits,
    lists,
    month,
    photos,
    diary,
    reviews,
    issues,
    conflicts,
    handover,
    rounds,
    bundles,
    about,
    window,
)
TWO_WORDS = (("visit", "undo"), ("review", "undo"), ("review", "list"))
_BUG = "程序自己出了错，已经存的都在。把上面这几行交给管账号的人。"


def parser() -> Parser:
    """Build the parser of all commands."""
    root = Parser(
        prog="fieldapp",
        description="网格员的离线工作本。不带命令就打开窗口；后面写 .gsb 文件，就用窗口打开它。",
    )
    add_common(root, is_root=True)
    root.add_argument(
        "--version", action="version", version=f"fieldapp {version()}", help="打印版本"
    )
    commands = root.add_subparsers(title="命令", dest="command", metavar="COMMAND", required=True)
    for module in _MODULES:
        module.register(commands)
    return root


def main(
    arguments: Sequence[str], connect: Connect, print_month: month.PrintMonth | None = None
) -> int:
    """Run one command and give the exit code; `print_month` is lent by the face, which can draw."""
    speak_utf8()
    as_json = wants_json(arguments)
    try:
        return int(_run(list(arguments), connect, print_month))
    except (Refused, Trouble) as error:
        return int(complain(error, as_json=as_json))
    except SystemExit as ended:
        # Only `--help` and `--version` end so: every complaint of the parser is refused instead.
        return int(ended.code or 0)
    except BrokenPipeError:
        # Whoever read our output has gone; nothing more can be said, and nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return int(Exit.done)
    except KeyboardInterrupt:
        return int(complain(Trouble("stopped", "停下了，已经存的都在。"), as_json=as_json))
    except Exception as error:  # noqa: BLE001 - the one place where bugs end, without their words
        return int(_confess(error, as_json=as_json))


def _run(arguments: list[str], connect: Connect, print_month: month.PrintMonth | None) -> Exit:
    if not all(_is_text(word) for word in arguments):
        raise BadCommandLine("命令里有认不得的字节，用 UTF-8 再写一次。")
    options = parser().parse_args(join_two_word_commands(arguments, TWO_WORDS))
    options.print_month = print_month
    return speak(options.run(options, connect), as_json=options.json)


def _is_text(word: str) -> bool:
    """Tell whether a word came as whole characters, not as bytes of another encoding."""
    return not any("\ud800" <= character <= "\udfff" for character in word)


def _confess(error: Exception, *, as_json: bool) -> Exit:
    diagnose(redacted_report(error))
    diagnose(_BUG)
    if as_json:
        speak(Spoken(ErrorDocument(error="bug", sentence=_BUG)), as_json=True)
    return Exit.bug
