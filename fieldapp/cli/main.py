"""The console program: parses the command line, runs one command, tells it by exit code.

Exit codes: 0 done, 1 bug, 2 wrong input, 3 the world's trouble, 4 refused by a rule.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from fieldapp.cli import device
from fieldapp.cli.arguments import add_common
from fieldapp.cli.console import Exit, complain, speak
from fieldapp.errors import Refused, Trouble
from fieldapp.crash import redacted_report
from fieldapp.session import Connect

_MODULES = (device,)


class _Parser(argparse.ArgumentParser):
    """A parser whose complaints follow the rules of every other error."""

    def error(self, message: str) -> NoReturn:
        """Refuse a command line."""
        sentence = f"{message}\n{self.format_usage().strip()}"
        raise Refused("bad-command-line", sentence, is_input=True)


def parser() -> argparse.ArgumentParser:
    """Build the parser of all commands."""
    root = _Parser(prog="fieldapp", description="网格员的离线工作本。不带命令就打开窗口。")
    add_common(root, is_root=True)
    commands = root.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for module in _MODULES:
        module.register(commands)
    return root


def main(arguments: Sequence[str], connect: Connect) -> int:
    """Run one command and give the exit code."""
    as_json = "--json" in arguments
    try:
        options = parser().parse_args(list(arguments))
        return int(speak(options.run(options, connect), as_json=options.json))
    except (Refused, Trouble) as error:
        return int(complain(error, as_json=as_json))
    except BrokenPipeError:
        # Whoever read our output has gone; nothing more can be said, and nothing is wrong.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return int(Exit.done)
    except KeyboardInterrupt:
        sys.stderr.write("停下了，已经存的都在。\n")
        return int(Exit.world)
    except Exception as error:  # noqa: BLE001 - the one place where bugs end, without their words
        sys.stderr.write(redacted_report(error) + "\n")
        return int(Exit.bug)
