"""The documents of the commands about photographs."""

from __future__ import annotations

from fieldapp.cli.shapes.base import Document


class PhotoShown(Document, frozen=True, kw_only=True):
    """One photograph; `state`: draft, saved, delivered or elsewhere; `sha256` names its bytes."""

    id: str
    kind: str
    on: str
    sha256: str
    size: int
    width: int
    height: int
    at_ms: int
    author: str
    is_mine: bool
    is_here: bool
    state: str
    state_word: str


class PhotoList(Document, frozen=True, kw_only=True):
    """Photographs not taken back, oldest first; how many wait here, how many got there."""

    waiting: int
    received: int
    rows: tuple[PhotoShown, ...]


class PhotoSaved(Document, frozen=True, kw_only=True):
    """A copy was written."""

    id: str
    file: str
    bytes: int
