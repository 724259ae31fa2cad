"""Moving in and out, the head of a household, and families that split."""

from __future__ import annotations

from datetime import date

import pytest

from fieldapp.errors import Refused
from fieldapp.services.households import ChangeHead, MoveIn, MoveOut, SplitHousehold
from fieldapp.services.people import AddResident, MarkDeceased
from fieldapp.services.tags import AddTag
from fieldapp.services.undo import UndoLast
from fieldapp.services.visits import LogVisit
from fieldapp.services.where import open_members
from fieldapp.store.unit import Unit
from fieldapp.verbs import COMMANDS
from tests.devices import GRID_SCOPE, WORKER, Device, make_device
from tests.services.grids import build, door, family


def members(device: Device, household: str) -> list[str]:
    """List who lives in a household, through the rules the services use themselves."""

    def work(connection: object) -> list[str]:
        unit = Unit(connection, device.desk.author, device.clock, lambda _: "")
        return sorted(open_members(unit, household=household).values())

    return device.run(work)


def test_moving_in_makes_a_household_with_the_first_as_head(device: Device) -> None:
    build(device)
    one = device.do(AddResident("阿依努尔·吐尔逊江", "migrant"))
    home = device.do(MoveIn(door(device, "101"), (one,), kind="tenant"))
    assert device.read("household", home)["head_id"] == one


def test_moving_in_elsewhere_ends_where_one_lived_before(device: Device) -> None:
    build(device)
    old, people = family(device, door(device, "502"), "唐桂兰", "唐示例")
    new, _ = family(device, door(device, "601"), "韩示例")
    device.do(MoveIn(door(device, "601"), (people[0],), household=new))
    assert (members(device, old), people[0] in members(device, new)) == ([people[1]], True)


def test_a_household_that_everybody_left_has_moved_out(device: Device) -> None:
    build(device)
    old, people = family(device, door(device, "502"), "唐桂兰")
    device.do(MoveIn(door(device, "601"), tuple(people)))
    assert device.read("household", old)["status"] == "moved_out"


def test_a_paper_household_is_not_left_by_living_elsewhere(device: Device) -> None:
    build(device)
    paper, people = family(device, door(device, "502"), "韩立新")
    from fieldapp.services.fields import SetFields

    device.do(SetFields("household", paper, {"kind": "空挂户"}))
    device.do(MoveIn(door(device, "601"), tuple(people)))
    assert members(device, paper) == people


def test_moving_out_closes_the_household(device: Device) -> None:
    build(device)
    home, _ = family(device, door(device, "502"), "唐桂兰", "唐示例")
    assert device.do(MoveOut(home, dest="回老家了", on=date(2026, 11, 19))) == 2
    assert device.read("household", home)["note"] == "2026-11-19 迁出：回老家了"


def test_one_who_moves_to_another_household_lives_there(device: Device) -> None:
    build(device)
    old, people = family(device, door(device, "502"), "唐桂兰", "唐示例")
    new, _ = family(device, door(device, "601"), "韩示例")
    device.do(MoveOut(old, (people[0],), dest_household=new))
    assert people[0] in members(device, new)


def test_a_move_is_all_or_nothing_at_the_server(device: Device) -> None:
    build(device)
    home, _ = family(device, door(device, "502"), "唐桂兰", "唐示例")
    before = len(device.changes())
    device.do(MoveOut(home))
    groups = {change.group.id if change.group else "" for change in device.changes()[before:]}
    assert len(groups) == 1
    assert "" not in groups


def test_undoing_a_move_brings_everybody_back(device: Device) -> None:
    build(device)
    home, people = family(device, door(device, "502"), "唐桂兰", "唐示例")
    device.do(MoveOut(home))
    device.do(UndoLast())
    assert members(device, home) == sorted(people)
    assert device.read("household", home)["status"] == "active"


def test_a_stranger_cannot_be_head(device: Device) -> None:
    build(device)
    home, _ = family(device, door(device, "502"), "唐桂兰")
    _, others = family(device, door(device, "601"), "韩示例")
    with pytest.raises(Refused) as refused:
        device.do(ChangeHead(home, others[0]))
    assert refused.value.code == "not-member"


def test_the_head_can_be_changed_and_changed_back(device: Device) -> None:
    build(device)
    home, people = family(device, door(device, "502"), "石满仓", "石秀英")
    device.do(ChangeHead(home, people[1]))
    device.do(UndoLast())
    assert device.read("household", home)["head_id"] == people[0]


def test_a_split_makes_a_household_due_on_that_day(device: Device) -> None:
    build(device)
    home, people = family(device, door(device, "502"), "石满仓", "石建示例")
    new = device.do(SplitHousehold(home, (people[1],), on=date(2026, 11, 18)))
    fields = device.read("household", new)
    assert (fields["split_from"], fields["since_on"]) == (home, "2026-11-18")


def test_somebody_stays_when_a_household_splits(device: Device) -> None:
    build(device)
    home, people = family(device, door(device, "502"), "石满仓")
    with pytest.raises(Refused) as refused:
        device.do(SplitHousehold(home, tuple(people)))
    assert refused.value.code == "nobody-stays"


def test_a_head_who_leaves_by_a_split_is_followed_by_one_who_stays(device: Device) -> None:
    build(device)
    home, people = family(device, door(device, "502"), "石满仓", "石秀英")
    device.do(SplitHousehold(home, (people[0],)))
    assert device.read("household", home)["head_id"] == people[1]


def test_the_responsible_worker_confirms_a_death(device: Device) -> None:
    build(device)
    _, people = family(device, door(device, "502"), "石满仓", "石秀英")
    assert device.do(MarkDeceased(people[0])) == "deceased"


def test_anybody_else_reports_a_death() -> None:
    part = make_device(person="worker-miao", scopes_held=(GRID_SCOPE,))
    build(part)
    home, people = family(part, door(part, "502"), "石满仓")
    assert part.do(MarkDeceased(people[0])) == "reported_deceased"
    assert members(part, home) == people
    part.close()


def test_a_death_keeps_the_visits(device: Device) -> None:
    build(device)
    home, people = family(device, door(device, "502"), "石满仓", "石秀英")
    visit = device.do(LogVisit(door(device, "502"), "met", home))
    device.do(MarkDeceased(people[0]))
    assert "archived" not in device.read("visit", visit)


def test_a_death_takes_back_the_cadence_of_masked_tags(device: Device) -> None:
    build(device)
    home, people = family(device, door(device, "502"), "石满仓", "石秀英")
    device.do(AddTag("resident", people[0], "ILL"))
    device.do(MarkDeceased(people[0]))
    assert "cadence_days" not in device.read("household", home)


def test_every_household_command_has_a_handler() -> None:
    assert {MoveIn, MoveOut, ChangeHead, SplitHousehold} <= set(COMMANDS)


def test_what_is_written_is_signed_by_the_worker(device: Device) -> None:
    build(device)
    family(device, door(device, "502"), "石满仓")
    assert {change.actor for change in device.changes()} == {WORKER}
