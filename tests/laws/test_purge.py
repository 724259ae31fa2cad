"""Erasure by law reaches every device, by every road, and breaks no other law."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from sqlalchemy import Connection, Engine, update

from fieldapp.queries.person import ResidentQuery
from fieldapp.queries.quarantine import QuarantineQuery
from fieldapp.services.kept_text import KeepText
from fieldapp.store import scopes
from fieldapp.store.database import create_database
from fieldapp.store.kept import kept
from fieldapp.store.schema import aside, metadata, scope_state
from fieldapp.store.unit import Unit
from server.backup import restore_backup, write_backup
from server.compaction import compact
from server.doctor import examine
from server.purge import erase_again, examine_erasures, purge
from tests.laws.village import Member, Village, check_equal, check_everything, make_village
from tests.server.town import GRID, GRID_SCOPE, NINE

NAME, SECRET = "覃示例", "心里的事只说给你"
WORDS = (NAME, SECRET, "qinshili")
CARE = f"care:{GRID}"


@pytest.fixture
def village(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Village]:
    """Two workers of one grid and their secretary, each with a file; on each database."""
    files = count()

    def new_file() -> Engine:
        return create_database(tmp_path / f"device-{next(files)}.db", bytes(32))

    monkeypatch.setattr("tests.laws.village.open_memory", new_file)
    made = make_village(database_url, tmp_path / "data", ["王海示例", "苗长根", "林示范"])
    for member in made.members:
        member.line.before_exchange = lambda: None
    yield made
    made.close()


def lives(unit: Unit) -> tuple[str, str]:
    """Write down a person with a home; give her and the home."""
    door = unit.create("dwelling", GRID_SCOPE, {"room_label": "502"})
    home = unit.create("household", GRID_SCOPE, {"dwelling_id": door})
    fields = {"name": NAME, "residence_type": "usual_local", "note": SECRET}
    person = unit.create("resident", GRID_SCOPE, fields)
    unit.create("member", GRID_SCOPE, {"household_id": home, "resident_id": person})
    unit.patch("household", home, {"head_id": person})
    unit.add_to_set("resident", person, "tags", [{"code": "ALONE"}])
    care = {"resident_id": person, "health_note": SECRET}
    unit.create("care", CARE, care, id_=person)
    return person, home


def text_of(member: Member) -> str:
    """Give all text that a device's database holds: every table, and every page of its file."""

    def inside(connection: Connection) -> str:
        rows = [
            str(tuple(row))
            for table in metadata.sorted_tables
            for row in connection.execute(table.select())
        ]
        return "".join(rows)

    return member.read(inside) + pages_of(member)


def pages_of(member: Member) -> str:
    """Give every page of a device's file and journal, free ones too, without their cipher.

    The key is used as it is; each page ends with 16 bytes of its vector and 64 of its proof.
    """

    def where(connection: Connection) -> str:
        return str(connection.exec_driver_sql("PRAGMA database_list").all()[0][2])

    file = Path(member.read(where))
    pages = [(0, page) for page in _cut(file.read_bytes(), 0, 0)]
    if pages:
        pages[0] = (16, pages[0][1])  # a salt stands in the place of the first bytes
    journal = file.with_name(f"{file.name}-wal")
    if journal.exists():
        pages += [(0, page) for page in _cut(journal.read_bytes(), 32, 24)]
    return "".join(_plain(page, skip) for skip, page in pages)


def _cut(content: bytes, start: int, frame: int) -> list[bytes]:
    size = 4096 + frame
    return [content[at + frame : at + size] for at in range(start, len(content), size)]


def _plain(page: bytes, skip: int) -> str:
    cipher = Cipher(algorithms.AES(bytes(32)), modes.CBC(page[-80:-64])).decryptor()
    return (cipher.update(page[skip:-80]) + cipher.finalize()).decode("utf-8", "replace")


def left(member: Member) -> list[str]:
    """List the words that are left on a device."""
    text = text_of(member)
    return [word for word in WORDS if word in text]


