"""The real window without a display: driven by names as a person would, and drawn into pictures."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self, cast

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from PySide6.QtCore import QElapsedTimer, QEventLoop, QPointF, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlProperty, qmlContext
from PySide6.QtQuick import QQuickItem, QQuickWindow

from fieldapp.session import Connect, Home, Session
from ui.app import FieldApp
from ui.hand import tap, type_letter

LANDSCAPE, LAPTOP, PORTRAIT = (1280, 800), (1366, 768), (800, 1280)
_STILL_MS = 60
_LAYOUT_MS = 500
_PATIENCE_MS = 60_000


class AppDriver:
    """One window over an opened session (or over a home that has none yet)."""

    def __init__(
        self,
        session: Session | None = None,
        *,
        home: Home | None = None,
        connect: Connect | None = None,
        size: tuple[int, int] = LANDSCAPE,
        light: str = "light",
        text_scale: float = 1.0,
        syncs: bool = False,
    ) -> None:
        self._qt = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
        place = session.home if session is not None else home
        assert place is not None, "a driver needs a session or a home"
        self.app = FieldApp(place, connect, syncs=syncs)
        self.app.theme.setProperty("reducedMotion", True)
        self.dress(light=light, text_scale=text_scale)
        if session is None:
            self.app.start()
        else:
            self.app.enter(session)
        self.window: QQuickWindow = self.app.load(width=size[0], height=size[1])
        self.settle()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def dress(self, *, light: str | None = None, text_scale: float | None = None) -> None:
        """Change theme or text size."""
        if light is not None:
            self.app.theme.setProperty("light", light)
        if text_scale is not None:
            self.app.theme.setProperty("textScale", text_scale)

    def resize(self, size: tuple[int, int]) -> None:
        """Make the window this wide and high."""
        self.window.resize(*size)
        self.settle()

    def go(self, page: str, argument: str = "") -> None:
        """Open a page, as the rail or a link would."""
        if argument:
            self.app.shell.open(page, argument)
        else:
            self.app.shell.go(page)
        self.settle()

    def tap(self, name: str) -> None:
        """Press the control of this object name or, failing that, of this word.

        Raises LookupError when no such control is on the screen.
        """
        item = self.find(name)
        self._bring_into_view(item)
        tap(self.window, self._middle(item))
        self.settle()

    def type_text(self, text: str, into: str = "") -> None:
        """Type into the control of that name, or wherever the cursor stands."""
        if into:
            self.tap(into)
        focused = self.window.activeFocusItem()
        for letter in text:
            if ord(letter) < 128:
                type_letter(self.window, letter)
            elif focused is not None:
                # As an input method commits it; there is no key for 高.
                position = int(focused.property("cursorPosition"))
                _insert(focused, position, letter)
        self.settle()

    def replace_text(self, text: str, into: str) -> None:
        """Put a text in place of what a field holds, as select-all and typing does."""
        self.tap(into)
        self.find(into).setProperty("text", text)
        self.settle()

    def press(
        self,
        key: Qt.Key,
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        """Press one key, shortcuts included."""
        # Here, because it brings all of Qt's widgets with it, and the demo presses no keys.
        from PySide6.QtTest import QTest

        QTest.keyClick(self.window, key, modifiers)
        self.settle()

    def shows(self, name: str) -> bool:
        """Whether a control of this name or word is on the screen."""
        return next(self._named(name), None) is not None

    def find(self, name: str) -> QQuickItem:
        """Give the item on the screen with this object name, else with this word."""
        found = next(self._named(name), None)
        if found is None:
            raise LookupError(f"no control {name!r} on page {self.app.shell.state.page!r}")
        return found

    def words(self) -> list[str]:
        """List every word on the screen, in the order of the scene."""
        texts = (item.property("text") for item in self.items() if _is_text(item))
        return [text for text in texts if text]

    def items(self) -> Iterator[QQuickItem]:
        """Walk all items that are on the screen, parents first."""
        yield from _walk(self.window.contentItem())

    def wait_for(self, is_so: Callable[[], bool], what: str = "it") -> None:
        """Wait until something is so. Raises TimeoutError."""
        patience = QElapsedTimer()
        patience.start()
        while not is_so():
            if patience.hasExpired(_PATIENCE_MS):
                raise TimeoutError(f"waited in vain for {what}")
            _run_events(10)

    def settle(self) -> None:
        """Wait until the desk has answered everything and nothing moves."""
        patience, still = QElapsedTimer(), QElapsedTimer()
        patience.start()
        still.start()
        while not still.hasExpired(_STILL_MS):
            _run_events(8)
            if self.app.bridge.under_way:
                still.restart()
            if patience.hasExpired(_PATIENCE_MS):
                raise TimeoutError("the window does not come to rest")

    def grab(self, path: Path) -> Path:
        """Draw the window into a PNG; gives its path."""
        self.settle()
        grab(self.window, path)
        return path

    def close(self) -> None:
        """Close window and session."""
        self.app.close()
        _run_events(0)
        self.app.deleteLater()
        _run_events(20)

    def _named(self, name: str) -> Iterator[QQuickItem]:
        items = [item for item in self.items() if item.isEnabled()]
        touched = [item for item in items if _is_touched(item)]
        yield from (item for item in items if item.objectName() == name)
        yield from (item for item in touched if accessible_name(item) == name)
        yield from (item for item in touched if item.property("text") == name)
        yield from (item for item in items if accessible_name(item) == name)
        yield from (item for item in items if item.property("text") == name)

    def _middle(self, item: QQuickItem) -> QPointF:
        return item.mapToScene(QPointF(item.width() / 2, item.height() / 2))

    def _bring_into_view(self, item: QQuickItem) -> None:
        """Scroll to an item; what it stands in may be measured a frame later than laid out."""
        panes = [one for one in _above(item) if one.inherits("QQuickFlickable")]
        patience = QElapsedTimer()
        patience.start()
        is_seen = False
        while not is_seen and not patience.hasExpired(_LAYOUT_MS):
            seen = [_scroll_to(pane, item) for pane in panes]
            is_seen = all(seen)
            _run_events(8)
        self.settle()


def grab(window: QQuickWindow, path: Path) -> None:
    """Draw a window into a PNG. Raises OSError when it cannot be written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not window.grabWindow().save(str(path)):
        raise OSError(f"cannot write {path.name}")


