"""The inverse of changes, row by row: what is still as they left it goes back, the rest stays."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from fieldapp.domain.entities import SCHEMA
from fieldapp.services.dependents import in_use
from fieldapp.store.rows import Key, Stored, read_rows
from fieldapp.store.unit import Unit
from sync.merge import live_elements
from sync.protocol import Change, ChangeKind, Edit, Value
from sync.schema import Rule

_ARCHIVED = ("archived", "archived_reason")


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """A record (or one field of it) that stays as it is, and why, in words."""

    kind: str
    id: str
    field: str
    reason: str


@dataclass(slots=True)
class _RowEdits:
    """All that the changes did to one row."""

    is_created: bool = False
    edits: dict[str, list[Edit]] = field(default_factory=dict)

    def take(self, change: Change) -> None:
        self.is_created |= change.kind is ChangeKind.create
        for name, edit in change.fields.items():
            self.edits.setdefault(name, []).append(edit)


def put_back(unit: Unit, changes: Sequence[Change]) -> tuple[int, list[LeftAlone]]:
    """Undo changes as far as nobody changed the same since; gives records put back, and left.

    Created rows are archived (a masked row is emptied instead, so that its numbers do not lie
    about), patched fields get their old values, tags lose or regain their dots, archived rows
    come back. Children go before their parents.
    """
    rows = _by_row(changes)
    present = read_rows(unit.connection, rows)
    created = {key for key, edits in rows.items() if edits.is_created}
    changed = {
        key for key in created if key in present and not _is_as_made(key, rows[key], present[key])
    }
    busy = in_use(unit.connection, created, present, changed)
    plan = _Plan(unit.new_id)
    for key, edits in reversed(rows.items()):
        stored = present.get(key)
        if stored is None:
            continue
        if edits.is_created and key[0] != "care":
            _withdraw(unit, plan, key, stored, _why_not(key, changed, busy))
        else:
            _restore(plan, key, edits, stored)
    plan.carry_out(unit)
    return len(plan.done()), plan.left


@dataclass(slots=True)
class _Plan:
    """The inverse changes, gathered by their kind, so that each kind is written in one go."""

    new_dot: Callable[[], str]
    edits: dict[ChangeKind, dict[Key, dict[str, Edit]]] = field(default_factory=dict)
    left: list[LeftAlone] = field(default_factory=list)

    def add(self, kind: ChangeKind, key: Key, edits: Mapping[str, Edit]) -> None:
        if edits:
            self.edits.setdefault(kind, {}).setdefault(key, {}).update(edits)

    def carry_out(self, unit: Unit) -> None:
        for kind, edits in self.edits.items():
            unit.edit_many(kind, edits)

    def done(self) -> set[Key]:
        return {key for edits in self.edits.values() for key in edits}


def _why_not(key: Key, changed: set[Key], busy: set[Key]) -> str:
    if key in changed:
        return "后来改过，留着"
    return "后来有了别的记录，留着" if key in busy else ""


def _by_row(changes: Sequence[Change]) -> dict[Key, _RowEdits]:
    rows: dict[Key, _RowEdits] = {}
    for change in changes:
        if change.kind is not ChangeKind.resolve:
            rows.setdefault((change.entity, change.row), _RowEdits()).take(change)
    return rows


def _withdraw(unit: Unit, plan: _Plan, key: Key, stored: Stored, why_not: str) -> None:
    """Take out a row that was made, unless something speaks against it."""
    fields = stored.row.fields
    if fields.get("archived"):
        return
    if SCHEMA.entities[key[0]].is_appended and fields.get("author") != unit.author.person:
        why_not = why_not or "别人记的，留着"
    if why_not:
        plan.left.append(LeftAlone(*key, "", why_not))
        return
    plan.add(ChangeKind.archive, key, _to_archive(fields, "撤销"))


def _to_archive(fields: Mapping[str, Value], reason: str | None) -> dict[str, Edit]:
    """Give the edits that archive a row, or with no reason bring it back."""
    after = {"archived": True if reason else None, "archived_reason": reason}
    return {
        name: Edit(old=fields.get(name), new=value)
        for name, value in after.items()
        if fields.get(name) != value
    }


def _is_as_made(key: Key, edits: _RowEdits, stored: Stored) -> bool:
    """Tell whether the row holds just what these changes put there."""
    entity = SCHEMA.entities[key[0]]
    for name, value in stored.row.fields.items():
        spec = entity.by_name.get(name)
        if name in _ARCHIVED:
            continue
        if spec is not None and spec.rule is Rule.set:
            added = {dot for edit in edits.edits.get(name, ()) for dot in edit.add}
            if set(live_elements(value)) - added:
                return False
        elif _before(value, edits.edits.get(name, ()))[0] is not None:
            return False
    return True


def _before(value: Value, edits: Iterable[Edit]) -> tuple[Value, int]:
    """Walk back from a value along the edits that led to it; gives where, and how many."""
    rest = list(edits)
    steps = 0
    while (last := next((one for one in reversed(rest) if one.new == value), None)) is not None:
        rest.remove(last)
        value, steps = last.old, steps + 1
    return value, steps


def _restore(plan: _Plan, key: Key, edits: _RowEdits, stored: Stored) -> None:
    """Put fields, tags and the row itself back to what they were, where they are still ours."""
    _restore_archived(plan, key, edits, stored)
    for name, made in edits.edits.items():
        spec = SCHEMA.entities[key[0]].by_name.get(name)
        if spec is None or name in _ARCHIVED or spec.rule is Rule.once:
            continue
        if spec.rule is Rule.set:
            plan.add(ChangeKind.tag, key, _set_edit(name, made, stored, plan.new_dot))
            continue
        current = stored.row.fields.get(name)
        value, steps = _before(current, made)
        if steps == 0 and not any(one.old == current for one in made):
            plan.left.append(LeftAlone(*key, name, f"“{spec.label}”后来改过，留着"))
        elif value != current:
            kind = ChangeKind.text if spec.rule is Rule.text else ChangeKind.patch
            plan.add(kind, key, {name: Edit(old=current, new=value)})


def _restore_archived(plan: _Plan, key: Key, edits: _RowEdits, stored: Stored) -> None:
    made = edits.edits.get("archived")
    fields = stored.row.fields
    if not made or _before(fields.get("archived"), made)[1] == 0:
        return
    reasons = edits.edits.get("archived_reason") or [Edit()]
    reason = None if fields.get("archived") else str(reasons[0].old or "撤销")
    plan.add(ChangeKind.archive, key, _to_archive(fields, reason))


def _set_edit(
    name: str, made: Iterable[Edit], stored: Stored, new_dot: Callable[[], str]
) -> dict[str, Edit]:
    """Remove the dots that were added, and add again under new dots what was removed."""
    live = live_elements(stored.row.fields.get(name))
    added = {dot: live[dot] for edit in made for dot in edit.add if dot in live}
    removed = [element for edit in made for element in (edit.old or {}).values()]
    back = {new_dot(): element for element in removed if element not in live.values()}
    if not added and not back:
        return {}
    return {name: Edit(old=added or None, add=back, remove=tuple(sorted(added)))}
