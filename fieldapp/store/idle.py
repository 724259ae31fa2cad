"""What a first sync leaves for when nobody waits: the search terms, in small pieces."""

from __future__ import annotations

import threading
import time
from contextlib import suppress
from functools import partial

from fieldapp.errors import Trouble
from fieldapp.store import search
from fieldapp.store.worker import DatabaseThread

PAUSE_S = 1.0
"""How long the first screen has the device for itself."""
PIECE = 100
"""Rows of one transaction: whoever saves meanwhile waits no longer than for these."""


def work_off(thread: DatabaseThread) -> None:
    """Begin to make the terms that are owed, beside the work; what is left stays owed.

    Nobody depends on it: a search that comes earlier makes them itself.
    """
    if thread.run(search.is_owing, write=False):
        threading.Thread(target=_work_off, args=(thread,), name="idle", daemon=True).start()


def settle_all(thread: DatabaseThread) -> None:
    """Make all terms that are owed, in pieces between which others get their turn."""
    search.syllables("示例")  # loads the dictionary here, and not while a save waits
    while thread.run(partial(search.settle, most=PIECE), write=True, gives_way=True):
        pass


def _work_off(thread: DatabaseThread) -> None:
    time.sleep(PAUSE_S)
    with suppress(Trouble, RuntimeError):  # no room, or the file was closed
        settle_all(thread)
