"""今天, the due list, and the doors drawn as they stand."""

from __future__ import annotations

import pytest

from fieldapp.domain.due import DueState
from fieldapp.queries.doors_view import DoorCell, DoorsQuery, DoorState
from fieldapp.queries.due import DueQuery
from fieldapp.queries.today import TodayQuery
from fieldapp.services.campaigns import StartCampaign
from fieldapp.services.fields import SetFields
from fieldapp.services.households import MoveOut
from fieldapp.services.people import MarkDeceased
from fieldapp.services.tags import AddTag
from fieldapp.services.visits import LogVisit, UndoVisit
from tests.devices import DAY_MS, Device
from tests.services.grids import build, door, family, village_door


def elder(device: Device, room: str = "502", name: str = "高玉芬", born: str = "1936-11-11") -> str:
    """Let an elder live alone behind a door of unit 3; gives the household."""
    home, people = family(device, door(device, room), name)
    device.do(SetFields("resident", people[0], {"birth_date": born}))
    device.do(AddTag("resident", people[0], "ALONE"))
    return home


def met_days_ago(device: Device, room: str, days: int) -> str:
    """Log a meeting so many days back."""
    at_ms = device.clock.wall_ms - days * DAY_MS
    return device.do(LogVisit(door(device, room), "met", at_ms=at_ms))


def cells(device: Device) -> dict[str, DoorCell]:
    """Give every cell by its full door."""
    view = device.ask(DoorsQuery())
    return {
        cell.full_door: cell
        for building in view.buildings
        for unit in building.units
        for floor in unit.floors
        for cell in floor.cells
    }


def test_an_elder_not_met_for_nine_days_is_two_days_late(device: Device) -> None:
    build(device)
    elder(device)
    met_days_ago(device, "502", 9)
    row = device.ask(TodayQuery()).groups[0].rows[0]
    assert (row.door, row.name, row.reason, row.due_text) == (
        "3-502",
        "高玉芬",
        "独居·90 岁·已 9 天没见到",
        "超 2 天",
    )


def test_a_group_says_how_many_and_whether_there_is_a_lift(device: Device) -> None:
    build(device)
    elder(device)
    met_days_ago(device, "502", 9)
    group = device.ask(TodayQuery()).groups[0]
    assert (group.title, group.note) == ("纺织厂家属院 乙1", "1 户·没有电梯")


def test_late_ones_go_first_then_top_floor_first(device: Device) -> None:
    build(device)
    for room, days in (("101", 7), ("301", 7), ("201", 9)):
        elder(device, room)
        met_days_ago(device, room, days)
    rows = device.ask(DueQuery())
    assert [row.door for row in rows] == ["3-201", "3-301", "3-101"]


def test_one_met_today_is_no_longer_due_but_listed_at_the_end(device: Device) -> None:
    build(device)
    elder(device)
    met_days_ago(device, "502", 9)
    device.do(LogVisit(door(device, "502"), "met"))
    view = device.ask(TodayQuery())
    assert (view.due_count, [row.name for row in view.met_today]) == (0, ["高玉芬"])


def test_a_visit_taken_back_makes_the_door_due_again(device: Device) -> None:
    build(device)
    elder(device)
    met_days_ago(device, "502", 9)
    device.do(UndoVisit(device.do(LogVisit(door(device, "502"), "met"))))
    assert device.ask(TodayQuery()).due_count == 1


def test_a_knock_in_vain_today_goes_to_the_end_of_its_building(device: Device) -> None:
    build(device)
    for room in ("502", "101"):
        elder(device, room)
        met_days_ago(device, room, 9)
    device.do(LogVisit(door(device, "502"), "no_answer"))
    view = device.ask(TodayQuery())
    assert [row.door for row in view.groups[0].rows] == ["3-101", "3-502"]
    assert view.next is not None
    assert view.next.door == "3-101"


def test_the_third_knock_in_vain_says_whom_to_ring(device: Device) -> None:
    build(device)
    home, people = family(device, door(device, "502"), "高玉芬")
    edits = {"birth_date": "1936-11-11", "emergency_relation": "女儿", "emergency_phone": "1001"}
    device.do(SetFields("resident", people[0], edits))
    device.do(AddTag("resident", people[0], "ALONE"))
    met_days_ago(device, "502", 9)
    for days in (3, 2, 1):
        at_ms = device.clock.wall_ms - days * DAY_MS
        device.do(LogVisit(door(device, "502"), "no_answer", home, at_ms=at_ms))
    row = device.ask(DueQuery())[0]
    assert row.warning == "已经 3 次无人。打女儿电话，问邻居，必要时求助。"


def test_those_met_only_in_the_evening_are_told_so(device: Device) -> None:
    build(device)
    elder(device)
    evening = device.clock.wall_ms + 10 * 3_600_000
    for days in (15, 8):
        device.do(LogVisit(door(device, "502"), "met", at_ms=evening - days * DAY_MS))
    row = device.ask(DueQuery())[0]
    assert row.reason.endswith("晚上容易遇到")
    assert row.is_evening


