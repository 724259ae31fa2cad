"""Room held back on the disk, so that the last page of a diary can be saved when all is full.

A file of 8 MB lies in the home. When a save meets a full disk the file is given up and the save
tried again; reading new records from the community never takes it. It is made again when there is
room.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from fieldapp.store.home import Home

HEADROOM: Final = 8_000_000
LOW: Final = 200_000_000
"""Bytes free below which a warning is shown; nothing is blocked."""
TIGHT: Final = 2 * HEADROOM
"""Bytes free below which nothing new is read in, so that saving goes on."""
_NAME = "headroom"


@dataclass(frozen=True, slots=True)
class Room:
    """How much is free on the disk of a home; `is_held`: the room held back is still there."""

    free: int
    is_held: bool

    @property
    def is_low(self) -> bool:
        """Whether a warning is due."""
        return self.free < LOW

    @property
    def is_tight(self) -> bool:
        """Whether reading new records in has to wait."""
        return self.free < TIGHT and not (self.is_held and self.free >= HEADROOM)


def room_in(folder: Path) -> Room:
    """Measure the room in a home's folder."""
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        free = LOW  # nothing can be said, so nothing is warned of
    return Room(free, (folder / _NAME).exists())


def room_of(connection: Connection) -> Room | None:
    """Measure the room beside the file of a connection; None for one in memory."""
    path = connection.exec_driver_sql("PRAGMA database_list").all()[0][2]
    return room_in(Path(path).parent) if path else None


def hold(home: Home) -> bool:
    """Hold room back, if there is enough; tell whether it is held now. Never raises."""
    room = room_in(home.path)
    if room.is_held or room.free < 3 * HEADROOM:
        return room.is_held
    path = home.path / _NAME
    try:
        _fill(path)
    except OSError:
        path.unlink(missing_ok=True)
        return False
    return True


def give_up(home: Home) -> bool:
    """Give the room held back to a save; tell whether there was any."""
    try:
        (home.path / _NAME).unlink()
    except OSError:
        return False
    return True


def _fill(path: Path) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with open(descriptor, "wb") as file:
        if hasattr(os, "posix_fallocate"):
            os.posix_fallocate(descriptor, 0, HEADROOM)
        else:
            file.write(bytes(HEADROOM))
        file.flush()
        os.fsync(descriptor)
