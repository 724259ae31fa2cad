"""A fuse in an engine: it counts statements and commits, and blows at the one it was set to."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, event
from sqlcipher3 import dbapi2 as sqlcipher

_FUSE = "fuse"
_shared: dict[str, tuple[Any, Any]] = {}


class Killed(BaseException):
    """The process died at this statement."""


def device_full() -> Exception:
    """What the device's driver raises when the disk is full."""
    error: Exception = sqlcipher.OperationalError("database or disk is full")
    for name, value in (("sqlite_errorname", "SQLITE_FULL"), ("sqlite_errorcode", 13)):
        setattr(error, name, value)
    return error


def server_full() -> Exception:
    """What the server's driver raises when the disk is full."""
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorname, error.sqlite_errorcode = "SQLITE_FULL", sqlite3.SQLITE_FULL
    return error


class Fuse:
    """Blows at the n-th statement after it was set; a commit counts as one."""

    def __init__(self) -> None:
        self._left: int | None = None
        self._error: Callable[[], BaseException] = Killed
        self._before: Callable[[], None] = lambda: None
        self.has_blown = False

    def put_into(self, engine: Engine) -> None:
        """Watch an engine's statements and commits."""
        _share(engine)
        for name in ("do_execute", "do_executemany", "do_execute_no_params"):
            event.listen(engine, name, self.burn)
        event.listen(engine, "connect", self._mark)
        with engine.connect() as connection:
            connection.info[_FUSE] = self

    def _mark(self, _: object, record: Any) -> None:
        record.info[_FUSE] = self

    def set(
        self,
        statements: int,
        error: Callable[[], BaseException] = Killed,
        before: Callable[[], None] = lambda: None,
    ) -> None:
        """Blow at that statement with that error; `before` is done just before."""
        self._left, self._error, self._before = statements, error, before
        self.has_blown = False

    def clear(self) -> bool:
        """Take the fuse out; tell whether it had blown."""
        self._left = None
        blown, self.has_blown = self.has_blown, False
        return blown

    def burn(self, *_: object) -> None:
        if self._left is None:
            return
        self._left -= 1
        if self._left <= 0:
            self._left, self.has_blown = None, True
            self._before()
            raise self._error()


def _share(engine: Engine) -> None:
    """Let all engines of a database share what SQLAlchemy compiled: a run opens dozens."""
    one: Any = engine
    name = f"{engine.dialect.name} {engine.dialect.dbapi.__name__}"  # type: ignore[union-attr]
    if name not in _shared:
        _shared[name] = (engine.dialect, one._compiled_cache)
        _watch_commits(engine.dialect)
    one.dialect, one._compiled_cache = _shared[name]


def _watch_commits(dialect: Any) -> None:
    commit = dialect.do_commit

    def do_commit(connection: Any) -> None:
        fuse = connection.info.get(_FUSE)
        if fuse is not None:
            fuse.burn()
        commit(connection)

    dialect.do_commit = do_commit
