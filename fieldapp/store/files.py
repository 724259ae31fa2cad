"""Small files written whole or not at all, readable by their owner only."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from fieldapp.errors import Trouble

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_CLOSED = {errno.EACCES, errno.EPERM, errno.EROFS}


def write_whole(path: Path, content: bytes) -> None:
    """Replace `path` by `content`: after a crash there is the old file or the new one.

    Raises Trouble: disk-full, home-not-writable, disk-error.
    """
    beside = path.with_name(f".{path.name}.{os.urandom(4).hex()}.tmp")
    try:
        _write_and_sync(beside, content)
        os.replace(beside, path)
        _sync_folder(path.parent)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise trouble_of(error) from error


def remove(path: Path) -> None:
    """Remove `path` if it is there, for good.

    Raises Trouble: home-not-writable, disk-error.
    """
    try:
        path.unlink(missing_ok=True)
        _sync_folder(path.parent)
    except OSError as error:
        raise trouble_of(error) from error


def trouble_of(error: OSError) -> Trouble:
    """Say in words what stood in the way of a file."""
    if error.errno in _FULL:
        return disk_full()
    if error.errno in _CLOSED:
        return Trouble(
            "home-not-writable",
            "这个文件夹写不进去，里面的记录没有动过。换个文件夹，或者让管电脑的人放开权限。",
        )
    return disk_error()


def disk_full() -> Trouble:
    """Say that there is no room left."""
    return Trouble(
        "disk-full", "地方不够了，刚才这一下没存上，以前存的都在。清出一些地方再来一次。"
    )


def disk_tight() -> Trouble:
    """Say that nothing new is read in, so that there is room for what is typed."""
    return Trouble("disk-tight", "地方不够了，先不收新的，写的照样能存。清出一些地方，就会接着收。")


def disk_error() -> Trouble:
    """Say that the disk did not answer as it should."""
    return Trouble("disk-error", "磁盘读写出了岔子，刚才这一下没存上，以前存的都在。重开一次再试。")


def _write_and_sync(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(path: Path) -> None:
    if os.name == "nt":  # Windows neither opens a folder nor needs it: NTFS journals the rename
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