def erase(village: Village, person: str) -> None:
    purge(village.town.service, ("resident", person), "申请")


def finish(village: Village, *, is_compacted: bool = False) -> None:
    """All is quiet, every law holds, and nobody has a word of hers."""
    village.settle()
    if not is_compacted:
        check_everything(village)
    check_equal(village)
    service = village.town.service
    assert examine(service.store, service.keys).findings == []
    assert examine_erasures(service).findings == []
    for member in village.members:
        assert left(member) == [], member.name


def test_every_device_forgets_her_at_its_next_round(village: Village) -> None:
    wang, miao, lin = village.members
    person, home = wang.write(lives)
    village.settle()
    miao.write(lambda unit: unit.patch("resident", person, {"speaks": SECRET}))
    wang.write(lambda unit: unit.patch("resident", person, {"speaks": f"{SECRET}吧"}))
    village.settle()
    assert all(NAME in pages_of(member) for member in village.members)
    erase(village, person)
    finish(village)
    assert lin.shown("resident", person) is None
    assert (lin.shown("household", home) or {}).get("head_id") is None
    assert not wang.read(lambda one: kept(one, "sweep_due"))


def test_what_waits_about_her_is_turned_down_and_its_author_is_told(village: Village) -> None:
    wang, miao, lin = village.members
    person, _ = wang.write(lives)
    village.settle()
    miao.write(lambda unit: unit.patch("resident", person, {"speaks": SECRET}))
    door = miao.write(lambda unit: unit.create("dwelling", GRID_SCOPE, {"room_label": "503"}))
    erase(village, person)
    finish(village)
    (told,) = miao.desk.ask(QuarantineQuery()).result()
    assert (told.reason, told.can_retry, told.can_go) == ("purged", False, True)
    assert told.sentence == "这位居民的记录已按规定删除，你的改动没有再写入。"
    assert lin.desk.ask(QuarantineQuery()).result() == ()
    assert lin.shown("dwelling", door) is not None


def test_what_is_saved_between_two_rounds_after_she_is_gone_loses_its_words_here(
    village: Village,
) -> None:
    wang, miao, _ = village.members
    person, home = wang.write(lives)
    village.settle()
    # The page with the erasure arrives; what was typed meanwhile has not been sent.
    erase(village, person)

    def typed() -> None:
        miao.line.before_exchange = lambda: None
        miao.write(lambda unit: unit.patch("resident", person, {"speaks": SECRET}))
        fields = {"household_id": home, "resident_id": person, "relation_code": "01"}
        miao.write(lambda unit: unit.create("member", GRID_SCOPE, fields))

    miao.line.before_exchange = typed
    miao.sync()
    assert left(miao) == []
    finish(village)
    assert len(miao.desk.ask(QuarantineQuery()).result()) == 2


def test_half_typed_text_about_her_is_gone(village: Village) -> None:
    wang, *_ = village.members
    person, _ = wang.write(lives)
    village.settle()
    wang.desk.do(KeepText(f"form:resident {person}", SECRET)).result()
    wang.desk.do(KeepText("form:new", "还没写完")).result()
    erase(village, person)
    finish(village)
    assert "还没写完" in text_of(wang)


def test_a_device_that_was_offline_for_weeks_ends_without_her(village: Village) -> None:
    wang, miao, _ = village.members
    person, _ = wang.write(lives)
    village.settle()
    away = village.members.pop(1)
    erase(village, person)
    wang.write(lambda unit: unit.create("dwelling", GRID_SCOPE, {"room_label": "601"}))
    village.settle()
    compact(village.town.service.store, NINE + 1)
    village.members.append(away)
    assert left(miao)
    finish(village, is_compacted=True)


def test_a_snapshot_brings_the_marks_and_the_tail_is_emptied(
    village: Village,
) -> None:
    wang, miao, _ = village.members
    person, _ = wang.write(lives)
    village.settle()
    erase(village, person)
    compact(village.town.service.store, NINE + 1)
    miao.write(lambda unit: unit.patch("resident", person, {"speaks": SECRET}))
    finish(village, is_compacted=True)


