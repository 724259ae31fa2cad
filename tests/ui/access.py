"""Finds what a finger or a screen reader cannot use on a screen: too small, nameless, silent."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtQml import QQmlProperty, qmlContext
from PySide6.QtQuick import QQuickItem, QQuickWindow

Role = QAccessible.Role
Says = QAccessible.Text

LEAST, MAIN = 48.0, 72.0
"""Pixels at 100 % that a finger needs in both directions, and the height of the main action."""
_KINDS = ("AbstractButton", "ComboBox", "TextField", "TextArea", "MouseArea")
_FITTING = {
    "QQuickAbstractButton": {
        Role.Button,
        Role.CheckBox,
        Role.RadioButton,
        Role.ListItem,
        Role.PageTab,
    },
    "QQuickComboBox": {Role.ComboBox},
    "QQuickTextField": {Role.EditableText},
    "QQuickTextArea": {Role.EditableText},
    "QQuickMouseArea": {Role.Button},
}
# A letter of the pad, a digit of the PIN, the number of a door, a file, or words of ours.
_SPEAKS = re.compile(r"^[A-Z0-9][0-9-]*$|^PIN$|^[\w-]+\.[a-z]{3,4}，|[\u3400-\u9fff]")
_MAIN_KINDS = ("FieldButton", "PrimaryButton")
_TICKED, _PICKED = ("chosen", "shown", "checked"), ("selected", "current")


def touched(window: QQuickWindow) -> list[QQuickItem]:
    """List all that takes a tap in a window, dialogs over it included."""
    return [one for one in _shown(window.contentItem()) if _kind(one)]


def faults(window: QQuickWindow, scale: float = 1.0) -> list[str]:
    """Say what is wrong with the controls of a window, one sentence each."""
    return [f"{_called(one)}: {fault}" for one in touched(window) for fault in _of_one(one, scale)]


def _of_one(item: QQuickItem, scale: float) -> Iterator[str]:
    takes_taps = item.isEnabled() and not _is_for_reading(item)
    yield from _size(item, scale) if takes_taps else ()
    # What is touched anywhere on a curtain is the curtain.
    spoken = item.parentItem() if item.inherits("QQuickMouseArea") else item
    heard = QAccessible.queryAccessibleInterface(spoken)
    if heard is None:
        yield "no screen reader meets it"
        return
    if not _SPEAKS.search(heard.text(Says.Name)):
        yield f"is called {heard.text(Says.Name)!r}"
    if takes_taps and heard.role() not in _FITTING[_kind(item)]:
        yield f"is a {heard.role().name}"
    yield from _state(item, heard)


def _is_for_reading(item: QQuickItem) -> bool:
    return item.property("interactive") is False or item.property("isLandmark") is True


def _size(item: QQuickItem, scale: float) -> Iterator[str]:
    width, height = item.width(), item.height()
    if min(width, height) < LEAST:
        yield f"is {width:.0f}x{height:.0f}"
    is_main = _called(item).startswith(_MAIN_KINDS) and item.property("filled") is True
    if is_main and height < MAIN * scale:
        yield f"is a main action of {height:.0f}"


def _state(item: QQuickItem, heard: QAccessibleInterface) -> Iterator[str]:
    state = heard.state()
    if bool(state.disabled) == item.isEnabled():
        yield "does not say whether it can be used"
    if item.property("checkable") and not state.checkable:
        yield "does not say that it can be ticked"
    ticked = _is_any(item, _TICKED)
    if state.checkable and ticked is not None and bool(state.checked) != ticked:
        yield "does not say whether it is ticked"
    elif item.isEnabled() and ticked and not (state.checked or state.selected):
        yield "does not say that it is chosen"
    if _is_any(item, _PICKED) and not state.selected:
        yield "does not say that it is selected"
    if item.inherits("QQuickComboBox"):
        yield from _choice(item, heard)


def _choice(item: QQuickItem, heard: QAccessibleInterface) -> Iterator[str]:
    """Qt Quick has no state of being open, so it is said in words, as the choice itself is."""
    said = heard.text(Says.Description)
    if str(item.property("displayText")) not in said:
        yield "does not say what is chosen"
    if ("打开着" in said) != _is_open(item):
        yield "does not say whether it is open"


def _is_open(choice: QQuickItem) -> bool:
    context = qmlContext(choice)
    return context is not None and bool(QQmlProperty.read(choice, "popup.visible", context))


def _is_any(item: QQuickItem, names: tuple[str, ...]) -> bool | None:
    values = [item.property(name) for name in names]
    known = [value for value in values if isinstance(value, bool)]
    return any(known) if known else None


def _kind(item: QQuickItem) -> str:
    return next((f"QQuick{kind}" for kind in _KINDS if item.inherits(f"QQuick{kind}")), "")


def _called(item: QQuickItem) -> str:
    kind = item.metaObject().className().partition("_QML")[0]
    return f"{kind} {item.objectName() or item.property('text')!r}"


def _shown(item: QQuickItem) -> Iterator[QQuickItem]:
    if not item.isVisible() or item.opacity() == 0:
        return
    yield item
    for child in item.childItems():
        yield from _shown(child)
