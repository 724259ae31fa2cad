"""A file that one program holds at a time: the system lets go of it when the program ends.

The systems' own locks and nothing more; the library we had for it took a third of all the time
that is spent on importing before the lock screen.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path


class HeldFile:
    """A file that this program holds, until `let_go` or until nobody holds on to this."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor

    def __del__(self) -> None:
        self.let_go()

    def let_go(self) -> None:
        """Let the next program have it. Again is nothing."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            with suppress(OSError):
                os.close(descriptor)


def hold(path: Path) -> HeldFile | None:
    """Hold a file, made (0600) where there is none; None while another program holds it.

    Raises OSError.
    """
    # Not through a link: it would be another folder's lock.
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(path, flags, 0o600)
    try:
        is_held = _try(descriptor)
    except BaseException:
        os.close(descriptor)
        raise
    if is_held:
        return HeldFile(descriptor)
    os.close(descriptor)
    return None


if sys.platform == "win32":
    import errno
    import msvcrt

    def _try(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            if error.errno in (errno.EACCES, errno.EDEADLK):
                return False
            raise
        return True

else:
    import fcntl

    def _try(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
