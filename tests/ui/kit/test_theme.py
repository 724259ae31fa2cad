"""The theme can be changed while the window is open, and everything follows."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QColor

from tests.ui.kit.conftest import Stage, settle
from ui.theme import QML_FOLDER, Light, tokens

CARD = 'Item { Card { objectName: "card" } Icon { objectName: "icon"; name: "phone" } }'
LABEL = 'Item { HeadingLabel { objectName: "label"; text: "今天该去 9 户" } }'


@pytest.mark.parametrize("light", Light)
def test_a_new_light_recolours_what_is_shown(stage: Stage, light: Light) -> None:
    stage.show(CARD)
    stage.theme.setProperty("light", str(light))
    settle()
    assert stage.part("card").property("color") == QColor(tokens().colour("surface", light))


def test_an_icon_is_drawn_anew_in_a_new_light(stage: Stage) -> None:
    stage.show(CARD)
    before = stage.part("icon").property("source")
    stage.theme.setProperty("light", "dark")
    settle()
    assert stage.part("icon").property("source") != before


@pytest.mark.parametrize(("scale", "px", "line"), [(1.0, 22, 30), (1.25, 28, 38), (1.5, 33, 45)])
def test_text_grows_and_fills_exactly_its_line(
    stage: Stage, scale: float, px: int, line: int
) -> None:
    stage.theme.setProperty("textScale", scale)
    stage.show(LABEL)
    label = stage.part("label")
    assert (label.property("font").pixelSize(), label.height()) == (px, line)


def test_an_odd_text_scale_becomes_the_nearest_one(stage: Stage) -> None:
    stage.theme.setProperty("textScale", 1.3)
    assert stage.theme.property("textScale") == 1.25


def test_the_software_renderer_gets_no_motion(stage: Stage) -> None:
    assert stage.theme.property("durations") == {"pane": 0, "tick": 0, "press": 0}


def test_motion_can_be_allowed(stage: Stage) -> None:
    stage.theme.setProperty("reducedMotion", False)
    assert stage.theme.property("durations")["pane"] == 120


def test_every_colour_role_is_a_property_of_the_theme() -> None:
    text = (QML_FOLDER / "kit" / "Theme.qml").read_text(encoding="utf-8")
    for role in tokens().colours:
        assert role.endswith("BlueTint") or f"readonly property color {role}:" in text


def test_a_warning_of_the_engine_reaches_the_stage(stage: Stage, engine_words: list[str]) -> None:
    stage.show("Item { width: nobody.width }")
    assert any("nobody is not defined" in word for word in engine_words)
    engine_words.clear()


def test_gloves_make_doors_larger(stage: Stage) -> None:
    stage.show('Item { DoorCell { objectName: "door"; number: "502" } }')
    stage.theme.setProperty("gloves", True)
    settle()
    assert (stage.part("door").width(), stage.part("door").height()) == (96, 76)


def test_no_page_and_no_control_writes_a_colour_of_its_own() -> None:
    own = re.compile(r'"#[0-9A-Fa-f]{3,8}"|\bQt\.(rgba|lighter|darker|tint)\(')
    for path in QML_FOLDER.rglob("*.qml"):
        assert own.search(path.read_text(encoding="utf-8")) is None, path.name


def test_nothing_needs_a_shader() -> None:
    heavy = re.compile(r"QtQuick\.Effects|GraphicalEffects|ShaderEffect|layer\.enabled|MultiEffect")
    for path in QML_FOLDER.rglob("*.qml"):
        assert heavy.search(path.read_text(encoding="utf-8")) is None, path.name


def test_nobody_brings_in_another_style() -> None:
    for path in QML_FOLDER.rglob("*.qml"):
        assert "import QtQuick.Controls" not in path.read_text(encoding="utf-8"), path.name
