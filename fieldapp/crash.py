"""A bug's report that may leave the device: types and lines of code, no message and no value."""

from __future__ import annotations

import platform
import re
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final

from fieldapp.errors import Refused, Trouble

_MOST_FRAMES: Final = 30
_MOST_REPORTS: Final = 10
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9_./<>-]+|\d{6,}")


def redacted_report(error: BaseException) -> str:
    """Write what broke and where: exception types, `file:line function`, versions."""
    return "\n".join([_versions(), *_told(error, set())]) + "\n"


def write_crash_report(folder: Path, error: BaseException, wall_ms: int) -> Path | None:
    """Keep a report in a folder, the last ten only; None when that cannot be."""
    path = folder / f"crash-{wall_ms:013}.txt"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_text(redacted_report(error), encoding="utf-8")
    except OSError:
        return None
    for old in sorted(folder.glob("crash-*.txt"))[:-_MOST_REPORTS]:
        with suppress(OSError):
            old.unlink()
    return path


def _told(error: BaseException, told: set[int]) -> list[str]:
    told.add(id(error))
    lines = [_name(error), *_frames(error.__traceback__)]
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in told:
        lines += ["after", *_told(before, told)]
    if isinstance(error, BaseExceptionGroup):
        for part in error.exceptions:
            lines += ["with", *_told(part, told)]
    return lines


def _name(error: BaseException) -> str:
    kind = type(error)
    name = _plain(f"{kind.__module__}.{kind.__qualname__}".removeprefix("builtins."))
    if isinstance(error, Refused | Trouble):
        return f"{name} {_plain(error.code)}"
    code = getattr(getattr(error, "orig", error), "sqlite_errorname", None)
    return f"{name} {_plain(code)}" if isinstance(code, str) else name


def _frames(trace: TracebackType | None) -> list[str]:
    found = [
        f"  {_place(frame.f_code.co_filename)}:{line} {_plain(frame.f_code.co_name)}"
        for frame, line in traceback.walk_tb(trace)
    ]
    if len(found) <= _MOST_FRAMES:
        return found
    half = _MOST_FRAMES // 2
    return [*found[:half], f"  … {len(found) - 2 * half} more", *found[-half:]]


def _place(file: str) -> str:
    """Name a file from the folder Python imports it from: what lies above may name the person."""
    path = Path(file)
    roots = sorted((Path(entry) for entry in sys.path if entry), key=lambda r: -len(r.parts))
    root = next((root for root in roots if path.is_relative_to(root)), path.parent)
    return _plain(path.relative_to(root).as_posix())


def _plain(text: str) -> str:
    return _NOT_PLAIN.sub("?", text)


def _versions() -> str:
    from importlib import metadata

    try:
        version = metadata.version("grid-fieldapp")
    except metadata.PackageNotFoundError:
        version = "unknown"
    python = platform.python_version()
    return f"fieldapp {version}, Python {python}, {platform.system()} {platform.machine()}"
