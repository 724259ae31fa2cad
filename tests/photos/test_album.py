"""One device's photographs on its disk: sealed, let go in time, and never half kept."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldapp.doctor import examine
from fieldapp.errors import Refused, Trouble
from fieldapp.photos.album import KEPT_MS, Album
from fieldapp.photos.scaling import scale
from fieldapp.queries.photos import PhotoCountQuery, PhotosQuery
from fieldapp.queries.standing import StandingQuery
from fieldapp.services.diary import WriteDiary
from fieldapp.services.photos import UndoPhoto
from fieldapp.services.visits import LogVisit
from fieldapp.session import Session
from fieldapp.store import kept_photos
from fieldapp.store.photo_files import Kind
from sync.clock import FixedClock
from tests.cli.homes import Offices, enrol_home, opened_home
from tests.devices import Device
from tests.photos.pictures import CAMERA, picture_file
from tests.services.grids import build, door


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """An enrolled worker's device, opened."""
    enrol_home(tmp_path / "home", Offices())
    with opened_home(tmp_path / "home") as made:
        yield made


@pytest.fixture
def album(session: Session) -> Album:
    """Its photographs."""
    return Album(session)


@pytest.fixture
def visit(session: Session) -> str:
    """A knock that was logged on it."""
    device = Device(session.desk, FixedClock(0), session.thread)
    build(device)
    return device.do(LogVisit(door(device, "502"), "met"))


def receive(session: Session, photo: str) -> None:
    """Let the server's receipt be in the log."""
    device = Device(session.desk, FixedClock(session.clock.read().wall_ms), session.thread)
    device.seed("photo_receipt", photo, {"sha256": "x", "at_ms": device.clock.wall_ms})


def files(session: Session) -> list[Path]:
    return sorted((session.home.path / "photos").glob("*"))


def test_a_picture_is_kept_and_opened_again(album: Album, visit: str, tmp_path: Path) -> None:
    file = picture_file(tmp_path)
    photo = album.add("visit", visit, file)
    assert album.content(photo) == scale(file.read_bytes()).content


def test_nothing_of_it_can_be_read_in_the_home(
    session: Session, album: Album, visit: str, tmp_path: Path
) -> None:
    file = picture_file(tmp_path)
    photo = album.add("visit", visit, file)
    content, original = album.content(photo), file.read_bytes()
    assert content is not None
    for path in session.home.path.rglob("*"):
        lying = path.read_bytes() if path.is_file() else b""
        assert CAMERA.encode() not in lying
        for source in (content, original):
            for at in range(0, len(source) - 32, 500):
                assert source[at : at + 32] not in lying


def test_the_original_stays_until_the_receipt_is_in_the_log(
    session: Session, album: Album, visit: str, tmp_path: Path
) -> None:
    file = picture_file(tmp_path)
    photo = album.add("visit", visit, file)
    (row,) = session.desk.ask(PhotosQuery()).result()
    album.settle()
    assert album.files.read(row.name, Kind.original) == file.read_bytes()
    receive(session, photo)
    album.settle()
    assert album.files.read(row.name, Kind.original) is None
    assert album.content(photo) is not None


def test_saved_is_not_said_to_be_synced(
    session: Session, album: Album, visit: str, tmp_path: Path
) -> None:
    photo = album.add("visit", visit, picture_file(tmp_path))
    count = session.desk.ask(PhotoCountQuery()).result()
    assert (count.waiting, count.text) == (1, "照片 0/1")
    assert not session.desk.ask(StandingQuery()).result().is_proven
    receive(session, photo)
    count = session.desk.ask(PhotoCountQuery()).result()
    assert (count.waiting, count.text) == (0, "照片 1/1")


def test_what_was_taken_back_or_is_a_draft_waits_for_nobody(
    session: Session, album: Album, visit: str, tmp_path: Path
) -> None:
    photo = album.add("visit", visit, picture_file(tmp_path))
    entry = session.desk.do(WriteDiary("楼道灯坏了")).result().entry
    album.add("diary_entry", entry, picture_file(tmp_path, 2))
    session.desk.do(UndoPhoto(photo)).result()
    assert session.desk.ask(PhotoCountQuery()).result().waiting == 0


def test_room_is_made_only_of_what_the_community_has(
    session: Session, album: Album, visit: str, tmp_path: Path
) -> None:
    sent = album.add("visit", visit, picture_file(tmp_path))
    waiting = album.add("visit", visit, picture_file(tmp_path, 2))
    receive(session, sent)
    assert album.clear_received() == 1
    assert (album.content(sent), album.content(waiting) is None) == (None, False)


def test_a_copy_is_saved_into_a_new_file_only(album: Album, visit: str, tmp_path: Path) -> None:
    photo = album.add("visit", visit, picture_file(tmp_path))
    target = tmp_path / "copy.jpg"
    assert album.save(photo, target) == target.stat().st_size
    with pytest.raises(Refused, match="file-exists"):
        album.save(photo, target)


def test_without_a_record_no_file_stays_for_ever(
    session: Session, album: Album, tmp_path: Path
) -> None:
    with pytest.raises(Refused):
        album.add("visit", "nobody", picture_file(tmp_path))
    old_s = session.clock.read().wall_ms / 1000 - KEPT_MS / 1000 - 60
    for file in files(session):
        os.utime(file, (old_s, old_s))
    album.settle()
    assert files(session) == []


def test_a_full_disk_is_told_and_nothing_hangs(
    session: Session,
    album: Album,
    visit: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr("fieldapp.store.files.os.fsync", full)
    with pytest.raises(Trouble) as trouble:
        album.add("visit", visit, picture_file(tmp_path))
    assert trouble.value.code == "photo-disk-full"
    assert (session.desk.ask(PhotosQuery()).result(), files(session)) == ((), [])


def test_a_damaged_file_is_found_by_the_doctor(
    session: Session, album: Album, visit: str, tmp_path: Path
) -> None:
    album.add("visit", visit, picture_file(tmp_path))
    for file in files(session):
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 1
        file.write_bytes(content)
    (found,) = (one for one in examine(session) if one.check == "photos")
    assert (found.is_well, found.sentence) == (False, "照片缺 1 张")


def test_what_was_forgotten_and_still_lies_here_is_found_again(
    session: Session, album: Album, visit: str, tmp_path: Path
) -> None:
    photo = album.add("visit", visit, picture_file(tmp_path))
    session.thread.run(lambda one: kept_photos.forget(one, kept_photos.names_here(one)), write=True)
    assert session.desk.ask(PhotoCountQuery()).result().waiting == 0
    assert Album(session).content(photo) is not None
    assert session.desk.ask(PhotoCountQuery()).result().waiting == 1
