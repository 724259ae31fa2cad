"""What happened, as lines of `event key=value`: ids and counts, never a name, number or note.

    log = EventLog("sync")
    log.info("round-done", scope=scope, facts=12, took_ms=40, ended=error)

The formatter is the one way out. A record that was not made by an `EventLog` (another library's)
is shown by its place in the code only, and an exception by its types and lines.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterator, Sized
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from enum import Enum
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

from fieldapp.crash import redacted_report
from fieldapp.errors import Refused, Trouble

_LINE: Final = "fieldapp_line"
_FILE: Final = "fieldapp.log"
_FILE_BYTES: Final = 512_000

_TOKEN = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,47}")
_ID = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"  # a row, a change
    r"|[0-9a-f]{32}|[0-9a-f]{64}"  # a hash
    r"|(grid|care|diary|community):[0-9A-Za-z-]{1,40}"  # a scope
)
_LONG_NUMBER = re.compile(r"\d{6}")
_PERSONAL_NUMBER = re.compile(r"1[3-9]\d{9}|\d{15,}")  # a mobile phone, an identity card
_UNITS = ("_ms", "_s", "_bytes", "_at", "seq", "cursor", "head")


class EventLog:
    """A part of the program that tells what happens in it."""

    def __init__(self, part: str) -> None:
        self._logger = logging.getLogger(f"fieldapp.{part}")

    def info(self, event: str, **values: object) -> None:
        """Tell what was done."""
        self._tell(logging.INFO, event, values)

    def warning(self, event: str, **values: object) -> None:
        """Tell what the world did."""
        self._tell(logging.WARNING, event, values)

    def error(self, event: str, **values: object) -> None:
        """Tell a bug. An exception among the values is followed by its lines."""
        bug = next((value for value in values.values() if isinstance(value, BaseException)), None)
        self._tell(logging.ERROR, event, values, bug)

    def _tell(
        self,
        level: int,
        event: str,
        values: dict[str, object],
        bug: BaseException | None = None,
    ) -> None:
        if self._logger.isEnabledFor(level):
            line = line_of(event, values)
            self._logger.log(level, line, exc_info=bug, extra={_LINE: line})


class LineFormatter(logging.Formatter):
    """Time in UTC, level, part and line; of anything else only where in the code it came from."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one record without any text that is not ours."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = getattr(record, _LINE, None) or f"foreign at={record.module}:{record.lineno}"
        text = f"{at} {record.levelname} {_plain(record.name)} {line}"
        if record.exc_info and record.exc_info[1] is not None:
            text += "\n" + redacted_report(record.exc_info[1])
        return text


def log_to_folder(folder: Path) -> logging.Handler:
    """Keep the last megabyte of lines in a folder. Where that cannot be, nothing is logged."""
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        folder / _FILE, maxBytes=_FILE_BYTES, backupCount=2, encoding="utf-8", delay=True
    )
    _add(handler, logging.INFO)
    return handler


@contextmanager
def logged_to(folder: Path) -> Iterator[None]:
    """Keep lines in a folder for as long as one command runs."""
    handler = log_to_folder(folder)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
        handler.close()


def log_to_stderr(level: int = logging.WARNING) -> None:
    """Show lines on stderr from `level` on."""
    _add(logging.StreamHandler(sys.stderr), level)


def line_of(event: str, values: dict[str, object]) -> str:
    """Write one line; whatever could be a name, number or note is shown by its size only."""
    shown = [_plain(event), *(f"{key}={_safe(key, value)}" for key, value in values.items())]
    return " ".join(shown)


def _safe(key: str, value: object) -> str:
    match value:
        case None | bool():
            return {None: "-", True: "yes", False: "no"}[value]
        case Enum():
            return _plain(value.name.lower().replace("_", "-"))
        case int() | float():
            return _number(key, f"{value:.0f}" if isinstance(value, float) else str(value))
        case Refused() | Trouble():
            return _plain(value.code)
        case BaseException():
            return type(value).__name__
        case str():
            return value if _ID.fullmatch(value) else f"<text:{len(value)}>"
        case Sized():
            return f"<{type(value).__name__}:{len(value)}>"
        case _:
            return f"<{type(value).__name__}>"


def _number(key: str, written: str) -> str:
    digits = written.removeprefix("-")
    is_personal = _PERSONAL_NUMBER.fullmatch(digits) is not None
    if is_personal or (_LONG_NUMBER.match(digits) and not key.endswith(_UNITS)):
        return f"<number:{len(digits)}>"
    return written


def _plain(text: str) -> str:
    is_plain = _TOKEN.fullmatch(text) and not _LONG_NUMBER.search(text)
    return text if is_plain else f"<text:{len(text)}>"


def _add(handler: logging.Handler, level: int) -> None:
    logging.raiseExceptions = False  # a full disk must not put a record's arguments on stderr
    handler.setFormatter(LineFormatter())
    handler.setLevel(level)
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(min(level, root.level or level))
