"""The encrypted database file as an engine: one connection, real transactions, troubles in words.

Invariants: the key comes before anything else; a missing or empty file is never taken for a new
database; every transaction says whether it writes (`BEGIN IMMEDIATE`) or reads (`BEGIN`, and then
cannot write); a commit is on the disk when it returns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2 as sqlcipher

from fieldapp.errors import Trouble
from fieldapp.store.files import disk_error, disk_full, trouble_of

T = TypeVar("T")
_WRITES: Final = "fieldapp_writes"

_SETTINGS = (
    "PRAGMA cipher_log_level = NONE",  # it would write to stderr
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA temp_store = MEMORY",  # a temporary file would not be encrypted
    "PRAGMA cache_size = -16384",  # each page read twice is decrypted twice
    "PRAGMA busy_timeout = 5000",
    "PRAGMA wal_autocheckpoint = 4000",  # what nobody waits for is done by `tidy` before that
    "PRAGMA trusted_schema = OFF",
)
# `cipher_memory_security` stays off: where little memory may be pinned it made commits several
# times slower, and Python's own strings hold the same text unpinned.

MUCH: Final = 1000
"""Pages of the log that are worth a tidying."""
EACH: Final = "jsonb_each" if sqlcipher.sqlite_version_info >= (3, 51, 0) else "json_each"
"""What lists the elements of a JSON array; in the file's own form none is spelt and read again."""


def create_database(path: Path, key: bytes) -> Engine:
    """Make a new encrypted file and open it.

    An empty file, left by a set-up that stopped, is used. Raises Trouble: database-exists,
    disk-full, disk-error.
    """
    if path.exists() and path.stat().st_size > 0:
        raise Trouble("database-exists", "这里已经有记录了，都没有动。直接打开它，或者换个文件夹。")
    try:
        path.touch(mode=0o600)
    except OSError as error:
        raise trouble_of(error) from error
    return _engine(_uri(path), key)


def open_database(path: Path, key: bytes) -> Engine:
    """Open an encrypted file.

    Raises Trouble: database-missing, file-damaged, key-does-not-fit, disk-error.
    """
    if not path.exists():
        raise Trouble(
            "database-missing",
            "记录文件不见了，没有另建空的。把原来的 field.db 放回来再打开。",
        )
    if path.stat().st_size == 0:
        raise damaged()
    return _engine(_uri(path), key)


def open_memory(key: bytes = bytes(32)) -> Engine:
    """Open a database that lives as long as the engine; for tests in which a file is no matter."""
    return _engine("file::memory:", key)


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that may write; committed at the end, rolled back by any exception."""
    with engine.connect() as idle:
        connection = idle.execution_options(**{_WRITES: True})
        with connection.begin():
            yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One transaction that sees one state of the database and cannot write."""
    with engine.connect() as connection, connection.begin():
        yield connection


def transact(engine: Engine, work: Callable[[Connection], T], *, writes: bool) -> T:
    """Run work in one transaction, over a connection that is kept until the engine is disposed of.

    Taking a connection out and beginning and ending through SQLAlchemy costs a save a tenth.
    """
    connection, driver = _kept(engine)
    _start(connection, driver, writes=writes)
    try:
        result = work(connection)
        driver.commit()
    except sqlcipher.Error as error:
        _undo(connection, driver)
        raise trouble_in(error) or error from None
    except BaseException:
        _undo(connection, driver)
        raise
    return result


def _undo(connection: Connection, driver: Any) -> None:
    if not connection.invalidated:
        driver.rollback()


def give_back(engine: Engine) -> None:
    """Give the connection back that `transact` keeps, so that another may be asked for."""
    if engine in _KEPT:
        _KEPT.pop(engine)[0].close()


def is_writing(connection: Connection) -> bool:
    """Tell whether this transaction may write."""
    return connection.info.get(_WRITES) is True


@contextmanager
def savepoint(connection: Connection) -> Iterator[None]:
    """A part of a transaction that is undone by any exception, and the rest is not."""
    run_one(connection, "SAVEPOINT part")
    try:
        yield
    except BaseException:
        run_one(connection, "ROLLBACK TO part")
        raise
    finally:
        run_one(connection, "RELEASE part")


def run_one(connection: Connection, statement: str, values: Sequence[Any] = ()) -> Any:
    """Run one statement straight at the driver; gives its cursor.

    For what every save does: through SQLAlchemy the call costs several times the statement.
    """
    driver: Any = connection.connection.driver_connection
    try:
        return driver.execute(statement, values)
    except sqlcipher.Error as error:
        raise trouble_in(error) or error from None


def run_many(connection: Connection, statement: str, rows: Sequence[Sequence[Any]]) -> None:
    """Run one statement straight at the driver, once for each row of values."""
    if not rows:
        return
    driver: Any = connection.connection.driver_connection
    try:
        driver.executemany(statement, rows)
    except sqlcipher.Error as error:
        raise trouble_in(error) or error from None


