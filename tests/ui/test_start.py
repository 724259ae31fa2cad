"""The way to the lock: what it reads and what it leaves for later, in a program of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from fieldapp.gate import Home

TO_THE_LOCK = """
import json, sys
from pathlib import Path

connected = []
sys.addaudithook(lambda event, args: connected.append(event) if event == "socket.connect" else None)

from PySide6.QtGui import QGuiApplication
from fieldapp.gate import Home
from ui.app import open_window

app = open_window(Home(Path(sys.argv[1])))
pad = app.window.activeFocusItem()
at_lock = sorted(sys.modules)
while not app.ahead.is_read:
    QGuiApplication.processEvents()
print(json.dumps({
    "stage": app.shell.state.stage,
    "focus": pad.objectName() if pad else "",
    "at_lock": at_lock,
    "ahead": sorted(sys.modules),
    "connected": connected,
}))
app.close()
"""
QUIET = {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    home = Home(tmp_path_factory.mktemp("home"))
    for file in (home.keys_file, home.database_file, home.installation_file):
        file.write_bytes(b"{}")
    told = python("-c", TO_THE_LOCK, str(home.path))
    found: dict[str, list[str]] = json.loads(told)
    return found


def python(*arguments: str) -> str:
    return subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, **QUIET},
        cwd=Path(__file__).parents[2],
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def test_an_enrolled_home_opens_at_the_lock_with_the_pad_listening(
    start: dict[str, list[str]],
) -> None:
    assert (start["stage"], start["focus"]) == ("lock", "pinPad")


def test_the_lock_is_shown_without_what_only_work_needs(start: dict[str, list[str]]) -> None:
    heavy = {"sqlalchemy", "requests", "pypinyin", "msgspec", "cryptography", "fieldapp.session"}
    assert heavy.isdisjoint(start["at_lock"])


def test_behind_the_lock_everything_is_read_that_today_needs(start: dict[str, list[str]]) -> None:
    needed = {"sqlalchemy", "sqlcipher3", "fieldapp.store.keys", "ui.work", "ui.viewmodels.today"}
    assert needed <= set(start["ahead"])


def test_nothing_on_the_way_touches_the_network(start: dict[str, list[str]]) -> None:
    assert "requests" not in start["ahead"]
    assert start["connected"] == []


def test_the_console_needs_no_qt() -> None:
    program = "import sys; from ui.__main__ import main; main(['status', '--help'])"
    told = python("-c", program + "; print('with Qt' if 'PySide6' in sys.modules else 'without')")
    assert told.splitlines()[-1] == "without"
