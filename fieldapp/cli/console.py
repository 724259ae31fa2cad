"""How a command speaks: one JSON document or plain lines on stdout, the rest on stderr."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from enum import IntEnum

import msgspec

from fieldapp.cli.shapes import Candidate, Document, ErrorDocument
from fieldapp.errors import Refused, Trouble

_HOW_TO_SAY = {"which-grid": "用 --grid 写它的编号。"}


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


def speak_utf8() -> None:
    """Write UTF-8 whatever the machine's own encoding is; what cannot be written is escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def speak(spoken: Spoken, *, as_json: bool) -> Exit:
    """Print a result and give its exit code."""
    if as_json:
        sys.stdout.write(encoded(spoken.document) + "\n")
    else:
        sys.stdout.writelines(f"{line}\n" for line in spoken.lines)
    sys.stdout.flush()
    return spoken.exit


def encoded(document: object) -> str:
    """Write a document as JSON with sorted keys."""
    return msgspec.json.encode(document, order="sorted").decode()


def complain(error: Refused | Trouble, *, as_json: bool) -> Exit:
    """Print an error and give the exit code that belongs to it."""
    document = document_of(error)
    if as_json:
        speak(Spoken(document), as_json=True)
    diagnose(document.sentence)
    for one in document.candidates:
        diagnose(f"  {one.id}  {one.label}")
    usage = getattr(error, "usage", "")
    if usage:
        diagnose(usage)
    return _exit_of(error)


def document_of(error: Refused | Trouble) -> ErrorDocument:
    """Give the document of an error."""
    wait_s = getattr(error, "retry_after_s", None)
    if isinstance(error, Trouble):
        return ErrorDocument(error=error.code, sentence=error.sentence, retry_after_s=wait_s)
    return ErrorDocument(
        error=error.code,
        sentence=error.sentence + _HOW_TO_SAY.get(error.code, ""),
        field=error.field,
        candidates=tuple(_candidate(text) for text in error.candidates),
        retry_after_s=wait_s or None,
    )


def _candidate(text: str) -> Candidate:
    """A candidate comes as its id, a space and its label."""
    id_, _, label = text.partition(" ")
    return Candidate(id=id_, label=label)


def _exit_of(error: Refused | Trouble) -> Exit:
    if isinstance(error, Trouble):
        return Exit.world
    return Exit.input if error.is_input else Exit.rule


def diagnose(line: str) -> None:
    """Print a diagnostic line, progress for example, on stderr."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
