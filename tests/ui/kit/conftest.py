"""A stage for the kit: a window with the theme, that fails the test on any word from the engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop, QTimer, QtMsgType, QUrl, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickItem, QQuickView

from ui.theme import ThemeSource, install

SETTLE_MS = 15
# What the platform says about itself and no QML file can change.
ABOUT_THE_PLATFORM = ("This plugin does not support", "propagateSizeHints")


def settle(ms: int = SETTLE_MS) -> None:
    """Let bindings, layouts and late warnings arrive."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def items_below(item: QQuickItem) -> Iterator[QQuickItem]:
    """Walk the shown items, the root included; delegates are found no other way."""
    if item.isVisible():
        yield item
        for child in item.childItems():
            yield from items_below(child)


class Stage:
    """One window and what stands in it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.view = QQuickView()
        self.view.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
        self.theme: ThemeSource = install(self.view.engine())
        self.view.resize(1280, 800)
        self.view.show()
        self.view.requestActivate()

    def show(self, qml: str) -> QQuickItem:
        """Show what the words describe, with the kit imported; gives the root item."""
        path = self._folder / "Shown.qml"
        path.write_text(
            f"import QtQuick\nimport QtQuick.Layouts\nimport kit\n\n{qml}\n", encoding="utf-8"
        )
        self.view.engine().clearComponentCache()
        return self.show_file(path)

    def show_file(self, path: Path) -> QQuickItem:
        """Show a QML file; gives the root item."""
        self.view.setSource(QUrl.fromLocalFile(str(path)))
        settle()
        root = self.view.rootObject()
        assert root is not None, [error.toString() for error in self.view.errors()]
        return root

    def part(self, name: str) -> QQuickItem:
        """Find the one shown item with an objectName."""
        root = self.view.rootObject()
        (found,) = [item for item in items_below(root) if item.objectName() == name]
        return found


@pytest.fixture
def engine_words() -> Iterator[list[str]]:
    """Collect what Qt says while the test runs, and fail if it was anything."""
    words: list[str] = []

    def take(kind: QtMsgType, _context: object, message: str) -> None:
        if kind != QtMsgType.QtDebugMsg and not message.startswith(ABOUT_THE_PLATFORM):
            words.append(message)

    before = qInstallMessageHandler(take)
    yield words
    settle()
    qInstallMessageHandler(before)
    assert words == []


@pytest.fixture
def stage(qapp: QGuiApplication, engine_words: list[str], tmp_path: Path) -> Iterator[Stage]:
    """Give an empty window with the kit at hand."""
    stage = Stage(tmp_path)
    yield stage
    stage.view.close()
    stage.view.setSource(QUrl())
    stage.view.deleteLater()
