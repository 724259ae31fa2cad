"""Photographs over real HTTP: killed in the middle, resumed, shared, and never in the way."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from fieldapp.errors import Trouble
from fieldapp.photos.album import Album
from fieldapp.photos.transfer import Sending, fetch_photo, send_photos
from fieldapp.queries.photos import PhotosQuery, PhotoState
from fieldapp.queries.standing import StandingQuery
from fieldapp.rounds import sync_now
from fieldapp.services.places import AddBuilding, AddCompound
from fieldapp.services.visits import LogVisit
from fieldapp.session import Enrolment, Home, Session, enrol, keys, open_session
from fieldapp.store.key_slots import Cost
from fieldapp.store.os_secret import NoSecrets
from sync.attachments import Attachment, Stand
from sync.clock import FixedClock
from sync.http import HttpTransport
from sync.line import Unreachable
from tests.devices import Device
from tests.journeys.server_process import ServerProcess
from tests.photos.pictures import picture_file
from tests.services.grids import door
from ui.line import HttpConnect

PIN = "274951"
CHEAP = Cost(passes=1, memory_kib=8, lanes=1)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    """A real server, serving."""
    made = ServerProcess(tmp_path / "server", f"sqlite:///{tmp_path / 'server.db'}")
    made.found()
    made.start()
    yield made
    made.kill()


@pytest.fixture
def devices(server: ServerProcess, tmp_path: Path) -> Iterator[Callable[[str], Session]]:
    """Enrols a device for somebody and opens it."""
    opened: list[Session] = []

    def enrolled(person: str) -> Session:
        home = Home(tmp_path / f"home{len(opened)}")
        home.lock()
        wish = Enrolment(server.url, server.code(person), PIN)
        enrol(home, HttpConnect(), wish, cost=CHEAP, os_secrets=NoSecrets())
        session = open_session(home, keys.unlock(home, PIN, os_secrets=NoSecrets()))
        opened.append(session)
        words(session)
        return session

    yield enrolled
    for session in opened:
        session.close()


def words(session: Session) -> bool:
    """Run a round of words; tell whether it came level."""
    line = HttpConnect().again(session.enlisted)
    try:
        return sync_now(session, line).is_level
    finally:
        line.close()


def pictures(session: Session, line: Any = None, **options: Any) -> Sending:
    """Bring the photographs that wait."""
    told = Sending()
    send_photos(Album(session), line or HttpConnect().again(session.enlisted), told, **options)
    return told


def knock(session: Session) -> str:
    device = Device(session.desk, FixedClock(0), session.thread)
    court = device.do(AddCompound("纺织厂家属院"))
    device.do(AddBuilding("乙1", 6, 3, ("3",), compound=court))
    return device.do(LogVisit(door(device, "502"), "met"))


def states(session: Session) -> list[PhotoState]:
    return [row.state for row in session.desk.ask(PhotosQuery()).result()]


def test_a_photograph_reaches_a_colleague(
    devices: Callable[[str], Session], tmp_path: Path
) -> None:
    wang, miao = devices("王海示例"), devices("苗长根")
    photo = Album(wang).add("visit", knock(wang), picture_file(tmp_path))
    words(wang)
    assert not wang.desk.ask(StandingQuery()).result().is_proven
    pictures(wang)
    words(wang)
    words(miao)
    assert (states(wang), states(miao)) == ([PhotoState.delivered], [PhotoState.delivered])
    assert wang.desk.ask(StandingQuery()).result().is_proven
    fetched = fetch_photo(Album(miao), HttpConnect().again(miao.enlisted), photo)
    assert fetched == Album(wang).content(photo) == Album(miao).content(photo)


def test_a_server_killed_in_the_middle_goes_on_where_it_stopped(
    server: ServerProcess, devices: Callable[[str], Session], tmp_path: Path
) -> None:
    wang = devices("王海示例")
    visit = knock(wang)
    Album(wang).add("visit", visit, picture_file(tmp_path, 1, 1600, 1200))
    words(wang)
    seen: list[int] = []

    def kill_after_two_parts(told: Sending) -> None:
        seen.append(told.sent_bytes)
        if told.sent_bytes >= 2 * 65_536:
            server.kill()

    with pytest.raises(Trouble):
        pictures(wang, on_progress=kill_after_two_parts)
    server.start()
    seen.clear()
    assert pictures(wang, on_progress=lambda told: seen.append(told.sent_bytes)).sent == 1
    assert seen[1] >= 2 * 65_536
    assert words(wang)
    assert states(wang) == [PhotoState.delivered]


def test_the_same_picture_of_two_workers_is_sent_and_stored_once(
    server: ServerProcess, devices: Callable[[str], Session], tmp_path: Path
) -> None:
    wang, miao = devices("王海示例"), devices("苗长根")
    visit, file = knock(wang), picture_file(tmp_path)
    words(wang)
    words(miao)
    for session in (wang, miao):
        Album(session).add("visit", visit, file)
        words(session)
    pictures(wang)
    sent: list[int] = []
    pictures(miao, on_progress=lambda told: sent.append(told.sent_bytes))
    assert [one for one in sent if 0 < one < 10_000] == []
    stored = list((server.folder / "data" / "photos").rglob("*.photo"))
    assert len(stored) == 1
    words(miao)
    assert states(miao) == [PhotoState.delivered] * 2


class Stuck(HttpTransport):
    """A line on which pictures hang until they are let go."""

    def __init__(self, session: Session) -> None:
        super().__init__(session.enlisted.server, session.enlisted.token)
        self.began, self.let_go = threading.Event(), threading.Event()

    def put_part(self, one: Attachment, start: int | None, part: bytes) -> Stand:
        """Hang."""
        self.began.set()
        assert self.let_go.wait(60)
        raise Unreachable


def test_a_stuck_picture_delays_no_word(devices: Callable[[str], Session], tmp_path: Path) -> None:
    wang, miao = devices("王海示例"), devices("苗长根")
    visit = knock(wang)
    Album(wang).add("visit", visit, picture_file(tmp_path))
    words(wang)
    line = Stuck(wang)
    stuck = threading.Thread(target=_bring_in_vain, args=(wang, line))
    stuck.start()
    assert line.began.wait(30)
    dwelling = _dwelling(wang)
    said = wang.desk.do(LogVisit(dwelling, "no_answer", note="没人")).result(timeout=10)
    assert words(wang)
    words(miao)
    assert Device(miao.desk, FixedClock(0), miao.thread).read("visit", said)["note"] == "没人"
    line.let_go.set()
    stuck.join()


def _bring_in_vain(session: Session, line: Stuck) -> None:
    with pytest.raises(Trouble):
        pictures(session, line)


def _dwelling(session: Session) -> str:
    return door(Device(session.desk, FixedClock(0), session.thread), "502")


def test_a_lost_file_of_the_server_is_brought_again(
    server: ServerProcess, devices: Callable[[str], Session], tmp_path: Path
) -> None:
    wang = devices("王海示例")
    Album(wang).add("visit", knock(wang), picture_file(tmp_path))
    words(wang)
    pictures(wang)
    words(wang)
    (stored,) = (server.folder / "data" / "photos").rglob("*.photo")
    stored.unlink()
    told = server.run("doctor", code=3)
    assert told["photos_missing"] == 1
    server.run("doctor", "--mend", code=3)
    words(wang)
    assert states(wang) == [PhotoState.saved]
    pictures(wang)
    words(wang)
    assert (states(wang), stored.exists()) == ([PhotoState.delivered], True)
    assert server.run("doctor")["is_clean"]


def test_a_broken_fetch_goes_on_where_it_stopped(
    devices: Callable[[str], Session], tmp_path: Path
) -> None:
    wang, miao = devices("王海示例"), devices("苗长根")
    photo = Album(wang).add("visit", knock(wang), picture_file(tmp_path, 1, 1600, 1200))
    words(wang)
    pictures(wang)
    words(wang)
    words(miao)
    got: list[int] = []

    def broken(count: int) -> None:
        got.append(count)
        raise Unreachable

    line, album = HttpConnect().again(miao.enlisted), Album(miao)
    with pytest.raises(Trouble):
        fetch_photo(album, line, photo, on_bytes=broken)
    (row,) = miao.desk.ask(PhotosQuery()).result()
    assert len(album.files.begun(row.name)) == got[0] > 0
    assert fetch_photo(album, line, photo) == Album(wang).content(photo)
    assert album.files.begun(row.name) == b""
