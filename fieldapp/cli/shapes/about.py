"""The document of the command about the program itself."""

from __future__ import annotations

from fieldapp.cli.shapes.base import Document


class AboutPart(Document, frozen=True, kw_only=True):
    """One part with its version, and the licence it comes under."""

    part: str
    licence: str


class About(Document, frozen=True, kw_only=True):
    """Which edition this is. `changed`: files that are not as they were built, where asked for."""

    version: str
    commit: str
    built_at: str
    is_packed: bool
    files: int
    changed: tuple[str, ...]
    parts: tuple[AboutPart, ...]
