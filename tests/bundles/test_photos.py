"""Photographs by stick: after the words, as many as fit, whole frames counted, receipts back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from fieldapp.bundles.exporting import Exported, export_bundle, how_it_stands, plan_export
from fieldapp.bundles.words import exported_lines, imported_lines, last_export_text
from fieldapp.photos.album import Album
from fieldapp.queries.photos import PhotoCountQuery, PhotosQuery, PhotoState
from fieldapp.queries.standing import StandingQuery
from fieldapp.services.visits import LogVisit
from server.doctor import examine
from server.photo_care import examine_photos
from server.photos import shelf_of
from sync.bundle import PHOTO_PIECE, BadBundle, Piece, look
from sync.clock import FixedClock
from tests.bundles.team import Mate, Team
from tests.devices import Device
from tests.photos.pictures import picture_file
from tests.services.grids import build, door


@pytest.fixture
def visit(wang: Mate) -> str:
    """A knock that waits, like its door."""
    device = Device(wang.desk, FixedClock(0), wang.session.thread)
    build(device)
    return device.do(LogVisit(door(device, "502"), "met"))


def hang(mate: Mate, visit: str, folder: Path, count: int, width: int = 800) -> list[str]:
    """Hang pictures on a visit; gives the photographs."""
    album = Album(mate.session)
    files = (picture_file(folder, seed, width, width * 3 // 4) for seed in range(count))
    return [album.add("visit", visit, file) for file in files]


def files(mate: Mate) -> int:
    return len(list((mate.session.home.path / "photos").glob("*")))


def states(mate: Mate) -> list[PhotoState]:
    return [row.state for row in mate.desk.ask(PhotosQuery()).result()]


def stored(team: Team) -> int:
    return len(list(shelf_of(team.town.service).folder.rglob("*.photo")))


def test_pictures_go_with_the_words_and_their_receipts_come_back(
    team: Team, wang: Mate, visit: str, tmp_path: Path
) -> None:
    team.town.time.ms = wang.session.clock.read().wall_ms
    hang(wang, visit, tmp_path, 3)
    assert wang.desk.ask(PhotoCountQuery()).result().text == "照片 0/3"
    done = wang.export(team.stick / "a.gsb")
    assert (done.photos, done.photos_left) == (3, 0)
    assert "3 张照片" in exported_lines(done)[0]
    assert wang.desk.ask(PhotoCountQuery()).result().waiting == 3
    back = wang.import_(team.answer(team.stick / "a.gsb"))
    assert (back.photos, back.photos_waiting, back.waiting) == (3, 0, 0)
    assert "3 张照片" in imported_lines(back)[0]
    assert states(wang) == [PhotoState.delivered] * 3
    assert wang.desk.ask(PhotoCountQuery()).result().text == "照片 3/3"
    assert wang.desk.ask(StandingQuery()).result().is_proven
    assert stored(team) == 3
    assert files(wang) == 3  # the originals went with the receipts
    assert examine_photos(team.town.service).findings == []
    assert examine(team.town.service.store, team.town.service.keys).findings == []


def test_nothing_on_the_stick_can_be_read(
    team: Team, wang: Mate, visit: str, tmp_path: Path
) -> None:
    (photo,) = hang(wang, visit, tmp_path, 1)
    wang.export(team.stick / "a.gsb")
    lying, content = (team.stick / "a.gsb").read_bytes(), Album(wang.session).content(photo)
    assert content is not None
    assert not any(content[at : at + 32] in lying for at in range(0, len(content) - 32, 500))


def test_the_words_alone_where_that_was_chosen(
    team: Team, wang: Mate, visit: str, tmp_path: Path
) -> None:
    hang(wang, visit, tmp_path, 2)
    done = export_bundle(wang.session, team.stick / "a.gsb", photo_bytes=0)
    assert (done.photos, done.photos_left) == (0, 2)
    assert "2 张照片没有带" in "".join(exported_lines(done))
    back = wang.import_(team.answer(team.stick / "a.gsb"))
    assert (back.waiting, back.photos_waiting) == (0, 2)
    assert "还有 2 张照片" in imported_lines(back)[-1]
    assert not wang.desk.ask(StandingQuery()).result().is_proven


def test_as_many_as_the_stick_has_room_for_and_the_rest_next_time(
    team: Team, wang: Mate, visit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hang(wang, visit, tmp_path, 3, width=1600)
    sizes = [row.size for row in wang.desk.ask(PhotosQuery()).result()]
    room = sum(sizes) - min(sizes) // 4 + 200_000
    usage = shutil.disk_usage(team.stick)
    with monkeypatch.context() as patch:
        small = usage._replace(free=room)
        patch.setattr("fieldapp.bundles.photo_load.shutil.disk_usage", lambda _: small)
        plan = plan_export(wang.session, team.stick)
        done = wang.export(team.stick / "a.gsb")
    assert (plan.photos, plan.photo_bytes, plan.fitting) == (3, sum(sizes), 2)
    assert (done.photos, done.photos_left) == (2, 1)
    assert "还有 1 张照片没带上" in "".join(exported_lines(done))
    assert wang.import_(team.answer(team.stick / "a.gsb")).photos_waiting == 1
    wang.export(team.stick / "b.gsb")
    assert wang.import_(team.answer(team.stick / "b.gsb")).photos_waiting == 0


def test_a_stick_that_fills_up_all_the_same_takes_the_words(
    team: Team, wang: Mate, visit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fieldapp.bundles import stick
    from fieldapp.errors import Trouble

    hang(wang, visit, tmp_path, 2)
    write = stick.write_file

    def full(path: Path, parts: object) -> int:
        size = write(path, parts)
        if size > 60_000:
            path.unlink()
            raise Trouble("stick-full", "满了")
        return size

    monkeypatch.setattr("fieldapp.bundles.exporting.write_file", full)
    done = wang.export(team.stick / "a.gsb")
    assert (done.photos, done.photos_left) == (0, 2)
    assert wang.import_(team.answer(team.stick / "a.gsb")).waiting == 0


def test_a_torn_copy_keeps_its_whole_pictures_and_goes_on_there(
    team: Team, wang: Mate, visit: str, tmp_path: Path
) -> None:
    hang(wang, visit, tmp_path, 3, width=1600)
    file = team.stick / "a.gsb"
    wang.export(file)
    whole = file.read_bytes()
    sizes = [row.size for row in wang.desk.ask(PhotosQuery()).result()]
    assert min(sizes) > 2 * PHOTO_PIECE
    file.write_bytes(whole[: len(whole) - sizes[2] // 2])
    back = wang.import_(team.answer(file))
    assert (back.was_torn_there, back.photos, back.photos_waiting) == (True, 2, 1)
    begun = list(shelf_of(team.town.service).folder.rglob("*.part"))
    assert len(begun) == 1
    wang.sync()
    assert wang.bring_photos() == 1  # over the line, from where the stick stopped
    wang.sync()
    assert states(wang) == [PhotoState.delivered] * 3


def test_brought_twice_and_over_two_roads_it_is_stored_once(
    team: Team, wang: Mate, visit: str, tmp_path: Path
) -> None:
    hang(wang, visit, tmp_path, 1)
    wang.export(team.stick / "a.gsb")
    wang.sync()
    wang.bring_photos()
    first = team.answer(team.stick / "a.gsb")
    team.answer(team.stick / "a.gsb")
    wang.sync()
    assert wang.import_(first).photos == 0
    assert states(wang) == [PhotoState.delivered]
    receipts = [row for row in wang.dump() if row["kind"] == "photo_receipt"]
    assert len(receipts) == 1
    assert stored(team) == 1


def test_another_picture_under_a_name_is_not_taken(
    team: Team, wang: Mate, visit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hang(wang, visit, tmp_path, 1)
    from fieldapp.store.photo_files import PhotoFiles

    read = PhotoFiles.read

    def other(files: PhotoFiles, name: str, *kind: object) -> bytes | None:
        content = read(files, name)
        return None if content is None else bytes(len(content))

    with monkeypatch.context() as patch:
        patch.setattr(PhotoFiles, "read", other)
        wang.export(team.stick / "a.gsb")
    back = wang.import_(team.answer(team.stick / "a.gsb"))
    assert (back.photos, back.photos_waiting, back.waiting) == (0, 1, 0)
    assert stored(team) == 0


def test_a_picture_whose_record_was_not_taken_holds_up_nothing(
    team: Team, wang: Mate, visit: str, tmp_path: Path
) -> None:
    hang(wang, visit, tmp_path, 2)
    wang.sync()
    wang.export(team.stick / "a.gsb")
    from fieldapp.services.photos import UndoPhoto

    first, second = wang.desk.ask(PhotosQuery()).result()
    wang.desk.do(UndoPhoto(first.id)).result()
    wang.sync()
    back = wang.import_(team.answer(team.stick / "a.gsb"))
    assert (back.photos, back.photos_waiting) == (1, 0)
    assert stored(team) == 1
    assert second.id in {row.id for row in wang.desk.ask(PhotosQuery()).result()}


def test_a_carrier_hands_them_on(
    team: Team, wang: Mate, lin: Mate, visit: str, tmp_path: Path
) -> None:
    hang(wang, visit, tmp_path, 2)
    wang.export(team.stick / "a.gsb")
    assert lin.carry(team.stick).forwarded == 1
    (answer,) = team.stick.glob("*回信*")
    assert wang.import_(answer).photos == 2
    lin.sync()
    assert states(lin) == [PhotoState.delivered] * 2


def test_the_file_says_by_pieces_what_it_holds(
    team: Team, wang: Mate, visit: str, tmp_path: Path
) -> None:
    hang(wang, visit, tmp_path, 1, width=1600)
    wang.export(team.stick / "a.gsb")
    (row,) = wang.desk.ask(PhotosQuery()).result()
    pieces = -(-row.size // PHOTO_PIECE)
    assert look((team.stick / "a.gsb").read_bytes()).frames == 1 + pieces + 1
    assert Piece.photo == 7


def test_the_last_export_tells_of_its_pictures(
    team: Team, wang: Mate, visit: str, tmp_path: Path
) -> None:
    hang(wang, visit, tmp_path, 2)
    done: Exported = wang.export(team.stick / "a.gsb")
    now_ms = wang.session.clock.read().wall_ms
    said = last_export_text(how_it_stands(wang.session), now_ms)
    assert said.endswith(f"，{done.things} 条和 2 张照片，还没回来")


def test_a_picture_that_is_missing_here_is_left_out_and_told(
    team: Team, wang: Mate, visit: str, tmp_path: Path
) -> None:
    hang(wang, visit, tmp_path, 1)
    for file in (wang.session.home.path / "photos").glob("*"):
        file.unlink()
    done = wang.export(team.stick / "a.gsb")
    assert (done.photos, done.photos_left) == (0, 1)


def test_no_export_is_larger_than_what_a_line_takes() -> None:
    from sync.bundle import MAX_BUNDLE, MAX_CARRIED

    assert MAX_CARRIED <= MAX_BUNDLE
    with pytest.raises(BadBundle):
        look(bytes(MAX_BUNDLE + 1))