def test_a_campaign_makes_its_doors_due_and_counts_what_is_left(device: Device) -> None:
    build(device)
    for room in ("502", "101"):
        elder(device, room)
        met_days_ago(device, room, 1)
    device.do(StartCampaign("SNOW_ALONE"))
    device.do(LogVisit(door(device, "101"), "met"))
    view = device.ask(TodayQuery())
    assert [row.reason for row in view.groups[0].rows] == ["独居·90 岁·雪天先看望"]
    assert (view.campaigns[0].total, view.campaigns[0].left) == (2, 1)


def test_a_household_that_moved_out_is_not_due(device: Device) -> None:
    build(device)
    home = elder(device)
    met_days_ago(device, "502", 9)
    device.do(MoveOut(home))
    assert device.ask(DueQuery()) == ()


def test_a_household_whose_only_member_died_is_not_due(device: Device) -> None:
    build(device)
    _, people = family(device, door(device, "502"), "石满仓")
    device.do(MarkDeceased(people[0]))
    assert device.ask(DueQuery(within_days=400)) == ()


def test_the_list_of_the_next_days_is_longer(device: Device) -> None:
    build(device)
    elder(device)
    met_days_ago(device, "502", 5)
    assert [row.state for row in device.ask(DueQuery(within_days=3))] == [DueState.later]


def test_a_cell_shows_number_surname_mark_and_state(device: Device) -> None:
    build(device)
    elder(device)
    met_days_ago(device, "502", 9)
    cell = cells(device)["乙1-3-502"]
    assert (cell.number, cell.name, cell.marks, cell.state, cell.state_word) == (
        "502",
        "高",
        ("独",),
        DoorState.late,
        "超 2 天",
    )


def test_a_masked_tag_leaves_no_trace_in_the_building(device: Device) -> None:
    build(device)
    _, people = family(device, door(device, "502"), "高玉芬")
    before = cells(device)["乙1-3-502"]
    device.do(AddTag("resident", people[0], "SHIDU"))
    met_days_ago(device, "502", 1)
    after = cells(device)["乙1-3-502"]
    assert (after.marks, after.filters) == (before.marks, before.filters)


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        ("met", DoorState.met),
        ("met_other", DoorState.met),
        ("no_answer", DoorState.no_answer),
        ("refused", DoorState.refused),
    ],
)
def test_what_happened_today_shows_in_the_cell(
    device: Device, outcome: str, state: DoorState
) -> None:
    build(device)
    elder(device)
    device.do(LogVisit(door(device, "502"), outcome))
    assert cells(device)["乙1-3-502"].state is state


def test_a_vacant_door_says_so(device: Device) -> None:
    build(device)
    device.do(SetFields("dwelling", door(device, "502"), {"use": "空置"}))
    cell = cells(device)["乙1-3-502"]
    assert (cell.state, cell.state_word, cell.name) == (DoorState.vacant, "空置", "空")


def test_a_rented_door_has_its_mark(device: Device) -> None:
    build(device)
    device.do(SetFields("dwelling", door(device, "502"), {"use": "出租"}))
    assert cells(device)["乙1-3-502"].marks == ("租",)


def test_floors_stand_as_in_the_building(device: Device) -> None:
    build(device)
    unit = device.ask(DoorsQuery()).buildings[0].units[0]
    assert [floor.label for floor in unit.floors] == ["6", "5", "4", "3", "2", "1"]
    assert [cell.number for cell in unit.floors[0].cells] == ["601", "602", "603"]


def test_a_filters_count_is_what_it_holds(device: Device) -> None:
    build(device)
    elder(device, "502")
    elder(device, "101", born="1950-01-01")
    found = {one.key: one.count for one in device.ask(DoorsQuery()).filters}
    shown = list(cells(device).values())
    for key in ("tag:ALONE", "tag:AGE80"):
        assert found[key] == sum(key in cell.filters for cell in shown)


def test_a_house_in_a_village_is_a_stop_on_the_walk(device: Device) -> None:
    where = village_door(device)
    family(device, where, "石满仓", "石秀英")
    stop = device.ask(DoorsQuery()).villages[0].stops[0]
    assert (stop.title, stop.note, stop.people) == ("老槐树西第二家", "没有门牌", "石满仓、石秀英")


def test_long_names_are_two_characters_in_a_cell(device: Device) -> None:
    build(device)
    family(device, door(device, "502"), "白玛央金")
    family(device, door(device, "601"), "欧阳示例")
    shown = cells(device)
    assert (shown["乙1-3-502"].name, shown["乙1-3-601"].name) == ("白玛", "欧阳")


def test_two_households_behind_a_door_are_one_cell(device: Device) -> None:
    build(device)
    family(device, door(device, "502"), "石满仓")
    family(device, door(device, "502"), "石建示例")
    assert cells(device)["乙1-3-502"].households == 2
