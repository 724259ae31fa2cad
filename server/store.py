"""The server's database: one engine for SQLite or PostgreSQL, and its two kinds of transaction.

SQLite is opened in WAL mode with full fsync; a writer takes its lock at BEGIN, because a deferred
one meets "database is locked" at its first write. PostgreSQL writers lock the head row and read
everything else after it (READ COMMITTED); readers see one moment (REPEATABLE READ).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, func, insert, inspect, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from fieldapp.errors import Refused, Trouble
from server.tables import METADATA, SCHEMA_VERSION

LOCK_PATIENCE_S = 8
"""How long a transaction waits for another's lock before the request is answered 503."""
POOL_SIZE = 20
POOL_OVERFLOW = 8

_FILE_TROUBLES = frozenset(
    {
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_READONLY,
    }
)
_NOT_NOW = frozenset({"55P03", "57014", "40001", "40P01", "57P01", "57P03", "53300"})


class Busy(Exception):
    """The database cannot do it just now: a lock, the pool, a lost connection. Nothing changed."""


Migration = Callable[[Connection], None]


def _first_version(connection: Connection) -> None:
    METADATA.create_all(connection)


MIGRATIONS: tuple[Migration, ...] = (_first_version,)
"""Version n of the schema is reached by the first n of these."""


class Store:
    """One open database."""

    def __init__(self, url: str) -> None:
        self.engine = _open(url)
        self.is_sqlite = self.engine.dialect.name == "sqlite"

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Run one writing transaction. Raises `Busy` when a lock cannot be had in time."""
        with _told_apart(), self._connected(is_write=True) as connection, connection.begin():
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Run one transaction that sees a single moment and writes nothing."""
        with _told_apart(), self._connected(is_write=False) as connection, connection.begin():
            yield connection

    @contextmanager
    def _connected(self, *, is_write: bool) -> Iterator[Connection]:
        with self.engine.connect() as connection:
            if self.is_sqlite:
                yield connection.execution_options(is_write=is_write)
            else:
                level = "READ COMMITTED" if is_write else "REPEATABLE READ"
                yield connection.execution_options(isolation_level=level)

    def version(self) -> int:
        """Give the version of the schema found, 0 for a database that was never prepared."""
        with self.read() as connection:
            if not inspect(connection).has_table(SCHEMA_VERSION.name):
                return 0
            return connection.scalar(select(func.max(SCHEMA_VERSION.c.version))) or 0

    def keep_private(self) -> None:
        """Make SQLite's file, which holds everything, its owner's alone. Raises `Trouble`."""
        if not self.is_sqlite or not self.engine.url.database:
            return
        try:
            file = Path(self.engine.url.database)
            file.touch(mode=0o600)
            file.chmod(0o600)
        except OSError as error:
            raise Trouble(
                "database_unreachable", "数据库文件建不起来，请检查路径、权限和磁盘空间。"
            ) from error

    def prepare(self, now_ms: int) -> bool:
        """Bring the schema up to date; tell whether the database was new.

        Raises `Trouble` when the database is newer than this program.
        """
        found = self.version()
        self._refuse_newer(found)
        for number in range(found + 1, len(MIGRATIONS) + 1):
            with self.write() as connection:
                MIGRATIONS[number - 1](connection)
                connection.execute(insert(SCHEMA_VERSION).values(version=number, applied_ms=now_ms))
        return found == 0

    def require_prepared(self) -> None:
        """Raise `Trouble` unless the database is prepared and of this program's version."""
        found = self.version() if self._is_there() else 0
        self._refuse_newer(found)
        if found < len(MIGRATIONS):
            raise Trouble(
                "database_not_ready", "数据库还没有准备好。请先运行 fieldserver init，再试一次。"
            )

    def _is_there(self) -> bool:
        """Tell whether there is anything to open; looking must not make an empty file."""
        return not self.is_sqlite or Path(self.engine.url.database or "").exists()

    def _refuse_newer(self, found: int) -> None:
        if found > len(MIGRATIONS):
            raise Trouble(
                "database_newer",
                "数据库比这个程序新，数据没有动过。请换用新版的 fieldserver 再打开。",
            )

    def sweep(self) -> bool:
        """Write the tables anew, so that no page, journal or dead row holds what was deleted.

        Tells whether it could be done now: another program may be reading.
        """
        connection = self.engine.raw_connection()
        driver: Any = connection.driver_connection
        try:
            if not self.is_sqlite:
                driver.autocommit = True
                driver.execute("VACUUM")
                return True
            driver.execute("VACUUM").close()
            (is_blocked, *_) = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not is_blocked
        except self.engine.dialect.loaded_dbapi.Error:
            return False
        finally:
            connection.invalidate()
            connection.close()

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _open(url: str) -> Engine:
    try:
        made = make_url(url)
        backend = made.get_backend_name()
    except (ArgumentError, NoSuchModuleError) as error:
        raise _bad_url() from error
    if backend == "sqlite" and made.database not in (None, "", ":memory:"):
        return _open_sqlite(url)
    if backend == "postgresql":
        return _open_postgresql(made.set(drivername="postgresql+psycopg"))
    raise _bad_url()


def _bad_url() -> Refused:
    return Refused(
        "bad_database_url",
        "数据库地址要写成 sqlite:///文件 或 postgresql://账号@主机/库名。",
        field="database",
        is_input=True,
    )


def _open_sqlite(url: str) -> Engine:
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_size=POOL_SIZE,
        max_overflow=POOL_OVERFLOW,
        pool_timeout=LOCK_PATIENCE_S,
        connect_args={"timeout": LOCK_PATIENCE_S, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def _on_connect(connection: sqlite3.Connection, _: object) -> None:
        # The driver's own idea of when to begin would let statements survive a rollback.
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        is_write = connection.get_execution_options().get("is_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if is_write else "BEGIN")

    return engine


def _open_postgresql(url: Any) -> Engine:
    patience = int(LOCK_PATIENCE_S * 1000)
    return create_engine(
        url,
        hide_parameters=True,
        pool_size=POOL_SIZE,
        max_overflow=POOL_OVERFLOW,
        pool_timeout=LOCK_PATIENCE_S,
        pool_pre_ping=True,
        connect_args={"options": f"-c lock_timeout={patience} -c timezone=UTC"},
    )


@contextmanager
def _told_apart() -> Iterator[None]:
    """Turn "not now" of any database into `Busy`; leave bugs as they are."""
    try:
        yield
    except PoolTimeout as error:
        raise Busy from error
    except DBAPIError as error:
        if error.connection_invalidated or _is_not_now(error.orig):
            raise Busy from error
        trouble = _trouble_with_file(error.orig)
        if trouble is not None:
            raise trouble from error
        raise


def _trouble_with_file(error: BaseException | None) -> Trouble | None:
    """Tell when SQLite's file cannot be opened, written or understood."""
    if not isinstance(error, sqlite3.DatabaseError):
        return None
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return Trouble(
            "database_damaged", "数据库文件损坏或不是数据库，没有动它。请从备份恢复到新的数据目录。"
        )
    if code in _FILE_TROUBLES:
        return Trouble(
            "database_unreachable", "数据库文件打不开或写不进，请检查路径、权限和磁盘空间。"
        )
    return None


def _is_not_now(error: BaseException | None) -> bool:
    if isinstance(error, sqlite3.OperationalError):
        return error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    state = getattr(error, "sqlstate", None)
    if state is None:  # a connection that could not be made has no state
        return type(error).__name__ in ("OperationalError", "ConnectionTimeout")
    return state in _NOT_NOW
