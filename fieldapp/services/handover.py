"""交接: take over what somebody still held, as one act and by its authors; count papers over."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from functools import lru_cache

from fieldapp.domain.entities import SCHEMA
from fieldapp.errors import Refused
from fieldapp.services.diary_lines import TickLine, UntickLine, tick_line, untick_line
from fieldapp.services.quarantine import change_in, send_again, with_its_group
from fieldapp.services.visits import KeepPromise, keep_promise
from fieldapp.store.quarantined import corrected_here, name_of
from fieldapp.store.unit import Unit
from fieldapp.verbs import Command, handles
from sync.protocol import Change, ChangeId, ChangeKind


@dataclass(frozen=True, slots=True)
class TakeOver(Command["TakenOver"]):
    """Take over these quarantine rows; more of the same act when `act` is given."""

    quarantines: tuple[str, ...]
    act: str | None = None


@dataclass(frozen=True, slots=True)
class TakenOver:
    """How many changes were taken over under which act, and which rows have to wait."""

    act: str
    taken: int
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoteReturned(Command[None]):
    """Note that a paper in hand was counted over, or was not: `OriginalInHand` by kind and id."""

    kind: str
    id: str
    is_returned: bool = True


@handles(NoteReturned)
def note_returned(unit: Unit, command: NoteReturned) -> None:
    """Tick the line or keep the promise that speaks of it. Raises `Refused` for another's."""
    if command.kind == "promise":
        keep_promise(unit, KeepPromise(command.id, command.is_returned))
    elif command.is_returned:
        tick_line(unit, TickLine(command.id))
    else:
        untick_line(unit, UntickLine(command.id))


@handles(TakeOver)
def take_over(unit: Unit, command: TakeOver) -> TakenOver:
    """Send them again as they stand, what is new before what builds on it. Raises `Refused`."""
    act = unit.begin_act(command.act)
    sent = set(corrected_here(unit.connection))
    waiting = {id_: change_in(unit, id_, sent) for id_ in command.quarantines}
    order = sorted(waiting, key=lambda id_: _place(waiting[id_]))
    taken, left = 0, order
    while left:
        rest = []
        for id_ in left:
            done = _take(unit, waiting[id_], sent)
            taken += done
            if not done and name_of(waiting[id_]) not in sent:
                rest.append(id_)
        if len(rest) == len(left):
            break
        left = rest
    return TakenOver(act, taken, tuple(left))


def _place(change: Change) -> tuple[int, bool, int, str]:
    is_change = change.kind is not ChangeKind.create
    return change.time.wall_ms, is_change, _depth(change.entity), str(change.row)


@lru_cache(maxsize=128)
def _depth(kind: str, below: int = 8) -> int:
    """Count how many kinds a kind hangs on, one above the other."""
    entity = SCHEMA.entities.get(kind)
    parents = {field.parent for field in entity.fields} if entity else set()
    above = [_depth(parent, below - 1) for parent in parents if parent and below and parent != kind]
    return 1 + max(above, default=0)


def _take(unit: Unit, change: Change, sent: set[ChangeId]) -> int:
    """Send a change with its group; 0 where something it builds on is not here."""
    if name_of(change) in sent:
        return 0
    changes = with_its_group(unit, change)
    made = {one.row for one in changes if one.kind is ChangeKind.create}
    if any(one.row not in made and unit.read(one.entity, one.row) is None for one in changes):
        return 0
    try:
        with unit.group() if len(changes) > 1 else nullcontext():
            for one in changes:
                send_again(unit, one, {})
    except Refused:
        if len(changes) > 1:
            raise
        return 0
    sent.update(name_of(one) for one in changes)
    return len(changes)
