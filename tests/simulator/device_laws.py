"""What must hold on a device at all times, read straight from its tables."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from typing import Any

from sqlalchemy import Boolean, Column, Connection, select

from fieldapp.domain.entities import SCHEMA
from fieldapp.store import scopes
from fieldapp.store.schema import TABLES, outbox, tail
from fieldapp.store.scopes import ScopeStand
from sync.codec import decode, row_sum
from sync.protocol import Change, Edit, Fact, Value
from sync.schema import Rule
from tests.simulator.chronicle import Chronicle, Rows
from tests.simulator.log_laws import sentences
from tests.simulator.violation import Law, require

_MODULUS = 1 << 64


def view_of(connection: Connection, scope: str) -> Rows:
    """Read all rows of a scope as the screen shows them, straight from the driver."""
    rows: Rows = {}
    prefix = scope.partition(":")[0]
    driver: Any = connection.connection.driver_connection
    for kind, query in _QUERIES.items():
        if SCHEMA.entities[kind].scope in (prefix, "*"):
            for found in driver.execute(query, (scope,)).fetchall():
                rows[kind, found[0]] = _fields(kind, found)
    return rows


def base_of(connection: Connection, scope: str) -> Rows:
    """Read the base of a scope: rows as they stand, with kept images in their place."""
    rows = view_of(connection, scope)
    driver: Any = connection.connection.driver_connection
    images = "SELECT kind, id, fields FROM base_image WHERE scope = ?"
    for kind, id_, fields in driver.execute(images, (scope,)).fetchall():
        if fields is None or fields == "null":
            rows.pop((kind, id_), None)
        else:
            rows[kind, id_] = json.loads(fields)
    return rows


def _fields(kind: str, found: tuple[Value, ...]) -> dict[str, Value]:
    fields = {
        name: read(value)
        for (name, read), value in zip(_COLUMNS[kind], found[2:], strict=True)
        if value is not None
    }
    fields.pop("stamps")
    extra = fields.pop("extra", {})
    return {**fields, **extra}


def _reader(column: Column[Any]) -> Callable[[Any], Any]:
    if isinstance(column.type, Boolean):
        return bool
    return json.loads if isinstance(column.type, type(TABLES["visit"].c.stamps.type)) else _same


def _same(value: Any) -> Any:
    return value


_COLUMNS = {
    kind: [(str(column.name), _reader(column)) for column in list(table.c)[2:]]
    for kind, table in TABLES.items()
}
_QUERIES = {
    kind: "SELECT {} FROM {} WHERE scope = ?".format(
        ", ".join(f'"{column.name}"' for column in table.c), kind
    )
    for kind, table in TABLES.items()
}


def check_device(connection: Connection, name: str, chronicle: Chronicle) -> None:
    """Check base, sums, outbox order, view and groups in every scope that is held."""
    for stand in scopes.all_stands(connection):
        base = base_of(connection, stand.scope)
        _check_prefix(name, stand, base, chronicle)
        _check_sums(name, stand, base)
        pending = _pending(connection, stand)
        _check_slots(name, stand, pending)
        _check_groups(connection, name, stand, pending)
        _check_shown(connection, name, stand, pending, base)


def _check_prefix(name: str, stand: ScopeStand, base: Rows, chronicle: Chronicle) -> None:
    folded = chronicle.fold(stand.scope, stand.hash)
    written = folded is not None and folded.seq == stand.cursor
    require(Law.contig, written, "stands where no log ever was", stand.scope, name)
    assert folded is not None
    if base != folded.rows:
        wrong = sorted(
            key for key in base.keys() | folded.rows.keys() if base.get(key) != folded.rows.get(key)
        )
        told = f"{wrong[0]}: {base.get(wrong[0])} is not {folded.rows.get(wrong[0])}"
        require(Law.prefix, False, told, stand.scope, name)
    require(Law.prefix, True, "")


def _check_sums(name: str, stand: ScopeStand, base: Rows) -> None:
    totals: dict[str, int] = {}
    for (kind, id_), fields in base.items():
        totals[kind] = (totals.get(kind, 0) + row_sum(kind, id_, fields)) % _MODULUS
    right = {k: v for k, v in totals.items() if v} == {k: v for k, v in stand.sums.items() if v}
    require(Law.sum, right, "the checksum is not that of the rows", stand.scope, name)


class Waiting:
    """One outbox row, decoded."""

    def __init__(self, n: int, prev: str, id_: str, body: str) -> None:
        self.n, self.prev, self.id = n, prev, id_
        self.change = decode(Change, body.encode())


def _pending(connection: Connection, stand: ScopeStand) -> list[Waiting]:
    query = select(outbox).where(outbox.c.scope == stand.scope).order_by(outbox.c.n)
    return [Waiting(one.n, one.prev, one.change_id, one.body) for one in connection.execute(query)]


def _check_slots(name: str, stand: ScopeStand, pending: list[Waiting]) -> None:
    for before, after in pairwise(pending):
        holds = after.n == before.n + 1 and after.prev == before.id
        require(Law.outbox, holds, "the stream has a gap", stand.scope, name)


def _check_groups(
    connection: Connection, name: str, stand: ScopeStand, pending: list[Waiting]
) -> None:
    first = pending[0].change.group if pending else None
    require(Law.group, first is None or first.index == 0, "left in part", stand.scope, name)
    query = select(tail.c.wire).where(tail.c.scope == stand.scope, tail.c.hash == stand.hash)
    last = connection.execute(query).scalar()
    if last is None:
        return
    fact = decode(Fact, last.encode())
    try:
        group = decode(Change, bytes(fact.body)).group
    except ValueError:
        return
    if fact.verdict.word != "quarantined":
        whole = group is None or group.index == group.size - 1
        require(Law.group, whole, "a page ended inside a group", stand.scope, name)


def _check_shown(
    connection: Connection, name: str, stand: ScopeStand, pending: list[Waiting], base: Rows
) -> None:
    """RYW: what waits is what the screen shows, a later change of one's own going before."""
    last: dict[tuple[str, str, str], list[Edit]] = {}
    for one in pending:
        change = one.change
        if change.kind == "resolve":
            _unsure(last, base, change)
            continue
        for field, edit in change.fields.items():
            last.setdefault((change.entity, change.row, field), []).append(edit)
    for (kind, id_, field), edits in last.items():
        if edits:
            shown = _shown(connection, kind, id_, stand.scope)
            require(Law.ryw, shown is not None, "an own row is not shown", stand.scope, name)
            _check_value(kind, field, (shown or {}).get(field), edits, stand.scope, name)


