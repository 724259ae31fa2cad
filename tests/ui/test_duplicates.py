"""像是同一个人: two records side by side, made one with one tap, made two with another."""

from __future__ import annotations

import pytest

from fieldapp.queries.duplicates import DuplicatesQuery
from fieldapp.services.people import AddResident
from tests.devices import Device
from ui.pictures import AppDriver

FIRST = "r-b2u3-502"


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
