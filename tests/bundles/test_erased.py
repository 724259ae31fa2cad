"""Erasure by law over real homes: no file beside the database keeps her, and no stick brings her.

The homes have their folders here, so pictures, damaged copies and sealed files are looked at too.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from fieldapp.doctor import examine
from fieldapp.photos.album import Album
from fieldapp.photos.transfer import fetch_photo
from fieldapp.queries.kept_text import KeptTextQuery
from fieldapp.queries.photos import PhotosQuery
from fieldapp.services.kept_text import KeepText
from fieldapp.services.transfer import TransferHousehold
from fieldapp.services.visits import LogVisit
from fieldapp.session import open_session
from fieldapp.store import kept_photos, keys, sweeping
from fieldapp.store.aside import FOLDER
from fieldapp.store.kept import kept
from server.doctor import examine as examine_server
from server.photos import shelf_of
from server.purge import purge
from sync.clock import FixedClock
from tests.bundles.team import PIN, Mate, Team
from tests.devices import Device
from tests.photos.pictures import picture_file
from tests.server.test_purge import everything_in
from tests.server.town import GRID_2
from tests.services.grids import build, door, family

NAME, NOTE = "覃示例", "心里的事只说给你"


class Home:
    """A resident of a household behind a door, and a knock there."""

    def __init__(self, mate: Mate) -> None:
        self.device = Device(mate.desk, FixedClock(0), mate.session.thread)
        build(self.device)
        self.door = door(self.device, "502")
        self.household, (self.person, self.other) = family(self.device, self.door, NAME, "汪示范")
        self.visit = self.device.do(LogVisit(self.door, "met", note=NOTE))


def pictures(mate: Mate) -> list[Path]:
    """List the files of pictures in a home."""
    return sorted((mate.session.home.path / "photos").glob("*"))


def erase(team: Team, kind: str, id_: str) -> None:
    purge(team.town.service, (kind, id_), "申请")


def erase_all(team: Team, home: Home) -> None:
    erase(team, "resident", home.person)
    erase(team, "household", home.household)


def erased_finding(mate: Mate) -> tuple[bool, str]:
    (found,) = (one for one in examine(mate.session) if one.check == "erased")
    return found.is_well, found.sentence


def test_a_picture_goes_with_its_visit_from_the_device_and_the_server(
    team: Team, wang: Mate, lin: Mate, tmp_path: Path
) -> None:
    home = Home(wang)
    Album(wang.session).add("visit", home.visit, picture_file(tmp_path))
    wang.sync()
    assert wang.bring_photos() == 1
    wang.sync()
    lin.sync()
    assert len(lin.desk.ask(PhotosQuery()).result()) == 1
    shelf = shelf_of(team.town.service)
    assert len(list(shelf.folder.rglob("*.photo"))) == 1
    assert pictures(wang) != []
    erase(team, "visit", home.visit)
    assert list(shelf.folder.rglob("*.photo")) == []
    wang.sync()
    assert pictures(wang) == []
    assert wang.session.thread.run(kept_photos.names_here, write=False) == []
    assert erased_finding(wang) == (
        True,
        "按规定删掉的，本机都清了，坏了留着的旧文件也一起销毁了",
    )
    assert examine_server(team.town.service.store, team.town.service.keys).findings == []


def test_a_picture_that_waits_goes_too_and_one_of_another_visit_stays(
    team: Team, wang: Mate, tmp_path: Path
) -> None:
    home = Home(wang)
    other = home.device.do(LogVisit(door(home.device, "501"), "met"))
    wang.sync()
    album = Album(wang.session)
    album.add("visit", home.visit, picture_file(tmp_path))
    kept_one = album.add("visit", other, picture_file(tmp_path, 2))
    erase(team, "visit", home.visit)
    wang.sync()
    assert [row.id for row in wang.desk.ask(PhotosQuery()).result()] == [kept_one]
    assert album.content(kept_one) is not None
    assert len(pictures(wang)) == 2  # the small one and its original


def test_a_picture_that_hangs_on_another_visit_too_stays_on_the_device(
    team: Team, wang: Mate, tmp_path: Path
) -> None:
    home = Home(wang)
    other = home.device.do(LogVisit(door(home.device, "501"), "met"))
    album, picture = Album(wang.session), picture_file(tmp_path)
    album.add("visit", home.visit, picture)
    kept_one = album.add("visit", other, picture)
    wang.sync()
    erase(team, "visit", home.visit)
    wang.sync()
    assert album.content(kept_one) is not None


def test_a_second_erasure_before_the_disk_is_swept_forgets_no_picture_of_the_first(
    wang: Mate,
) -> None:
    for name in ("first", "second"):
        wang.session.thread.run(partial(sweeping.owe_sweep, photos=[name]), write=True)
    due = wang.session.thread.run(lambda one: kept(one, "sweep_due"), write=False)
    assert due == {"photos": ["first", "second"]}


def test_what_was_fetched_half_way_goes_too(
    team: Team, wang: Mate, lin: Mate, tmp_path: Path
) -> None:
    home = Home(wang)
    Album(wang.session).add("visit", home.visit, picture_file(tmp_path))
    wang.sync()
    wang.bring_photos()
    lin.sync()
    (photo,) = lin.desk.ask(PhotosQuery()).result()
    Album(lin.session).files.go_on(photo.name, b"the beginning")
    assert len(pictures(lin)) == 1
    erase(team, "visit", home.visit)
    lin.sync()
    assert pictures(lin) == []


def test_an_erasure_that_was_killed_before_it_swept_is_finished_at_the_next_start(
    team: Team, wang: Mate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(wang)
    Album(wang.session).add("visit", home.visit, picture_file(tmp_path))
    wang.sync()
    erase(team, "visit", home.visit)
    with monkeypatch.context() as patch:
        patch.setattr("fieldapp.store.replica.sweep_if_due", lambda _: 1 / 0)
        patch.setattr("fieldapp.session.sweep_if_due", lambda _: None)
        with pytest.raises(ZeroDivisionError):
            wang.sync()
    assert len(pictures(wang)) == 2
    assert not erased_finding(wang)[0]
    wang.session.close()
    folder = wang.session.home
    folder.lock()
    wang.session = open_session(folder, keys.unlock(folder, PIN))
    wang.session.look_after()
    assert pictures(wang) == []
    assert erased_finding(wang)[0]


def test_a_picture_goes_when_its_household_is_handed_to_a_grid_that_is_not_held_here(
    team: Team, wang: Mate, tmp_path: Path
) -> None:
    team.town.add("陈二格")
    team.town.assign("陈二格", GRID_2, "responsible")
    home = Home(wang)
    photo = Album(wang.session).add("visit", home.visit, picture_file(tmp_path))
    wang.sync()
    wang.bring_photos()
    wang.sync()
    assert Album(wang.session).content(photo) is not None
    wang.desk.do(TransferHousehold(home.household, GRID_2)).result()
    wang.sync()
    assert wang.desk.ask(PhotosQuery()).result() == ()
    assert pictures(wang) == []
    erase(team, "visit", home.visit)
    wang.sync()
    assert pictures(wang) == []


def test_who_holds_both_grids_keeps_the_picture_until_it_is_erased(
    team: Team, wang: Mate, lin: Mate, tmp_path: Path
) -> None:
    home = Home(wang)
    photo = Album(wang.session).add("visit", home.visit, picture_file(tmp_path))
    wang.sync()
    wang.bring_photos()
    lin.sync()
    fetch_photo(Album(lin.session), lin.line, photo)
    wang.desk.do(TransferHousehold(home.household, GRID_2)).result()
    wang.sync()
    lin.sync()
    assert Album(lin.session).content(photo) is not None
    erase(team, "visit", home.visit)
    lin.sync()
    assert pictures(lin) == []


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("resident", "visit:{door}"),
        ("resident", "form:household {household}"),
        ("resident", "form:resident {person}"),
        ("household", "visit:{door}"),
        ("household", "form:member {household}"),
    ],
)
def test_half_typed_text_at_her_door_or_home_goes(
    team: Team, wang: Mate, kind: str, key: str
) -> None:
    home = Home(wang)
    wang.sync()
    key = key.format(door=home.door, household=home.household, person=home.person)
    elsewhere = f"visit:{door(home.device, '501')}"
    for one in (key, elsewhere):
        wang.desk.do(KeepText(one, NOTE)).result()
    erase(team, kind, home.person if kind == "resident" else home.household)
    wang.sync()
    assert wang.desk.ask(KeptTextQuery(key)).result() == ""
    assert wang.desk.ask(KeptTextQuery(elsewhere)).result() == NOTE


def test_what_is_typed_for_a_visit_that_is_erased_goes_by_what_it_names(
    team: Team, wang: Mate
) -> None:
    home = Home(wang)
    wang.sync()
    wang.desk.do(KeepText("visit", f'{{"visit": "{home.visit}", "note": "{NOTE}"}}')).result()
    erase(team, "visit", home.visit)
    wang.sync()
    assert wang.desk.ask(KeptTextQuery("visit")).result() == ""


def test_what_is_typed_on_about_an_erased_record_is_not_kept(team: Team, wang: Mate) -> None:
    home = Home(wang)
    wang.sync()
    erase(team, "resident", home.person)
    wang.sync()
    about = (f"form:resident {home.person}", NOTE), ("visit", f"{NOTE} {home.person}")
    for key, text in about:
        wang.desk.do(KeepText(key, text)).result()
        assert wang.desk.ask(KeptTextQuery(key)).result() == ""


def test_damaged_copies_that_were_kept_aside_are_destroyed(team: Team, wang: Mate) -> None:
    home = Home(wang)
    wang.sync()
    folder = wang.session.home.path
    copies = [folder / f"field.db.{end}" for end in ("damaged-2026-11-01", "building")]
    copies.append(folder / "field.db.damaged-2026-11-01-wal")
    for copy in copies:
        copy.write_bytes(b"older words")
    erase(team, "resident", home.person)
    wang.sync()
    assert not any(copy.exists() for copy in copies)
    assert erased_finding(wang)[0]


def test_the_copy_from_before_an_update_is_destroyed_and_one_half_made(
    team: Team, wang: Mate
) -> None:
    home = Home(wang)
    wang.sync()
    copies = [wang.session.home.path / name for name in (FOLDER, f"{FOLDER}.part")]
    for folder in copies:
        folder.mkdir()
        (folder / "field.db").write_bytes(b"as it was")
    erase_all(team, home)
    wang.sync()
    assert not any(folder.exists() for folder in copies)


def test_what_cannot_be_removed_stays_due_and_is_told(
    team: Team, wang: Mate, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(wang)
    wang.sync()
    copy = wang.session.home.path / "field.db.damaged-2026-11-01"
    copy.write_bytes(b"older words")
    erase(team, "resident", home.person)

    def closed(path: Path, missing_ok: bool = False) -> None:
        raise PermissionError

    with monkeypatch.context() as patch:
        patch.setattr(sweeping.Path, "unlink", closed)
        wang.sync()
    assert not erased_finding(wang)[0]
    wang.sync()
    assert erased_finding(wang)[0]
    assert not copy.exists()


def test_no_file_for_a_stick_holds_anything_of_her_afterwards(
    team: Team, wang: Mate, lin: Mate, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(wang)
    wang.sync()
    lin.sync()
    wang.desk.do(KeepText("form:new", "还没写完")).result()
    home.device.do(LogVisit(home.door, "met", note=NOTE))  # waits when she is erased
    erase_all(team, home)
    wang.sync()
    told: list[bytes] = []
    record = _recorder(told)
    monkeypatch.setattr("sync.bundle_writer.deflate", record)
    wang.build("甲1")
    wang.export(team.stick / "a.gsb")
    team.answer(team.stick / "a.gsb")
    fresh = team.enrol("苗长根")  # is told everything from the start
    fresh.export(team.stick / "b.gsb")
    fresh.import_(team.answer(team.stick / "b.gsb"))
    assert len(told) >= 4
    inside = b"".join(told).decode()
    assert [word for word in (NAME, NOTE) if word in inside] == []
    assert NAME not in str(fresh.dump())


def _recorder(told: list[bytes]) -> object:
    from sync.codec import deflate

    def record(content: bytes) -> bytes:
        told.append(content)
        return deflate(content)

    return record


def test_an_old_export_brought_after_the_erasure_brings_nothing_back(
    team: Team, wang: Mate, lin: Mate, tmp_path: Path
) -> None:
    home = Home(wang)
    wang.sync()
    home.device.do(LogVisit(home.door, "met", note=f"{NOTE}。又"))
    wang.desk.do(LogVisit(door(home.device, "501"), "met", note="没事")).result()
    wang.export(team.stick / "old.gsb")
    erase_all(team, home)
    answer = team.answer(team.stick / "old.gsb")
    text = everything_in(team.town)
    assert [word for word in (NAME, NOTE) if word in text] == []
    assert "没事" in text
    wang.import_(answer)
    lin.sync()
    for mate in (wang, lin):
        assert NOTE not in str(mate.dump())
    assert wang.waiting() == 0


def test_an_old_answer_read_after_the_erasure_brings_nothing_back(
    team: Team, wang: Mate, lin: Mate
) -> None:
    home = Home(wang)
    wang.sync()
    lin.export(team.stick / "b.gsb")
    old = team.answer(team.stick / "b.gsb")  # holds her words, sealed to lin's device
    erase_all(team, home)
    lin.sync()
    assert NAME not in str(lin.dump())
    done = lin.import_(old)
    assert done.received == 0
    assert NAME not in str(lin.dump())
    assert not lin.session.thread.run(lambda one: kept(one, "sweep_due"), write=False)


def test_an_old_answer_to_a_device_that_missed_the_erasure_is_healed_by_the_next_round(
    team: Team, wang: Mate, lin: Mate
) -> None:
    home = Home(wang)
    wang.sync()
    lin.export(team.stick / "b.gsb")
    old = team.answer(team.stick / "b.gsb")
    erase_all(team, home)
    lin.import_(old)  # she stood before it, and it continues there
    assert NAME in str(lin.dump())
    lin.sync()
    assert NAME not in str(lin.dump())
