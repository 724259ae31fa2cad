"""Send again what the community could not take, corrected: a new change that names the old one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import select

from fieldapp.domain.entities import SCHEMA
from fieldapp.errors import Refused
from fieldapp.services.typed import read_value
from fieldapp.store.kept import kept
from fieldapp.store.quarantined import (
    ERASED,
    corrected_here,
    name_of,
    note_seen,
    read_quarantined,
)
from fieldapp.store.schema import TABLES
from fieldapp.store.unit import Unit
from fieldapp.verbs import Command, handles
from sync.codec import derived_id
from sync.protocol import Change, ChangeId, ChangeKind, Edit, Value


@dataclass(frozen=True, slots=True)
class RetryQuarantined(Command[int]):
    """Send a change again with these fields corrected, its whole group with it.

    Gives the number of changes sent.
    """

    quarantine: str
    fields: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LetQuarantinedGo(Command[None]):
    """Show no more, on this device, that a change was turned down with its erased record."""

    quarantine: str


@handles(LetQuarantinedGo)
def let_quarantined_go(unit: Unit, command: LetQuarantinedGo) -> None:
    """Note that it was seen. Raises `Refused` for what still wants a correction."""
    row = unit.read("quarantine", command.quarantine)
    if row is None or row.get("reason") != ERASED:
        raise Refused("wants-a-look", "这一条还等着看，不能收起来。", is_input=True)
    note_seen(unit.connection, command.quarantine)
    unit.touched.add("quarantine")


@handles(RetryQuarantined)
def retry_quarantined(unit: Unit, command: RetryQuarantined) -> int:
    """Write the corrections. Raises `Refused` for what cannot be read or is another's."""
    named = change_in(unit, command.quarantine, corrected_here(unit.connection))
    changes = with_its_group(unit, named)
    unit.begin_act()
    with unit.group() if len(changes) > 1 else nullcontext():
        for change in changes:
            fields = command.fields if change is named else {}
            send_again(unit, change, fields)
    return len(changes)


def change_in(unit: Unit, quarantine: str, sent: Set[ChangeId]) -> Change:
    """Read a change that this person may send again, and that is not among those `sent`."""
    row = unit.read("quarantine", quarantine)
    if row is None:
        raise Refused("row-unknown", "没有这一条。先同步一次再看。", is_input=True)
    change = read_quarantined(row.get("change") or "")
    if change is None or derived_id("quarantine", name_of(change)) != quarantine:
        raise Refused("unreadable", "这一条的原文读不出来，要重新记一次。原文还留着。")
    if row.get("state") != "waiting" or name_of(change) in sent:
        raise Refused("corrected-already", "这一条已经改好再送了。")
    is_taken_over = row.get("reason") == "handed_over"
    if change.actor != unit.author.person and not is_taken_over and not _may_for_others(unit):
        raise Refused("not-author", "这是别人记的，由本人或书记来改。")
    return change


def _may_for_others(unit: Unit) -> bool:
    return bool((kept(unit.connection, "enlisted") or {}).get("role") == "secretary") or bool(
        (unit.read("staff", unit.author.person) or {}).get("role") == "secretary"
    )


def with_its_group(unit: Unit, named: Change) -> Sequence[Change]:
    """Give a change and all that share its fate, in their order."""
    if named.group is None:
        return (named,)
    table = TABLES["quarantine"]
    query = select(table.c.change).where(
        table.c.change.contains(f'"id":"{named.group.id}"', autoescape=True)
    )
    found = [read_quarantined(body) for body in unit.connection.execute(query).scalars()]
    group = [one for one in found if one is not None and one.group is not None]
    mine = [one for one in group if one.group and one.group.id == named.group.id]
    ordered = sorted(mine, key=lambda one: one.group.index if one.group else 0)
    return tuple(named if one == named else one for one in ordered)


def send_again(unit: Unit, change: Change, fields: Mapping[str, Value]) -> None:
    """Write a change anew with these fields corrected. Raises `Refused`."""
    entity = SCHEMA.entities.get(change.entity)
    if entity is None or set(change.fields) - set(entity.by_name):
        raise Refused("newer-app", "这一条是新版程序记的，升级以后再送。")
    if change.kind is not ChangeKind.create and unit.read(change.entity, change.row) is None:
        raise Refused("row-missing", "它要改的那一条还没到这台平板。先同步一次再送。")
    edits: dict[str, Any] = dict(change.fields)
    for name, value in fields.items():
        if name not in entity.by_name:
            raise Refused("bad-field", "没有这一项。", field=name, is_input=True)
        read = read_value(change.entity, entity.by_name[name], value)
        edits[name] = msgspec.structs.replace(edits.get(name, Edit()), new=read)
    again = msgspec.structs.replace(change, fields=edits, corrects=name_of(change))
    unit.resend(again)
    if change.kind is ChangeKind.create:
        _bring_back(unit, change)


def _bring_back(unit: Unit, change: Change) -> None:
    """A row that was made by a correction which was taken back is there, and archived."""
    fields = unit.read(change.entity, change.row) or {}
    if fields.get("archived") and not (change.fields.get("archived") or Edit()).new:
        names = ("archived", "archived_reason")
        edits = {name: Edit(old=fields[name]) for name in names if fields.get(name) is not None}
        unit.edit_many(ChangeKind.archive, {(change.entity, change.row): edits})
