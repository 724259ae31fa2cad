"""What could not be saved is not given up: it is saved later, at quit at the latest."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from PySide6.QtCore import Qt

from fieldapp.queries.diary import DiaryListQuery, DiaryPageQuery
from fieldapp.queries.kept_text import KeptTextQuery
from fieldapp.services.diary import SubmitDiary, WriteDiary
from tests.devices import Device
from tests.ui.conftest import MakeDriver
from tests.ui.test_visit import GAO
from tests.ui.test_visit import today as visits
from ui.pictures import AppDriver

LONG = "长" * 20_000
"""More than fits where no page can be added."""


def tell(device: Device, words: str) -> None:
    """Say something to the database itself."""
    device.run(lambda one: one.exec_driver_sql(words).close())


@contextmanager
def full_disk(device: Device) -> Iterator[None]:
    """Leave the database no room to grow."""
    tell(device, "PRAGMA max_page_count = 1")
    yield
    tell(device, "PRAGMA max_page_count = 1000000")


@contextmanager
def broken(device: Device, table: str) -> Iterator[None]:
    """Have every write of one table end in an error that nobody foresaw."""
    for deed in ("INSERT", "UPDATE"):
        trigger = f"CREATE TEMP TRIGGER no_{deed} BEFORE {deed} ON main.{table}"
        tell(device, f"{trigger} BEGIN SELECT RAISE(ABORT, 'odd'); END")
    yield
    for deed in ("INSERT", "UPDATE"):
        tell(device, f"DROP TRIGGER no_{deed}")


def texts(device: Device) -> list[str]:
    """List the lines of the newest page."""
    listed = device.ask(DiaryListQuery())
    return [one.text for one in device.ask(DiaryPageQuery(listed[0].entry)).lines] if listed else []


def page_of(driver: AppDriver, key: str) -> Any:
    """Give the logic of a page."""
    return driver.app.shell.model(key)


def editor_of(driver: AppDriver) -> Any:
    """Give the editor of the diary page."""
    return page_of(driver, "diary").editor


@pytest.fixture
def handed_in(device: Device) -> str:
    """Give a page with one line that was handed in."""
    draft = device.do(WriteDiary("暖气不热"))
    device.do(SubmitDiary(draft.entry))
    return draft.entry


def test_a_draft_is_saved_at_quit_after_the_disk_was_full(
    driver: AppDriver, device: Device
) -> None:
    driver.go("diary")
    with full_disk(device):
        editor_of(driver).write(editor_of(driver).rows[0].key, LONG, 0)
        editor_of(driver).save()
        driver.settle()
    assert texts(device) == []
    editor_of(driver).save()
    driver.settle()
    assert texts(device) == [LONG]


def test_a_line_handed_in_is_saved_at_quit_after_the_disk_was_full(
    driver: AppDriver, device: Device, handed_in: str
) -> None:
    driver.go("diary", handed_in)
    with full_disk(device):
        editor_of(driver).write(editor_of(driver).rows[0].key, LONG, 0)
        editor_of(driver).save()
        driver.settle()
    assert texts(device) == ["暖气不热"]
    editor_of(driver).save()
    driver.settle()
    assert texts(device) == [LONG]


def test_a_draft_is_saved_at_quit_after_an_unforeseen_error(
    driver: AppDriver, device: Device, quiet: list[str]
) -> None:
    driver.go("diary")
    with broken(device, "diary_line"):
        editor_of(driver).write(editor_of(driver).rows[0].key, "雪大", 2)
        editor_of(driver).save()
        driver.settle()
    assert quiet
    quiet.clear()
    editor_of(driver).save()
    driver.settle()
    assert texts(device) == ["雪大"]


@pytest.mark.parametrize("is_new", [False, True])
def test_a_line_handed_in_is_saved_at_quit_after_an_unforeseen_error(
    driver: AppDriver, device: Device, handed_in: str, quiet: list[str], is_new: bool
) -> None:
    driver.go("diary", handed_in)
    editor = editor_of(driver)
    if is_new:
        editor.enter(editor.rows[0].key, 4)
    with broken(device, "diary_line"):
        editor.write(editor.rows[-1].key, "雪大", 2)
        editor.save()
        driver.settle()
    assert quiet
    quiet.clear()
    editor.save()
    driver.settle()
    assert texts(device)[-1] == "雪大"


def test_a_page_whose_change_is_refused_can_still_be_left(
    driver: AppDriver, device: Device, handed_in: str
) -> None:
    driver.go("diary", handed_in)
    editor = editor_of(driver)
    line = device.read("diary_line", editor.rows[0].id)
    device.seed("diary_line", editor.rows[0].id, {**line, "archived": True})
    editor.write(editor.rows[0].key, "雪大", 2)
    editor.save()
    driver.settle()
    page_of(driver, "diary").choose("new")
    driver.settle()
    assert editor.state.entry == ""


def test_what_joins_a_visit_is_saved_at_quit_after_it_was_refused(
    driver: AppDriver, device: Device
) -> None:
    driver.go("visit", GAO)
    driver.tap("outcome-met")
    model = page_of(driver, "visit")
    device.desk.is_closed = True
    model.setNote("药够")
    model._join()
    driver.settle()
    device.desk.is_closed = False
    driver.app.shell.rest()
    driver.settle()
    assert [one.note for one in visits(device)] == ["药够"]


def test_what_joins_a_visit_is_saved_at_quit_after_an_unforeseen_error(
    driver: AppDriver, device: Device, quiet: list[str]
) -> None:
    driver.go("visit", GAO)
    driver.tap("outcome-met")
    model = page_of(driver, "visit")
    with broken(device, "visit"):
        model.setNote("药够")
        model._join()
        driver.settle()
    assert quiet
    quiet.clear()
    driver.app.shell.rest()
    driver.settle()
    assert [one.note for one in visits(device)] == ["药够"]


def test_an_outcome_can_be_tapped_again_after_an_unforeseen_error(
    driver: AppDriver, device: Device, quiet: list[str]
) -> None:
    driver.go("visit", GAO)
    with broken(device, "visit"):
        driver.tap("outcome-met")
    assert quiet
    quiet.clear()
    page_of(driver, "visit").log("met")
    driver.settle()
    assert [one.outcome for one in visits(device)] == ["met"]


def test_words_before_an_outcome_that_was_not_saved_are_there_after_a_kill(
    device: Device, make_driver: MakeDriver, quiet: list[str]
) -> None:
    driver = make_driver()
    driver.go("visit", GAO)
    driver.type_text("说到一半", into="note")
    with broken(device, "visit"):
        driver.press(Qt.Key.Key_Escape)
        page_of(driver, "visit").log("met")
        driver.settle()
    assert quiet
    quiet.clear()
    driver.app.shell.rest()
    driver.settle()
    assert "说到一半" in device.ask(KeptTextQuery("visit:b2u3-502"))
