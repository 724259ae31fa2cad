"""Everything a finger can do a keyboard can do, and one always sees where it is."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest

from tests.ui.kit.conftest import Stage, items_below, settle
from ui.gallery import SHEETS, sheet_names

TWO_BUTTONS = """Item {
    id: root
    property int pressed: 0
    Button { objectName: "one"; text: "一"; focus: true; onClicked: root.pressed += 1 }
    FieldButton { objectName: "two"; x: 200; text: "二"; onClicked: root.pressed += 10 }
}"""


def ring_of(item: QQuickItem) -> QQuickItem | None:
    """Find the focus ring that an item shows, if it does."""
    rings = [part for part in items_below(item) if part.objectName() == "focusRing"]
    return rings[0] if rings else None


def is_touchable(item: QQuickItem) -> bool:
    """Say whether an item is a control one presses or writes in."""
    return item.inherits("QQuickAbstractButton") or item.inherits("QQuickTextInput")


def test_tab_moves_the_ring(stage: Stage) -> None:
    stage.show(TWO_BUTTONS)
    QTest.keyClick(stage.view, Qt.Key.Key_Tab)
    settle()
    assert ring_of(stage.part("one")) is None
    assert ring_of(stage.part("two")) is not None


def test_a_tap_shows_no_ring(stage: Stage) -> None:
    stage.show(TWO_BUTTONS)
    centre = stage.part("two").mapToScene(stage.part("two").boundingRect().center()).toPoint()
    QTest.mouseClick(stage.view, Qt.MouseButton.LeftButton, pos=centre)
    settle()
    assert ring_of(stage.part("two")) is None
    assert stage.view.rootObject().property("pressed") == 10


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_space_and_enter_press(stage: Stage, key: Qt.Key) -> None:
    stage.show(TWO_BUTTONS)
    stage.part("one").forceActiveFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(stage.view, key)
    assert stage.view.rootObject().property("pressed") == 1


def test_the_ring_lies_outside_a_button_and_inside_a_row(stage: Stage) -> None:
    stage.show('Item { ListRow { objectName: "row"; title: "高"; width: 300 } }')
    stage.part("row").forceActiveFocus(Qt.FocusReason.TabFocusReason)
    settle()
    assert ring_of(stage.part("row")).property("inside") is True


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("sheet", sheet_names())
def test_tab_reaches_every_control_of_a_sheet_and_shows_it(
    stage: Stage, sheet: str, scale: float
) -> None:
    stage.theme.setProperty("textScale", scale)
    root = stage.show_file(SHEETS / f"{sheet}.qml")
    wanted = {
        item
        for item in items_below(root)
        if is_touchable(item) and item.property("focusPolicy") != Qt.FocusPolicy.NoFocus
    }
    if sheet == "OverSheet":
        return  # a modal dialog holds the focus; what lies below is out of reach on purpose
    reached: set[QQuickItem] = set()
    for _step in range(2 * len(wanted) + 10):
        QTest.keyClick(stage.view, Qt.Key.Key_Tab)
        item = stage.view.activeFocusItem()
        reached.add(item)
        if is_touchable(item):
            settle(1)
            assert ring_of(item) is not None, item.property("text")
    assert {item.property("text") for item in wanted - reached} == set()


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5])
@pytest.mark.parametrize("sheet", sheet_names())
def test_every_control_of_a_sheet_is_large_enough_and_named(
    stage: Stage, sheet: str, scale: float
) -> None:
    stage.theme.setProperty("textScale", scale)
    for item in items_below(stage.show_file(SHEETS / f"{sheet}.qml")):
        if item.inherits("QQuickAbstractButton"):
            assert min(item.width(), item.height()) >= 48, item.property("text")
            heard = QAccessible.queryAccessibleInterface(item)
            assert heard.text(QAccessible.Text.Name) != ""