def _unsure(last: dict[tuple[str, str, str], list[Edit]], base: Rows, change: Change) -> None:
    """A decision writes the field that its conflict is about; from then on that value counts."""
    record = base.get(("conflict", change.row))
    if record is not None and "value" in change.fields:
        key = (record["on_entity"], record["on_row"], record["on_field"])
        last[key] = [change.fields["value"]]


def _shown(connection: Connection, kind: str, id_: str, scope: str) -> dict[str, Value] | None:
    driver: Any = connection.connection.driver_connection
    found = driver.execute(f"{_QUERIES[kind]} AND id = ?", (scope, id_)).fetchone()
    return None if found is None else _fields(kind, found)


def _check_value(
    kind: str, field: str, value: Value, edits: list[Edit], scope: str, name: str
) -> None:
    spec = SCHEMA.entities[kind].by_name.get(field)
    edit = edits[-1]
    if spec is not None and spec.rule is Rule.set:
        dots = set((value or {}).get("dots", {}))
        require(Law.ryw, not set(edit.remove) & dots, "an own removal is not shown", scope, name)
        gone = {dot for one in edits for dot in one.remove}
        added = {dot for one in edits for dot in one.add} - gone
        missing = added - dots - set((value or {}).get("gone", []))
        require(Law.ryw, not missing, "an own tag is not shown", scope, name)
    elif spec is not None and spec.rule is Rule.text:
        held, had = sentences(value), sentences(edit.old)
        lost = [one for one in sentences(edit.new) if one not in had and one not in held]
        require(Law.ryw, not lost, lambda: f"own words are not shown: {lost}", scope, name)
    else:
        told = f"{kind}.{field} shows {value!r}, not {edit.new!r}"
        require(Law.ryw, value == edit.new, told, scope, name)
