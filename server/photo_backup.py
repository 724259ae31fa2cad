"""Photographs in a backup: each sealed file as a row of its own, after the tables."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from server.drafts import write_whole

TABLE = "photo_file"
COLUMNS = ("path", "sealed")


def photo_files(folder: Path) -> list[Path]:
    """List the whole photographs of a server; those still on their way are not worth keeping."""
    return sorted(folder.glob("*/*.photo"))


def photo_rows(folder: Path, files: Sequence[Path]) -> Iterator[list[str]]:
    """Give each file as path and content, sealed as it lies."""
    for file in files:
        content = base64.b64encode(file.read_bytes()).decode()
        yield [file.relative_to(folder).as_posix(), content]


def put_back(folder: Path, row: dict[str, Any]) -> None:
    """Write one file of a backup where it was. Raises `ValueError` for a path that is none."""
    parts = PurePosixPath(row["path"]).parts
    if len(parts) != 2 or ".." in parts or not parts[1].endswith(".photo"):
        raise ValueError("path")
    file = folder.joinpath(*parts)
    write_whole(file, base64.b64decode(row["sealed"], validate=True))
