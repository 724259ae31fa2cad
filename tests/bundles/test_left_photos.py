"""Photographs that were not sent when their grid went to somebody else: as safe as words."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from fieldapp.errors import Refused, Trouble
from fieldapp.photos.album import Album
from fieldapp.photos.transfer import fetch_photo
from fieldapp.queries.notices import NoticesQuery
from fieldapp.queries.photos import PhotoCountQuery, PhotosQuery, PhotoState
from fieldapp.queries.quarantine import QuarantineQuery
from fieldapp.services.quarantine import RetryQuarantined
from fieldapp.services.transfer import TransferHousehold
from fieldapp.services.visits import LogVisit
from fieldapp.store import left_photos
from fieldapp.store.schema import left_photo
from server.accounts import revoke
from server.backup import restore_backup, write_backup
from server.doctor import examine
from server.left_photos import take_left_photo
from server.photo_care import examine_photos
from server.photos import PHOTOS, shelf_of
from server.problems import Problem
from server.purge import purge
from sync.clock import FixedClock
from sync.leaving import LeftPhoto, PhotoTaken, pack_photo, sign_photo
from sync.line import Unreachable
from tests.bundles.team import Mate, NearLine, Team
from tests.devices import Device
from tests.photos.pictures import picture_file
from tests.server.town import GRID, GRID_2, GRID_SCOPE, NINE
from tests.services.grids import build, door, family

DAY_MS = 86_400_000


@pytest.fixture
def miao(team: Team) -> Mate:
    """A colleague of the same grid, who stays."""
    mate = team.enrol("苗长根")
    mate.sync()
    return mate


class Knock:
    """A visit at a household's door with a photograph whose bytes were not sent.

    `is_sent`: the words of both were.
    """

    def __init__(self, mate: Mate, folder: Path, *, is_sent: bool = True) -> None:
        device = Device(mate.desk, FixedClock(0), mate.session.thread)
        build(device)
        self.household, _ = family(device, door(device, "502"), "张示例")
        mate.sync()
        self.visit = device.do(LogVisit(door(device, "502"), "met"))
        self.photo = Album(mate.session).add("visit", self.visit, picture_file(folder))
        content = Album(mate.session).content(self.photo)
        assert content is not None
        self.content = content
        if is_sent:
            mate.sync()


def take_away(team: Team) -> None:
    team.town.assign("王海示例", GRID, "responsible", (None, "2026-11-19"))


def files(mate: Mate) -> list[Path]:
    return sorted((mate.session.home.path / "photos").glob("*"))


def stored(team: Team) -> int:
    return len(list(shelf_of(team.town.service).folder.rglob("*.photo")))


def kept_rows(mate: Mate) -> list[tuple[str, int]]:
    query = select(left_photo.c.sealed, left_photo.c.given_ms)
    found = mate.session.thread.run(lambda one: one.execute(query).all(), write=False)
    return [(sealed, given) for sealed, given in found]


def waiting(mate: Mate) -> int:
    return mate.desk.ask(PhotoCountQuery()).result().waiting


def told(mate: Mate) -> str:
    return "".join(f"{one.sentence}{one.advice}" for one in mate.desk.ask(NoticesQuery()).result())


def assert_well(team: Team) -> None:
    service = team.town.service
    assert examine(service.store, service.keys).findings == []
    assert examine_photos(service).findings == []


class NoPhotos:
    """A line over which words go, and pictures do not."""

    def __init__(self, line: NearLine) -> None:
        self._line = line

    def __getattr__(self, name: str) -> object:
        return getattr(self._line, name)

    def leave_photo(self, left: LeftPhoto) -> PhotoTaken:
        raise Unreachable("cut")


def sync_words(mate: Mate) -> None:
    """Run a round in which pictures do not get through."""
    line = mate.line
    mate.line = NoPhotos(line)
    try:
        mate.sync()
    finally:
        mate.line = line


def test_it_is_handed_in_when_the_grid_goes_and_a_colleague_sees_it(
    team: Team, wang: Mate, miao: Mate, tmp_path: Path
) -> None:
    knock = Knock(wang, tmp_path)
    take_away(team)
    wang.sync()
    assert stored(team) == 1
    assert (waiting(wang), files(wang)) == (0, [])
    miao.sync()
    (row,) = miao.desk.ask(PhotosQuery()).result()
    assert row.state is PhotoState.delivered
    assert fetch_photo(Album(miao.session), miao.line, row.id) == knock.content
    assert_well(team)


def test_what_does_not_get_through_is_sealed_told_and_offered_at_each_contact(
    team: Team, wang: Mate, tmp_path: Path
) -> None:
    knock = Knock(wang, tmp_path)
    take_away(team)
    sync_words(wang)
    ((sealed, given_ms),) = kept_rows(wang)
    assert (sealed != "", given_ms, waiting(wang)) == (True, 0, 1)
    assert files(wang) == []  # nothing that this device can read
    assert wang.session.thread.run(left_photos.owed, write=False) == [knock.photo]
    assert "还有 1 张照片在交。照片已经封好，只有社区打得开" in told(wang)
    wang.sync()
    assert (stored(team), waiting(wang)) == (1, 0)
    assert "照片" not in told(wang)
    assert_well(team)


def test_one_whose_record_was_not_sent_either_comes_with_it_when_it_is_taken_over(
    team: Team, wang: Mate, miao: Mate, tmp_path: Path
) -> None:
    knock = Knock(wang, tmp_path, is_sent=False)
    take_away(team)
    wang.sync()
    assert (stored(team), waiting(wang), files(wang)) == (1, 0, [])
    for one in shelf_of(team.town.service).folder.rglob("*.photo"):
        os.utime(one, (0, 0))  # long ago
    assert examine_photos(team.town.service).unused == ()
    miao.sync()
    for row in reversed(miao.desk.ask(QuarantineQuery()).result()):
        miao.desk.do(RetryQuarantined(row.id)).result()
    miao.sync()
    (row,) = (one for one in miao.desk.ask(PhotosQuery()).result() if one.id == knock.photo)
    assert fetch_photo(Album(miao.session), miao.line, row.id) == knock.content
    miao.sync()
    (row,) = miao.desk.ask(PhotosQuery()).result()
    assert row.state is PhotoState.delivered
    assert_well(team)


def test_a_revoked_device_hands_its_pictures_in(team: Team, wang: Mate, tmp_path: Path) -> None:
    Knock(wang, tmp_path)
    with team.town.service.store.write() as connection:
        revoke(connection, wang.session.enlisted.device, NINE)
    with pytest.raises((Trouble, Refused)):
        wang.sync()
    assert (stored(team), waiting(wang), files(wang)) == (1, 0, [])
    assert_well(team)


def test_one_whose_household_was_handed_on_reaches_the_other_grid(
    team: Team, wang: Mate, lin: Mate, tmp_path: Path
) -> None:
    knock = Knock(wang, tmp_path)
    wang.desk.do(TransferHousehold(knock.household, GRID_2)).result()
    sync_words(wang)
    assert (waiting(wang), files(wang)) == (1, [])
    wang.sync()
    assert (waiting(wang), stored(team)) == (0, 1)
    lin.sync()
    (row,) = lin.desk.ask(PhotosQuery()).result()
    assert (row.scope, row.state) == (f"grid:{GRID_2}", PhotoState.delivered)
    assert fetch_photo(Album(lin.session), lin.line, row.id) == knock.content
    assert_well(team)


def test_nothing_is_kept_of_what_was_erased_meanwhile(
    team: Team, wang: Mate, tmp_path: Path
) -> None:
    knock = Knock(wang, tmp_path)
    take_away(team)
    sync_words(wang)
    purge(team.town.service, ("visit", knock.visit), "申请")
    wang.sync()
    assert (stored(team), waiting(wang)) == (0, 0)
    assert_well(team)


def test_an_erasure_takes_what_was_sealed_of_a_grid_that_is_held(
    team: Team, wang: Mate, tmp_path: Path
) -> None:
    knock = Knock(wang, tmp_path)
    wang.desk.do(TransferHousehold(knock.household, GRID_2)).result()
    sync_words(wang)
    assert len(kept_rows(wang)) == 1
    purge(team.town.service, ("visit", knock.visit), "申请")
    wang.sync()
    assert (kept_rows(wang), stored(team)) == ([], 0)


def test_the_picture_of_a_change_set_aside_goes_with_its_erasure(
    team: Team, wang: Mate, miao: Mate, tmp_path: Path
) -> None:
    knock = Knock(wang, tmp_path, is_sent=False)
    take_away(team)
    wang.sync()
    miao.sync()
    photo, visit = miao.desk.ask(QuarantineQuery()).result()
    assert (photo.kind_word, visit.kind_word) == ("照片", "敲门")
    miao.desk.do(RetryQuarantined(visit.id)).result()
    miao.sync()
    assert stored(team) == 1
    purge(team.town.service, ("visit", knock.visit), "申请")
    assert stored(team) == 0


@pytest.mark.parametrize("days", [0, 2])
def test_a_server_that_lost_it_is_given_it_again_with_the_words(
    team: Team, wang: Mate, tmp_path: Path, days: int
) -> None:
    service, file = team.town.service, tmp_path / "yesterday"
    Knock(wang, tmp_path)
    write_backup(service.store, service.keys, file, NINE, service.folder / PHOTOS)
    wang.session.desk.do(LogVisit(door_of(wang), "met")).result()
    wang.sync()  # so that the device is ahead of the backup
    take_away(team)
    wang.sync()
    for one in shelf_of(service).folder.rglob("*.photo"):
        one.unlink()
    restore_backup(service.store, service.keys, file, replace=True, now_ms=NINE)
    take_away(team)
    team.town.time.ms += days * DAY_MS
    wang.sync()
    wang.sync()
    assert stored(team) == 1


def door_of(mate: Mate) -> str:
    return door(Device(mate.desk, FixedClock(0), mate.session.thread), "501")


def test_what_was_sealed_goes_after_ninety_days(team: Team, wang: Mate, tmp_path: Path) -> None:
    Knock(wang, tmp_path)
    take_away(team)
    wang.sync()
    assert len(kept_rows(wang)) == 1
    team.town.time.ms += 91 * DAY_MS
    wang.sync()
    wang.sync()
    assert kept_rows(wang) == []


def test_it_goes_by_stick_and_its_receipt_comes_back(
    team: Team, wang: Mate, tmp_path: Path
) -> None:
    Knock(wang, tmp_path)
    take_away(team)
    sync_words(wang)
    done = wang.export(team.stick / "a.gsb")
    assert (done.photos, done.photos_left) == (1, 0)
    back = wang.import_(team.answer(team.stick / "a.gsb"))
    assert (back.photos, back.photos_waiting, waiting(wang)) == (1, 0, 0)
    assert stored(team) == 1


def test_no_receipt_but_the_servers_own_is_believed(team: Team, wang: Mate, tmp_path: Path) -> None:
    Knock(wang, tmp_path)
    take_away(team)
    sync_words(wang)
    (row,) = wang.session.thread.run(left_photos.owed, write=False)
    left = wang.session.thread.run(partial(left_photos.read_owed, row=row), write=False)
    assert left is not None
    forged = sign_photo(b"\1" * 32, left)
    other = sign_photo(team.town.service.keys.signing, replace(left, row="another"))
    about_another = sign_photo(team.town.service.keys.signing, replace(left, name="0" * 64))
    for taken in (forged, replace(other, row=left.row), about_another):
        assert not wang.session.thread.run(
            lambda one, taken=taken: left_photos.note_taken(one, taken), write=True
        )
    assert waiting(wang) == 1


def test_strangers_and_other_pictures_are_turned_away(
    team: Team, wang: Mate, tmp_path: Path
) -> None:
    knock = Knock(wang, tmp_path)
    service = team.town.service
    team.town.add("陈二格")
    team.town.assign("陈二格", GRID_2, "responsible")
    chen = team.town.phone("陈二格").caller
    public = service.keys.public().seal
    (row,) = wang.desk.ask(PhotosQuery()).result()
    good = pack_photo(public, GRID_SCOPE, knock.photo, row.name, knock.content)
    with pytest.raises(Problem):
        take_left_photo(service, chen, good)
    mine = team.town.service.caller_leaving(wang.line.token)
    for bad in (
        pack_photo(public, GRID_SCOPE, knock.photo, row.name, b"another picture"),
        replace(good, row="another"),
        replace(good, sealed="AAAA"),
    ):
        with pytest.raises(Problem):
            take_left_photo(service, mine, bad)
    assert stored(team) == 0
    take_left_photo(service, mine, good)
    assert stored(team) == 1
