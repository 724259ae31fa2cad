"""A word half composed by an input method stays in its field, whatever takes the cursor away."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent

from fieldapp.queries.household import HouseholdQuery
from fieldapp.queries.kept_text import KeptTextQuery
from tests.devices import Device
from tests.ui.conftest import MakeDriver
from tests.ui.typing import FORM, first_field
from ui.pictures import AppDriver

Interrupt = Callable[[AppDriver], None]
Begin = Callable[[AppDriver], str]
COMPOSED = "gao yu"
VISIT = "b2u3-502|h-b2u3-502|door"


def compose(driver: AppDriver, letters: str, *, after: str = "") -> None:
    """Type as an input method does: some of it committed, the rest still under composition."""
    field = driver.window.activeFocusItem()
    assert field is not None
    event = QInputMethodEvent(letters, [])
    event.setCommitString(after)
    QCoreApplication.sendEvent(field, event)
    driver.settle()
    assert field.property("preeditText") == letters


def go_elsewhere(driver: AppDriver) -> None:
    driver.go("sync")


def lock(driver: AppDriver) -> None:
    driver.app.lock()
    driver.settle()


def auto_lock(driver: AppDriver) -> None:
    assert driver.app.idle is not None
    driver.app.idle.over.emit()
    driver.settle()


def cover(driver: AppDriver) -> None:
    driver.press(Qt.Key.Key_Escape)
    driver.press(Qt.Key.Key_Escape)


def tap_the_cover(driver: AppDriver) -> None:
    driver.tap("遮一下")


def walk_by_keyboard(driver: AppDriver) -> None:
    driver.press(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)


INTERRUPTIONS = [go_elsewhere, lock, auto_lock, cover, tap_the_cover, walk_by_keyboard]


def in_the_note_of_a_knock(driver: AppDriver) -> str:
    driver.go("visit", VISIT)
    driver.tap("outcome-met")
    driver.tap("note")
    return "note"


def in_a_line_of_the_diary(driver: AppDriver) -> str:
    driver.go("diary")
    driver.tap("words-0")
    return "line-0"


def in_a_form(driver: AppDriver) -> str:
    field = first_field(driver)
    driver.tap(field)
    return field


def in_the_search_field(driver: AppDriver) -> str:
    driver.go("search")
    driver.tap("searchField")
    return "searchField"


PLACES = [in_the_note_of_a_knock, in_a_line_of_the_diary, in_a_form, in_the_search_field]


@pytest.mark.parametrize("interrupt", INTERRUPTIONS)
@pytest.mark.parametrize("begin", PLACES)
def test_the_letters_stay_in_the_field(
    driver: AppDriver, begin: Begin, interrupt: Interrupt
) -> None:
    begin(driver)
    field = driver.window.activeFocusItem()
    compose(driver, COMPOSED, after="找")
    interrupt(driver)
    assert field is not None
    assert (field.property("text"), field.property("preeditText")) == ("找" + COMPOSED, "")


def test_a_form_left_in_the_middle_of_a_word_is_on_the_disk(
    driver: AppDriver, device: Device
) -> None:
    in_a_form(driver)
    compose(driver, COMPOSED)
    go_elsewhere(driver)
    driver.app.session = None
    kept = f"form:{FORM}"
    driver.wait_for(lambda: COMPOSED in device.ask(KeptTextQuery(kept)), "what was composed")


def test_a_line_left_in_the_middle_of_a_word_is_in_the_diary(
    driver: AppDriver, make_driver: MakeDriver
) -> None:
    in_a_line_of_the_diary(driver)
    compose(driver, COMPOSED)
    go_elsewhere(driver)
    another = make_driver()
    another.go("diary")
    another.wait_for(lambda: another.shows(f"{COMPOSED}，点一下改"), "the line")


def test_a_note_left_in_the_middle_of_a_word_joins_the_knock(
    driver: AppDriver, device: Device
) -> None:
    in_the_note_of_a_knock(driver)
    compose(driver, COMPOSED)
    go_elsewhere(driver)
    shown = device.ask(HouseholdQuery("h-b2u3-502"))
    assert shown.visits[0].note == COMPOSED


def test_a_window_that_is_closed_hands_over_the_word_first(
    driver: AppDriver, device: Device
) -> None:
    in_a_form(driver)
    compose(driver, COMPOSED)
    driver.app.finish_word()
    driver.find("field-name")
    assert driver.find("field-name").property("text") == COMPOSED


def test_a_word_that_was_taken_back_stays_taken_back(driver: AppDriver) -> None:
    in_a_form(driver)
    compose(driver, COMPOSED)
    compose(driver, "")
    go_elsewhere(driver)
    in_a_form(driver)
    assert driver.find("field-name").property("text") == ""
