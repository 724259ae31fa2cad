"""`fieldapp demo` without a display: one run, its pictures, what is in the databases after it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from fieldapp.demo.rows import dwelling_id
from fieldapp.domain.days import ms_of
from fieldapp.queries.conflicts import ConflictsQuery
from fieldapp.queries.diary import DiaryListQuery, DiaryPage, DiaryPageQuery
from fieldapp.queries.household import DoorPaneQuery
from fieldapp.queries.standing import StandingQuery
from fieldapp.session import Home
from fieldapp.verbs import Query
from sync.clock import FixedClock
from ui.demo.command import is_demo
from ui.demo.community import PEOPLE, SECRETARY, STAND_IN, WORKER
from ui.demo.devices import PIN, DemoConnect, DemoDevice, device
from ui.demo.run import FROZEN
from ui.demo.story import ANSWER, GAO, HEARD
from ui.pictures import LANDSCAPE, PORTRAIT

NOWHERE = DemoConnect("http://127.0.0.1:9")
CLOCK = FixedClock(ms_of(datetime.fromisoformat(FROZEN)) + 3_600_000)


@dataclass(frozen=True)
class Played:
    """One run of the story: its folder, what it said, its JSON document."""

    folder: Path
    said: str
    document: dict[str, Any]

    @property
    def pictures(self) -> list[Path]:
        """The pictures in their order."""
        return sorted((self.folder / "pictures").glob("*.png"))

    def device(self, key: str) -> DemoDevice:
        """Give a device as the story left it."""
        return device(self.folder / "story" / "devices", key, PEOPLE[key], NOWHERE)

    def ask(self, key: str, *queries: Query[Any]) -> list[Any]:
        """Ask a device."""
        with self.device(key).open(CLOCK) as session:
            return [session.desk.ask(query).result() for query in queries]

    def page(self) -> DiaryPage:
        """Read what the worker handed in, on the secretary's device."""
        author = self.ask(WORKER, DiaryListQuery())[0][0].entry
        found: DiaryPage = self.ask(SECRETARY, DiaryPageQuery(author))[0]
        return found


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """Run the command once, as `make demo` does where there is no display."""
    folder = tmp_path_factory.mktemp("demo")
    quiet = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    done = subprocess.run(
        [sys.executable, "-m", "ui", "--home", str(folder), "--json", "demo"],
        capture_output=True,
        check=False,
        timeout=900,
        env={**quiet, "QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"},
    )
    said = done.stderr.decode()
    assert done.returncode == 0, said[-3000:]
    return Played(folder, said, json.loads(done.stdout))


def test_no_step_is_left_out(played: Played) -> None:
    assert "略过" not in played.said


def test_as_many_pictures_are_told_as_are_there(played: Played) -> None:
    assert played.document["count"] == len(played.pictures) > 15


def test_no_picture_is_blank(played: Played) -> None:
    for path in played.pictures:
        image = QImage(str(path))
        assert (image.width(), image.height()) in (LANDSCAPE, PORTRAIT)
        small = image.scaled(200, 200)
        assert len({small.pixel(x, y) for x in range(200) for y in range(200)}) > 20, path.name


def test_the_knock_and_its_concern_reached_the_secretary(played: Played) -> None:
    pane = played.ask(SECRETARY, DoorPaneQuery(dwelling_id(GAO)))[0]
    assert (pane.visits[0].word, pane.visits[0].note) == ("见到", HEARD)
    assert pane.visits[0].concerns


def test_the_page_the_word_under_it_and_the_answer_are_on_both_devices(played: Played) -> None:
    page = played.page()
    assert page.lines[0].text.endswith(HEARD)
    assert [review.text for review in page.reviews] == [ANSWER]
    assert [reply.kind for reply in page.reviews[0].replies] == ["done"]


def test_the_conflict_is_settled_on_every_device(played: Played) -> None:
    for key in (WORKER, STAND_IN, SECRETARY):
        view = played.ask(key, ConflictsQuery())[0]
        assert (len(view.open), len(view.decided)) == (0, 1)


def test_everybody_is_level_at_the_end(played: Played) -> None:
    for key in (WORKER, STAND_IN, SECRETARY):
        stands = played.ask(key, StandingQuery())[0]
        assert (stands.outbox, stands.is_proven) == (0, True)


def test_the_menu_leads_to_the_secretarys_own_device(played: Played, qt: QObject) -> None:
    from ui.demo.window import DemoWindows

    windows = DemoWindows({key: played.device(key) for key in PEOPLE})
    try:
        windows.show(WORKER)
        windows.menus[WORKER].become(SECRETARY)
        worker, secretary = windows.apps[WORKER], windows.apps[SECRETARY]
        assert worker.window is not None
        assert secretary.window is not None
        assert (worker.window.isVisible(), secretary.window.isVisible()) == (False, True)
        assert windows.menus[SECRETARY].property("pin") == PIN
    finally:
        windows.close()


@pytest.fixture
def qt() -> object:
    """Give the application that windows need."""
    from PySide6.QtGui import QGuiApplication

    return QGuiApplication.instance() or QGuiApplication(sys.argv[:1])


def test_a_home_with_real_records_is_refused(tmp_path: Path) -> None:
    (tmp_path / "keys.json").write_text("{}")
    (tmp_path / "field.db").write_text("real")
    done = subprocess.run(
        [sys.executable, "-m", "ui", "--home", str(tmp_path), "--json", "demo"],
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 3
    assert json.loads(done.stdout)["error"] == "home-holds-real-records"
    assert (tmp_path / "field.db").read_text() == "real"


@pytest.mark.parametrize(
    ("words", "is_it"),
    [
        ("demo", True),
        ("--home demo demo", True),
        ("--json --home D demo --pictures P", True),
        ("search demo", False),
        ("--home demo", False),
    ],
)
def test_only_the_command_calls_for_the_demo(words: str, is_it: bool) -> None:
    assert is_demo(words.split()) is is_it


def test_the_demo_marks_its_homes(played: Played) -> None:
    assert Home(played.folder).is_demo
    assert all(played.device(key).home.is_demo for key in PEOPLE)
