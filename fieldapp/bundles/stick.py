"""Files on a stick: read with a limit, written whole or not at all, with words for what goes wrong.

Nothing is ever put on a stick but sealed bytes; the unfinished file beside a new one is sealed too.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from fieldapp.errors import Refused, Trouble
from sync.bundle import MAX_BUNDLE

ENDING = ".gsb"
_PART = ".part"
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_CLOSED = {errno.EACCES, errno.EPERM, errno.EROFS}
_PIECE = 1 << 20


def read_file(path: Path, on_share: Callable[[float], None] = lambda _: None) -> bytes:
    """Read a file of a stick; `on_share` hears how much of it, from 0 to 1.

    Raises Refused: file-missing, bundle-too-large; Trouble: stick-unreadable.
    """
    try:
        with path.open("rb") as file:
            size = max(1, os.fstat(file.fileno()).st_size)
            if size > MAX_BUNDLE:
                raise _too_large()
            parts: list[bytes] = []
            while piece := file.read(_PIECE):
                parts.append(piece)
                on_share(min(1.0, len(parts) * _PIECE / size))
                if len(parts) * _PIECE > MAX_BUNDLE + _PIECE:
                    raise _too_large()
            return b"".join(parts)
    except (FileNotFoundError, IsADirectoryError) as error:
        raise Refused(
            "file-missing",
            "找不到这个文件。看看U盘插好了没有，再挑一次。",
            field="file",
            is_input=True,
        ) from error
    except OSError as error:
        raise Trouble(
            "stick-unreadable",
            "U盘读不出来，平板里的都在。拔下来重新插好，再来一次；还不行就换个U盘。",
        ) from error


def write_file(path: Path, parts: Iterable[bytes]) -> int:
    """Write a file beside itself, to the disk, then under its name; give its size.

    Whatever stops it (also an exception out of `parts`) leaves what was there before.
    Raises Trouble: stick-full, stick-read-only, stick-gone, stick-error.
    """
    draft = path.with_name(path.name + _PART)
    try:
        size = _write(draft, parts)
        os.replace(draft, path)
        _sync_folder(path.parent)
    except OSError as error:
        _remove(draft)
        raise trouble_of(error) from error
    except BaseException:
        _remove(draft)
        raise
    return size


def bundles_in(folder: Path) -> list[Path]:
    """List the files of a folder that bear our ending, by name. Raises what `read_file` raises."""
    try:
        return sorted(
            one for one in folder.iterdir() if one.suffix.lower() == ENDING and one.is_file()
        )
    except OSError as error:
        raise Refused(
            "file-missing",
            "找不到这个文件夹。看看U盘插好了没有，再挑一次。",
            field="file",
            is_input=True,
        ) from error


def _write(draft: Path, parts: Iterable[bytes]) -> int:
    size = 0
    with draft.open("wb") as file:
        for part in parts:
            file.write(part)
            size += len(part)
        file.flush()
        os.fsync(file.fileno())
    return size


def _sync_folder(folder: Path) -> None:
    # Some sticks and systems cannot; the name is then as safe as pulling the stick out allows.
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _remove(draft: Path) -> None:
    with suppress(OSError):
        draft.unlink(missing_ok=True)


def _too_large() -> Refused:
    return Refused(
        "bundle-too-large",
        "这个文件太大，不会是平板导出的。挑 .gsb 结尾的那个。",
        field="file",
        is_input=True,
    )


def trouble_of(error: OSError) -> Trouble:
    """Say in words what stood in the way of writing."""
    if error.errno in _FULL:
        return Trouble(
            "stick-full", "U盘满了，这次没有写上去，平板里的都在。清出一些地方，或者换个U盘再来。"
        )
    if error.errno in _CLOSED:
        return Trouble(
            "stick-read-only",
            "U盘不让写，这次没有写上去，平板里的都在。看看U盘边上的小开关，或者换一个。",
        )
    if error.errno in (errno.ENOENT, errno.ENODEV, errno.ENXIO, errno.EIO, errno.ENOTDIR):
        return Trouble(
            "stick-gone", "U盘拔掉了，或者接触不好，这次没有写上去，平板里的都在。插好再来一次。"
        )
    return Trouble(
        "stick-error", "U盘写不进去，这次没有写上去，平板里的都在。换个U盘，或者换个文件名再来。"
    )
