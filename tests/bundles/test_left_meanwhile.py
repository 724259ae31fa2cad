"""Photographs of a grid that goes, and what happens to them meanwhile: taken back, erased, lost."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from fieldapp.bundles.exporting import plan_export
from fieldapp.photos.album import Album
from fieldapp.photos.transfer import hand_in_left
from fieldapp.services.photos import UndoPhoto
from fieldapp.store import left_photos
from server.backup import restore_backup, write_backup
from server.photos import PHOTOS, Photo, PhotoShelf, shelf_of
from server.purge import purge
from sync.leaving import LeftPhoto, PhotoTaken
from sync.line import Problem, TurnedAway
from tests.bundles.team import Mate, NearLine, Team
from tests.bundles.test_left_photos import (
    DAY_MS,
    Knock,
    kept_rows,
    stored,
    sync_words,
    take_away,
    waiting,
)
from tests.photos.pictures import picture_file
from tests.server.town import GRID_SCOPE, NINE


class Watched:
    """A line over which photographs are handed in, after something else was done first."""

    def __init__(self, line: NearLine, before: Callable[[LeftPhoto], None]) -> None:
        self._line = line
        self._before = before

    def leave_photo(self, left: LeftPhoto) -> PhotoTaken:
        self._before(left)
        return self._line.leave_photo(left)


def two_sealed(team: Team, mate: Mate, folder: Path) -> None:
    """Let two photographs be sealed and owed, and not get through."""
    knock = Knock(mate, folder)
    Album(mate.session).add("visit", knock.visit, picture_file(folder, seed=2))
    mate.sync()
    take_away(team)
    sync_words(mate)
    assert waiting(mate) == 2


def test_one_that_was_taken_back_is_not_handed_in(team: Team, wang: Mate, tmp_path: Path) -> None:
    knock = Knock(wang, tmp_path)
    wang.desk.do(UndoPhoto(knock.photo)).result()
    wang.sync()
    take_away(team)
    sync_words(wang)
    assert kept_rows(wang) == []


def test_one_that_the_server_has_is_not_handed_in(team: Team, wang: Mate, tmp_path: Path) -> None:
    Knock(wang, tmp_path)
    wang.bring_photos()
    wang.sync()
    take_away(team)
    sync_words(wang)
    assert (stored(team), kept_rows(wang)) == (1, [])


def test_one_whose_visit_is_erased_while_it_is_taken_in_is_not_kept(
    team: Team, wang: Mate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    knock = Knock(wang, tmp_path)
    take_away(team)
    sync_words(wang)
    keep = PhotoShelf.keep

    def overtaken(shelf: PhotoShelf, photo: Photo, content: bytes) -> None:
        purge(team.town.service, ("visit", knock.visit), "申请")
        keep(shelf, photo, content)

    monkeypatch.setattr(PhotoShelf, "keep", overtaken)
    wang.sync()
    assert stored(team) == 0


def test_one_that_is_erased_while_another_is_handed_in_is_passed_over(
    team: Team, wang: Mate, tmp_path: Path
) -> None:
    two_sealed(team, wang, tmp_path)
    rows = wang.session.thread.run(left_photos.owed, write=False)

    def erase_the_other(left: LeftPhoto) -> None:
        others = [row for row in rows if row != left.row]
        wang.session.thread.run(lambda one: left_photos.drop(one, others), write=True)

    assert hand_in_left(wang.session, Watched(wang.line, erase_the_other)) == 1
    assert (stored(team), waiting(wang)) == (1, 0)


def test_one_that_is_turned_away_holds_the_others_up_no_longer_than_that(
    team: Team, wang: Mate, tmp_path: Path
) -> None:
    two_sealed(team, wang, tmp_path)
    first = wang.session.thread.run(left_photos.owed, write=False)[0]

    def refuse_the_first(left: LeftPhoto) -> None:
        if left.row == first:
            raise TurnedAway(Problem(47, "photo_unknown"))

    assert hand_in_left(wang.session, Watched(wang.line, refuse_the_first)) == 1
    assert (stored(team), waiting(wang)) == (1, 1)


def test_one_that_is_owed_and_still_shown_counts_once_for_the_stick(
    team: Team, wang: Mate, tmp_path: Path
) -> None:
    Knock(wang, tmp_path)
    wang.session.thread.run(lambda one: left_photos.owe_unsent(one, GRID_SCOPE), write=True)
    wang.session.thread.run(lambda one: left_photos.owe_unsent(one, GRID_SCOPE), write=True)
    assert (waiting(wang), plan_export(wang.session, team.stick).photos) == (1, 1)


def test_who_is_a_member_again_hands_in_what_a_restored_server_lost(
    team: Team, wang: Mate, tmp_path: Path
) -> None:
    service, file = team.town.service, tmp_path / "yesterday"
    Knock(wang, tmp_path)
    write_backup(service.store, service.keys, file, NINE, service.folder / PHOTOS)
    take_away(team)
    wang.sync()
    for one in shelf_of(service).folder.rglob("*.photo"):
        one.unlink()
    restore_backup(service.store, service.keys, file, replace=True, now_ms=NINE)
    wang.sync()
    wang.sync()
    assert stored(team) == 1


def test_what_was_never_taken_is_kept_until_it_was_offered_once_more(
    team: Team, wang: Mate, tmp_path: Path
) -> None:
    Knock(wang, tmp_path)
    take_away(team)
    sync_words(wang)
    team.town.time.ms += 91 * DAY_MS
    sync_words(wang)
    left_photos.look_after_left(wang.session.thread)
    assert len(kept_rows(wang)) == 1

    def refuse(left: LeftPhoto) -> None:
        raise TurnedAway(Problem(47, "photo_unknown"))

    assert hand_in_left(wang.session, Watched(wang.line, refuse)) == 0
    assert kept_rows(wang) == []


@pytest.mark.parametrize(("age_s", "stays"), [(3600, False), (0, True)])
def test_an_erasure_takes_the_draft_of_a_picture_whose_writer_was_killed(
    team: Team, wang: Mate, tmp_path: Path, age_s: int, stays: bool
) -> None:
    knock = Knock(wang, tmp_path)
    draft = wang.session.home.path / "photos" / ".half.tmp"
    draft.write_bytes(b"half a picture")
    at_s = draft.stat().st_mtime - age_s
    os.utime(draft, (at_s, at_s))
    purge(team.town.service, ("visit", knock.visit), "申请")
    wang.sync()
    assert draft.exists() is stays
