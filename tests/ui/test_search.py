"""找: by letters, doors and telephones; the best hit's card; the way to the household."""

from __future__ import annotations

from PySide6.QtCore import Qt

from fieldapp.services.diary import WriteDiary
from tests.devices import Device
from ui.pictures import AppDriver


def test_initials_find_a_person_and_show_the_card(driver: AppDriver) -> None:
    driver.go("search")
    driver.type_text("gyf", into="searchField")
    assert driver.find("cardName").property("text") == "高玉芬"
    assert "铃坏了，敲窗户，等一等" in driver.words()


def test_the_matched_letters_are_underlined(driver: AppDriver) -> None:
    driver.go("search")
    driver.type_text("gyf", into="searchField")
    (rich,) = [words for words in driver.words() if "<u>" in words and "gao" not in words]
    assert rich.count("<u>") == 3


def test_the_main_button_opens_the_household(driver: AppDriver) -> None:
    driver.go("search")
    driver.type_text("gyf", into="searchField")
    driver.tap("searchGo")
    assert driver.app.shell.state.page == "household"


def test_enter_opens_the_best_hit(driver: AppDriver) -> None:
    driver.go("search")
    driver.type_text("gyf", into="searchField")
    driver.press(Qt.Key.Key_Return)
    assert driver.app.shell.state.page == "household"


def test_the_letter_pad_types_and_drops(driver: AppDriver) -> None:
    driver.go("search")
    for letter in "GYX":
        driver.tap(letter)
    driver.tap("删一个")
    driver.tap("F")
    assert driver.find("searchField").property("text") == "gyf"
    assert driver.find("cardName").property("text") == "高玉芬"


def test_nothing_found_says_what_else_to_try(driver: AppDriver) -> None:
    driver.go("search")
    driver.type_text("zzzq", into="searchField")
    assert driver.shows("searchEmpty")
    driver.tap("searchAdd")
    assert driver.app.shell.state.page == "forms"


def test_a_diary_line_opens_its_page(driver: AppDriver, device: Device) -> None:
    draft = device.do(WriteDiary("下水道又堵了"))
    driver.go("search")
    driver.type_text("下水道", into="searchField")
    driver.tap("hit-diary-0")
    assert driver.app.shell.state.page == "diary"
    assert driver.app.shell.model("diary").property("chosen") == draft.entry
