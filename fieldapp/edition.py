"""Which edition of the program this is: its version, what it was built from, its parts' licences.

A packed program carries a manifest and the licence texts in `about`; in the source tree the same
is asked of what is installed.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import Distribution, PackageNotFoundError, distribution, requires
from pathlib import Path
from typing import Any

OURS = "grid-fieldapp"
ABOUT = Path(__file__).resolve().parent.parent / "about"
_KNOWN = {"PySide6-Essentials": "LGPL-3.0-only", "sqlcipher3": "Zlib, SQLCipher: BSD-3-Clause"}
_TEXTS = ("licen", "copying", "notice")


@dataclass(frozen=True, slots=True)
class Part:
    """One part with its version and licence."""

    key: str
    title: str
    detail: str


def is_packed() -> bool:
    """Tell whether this is the packed program, not the source tree."""
    return bool(getattr(sys, "frozen", False))


def version() -> str:
    """Give this program's version, "" where it is not installed."""
    try:
        return distribution(OURS).version
    except PackageNotFoundError:
        return ""


@lru_cache(maxsize=1)
def manifest() -> dict[str, Any]:
    """Give what a packed program was built from, {} in the source tree."""
    try:
        told: dict[str, Any] = json.loads((ABOUT / "manifest.json").read_text("utf-8"))
    except OSError:
        return {}
    return told


def built_from() -> str:
    """Say from what and when a packed program was built, "" in the source tree."""
    told = manifest()
    return f"{told['commit'][:12]} · {told['built_at'][:10]}" if told else ""


def parts() -> tuple[Part, ...]:
    """List the parts that go with this program."""
    try:
        wanted = requires(OURS) or []
    except PackageNotFoundError:
        wanted = []
    names = [
        re.split(r"[ <>=!~;\[]", one, maxsplit=1)[0] for one in wanted if "extra ==" not in one
    ]
    names += [name for name in manifest().get("parts", {}) if name != OURS]
    found = (_part(name) for name in dict.fromkeys(names))
    return tuple({part.key.lower(): part for part in found if part is not None}.values())


def licence_text(name: str) -> str:
    """Give the words of a part's licence, "" where they are not at hand."""
    files = sorted((ABOUT / "licences").glob(f"{name}-[0-9]*")) or _of_distribution(name)
    if name.startswith("PySide6"):
        files = sorted((ABOUT / "licences").glob("Qt-PySide6*"), reverse=True)
    texts = (path.read_text("utf-8", errors="replace").strip() for path in files)
    return "\n\n".join(texts)


def changed_files() -> list[str]:
    """List the files of a packed program that are missing or not as they were built."""
    folder = Path(sys.executable).parent
    told: dict[str, str] = manifest().get("files", {})
    return [name for name, mark in told.items() if _mark(folder / name) != mark]


def _mark(path: Path) -> str:
    try:
        if path.is_symlink():
            return f"link:{path.readlink()}"
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _of_distribution(name: str) -> list[Path]:
    try:
        files = distribution(name).files or ()
    except PackageNotFoundError:
        return []
    named = [one for one in files if one.name.lower().startswith(_TEXTS)]
    return [Path(str(one.locate())) for one in named if ".dist-info" in str(one)]


def _part(name: str) -> Part | None:
    try:
        found = distribution(name)
    except PackageNotFoundError:
        return None
    return Part(name, f"{name} {found.version}", _KNOWN.get(name) or _licence(found))


def _licence(found: Distribution) -> str:
    told = found.metadata
    named = (told.get_all(key) for key in ("License-Expression", "License"))
    licence = next((str(one[0]) for one in named if one), "")
    if not licence or "\n" in licence or len(licence) > 60:
        classes = [one for one in told.get_all("Classifier") or () if one.startswith("License ::")]
        licence = classes[0].rpartition(":: ")[2] if classes else "见它自带的说明"
    return licence
