"""A bare Qt Quick window with one word on it: the floor of the first useful screen."""

from __future__ import annotations

import sys

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

_QML = """
import QtQuick
Window {
    width: 1280; height: 800; visible: true
    Text { anchors.centerIn: parent; text: "今天" }
}
"""


def main() -> int:
    """Draw one frame, say so and end; with `--stay` go on."""
    application = QGuiApplication(sys.argv)
    engine = QQmlApplicationEngine()
    engine.loadData(_QML.encode(), QUrl("bare.qml"))
    window = engine.rootObjects()[0]
    assert isinstance(window, QQuickWindow)

    def drawn() -> None:
        print("drawn", flush=True)
        if "--stay" not in sys.argv:
            QTimer.singleShot(0, application, application.quit)

    window.frameSwapped.connect(drawn)
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
