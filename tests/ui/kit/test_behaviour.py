"""What the controls do when they are touched, typed into or turned."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QObject, QPointF, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest

from tests.ui.kit.conftest import Stage, items_below, settle
from ui.gallery import Shot, draw, shots
from ui.text import NO_BREAK
from ui.theme import Light

ORIGIN = QPointF(0, 0)
SHELL = """Shell {
    id: shell
    property string went: ""
    property int covered: 0
    items: [{ key: "today", text: "今天", icon: "today" },
            { key: "cover", text: "遮一下", icon: "cover", foot: true }]
    current: "today"
    isDemo: true
    onNavigate: key => shell.went = key
    onCover: shell.covered += 1
    Page { anchors.fill: parent; title: "今天"; objectName: "page" }
}"""
COLUMNS = """Shell { items: []; TwoColumns {
    objectName: "columns"
    leftItems: BodyLabel { objectName: "left"; text: "左" }
    rightItems: BodyLabel { objectName: "right"; text: "右" }
    actions: PrimaryButton { objectName: "act"; text: "去" } } }"""


def tap(stage: Stage, name: str) -> None:
    item = stage.part(name)
    centre = item.mapToScene(item.boundingRect().center()).toPoint()
    QTest.mouseClick(stage.view, Qt.MouseButton.LeftButton, pos=centre)
    settle()


def press(stage: Stage, digits: str) -> None:
    for digit in digits:
        QTest.keyClick(stage.view, digit)


def type_into(stage: Stage, text: str) -> None:
    """Type as an input method does: a rare character is two units and one commit."""
    for character in text:
        event = QInputMethodEvent("", [])
        event.setCommitString(character)
        QCoreApplication.sendEvent(stage.view.activeFocusItem(), event)
    settle()


@pytest.mark.parametrize("control", ["TextField", "TextArea"])
def test_a_limit_counts_characters_as_people_do(stage: Stage, control: str) -> None:
    stage.show(f'{control} {{ objectName: "field"; limit: 2; spoken: "名"; focus: true }}')
    stage.part("field").forceActiveFocus()
    type_into(stage, "吕𬭎明")
    assert stage.part("field").property("text") == "吕𬭎"


def test_a_limit_keeps_what_stands_behind_the_cursor(stage: Stage) -> None:
    stage.show('TextField { objectName: "field"; limit: 3; text: "高玉芬"; spoken: "名" }')
    field = stage.part("field")
    field.forceActiveFocus()
    field.setProperty("cursorPosition", 1)
    type_into(stage, "晓")
    assert field.property("text") == "高玉芬"


def test_clearing_the_search_tells_and_stays(stage: Stage) -> None:
    stage.show('SearchField { objectName: "field"; text: "gyf"; width: 400; spoken: "找" }')
    cleared: list[bool] = []
    stage.part("field").cleared.connect(lambda: cleared.append(True))
    (button,) = [
        item for item in items_below(stage.part("field")) if item.inherits("QQuickAbstractButton")
    ]
    button.setObjectName("clear")
    tap(stage, "clear")
    assert cleared == [True]
    assert stage.part("field").property("text") == ""
    assert stage.part("field").hasActiveFocus()


def test_six_digits_complete_a_pin(stage: Stage) -> None:
    stage.show(
        'Item { id: root; property string pin; PinPad { objectName: "pad"; focus: true;'
        ' prompt: "PIN"; onCompleted: given => root.pin = given } }'
    )
    stage.part("pad").forceActiveFocus()
    press(stage, "1234567")
    assert stage.view.rootObject().property("pin") == "123456"


def test_a_wrong_digit_is_taken_back(stage: Stage) -> None:
    stage.show('PinPad { objectName: "pad"; focus: true; prompt: "PIN" }')
    stage.part("pad").forceActiveFocus()
    press(stage, "12")
    QTest.keyClick(stage.view, Qt.Key.Key_Backspace)
    assert stage.part("pad").property("entered") == "1"


def test_the_letter_pad_turns_to_digits_and_back(stage: Stage) -> None:
    stage.show('LetterPad { objectName: "pad"; width: 500 }')
    letters = _words(stage)
    stage.part("pad").setProperty("showsDigits", True)
    settle()
    assert "A" in letters
    assert "A" not in _words(stage)
    assert "7" in _words(stage)


def _words(stage: Stage) -> set[str]:
    return {
        item.property("text")
        for item in items_below(stage.view.rootObject())
        if item.inherits("QQuickAbstractButton")
    }


def test_a_place_is_reached_by_one_tap(stage: Stage) -> None:
    root = stage.show(SHELL)
    tap(stage, "nav-today")
    assert root.property("went") == "today"


def test_cover_hides_everything_and_a_tap_brings_it_back(stage: Stage) -> None:
    root = stage.show(SHELL)
    tap(stage, "nav-cover")
    assert (root.property("isCovered"), root.property("covered")) == (True, 1)
    QTest.mouseClick(stage.view, Qt.MouseButton.LeftButton, pos=stage.view.geometry().center())
    assert root.property("isCovered") is False


def test_the_curtain_shows_nothing_of_the_page(stage: Stage) -> None:
    root = stage.show(SHELL)
    root.setProperty("isCovered", True)
    settle()
    picture = stage.view.grabWindow()
    assert picture.pixelColor(130, 30) == picture.pixelColor(5, 5)


def test_escape_twice_draws_the_curtain(stage: Stage) -> None:
    root = stage.show(SHELL)
    QTest.keyClick(stage.view, Qt.Key.Key_Escape)
    assert root.property("isCovered") is False
    QTest.keyClick(stage.view, Qt.Key.Key_Escape)
    assert root.property("isCovered") is True


def test_demo_data_are_named_in_landscape_and_portrait(stage: Stage) -> None:
    stage.show(SHELL)
    for width, height in ((1280, 800), (800, 1280)):
        stage.view.resize(width, height)
        settle()
        shown = [str(item.property("text")) for item in items_below(stage.view.rootObject())]
        assert any("演示数据" in text.replace(NO_BREAK, "") for text in shown)


@pytest.mark.parametrize(
    ("width", "height", "scale"), [(800, 1280, 1.0), (1280, 800, 1.5)], ids=["portrait", "150"]
)
def test_two_columns_become_one(stage: Stage, width: int, height: int, scale: float) -> None:
    stage.show(COLUMNS)
    assert stage.part("right").mapToScene(ORIGIN).x() > stage.part("left").mapToScene(ORIGIN).x()
    stage.theme.setProperty("textScale", scale)
    stage.view.resize(width, height)
    settle()
    left, right = stage.part("left").mapToScene(ORIGIN), stage.part("right").mapToScene(ORIGIN)
    assert left.x() == right.x()
    assert right.y() > left.y()


def test_a_covering_detail_hides_the_list_in_one_column(stage: Stage) -> None:
    stage.show(COLUMNS)
    stage.part("columns").setProperty("covers", True)
    stage.part("columns").setProperty("opened", True)
    stage.view.resize(800, 1280)
    settle()
    shown = {item.objectName() for item in items_below(stage.view.rootObject())}
    assert {"right", "act"} <= shown
    assert "left" not in shown


def test_a_dialog_closes_on_escape(stage: Stage) -> None:
    stage.show(
        'Item { Dialog { id: dialog; objectName: "dialog"; title: "清空？";'
        " Component.onCompleted: open() } }"
    )
    dialog = stage.view.rootObject().findChild(QObject, "dialog")
    assert dialog.property("opened") is True
    QTest.keyClick(stage.view, Qt.Key.Key_Escape)
    settle()
    assert dialog.property("opened") is False


def test_a_list_of_choices_opens_and_chooses_by_keyboard(stage: Stage) -> None:
    stage.show('Item { Select { objectName: "select"; model: ["乙1", "甲2"]; spoken: "哪一栋" } }')
    stage.part("select").forceActiveFocus(Qt.FocusReason.TabFocusReason)
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(stage.view, key)
        settle()
    assert stage.part("select").property("currentText") == "甲2"


def test_a_choice_bound_to_a_model_is_not_changed_by_the_tap_itself(stage: Stage) -> None:
    stage.show('Item { FilterChip { objectName: "chip"; text: "独居"; chosen: true } }')
    tap(stage, "chip")
    assert stage.part("chip").property("shown") is True


def test_the_gallery_draws_a_picture_that_is_not_blank(stage: Stage, tmp_path: object) -> None:
    shot = Shot("StatesSheet", Light.DARK, 1.25, (1280, 800))
    draw(stage.view, stage.theme, shot, tmp_path)
    picture = stage.view.grabWindow()
    colours = {picture.pixelColor(x, y).name() for x in range(0, 1280, 8) for y in range(0, 800, 8)}
    assert len(colours) > 8


def test_the_gallery_covers_every_light_and_size() -> None:
    drawn = {(shot.light, shot.text_scale) for shot in shots()}
    assert len(drawn) == 9


def test_a_rare_surname_stands_whole_in_its_circle(stage: Stage) -> None:
    stage.show('Item { Avatar { text: "𬭎示例" } }')
    shown = [item.property("text") for item in items_below(stage.view.rootObject())]
    assert "𬭎" in shown
