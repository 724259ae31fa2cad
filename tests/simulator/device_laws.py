"""What must hold on a device at all times, read straight from its tables."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from sqlalchemy import Boolean, Column, Connection

from fieldapp.domain.entities import SCHEMA
from fieldapp.store import scopes
from fieldapp.store.schema import TABLES
from fieldapp.store.scopes import ScopeStand
from sync.codec import decode, row_sum
from sync.protocol import Change, Edit, Fact, Value
from sync.schema import Rule
from sync.scrub import mark_id
from tests.simulator.chronicle import Chronicle, Rows
from tests.simulator.log_laws import sentences
from tests.simulator.violation import Law, require

_MODULUS = 1 << 64


@dataclass(frozen=True, slots=True)
class _Read:
    """One row as its table has it, and the sum of its fields."""

    fields: dict[str, Value]
    sum: int


def view_of(connection: Connection, scope: str) -> Rows:
    """Read all rows of a scope as the screen shows them, straight from the driver."""
    return {key: one.fields for key, one in _views(connection, scope).get(scope, {}).items()}


_Views = dict[str, dict[tuple[str, str], _Read]]


def _views(connection: Connection, *scopes_held: str) -> _Views:
    """Read the rows of all kinds that these scopes can hold, by scope."""
    views: _Views = {}
    prefixes = {"*", *(scope.partition(":")[0] for scope in scopes_held)}
    driver: Any = connection.connection.driver_connection
    for kind, query in _QUERIES.items():
        if SCHEMA.entities[kind].scope in prefixes:
            for found in driver.execute(query).fetchall():
                views.setdefault(found[1], {})[kind, found[0]] = _row(kind, found)
    return views


def _row(kind: str, found: tuple[Value, ...]) -> _Read:
    """Decode a row; most are those of the last look."""
    known = _known.get((kind, found))
    if known is None:
        if len(_known) > _MOST:
            _known.clear()
        fields = _fields(kind, found)
        known = _known[kind, found] = _Read(fields, row_sum(kind, str(found[0]), fields))
    return known


_MOST = 100_000
_known: dict[tuple[str, tuple[Value, ...]], _Read] = {}


def _bases(connection: Connection, *scopes_held: str) -> _Views:
    """Read the bases of these scopes: rows as they stand, with kept images in their place."""
    views = _views(connection, *scopes_held)
    driver: Any = connection.connection.driver_connection
    images = "SELECT scope, kind, id, fields FROM base_image"
    for scope, kind, id_, text in driver.execute(images).fetchall():
        rows = views.setdefault(scope, {})
        if text is None or text == "null":
            rows.pop((kind, id_), None)
        else:
            fields = json.loads(text)
            rows[kind, id_] = _Read(fields, row_sum(kind, id_, fields))
    return views


def _fields(kind: str, found: tuple[Value, ...]) -> dict[str, Value]:
    fields = {
        name: read(value)
        for (name, read), value in zip(_COLUMNS[kind], found[2:], strict=True)
        if value is not None
    }
    fields.pop("stamps")
    extra = fields.pop("extra", {})
    return {**fields, **extra}


def read_value(kind: str, name: str, value: Value) -> Value:
    """Decode one value of a table."""
    return None if value is None else dict(_COLUMNS[kind])[name](value)


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
    kind: "SELECT {} FROM {}".format(", ".join(f'"{column.name}"' for column in table.c), kind)
    for kind, table in TABLES.items()
}


def check_device(connection: Connection, name: str, chronicle: Chronicle) -> None:
    """Check base, sums, outbox order, view and groups in every scope that is held."""
    stands = scopes.all_stands(connection)
    bases = _bases(connection, *(stand.scope for stand in stands))
    waiting = _pending(connection)
    for stand in stands:
        base = bases.get(stand.scope, {})
        rows = {key: one.fields for key, one in base.items()}
        _check_prefix(name, stand, rows, chronicle)
        _check_sums(name, stand, base)
        pending = waiting.get(stand.scope, [])
        _check_slots(name, stand, pending)
        _check_groups(connection, name, stand, pending)
        _check_shown(connection, name, stand, pending, rows)


def _check_prefix(name: str, stand: ScopeStand, base: Rows, chronicle: Chronicle) -> None:
    folded = chronicle.fold(stand.scope, stand.hash)
    written = folded is not None and folded.seq == stand.cursor
    require(Law.contig, written, "stands where no log ever was", stand.scope, name)
    assert folded is not None
    if base != folded.rows:
        wrong = sorted(
            key
            for key in base.keys() | folded.rows.keys()
            if base.get(key) != folded.rows.get(key)
            and not _may_differ(key, base, folded.rows, chronicle)
        )
    if base != folded.rows and wrong:
        told = f"{wrong[0]}: {base.get(wrong[0])} is not {folded.rows.get(wrong[0])}"
        require(Law.prefix, False, told, stand.scope, name)
    require(Law.prefix, True, "")


def _may_differ(key: tuple[str, str], base: Rows, there: Rows, chronicle: Chronicle) -> bool:
    """What was erased goes from a device by the time it reads that, and never comes again."""
    has_read = ("purged", mark_id(key)) in there
    return key in chronicle.erased and not (has_read and key in base)


def _check_sums(name: str, stand: ScopeStand, base: Mapping[tuple[str, str], _Read]) -> None:
    totals: dict[str, int] = {}
    for (kind, _), one in base.items():
        totals[kind] = (totals.get(kind, 0) + one.sum) % _MODULUS
    right = {k: v for k, v in totals.items() if v} == {k: v for k, v in stand.sums.items() if v}
    require(Law.sum, right, "the checksum is not that of the rows", stand.scope, name)


class Waiting:
    """One outbox row, decoded."""

    def __init__(self, n: int, prev: str, id_: str, body: str) -> None:
        self.n, self.prev, self.id = n, prev, id_
        self.change = _change(body)


@lru_cache(maxsize=4096)
def _change(body: str) -> Change:
    return decode(Change, body.encode())


def _pending(connection: Connection) -> dict[str, list[Waiting]]:
    driver: Any = connection.connection.driver_connection
    query = "SELECT scope, n, prev, change_id, body FROM outbox ORDER BY scope, n"
    found: dict[str, list[Waiting]] = {}
    for scope, *rest in driver.execute(query).fetchall():
        found.setdefault(scope, []).append(Waiting(*rest))
    return found


def _check_slots(name: str, stand: ScopeStand, pending: list[Waiting]) -> None:
    for before, after in pairwise(pending):
        holds = after.n == before.n + 1 and after.prev == before.id
        require(Law.outbox, holds, "the stream has a gap", stand.scope, name)


def _check_groups(
    connection: Connection, name: str, stand: ScopeStand, pending: list[Waiting]
) -> None:
    first = pending[0].change.group if pending else None
    require(Law.group, first is None or first.index == 0, "left in part", stand.scope, name)
    driver: Any = connection.connection.driver_connection
    query = "SELECT wire FROM tail WHERE scope = ? AND hash = ?"
    last = driver.execute(query, (stand.scope, stand.hash)).fetchone()
    if last is not None:
        whole = _may_end_a_page(last[0])
        require(Law.group, whole, "a page ended inside a group", stand.scope, name)


@lru_cache(maxsize=4096)
def _may_end_a_page(wire: str) -> bool:
    fact = decode(Fact, wire.encode())
    try:
        change = decode(Change, bytes(fact.body))
    except ValueError:
        return True
    # Of a group that went over several grids each log has its part.
    is_free = fact.verdict.word == "quarantined" or change.scope != fact.scope
    return is_free or change.group is None or change.group.index == change.group.size - 1


def _check_shown(
    connection: Connection, name: str, stand: ScopeStand, pending: list[Waiting], base: Rows
) -> None:
    """RYW: what waits is what the screen shows, a later change of one's own going before."""
    last: dict[tuple[str, str, str], list[Edit]] = {}
    for one in pending:
        change = one.change
        if change.kind == "move" or _has_gone(base, change):
            continue
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


def _has_gone(base: Rows, change: Change) -> bool:
    """What waits on a row that was handed to another grid shows nowhere."""
    return ("moved", change.row) in base and (change.entity, change.row) not in base


def _unsure(last: dict[tuple[str, str, str], list[Edit]], base: Rows, change: Change) -> None:
    """A decision writes the field that its conflict is about; from then on that value counts."""
    record = base.get(("conflict", change.row))
    if record is not None and "value" in change.fields:
        key = (record["on_entity"], record["on_row"], record["on_field"])
        last[key] = [change.fields["value"]]


def _shown(connection: Connection, kind: str, id_: str, scope: str) -> dict[str, Value] | None:
    driver: Any = connection.connection.driver_connection
    query = f"{_QUERIES[kind]} WHERE scope = ? AND id = ?"
    found = driver.execute(query, (scope, id_)).fetchone()
    return None if found is None else _row(kind, found).fields


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
