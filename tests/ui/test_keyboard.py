"""Everything with the keyboard alone."""

from __future__ import annotations

from PySide6.QtCore import Qt

from ui.pictures import AppDriver


def focus_name(driver: AppDriver) -> str:
    item = driver.window.activeFocusItem()
    return item.objectName() if item is not None else ""


def test_arrows_walk_the_list_of_today_and_return_opens(driver: AppDriver) -> None:
    for _ in range(3):
        driver.press(Qt.Key.Key_Down)
    assert focus_name(driver).startswith("due-")
    driver.press(Qt.Key.Key_Return)
    assert driver.app.shell.state.page == "household"


def test_tab_reaches_the_main_button_from_the_list(driver: AppDriver) -> None:
    seen = set()
    for _ in range(60):
        driver.press(Qt.Key.Key_Tab)
        seen.add(focus_name(driver))
    assert {"goNext", "write", "nav-today", "nav-doors"} <= seen


def test_the_whole_way_from_today_to_a_logged_knock_and_back(driver: AppDriver) -> None:
    driver.press(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    driver.press(Qt.Key.Key_Right)
    driver.press(Qt.Key.Key_3)
    assert any("已存本机" in word and "无人" in word for word in driver.words())
    driver.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not any("已存本机</b>" in word for word in driver.words())
    driver.press(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert driver.app.shell.state.page == "today"


def test_return_opens_the_chosen_door(driver: AppDriver) -> None:
    driver.go("doors")
    driver.press(Qt.Key.Key_Return)
    assert driver.app.shell.state.page == "household"


def test_digits_in_the_one_line_are_letters_and_no_outcomes(driver: AppDriver) -> None:
    driver.go("visit", "b2u3-502|h-b2u3-502|door")
    driver.type_text("15", into="note")
    assert driver.app.shell.model("visit").state.outcome == ""
