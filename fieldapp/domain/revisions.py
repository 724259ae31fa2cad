"""What a reviewer had before her eyes, and whether the entry has changed since."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

_CHARS = 16


def seen_lines(texts: Mapping[str, str]) -> dict[str, str]:
    """Name each line's text as it stands by a short hash, `{line id: hash}`."""
    return {line: _name(text) for line, text in sorted(texts.items())}


def has_changed(seen: Mapping[str, str] | None, texts: Mapping[str, str]) -> bool:
    """Tell whether the lines are others than those seen; unknown counts as unchanged."""
    return seen is not None and dict(seen) != seen_lines(texts)


def _name(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_CHARS]
