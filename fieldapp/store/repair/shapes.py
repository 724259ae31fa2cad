"""By its shape alone: to which table a row belongs whose tree is broken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Boolean, Integer, Table

from fieldapp.domain.entities import SCHEMA
from fieldapp.store import schema
from fieldapp.store.fold import kinds_in
from fieldapp.store.repair.records import Record, Scalar
from fieldapp.store.schema import LOCAL_SCOPE, TABLES, Json
from sync.codec import BadMessage, change_id, decode
from sync.protocol import Change, Fact
from sync.stamps import unpack_stamps

_DERIVED = {"tagged", "search_term", "terms_owed"}


@dataclass(frozen=True, slots=True)
class Columns:
    """A table's columns in order, and the one that is its rowid under another name, if any."""

    names: tuple[str, ...]
    alias: str | None

    @classmethod
    def declared(cls, declared: Sequence[Sequence[object]]) -> Columns:
        """Take what `PRAGMA table_info` tells."""
        keys = [(str(one[1]), str(one[2]).upper()) for one in declared if one[5]]
        alias = keys[0][0] if len(keys) == 1 and keys[0][1] == "INTEGER" else None
        return cls(tuple(str(one[1]) for one in declared), alias)

    def named(self, record: Record) -> dict[str, object]:
        """Give a row by column; columns added after it was written are left out."""
        row: dict[str, object] = dict(zip(self.names, record.values, strict=False))
        if self.alias is not None:
            row[self.alias] = record.rowid
        return row


def columns_of(table: Table) -> Columns:
    """Give a table's columns as this program declares them."""
    keys = list(table.primary_key)
    alias = keys[0].name if len(keys) == 1 and isinstance(keys[0].type, Integer) else None
    return Columns(tuple(column.name for column in table.c), alias)


def recognised(record: Record) -> tuple[str, dict[str, object]] | None:
    """Tell the table and give the row by column; None when no table or several would do."""
    fitting = [table for table in _by_width().get(len(record.values), ()) if _fits(table, record)]
    if len(fitting) != 1:
        return None
    return fitting[0].name, columns_of(fitting[0]).named(record)


@cache
def _by_width() -> dict[int, list[Table]]:
    widths: dict[int, list[Table]] = {}
    for table in schema.metadata.tables.values():
        if table.name not in _DERIVED:
            widths.setdefault(len(table.c), []).append(table)
    return widths


def _fits(table: Table, record: Record) -> bool:
    alias = columns_of(table).alias
    for column, value in zip(table.c, record.values, strict=True):
        if column.name == alias:
            if value is not None:
                return False
        elif value is None:
            if not column.nullable:
                return False
        elif not _is_of(value, column.type):
            return False
    proof = _PROOFS.get(table.name, _is_record if table.name in TABLES else _is_anything)
    try:
        return proof(table, columns_of(table).named(record))
    except (BadMessage, KeyError, TypeError, ValueError):
        return False


def _is_of(value: Scalar, type_: object) -> bool:
    if isinstance(type_, Boolean):
        return value in (0, 1)
    if isinstance(type_, Integer):
        return isinstance(value, int)
    if isinstance(type_, Json):
        return isinstance(value, str) and _is_json(value)
    return isinstance(value, str)


def _is_json(text: str) -> bool:
    try:
        decode(object, text.encode())
    except BadMessage:
        return False
    return True


def is_own_change(row: dict[str, object]) -> bool:
    """A change bears the name of its own content."""
    body = str(row.get("body")).encode()
    try:
        return change_id(decode(Change, body), body) == row.get("change_id")
    except BadMessage:
        return False


def _is_fact(table: Table, row: dict[str, object]) -> bool:
    fact = decode(Fact, str(row["wire"]).encode())
    return (fact.scope, fact.seq, fact.hash) == (row["scope"], row["seq"], row["hash"])


def _is_scope(scope: object) -> bool:
    kind, _, code = str(scope).partition(":")
    return kind in ("grid", "care", "diary", "community") and bool(code)


def _is_record(table: Table, row: dict[str, object]) -> bool:
    """A record lives in a scope that may hold its kind, and its stamps name its own fields."""
    scope = str(row["scope"])
    allowed = kinds_in("diary:" if scope == LOCAL_SCOPE else scope)
    if table.name not in allowed or not (scope == LOCAL_SCOPE or _is_scope(scope)):
        return False
    stamped = unpack_stamps(decode(list, str(row["stamps"]).encode()))
    return stamped.keys() <= SCHEMA.entities[table.name].by_name.keys()


def _is_anything(table: Table, row: dict[str, object]) -> bool:
    return True


def _is_image(table: Table, row: dict[str, object]) -> bool:
    return row["kind"] in TABLES and _is_scope(row["scope"])


_PROOFS: dict[str, Callable[[Table, dict[str, object]], bool]] = {
    "outbox": lambda table, row: is_own_change(row),
    "covered": lambda table, row: is_own_change(row),
    "tail": _is_fact,
    "scope_state": lambda table, row: _is_scope(row["scope"]),
    "base_image": _is_image,
    "reveal": lambda table, row: _is_scope(row["scope"]),
    "aside": lambda table, row: _is_scope(row["scope"]),
}
