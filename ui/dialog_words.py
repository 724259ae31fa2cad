"""The words of Qt's own file dialog, where the desktop brings none: Qt has them in English.

They are a compiled file and not Python, since Qt also asks for words on threads of its own. Made
with `pyside6-lrelease resources/words/file_dialog.ts`.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QTranslator

from ui.icons import RESOURCES

WORDS_FILE = RESOURCES / "words" / "file_dialog.qm"


def speak_chinese(qt: QCoreApplication) -> None:
    """Have Qt's own dialogs speak Chinese from now on."""
    words = QTranslator(qt)
    words.load(str(WORDS_FILE))
    QCoreApplication.installTranslator(words)
