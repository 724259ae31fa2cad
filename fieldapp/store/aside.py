"""A copy of the home, encrypted as it is, put aside before something new touches it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from sqlalchemy import Connection

from fieldapp.errors import Trouble
from fieldapp.store.files import trouble_of
from fieldapp.store.home import Home

FOLDER = "before-update"
_SPARE = 100_000_000
"""Bytes that stay free beside the copy."""


def copy_home(connection: Connection, home: Home) -> Path:
    """Copy records and keys into a fresh folder within the home; gives it.

    The connection is within a transaction that writes, so the file stands still meanwhile.
    Raises Trouble: no-room-aside, disk-full, disk-error.
    """
    sources = [path for path in _files(home) if path.exists()]
    size = sum(path.stat().st_size for path in sources)
    if shutil.disk_usage(home.path).free < size + _SPARE:
        raise Trouble(
            "no-room-aside",
            f"先要把记录另存一份，地方不够，还差一些：要 {size // 1_000_000 + 100} MB。"
            "什么都没有动，清出地方再来。",
        )
    made = home.path / f"{FOLDER}.part"
    try:
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir(mode=0o700)
        for path in sources:
            _copy(path, made / path.name)
    except OSError as error:
        shutil.rmtree(made, ignore_errors=True)
        raise trouble_of(error) from error
    return made


def accept_copy(home: Home, made: Path) -> Path:
    """Put a copy that was found whole in the place of the one before."""
    place = home.path / FOLDER
    shutil.rmtree(place, ignore_errors=True)
    made.replace(place)
    return place


def _files(home: Home) -> list[Path]:
    ends = ("", "-wal")  # what -shm holds is made anew from the log
    beside = [home.database_file.with_name(home.database_file.name + end) for end in ends]
    return [*beside, home.keys_file, home.installation_file]


def _copy(source: Path, target: Path) -> None:
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with source.open("rb") as read, open(descriptor, "wb") as file:
        shutil.copyfileobj(read, file, 1 << 20)
        file.flush()
        os.fsync(file.fileno())
