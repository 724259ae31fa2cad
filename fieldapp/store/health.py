"""The file of one home at work: opened, checked, and rebuilt or given room when the disk fails it.

`Guarded` is handed to the database thread, which asks it for a remedy when a transaction meets a
trouble of the disk. Nothing of it asks a person anything.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine

from fieldapp.errors import Trouble
from fieldapp.ids import NewId
from fieldapp.log import EventLog
from fieldapp.store import headroom, scopes
from fieldapp.store.anchor import (
    Anchor,
    copied,
    read_anchor,
    stand_of,
    start_streams_anew,
    write_anchor,
)
from fieldapp.store.database import damaged, find_damage, open_database, reading
from fieldapp.store.home import Home
from fieldapp.store.installation import (
    Facts,
    facts_of,
    open_facts,
    read_installation,
    write_installation,
)
from fieldapp.store.repair.swap import damaged_files, finish_swap
from fieldapp.store.schema import TABLES
from fieldapp.store.upgrade import bring_up
from fieldapp.store.worker import DatabaseThread
from sync.clock import Clock

log = EventLog("health")
EVERY_KIND: Final = frozenset({*TABLES, "sync", "scope"})
_BROKEN: Final = ("file-damaged", "key-does-not-fit")


class Guarded:
    """Opens the file of a home and keeps it usable. `on_rebuilt` is called on the same thread."""

    def __init__(self, home: Home, key: bytes, clock: Clock, make_id: NewId) -> None:
        self.on_rebuilt: Callable[[], None] = lambda: None
        self._home = home
        self._key = key
        self._clock = clock
        self._make_id = make_id

    def open(self) -> Engine:
        """Open the file, rebuilt if it must be.

        Raises Trouble: database-missing, key-does-not-fit, file-damaged, file-is-newer, disk-full …
        """
        finish_swap(self._home, self._clock)
        try:
            return self._open()
        except Trouble as trouble:
            if trouble.code == "disk-full" and headroom.give_up(self._home):
                return self._open()
            if trouble.code not in _BROKEN:
                raise
            return self._rebuild(trouble)

    def remedy(self, trouble: Trouble, engine: Engine, gives_way: bool) -> Engine | None:
        """Give the engine with which to try once more after a trouble; None: there is no remedy.

        Raises Trouble when the remedy itself met one.
        """
        if trouble.code == "disk-full" and not gives_way and headroom.give_up(self._home):
            log.warning("headroom-given-up")
            return engine
        if trouble.code != "file-damaged":
            return None
        engine.dispose()
        fresh = self._rebuild(trouble)
        self.on_rebuilt()
        return fresh

    def _open(self) -> Engine:
        engine = open_database(self._home.database_file, self._key)
        try:
            bring_up(engine, self._clock.read().wall_ms)
        except BaseException:
            engine.dispose()
            raise
        return engine

    def _rebuild(self, trouble: Trouble) -> Engine:
        log.warning("damaged", code=trouble.code)
        headroom.give_up(self._home)
        from fieldapp.store.repair.rebuild import rebuild  # costs the start nothing

        known = read_installation(self._home)
        anchor = read_anchor(known.home)
        told = rebuild(
            self._home,
            self._key,
            self._clock,
            self._make_id,
            salts=(bytes.fromhex(known.salt),),
            facts=open_facts(known, self._key),
            waiting=None if anchor is None else anchor.waiting,
        )
        if told is None:
            raise trouble
        return self._open()

    def note_stand(self, thread: DatabaseThread) -> None:
        """Write outside the database what will be wanted when it breaks or is copied back."""

        def read(connection: Connection) -> tuple[Facts, Anchor, bool]:
            stands = scopes.all_stands(connection, also_left=True)
            return facts_of(connection), stand_of(connection), any(one.has_left for one in stands)

        facts, stand, has_left = thread.run(read, write=False)
        if has_left and not stand.waiting:
            self._forget_damaged()
        try:
            known = write_installation(self._home, self._key, facts)
        except Trouble as trouble:
            log.warning("not-noted", code=trouble.code)
        else:
            write_anchor(known.home, stand)

    def _forget_damaged(self) -> None:
        """Remove damaged files: what was in a scope that was left must not outlive it there."""
        with suppress(OSError):
            for path in damaged_files(self._home):
                path.unlink()

    def is_whole(self, path: Path) -> bool:
        """Tell whether a copy of the file opens with this home's key and every page is sound."""
        try:
            engine = open_database(path, self._key)
        except Trouble:
            return False
        try:
            with reading(engine) as connection:
                return not find_damage(connection)
        finally:
            engine.dispose()

    def notice_copy(self, connection: Connection) -> None:
        """Start the streams anew where this home is a copy; nothing is lost or blocked by it."""
        code = copied(connection, read_installation(self._home))
        if code:
            now_ms = self._clock.read().wall_ms
            start_streams_anew(connection, code, self._make_id, now_ms)


def require_whole(connection: Connection) -> None:
    """Check every page, index and reference. Raises Trouble: file-damaged, which is remedied."""
    if find_damage(connection):
        raise damaged()
