"""Photographs beside the window: after the words, in their own time, and never in the way."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from fieldapp.errors import Trouble
from fieldapp.queries.photos import PhotoCountQuery, PhotosQuery
from fieldapp.services.visits import LogVisit
from fieldapp.session import Connect, Enlisted, Line, Session
from fieldapp.store.schema import outbox
from sync.attachments import Attachment, Stand
from sync.line import Enrolled, Unreachable
from sync.protocol import Answer, Offer, SnapshotRef
from tests.devices import Device
from tests.photos.pictures import picture_file
from tests.ui.sample import as_session
from ui.photo_work import PhotoLine, PhotoWork

PATIENCE_S = 20


@dataclass
class Road(Line, Connect):
    """A line that carries pictures, breaks or hangs as told, and nothing else."""

    is_broken: bool = False
    held: threading.Event = field(default_factory=threading.Event)
    began: threading.Event = field(default_factory=threading.Event)
    parts: list[int] = field(default_factory=list)

    def put_part(self, one: Attachment, start: int | None, part: bytes) -> Stand:
        """Take a part, once it is let through."""
        self.began.set()
        if not self.held.wait(PATIENCE_S) or self.is_broken:
            raise Unreachable
        has = sum(self.parts) + len(part)
        self.parts.append(len(part))
        return Stand(one.name, one.size, has, is_received=has == one.size)

    def get_rest(self, one: Attachment, start: int, on_part: Callable[[bytes], None]) -> None:
        """Have nothing."""
        raise Unreachable

    def again(self, enlisted: Enlisted) -> Line:
        """Open this line."""
        return self

    def first(self, server: str, code: str) -> tuple[Line, str, str | None]:
        """Open this line."""
        return self, code, None

    def enrol(self, code: str, device_name: str) -> Enrolled:
        """Be no office."""
        raise Unreachable

    def exchange(self, offer: Offer) -> Answer:
        """Carry no words."""
        raise Unreachable

    def snapshot(self, ref: SnapshotRef, on_bytes: Callable[[int], None]) -> bytes:
        """Carry no snapshot."""
        raise Unreachable

    def close(self) -> None:
        """Hang up."""


@dataclass
class Told:
    """What the work said, and an event for each thing to wait for."""

    lines: list[PhotoLine] = field(default_factory=list)
    sent: threading.Event = field(default_factory=threading.Event)
    broke: threading.Event = field(default_factory=threading.Event)

    def line(self, line: PhotoLine) -> None:
        """Note what was said."""
        self.lines.append(line)
        if line.trouble:
            self.broke.set()


@pytest.fixture
def session(device: Device, tmp_path: Path) -> Session:
    """The worker's device with one photograph whose record the server has."""
    return as_session(device, tmp_path / "home")


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def road() -> Road:
    return Road()


@pytest.fixture
def work(session: Session, road: Road, told: Told, tmp_path: Path) -> Iterator[PhotoWork]:
    made = PhotoWork(session, road, told.line, told.sent.set, chance=lambda: 0.99)
    visit = session.desk.do(LogVisit("b2u3-502", "met")).result()
    made.add("visit", visit, picture_file(tmp_path)).result(PATIENCE_S)
    session.thread.run(lambda one: one.execute(outbox.update().values(delivered_seq=1)), write=True)
    yield made
    road.held.set()
    made.close()


def test_what_waits_is_brought_when_the_words_came_through(
    work: PhotoWork, road: Road, told: Told, session: Session
) -> None:
    road.held.set()
    work.bring()
    assert told.sent.wait(PATIENCE_S)
    (row,) = session.desk.ask(PhotosQuery()).result()
    assert sum(road.parts) == row.size
    assert "正在送第 1 张照片，共 1 张" in [line.text for line in told.lines]


def test_a_broken_line_is_told_and_not_tried_again_at_once(
    work: PhotoWork, road: Road, told: Told
) -> None:
    road.is_broken = True
    road.held.set()
    work.bring()
    assert told.broke.wait(PATIENCE_S)
    road.began.clear()
    work.bring()
    assert not road.began.wait(0.3)
    work.forget_waiting()
    work.bring()
    assert road.began.wait(PATIENCE_S)


def test_offline_nothing_is_brought_or_fetched(
    work: PhotoWork, road: Road, session: Session
) -> None:
    work.is_offline = True
    work.bring()
    assert not road.began.wait(0.3)
    with pytest.raises(Trouble, match="offline"):
        work.fetch("x").result(PATIENCE_S)
    assert session.desk.ask(PhotoCountQuery()).result().waiting == 1


def test_while_one_hangs_another_can_be_added_and_the_window_closed(
    work: PhotoWork, road: Road, session: Session, tmp_path: Path
) -> None:
    work.bring()
    assert road.began.wait(PATIENCE_S)
    (row,) = session.desk.ask(PhotosQuery()).result()
    work.add("visit", row.on, picture_file(tmp_path, 2)).result(PATIENCE_S)
    assert session.desk.ask(PhotoCountQuery()).result().waiting == 2
    work.cancel()
    road.held.set()


def test_a_picture_is_shown_only_while_it_is_here(work: PhotoWork, session: Session) -> None:
    (row,) = session.desk.ask(PhotosQuery()).result()
    assert work.show(row.id, 144).result(PATIENCE_S) == f"image://photo/{row.id}/144"
    for file in (session.home.path / "photos").glob("*"):
        file.unlink()
    assert work.show(row.id).result(PATIENCE_S) == ""