def _walk(item: QQuickItem) -> Iterator[QQuickItem]:
    if not item.isVisible():
        return
    yield item
    for child in item.childItems():
        yield from _walk(child)


def accessible_name(item: QQuickItem) -> str:
    """Give what a screen reader says of an item, or ""."""
    context = qmlContext(item)
    if context is None:
        return ""
    return str(QQmlProperty.read(item, "Accessible.name", context) or "")


def _is_touched(item: QQuickItem) -> bool:
    kinds = ("QQuickAbstractButton", "QQuickComboBox", "QQuickTextInput", "QQuickTextEdit")
    return any(item.inherits(kind) for kind in kinds)


def _is_text(item: QQuickItem) -> bool:
    return item.inherits("QQuickText") or item.inherits("QQuickTextInput")


def _insert(item: QQuickItem, position: int, letter: str) -> None:
    text = str(item.property("text"))
    item.setProperty("text", text[:position] + letter + text[position:])
    item.setProperty("cursorPosition", position + len(letter.encode("utf-16-le")) // 2)


def _above(item: QQuickItem) -> Iterator[QQuickItem]:
    parent = cast("QQuickItem | None", item.parentItem())
    while parent is not None:
        yield parent
        parent = cast("QQuickItem | None", parent.parentItem())


def _scroll_to(flickable: QQuickItem, item: QQuickItem) -> bool:
    """Scroll so that an item is seen; tell whether its middle is."""
    content = flickable.property("contentItem")
    top = item.mapToItem(content, QPointF(0, 0)).y()
    shown, height = float(flickable.property("contentY")), flickable.height()
    if top < shown or top + item.height() > shown + height:
        most = max(0.0, float(flickable.property("contentHeight")) - height)
        origin = float(flickable.property("originY") or 0.0)
        flickable.setProperty("contentY", origin + min(most, max(0.0, top - height / 3)))
    middle = top + item.height() / 2 - float(flickable.property("contentY"))
    return 0 <= middle <= height


def _run_events(ms: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()
