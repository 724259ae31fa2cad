"""交接: sign it, take over what somebody still held as one act, count papers over."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import select

from fieldapp.domain.entities import SCHEMA
from fieldapp.domain.roles import refused_side
from fieldapp.errors import Refused
from fieldapp.services.diary_lines import TickLine, UntickLine, tick_line, untick_line
from fieldapp.services.quarantine import change_in, send_again, with_its_group
from fieldapp.services.visits import KeepPromise, keep_promise
from fieldapp.services.where import present
from fieldapp.store import outbox
from fieldapp.store.quarantined import corrected_here, name_of
from fieldapp.store.schema import TABLES
from fieldapp.store.ties import read_community
from fieldapp.store.unit import Unit
from fieldapp.verbs import Command, handles
from sync.protocol import Change, ChangeId, ChangeKind, Value


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


@dataclass(frozen=True, slots=True)
class SignHandover(Command[str]):
    """Say in one's own name that a grid was handed over (`gives`) or taken over (`takes`).

    `person` is whose time ends, on the day `until`. What is open is counted by whoever asks, and
    is kept with it where she counted her own. Gives the signature's id.
    """

    grid: str
    person: str
    until: str
    side: str
    papers: int = 0
    counted: int = 0
    promises: int = 0


@dataclass(frozen=True, slots=True)
class UndoSignature(Command[None]):
    """Take one's own signature back."""

    signature: str


@handles(SignHandover)
def sign_handover(unit: Unit, command: SignHandover) -> str:
    """Write it where both of them and the secretary can read it. Raises `Refused`."""
    present(unit, "grid", command.grid, "这个网格")
    scope = unit.scope_of("grid", command.grid)
    fields: dict[str, Value] = {
        "grid": command.grid,
        "person": command.person,
        "until_on": command.until,
        "side": command.side,
        "at_ms": unit.now_ms,
        "author": unit.author.person,
    }
    _require_own_side(unit, scope, fields)
    if command.person == unit.author.person:
        fields |= {"papers": command.papers, "counted": command.counted}
        fields |= {"promises": command.promises, "waiting": outbox.count(unit.connection)}
    return unit.create("handover", scope, fields)


@handles(UndoSignature)
def undo_signature(unit: Unit, command: UndoSignature) -> None:
    """Take it out; the record of it stays."""
    fields = present(unit, "handover", command.signature, "这次签字")
    if fields.get("author") != unit.author.person:
        raise Refused("not_author", "这是别人签的，只有本人能撤。")
    unit.archive("handover", command.signature, "撤回")


def _require_own_side(unit: Unit, scope: str, fields: Mapping[str, Value]) -> None:
    """Nobody signs for somebody else but the secretary, who does both when somebody fell ill."""
    table = TABLES["assignment"]
    turn = select(table.c.id).where(
        table.c.grid == fields["grid"],
        table.c.person == fields["person"],
        table.c.to_on == fields["until_on"],
        table.c.archived.is_not(True),
    )
    if unit.connection.execute(turn).first() is None:
        raise Refused("no-such-turn", "这个网格没有这样的交接，先同步一次再看。", is_input=True)
    community = read_community(unit.connection, scope.removeprefix("community:"))
    if refused_side(community, unit.author.person, fields):
        raise Refused("not-your-side", "这一边请本人来签，本人来不了由书记签。")


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
    """Send a change with its group; 0 where something is not here, or a rule says no to it."""
    if name_of(change) in sent:
        return 0
    changes = with_its_group(unit, change)
    made = {one.row for one in changes if one.kind is ChangeKind.create}
    if any(one.row not in made and unit.read(one.entity, one.row) is None for one in changes):
        return 0
    try:
        with unit.attempt(), unit.group() if len(changes) > 1 else nullcontext():
            for one in changes:
                send_again(unit, one, {})
    except Refused:
        return 0
    sent.update(name_of(one) for one in changes)
    return len(changes)
