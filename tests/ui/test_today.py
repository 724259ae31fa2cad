"""今天: whom to see, what is open, where to go."""

from __future__ import annotations

from tests.devices import Device, make_device
from tests.ui.conftest import MakeDriver
from tests.ui.sample import add_diary
from ui.pictures import PORTRAIT, AppDriver


def test_the_window_opens_with_today_and_whom_to_see_first(driver: AppDriver) -> None:
    assert driver.app.shell.state.page == "today"
    assert "去 3-502 高玉芬家" in driver.words()


def test_each_door_says_why_and_when(driver: AppDriver) -> None:
    words = driver.words()
    assert "独居·90 岁·已 9 天没见到" in words
    assert "超 2 天" in words


def test_the_main_button_opens_the_household(driver: AppDriver) -> None:
    driver.tap("goNext")
    assert driver.app.shell.state.page == "household"
    assert "高玉芬" in driver.words()


def test_a_row_opens_its_household(driver: AppDriver) -> None:
    driver.tap("due-h-b2u1-302")
    assert "魏淑珍" in driver.words()


def test_a_tick_is_kept_and_a_second_tap_takes_it_back(
    device: Device, make_driver: MakeDriver
) -> None:
    add_diary(device)
    driver = make_driver()
    driver.tap("tick-l0")
    assert device.waiting("diary:worker-wang") != []
    assert driver.shows("tick-l0")
    driver.tap("tick-l0")
    assert "昨天没打钩 3⁠ ⁠条" in driver.words()


def test_a_new_instruction_stands_under_the_seal(device: Device, make_driver: MakeDriver) -> None:
    add_diary(device)
    words = make_driver().words()
    assert "今天请供热站上门，我来打电话。" in words


def test_an_empty_device_says_what_to_do_first(make_driver: MakeDriver) -> None:
    empty = make_device()
    driver = make_driver(device=empty)
    assert "这台平板里还没有户" in driver.words()
    assert driver.shows("fetchGrid")
    empty.close()


def test_in_portrait_the_rail_is_a_bar_and_the_button_stays_at_the_foot(
    make_driver: MakeDriver,
) -> None:
    driver = make_driver(size=PORTRAIT)
    button = driver.find("goNext")
    assert button.mapToScene(button.boundingRect().bottomLeft()).y() > 1000


def test_an_instruction_opens_the_page_it_stands_on(
    device: Device, make_driver: MakeDriver
) -> None:
    add_diary(device)
    driver = make_driver()
    driver.tap("review-e1")
    assert driver.app.shell.state.page == "diary"
    assert driver.app.shell.model("diary").state.chosen == "e1"
