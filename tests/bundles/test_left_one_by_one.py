"""Sealing and handing in, one by one: shown elsewhere, not to be read just now, cancelled."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fieldapp.errors import Trouble
from fieldapp.photos.album import Album
from fieldapp.photos.transfer import hand_in_left
from fieldapp.services.transfer import TransferHousehold
from fieldapp.services.visits import LogVisit
from fieldapp.store import left_photos
from fieldapp.store.photo_files import Kind
from fieldapp.store.tidying import tidy_photos
from fieldapp.store.worker import DatabaseThread
from tests.bundles.team import Mate, Team
from tests.bundles.test_left_photos import (
    Knock,
    door_of,
    files,
    kept_rows,
    stored,
    sync_words,
    take_away,
    waiting,
)
from tests.photos.pictures import picture_file
from tests.server.town import GRID_2


def test_one_that_also_hangs_on_a_record_still_held_is_handed_in_and_stays_there(
    team: Team, wang: Mate, tmp_path: Path
) -> None:
    knock = Knock(wang, tmp_path)
    visit = wang.session.desk.do(LogVisit(door_of(wang), "met")).result()
    photo = Album(wang.session).add("visit", visit, picture_file(tmp_path))
    wang.desk.do(TransferHousehold(knock.household, GRID_2)).result()
    wang.sync()
    assert wang.session.thread.run(left_photos.count_owed, write=False) == {}
    assert stored(team) == 1
    wang.bring_photos()
    wang.sync()
    tidy_photos(wang.session.thread, wang.session.clock.read().wall_ms)
    assert Album(wang.session).content(photo) == knock.content


def test_one_that_cannot_be_read_just_now_stays_owed(
    team: Team, wang: Mate, tmp_path: Path
) -> None:
    knock = Knock(wang, tmp_path)
    name = hashlib.sha256(knock.content).hexdigest()
    file = Album(wang.session).files.path(name, Kind.photo)
    content = file.read_bytes()
    file.unlink()
    file.mkdir()  # there, and no reading of it
    take_away(team)
    sync_words(wang)
    assert kept_rows(wang) == [("", 0)]
    file.rmdir()
    file.write_bytes(content)
    wang.sync()
    assert (stored(team), waiting(wang)) == (1, 0)


def test_many_are_sealed_and_handed_in_one_by_one(team: Team, wang: Mate, tmp_path: Path) -> None:
    knock = Knock(wang, tmp_path)
    for number in range(5):
        picture = picture_file(tmp_path, seed=number + 2)
        Album(wang.session).add("visit", knock.visit, picture)
    wang.sync()
    take_away(team)
    wang.sync()
    assert (stored(team), waiting(wang), files(wang)) == (6, 0, [])


def test_handing_in_stops_where_it_is_cancelled(team: Team, wang: Mate, tmp_path: Path) -> None:
    Knock(wang, tmp_path)
    take_away(team)
    sync_words(wang)
    assert hand_in_left(wang.session, wang.line, lambda: True) == 0
    assert (stored(team), waiting(wang)) == (0, 1)


class NoCounting:
    """A database thread on which the photographs that are owed cannot be counted."""

    def __init__(self, thread: DatabaseThread) -> None:
        self._thread = thread

    def __getattr__(self, name: str) -> object:
        return getattr(self._thread, name)

    def run(self, work: Callable[..., Any], **options: Any) -> Any:
        if work is left_photos.count_owed:
            raise Trouble("disk-full", "存不下了。")
        return self._thread.run(work, **options)


def test_what_is_wrong_with_them_does_not_hide_what_the_round_says(wang: Mate) -> None:
    thread: Any = NoCounting(wang.session.thread)
    wang.session.thread, wang.line.is_cut = thread, True
    with pytest.raises(Trouble) as trouble:
        wang.sync()
    assert trouble.value.code != "disk-full"
    wang.line.is_cut = False
    wang.sync()