def test_rows_kept_aside_lose_her(village: Village, tmp_path: Path) -> None:
    wang, miao, _ = village.members
    service, file = village.town.service, tmp_path / "backup"
    village.settle()
    write_backup(service.store, service.keys, file, NINE)
    person, _ = wang.write(lives)
    wang.sync()
    restore_backup(service.store, service.keys, file, replace=True, now_ms=NINE)
    # History goes on differently before anybody gives back what was lost.
    miao.write(lambda unit: unit.create("dwelling", GRID_SCOPE, {"room_label": "601"}))
    miao.sync()
    village.settle()
    assert any(NAME in row.rows for row in wang.read(lambda one: one.execute(aside.select()).all()))
    erase(village, person)
    finish(village)


def test_a_restored_server_and_devices_that_are_ahead_end_without_her(
    village: Village, tmp_path: Path
) -> None:
    wang, miao, lin = village.members
    service, file = village.town.service, tmp_path / "backup"
    person, home = wang.write(lives)
    village.settle()
    write_backup(service.store, service.keys, file, NINE)
    miao.write(lambda unit: unit.patch("resident", person, {"speaks": SECRET}))
    door = miao.write(lambda unit: unit.create("dwelling", GRID_SCOPE, {"room_label": "601"}))
    miao.sync()
    erase(village, person)
    wang.sync()
    lin.write(lambda unit: unit.patch("resident", person, {"note": f"{SECRET}。还有。"}))
    restore_backup(service.store, service.keys, file, replace=True, now_ms=NINE)
    erase_again(service)
    finish(village)
    assert lin.shown("dwelling", door) is not None
    assert (lin.shown("household", home) or {}).get("head_id") is None


def test_a_device_restored_from_an_old_copy_forgets_her_again(
    village: Village,
) -> None:
    wang, miao, _ = village.members
    person, _ = wang.write(lives)
    village.settle()
    tables = metadata.sorted_tables
    copy = miao.read(
        lambda one: [[dict(r) for r in one.execute(t.select()).mappings()] for t in tables]
    )
    erase(village, person)
    village.settle()

    def put_back(connection: Connection) -> None:
        for table, rows in zip(tables, copy, strict=True):
            connection.execute(table.delete())
            if rows:
                connection.execute(table.insert(), rows)

    miao.thread.run(put_back, write=True)
    assert left(miao)
    finish(village)


def test_a_new_device_is_never_told_of_her(village: Village, tmp_path: Path) -> None:
    wang, miao, _ = village.members
    person, _ = wang.write(lives)
    village.settle()
    erase(village, person)

    def start_anew(connection: Connection) -> None:
        for table in metadata.sorted_tables:
            if table.name not in ("scope_state", "note_kept"):
                connection.execute(table.delete())
        anew = {"cursor": 0, "hash": "", "sums": {}, "head": 0, "incarnation": "anew"}
        connection.execute(update(scope_state).values(anew | {"last_n": 0, "last_id": ""}))

    miao.thread.run(start_anew, write=True)
    finish(village)


def test_the_lists_of_own_acts_and_the_page_of_the_person_can_still_be_asked_for(
    village: Village,
) -> None:
    from fieldapp.errors import Refused
    from fieldapp.queries.acts import ActsQuery

    wang, *_ = village.members
    person, _ = wang.write(lives)
    village.settle()
    erase(village, person)
    village.settle()
    assert wang.desk.ask(ActsQuery()).result() is not None
    with pytest.raises(Refused):
        wang.desk.ask(ResidentQuery(person)).result()


def test_each_scope_of_hers_is_level_again(village: Village) -> None:
    wang, *_ = village.members
    person, _ = wang.write(lives)
    village.settle()
    erase(village, person)
    done = wang.sync()
    assert done is not None
    assert done.is_level
    stands = {one.scope: one for one in wang.read(scopes.all_stands)}
    assert stands[CARE].sums.get("care") is None or not stands[CARE].sums["care"]
