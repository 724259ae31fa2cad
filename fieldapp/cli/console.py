"""How a command speaks: one JSON document or plain lines on stdout, the rest on stderr."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from enum import IntEnum
from typing import TextIO

import msgspec

from fieldapp.cli.shapes import Document, ErrorDocument
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

    document: Document
    lines: tuple[str, ...] = ()
    exit: Exit = Exit.done


def speak(spoken: Spoken, *, as_json: bool, out: TextIO | None = None) -> Exit:
    """Print a result and give its exit code."""
    stream = out or sys.stdout
    if as_json:
        stream.write(msgspec.json.encode(spoken.document, order="sorted").decode() + "\n")
    else:
        stream.writelines(f"{line}\n" for line in spoken.lines)
    stream.flush()
    return spoken.exit


def complain(error: Refused | Trouble, *, as_json: bool) -> Exit:
    """Print an error and give the exit code that belongs to it."""
    document = document_of(error)
    if as_json:
        speak(Spoken(document), as_json=True)
    lines = [document.sentence, *(f"  {candidate}" for candidate in document.candidates)]
    sys.stderr.writelines(f"{line}\n" for line in lines)
    return _exit_of(error)


def document_of(error: Refused | Trouble) -> ErrorDocument:
    """Give the document of an error."""
    if isinstance(error, Trouble):
        return ErrorDocument(
            error=error.code, sentence=error.sentence, retry_after_s=error.retry_after_s
        )
    return ErrorDocument(
        error=error.code,
        sentence=error.sentence,
        field=error.field,
        candidates=error.candidates,
    )


def _exit_of(error: Refused | Trouble) -> Exit:
    if isinstance(error, Trouble):
        return Exit.world
    return Exit.input if error.is_input else Exit.rule


def diagnose(line: str) -> None:
    """Print a diagnostic line, progress for example, on stderr."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
