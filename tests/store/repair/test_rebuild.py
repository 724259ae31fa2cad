"""Whatever page of the file breaks, what can be read is in the fresh one, and the rest is told."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from fieldapp.desk import Desk
from fieldapp.ids import seeded_ids
from fieldapp.services.diary import DraftLine, WriteDraft
from fieldapp.services.fields import SetFields
from fieldapp.services.kept_text import KeepText
from fieldapp.store import outbox, scopes
from fieldapp.store.database import create_database, find_damage, open_database, reading
from fieldapp.store.fold import sums_from_rows
from fieldapp.store.found import Rebuilt
from fieldapp.store.home import Home
from fieldapp.store.kept import keep, kept
from fieldapp.store.migrations import migrate
from fieldapp.store.repair.pages import PAGE, PageFile, read_pages, salt_of
from fieldapp.store.repair.rebuild import rebuild
from fieldapp.store.repair.salvage import Salvage, salvage
from fieldapp.store.repair.swap import damaged_files
from fieldapp.store.rows import read_rows
from fieldapp.store.schema import TABLES
from fieldapp.store.steps import STEPS
from fieldapp.store.unit import Author
from fieldapp.store.worker import DatabaseThread
from sync.clock import FixedClock
from tests.devices import NINE, SCOPES, WORKER, Device
from tests.services.grids import build, door, family

KEY = bytes(range(32))
ENLISTED = {"person": WORKER, "device": "device-1"}
make_id = seeded_ids(7)
clock = FixedClock(NINE)
LATER = FixedClock(NINE + 3_600_000)


@dataclass(frozen=True)
class Shown:
    """What a device shows and keeps; `resetting` are the scopes that will be read anew."""

    rows: dict[tuple[str, str], dict[str, object]]
    waiting: set[str]
    note: object
    resetting: set[str]


def shown(home: Home) -> Shown:
    engine = open_database(home.database_file, KEY)
    try:
        with reading(engine) as connection:
            assert find_damage(connection) == ()
            return Shown(
                _rows(connection),
                {one.id for scope in SCOPES for one in outbox.pending(connection, scope)},
                kept(connection, "text:visit"),
                {one.scope for one in scopes.all_stands(connection) if one.is_resetting},
            )
    finally:
        engine.dispose()


def _rows(connection: Connection) -> dict[tuple[str, str], dict[str, object]]:
    rows: dict[tuple[str, str], dict[str, object]] = {}
    for kind, table in TABLES.items():
        ids = connection.execute(select(table.c.id)).scalars().all()
        found = read_rows(connection, [(kind, id_) for id_ in ids])
        rows |= {key: dict(one.row.fields) for key, one in found.items()}
    return rows


def open_device(home: Home) -> Device:
    thread = DatabaseThread(lambda: open_database(home.database_file, KEY))
    return Device(Desk(thread, Author(WORKER, "device-1"), clock, make_id), clock, thread)


def fill(home: Home, households: int) -> None:
    """Settle a grid that the log knows, then work on it without a network, and begin a draft."""
    home.prepare()
    engine = create_database(home.database_file, KEY)
    migrate(engine, STEPS, NINE)
    engine.dispose()
    device = open_device(home)

    def begin(connection: Connection) -> None:
        scopes.join(connection, SCOPES, [make_id(NINE) for _ in SCOPES])
        keep(connection, "enlisted", ENLISTED)

    device.run(begin)
    house = build(device)
    rooms = [f"{floor}0{at}" for floor in range(1, 7) for at in range(1, 4)]
    families = [family(device, door(device, room), "高玉芬") for room in rooms[:households]]

    def read_in(connection: Connection) -> None:
        """Take everything so far for read from the log."""
        for scope in SCOPES:
            outbox.retire(connection, [one.id for one in outbox.pending(connection, scope)])
            connection.exec_driver_sql("DELETE FROM base_image WHERE scope = ?", (scope,))
            sums = sums_from_rows(connection, scope)
            scopes.change(connection, scope, cursor=40, head=40, hash="ab", sums=sums)

    device.run(read_in)
    for count, (household, _) in enumerate(families):
        device.do(SetFields("household", household, {"note": f"门铃坏了，敲门 {count}"}))
    device.do(KeepText("visit", "药够吃到月底"))
    device.do(WriteDraft((DraftLine("扫雪，看了三户"), DraftLine("暖气不热"))))
    assert house.building
    device.close()


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("small"))
    fill(home, 4)
    return home


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("large"))
    fill(home, 18)
    return home


def damaged(source: Home, folder: Path, harm: Callable[[bytearray], None]) -> Home:
    home = Home(folder)
    home.prepare()
    content = bytearray(source.database_file.read_bytes())
    harm(content)
    home.database_file.write_bytes(content)
    return home


def flip(*places: int) -> Callable[[bytearray], None]:
    def harm(content: bytearray) -> None:
        for place in places:
            content[place] ^= 0xFF

    return harm


def mend(home: Home, salt: bytes = b"") -> Rebuilt:
    told = rebuild(home, KEY, LATER, make_id, salts=(salt,), facts={"enlisted": ENLISTED})
    assert told is not None
    return told


def missing_rows(before: Shown, after: Shown) -> set[str]:
    """Give the kinds of the rows that are not as they were and will not be read anew."""
    if after.resetting:
        return set()
    return {key[0] for key, fields in before.rows.items() if after.rows.get(key) != fields}


def test_every_page_can_break_and_the_rows_of_all_others_are_read(small: Home) -> None:
    whole = salvage(read_pages(small.database_file, KEY))
    every = {name: len(rows) for name, rows in whole.rows.items()}
    for number, breaks in broken_pages(small):
        rows = {name: len(rows) for name, rows in breaks.rows.items()}
        less = {name for name in every if rows.get(name, 0) < every[name]}
        assert less <= breaks.lost, number
        assert len(less) <= 1 or number == 1, number


def test_whatever_breaks_the_effect_of_every_waiting_change_is_kept(
    small: Home, tmp_path: Path
) -> None:
    """One rebuilding for each table that can lose a page; a lost change is told or made again."""
    before, salt = shown(small), salt_of(small.database_file)
    tried: dict[str, int] = {}
    for number, breaks in broken_pages(small):
        if breaks.lost & {*_THAT_MATTER} or number == 1:
            tried.setdefault(" ".join(sorted(breaks.lost)), number)
    has_lost_words = False
    for number in tried.values():
        home = damaged(small, tmp_path / str(number), flip((number - 1) * PAGE + 2_000))
        told = mend(home, salt)
        after = shown(home)
        assert missing_rows(before, after) <= {"diary_entry", "diary_line"} & set(told.unread)
        assert told.changes == len(after.waiting) == len(before.waiting)
        assert told.missing <= 0
        assert after.note or "note_kept" in told.unread
        assert len(damaged_files(home)) == 1
        has_lost_words |= bool(before.waiting - after.waiting)
    assert has_lost_words


_THAT_MATTER = ("outbox", "base_image", "scope_state", "note_kept", "household", "diary_line")


def broken_pages(home: Home) -> Iterator[tuple[int, Salvage]]:
    """Break each page in turn, and read what is left."""
    file = read_pages(home.database_file, KEY)
    for number in file.pages:
        pages = {one: page for one, page in file.pages.items() if one != number}
        yield number, salvage(PageFile(pages, frozenset({number})))


def test_a_whole_file_comes_out_as_it_went_in(small: Home, tmp_path: Path) -> None:
    home = damaged(small, tmp_path, flip())
    told = mend(home)
    assert shown(home) == shown(small)
    assert (told.bad_pages, told.rescued, told.missing, told.unread) == (0, 0, 0, ())


@pytest.mark.parametrize("seed", range(12))
def test_random_bytes_in_a_larger_file_lose_nothing_that_waits_unsaid(
    large: Home, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    size = large.database_file.stat().st_size
    places = [chance.randrange(size) for _ in range(seed + 1)]
    home = damaged(large, tmp_path, flip(*places))
    told = mend(home, salt_of(large.database_file))
    after = shown(home)
    before = shown(large)
    gone = before.waiting - after.waiting
    assert not gone or told.rescued or told.missing


def test_a_destroyed_head_is_read_with_the_salt_kept_elsewhere(small: Home, tmp_path: Path) -> None:
    home = damaged(small, tmp_path, flip(*range(100)))
    mend(home, salt_of(small.database_file))
    assert shown(home).waiting == shown(small).waiting
    assert shown(home).note == "药够吃到月底"


def test_nothing_is_touched_when_no_page_is_of_this_key(small: Home, tmp_path: Path) -> None:
    home = damaged(small, tmp_path, flip())
    assert rebuild(home, bytes(32), clock, make_id) is None
    assert [path.name for path in home.path.iterdir()] == ["field.db"]


def test_an_empty_file_becomes_a_device_that_fetches_everything(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.prepare()
    home.database_file.touch()
    told = rebuild(home, KEY, clock, make_id, facts={"enlisted": ENLISTED}, waiting=3)
    assert told is not None
    assert told.missing == 3
