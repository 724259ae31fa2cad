"""What an erasure by law leaves on the disk when it is cut off goes at the next start."""

from __future__ import annotations

import argparse
import fcntl
import hashlib
from pathlib import Path

import pytest
from sqlalchemy import select

from server.backup import restore_backup, write_backup
from server.commands import open_place
from server.drafts import sweep_drafts, write_whole
from server.photos import PHOTOS, Part, Photo, PhotoShelf, bring, shelf_of
from server.problems import Problem
from server.purge import purge
from server.purge_register import FILE
from server.service import SNAPSHOTS
from server.tables import ROW
from tests.server.test_photos import NAME, PART, PICTURE, hang
from tests.server.test_purge import _give_back
from tests.server.town import GRID_SCOPE, NINE, Phone, Town

NOTE = "灯坏了三个月"
OTHER = b"another picture" * 9


def start(town: Town) -> None:
    """Open the same server as a command does, and close it again."""
    url = town.service.store.engine.url.render_as_string(hide_password=False)
    arguments = argparse.Namespace(database=url, data=str(town.service.folder))
    with open_place(arguments):
        pass


def pictures(town: Town) -> list[str]:
    """Name every picture on the shelf, whole or begun."""
    return sorted(one.name for one in (town.service.folder / PHOTOS).glob("*/*"))


def brought(town: Town, phone: Phone, content: bytes = PICTURE) -> tuple[str, str]:
    """Hang a picture on a visit and bring it whole; gives the visit's row and the photograph's."""
    photo = hang(phone, content)
    shelf = shelf_of(town.service)
    found = Photo(GRID_SCOPE, photo.row, str(photo.fields["sha256"].new), len(content))
    shelf.put(found, b"sealed")
    return str(photo.fields["on_id"].new), photo.row


def test_a_draft_of_a_writer_that_was_killed_goes_at_the_next_start(town: Town) -> None:
    folder = town.service.folder / SNAPSHOTS
    folder.mkdir()
    left = folder / f"{'0' * 64}.snap.1234.draft"
    left.write_bytes(NOTE.encode())
    start(town)
    assert not left.exists()


def test_a_draft_that_is_being_written_stays(tmp_path: Path) -> None:
    draft = tmp_path / "a.snap.1234.draft"
    with draft.open("wb") as opened:
        fcntl.flock(opened.fileno(), fcntl.LOCK_EX)
        assert sweep_drafts(tmp_path) == 0
        assert draft.exists()
    assert sweep_drafts(tmp_path) == 1


def test_a_writer_whose_draft_was_taken_writes_it_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, taken = fcntl.flock, []

    def late(handle: int, how: int) -> None:
        if how == fcntl.LOCK_EX and not taken:
            taken.append(sweep_drafts(tmp_path))
        real(handle, how)

    monkeypatch.setattr("server.drafts.fcntl.flock", late)
    write_whole(tmp_path / "a.snap", b"words")
    assert taken == [1]
    assert [one.read_bytes() for one in tmp_path.iterdir()] == [b"words"]


def test_a_photograph_goes_with_the_visit_and_no_other_does(town: Town, wang: Phone) -> None:
    visit, _ = brought(town, wang)
    _, kept = brought(town, wang, OTHER)
    done = purge(town.service, ("visit", visit), "申请")
    assert [one.name for one in done.photos] == [NAME]
    shown = [name for name in pictures(town) if not name.startswith(NAME)]
    assert pictures(town) == shown
    assert len(shown) == 1
    with town.service.store.read() as connection:
        rows = connection.scalars(select(ROW.c.id).where(ROW.c.kind == "photo"))
        assert list(rows) == [kept]


def test_a_picture_that_hangs_on_another_visit_too_stays(town: Town, wang: Phone) -> None:
    visit, _ = brought(town, wang)
    brought(town, wang)
    purge(town.service, ("visit", visit), "申请")
    assert pictures(town) == [f"{NAME}.photo"]


def test_the_beginning_of_a_picture_goes_as_well(town: Town, wang: Phone) -> None:
    photo = hang(wang)
    growing = shelf_of(town.service).growing(Photo(GRID_SCOPE, photo.row, NAME, len(PICTURE)))
    growing.parent.mkdir(parents=True)
    growing.write_bytes(b"sealed beginning")
    purge(town.service, ("visit", str(photo.fields["on_id"].new)), "申请")
    assert pictures(town) == []


def test_an_erasure_that_was_killed_before_it_swept_is_finished_at_the_next_start(
    town: Town, wang: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit, _ = brought(town, wang)
    folder = town.service.folder / SNAPSHOTS
    folder.mkdir()
    (folder / f"{'0' * 64}.snap").write_bytes(NOTE.encode())
    with monkeypatch.context() as patch:
        patch.setattr("server.purge.sweep", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            purge(town.service, ("visit", visit), "申请")
    assert pictures(town) == [f"{NAME}.photo"]
    start(town)
    assert pictures(town) == []
    assert list(folder.iterdir()) == []


def test_an_erasure_that_a_device_gives_back_is_swept_at_the_next_start(
    town: Town, wang: Phone, tmp_path: Path
) -> None:
    service, file = town.service, tmp_path / "yesterday"
    visit, _ = brought(town, wang)
    write_backup(service.store, service.keys, file, NINE, service.folder / PHOTOS)
    purge(service, ("visit", visit), "申请")
    facts = town.facts(GRID_SCOPE)
    photos = service.folder / PHOTOS
    restore_backup(service.store, service.keys, file, replace=True, now_ms=NINE, photos=photos)
    (service.folder / FILE).unlink()
    assert pictures(town) == [f"{NAME}.photo"]
    _give_back(town, wang, facts)
    start(town)
    assert pictures(town) == []


def test_a_part_that_arrives_while_its_visit_is_erased_is_not_kept(
    town: Town, wang: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = hang(wang)
    add = PhotoShelf.add

    def overtaken(shelf: PhotoShelf, one: Photo, part: Part) -> int:
        purge(town.service, ("visit", str(photo.fields["on_id"].new)), "申请")
        return add(shelf, one, part)

    monkeypatch.setattr(PhotoShelf, "add", overtaken)
    part = Part(0, PICTURE[:PART], hashlib.sha256(PICTURE[:PART]).digest())
    with pytest.raises(Problem):
        bring(town.service, wang.caller, GRID_SCOPE, photo.row, part)
    assert pictures(town) == []