def tidy(engine: Engine) -> None:
    """Write what lies in the log into the file itself, once it is much; for when nobody waits."""
    _, driver = _kept(engine)
    try:
        _, logged, written = driver.execute("PRAGMA wal_checkpoint(NOOP)").fetchone()
        if logged - written >= MUCH:
            driver.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    except sqlcipher.Error as error:
        raise trouble_in(error) or error from None


def find_damage(connection: Connection) -> tuple[str, ...]:
    """Check every page, index and reference; give what is wrong, without any content."""
    found: list[str] = []
    for check in ("cipher_integrity_check", "integrity_check", "foreign_key_check"):
        rows = connection.exec_driver_sql(f"PRAGMA {check}").all()
        found += [f"{check}: {row[0]}" for row in rows if row[0] != "ok"]
    return tuple(found)


def _engine(uri: str, key: bytes) -> Engine:
    engine = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=lambda: _connect(uri, key),
        # One connection, and a second one asked for meanwhile is a bug that shows at once.
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        pool_timeout=0.1,
        hide_parameters=True,  # they are names and notes, and would be in the message of any error
    )
    event.listen(engine, "begin", _begin)
    event.listen(engine, "handle_error", _tell_trouble)
    event.listen(engine, "engine_disposed", _let_go)
    with engine.connect():  # so that a key that does not fit is told now
        return engine


def _connect(uri: str, key: bytes) -> Any:
    try:
        # Without an isolation level of its own the driver leaves BEGIN to `_begin`.
        connection = sqlcipher.connect(uri, uri=True, isolation_level=None)
    except sqlcipher.Error as error:
        raise trouble_in(error) or error from None
    try:
        _set_up(connection, key)
    except sqlcipher.Error as error:
        connection.close()
        if getattr(error, "sqlite_errorname", "") == "SQLITE_NOTADB":
            raise _does_not_fit() from None
        raise trouble_in(error) or error from None
    return connection


def _set_up(connection: Any, key: bytes) -> None:
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    first, *others = _SETTINGS
    connection.execute(first)
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    for setting in others:
        connection.execute(setting).fetchall()


def _begin(connection: Connection) -> None:
    # Straight to the driver: through SQLAlchemy these two statements cost as much as a small save.
    driver: Any = connection.connection.driver_connection
    if not driver.in_transaction:  # one of `transact` has begun already
        writes = bool(connection.get_execution_options().get(_WRITES, False))
        _start(connection, driver, writes=writes)


def _start(connection: Connection, driver: Any, *, writes: bool) -> None:
    try:
        if connection.info.get(_WRITES) is not writes:
            driver.execute(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
            connection.info[_WRITES] = writes
        driver.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
    except sqlcipher.Error as error:
        raise trouble_in(error) or error from None


def _kept(engine: Engine) -> tuple[Connection, Any]:
    if engine in _KEPT and _KEPT[engine][0].invalidated:
        give_back(engine)  # an exit in the middle of a statement closed it
    if engine not in _KEPT:
        connection = engine.connect()
        _KEPT[engine] = connection, connection.connection.driver_connection
    return _KEPT[engine]


def _let_go(engine: Engine) -> None:
    if engine in _KEPT:
        if not _KEPT[engine][0].invalidated:
            _KEPT[engine][0].detach()  # or it would go back to a pool that nobody closes any more
        give_back(engine)


_KEPT: WeakKeyDictionary[Engine, tuple[Connection, Any]] = WeakKeyDictionary()


def _tell_trouble(context: ExceptionContext) -> None:
    trouble = trouble_in(context.original_exception)
    if trouble is not None:
        raise trouble from None


def trouble_in(error: BaseException) -> Trouble | None:
    """Say in words what the world did to the file; None for anything else, which is a bug."""
    name = getattr(error, "sqlite_errorname", None) or ""
    if re.match("SQLITE_FULL", name):
        return disk_full()
    if re.match("SQLITE_(CORRUPT|NOTADB)", name):
        return damaged()
    if re.match("SQLITE_(IOERR|CANTOPEN|READONLY_|PERM)", name):
        return disk_error()
    if re.match("SQLITE_(BUSY|LOCKED)", name):
        return Trouble("home-in-use", "另一个程序正占着记录文件，记录都在。关掉它再来。")
    return None


def damaged() -> Trouble:
    """Say that the file cannot be read somewhere."""
    return Trouble(
        "file-damaged",
        "记录文件有一处坏了，没有另建空的，也没有改动它。先别删这个文件夹，找管电脑的人来修。",
    )


def _does_not_fit() -> Trouble:
    return Trouble(
        "key-does-not-fit",
        "钥匙和记录文件对不上，记录没有动过。把同一次备份里的 keys.json 和 field.db 一起放回来。",
    )


def _uri(path: Path) -> str:
    return f"{path.absolute().as_uri()}?mode=rw"  # rw, not rwc: never make a file
