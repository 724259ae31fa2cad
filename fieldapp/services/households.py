"""Households: new ones, who moves in and out, who is the head, and when a family splits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fieldapp.domain.words import code_of
from fieldapp.errors import Refused
from fieldapp.services.tags import publish_cadence
from fieldapp.services.where import day, open_members, present
from fieldapp.store.unit import Unit
from fieldapp.verbs import Command, handles
from sync.protocol import Value


@dataclass(frozen=True, slots=True)
class AddHousehold(Command[str]):
    """A household behind a door, with nobody in it yet. Gives its id."""

    dwelling: str
    kind: str = "family"
    since_on: date | None = None
    household_no: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class MoveIn(Command[str]):
    """People move in behind a door: into a household that lives there, or as a new one.

    They leave where they lived before. `relation_codes` stand beside `residents`. Gives the
    household's id.
    """

    dwelling: str
    residents: tuple[str, ...]
    household: str | None = None
    kind: str = "family"
    relation_codes: tuple[str | None, ...] = ()
    on: date | None = None


@dataclass(frozen=True, slots=True)
class MoveOut(Command[int]):
    """A household moves out, or those named; to another household here, or somewhere else.

    `dest` is words ("回老家了"). Gives how many people left.
    """

    household: str
    residents: tuple[str, ...] = ()
    on: date | None = None
    dest: str | None = None
    dest_household: str | None = None


@dataclass(frozen=True, slots=True)
class ChangeHead(Command[None]):
    """Make another member the head of the household."""

    household: str
    head: str


@dataclass(frozen=True, slots=True)
class SplitHousehold(Command[str]):
    """Some members become a household of their own, behind the same door or another one.

    The new household is due for a visit on that day. Gives its id; the first named is its head.
    """

    household: str
    residents: tuple[str, ...]
    dwelling: str | None = None
    on: date | None = None
    kind: str = "family"


@handles(AddHousehold)
def add_household(unit: Unit, command: AddHousehold) -> str:
    """Make an empty household."""
    present(unit, "dwelling", command.dwelling, "这个门")
    more = {"household_no": command.household_no, "note": command.note}
    since = command.since_on.isoformat() if command.since_on else None
    return _create(unit, command.dwelling, command.kind, {**more, "since_on": since})


@handles(MoveIn)
def move_in(unit: Unit, command: MoveIn) -> str:
    """Close where they lived before and write them in here, all or nothing."""
    _require_people(unit, command.residents)
    present(unit, "dwelling", command.dwelling, "这个门")
    scope = unit.scope_of("dwelling", command.dwelling)
    _require_same_grid(unit, command.residents, scope)
    on = day(unit, command.on)
    left: set[str] = set()
    unit.begin_act()
    with unit.group():
        household = command.household or _new_at(unit, command, on)
        _require_at(unit, household, command.dwelling)
        for resident, relation in _with_relations(command):
            left |= leave_all(unit, resident, on, but=household)
            join(unit, household, resident, relation, on)
        settle_left(unit, left - {household})
    for changed in sorted(left | {household}):
        publish_cadence(unit, changed)
    return household


@handles(MoveOut)
def move_out(unit: Unit, command: MoveOut) -> int:
    """Close memberships; an empty household moves out with its last member."""
    fields = _open_household(unit, command.household)
    members = open_members(unit, household=command.household)
    going = _going(members, command.residents)
    on = day(unit, command.on)
    if command.dest_household:
        _open_household(unit, command.dest_household)
    unit.begin_act()
    with unit.group():
        for membership in going:
            unit.patch("member", membership, {"to_on": on})
            if command.dest_household:
                join(unit, command.dest_household, members[membership], None, on)
        if len(going) == len(members):
            note = _with_words(fields.get("note"), command.dest, on)
            unit.patch("household", command.household, {"status": "moved_out", "note": note})
    for changed in filter(None, (command.household, command.dest_household)):
        publish_cadence(unit, changed)
    return len(going)


@handles(ChangeHead)
def change_head(unit: Unit, command: ChangeHead) -> None:
    """Set the head. Raises `Refused` for somebody who does not live there."""
    _open_household(unit, command.household)
    _require_members(open_members(unit, household=command.household), (command.head,))
    unit.patch("household", command.household, {"head_id": command.head})


@handles(SplitHousehold)
def split_household(unit: Unit, command: SplitHousehold) -> str:
    """Make the new household and move its members over, all or nothing."""
    old = _open_household(unit, command.household)
    members = open_members(unit, household=command.household)
    _require_members(members, command.residents)
    if len(command.residents) == len(members):
        raise Refused("nobody-stays", "原来这户总要留一个人。全家搬走用迁出。", field="residents")
    dwelling = command.dwelling or old["dwelling_id"]
    present(unit, "dwelling", dwelling, "这个门")
    on = day(unit, command.on)
    unit.begin_act()
    with unit.group():
        fields = {
            "head_id": command.residents[0],
            "since_on": on,
            "split_from": command.household,
        }
        new = _create(unit, dwelling, command.kind, fields)
        for membership, resident in members.items():
            if resident in command.residents:
                unit.patch("member", membership, {"to_on": on})
                join(unit, new, resident, None, on)
        if old.get("head_id") in command.residents:
            stays = [one for one in members.values() if one not in command.residents]
            unit.patch("household", command.household, {"head_id": stays[0]})
    for changed in (command.household, new):
        publish_cadence(unit, changed)
    return new


def join(unit: Unit, household: str, resident: str, relation: str | None, on: str) -> str:
    """Write a resident into a household; one who is in it already stays as he is."""
    held = open_members(unit, household=household)
    for membership, present_ in held.items():
        if present_ == resident:
            return membership
    fields = {
        "household_id": household,
        "resident_id": resident,
        "relation_code": code_of("member", "relation_code", relation) if relation else None,
        "from_on": on,
    }
    return unit.create("member", unit.scope_of("household", household), fields)


def leave_all(unit: Unit, resident: str, on: str, *, but: str = "") -> set[str]:
    """Close a resident's memberships in other households that live there; gives those."""
    left: set[str] = set()
    for membership, household in open_members(unit, resident=resident).items():
        if household == but or (unit.read("household", household) or {}).get("kind") == "paper":
            continue
        unit.patch("member", membership, {"to_on": on})
        left.add(household)
    return left


