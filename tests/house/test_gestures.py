"""Nothing hides behind a hover, a long press or a drag: what cannot be tapped is not there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.sources import ROOT, name_of, tracked

_QML = [path for path in tracked("*.qml") if name_of(path).startswith("ui/")]
_GESTURE = re.compile(
    r"\b(?:HoverHandler|DragHandler|PinchHandler|WheelHandler|PointHandler|SwipeView|SwipeDelegate"
    r"|SwipeHandler|DragArea|DropArea|MultiPointTouchArea|ToolTip|SplitView"
    r"|onPressAndHold|onLongPressed|onDoubleClicked|onDoubleTapped|onHoveredChanged|onEntered"
    r"|onExited|containsMouse|hovered|onPositionChanged|drag\.\w+|Drag\.\w+)\b"
)
_HOVER_ON = re.compile(r"\bhoverEnabled:(?!\s*false\b)")
ALLOWED = {
    ("ui/qml/kit/PhotoView.qml", "PinchHandler"): "photoLarger, photoSmaller and + − do the same",
    ("ui/qml/kit/PhotoView.qml", "WheelHandler"): "photoLarger, photoSmaller and + − do the same",
}
"""What may stand where, and which taps and keys do the same."""


def gestures(path: Path) -> set[str]:
    """Name what a file wants done otherwise than by a tap or a key."""
    lines = [line.partition("//")[0] for line in path.read_text("utf-8").splitlines()]
    found = {name for line in lines for name in _GESTURE.findall(line)}
    return found | {"hoverEnabled" for line in lines if _HOVER_ON.search(line)}


@pytest.mark.parametrize("path", _QML, ids=name_of)
def test_a_tap_or_a_key_does_everything(path: Path) -> None:
    name = name_of(path)
    assert {one for one in gestures(path) if (name, one) not in ALLOWED} == set()


@pytest.mark.parametrize(("name", "gesture"), ALLOWED)
def test_what_is_excepted_is_still_there(name: str, gesture: str) -> None:
    assert gesture in gestures(ROOT / name)


@pytest.mark.parametrize(
    "words",
    [
        "HoverHandler { id: over }",
        "onPressAndHold: menu.open()",
        "visible: mouse.containsMouse",
        "hoverEnabled: true",
        "drag.target: card",
        "visible: row.hovered",
    ],
)
def test_the_guard_would_see_one(words: str, tmp_path: Path) -> None:
    path = tmp_path / "Hidden.qml"
    path.write_text(f"Item {{\n    {words}\n}}\n", "utf-8")
    assert gestures(path) != set()
