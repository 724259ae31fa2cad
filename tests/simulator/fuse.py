"""A fuse in a database: it counts statements and commits, and blows at the one it was set to."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from unittest.mock import patch

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
        self.driver: Any = None
        """The newest connection of the device's driver."""

    @contextmanager
    def in_driver(self) -> Iterator[None]:
        """Watch the connections that are made inside.

        In the driver, because the app goes straight to it where a statement is short.
        """
        connect = partial(sqlcipher.connect, factory=partial(_Connection, self))
        with patch.object(sqlcipher, "connect", connect):
            yield

    def put_into(self, engine: Engine) -> None:
        """Watch the statements and commits of an engine of the server's."""
        share(engine, is_watched=True)
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

    def burn(self) -> None:
        """Count one statement."""
        if self._left is None:
            return
        self._left -= 1
        if self._left <= 0:
            self._left, self.has_blown = None, True
            self._before()
            raise self._error()


class _Connection(sqlcipher.Connection):
    """A connection of the device's driver; whatever it runs, a cursor of it runs."""

    def __init__(self, fuse: Fuse, *args: Any, **how: Any) -> None:
        super().__init__(*args, **how)
        self.fuse = fuse
        fuse.driver = self

    def cursor(self, *_: object) -> Any:
        return super().cursor(_Cursor)

    def commit(self) -> None:
        self.fuse.burn()
        super().commit()


class _Cursor(sqlcipher.Cursor):
    def execute(self, *statement: Any) -> Any:
        self.connection.fuse.burn()
        return super().execute(*statement)

    def executemany(self, *statement: Any) -> Any:
        self.connection.fuse.burn()
        return super().executemany(*statement)


def share(engine: Engine, *, is_watched: bool = False) -> None:
    """Let all engines of a database share what SQLAlchemy compiled: a run opens dozens."""
    one: Any = engine
    name = f"{engine.dialect.name} {engine.dialect.dbapi.__name__}"
    if name not in _shared:
        _shared[name] = (engine.dialect, one._compiled_cache)
        if is_watched:
            _watch(engine.dialect)
    one.dialect, one._compiled_cache = _shared[name]


def _watch(dialect: Any) -> None:
    """Have the fuse of a connection burn at its statements and commits."""
    for name in ("do_execute", "do_executemany", "do_execute_no_params"):
        setattr(dialect, name, _burning(getattr(dialect, name)))
    commit = dialect.do_commit

    def do_commit(connection: Any) -> None:
        _burn(connection.info)
        commit(connection)

    dialect.do_commit = do_commit


def _burning(real: Callable[..., None]) -> Callable[..., None]:
    def run(cursor: Any, statement: str, *rest: Any) -> None:
        context = rest[-1]
        if context is not None:
            _burn(context.root_connection.info)
        real(cursor, statement, *rest)

    return run


def _burn(info: dict[str, Any]) -> None:
    fuse = info.get(_FUSE)
    if fuse is not None:
        fuse.burn()
