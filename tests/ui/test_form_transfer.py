"""转到另一网格 in the window: where to, what goes along, and why it cannot go."""

from __future__ import annotations

import pytest

from sync.protocol import ChangeKind
from tests.devices import COMMUNITY, Device
from tests.ui.test_desk_layout import seen
from ui.pictures import AppDriver

OTHER = f"{COMMUNITY}002"


@pytest.fixture
def neighbour(device: Device) -> None:
    """A second grid in the community."""
    device.seed("grid", OTHER, {"region": COMMUNITY, "name": "第二网格"})


def words(driver: AppDriver) -> str:
    """Give all that can be read."""
    return "".join(driver.words()).replace("\u2060", "")


def moved(device: Device) -> list[tuple[str, str]]:
    """List what waits to be handed over."""
    waiting = [one for one in device.changes() if one.kind is ChangeKind.move]
    return [(one.entity, str(one.fields["grid"].new)) for one in waiting]


def test_without_another_grid_nothing_can_be_pressed(driver: AppDriver) -> None:
    driver.go("household", "h-b2u3-502")
    driver.tap("改这一户")
    driver.tap("转到另一网格")
    assert "没有别处可转" in words(driver)
    assert not driver.shows("formSave")


def test_a_building_is_handed_over_with_what_it_holds(
    neighbour: None, device: Device, driver: AppDriver
) -> None:
    driver.go("forms", "transfers:b2u3-502")
    driver.tap("整栋楼的门都过去")
    assert "一起过去的：" in words(driver)
    driver.tap(f"pick-grid-{OTHER}")
    driver.tap("转过去")
    driver.wait_for(lambda: driver.shows("savedBar"), "the saving")
    assert moved(device) == [("building", OTHER)]
    driver.wait_for(lambda: not driver.shows("formSave"), "no second time")
    assert "已经在转到第二网格，同步以后就过去" in words(driver)
    driver.tap("看转得怎么样")
    assert "转到第二网格，还在这台上，同步就送" in words(driver)


def test_where_to_has_to_be_chosen(neighbour: None, device: Device, driver: AppDriver) -> None:
    driver.go("forms", "transfer:h-b2u3-502")
    driver.tap("转过去")
    assert "先选转到哪个网格" in words(driver)
    assert moved(device) == []


def test_a_place_is_chosen_from_the_list_of_what_is_new(neighbour: None, driver: AppDriver) -> None:
    driver.go("forms", "new:")
    driver.tap("转到另一网格")
    assert "哪一处归了别的网格" in words(driver)


def test_a_household_that_goes_along_already_says_so(
    neighbour: None, device: Device, driver: AppDriver
) -> None:
    driver.go("forms", "transfers:b2u3-502")
    driver.tap("只这个门过去")
    driver.tap(f"pick-grid-{OTHER}")
    driver.tap("转过去")
    driver.wait_for(lambda: driver.shows("savedBar"), "the saving")
    driver.go("forms", "transfer:h-b2u3-502")
    driver.wait_for(lambda: "这家跟着一起去，不用再转" in words(driver), "the reason")
    assert not driver.shows("formSave")
    assert moved(device) == [("dwelling", OTHER)]


def test_its_pages_show_every_word_whole(neighbour: None, driver: AppDriver) -> None:
    arguments = ("new:", "transfers:b2u3-502", "transfer:h-b2u3-502", "transfer:building:b2")
    assert seen(driver, *(("forms", one) for one in arguments)) == []
