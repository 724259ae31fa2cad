"""Before something is handed to another grid: where it can go, what goes along, why it cannot."""

from __future__ import annotations

import pytest

from fieldapp.errors import Refused
from fieldapp.queries.household import DoorPaneQuery
from fieldapp.queries.transfers import Along, TransferPlan, TransferPlanQuery
from fieldapp.services.households import MoveOut
from fieldapp.services.transfer import TransferHousehold, TransferPlace
from tests.devices import COMMUNITY, GRID, Device
from tests.services.grids import House, build, door, family

OTHER = f"{COMMUNITY}002"


@pytest.fixture
def house(device: Device) -> House:
    """Give a building of 54 doors with two families, in one of two grids."""
    for code, name in ((GRID, "第三网格"), (OTHER, "第二网格")):
        device.seed("grid", code, {"region": COMMUNITY, "name": name})
    made = build(device)
    family(device, door(device, "502"), "唐桂兰", "唐示例")
    family(device, door(device, "501"), "高玉芬")
    return made


def plan(device: Device, kind: str, id_: str) -> TransferPlan:
    """Ask what handing a row over would mean."""
    return device.ask(TransferPlanQuery(kind, id_))


def home_behind(device: Device, room: str) -> str:
    """Give the household behind a door of the third unit."""
    card = device.ask(DoorPaneQuery(door(device, room))).card
    assert card is not None
    return card.household


def test_the_other_grids_of_the_community_are_offered(device: Device, house: House) -> None:
    found = plan(device, "building", house.building)
    assert (found.here, found.grids, found.refusal) == (GRID, ((OTHER, "第二网格"),), "")


def test_a_building_takes_its_doors_households_and_people_along(
    device: Device, house: House
) -> None:
    found = plan(device, "building", house.building)
    assert (found.label, found.along) == ("纺织厂家属院 乙1", Along(54, 2, 3))
    assert plan(device, "compound", house.compound).along == Along(54, 2, 3)


def test_a_household_goes_alone_or_with_its_door(device: Device, house: House) -> None:
    found = plan(device, "household", home_behind(device, "502"))
    assert found.label == "乙1-3-502 唐桂兰家"
    assert (found.along, found.with_door) == (Along(0, 1, 2), Along(1, 1, 2))


def test_who_moved_out_is_not_counted(device: Device, house: House) -> None:
    home = home_behind(device, "502")
    device.do(MoveOut(home))
    assert plan(device, "household", home).along == Along(0, 0, 0)


def test_a_community_of_one_grid_has_nowhere_to_hand_over_to(device: Device) -> None:
    made = build(device)
    assert "没有别处可转" in plan(device, "building", made.building).refusal


def test_a_place_that_waits_to_go_says_where_to(device: Device, house: House) -> None:
    device.do(TransferPlace("building", house.building, OTHER))
    assert plan(device, "building", house.building).refusal == (
        "这栋楼已经在转到第二网格，同步以后就过去。要改，先在“我的”里撤销那一次。"
    )


def test_what_goes_along_with_it_need_not_be_handed_over(device: Device, house: House) -> None:
    device.do(TransferPlace("building", house.building, OTHER))
    home = home_behind(device, "502")
    assert plan(device, "household", home).refusal == (
        "这栋楼已经在转到第二网格，这家跟着一起去，不用再转。"
    )


def test_what_holds_something_that_waits_has_to_wait(device: Device, house: House) -> None:
    device.do(TransferHousehold(home_behind(device, "502"), OTHER))
    assert plan(device, "compound", house.compound).refusal == (
        "这个小区里有一户正在转到第二网格，等它转过去，再转这个小区。"
    )


def test_what_cannot_be_handed_over_is_not_known(device: Device, house: House) -> None:
    with pytest.raises(Refused):
        plan(device, "resident", "r1")
