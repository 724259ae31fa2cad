"""Own changes out of a damaged file: those that wait, and those only their rows still tell of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, insert, select

from fieldapp.domain.entities import SCHEMA, SCHEMA_VERSION
from fieldapp.errors import Refused
from fieldapp.ids import NewId
from fieldapp.store import outbox, scopes
from fieldapp.store.fold import Fold
from fieldapp.store.kept import kept
from fieldapp.store.repair.salvage import NamedRow, Salvage
from fieldapp.store.repair.shapes import is_own_change
from fieldapp.store.rows import (
    Key,
    Stored,
    delete_rows,
    drop_base_images,
    read_base_images,
    read_rows,
    write_rows,
)
from fieldapp.store.schema import TABLES, base_image, metadata
from fieldapp.store.unit import Author, Unit
from sync.clock import Clock
from sync.merge import Row, live_elements
from sync.protocol import Change, ChangeKind, Edit, RowId, ScopeId, Value
from sync.schema import Rule


@dataclass(frozen=True, slots=True)
class Rescue:
    """How many changes wait, were made again, and are known to be missing (-1: nobody knows)."""

    kept: int
    rescued: int
    missing: int


def put_outbox(connection: Connection, found: Salvage, clock: Clock, make_id: NewId) -> Rescue:
    """Put the readable changes into new streams, and make lost ones again from their rows."""
    entries = _unique([row for row in found.of("outbox") if is_own_change(row)])
    _insert(connection, entries)
    for stand in scopes.all_stands(connection, also_left=True):
        outbox.renumber(connection, stand.scope)
    if "outbox" not in found.lost:
        return Rescue(len(entries), 0, 0)
    rescued = _rescue(connection, clock, make_id)
    # Where every row and its base were read, no effect is missing, whatever became of the words.
    is_shown = not found.lost & {*TABLES, "base_image"}
    return Rescue(len(entries), rescued, 0 if is_shown else _gaps(entries, found))


def _unique(rows: list[NamedRow]) -> list[NamedRow]:
    by_id = {str(row["change_id"]): row for row in reversed(rows)}
    return sorted(by_id.values(), key=lambda row: (str(row["scope"]), _number(row, "n")))


def _insert(connection: Connection, entries: list[NamedRow]) -> None:
    """Insert them under slots of which no two are equal; `renumber` gives the true ones."""
    table = metadata.tables["outbox"]
    names = {column.name for column in table.c} - {"position"}
    ordered = sorted(entries, key=lambda row: _number(row, "position"))
    slots = {str(row["change_id"]): place + 1 for place, row in enumerate(entries)}
    for row in ordered:
        values = {name: value for name, value in row.items() if name in names}
        values |= {"n": slots[str(row["change_id"])], "delivered_seq": None}
        connection.execute(insert(table), values)


def _gaps(entries: list[NamedRow], found: Salvage) -> int:
    """Count the slots of each stream that are neither here nor known to have been read."""
    read = {str(row["change_id"]) for table in ("tail", "covered") for row in found.of(table)}
    ends = found.of("scope_state")
    if "scope_state" in found.lost or not ends:
        return -1
    missing = 0
    for end in ends:
        here = [row for row in entries if row["scope"] == end["scope"]]
        first = min(here, key=lambda row: _number(row, "n"), default=None)
        before = str(end["last_id"] if first is None else first["prev"])
        if before and before not in read:
            return -1
        if first is not None:
            missing += _number(end, "last_n") - _number(first, "n") + 1 - len(here)
    return max(0, missing)


def _rescue(connection: Connection, clock: Clock, make_id: NewId) -> int:
    """Make changes again whose words are lost but whose effect still shows; gives their number."""
    enlisted = kept(connection, "enlisted") or {}
    author = Author(str(enlisted.get("person", "")), str(enlisted.get("device", "")))
    unit = Unit(connection, author, clock, make_id)
    count = 0
    for stand in scopes.all_stands(connection):
        query = select(base_image.c.kind, base_image.c.id).where(base_image.c.scope == stand.scope)
        keys = [(row.kind, row.id) for row in connection.execute(query)]
        shown = read_rows(connection, keys, stand.scope)
        _lay_anew(connection, stand, keys)
        told = read_rows(connection, keys, stand.scope)
        for key, before in shown.items():
            count += _say_again(unit, stand.scope, key, before, told.get(key))
    unit.finish()
    return count


def _lay_anew(connection: Connection, stand: scopes.ScopeStand, keys: list[Key]) -> None:
    """Show exactly base and waiting changes."""
    work = Fold(connection, stand)
    work.touch(outbox.pending(connection, stand.scope))
    work.lay_outbox_over()
    waiting = {(entry.entity, entry.row) for entry in outbox.pending(connection, stand.scope)}
    alone = [key for key in keys if key not in waiting]
    images = read_base_images(connection, alone, stand.scope)
    settled = {key: Stored(stand.scope, row) for key, row in images.items() if row is not None}
    write_rows(connection, settled)
    delete_rows(connection, stand.scope, [key for key, row in images.items() if row is None])
    drop_base_images(connection, stand.scope, alone)


def _say_again(unit: Unit, scope: str, key: Key, before: Stored, now: Stored | None) -> int:
    edits = _difference(key[0], before.row, now.row if now else None)
    if not edits or key[0] == "conflict":
        return 0
    change = Change(
        scope=ScopeId(scope),
        kind=ChangeKind.create if now is None else ChangeKind.patch,
        entity=key[0],
        row=RowId(key[1]),
        fields=edits,
        actor=unit.author.person,
        device=unit.author.device,
        schema=SCHEMA_VERSION,
        time=unit.now,
    )
    try:
        for one in _by_kind(change):
            unit.resend(one)
    except Refused:
        return 0
    return 1


def _difference(kind: str, before: Row, now: Row | None) -> dict[str, Edit]:
    """Say as edits what the row showed and its base with what waits does not."""
    specs = SCHEMA.entities[kind].by_name
    base = now.fields if now else {}
    edits: dict[str, Edit] = {}
    for name in before.fields.keys() | base.keys():
        old, new = base.get(name), before.fields.get(name)
        if old == new or name not in specs:
            continue
        edits[name] = _of_set(old, new) if specs[name].rule is Rule.set else Edit(old=old, new=new)
    return edits


def _of_set(old: Value, new: Value) -> Edit:
    was, is_now = live_elements(old), live_elements(new)
    added = {dot: is_now[dot] for dot in is_now.keys() - was.keys()}
    removed = {dot: was[dot] for dot in was.keys() - is_now.keys()}
    return Edit(old=removed or None, add=added, remove=tuple(sorted(removed)))


def _by_kind(change: Change) -> list[Change]:
    """A patch of sets or of prose is a change of a kind of its own."""
    if change.kind is ChangeKind.create:
        return [change]
    specs = SCHEMA.entities[change.entity].by_name
    kinds: dict[ChangeKind, dict[str, Edit]] = {}
    for name, edit in change.fields.items():
        kinds.setdefault(_kind_of(name, specs[name].rule), {})[name] = edit
    return [
        msgspec.structs.replace(change, kind=kind, fields=edits) for kind, edits in kinds.items()
    ]


def _kind_of(name: str, rule: Rule) -> ChangeKind:
    if name in ("archived", "archived_reason"):
        return ChangeKind.archive
    by_rule: Mapping[Rule, ChangeKind] = {Rule.set: ChangeKind.tag, Rule.text: ChangeKind.text}
    return by_rule.get(rule, ChangeKind.patch)


def _number(row: NamedRow, name: str) -> int:
    value = row.get(name)
    return value if isinstance(value, int) else 0
