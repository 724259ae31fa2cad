"""A person's decision where two wrote differently: use the other, keep this one, or turn it back.

Every decision is one change, so it is audited, merged and itself undone like any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final

from fieldapp.domain.entities import SCHEMA
from fieldapp.errors import Refused
from fieldapp.store.rows import read_row
from fieldapp.store.unit import Unit
from fieldapp.verbs import Command, handles
from sync.protocol import Edit, Value
from sync.schema import Rule


class Unsaid(Enum):
    """No words of one's own were given; None would be a value."""

    unsaid = "unsaid"


UNSAID: Final = Unsaid.unsaid


@dataclass(frozen=True, slots=True)
class RestoreConflict(Command[None]):
    """Use the value that is not in use: the `other`, the `base`, or words of one's own."""

    conflict: str
    side: str = "other"
    value: Value | Unsaid = UNSAID


@dataclass(frozen=True, slots=True)
class KeepConflict(Command[None]):
    """Keep the value in use."""

    conflict: str


@dataclass(frozen=True, slots=True)
class KeepConflicts(Command[None]):
    """Keep the values in use at several places at once, as one act."""

    conflicts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeepBoth(Command[None]):
    """Keep both texts of a diary line or note, side by side."""

    conflict: str


@dataclass(frozen=True, slots=True)
class UndoConflict(Command[None]):
    """Turn a decision back; the value that was in use before is in use again."""

    conflict: str


@dataclass(frozen=True, slots=True)
class UndoConflicts(Command[None]):
    """Turn several decisions back at once."""

    conflicts: tuple[str, ...]


@handles(RestoreConflict)
def restore_conflict(unit: Unit, command: RestoreConflict) -> None:
    """Set the field and the state in one change. Raises `Refused` once it is decided."""
    record = _open(unit, command.conflict)
    if command.value is not UNSAID:
        value = command.value
    elif command.side in ("other", "base"):
        value = (record.get(command.side) or {}).get("value")
    else:
        raise Refused("bad-choice", "选对方的，或者原来的。", field="side", is_input=True)
    edit = _edit(unit, record, value)
    unit.resolve(command.conflict, "open", "restored", edit)


@handles(KeepConflict)
def keep_conflict(unit: Unit, command: KeepConflict) -> None:
    """Settle it as it stands."""
    _open(unit, command.conflict)
    unit.resolve(command.conflict, "open", "kept", None)


@handles(KeepConflicts)
def keep_conflicts(unit: Unit, command: KeepConflicts) -> None:
    """Settle them as they stand; those that were decided meanwhile stay as they are."""
    unit.begin_act()
    for conflict in command.conflicts:
        if _record(unit, conflict).get("state") == "open":
            unit.resolve(conflict, "open", "kept", None)


@handles(KeepBoth)
def keep_both(unit: Unit, command: KeepBoth) -> None:
    """Settle it with both. Raises `Refused` for what can have only one value."""
    record = _open(unit, command.conflict)
    spec = SCHEMA.entities[record["on_entity"]].by_name[record["on_field"]]
    if spec.rule is not Rule.text:
        raise Refused("only-one", "这一项只能有一个，选一个用。")
    unit.resolve(command.conflict, "open", "both", None)


@handles(UndoConflict)
def undo_conflict(unit: Unit, command: UndoConflict) -> None:
    """Open it again. Raises `Refused` when somebody has changed the value since."""
    record = _record(unit, command.conflict)
    state = record.get("state")
    if state == "open":
        raise Refused("not-decided", "这一处还没选，不用改回去。")
    edit = None
    if state == "restored":
        _require_untouched(unit, command.conflict, record)
        edit = _edit(unit, record, (record.get("kept") or {}).get("value"))
    unit.resolve(command.conflict, str(state), "open", edit)


@handles(UndoConflicts)
def undo_conflicts(unit: Unit, command: UndoConflicts) -> None:
    """Open them again, each as `UndoConflict` does; raises `Refused` for the first that cannot."""
    unit.begin_act()
    for conflict in command.conflicts:
        undo_conflict(unit, UndoConflict(conflict))


def _record(unit: Unit, conflict: str) -> Mapping[str, Value]:
    record = unit.read("conflict", conflict)
    if record is None:
        raise Refused("row-unknown", "没有这一处。先同步一次再看。", is_input=True)
    entity = SCHEMA.entities.get(record["on_entity"])
    if entity is None or record["on_field"] not in entity.by_name:
        raise Refused("app-too-old", "这台设备的程序旧了，这一处升级以后再选。")
    return record


def _open(unit: Unit, conflict: str) -> Mapping[str, Value]:
    record = _record(unit, conflict)
    if record.get("state") != "open":
        raise Refused("decided-already", "这一处已经选过了。要换先改回去。")
    return record


def _edit(unit: Unit, record: Mapping[str, Value], value: Value) -> Edit | None:
    """Give the edit of the field from what is seen now; none where it is that already."""
    fields: Mapping[str, Any] = unit.read(record["on_entity"], record["on_row"]) or {}
    present = fields.get(record["on_field"])
    return None if present == value else Edit(old=present, new=value)


def _require_untouched(unit: Unit, conflict: str, record: Mapping[str, Value]) -> None:
    """Raise `Refused` when the field was written after the decision, by somebody else."""
    decision = read_row(unit.connection, "conflict", conflict)
    target = read_row(unit.connection, record["on_entity"], record["on_row"])
    if decision is None or target is None:
        return
    decided = decision.row.stamps.get("state")
    written = target.row.stamps.get(record["on_field"])
    if decided and written and written.actor != decided.actor and written.at_ms > decided.at_ms:
        raise Refused("changed-since", "选过以后又有人改了这一项。看看现在的，再决定。")
