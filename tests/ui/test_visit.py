"""敲门: logged with one tap, and then said more about."""

from __future__ import annotations

from PySide6.QtCore import Qt

from fieldapp.queries.household import HouseholdQuery
from fieldapp.queries.kept_text import KeptTextQuery
from fieldapp.queries.visits import VisitRow
from tests.devices import Device
from tests.ui.conftest import MakeDriver
from ui.pictures import AppDriver

GAO = "b2u3-502|h-b2u3-502|door"


def today(device: Device) -> list[VisitRow]:
    """List the visits of this morning that count."""
    card = device.ask(HouseholdQuery("h-b2u3-502", 9))
    return [one for one in card.visits if one.day_text == "11月20日"]


def test_one_tap_logs_the_outcome(device: Device, driver: AppDriver) -> None:
    driver.go("visit", GAO)
    driver.tap("outcome-met")
    assert [one.outcome for one in today(device)] == ["met"]
    assert "<b>已存本机</b>，09:00 见到高玉芬" in driver.words()


def test_what_is_written_afterwards_joins_the_same_visit(device: Device, driver: AppDriver) -> None:
    driver.go("visit", GAO)
    driver.tap("outcome-met")
    driver.type_text("暖气不热，屋里 15 度", into="note")
    driver.app.shell.model("visit").check("safety", "matter")
    driver.go("today")
    (visit,) = today(device)
    assert (visit.note, len(visit.concerns)) == ("暖气不热，屋里 15 度", 1)


def test_what_is_written_first_goes_with_the_outcome(device: Device, driver: AppDriver) -> None:
    driver.go("visit", GAO)
    driver.type_text("邻居说去买菜了", into="note")
    driver.tap("outcome-no_answer")
    (visit,) = today(device)
    assert (visit.outcome, visit.note) == ("no_answer", "邻居说去买菜了")


def test_another_outcome_corrects_the_first(device: Device, driver: AppDriver) -> None:
    driver.go("visit", GAO)
    driver.press(Qt.Key.Key_3)
    driver.press(Qt.Key.Key_1)
    assert [one.outcome for one in today(device)] == ["met"]


def test_undo_takes_it_back_and_leaves_the_words(device: Device, driver: AppDriver) -> None:
    driver.go("visit", GAO)
    driver.type_text("不在", into="note")
    driver.tap("outcome-no_answer")
    driver.tap("撤销")
    assert today(device) == []
    assert driver.app.shell.model("visit").state.note == "不在"


def test_half_typed_words_are_still_there_after_a_kill(
    device: Device, make_driver: MakeDriver
) -> None:
    first = make_driver()
    first.go("visit", GAO)
    first.type_text("说到一半", into="note")
    first.wait_for(lambda: device.ask(KeptTextQuery("visit:b2u3-502")) != "", "the kept text")
    second = make_driver()
    second.go("visit", GAO)
    assert second.find("note").property("text") == "说到一半"


def test_words_typed_after_the_outcome_join_it_after_a_kill(
    device: Device, make_driver: MakeDriver
) -> None:
    first = make_driver()
    first.go("visit", GAO)
    first.tap("outcome-met")
    first.type_text("药够", into="note")
    first.wait_for(lambda: "药够" in device.ask(KeptTextQuery("visit")), "the kept text")
    first.app.shell.model("visit")._amend.stop()
    make_driver().wait_for(lambda: [one.note for one in today(device)] == ["药够"], "the visit")


def test_a_promise_is_made_with_the_visit(device: Device, driver: AppDriver) -> None:
    driver.go("visit", GAO)
    driver.tap("outcome-met")
    driver.tap("toPromise")
    driver.type_text("问供热站", into="promise")
    driver.go("today")
    card = device.ask(HouseholdQuery("h-b2u3-502"))
    assert "问供热站" in [one.text for one in card.promises]


def test_the_main_button_names_the_next_door(driver: AppDriver) -> None:
    driver.go("visit", GAO)
    driver.tap("outcome-met")
    assert "下一户：1-302 魏淑珍" in driver.words()
    driver.tap("nextDoor")
    assert "魏淑珍" in driver.words()


def test_the_line_is_carried_into_the_diary(device: Device, driver: AppDriver) -> None:
    driver.go("visit", GAO)
    driver.tap("outcome-met")
    driver.type_text("屋里 15 度", into="note")
    driver.tap("toDiary")
    driver.wait_for(lambda: driver.app.shell.state.page == "diary", "the diary")
    driver.settle()
    editor = driver.app.shell.model("diary")._editor
    assert [one.text for one in editor._lines.rows] == ["@乙1-3-502 高玉芬 屋里 15 度"]


def test_closing_the_window_saves_what_was_added(device: Device, make_driver: MakeDriver) -> None:
    driver = make_driver()
    driver.go("visit", GAO)
    driver.tap("outcome-met")
    driver.type_text("药够", into="note")
    driver.app.shell.rest()
    driver.settle()
    assert [one.note for one in today(device)] == ["药够"]
