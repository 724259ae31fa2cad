"""The demo with a display: a window per device, one shown at a time, the menu over each."""

from __future__ import annotations

import signal
import sys

from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtQml import QQmlComponent
from PySide6.QtQuick import QQuickItem

from ui import theme
from ui.app import FieldApp, fitting_size, report_bugs_to, settle_on_screen
from ui.demo.community import SECRETARY, STAND_IN, WORKER, Community
from ui.demo.devices import PIN, DemoDevice
from ui.dialog_words import speak_chinese
from ui.viewmodels.demo_menu import DemoMenuModel

MENU = theme.QML_FOLDER / "pages" / "DemoMenu.qml"
TITLES = {WORKER: "网格员 王海示例", STAND_IN: "替班 赵示例", SECRETARY: "书记 林示范"}
_WORDS = {WORKER: "换成王海示例", STAND_IN: "换成替班赵示例", SECRETARY: "换成书记"}
_CTRL_C_MS = 200


class DemoWindows(QObject):
    """The windows of the demo's devices, made when somebody first goes there."""

    def __init__(self, devices: dict[str, DemoDevice]) -> None:
        super().__init__()
        self.apps: dict[str, FieldApp] = {}
        self.menus: dict[str, DemoMenuModel] = {}
        self._devices = devices

    def show(self, key: str) -> None:
        """Bring one device's window to the front and put the others away."""
        app = self.apps.get(key) or self._open(key)
        assert app.window is not None
        for other in self.apps.values():
            if other is not app and other.window is not None:
                app.window.setGeometry(other.window.geometry())
                other.window.setVisible(False)
        app.window.show()
        app.window.requestActivate()

    def close(self) -> None:
        """Finish what is being saved on every device."""
        for app in self.apps.values():
            app.close()
        self.apps = {}

    def _open(self, key: str) -> FieldApp:
        device = self._devices[key]
        app = FieldApp(device.home, device.connect)
        report_bugs_to(app.bridge)
        app.start()
        width, height = fitting_size()
        window = app.load(width=width, height=height)
        settle_on_screen(window)
        window.setTitle(f"网格员工作本（演示）· {TITLES[key]}")
        self.apps[key] = app
        self._lay_menu(key, app)
        window.visibilityChanged.connect(self._look)
        return app

    def _lay_menu(self, key: str, app: FieldApp) -> None:
        others = tuple((other, _WORDS[other]) for other in _WORDS if other != key)
        menu = DemoMenuModel(TITLES[key], PIN, others, self.show, app.set_offline, app)
        self.menus[key] = menu
        app.shell.put("demo", menu)
        component = QQmlComponent(app.engine, QUrl.fromLocalFile(str(MENU)), app)
        item = component.createWithInitialProperties({"vm": menu})
        assert app.window is not None
        if not isinstance(item, QQuickItem):
            raise RuntimeError(f"the demo's menu does not load: {component.errorString()}")
        item.setParent(app.window)
        item.setParentItem(app.window.contentItem())

        def follow() -> None:
            menu.network_changed(app.shell.state.is_offline)
            shell = app.shell.state
            is_open = shell.stage == "open" and not shell.is_locked
            item.setProperty("isLocked", not is_open)

        app.shell.stateChanged.connect(follow)
        follow()

    def _look(self, _seen: QWindow.Visibility) -> None:
        """End when the window in front was closed, not when it was put away for another."""
        QTimer.singleShot(0, self, self._end_if_none)

    def _end_if_none(self) -> None:
        if not any(app.window is not None and app.window.isVisible() for app in self.apps.values()):
            QGuiApplication.quit()


def show(community: Community) -> int:
    """Open the worker's window and stay until it is closed; gives the exit code."""
    qt = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    qt.setApplicationName("fieldapp")
    speak_chinese(qt)
    qt.setProperty("quitOnLastWindowClosed", False)
    signal.signal(signal.SIGINT, lambda *_: QGuiApplication.quit())
    # Qt's loop is deaf to signals while it sleeps; a tick lets Python hear Ctrl-C.
    beat = QTimer(interval=_CTRL_C_MS)
    beat.timeout.connect(lambda: None)
    beat.start()
    windows = DemoWindows(community.devices)
    try:
        windows.show(WORKER)
        code = QGuiApplication.exec()
    finally:
        windows.close()
        signal.signal(signal.SIGINT, signal.default_int_handler)
    return int(code)
