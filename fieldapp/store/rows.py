"""Rows of any kind in and out of the typed tables, as values with stamps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Boolean, Connection
from sqlalchemy import Table as SqlTable
from sqlalchemy.types import TypeEngine

from fieldapp.store import unknown
from fieldapp.store.database import EACH, run_many, run_one
from fieldapp.store.schema import TABLES, Json
from sync.codec import canonical, decode
from sync.merge import Row
from sync.protocol import Value
from sync.snapshot import Table
from sync.stamps import stamps_text, unpack_stamps

Key = tuple[str, str]
"""Kind and id of a row."""

Names = tuple[str, ...]
Values = tuple[Any, ...]

_WRITES = "row_writes"
"""Under this key a connection counts the writes of each kind, for readings that are kept."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A row and the scope it lives in."""

    scope: str
    row: Row


def read_row(connection: Connection, kind: str, id_: str) -> Stored | None:
    """Read one row as the screen shows it.

    What every community has (catalogues, regions) is there once for each that this device holds.
    Of rows that bear the same id in two scopes, it is the same one everywhere: the first by scope.
    """
    if kind not in TABLES:
        return read_rows(connection, [(kind, id_)]).get((kind, id_))
    query = f"{_READ[kind]} WHERE id = ? ORDER BY scope LIMIT 1"
    found = run_one(connection, query, (id_,)).fetchone()
    return None if found is None else _stored(kind, found)


def read_rows(
    connection: Connection, keys: Iterable[Key], scope: str | None = None
) -> dict[Key, Stored]:
    """Read many rows as the screen shows them; ids that are not here are left out."""
    stored: dict[Key, Stored] = {}
    for kind, ids in _by_kind(keys).items():
        if kind not in TABLES:
            for _, id_, where, row in unknown.find(connection, kind, ids, scope):
                stored.setdefault((kind, id_), Stored(where, row))
            continue
        query = f"{_READ[kind]} WHERE id IN {_LISTED} AND scope = coalesce(?, scope)"
        values = (_listed(ids), scope)
        for found in run_one(connection, f"{query} ORDER BY id, scope", values).fetchall():
            stored.setdefault((kind, found[0]), _stored(kind, found))
    return stored


def has_rows(connection: Connection, table: SqlTable, scope: str) -> bool:
    """Tell whether a table holds any row of a scope."""
    query = f"SELECT 1 FROM {table.name} WHERE scope = ? LIMIT 1"  # noqa: S608 - a table's name
    return run_one(connection, query, (scope,)).fetchone() is not None


def scope_query(kind: str) -> str:
    """Spell the query for the scope of one row of a kind, by its id."""
    table = TABLES[kind].name
    return f"SELECT scope FROM {table} WHERE id = ? ORDER BY scope LIMIT 1"  # noqa: S608 - a table's name


def write_rows(connection: Connection, rows: Mapping[Key, Stored]) -> None:
    """Write whole rows, replacing what was there."""
    by_shape: dict[tuple[str, Names], list[Values]] = {}
    for (kind, id_), stored in rows.items():
        if kind in TABLES:
            names, values = _spelt(kind, id_, stored)
            by_shape.setdefault((kind, names), []).append(values)
    for (kind, names), found in by_shape.items():
        _insert(connection, kind, names, found)
    others = [(*key, one.scope, one.row) for key, one in rows.items() if key[0] not in TABLES]
    unknown.put(connection, others)


def insert_table(connection: Connection, scope: str, table: Table) -> None:
    """Write all rows of one kind as a snapshot brings them, into a scope that has none.

    The file's own JSON functions take the lines apart, without a Python object for any value.
    """
    if table.kind not in TABLES:
        _insert_unknown(connection, scope, table)
    elif table.names <= _FIELDS[table.kind]:
        query = _filling(table.kind, tuple(sorted(table.names)))
        for batch in table.batches:
            run_one(connection, query, (scope, batch))
        _count_write(connection, table.kind)
    else:
        _insert_newer(connection, scope, table)


