"""像是同一个人: two records side by side, made one with one tap, made two with another."""

from __future__ import annotations

import pytest

from fieldapp.queries.duplicates import DuplicatesQuery
from fieldapp.services.people import AddResident
from fieldapp.store.scopes import join
from tests.devices import COMMUNITY, GRID, Device
from tests.ui.test_desk_layout import seen
from ui.pictures import AppDriver

FIRST = "r-b2u3-502"
OTHER = f"{COMMUNITY}002"


@pytest.fixture
def second(device: Device) -> str:
    """Write somebody of the sample grid down a second time; gives the new id."""
    wish = AddResident(
        "高玉芬", "away", household="h-b1u1-1101", birth_date="1936-11-11", speaks="东北话"
    )
    return device.do(wish)


def is_merged(device: Device, second: str) -> bool:
    """Tell whether one of the two was taken out as the other's duplicate."""
    return any(device.read("resident", one).get("duplicate_of") for one in (FIRST, second))


def test_two_are_found_from_sync_and_made_one(
    driver: AppDriver, device: Device, second: str
) -> None:
    driver.go("sync")
    driver.tap("look-duplicates")
    driver.go("duplicates", second)
    driver.tap("mergeTwo")
    assert is_merged(device, second)


def test_the_way_back_is_beside_it(driver: AppDriver, device: Device, second: str) -> None:
    before = [device.read("resident", one) for one in (FIRST, second)]
    driver.go("duplicates", second)
    driver.tap("mergeTwo")
    driver.tap("拆开")
    assert [device.read("resident", one) for one in (FIRST, second)] == before


def test_a_field_that_differs_is_chosen_by_a_tap(
    driver: AppDriver, device: Device, second: str
) -> None:
    kept, other = sorted((FIRST, second))
    wanted = device.read("resident", other)["residence_type"]
    driver.go("duplicates", second)
    driver.tap("take-residence_type")
    driver.tap("mergeTwo")
    assert device.read("resident", kept)["residence_type"] == wanted


def test_two_who_are_two_leave_the_list_and_come_back(
    driver: AppDriver, device: Device, second: str
) -> None:
    def offered() -> bool:
        pairs = device.ask(DuplicatesQuery()).pairs
        return any({one.kept.id, one.other.id} == {FIRST, second} for one in pairs)

    driver.go("duplicates", second)
    driver.tap("setApart")
    assert not offered()
    driver.tap("撤销")
    assert offered()


def test_who_adds_somebody_that_is_there_already_is_led_to_both(driver: AppDriver) -> None:
    driver.go("forms", "resident:h-b1u1-1101")
    driver.type_text("高玉芬", "field-name")
    driver.type_text("1936-11-11", "field-birth_date")
    driver.tap("formSave")
    driver.tap("并排看看")
    assert driver.app.shell.state.page == "duplicates"
    assert driver.shows("mergeTwo")


def test_three_records_are_one_line_and_made_one_step_by_step(
    driver: AppDriver, device: Device, second: str
) -> None:
    third = device.do(
        AddResident("高玉芬", "away", household="h-b1u1-1102", birth_date="1936-11-11")
    )
    people = {FIRST, second, third}

    def steps() -> int:
        pairs = device.ask(DuplicatesQuery()).pairs
        return len([one for one in pairs if {one.kept.id, one.other.id} & people])

    driver.go("duplicates", third)
    assert driver.shows("高玉芬，像是记了 3 遍")
    assert steps() == 2
    driver.tap("mergeTwo")
    driver.wait_for(lambda: driver.shows("splitBar"), "the way back")
    driver.tap("接着合，还有 1 条")
    driver.tap("mergeTwo")
    driver.wait_for(lambda: steps() == 0, "the last step")
    gone = [device.read("resident", one).get("duplicate_of") for one in people]
    assert len([one for one in gone if one]) == 2


def test_records_in_two_grids_lead_to_handing_a_home_over(
    driver: AppDriver, device: Device
) -> None:
    scope = f"grid:{OTHER}"
    device.seed("grid", OTHER, {"region": COMMUNITY, "name": "第二网格"})
    device.run(lambda connection: join(connection, [scope], ["one"]))
    twin = {"name": "高玉芬", "birth_date": "1936-11-11", "residence_type": "away"}
    device.seed("dwelling", "z-d", {"landmark": "小卖部后面"}, scope=scope)
    device.seed("household", "z-h", {"dwelling_id": "z-d", "status": "active"}, scope=scope)
    device.seed("resident", "z-r", twin, scope=scope)
    device.seed("member", "z-m", {"household_id": "z-h", "resident_id": "z-r"}, scope=scope)
    driver.go("duplicates", FIRST)
    assert not driver.shows("mergeTwo")
    assert seen(driver, ("duplicates", FIRST)) == []
    driver.tap("bringTwin")
    driver.tap(f"pick-grid-{GRID}")
    driver.tap("转过去")
    driver.wait_for(lambda: driver.shows("savedBar"), "the saving")
    driver.go("duplicates", FIRST)
    driver.wait_for(
        lambda: "已经在转了" in "".join(driver.words()).replace("\u2060", ""), "the words"
    )
