"""The photographs of an export: which wait, how many fit, and their frames after the words."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import Connection

from fieldapp.queries.photos import all_waiting
from fieldapp.store.left_photos import owed, read_owed
from fieldapp.store.photo_files import PhotoFiles, files_beside
from fieldapp.store.worker import DatabaseThread
from sync.attachments import Attachment
from sync.bundle import MAX_CARRIED, PHOTO_PIECE
from sync.bundle_writer import BundleWriter

_SPARE = 200_000
"""Bytes that stay free on a stick, and the last frames."""
_AROUND_A_PIECE = 400
"""Bytes of a frame beside what it holds of a picture."""


@dataclass(slots=True)
class PhotoLoad:
    """The photographs that wait, oldest first; `carried` of them were written.

    `parted` are the rows of those of scopes that were left, or whose records went to another grid.
    """

    waiting: list[Attachment]
    files: PhotoFiles | None
    parted: list[str]
    carried: int = 0
    carried_bytes: int = 0

    @property
    def left(self) -> int:
        """How many wait that were not written."""
        return len(self.waiting) + len(self.parted) - self.carried

    @property
    def size(self) -> int:
        """Bytes of all that wait."""
        return sum(one.size for one in self.waiting)

    def frames(self, writer: BundleWriter, room: int, thread: DatabaseThread) -> Iterator[bytes]:
        """Give the frames of as many as there is room for, each whole; first of what was left."""
        for row in self.parted:
            left = thread.run(partial(read_owed, row=row), write=False)
            frame = writer.left_photo(left) if left else b""
            if left and len(frame) <= room:
                room -= len(frame)
                self.carried += 1
                yield frame
        for one in chosen(self.waiting, room):
            content = self.files.read(one.name) if self.files else None
            if content is not None and len(content) == one.size:
                yield from writer.photo(one.scope, one.row, one.name, content)
                self.carried += 1
                self.carried_bytes += one.size


def load_photos(connection: Connection) -> PhotoLoad:
    """Read which photographs wait, those whose rows wait as well."""
    waiting = [Attachment(*one) for one in all_waiting(connection)]
    return PhotoLoad(waiting, files_beside(connection), owed(connection))


def chosen(waiting: list[Attachment], room: int) -> Iterator[Attachment]:
    """Choose the oldest that there is room for."""
    for one in waiting:
        size = one.size + (one.size // PHOTO_PIECE + 1) * _AROUND_A_PIECE
        if size <= room:
            room -= size
            yield one


def room_on(folder: Path, written: int, wanted: int | None) -> int:
    """Tell how many bytes of pictures a file may hold after what was written of it.

    `wanted`: at most so many; None leaves it to the stick.
    """
    room = MAX_CARRIED - written
    with suppress(OSError):  # writing will say what is wrong with it
        room = min(room, shutil.disk_usage(folder).free)
    room = max(0, room - _SPARE)
    return room if wanted is None else min(room, wanted)
