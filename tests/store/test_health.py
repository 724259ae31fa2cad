"""A device whose file breaks, whose disk fills, or that was copied goes on working, and says so."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import insert

from fieldapp.errors import Trouble
from fieldapp.queries.kept_text import KeptTextQuery
from fieldapp.services.kept_text import KeepText
from fieldapp.services.places import AddCompound
from fieldapp.session import Enrolment, Session, enrol, open_session
from fieldapp.store import headroom, keys, scopes
from fieldapp.store.anchor import anchor_file
from fieldapp.store.found import COPY, REBUILT
from fieldapp.store.home import Home
from fieldapp.store.installation import read_installation
from fieldapp.store.kept import kept
from fieldapp.store.os_secret import NoSecrets
from fieldapp.store.repair.pages import PAGE
from fieldapp.store.repair.swap import damaged_files
from fieldapp.store.schema import terms_owed
from tests.cli.homes import CHEAP, PIN, Offices
from tests.devices import CARE_SCOPE, GRID_SCOPE


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Give the home of an enrolled device that was opened once and closed in good order."""
    home = Home(tmp_path / "home")
    home.prepare()
    wish = Enrolment("http://127.0.0.1:9", "ABCD2345", PIN)
    enrol(home, Offices(), wish, cost=CHEAP, os_secrets=NoSecrets())
    with at_work(home) as session:
        say(session, "药够吃到月底")
    return home


def at_work(home: Home) -> Session:
    return open_session(home, keys.unlock(home, PIN, os_secrets=NoSecrets()))


def say(session: Session, text: str, key: str = "visit") -> None:
    session.desk.do(KeepText(key, text)).result()


def said(session: Session, key: str = "visit") -> str:
    return session.desk.ask(KeptTextQuery(key)).result()


def note(session: Session, key: str) -> object:
    return session.thread.run(lambda connection: kept(connection, key), write=False)


