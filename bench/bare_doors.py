"""The floor of scrolling 装户图: a bare Flickable with as many plain rectangles, moved alike.

One bordered rectangle a door and nothing else: no number, name, mark, nothing recycled. Run in the
same process as the page, in software, it says what this machine's frames cost with nothing to do.
"""

from __future__ import annotations

import time

from PySide6.QtCore import QEventLoop, QTimer, QUrl
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickItem, QQuickWindow

_WAIT_MS = 2_000
_QML = """
import QtQuick
Window {
    width: 1280; height: 800; visible: true
    Flickable {
        objectName: "field"
        anchors.fill: parent
        anchors.leftMargin: 104; anchors.rightMargin: 376; anchors.topMargin: 120
        contentHeight: grid.height
        clip: true
        Grid {
            id: grid
            columns: 11; spacing: 4
            Repeater {
                model: %d
                Rectangle { width: 66; height: 48; border.width: 1; radius: 4 }
            }
        }
    }
}
"""


def bare_frames_ms(doors: int, frames: int, step_px: int) -> list[float]:
    """Scroll so many rectangles frame by frame; give the processor's milliseconds of each."""
    engine = QQmlApplicationEngine()
    engine.loadData((_QML % doors).encode(), QUrl("bare.qml"))
    window = engine.rootObjects()[0]
    assert isinstance(window, QQuickWindow)
    field = window.findChild(QQuickItem, "field")
    assert field is not None
    most = float(field.property("contentHeight")) - field.height()
    loop, watch = QEventLoop(), QTimer(singleShot=True, interval=_WAIT_MS)
    watch.timeout.connect(loop.quit)
    window.frameSwapped.connect(loop.quit)
    times_ms = []
    for frame in range(frames):
        start = time.process_time()
        field.setProperty("contentY", (frame * step_px) % most)
        watch.start()
        loop.exec()
        times_ms.append((time.process_time() - start) * 1000)
    window.frameSwapped.disconnect(loop.quit)
    window.close()
    return times_ms
