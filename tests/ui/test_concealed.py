"""Under the lock nothing of an open sheet is seen or touched, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from tests.devices import Device
from tests.ui.conftest import MakeDriver
from tests.ui.test_conflicts import seed_note
from ui.pictures import AppDriver

HOUSEHOLD = "h-b2u3-502"


@pytest.fixture
def writing(driver: AppDriver, device: Device) -> AppDriver:
    """Give a window in which words are being written in a sheet."""
    seed_note(device)
    driver.go("conflicts", "c2")
    driver.tap("ownWords")
    driver.type_text("abc")
    return driver


def seen(driver: AppDriver, path: Path) -> QImage:
    return QImage(str(driver.grab(path)))


def test_the_lock_looks_the_same_over_a_page_and_over_a_sheet(
    make_driver: MakeDriver, tmp_path: Path
) -> None:
    driver = make_driver()
    driver.go("household", HOUSEHOLD)
    driver.app.lock()
    over_the_page = seen(driver, tmp_path / "page.png")
    driver.app.shell.publish(is_locked=False)
    driver.tap("history")
    driver.app.lock()
    assert seen(driver, tmp_path / "sheet.png") == over_the_page


def test_no_digit_of_the_pin_goes_into_a_sheet(writing: AppDriver) -> None:
    writing.app.lock()
    writing.settle()
    writing.tap("1")
    writing.press(Qt.Key.Key_2)
    assert writing.find("pinPad").property("entered") == "12"


def test_what_was_written_in_a_sheet_waits_under_the_lock(writing: AppDriver) -> None:
    writing.app.lock()
    writing.settle()
    writing.tap("1")
    writing.app.shell.publish(is_locked=False)
    writing.settle()
    assert str(writing.find("ownText").property("text")).startswith("abc")
