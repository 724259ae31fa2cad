"""A keyboard on the screen covers no field that is written in."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEventLoop, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem

from tests.ui.conftest import MakeDriver
from tests.ui.test_layout import HOUSEHOLD
from ui.pictures import LANDSCAPE, PORTRAIT, AppDriver

SIZES = pytest.mark.parametrize("size", [LANDSCAPE, PORTRAIT])
SCALES = pytest.mark.parametrize("scale", [1.0, 1.5])


def raise_keyboard(driver: AppDriver, share: float = 0.45) -> float:
    """Have a keyboard take the lower part of the window; gives where it begins."""
    width, height = driver.window.width(), driver.window.height()
    top = round(height * (1 - share))
    room = driver.window.findChild(QObject, "keyboardRoom")
    assert room is not None
    room.setProperty("keyboard", QRectF(0, top, width, height - top))
    loop = QEventLoop()
    QTimer.singleShot(150, loop.quit)
    loop.exec()
    driver.settle()
    return top


def opening(item: QQuickItem) -> QRectF:
    """Give what of the window is open where an item stands: within all that clips it."""
    window = item.window()
    left = QRectF(0, 0, window.width(), window.height())
    up = item.parentItem()
    while up is not None:
        if up.clip():
            left = left.intersected(up.mapRectToScene(up.boundingRect()))
        up = up.parentItem()
    return left


def is_seen(driver: AppDriver, top: float) -> bool:
    """Tell whether the cursor stands above the keyboard and within what is open."""
    field = driver.window.activeFocusItem()
    assert field is not None
    assert field.property("cursorPosition") is not None
    cursor = QGuiApplication.inputMethod().cursorRectangle()
    free = opening(field).intersected(QRectF(0, 0, driver.window.width(), top))
    return cursor.height() > 0 and free.contains(cursor)


@SIZES
@SCALES
def test_the_note_of_a_knock(make_driver: MakeDriver, size: tuple[int, int], scale: float) -> None:
    driver = make_driver(size=size, text_scale=scale)
    driver.go("visit", f"b2u3-502|{HOUSEHOLD}|door")
    driver.tap("note")
    assert is_seen(driver, raise_keyboard(driver))


@SIZES
@SCALES
def test_the_last_line_of_a_long_page(
    make_driver: MakeDriver, size: tuple[int, int], scale: float
) -> None:
    driver = make_driver(size=size, text_scale=scale)
    driver.go("diary")
    driver.tap("words-0")
    top = raise_keyboard(driver)
    for number in range(12):
        driver.type_text(f"line {number}")
        driver.press(Qt.Key.Key_Return)
    raise_keyboard(driver)
    assert driver.window.activeFocusItem().objectName() == "line-12"
    assert is_seen(driver, top)


@SIZES
@SCALES
def test_every_field_of_a_form(
    make_driver: MakeDriver, size: tuple[int, int], scale: float
) -> None:
    driver = make_driver(size=size, text_scale=scale)
    driver.go("forms", "resident:" + HOUSEHOLD)
    fields = [
        one.objectName() for one in driver.items() if one.property("cursorPosition") is not None
    ]
    assert len(fields) > 2
    for field in fields:
        driver.find(field).forceActiveFocus()
        assert is_seen(driver, raise_keyboard(driver)), field


@SIZES
def test_a_field_of_a_sheet(make_driver: MakeDriver, size: tuple[int, int]) -> None:
    driver = make_driver(size=size, text_scale=1.5)
    driver.go("me")
    driver.tap("openNote")
    driver.tap("noteText")
    top = raise_keyboard(driver)
    assert is_seen(driver, top)
    button = driver.find("noteDone")
    assert button.mapRectToScene(button.boundingRect()).bottom() <= top


def test_the_page_keeps_its_columns_under_a_keyboard(make_driver: MakeDriver) -> None:
    driver = make_driver(size=PORTRAIT)
    driver.go("visit", f"b2u3-502|{HOUSEHOLD}|door")
    raise_keyboard(driver, 0.5)
    assert driver.shows("nav-today")


def test_when_the_keyboard_goes_the_page_has_its_room_again(driver: AppDriver) -> None:
    driver.go("visit", f"b2u3-502|{HOUSEHOLD}|door")
    button = driver.find("nextDoor")
    before = button.mapRectToScene(button.boundingRect())
    assert before.bottom() > raise_keyboard(driver)
    assert button.mapRectToScene(button.boundingRect()).bottom() < before.top()
    raise_keyboard(driver, 0.0)
    assert button.mapRectToScene(button.boundingRect()) == before
