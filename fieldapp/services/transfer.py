"""转到另一网格: a household or a place is handed to another grid, with all that hangs on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fieldapp.domain.entities import SCHEMA_VERSION
from fieldapp.domain.moving import ROOTS
from fieldapp.errors import Refused
from fieldapp.services.where import present
from fieldapp.store.transit import refusal_of_second
from fieldapp.store.unit import Unit
from fieldapp.verbs import Command, handles
from sync.protocol import Change, ChangeKind, Edit, RowId, ScopeId

GRID = "grid:"


@dataclass(frozen=True, slots=True)
class TransferHousehold(Command[str]):
    """Hand a household to another grid of the community; `grid` is its code. Gives the act.

    It leaves its door behind and is led to one over there, unless it goes `with_door`: then the
    door belongs to the other grid from now on, with everybody behind it.
    """

    household: str
    grid: str
    with_door: bool = False


@dataclass(frozen=True, slots=True)
class TransferPlace(Command[str]):
    """Hand a building, a door or another place to another grid, with all in it. Gives the act."""

    kind: str
    place: str
    grid: str


@handles(TransferHousehold)
def transfer_household(unit: Unit, command: TransferHousehold) -> str:
    """Let the move wait for the server, which hands over everything at once."""
    fields = present(unit, "household", command.household, "这一户")
    if command.with_door:
        return _transfer(unit, "dwelling", str(fields["dwelling_id"]), command.grid)
    return _transfer(unit, "household", command.household, command.grid)


@handles(TransferPlace)
def transfer_place(unit: Unit, command: TransferPlace) -> str:
    """Let the move wait for the server, which hands over everything at once."""
    if command.kind not in ROOTS:
        raise Refused("not-movable", "这一类不能单独转网格。", field="kind", is_input=True)
    present(unit, command.kind, command.place, "这个地方")
    return _transfer(unit, command.kind, command.place, command.grid)


def _transfer(unit: Unit, kind: str, id_: str, grid: str) -> str:
    scope = unit.scope_of(kind, id_)
    here = scope.removeprefix(GRID)
    found = unit.read("grid", grid)
    if found is None or found.get("archived"):
        raise Refused("no-such-grid", "没有这个网格，换一个再转。", field="grid", is_input=True)
    if grid == here:
        raise Refused("same-grid", "它本来就在这个网格。", field="grid", is_input=True)
    sentence = refusal_of_second(unit.connection, (kind, id_))
    if sentence:
        raise Refused("on-its-way", sentence)
    act = unit.begin_act()
    _hand_over(unit, scope, (kind, id_), here, grid)
    return act


def take_back(unit: Unit, moves: Iterable[Change]) -> int:
    """Ask for what was handed over to come back; the server refuses where it went on since."""
    count = 0
    for change in moves:
        edit = change.fields["grid"]
        key = (change.entity, str(change.row))
        _hand_over(unit, change.scope, key, str(edit.new), str(edit.old))
        count += 1
    return count


def _hand_over(unit: Unit, scope: str, key: tuple[str, str], old: str, new: str) -> None:
    # Nothing of the row changes here, but screens say of it, and of who lives there, that it goes.
    unit.touched |= {key[0], "household"}
    unit.resend(
        Change(
            scope=ScopeId(scope),
            kind=ChangeKind.move,
            entity=key[0],
            row=RowId(key[1]),
            fields={"grid": Edit(old=old, new=new)},
            actor=unit.author.person,
            device=unit.author.device,
            schema=SCHEMA_VERSION,
            time=unit.now,
        )
    )
