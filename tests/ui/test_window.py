"""The window on its screen, and what Qt itself says in it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtQuick import QQuickWindow
from pytestqt.qtbot import QtBot

from ui.app import TABLET, settle_on_screen
from ui.dialog_words import WORDS_FILE


def test_a_screen_no_larger_than_a_tablet_is_taken_whole(qtbot: QtBot) -> None:
    window = QQuickWindow()
    assert window.screen().availableGeometry().width() <= TABLET[0]
    settle_on_screen(window)
    assert window.visibility() == QQuickWindow.Visibility.Maximized
    window.close()


@pytest.mark.parametrize(
    ("context", "source", "word"),
    [
        ("FileDialog", "File name", "文件名"),
        ("QPlatformTheme", "Cancel", "算了"),
        ("QStandardPaths", "Desktop", "桌面"),
    ],
)
def test_qts_own_file_dialog_speaks_chinese(
    qtbot: QtBot, context: str, source: str, word: str
) -> None:
    words = QTranslator()
    assert words.load(str(WORDS_FILE))
    assert words.translate(context, source) == word
