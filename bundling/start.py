"""What the packed program starts with: one under two names, `fieldapp` and `fieldserver`.

A new edition that lies ready beside it takes its place first: both folders change names in one
step of the file system, so that at every moment there is a whole program under the old name.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

NEXT, BEFORE = ".next", ".before"
_AT_WORK: list[BinaryIO] = []
"""The mark on the program file that some process of it is at work, held until this one ends."""


def main() -> int:
    """Be the program whose name this one was called by; gives the exit code."""
    is_server = Path(sys.argv[0]).stem == "fieldserver"
    folder = Path(sys.executable).parent
    if sys.platform == "linux":
        _change_over(folder, may_change=not is_server)
    if is_server:
        from server.admin import main as serve

        return serve()
    from ui.__main__ import main as work

    return work()


def _change_over(folder: Path, *, may_change: bool) -> None:
    """Start the edition that lies ready, unless a process of this one is still at work."""
    import fcntl

    program = Path(sys.executable).open("rb")  # noqa: SIM115 - held until the process ends
    _AT_WORK.append(program)
    ready = folder.with_name(folder.name + NEXT)
    # At work elsewhere, or not allowed: the present edition goes on.
    with suppress(OSError):
        if may_change and (ready / "fieldapp").exists() and _is_ours(ready):
            fcntl.flock(program, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _exchange(ready, folder):
                _begin_anew(ready, folder)
    with suppress(OSError):
        fcntl.flock(program, fcntl.LOCK_SH | fcntl.LOCK_NB)


def _begin_anew(old: Path, folder: Path) -> None:
    """Become the new edition, under the name that was called."""
    import os

    with suppress(OSError):
        _keep_before(old, folder)
    os.environ["PYINSTALLER_RESET_ENVIRONMENT"] = "1"
    os.execv(sys.executable, sys.argv)  # noqa: S606 - this program again, no shell


def _is_ours(ready: Path) -> bool:
    """Tell whether whoever starts the program laid it there, or the system did."""
    import os

    return ready.stat().st_uid in (os.getuid(), 0) and not ready.is_symlink()


def _exchange(one: Path, other: Path) -> bool:
    """Change the names of two folders in one step, where the file system can."""
    import ctypes
    import os

    here, swap = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    return rename is not None and not rename(here, os.fsencode(one), here, os.fsencode(other), swap)


def _keep_before(old: Path, folder: Path) -> None:
    """Keep the edition that was at work, until the next one comes."""
    import shutil

    before = folder.with_name(folder.name + BEFORE)
    shutil.rmtree(before, ignore_errors=True)
    old.rename(before)


if __name__ == "__main__":
    sys.exit(main())