@lru_cache(maxsize=128)
def _filling(kind: str, names: Names) -> str:
    columns = "".join(f', "{name}"' for name in names)
    values = "".join(f""", value ->> '$[0][2]."{name}"'""" for name in names)
    return (
        f"INSERT OR REPLACE INTO {kind} (scope, id, stamps{columns})"  # noqa: S608 - a table's name
        f" SELECT ?, value ->> '$[0][1]', value -> '$[1]'{values} FROM {EACH}(CAST(? AS TEXT))"
    )


def _insert_unknown(connection: Connection, scope: str, table: Table) -> None:
    """Keep rows of a kind that only a newer app knows."""
    rows = [
        (table.kind, id_, scope, canonical(fields).decode(), canonical(stamps).decode())
        for (_, id_, fields), stamps in table.lines
    ]
    unknown.put_spelt(connection, rows)


def _insert_newer(connection: Connection, scope: str, table: Table) -> None:
    """Write rows of which some have fields that only a newer app knows."""
    for (kind, id_, fields), stamps in table.lines:
        names, values = _spelt_fields(kind, fields)
        row = (id_, scope, canonical(stamps).decode(), *values)
        _insert(connection, kind, (*_FRAME, *names), [row])


def _insert(connection: Connection, kind: str, names: Names, rows: Sequence[Values]) -> None:
    """Write rows that have values in the same columns, and nothing in the others.

    Straight to the driver: compiling each statement costs more than running it. A column without
    a value is not named at all: binding NULL takes the driver ten times as long as a text.
    """
    run_many(connection, _insertion(kind, names), rows)
    _count_write(connection, kind)


@lru_cache(maxsize=512)
def _insertion(kind: str, names: Names) -> str:
    columns = ", ".join(f'"{name}"' for name in names)
    marks = ", ".join("?" * len(names))
    return f"INSERT OR REPLACE INTO {kind} ({columns}) VALUES ({marks})"  # noqa: S608 - a table's name


def delete_rows(connection: Connection, scope: str, keys: Iterable[Key]) -> None:
    """Take rows of a scope out."""
    for kind, ids in _by_kind(keys).items():
        if kind not in TABLES:
            unknown.drop(connection, [(kind, id_) for id_ in ids], scope)
            continue
        query = f"DELETE FROM {kind} WHERE id IN {_LISTED} AND scope = ?"  # noqa: S608 - a table's name
        run_one(connection, query, (_listed(ids), scope))
        _count_write(connection, kind)


def writes_of(connection: Connection, kinds: Iterable[str]) -> tuple[int, ...]:
    """Tell how often rows of these kinds were written since the file was opened.

    All rows are written in this module, through the one connection there is.
    """
    counts = connection.info.get(_WRITES, {})
    return tuple(counts.get(kind, 0) for kind in kinds)


def _count_write(connection: Connection, kind: str) -> None:
    counts = connection.info.setdefault(_WRITES, {})
    counts[kind] = counts.get(kind, 0) + 1


def read_base_images(
    connection: Connection, keys: Iterable[Key], scope: str | None = None
) -> dict[Key, Row | None]:
    """Read the kept base of rows with pending changes; None: the log does not have the row."""
    images: dict[Key, Row | None] = {}
    for kind, ids in _by_kind(keys).items():
        found = run_one(connection, _READ_IMAGES, (kind, _listed(ids), scope))
        images |= {(kind, id_): _image(fields, stamps) for id_, fields, stamps in found.fetchall()}
    return images


def keep_base_images(connection: Connection, scope: str, images: Mapping[Key, Row | None]) -> None:
    """Keep the base of rows that have pending changes."""
    absent = [(kind, id_, scope) for (kind, id_), row in images.items() if row is None]
    present = [
        (kind, id_, scope, canonical(row.fields).decode(), stamps_text(row.stamps))
        for (kind, id_), row in images.items()
        if row is not None
    ]
    run_many(connection, _KEEP_ABSENCE, absent)
    run_many(connection, _KEEP_IMAGE, present)


