"""A word to those who make this, written into a file that can be handed on."""

from __future__ import annotations

from pathlib import Path


def save_note(text: str, folder: Path, day: str) -> Path:
    """Write a note into a new file in a folder; gives its path. Raises OSError."""
    number, path = 1, folder / f"意见反馈-{day}.txt"
    while path.exists():
        number += 1
        path = folder / f"意见反馈-{day}-{number}.txt"
    path.write_text(text + "\n", encoding="utf-8")
    return path
