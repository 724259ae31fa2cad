"""How a command speaks: one JSON document or plain lines on stdout, the rest on stderr."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, TextIO

from fieldapp.errors import Refused, Trouble


class Exit(IntEnum):
    """Exit codes of every command."""

    done = 0
    bug = 1
    input = 2
    world = 3
    rule = 4


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a command has to say: a JSON document, and the same in plain lines."""

    document: dict[str, Any]
    lines: tuple[str, ...] = ()


def speak(spoken: Spoken, *, as_json: bool, out: TextIO | None = None) -> None:
    """Print a result."""
    stream = out or sys.stdout
    if as_json:
        json.dump(spoken.document, stream, ensure_ascii=False, sort_keys=True)
        stream.write("\n")
    else:
        stream.writelines(f"{line}\n" for line in spoken.lines)
    stream.flush()


def complain(error: Refused | Trouble, *, as_json: bool) -> Exit:
    """Print an error and give the exit code that belongs to it."""
    document: dict[str, Any] = {"error": error.code, "sentence": error.sentence}
    lines = [error.sentence]
    if isinstance(error, Refused):
        if error.field:
            document["field"] = error.field
        if error.candidates:
            document["candidates"] = list(error.candidates)
            lines += [f"  {candidate}" for candidate in error.candidates]
    elif error.retry_after_s is not None:
        document["retry_after_s"] = error.retry_after_s
    if as_json:
        speak(Spoken(document), as_json=True)
    sys.stderr.writelines(f"{line}\n" for line in lines)
    return _exit_of(error)


def _exit_of(error: Refused | Trouble) -> Exit:
    if isinstance(error, Trouble):
        return Exit.world
    return Exit.input if error.is_input else Exit.rule
