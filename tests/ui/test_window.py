"""The window on its screen, and what Qt itself says in it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtQuick import QQuickWindow
from pytestqt.qtbot import QtBot

from ui.app import TABLET, settle_on_screen
from ui.dialog_words import WORDS_FILE
from ui.pictures import AppDriver


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


def test_what_was_said_before_the_lock_is_not_read_under_it(driver: AppDriver) -> None:
    driver.app.shell.say("高玉芬家的没有存上。")
    driver.app.lock()
    driver.settle()
    assert not any("高玉芬" in word for word in driver.words())
    driver.app.shell.publish(is_locked=False)
    driver.settle()
    assert "高玉芬家的没有存上。" in driver.words()
