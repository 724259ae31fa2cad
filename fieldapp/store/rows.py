"""Rows of any kind in and out of the typed tables, as values with stamps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, select
from sqlalchemy.engine import RowMapping

from fieldapp.store.schema import TABLES, base_image
from sync.codec import canonical
from sync.merge import Row, Stamp
from sync.protocol import Value

Key = tuple[str, str]
"""Kind and id of a row."""

_CHUNK = 500
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
    """
    table = TABLES[kind]
    found = connection.execute(select(table).where(table.c.id == id_).limit(1)).first()
    return None if found is None else _stored(_NAMES[kind], found)


def read_rows(
    connection: Connection, keys: Iterable[Key], scope: str | None = None
) -> dict[Key, Stored]:
    """Read many rows as the screen shows them; unknown kinds and ids are left out."""
    stored: dict[Key, Stored] = {}
    for kind, ids in _by_kind(keys).items():
        table = TABLES.get(kind)
        for chunk in _chunks(ids) if table is not None else ():
            assert table is not None
            query = select(table).where(table.c.id.in_(chunk))
            if scope is not None:
                query = query.where(table.c.scope == scope)
            for found in connection.execute(query):
                stored[kind, found[0]] = _stored(_NAMES[kind], found)
    return stored


def scope_query(kind: str) -> str:
    """Spell the query for the scope of one row of a kind, by its id."""
    return f"SELECT scope FROM {TABLES[kind].name} WHERE id = ?"  # noqa: S608 - the catalogue's


def write_rows(connection: Connection, rows: Mapping[Key, Stored]) -> None:
    """Write whole rows, replacing what was there.

    Straight to the driver: a first sync writes thousands, and compiling each costs more than it.
    """
    by_kind: dict[str, list[tuple[Any, ...]]] = {}
    for (kind, id_), stored in rows.items():
        if kind in TABLES:
            by_kind.setdefault(kind, []).append(_values(kind, id_, stored))
    for kind, values in by_kind.items():
        connection.exec_driver_sql(_INSERTS[kind], values)
        _count_write(connection, kind)


def delete_rows(connection: Connection, scope: str, keys: Iterable[Key]) -> None:
    """Take rows of a scope out of the typed tables."""
    for kind, ids in _by_kind(keys).items():
        table = TABLES.get(kind)
        for chunk in _chunks(ids) if table is not None else ():
            assert table is not None
            here = (table.c.scope == scope, table.c.id.in_(chunk))
            connection.execute(delete(table).where(*here))
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
        for chunk in _chunks(ids):
            query = select(base_image).where(base_image.c.kind == kind, base_image.c.id.in_(chunk))
            if scope is not None:
                query = query.where(base_image.c.scope == scope)
            for found in connection.execute(query).mappings():
                images[kind, found["id"]] = _image(found)
    return images


def keep_base_images(connection: Connection, scope: str, images: Mapping[Key, Row | None]) -> None:
    """Keep the base of rows that have pending changes."""
    values = [
        (
            kind,
            id_,
            scope,
            canonical(row.fields).decode() if row else None,
            canonical(pack_stamps(row.stamps)).decode() if row else None,
        )
        for (kind, id_), row in images.items()
    ]
    if values:
        connection.exec_driver_sql(_KEEP_IMAGE, values)


def drop_base_images(connection: Connection, scope: str, keys: Iterable[Key]) -> None:
    """Forget base images of rows without pending changes: their view is the base."""
    for kind, ids in _by_kind(keys).items():
        for chunk in _chunks(ids):
            here = (base_image.c.scope == scope, base_image.c.kind == kind)
            connection.execute(delete(base_image).where(*here, base_image.c.id.in_(chunk)))


def pack_stamps(stamps: Mapping[str, Stamp]) -> list[Value]:
    """Pack stamps as `[[actor, device, at_ms, good, [field, …]], …]`."""
    grouped: dict[Stamp, list[str]] = {}
    for name, stamp in stamps.items():
        grouped.setdefault(stamp, []).append(name)
    return [
        [stamp.actor, stamp.device, stamp.at_ms, stamp.good, sorted(names)]
        for stamp, names in grouped.items()
    ]


def unpack_stamps(packed: Sequence[Any]) -> dict[str, Stamp]:
    """Unpack what `pack_stamps` made."""
    return {
        name: Stamp(actor, device, at_ms, good)
        for actor, device, at_ms, good, names in packed
        for name in names
    }


def _image(found: RowMapping) -> Row | None:
    if found["fields"] is None:
        return None
    return Row(found["fields"], unpack_stamps(found["stamps"] or []))


def _stored(names: tuple[str, ...], found: Sequence[Any]) -> Stored:
    values = {name: value for name, value in zip(names, found, strict=True) if value is not None}
    scope, stamps, extra = values.pop("scope"), values.pop("stamps"), values.pop("extra", None)
    del values["id"]
    return Stored(scope, Row(values | extra if extra else values, unpack_stamps(stamps)))


def _values(kind: str, id_: str, stored: Stored) -> tuple[Any, ...]:
    fields = stored.row.fields
    known = [_plain(fields.get(name)) for name in _FIELDS[kind]]
    extra = None
    if fields.keys() - _FIELDS[kind].keys():
        extra = {name: value for name, value in fields.items() if name not in _FIELDS[kind]}
    stamps = canonical(pack_stamps(stored.row.stamps)).decode()
    return (id_, stored.scope, *known, stamps, _plain(extra))


def _plain(value: Value) -> Any:
    """Spell a value as the column types do."""
    return canonical(value).decode() if isinstance(value, dict | list) else value


# The driver's own kind of name ("on" must be quoted) is no plain text that JSON takes.
_NAMES = {kind: tuple(column.name + "" for column in table.c) for kind, table in TABLES.items()}
_FIELDS = {kind: dict.fromkeys(names[2:-2]) for kind, names in _NAMES.items()}
_KEEP_IMAGE = (
    "INSERT OR REPLACE INTO base_image (kind, id, scope, fields, stamps) VALUES (?, ?, ?, ?, ?)"
)
_INSERTS = {
    kind: f"INSERT OR REPLACE INTO {kind} ("  # noqa: S608 - names come from the catalogue alone
    + ", ".join(f'"{name}"' for name in names)
    + f") VALUES ({', '.join('?' * len(names))})"
    for kind, names in _NAMES.items()
}


def _by_kind(keys: Iterable[Key]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for kind, id_ in keys:
        grouped.setdefault(kind, []).append(id_)
    return grouped


def _chunks(ids: list[str]) -> Iterable[list[str]]:
    return (ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK))
