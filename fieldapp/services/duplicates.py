"""One person written twice: made one, made two again, or said to be two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from fieldapp.domain.duplicates import keeper
from fieldapp.domain.joining import JOINED, Key, Writes, join, written_since
from fieldapp.domain.splitting import noted_rows, part
from fieldapp.errors import Refused
from fieldapp.services.tags import publish_care
from fieldapp.services.where import care_scope, open_members, present
from fieldapp.store.rows import read_rows
from fieldapp.store.schema import TABLES
from fieldapp.store.unit import Unit
from fieldapp.verbs import Command, handles
from sync.codec import derived_id
from sync.protocol import ChangeKind, Edit, Value


@dataclass(frozen=True, slots=True)
class MergeResidents(Command[str]):
    """Make two records one person, as one act. Gives the id that stays: the older one's.

    Of fields that differ, those named in `take` come from the record that goes. Telephones, tags
    and memberships are united. Raises `Refused`.
    """

    first: str
    second: str
    take: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SplitResident(Command[str]):
    """Take a merge back, whenever it was made: `resident` is the one that was taken out.

    What somebody changed since stays as it is. Gives the id of the one that had stayed.
    """

    resident: str


@dataclass(frozen=True, slots=True)
class CatchUpDuplicate(Command[str]):
    """Bring over what was written on the other record after the merge. Gives the id that stays."""

    resident: str


@dataclass(frozen=True, slots=True)
class MarkDistinct(Command[None]):
    """Say that two who look like one person are two."""

    first: str
    second: str


@dataclass(frozen=True, slots=True)
class UnmarkDistinct(Command[None]):
    """Take that back."""

    first: str
    second: str


@handles(MergeResidents)
def merge_residents(unit: Unit, command: MergeResidents) -> str:
    """Write what the rule says (`fieldapp.domain.joining`)."""
    for one in (command.first, command.second):
        present(unit, "resident", one, "这个人")
    kept, other = keeper(command.first, command.second)
    if kept == other:
        raise Refused("same-record", "这是同一条，不用合。", is_input=True)
    _require_both(unit, kept, other)
    _merge(unit, kept, other, frozenset(command.take))
    return kept


@handles(SplitResident)
def split_resident(unit: Unit, command: SplitResident) -> str:
    """Put back what is still as the merge left it."""
    other, kept = command.resident, _kept_of(unit, command.resident)
    later = unit.read("resident", kept) or {}
    if later.get("duplicate_of"):
        raise Refused("merged-again", "留下的那一条后来又合到别人那里了，先拆开那一次。")
    _require_both(unit, kept, other)
    rows = _rows_of(unit, other)
    rows |= _read(unit, other, noted_rows(rows, other))
    writes = part(rows, other)
    unit.begin_act()
    _write(unit, writes, unit.scope_of("resident", other))
    for one in (kept, other):
        publish_care(unit, one)
    return kept


@handles(CatchUpDuplicate)
def catch_up(unit: Unit, command: CatchUpDuplicate) -> str:
    """Merge once more, with what was written since taken from the other record."""
    kept = _kept_of(unit, command.resident)
    present(unit, "resident", kept, "留下的那一条")
    _require_both(unit, kept, command.resident)
    late = written_since(unit.read("resident", command.resident) or {})
    _merge(unit, kept, command.resident, late)
    return kept


@handles(MarkDistinct)
def mark_distinct(unit: Unit, command: MarkDistinct) -> None:
    """Note it on the older record."""
    for one in (command.first, command.second):
        present(unit, "resident", one, "这个人")
    kept, other = keeper(command.first, command.second)
    if not _distinct_dots(unit, kept, other):
        unit.add_to_set("resident", kept, "distinct_from", [{"resident": other}])


@handles(UnmarkDistinct)
def unmark_distinct(unit: Unit, command: UnmarkDistinct) -> None:
    """Remove the note."""
    kept, other = keeper(command.first, command.second)
    dots = _distinct_dots(unit, kept, other)
    if not dots:
        raise Refused("not-marked", "没有说过他们不是同一个人。", is_input=True)
    unit.remove_from_set("resident", kept, "distinct_from", dots)


def _distinct_dots(unit: Unit, kept: str, other: str) -> list[str]:
    said = unit.set_elements("resident", kept, "distinct_from")
    return [dot for dot, one in said.items() if one.get("resident") == other]


def _kept_of(unit: Unit, other: str) -> str:
    fields = unit.read("resident", other) or {}
    if not fields.get("duplicate_of"):
        raise Refused("not-merged", "这一条没有合过。", is_input=True)
    return str(fields["duplicate_of"])


def _require_both(unit: Unit, kept: str, other: str) -> None:
    """Raise `Refused` where the two live in different grids, or the masked rows are not held."""
    scope = unit.scope_of("resident", kept)
    if scope != unit.scope_of("resident", other):
        raise Refused("two-grids", "两条记在两个网格里，先把一家转过来，同步以后再合。")
    if care_scope(unit, scope) is None:
        raise Refused("care-not-yours", "合人要连遮住的一起合，请责任网格员或书记来合。")


def _merge(unit: Unit, kept: str, other: str, take: frozenset[str]) -> None:
    rows = _rows_of(unit, kept, other)
    again = {("member", str(derived_id("member", key[1], kept))) for key in rows}
    rows |= _read(unit, kept, again)
    writes = join(rows, kept, other, take)
    unit.begin_act()
    _write(unit, writes, unit.scope_of("resident", kept))
    publish_care(unit, kept)


def _rows_of(unit: Unit, *residents: str) -> dict[Key, Mapping[str, Value]]:
    """Read residents, what is masked of them, their memberships, and who heads what."""
    keys = {(kind, one) for kind in ("resident", "care") for one in residents}
    table = TABLES["household"]
    for one in residents:
        keys |= {("member", member) for member in open_members(unit, resident=one)}
        named = (table.c.head_id == one) | (table.c.contact_id == one)
        found = unit.connection.execute(select(table.c.id).where(named)).scalars()
        keys |= {("household", id_) for id_ in found}
    return _read(unit, residents[0], keys)


def _read(unit: Unit, resident: str, keys: set[Key]) -> dict[Key, Mapping[str, Value]]:
    """Read rows of a resident's own grid; what went to another one is left as it is there."""
    scope = unit.scope_of("resident", resident)
    here = {scope, care_scope(unit, scope)}
    found = read_rows(unit.connection, sorted(keys))
    return {key: one.row.fields for key, one in found.items() if one.scope in here}


