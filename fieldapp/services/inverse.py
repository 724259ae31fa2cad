"""The inverse of changes, row by row: what is still as they left it goes back, the rest stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
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
    left: list[LeftAlone] = []
    count = 0
    for key, edits in reversed(rows.items()):
        stored = present.get(key)
        if stored is None:
            continue
        if edits.is_created and key[0] != "care":
            done, reason = _withdraw(unit, key, stored, key in changed, key in busy)
            left += [LeftAlone(*key, "", reason)] if reason else []
        else:
            done, more = _restore(unit, key, edits, stored)
            left += more
        count += done
    return count, left


def _by_row(changes: Sequence[Change]) -> dict[Key, _RowEdits]:
    rows: dict[Key, _RowEdits] = {}
    for change in changes:
        if change.kind is not ChangeKind.resolve:
            rows.setdefault((change.entity, change.row), _RowEdits()).take(change)
    return rows


def _withdraw(
    unit: Unit, key: Key, stored: Stored, is_changed: bool, is_busy: bool
) -> tuple[bool, str]:
    fields = stored.row.fields
    if fields.get("archived"):
        return False, ""
    if is_changed:
        return False, "后来改过，留着"
    if is_busy:
        return False, "后来有了别的记录，留着"
    if SCHEMA.entities[key[0]].is_appended and fields.get("author") != unit.author.person:
        return False, "别人记的，留着"
    unit.archive(*key, "撤销")
    return True, ""


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


def _restore(
    unit: Unit, key: Key, edits: _RowEdits, stored: Stored
) -> tuple[bool, list[LeftAlone]]:
    kind, id_ = key
    entity = SCHEMA.entities[kind]
    before: dict[str, Value] = {}
    left: list[LeftAlone] = []
    is_done = _restore_archived(unit, key, edits, stored)
    for name, made in edits.edits.items():
        spec = entity.by_name.get(name)
        if spec is None or name in _ARCHIVED or spec.rule is Rule.once:
            continue
        if spec.rule is Rule.set:
            is_done |= _restore_set(unit, key, name, made, stored)
            continue
        current = stored.row.fields.get(name)
        value, steps = _before(current, made)
        if steps == 0 and not any(one.old == current for one in made):
            left.append(LeftAlone(kind, id_, name, f"“{spec.label}”后来改过，留着"))
        elif value != current:
            before[name] = value
    return _patch(unit, key, before) or is_done, left


def _patch(unit: Unit, key: Key, values: Mapping[str, Value]) -> bool:
    rules = SCHEMA.entities[key[0]].by_name
    prose = {name: values[name] for name in values if rules[name].rule is Rule.text}
    plain = {name: values[name] for name in values if name not in prose}
    done = [unit.patch(*key, part) for part in (plain, prose) if part]
    return any(done)


def _restore_archived(unit: Unit, key: Key, edits: _RowEdits, stored: Stored) -> bool:
    made = edits.edits.get("archived")
    current = stored.row.fields.get("archived")
    if not made or _before(current, made)[1] == 0:
        return False
    if current:
        unit.bring_back(*key)
    else:
        unit.archive(*key, str(edits.edits["archived_reason"][0].old or "撤销"))
    return True


def _restore_set(unit: Unit, key: Key, name: str, made: Iterable[Edit], stored: Stored) -> bool:
    live = live_elements(stored.row.fields.get(name))
    added = [dot for edit in made for dot in edit.add if dot in live]
    removed = [element for edit in made for element in (edit.old or {}).values()]
    back = [element for element in removed if element not in live.values()]
    if added:
        unit.remove_from_set(*key, name, added)
    if back:
        unit.add_to_set(*key, name, back)
    return bool(added or back)
