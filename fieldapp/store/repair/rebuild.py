"""A fresh encrypted file built beside a damaged one, which is then kept aside, still encrypted.

The damaged file is only read until the new one is complete on the disk.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, Engine

from fieldapp.ids import NewId
from fieldapp.log import EventLog
from fieldapp.store import derived, road_back, scopes
from fieldapp.store.database import create_database, writing
from fieldapp.store.fold import sums_from_rows
from fieldapp.store.found import Rebuilt, note
from fieldapp.store.home import Home
from fieldapp.store.kept import keep, kept
from fieldapp.store.migrations import migrate
from fieldapp.store.repair.own_changes import Rescue, put_outbox
from fieldapp.store.repair.pages import read_pages
from fieldapp.store.repair.salvage import NamedRow, Salvage, salvage
from fieldapp.store.repair.swap import building_file, complete, discard
from fieldapp.store.schema import LOCAL_SCOPE, TABLES, metadata
from fieldapp.store.steps import STEPS
from sync.clock import Clock

log = EventLog("rebuild")

_NOWHERE_ELSE = {"note_kept", "diary_entry", "diary_line"}
_LEFT_OUT = {"tagged", "search_term", "terms_owed", "schema_version", "outbox", "sqlite_sequence"}


def rebuild(
    home: Home,
    key: bytes,
    clock: Clock,
    make_id: NewId,
    *,
    salts: Iterable[bytes] = (),
    facts: NamedRow | None = None,
    waiting: int | None = None,
) -> Rebuilt | None:
    """Put a fresh file with all that can be read in the place of the damaged one.

    `facts` (key → value) stand in for small local facts that cannot be read, `waiting` says how
    many changes waited when somebody last counted. None, and nothing is changed, when no page was
    written with this key and there are no facts to begin with. Raises Trouble: disk-full …
    """
    file = read_pages(home.database_file, key, tuple(salts))
    found = salvage(file)
    if not file.is_of_the_key and not facts:
        return None
    building = building_file(home)
    discard(building)
    engine = create_database(building, key)
    try:
        told = _fill(engine, found, clock, make_id, facts or {}, waiting)
    except BaseException:
        engine.dispose()
        discard(building)
        raise
    engine.dispose()
    complete(home, clock)
    log.info("rebuilt", pages=told.bad_pages, changes=told.changes, missing=told.missing)
    return told


def _fill(
    engine: Engine,
    found: Salvage,
    clock: Clock,
    make_id: NewId,
    facts: NamedRow,
    waiting: int | None,
) -> Rebuilt:
    version = min(found.version or len(STEPS), len(STEPS))
    now_ms = clock.read().wall_ms
    migrate(engine, STEPS[:version], now_ms)
    with writing(engine) as connection:
        rows = sum(_put(connection, name, found.of(name)) for name in _kept_tables(found))
        _put_facts(connection, facts)
        held = _hold_every_scope(connection, found, make_id, now_ms)
        # Before anything is laid anew: what is the log's must be what the sums were made of.
        stale = tuple(scope for scope in held if not _is_whole(connection, scope))
        rescue = put_outbox(connection, found, clock, make_id)
        for scope in stale:
            scopes.change(connection, scope, proven_ms=None)
            road_back.read_anew(connection, scope)
        _derive(connection)
        told = Rebuilt(
            at_ms=now_ms,
            bad_pages=found.bad_pages,
            rows=rows,
            changes=rescue.kept + rescue.rescued,
            rescued=rescue.rescued,
            missing=_missing(rescue, waiting),
            refetched=stale,
            unread=tuple(sorted(found.lost & _NOWHERE_ELSE)),
        )
        note(connection, told)
    return told


def _missing(rescue: Rescue, waiting: int | None) -> int:
    if rescue.missing >= 0 or waiting is None:
        return rescue.missing
    return max(0, waiting - rescue.kept - rescue.rescued)


def _kept_tables(found: Salvage) -> list[str]:
    return [name for name in metadata.tables if name in found.rows and name not in _LEFT_OUT]


def _put(connection: Connection, table: str, rows: list[NamedRow]) -> int:
    """Insert rows by their columns; of two with one key the first, which a tree led to."""
    known = [column.name for column in metadata.tables[table].c]
    for row in rows:
        names = [name for name in known if name in row]
        connection.exec_driver_sql(
            f"INSERT OR IGNORE INTO {table} ("  # noqa: S608 - names come from the catalogue alone
            + ", ".join(f'"{name}"' for name in names)
            + f") VALUES ({', '.join('?' * len(names))})",
            tuple(row[name] for name in names),
        )
    return len(rows)


def _put_facts(connection: Connection, facts: NamedRow) -> None:
    for name, value in facts.items():
        if kept(connection, name) is None:
            keep(connection, name, value)


def _hold_every_scope(
    connection: Connection, found: Salvage, make_id: NewId, now_ms: int
) -> list[str]:
    """Take up every scope that any row speaks of, each with a stream of its own from now on."""
    known = {one.scope for one in scopes.all_stands(connection, also_left=True)}
    speaking = ("outbox", "tail", *TABLES)
    named = {str(row["scope"]) for table in speaking for row in found.of(table)} - {LOCAL_SCOPE}
    fresh = sorted(named - known)
    scopes.join(connection, fresh, [make_id(now_ms) for _ in fresh])
    for scope in sorted(known):
        scopes.change(connection, scope, incarnation=make_id(now_ms))
    return sorted(known | named)


def _is_whole(connection: Connection, scope: str) -> bool:
    """Tell whether the rows of the log are all there: then nothing has to be fetched again."""
    stand = scopes.stand(connection, scope)
    if stand is None or not stand.cursor or stand.is_resetting:
        return False
    wanted = {kind: total for kind, total in stand.sums.items() if total}
    return sums_from_rows(connection, scope) == wanted


def _derive(connection: Connection) -> None:
    for kind, table in TABLES.items():
        ids = connection.execute(table.select().with_only_columns(table.c.id)).scalars()
        derived.refresh(connection, dict.fromkeys((kind, id_) for id_ in ids))
