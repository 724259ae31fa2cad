"""Rows of any kind in and out of the typed tables, as values with stamps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.engine import RowMapping

from fieldapp.store.schema import TABLES, base_image
from sync.merge import Row, Stamp
from sync.protocol import Value

Key = tuple[str, str]
"""Kind and id of a row."""

_CHUNK = 500
_OWN_COLUMNS = frozenset({"id", "scope", "stamps", "extra"})


@dataclass(frozen=True, slots=True)
class Stored:
    """A row and the scope it lives in."""

    scope: str
    row: Row


def read_row(connection: Connection, kind: str, id_: str) -> Stored | None:
    """Read one row as the screen shows it."""
    table = TABLES[kind]
    found = connection.execute(select(table).where(table.c.id == id_)).mappings().first()
    return None if found is None else _stored(found)


def read_rows(connection: Connection, keys: Iterable[Key]) -> dict[Key, Stored]:
    """Read many rows as the screen shows them; unknown kinds and ids are left out."""
    stored: dict[Key, Stored] = {}
    for kind, ids in _by_kind(keys).items():
        table = TABLES.get(kind)
        for chunk in _chunks(ids) if table is not None else ():
            assert table is not None
            query = select(table).where(table.c.id.in_(chunk))
            for found in connection.execute(query).mappings():
                stored[kind, found["id"]] = _stored(found)
    return stored


def write_rows(connection: Connection, rows: Mapping[Key, Stored]) -> None:
    """Write whole rows, replacing what was there."""
    by_kind: dict[str, list[dict[str, Any]]] = {}
    for (kind, id_), stored in rows.items():
        if kind in TABLES:
            by_kind.setdefault(kind, []).append(_values(kind, id_, stored))
    for kind, values in by_kind.items():
        connection.execute(insert(TABLES[kind]).prefix_with("OR REPLACE"), values)


def delete_rows(connection: Connection, keys: Iterable[Key]) -> None:
    """Take rows out of the typed tables."""
    for kind, ids in _by_kind(keys).items():
        table = TABLES.get(kind)
        for chunk in _chunks(ids) if table is not None else ():
            assert table is not None
            connection.execute(delete(table).where(table.c.id.in_(chunk)))


def read_base_images(connection: Connection, keys: Iterable[Key]) -> dict[Key, Row | None]:
    """Read the kept base of rows with pending changes; None: the log does not have the row."""
    images: dict[Key, Row | None] = {}
    for kind, ids in _by_kind(keys).items():
        for chunk in _chunks(ids):
            query = select(base_image).where(base_image.c.kind == kind, base_image.c.id.in_(chunk))
            for found in connection.execute(query).mappings():
                images[kind, found["id"]] = _image(found)
    return images


def keep_base_images(connection: Connection, scope: str, images: Mapping[Key, Row | None]) -> None:
    """Keep the base of rows that have pending changes."""
    values = [
        {
            "kind": kind,
            "id": id_,
            "scope": scope,
            "fields": row.fields if row else None,
            "stamps": pack_stamps(row.stamps) if row else None,
        }
        for (kind, id_), row in images.items()
    ]
    if values:
        connection.execute(insert(base_image).prefix_with("OR REPLACE"), values)


def drop_base_images(connection: Connection, keys: Iterable[Key]) -> None:
    """Forget base images of rows without pending changes: their view is the base."""
    for kind, ids in _by_kind(keys).items():
        for chunk in _chunks(ids):
            connection.execute(
                delete(base_image).where(base_image.c.kind == kind, base_image.c.id.in_(chunk))
            )


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


def _stored(found: RowMapping) -> Stored:
    # The driver's own kind of name ("on" must be quoted) is no plain text that JSON takes.
    fields = {
        str(name): value
        for name, value in found.items()
        if value is not None and name not in _OWN_COLUMNS
    }
    fields |= found["extra"] or {}
    return Stored(found["scope"], Row(fields, unpack_stamps(found["stamps"])))


def _values(kind: str, id_: str, stored: Stored) -> dict[str, Any]:
    columns = TABLES[kind].c.keys()
    fields = stored.row.fields
    values: dict[str, Any] = {name: fields.get(name) for name in columns}
    extra = {name: value for name, value in fields.items() if name not in values}
    values |= {"id": id_, "scope": stored.scope, "extra": extra or None}
    values["stamps"] = pack_stamps(stored.row.stamps)
    return values


def _by_kind(keys: Iterable[Key]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for kind, id_ in keys:
        grouped.setdefault(kind, []).append(id_)
    return grouped


def _chunks(ids: list[str]) -> Iterable[list[str]]:
    return (ids[start : start + _CHUNK] for start in range(0, len(ids), _CHUNK))