def _write(unit: Unit, writes: Writes, scope: str) -> None:
    """Write grid rows as one group, then the masked ones, which live in a scope of their own."""
    with unit.group():
        _write_some(unit, writes, scope, is_masked=False)
    _write_some(unit, writes, str(care_scope(unit, scope)), is_masked=True)


def _write_some(unit: Unit, writes: Writes, scope: str, *, is_masked: bool) -> None:
    def here(key: Key) -> bool:
        return (key[0] == "care") == is_masked

    for key, fields in writes.made.items():
        if here(key):
            unit.create(key[0], scope, fields, id_=key[1])
    for key in filter(here, writes.brought_back):
        unit.bring_back(*key)
    for key, fields in writes.edits.items():
        if here(key):
            unit.patch(*key, fields)
    sets = {key: _set_edits(unit, writes, key) for key in {*writes.added, *writes.removed}}
    unit.edit_many(ChangeKind.tag, {key: sets[key] for key in sorted(sets) if here(key)})
    for key in filter(here, writes.taken_out):
        unit.archive(*key, JOINED)


def _set_edits(unit: Unit, writes: Writes, key: Key) -> dict[str, Edit]:
    added, removed = writes.added.get(key, {}), writes.removed.get(key, {})
    edits = {}
    for name in sorted({*added, *removed}):
        live = unit.set_elements(*key, name)
        dots = removed.get(name, ())
        seen = {dot: live[dot] for dot in dots if dot in live}
        edits[name] = Edit(old=seen or None, add=added.get(name, {}), remove=dots)
    return edits
