"""A second start over a home that is open: its window comes forward and takes the file."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Timer

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from fieldapp.gate import Home
from tests.bundles.team import Team
from tests.ui.conftest import Opened
from ui import second_start
from ui.pictures import AppDriver
from ui.second_start import Doorbell, is_taken_over, place_of
from ui.viewmodels.stick import StickModel

FIRST = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from fieldapp.gate import Home
from ui.app import open_window

app = open_window(Home(Path(sys.argv[1])))
app.window.showMinimized()

def listens():
    if app.bell is None:
        QTimer.singleShot(20, listens)
        return
    app.bell.rung.connect(lambda _: print(app.brought, app.window.visibility().name, flush=True))
    print(app.bell.is_listening, flush=True)

QTimer.singleShot(0, listens)
QGuiApplication.exec()
"""
QUIET = {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
ROOT = Path(__file__).parents[2]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Give a home that opens at the lock."""
    made = Home(tmp_path / "home")
    made.prepare()
    for file in (made.keys_file, made.database_file, made.installation_file):
        file.write_bytes(b"{}")
    return made


@pytest.fixture
def held(home: Home, qapp: QGuiApplication) -> Iterator[Home]:
    """Give a home that is open elsewhere."""
    with Home(home.path):
        yield home


@pytest.fixture
def first(home: Home) -> Iterator[subprocess.Popen[str]]:
    """Give a program whose window is open over the home."""
    with started(home) as program:
        yield program
        program.kill()


def started(home: Home) -> subprocess.Popen[str]:
    program = subprocess.Popen(
        [sys.executable, "-c", FIRST, str(home.path)],
        env={**os.environ, **QUIET},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert line_of(program) == "True"
    return program


def line_of(program: subprocess.Popen[str]) -> str:
    assert program.stdout is not None
    return program.stdout.readline().strip()


def start_again(home: Home, *words: str) -> int:
    """Start the program as a desktop does; gives its exit code, once it has ended."""
    again = [sys.executable, "-m", "ui", "--home", str(home.path), *words]
    return subprocess.run(
        again, env={**os.environ, **QUIET}, cwd=ROOT, timeout=60, check=False
    ).returncode


def test_the_open_window_takes_the_file_and_comes_forward(
    home: Home, first: subprocess.Popen[str], tmp_path: Path
) -> None:
    file = tmp_path / "回信 1.gsb"
    assert start_again(home, str(file)) == 0
    assert line_of(first) == f"{file} Windowed"


def test_a_start_without_a_file_brings_the_window_forward(
    home: Home, first: subprocess.Popen[str]
) -> None:
    assert start_again(home) == 0
    assert line_of(first) == "None Windowed"


def test_a_window_that_was_killed_leaves_nothing_in_the_way(
    home: Home, first: subprocess.Popen[str]
) -> None:
    first.kill()
    first.wait()
    assert Path(place_of(home)).is_socket()
    with started(home) as next_one:
        assert start_again(home) == 0
        assert line_of(next_one) == "None Windowed"
        next_one.kill()


def test_a_closed_window_takes_its_socket_along(home: Home, qapp: QGuiApplication) -> None:
    bell = Doorbell(home)
    assert bell.is_listening
    bell.close()
    assert list(home.path.glob("window*")) == []


def test_a_free_home_is_opened_and_a_held_one_soon_told(home: Home, qapp: QGuiApplication) -> None:
    assert not is_taken_over(home, None)
    begun = time.monotonic()
    assert not is_taken_over(Home(home.path), None, patience_s=0.3)
    assert time.monotonic() - begun < 5


def test_a_start_waits_for_a_home_that_is_just_being_let_go(
    home: Home, qapp: QGuiApplication
) -> None:
    before = Home(home.path)
    before.lock()
    Timer(0.3, before.unlock).start()
    assert not is_taken_over(home, None)
    home.lock()


def test_a_foreign_socket_that_never_answers_holds_up_nothing(
    held: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second_start, "_ANSWER_MS", 200)
    with socket.socket(socket.AF_UNIX) as foreign:
        foreign.bind(place_of(held))
        foreign.listen()
        begun = time.monotonic()
        assert not is_taken_over(held, None, patience_s=0)
    assert time.monotonic() - begun < 5


def test_a_window_that_is_busy_is_rung_at_once_only(
    held: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second_start, "_ANSWER_MS", 50)
    with socket.socket(socket.AF_UNIX) as busy:
        busy.bind(place_of(held))
        busy.listen()
        assert not is_taken_over(held, None, patience_s=0.5)
        busy.setblocking(False)
        busy.accept()[0].close()
        with pytest.raises(BlockingIOError):
            busy.accept()


def test_where_something_else_lies_the_window_does_without(
    home: Home, qapp: QGuiApplication
) -> None:
    Path(place_of(home)).mkdir()
    assert not Doorbell(home).is_listening


@pytest.mark.parametrize(
    "said",
    [
        b"no hex\n",
        b"/etc/passwd".hex().encode() + b"\n",
        b"beside.gsb".hex().encode() + b"\n",
        b"/nul\0.gsb".hex().encode() + b"\n",
        b"\xff\xfe\n",
        b"a" * 20_000,
        b"half",
    ],
)
def test_what_is_no_start_of_ours_is_hung_up_on(
    home: Home, qtbot: QtBot, said: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second_start, "_ANSWER_MS", 200)
    bell = Doorbell(home)
    rung: list[object] = []
    bell.rung.connect(rung.append)
    with socket.socket(socket.AF_UNIX) as foreign:
        foreign.connect(place_of(home))
        foreign.sendall(said)
        foreign.setblocking(False)
        qtbot.waitUntil(lambda: is_hung_up(foreign))
    assert rung == []
    bell.close()


def is_hung_up(foreign: socket.socket) -> bool:
    try:
        return foreign.recv(99) == b""
    except BlockingIOError:
        return False
    except ConnectionError:
        return True


# --- in the window --------------------------------------------------------------------------------


@pytest.fixture
def carrier(team: Team, opened: Opened) -> AppDriver:
    """Give the secretary's window, and two files of the worker on the stick."""
    wang = team.enrol("王海示例")
    wang.sync()
    wang.build("甲1")
    for name in ("a.gsb", "b.gsb"):
        wang.export(team.stick / name)
    secretary = team.enrol("林示范")
    secretary.sync()
    return opened(secretary)


def test_an_open_window_shows_the_file_that_came(team: Team, carrier: AppDriver) -> None:
    carrier.app.come_forward(str(team.stick / "a.gsb"))
    carrier.wait_for(lambda: carrier.shows("place-a.gsb"), "the file")
    assert not carrier.shows("place-b.gsb")


def test_the_same_file_may_come_again(team: Team, carrier: AppDriver) -> None:
    for _ in range(2):
        carrier.app.come_forward(str(team.stick / "a.gsb"))
        carrier.wait_for(lambda: carrier.shows("place-a.gsb"), "the file")
        assert not carrier.shows("place-b.gsb")
        carrier.tap("place-换个地方")
        carrier.settle()
        assert not carrier.shows("place-a.gsb")
    carrier.app.shell.back()
    assert carrier.app.shell.state.page != "stick"


def test_a_file_that_comes_under_the_lock_waits_for_the_pin(team: Team, carrier: AppDriver) -> None:
    carrier.app.shell.say("先看这一句")
    page = carrier.app.shell.state.page
    carrier.app.lock()
    carrier.app.come_forward(str(team.stick / "a.gsb"))
    carrier.settle()
    assert carrier.app.shell.model("stick") is None
    assert (carrier.app.shell.state.page, carrier.app.shell.state.banner) == (page, "先看这一句")
    carrier.app._unlocked(b"")
    carrier.wait_for(lambda: carrier.shows("place-a.gsb"), "the file")
    assert carrier.app.shell.state.banner == "先看这一句"


def test_a_file_that_comes_during_work_is_shown_after_it(team: Team, carrier: AppDriver) -> None:
    carrier.go("stick", f"carry:{team.stick}")
    carrier.wait_for(lambda: carrier.shows("place-a.gsb"), "the files")
    model = carrier.app.shell.model("stick")
    assert isinstance(model, StickModel)
    model.pick(str(team.stick / "a.gsb"))
    assert model.state.busy
    carrier.app.come_forward(str(team.stick / "b.gsb"))
    carrier.wait_for(lambda: not model.state.busy, "the end")
    carrier.wait_for(lambda: not carrier.shows("place-a.gsb"), "the file that came")
    assert carrier.shows("place-b.gsb")
    assert "收下 1 个文件" in str(carrier.find("stickResult").property("text"))