def harm(home: Home, *numbers: int) -> None:
    content = bytearray(home.database_file.read_bytes())
    for number in numbers or range(1, len(content) // PAGE + 1):
        content[number * PAGE - 2_000] ^= 0xFF
    home.database_file.write_bytes(content)


def pages(home: Home) -> int:
    return home.database_file.stat().st_size // PAGE


def test_a_broken_first_page_is_rebuilt_at_opening(home: Home) -> None:
    harm(home, 1)
    with at_work(home) as session:
        assert said(session) == "药够吃到月底"
        assert note(session, REBUILT) is not None
    assert len(damaged_files(home)) == 1


def test_a_page_that_breaks_at_work_is_rebuilt_under_the_open_session(home: Home) -> None:
    told: list[frozenset[str]] = []
    with at_work(home) as session:
        session.desk.watch(told.append)
        harm(home, *range(2, pages(home) + 1))
        session.look_after(examine=True)
        say(session, "写得下")
        assert said(session) == "写得下"
        assert note(session, REBUILT) is not None
    assert any("household" in kinds for kinds in told)


def test_a_file_of_no_bytes_becomes_the_same_device_again(home: Home) -> None:
    with at_work(home) as session:
        person = session.enlisted
    home.database_file.write_bytes(b"")
    with at_work(home) as session:
        assert session.enlisted == person
        assert note(session, REBUILT) is not None


def test_a_destroyed_head_costs_nothing(home: Home) -> None:
    content = bytearray(home.database_file.read_bytes())
    content[:100] = bytes(100)
    home.database_file.write_bytes(content)
    with at_work(home) as session:
        assert said(session) == "药够吃到月底"


def test_a_log_cut_short_is_read_up_to_the_cut(home: Home, tmp_path: Path) -> None:
    copy = Home(tmp_path / "copy")
    with at_work(home) as session:
        say(session, "还在日志里")
        shutil.copytree(home.path, copy.path)
    log = copy.database_file.with_name("field.db-wal")
    log.write_bytes(log.read_bytes()[:-1_000])
    with at_work(copy) as session:
        assert said(session) == "药够吃到月底"


def test_another_homes_key_changes_nothing(home: Home) -> None:
    before = home.database_file.read_bytes()
    with pytest.raises(Trouble) as trouble:
        open_session(home, bytes(32))
    assert trouble.value.code == "key-does-not-fit"
    assert home.database_file.read_bytes() == before
    assert not damaged_files(home)


@pytest.mark.parametrize("stops_after", [0, 1, 2])
def test_a_swap_that_was_cut_off_is_finished_at_the_next_opening(
    home: Home, stops_after: int
) -> None:
    """The steps: the log goes aside, the damaged file goes aside, the new one takes its place."""
    rebuilt = home.path / "field.db.rebuilt"
    shutil.copy(home.database_file, rebuilt)
    if stops_after > 1:
        home.database_file.rename(home.path / "field.db.damaged-2026-11-22")
    with at_work(home) as session:
        assert said(session) == "药够吃到月底"
    assert not rebuilt.exists()
    assert len(damaged_files(home)) == 1


def test_room_is_held_back_once_the_first_screen_is_up(home: Home) -> None:
    with at_work(home) as session:
        assert not headroom.room_in(home.path).is_held
        session.look_after()
        assert headroom.room_in(home.path).is_held


def test_an_old_copy_put_back_is_noticed_and_takes_new_streams(home: Home, tmp_path: Path) -> None:
    backup = tmp_path / "backup"
    with at_work(home) as session:
        before = streams(session)
    shutil.copytree(home.path, backup)
    with at_work(home) as session:
        move_on(session)
    shutil.rmtree(home.path)
    shutil.copytree(backup, home.path)
    with at_work(home) as session:
        assert not streams(session) & before
        assert code_of(note(session, COPY)) == "older"


def test_a_copy_on_another_machine_takes_new_streams(home: Home) -> None:
    with at_work(home) as session:
        before = streams(session)
    known = read_installation(home)
    moved = msgspec.structs.replace(known, machine="another")
    home.installation_file.write_bytes(msgspec.json.encode(moved))
    with at_work(home) as session:
        assert not streams(session) & before
        assert code_of(note(session, COPY)) == "moved"
    with at_work(home) as session:
        after = streams(session)
    with at_work(home) as session:
        assert streams(session) == after


@pytest.mark.parametrize("broken", ["", "{", "gone"])
def test_a_missing_anchor_is_no_finding(home: Home, broken: str) -> None:
    anchor = anchor_file(read_installation(home).home)
    if broken == "gone":
        anchor.unlink()
    else:
        anchor.write_text(broken)
    with at_work(home) as session:
        assert note(session, COPY) is None


def test_a_device_that_was_closed_in_good_order_finds_nothing(home: Home) -> None:
    with at_work(home) as session:
        move_on(session)
        before = streams(session)
    with at_work(home) as session:
        assert streams(session) == before
        assert note(session, COPY) is None


def streams(session: Session) -> set[str]:
    stands = session.thread.run(scopes.all_stands, write=False)
    return {stand.incarnation for stand in stands}


def move_on(session: Session) -> None:
    session.desk.do(AddCompound("纺织厂家属院")).result()


def code_of(found: object) -> str:
    assert isinstance(found, dict)
    return str(found["code"])


def test_a_damaged_file_goes_when_a_scope_is_left(home: Home) -> None:
    harm(home, 1)
    with at_work(home) as session:
        session.look_after()
        assert len(damaged_files(home)) == 1
        leave = {"has_left": True}
        session.thread.run(lambda one: scopes.change(one, CARE_SCOPE, **leave), write=True)
        session.look_after()
        assert not damaged_files(home)


def test_search_terms_wait_while_the_battery_is_spared(home: Home) -> None:
    owed = {"kind": "resident", "scope": GRID_SCOPE, "after": ""}
    with at_work(home) as session:
        session.thread.run(lambda one: one.execute(insert(terms_owed).values(owed)), write=True)
        session.is_sparing = True
        session.look_after()
        assert "idle" not in [one.name for one in threading.enumerate()]
        session.is_sparing = False
        session.look_after()
        assert "idle" in [one.name for one in threading.enumerate()]