def drop_base_images(connection: Connection, scope: str, keys: Iterable[Key]) -> None:
    """Forget base images of rows without pending changes: their view is the base."""
    for kind, ids in _by_kind(keys).items():
        run_one(connection, _DROP_IMAGES, (kind, _listed(ids), scope))


def _image(fields: str | None, stamps: str | None) -> Row | None:
    if fields is None:
        return None
    return Row(_parsed(fields), unpack_stamps(_parsed(stamps or "[]")))


def _stored(kind: str, found: Sequence[Any]) -> Stored:
    _, scope, *values, stamps, extra = found
    fields = {
        name: value if read is None else read(value)
        for (name, read), value in zip(_READERS[kind], values, strict=True)
        if value is not None
    }
    row = Row(fields | _parsed(extra) if extra else fields, unpack_stamps(_parsed(stamps)))
    return Stored(scope, row)


def _parsed(text: str) -> Any:
    return decode(object, text.encode())


def _reader(column: TypeEngine[Any]) -> Callable[[Any], Any] | None:
    """Give what makes a value of what a column holds; None where they are the same."""
    if isinstance(column, Json):
        return _parsed
    return bool if isinstance(column, Boolean) else None


def _spelt(kind: str, id_: str, stored: Stored) -> tuple[Names, Values]:
    """Spell a row as its columns take it: the names of those that hold something, the values."""
    names, values = _spelt_fields(kind, stored.row.fields)
    frame = (id_, stored.scope, stamps_text(stored.row.stamps))
    return (*_FRAME, *names), (*frame, *values)


def _spelt_fields(kind: str, fields: Mapping[str, Value]) -> tuple[Names, Values]:
    known = _FIELDS[kind]
    columns: dict[str, Any] = {}
    extra: dict[str, Value] = {}
    for name, value in fields.items():
        if name not in known:
            extra[name] = value
        elif value is not None:
            columns[name] = _plain(value)
    if extra:
        columns["extra"] = _plain(extra)
    return tuple(columns), tuple(columns.values())


def _plain(value: Value) -> Any:
    """Spell a value as the column types do."""
    if isinstance(value, dict | list):
        return canonical(value).decode()
    return int(value) if isinstance(value, bool) else value


_LISTED = "(SELECT value FROM json_each(?))"
# The driver's own kind of name ("on" must be quoted) is no plain text that JSON takes.
_NAMES = {kind: tuple(column.name + "" for column in table.c) for kind, table in TABLES.items()}
_FIELDS = {kind: frozenset(names[2:-2]) for kind, names in _NAMES.items()}
_READ = {
    kind: "SELECT {} FROM {}".format(", ".join(f'"{name}"' for name in names), kind)  # noqa: S608 - a table's name
    for kind, names in _NAMES.items()
}
_READERS: dict[str, tuple[tuple[str, Callable[[Any], Any] | None], ...]] = {
    kind: tuple((name, _reader(table.c[name].type)) for name in _NAMES[kind][2:-2])
    for kind, table in TABLES.items()
}
_FRAME = ("id", "scope", "stamps")
_KEEP_IMAGE = (
    "INSERT OR REPLACE INTO base_image (kind, id, scope, fields, stamps) VALUES (?, ?, ?, ?, ?)"
)
_READ_IMAGES = (
    "SELECT id, fields, stamps FROM base_image WHERE kind = ?"
    " AND id IN (SELECT value FROM json_each(?)) AND scope = coalesce(?, scope)"
)
_DROP_IMAGES = (
    "DELETE FROM base_image WHERE kind = ? AND id IN (SELECT value FROM json_each(?)) AND scope = ?"
)
_KEEP_ABSENCE = "INSERT OR REPLACE INTO base_image (kind, id, scope) VALUES (?, ?, ?)"


def _by_kind(keys: Iterable[Key]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for kind, id_ in keys:
        grouped.setdefault(kind, []).append(id_)
    return grouped


def _listed(ids: list[str]) -> str:
    return canonical(ids).decode()
