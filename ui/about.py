"""Which version this is, and under which licences its parts come."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution, requires
from pathlib import Path

OURS = "grid-fieldapp"
_KNOWN = {"PySide6-Essentials": "LGPL-3.0-only", "sqlcipher3": "Zlib, SQLCipher: BSD-3-Clause"}


@dataclass(frozen=True, slots=True)
class Part:
    """One part with its version and licence."""

    key: str
    title: str
    detail: str


def version() -> str:
    """Give this program's version, "" where it is not installed."""
    try:
        return distribution(OURS).version
    except PackageNotFoundError:
        return ""


def parts() -> tuple[Part, ...]:
    """List the parts that are installed with this program."""
    try:
        wanted = requires(OURS) or []
    except PackageNotFoundError:
        wanted = []
    names = [
        re.split(r"[ <>=!~;\[]", one, maxsplit=1)[0] for one in wanted if "extra ==" not in one
    ]
    return tuple(part for name in dict.fromkeys(names) if (part := _part(name)) is not None)


def _part(name: str) -> Part | None:
    try:
        found = distribution(name)
    except PackageNotFoundError:
        return None
    told = found.metadata
    named = (told.get_all(key) for key in ("License-Expression", "License"))
    licence = _KNOWN.get(name) or next((str(one[0]) for one in named if one), "")
    if not licence or "\n" in licence or len(licence) > 60:
        classes = [one for one in told.get_all("Classifier") or () if one.startswith("License ::")]
        licence = classes[0].rpartition(":: ")[2] if classes else "见它自带的说明"
    return Part(name, f"{name} {found.version}", licence)


def save_note(text: str, folder: Path, day: str) -> Path:
    """Write a note into a new file in a folder; gives its path. Raises OSError."""
    number, path = 1, folder / f"意见反馈-{day}.txt"
    while path.exists():
        number += 1
        path = folder / f"意见反馈-{day}-{number}.txt"
    path.write_text(text + "\n", encoding="utf-8")
    return path
