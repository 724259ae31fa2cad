"""Every control loads in silence, is large enough to touch and has a name."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible

from tests.ui.kit.conftest import Stage
from tests.ui.kit.controls import NOT_SPECIMENS, SPECIMENS, Specimen
from ui.theme import QML_FOLDER, Light

TOUCHED = [specimen for specimen in SPECIMENS if specimen.is_touched]
SPOKEN = [specimen for specimen in SPECIMENS if specimen.role is not None]


def staged(specimen: Specimen) -> str:
    """Set the control into an item, as a page does, so that it keeps its own size."""
    body = specimen.qml.replace("{", '{ objectName: "specimen"; ', 1)
    return f"Item {{ {body} }}"


def test_every_control_has_its_specimen() -> None:
    controls = {path.stem for path in (QML_FOLDER / "kit").glob("*.qml")}
    assert controls == {specimen.control for specimen in SPECIMENS} | NOT_SPECIMENS


def test_every_control_is_announced_by_the_module() -> None:
    listed = (QML_FOLDER / "kit" / "qmldir").read_text(encoding="utf-8")
    for path in (QML_FOLDER / "kit").glob("*.qml"):
        assert f"{path.stem} 1.0 {path.name}" in listed


@pytest.mark.parametrize("specimen", SPECIMENS, ids=str)
def test_a_control_loads_in_every_light_and_size_without_a_warning(
    stage: Stage, specimen: Specimen
) -> None:
    stage.show(staged(specimen))
    for light in Light:
        stage.theme.setProperty("light", str(light))
    for scale in (1.25, 1.5):
        stage.theme.setProperty("textScale", scale)
    assert stage.part("specimen").isVisible()


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("specimen", TOUCHED, ids=str)
def test_what_is_touched_is_large_enough(stage: Stage, specimen: Specimen, scale: float) -> None:
    stage.theme.setProperty("textScale", scale)
    stage.show(staged(specimen))
    item = stage.part("specimen")
    assert min(item.width(), item.height()) >= 48 * scale


@pytest.mark.parametrize("specimen", SPOKEN, ids=str)
def test_a_screen_reader_hears_what_a_control_is(stage: Stage, specimen: Specimen) -> None:
    stage.show(staged(specimen))
    heard = QAccessible.queryAccessibleInterface(stage.part("specimen"))
    assert (heard.role(), heard.text(QAccessible.Text.Name)) == (specimen.role, specimen.name)
