"""Tells whether the program that started this one is still there."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable

EVERY_S = 0.5


def call_when_gone(pid: int, end: Callable[[], None]) -> None:
    """Call `end` once, from a thread, when the process `pid` is no more."""
    was_parent = os.getppid() == pid

    def watch() -> None:
        while _is_there(pid, was_parent=was_parent):
            time.sleep(EVERY_S)
        end()

    threading.Thread(target=watch, name="parent", daemon=True).start()


def _is_there(pid: int, *, was_parent: bool) -> bool:
    if sys.platform == "win32":
        return _is_there_on_windows(pid)
    if was_parent:  # a dead parent may linger as a zombie, but no longer as our parent
        return os.getppid() == pid
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _is_there_on_windows(pid: int) -> bool:
    import ctypes

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - the name exists on Windows alone
    synchronize, timed_out = 0x00100000, 0x102
    handle = kernel.OpenProcess(synchronize, False, pid)
    if not handle:
        return False
    try:
        return bool(kernel.WaitForSingleObject(handle, 0) == timed_out)
    finally:
        kernel.CloseHandle(handle)