def settle_left(unit: Unit, households: set[str]) -> None:
    """Close households in which nobody is left."""
    for household in sorted(households):
        if not open_members(unit, household=household):
            unit.patch("household", household, {"status": "moved_out"})


def _create(unit: Unit, dwelling: str, kind: str, fields: dict[str, Value]) -> str:
    given = {
        "dwelling_id": dwelling,
        "kind": code_of("household", "kind", kind),
        "status": "active",
        "imported_on": day(unit, None),
    }
    return unit.create("household", unit.scope_of("dwelling", dwelling), {**given, **fields})


def _new_at(unit: Unit, command: MoveIn, on: str) -> str:
    fields = {"since_on": on, "head_id": command.residents[0]}
    return _create(unit, command.dwelling, command.kind, fields)


def _with_relations(command: MoveIn) -> list[tuple[str, str | None]]:
    codes = (*command.relation_codes, *[None] * len(command.residents))
    return list(zip(command.residents, codes, strict=False))


def _open_household(unit: Unit, household: str) -> dict[str, Value]:
    fields = present(unit, "household", household, "这一户")
    if fields.get("status") not in (None, "active"):
        raise Refused("household-closed", "这一户已经不在这里了，先撤销迁出再改。")
    return fields


def _require_at(unit: Unit, household: str, dwelling: str) -> None:
    if _open_household(unit, household)["dwelling_id"] != dwelling:
        raise Refused("other-door", "这一户不住这个门，选一下搬进哪户。", field="household")


def _require_people(unit: Unit, residents: Sequence[str]) -> None:
    if not residents:
        raise Refused("nobody", "先选是谁。", field="residents", is_input=True)
    for resident in residents:
        found = present(unit, "resident", resident, "这个人")
        if found.get("life_status") == "deceased":
            raise Refused("deceased", "名单里有已去世的人，先看一下。", field="residents")


def _require_same_grid(unit: Unit, residents: Sequence[str], scope: str) -> None:
    if any(unit.scope_of("resident", resident) != scope for resident in residents):
        raise Refused("other-grid", "有人登记在另一个网格，先请书记转过来。", field="residents")


def _require_members(members: dict[str, str], residents: Sequence[str]) -> None:
    if not residents:
        raise Refused("nobody", "先选是谁。", field="residents", is_input=True)
    if set(residents) - set(members.values()):
        raise Refused("not-member", "选的人不在这一户里。", field="residents", is_input=True)


def _going(members: dict[str, str], residents: Sequence[str]) -> list[str]:
    if not residents:
        return list(members)
    _require_members(members, residents)
    return [membership for membership, resident in members.items() if resident in residents]


def _with_words(note: str | None, dest: str | None, on: str) -> str | None:
    if not dest:
        return note
    line = f"{on} 迁出：{dest}"
    return f"{note}\n{line}" if note else line
