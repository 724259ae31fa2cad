"""The signs are of one style, take any role's colour, and are all there."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor

from ui.icons import MARK_PREFIX, IconProvider, drawn, icon_names, mark_names, svg_text
from ui.theme import Light, tokens

DESIGNED = """
    today doors diary issues find sync me cover review coverage knock phone pen check cross plus
    more back forward down undo lock hint promise history people household wish errand flag campaign
    snow at camera mic clock battery disk inbox usb lan offline download print list filter backspace
    landmark emergency handover
""".split()
MARKS = """
    overdue due met away refused vacant stored delivered posted read grade1 grade2 grade3 grade4
""".split()


def test_every_designed_icon_is_drawn() -> None:
    assert set(DESIGNED) <= set(icon_names())


def test_every_state_has_its_mark() -> None:
    assert sorted(MARKS) == sorted(mark_names())


@pytest.mark.parametrize("name", icon_names())
def test_an_icon_keeps_to_the_style(name: str) -> None:
    root = ET.fromstring(svg_text(name))
    style = {key: root.get(key) for key in ("viewBox", "stroke", "stroke-width", "fill")}
    assert style == {
        "viewBox": "0 0 24 24",
        "stroke": "currentColor",
        "stroke-width": "2",
        "fill": "none",
    }
    assert (root.get("stroke-linecap"), root.get("stroke-linejoin")) == ("round", "round")


@pytest.mark.parametrize("name", [*icon_names(), *(MARK_PREFIX + mark for mark in mark_names())])
def test_a_drawing_is_not_empty_and_stays_within_its_square(name: str) -> None:
    image = drawn(name, "#000000", "#FFFFFF", 48)
    inked = [image.pixelColor(x, y).alpha() > 40 for x in range(48) for y in range(48)]
    assert sum(inked) > 60
    rim = [image.pixelColor(x, y).alpha() for x in range(48) for y in (0, 47)]
    rim += [image.pixelColor(x, y).alpha() for x in (0, 47) for y in range(48)]
    assert max(rim) < 128 or name.startswith(MARK_PREFIX)


def test_no_two_drawings_are_the_same() -> None:
    drawings = [svg_text(name) for name in icon_names()]
    assert len(set(drawings)) == len(drawings)


@pytest.mark.parametrize("light", Light)
def test_the_address_decides_the_colour(light: Light) -> None:
    provider = IconProvider(tokens().colour)
    size = QSize()
    image = provider.requestImage(f"mark-posted/accent/20/{light}", size, QSize())
    assert (size.width(), size.height()) == (20, 20)
    assert image.pixelColor(10, 10) == QColor(tokens().colour("accent", light))


@pytest.mark.parametrize("address", ["nobody/ink/20/light", "phone/nobody/20/light", "phone", ""])
def test_an_unknown_address_gives_no_picture(address: str) -> None:
    assert IconProvider(tokens().colour).requestImage(address, QSize(), QSize()).isNull()
