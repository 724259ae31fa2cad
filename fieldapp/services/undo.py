"""撤销: make the inverse of changes, and leave alone what somebody changed since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fieldapp.errors import Refused
from fieldapp.services.conflicts import UndoConflict, undo_conflict
from fieldapp.services.inverse import LeftAlone, put_back
from fieldapp.services.set_aside_again import set_aside_again
from fieldapp.services.transfer import take_back
from fieldapp.store import made
from fieldapp.store.kept import keep, kept
from fieldapp.store.made import Made
from fieldapp.store.unit import Unit
from fieldapp.verbs import Command, handles
from sync.protocol import Change, ChangeKind

_KEPT_UNDONE = "undone"
_REMEMBERED = 500
_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class UndoAct(Command["Undone"]):
    """Undo everything that was done under one act (a building, an import, a move)."""

    act: str


@dataclass(frozen=True, slots=True)
class UndoChange(Command["Undone"]):
    """Undo one change, and the group it shares its fate with."""

    change_id: str


@dataclass(frozen=True, slots=True)
class UndoLast(Command["Undone"]):
    """Undo the last thing done on this device that was not undone yet."""


@dataclass(frozen=True, slots=True)
class Undone:
    """How many records were put back, under which act; `left` is what stays as it is now."""

    act: str
    undone: int
    left: tuple[LeftAlone, ...]


@handles(UndoAct)
def undo_act(unit: Unit, command: UndoAct) -> Undone:
    """Undo an act. Raises `Refused` when nothing of it is here."""
    found = made.of_act(unit.connection, command.act)
    if not found:
        raise Refused("act-unknown", "没有找到这次操作，可能已经过了 90 天。", is_input=True)
    return _undo(unit, found)


@handles(UndoChange)
def undo_change(unit: Unit, command: UndoChange) -> Undone:
    """Undo a change. Raises `Refused` when it is not here."""
    found = made.of_id(unit.connection, command.change_id)
    if not found:
        raise Refused("change-unknown", "没有找到这次改动，可能已经过了 90 天。", is_input=True)
    return _undo(unit, found)


@handles(UndoLast)
def undo_last(unit: Unit, command: UndoLast) -> Undone:
    """Undo the newest act, group or change. Raises `Refused` when there is none."""
    done = set(kept(unit.connection, _KEPT_UNDONE) or ())
    author = unit.author
    newest = made.last_of(unit.connection, author.person, author.device, _LOOKED_AT)
    for id_, change in newest:
        if id_ in done or change.act in done:
            continue
        if not made.still_stands(unit.connection, change):
            continue
        if change.act is not None:
            return _undo(unit, made.of_act(unit.connection, change.act))
        return _undo(unit, made.of_id(unit.connection, id_))
    raise Refused("nothing-to-undo", "没有可以撤销的了。")


def _undo(unit: Unit, found: Sequence[Made]) -> Undone:
    act = unit.begin_act()
    moves = [change for _, change in found if change.kind is ChangeKind.move]
    rest = [change for _, change in found if change.kind is not ChangeKind.move]
    count, left = put_back(unit, rest)
    set_aside_again(unit, rest, left)
    count += take_back(unit, moves) + _reopen(unit, rest, left)
    # The undoing is no step of its own that would be undone next.
    _remember(unit, {act} | {change.act or id_ for id_, change in found})
    return Undone(act, count, tuple(left))


def _reopen(unit: Unit, changes: Sequence[Change], left: list[LeftAlone]) -> int:
    """Turn decisions about conflicts back; those that cannot be are added to `left`."""
    count = 0
    for change in changes:
        if change.kind is not ChangeKind.resolve:
            continue
        try:
            if not made.still_stands(unit.connection, change):
                raise Refused("changed-since", "后来改过，留着")
            undo_conflict(unit, UndoConflict(change.row))
            count += 1
        except Refused as refused:
            left.append(LeftAlone("conflict", change.row, "", refused.sentence))
    return count


def _remember(unit: Unit, undone: set[str]) -> None:
    before = kept(unit.connection, _KEPT_UNDONE) or []
    keep(unit.connection, _KEPT_UNDONE, [*before, *sorted(undone)][-_REMEMBERED:])
