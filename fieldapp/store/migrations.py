"""The steps that bring a file's tables to the shape this program knows, each done exactly once.

A step and the row that records it are one transaction. A file that knows more steps than the
program is left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine

from fieldapp.errors import Trouble
from fieldapp.store.database import reading, writing

Step = Callable[[Connection], None]


@dataclass(frozen=True, slots=True)
class Migration:
    """Step `number` (1, 2, 3 …) and what it does, in a few words."""

    number: int
    title: str
    apply: Step


def migration(number: int, title: str) -> Callable[[Step], Migration]:
    """Make a step of a function that gets the connection of the step's transaction."""
    return lambda step: Migration(number, title, step)


def version_of(engine: Engine) -> int:
    """Give the number of the last step this file has seen; 0 for a new one."""
    with reading(engine) as connection:
        return _version(connection)


def migrate(engine: Engine, migrations: Sequence[Migration], now_ms: int) -> int:
    """Take the steps that are missing, in order; give the file's version now.

    Raises Trouble: file-is-newer (and changes nothing), disk-full, file-damaged, disk-error.
    """
    numbers = [step.number for step in migrations]
    if numbers != list(range(1, len(numbers) + 1)):
        raise ValueError("migrations are numbered 1, 2, 3 … without a gap")
    version = version_of(engine)
    if version > len(migrations):
        raise Trouble(
            "file-is-newer",
            "这里的记录是新一版程序存的，都在，没有动过。先装新版再打开。",
        )
    for step in migrations[version:]:
        _take(engine, step, now_ms)
    return len(migrations)


def _take(engine: Engine, step: Migration, now_ms: int) -> None:
    # Rebuilding a table must not cascade; SQLite hears this pragma only outside a transaction.
    _set_foreign_keys(engine, "OFF")
    try:
        with writing(engine) as connection:
            _make_record(connection)
            step.apply(connection)
            _require_whole_references(connection, step)
            connection.exec_driver_sql(
                "INSERT INTO schema_version (n, title, at) VALUES (?, ?, ?)",
                (step.number, step.title, now_ms),
            )
    finally:
        _set_foreign_keys(engine, "ON")


def _make_record(connection: Connection) -> None:
    connection.exec_driver_sql(
        "CREATE TABLE IF NOT EXISTS schema_version ("
        "n INTEGER PRIMARY KEY, title TEXT NOT NULL, at INTEGER NOT NULL) STRICT"
    )


def _version(connection: Connection) -> int:
    exists = connection.exec_driver_sql(
        "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'schema_version'"
    ).first()
    if exists is None:
        return 0
    return int(connection.exec_driver_sql("SELECT max(n) FROM schema_version").scalar() or 0)


def _require_whole_references(connection: Connection, step: Migration) -> None:
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise ValueError(f"migration {step.number} leaves references without their row")


def _set_foreign_keys(engine: Engine, state: str) -> None:
    raw = engine.raw_connection()
    try:
        raw.cursor().execute(f"PRAGMA foreign_keys = {state}")
    finally:
        raw.close()
