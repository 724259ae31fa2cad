"""A device whose file was rebuilt comes level again: what waited arrives once, nothing is left."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

import tests.laws.village as village_module
from fieldapp.desk import Desk
from fieldapp.ids import seeded_ids
from fieldapp.store.database import create_database, open_database
from fieldapp.store.found import Rebuilt
from fieldapp.store.home import Home
from fieldapp.store.kept import keep
from fieldapp.store.repair.pages import PAGE, salt_of
from fieldapp.store.repair.rebuild import rebuild
from fieldapp.store.worker import DatabaseThread
from tests.laws.test_stories import everywhere, finish, hint, new_door
from tests.laws.village import Member, Village, make_village

KEY = bytes(range(32))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Give the home of the first member."""
    home = Home(tmp_path / "home")
    home.prepare()
    return home


@pytest.fixture
def village(tmp_path: Path, home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[Village]:
    """Two workers of one grid; every device lies in a file of its own."""
    files = iter([home.database_file, tmp_path / "other.db"])
    monkeypatch.setattr(village_module, "open_memory", lambda: create_database(next(files), KEY))
    made = make_village(
        f"sqlite:///{tmp_path / 'server.db'}", tmp_path / "data", ["王海示例", "苗长根"]
    )
    for member in made.members:
        author = {"person": member.author.person, "device": member.author.device}
        member.thread.run(lambda one, author=author: keep(one, "enlisted", author), write=True)
    yield made
    made.close()


def harm(home: Home, chance: random.Random, count: int) -> None:
    content = bytearray(home.database_file.read_bytes())
    for _ in range(count):
        place = chance.randrange(len(content))
        content[place] ^= 0xFF
    home.database_file.write_bytes(content)


def mend(member: Member, home: Home, salt: bytes) -> Rebuilt:
    """Rebuild a closed device's file and open it again."""
    make_id = seeded_ids(99)
    told = rebuild(home, KEY, member.clock, make_id, salts=(salt,))
    assert told is not None
    member.thread = DatabaseThread(lambda: open_database(home.database_file, KEY))
    member.desk = Desk(member.thread, member.author, member.clock, make_id)
    return told


@pytest.mark.parametrize("seed", range(8))
def test_a_rebuilt_device_comes_level_and_what_waited_arrives(
    village: Village, home: Home, seed: int
) -> None:
    first, second = village.members
    doors = [first.write(new_door) for _ in range(30)]
    village.settle()
    for at, door in enumerate(doors[:12]):
        first.write(hint(door, f"先打电话 {at}"))
    second.write(hint(doors[20], "门铃修好了"))
    second.sync()
    first.thread.close()
    salt = salt_of(home.database_file)
    harm(home, random.Random(seed), seed + 1)
    told = mend(first, home, salt)
    first.made = [id_ for id_ in first.made if id_ in _known(village) | set(first.waiting())]
    finish(village)
    assert everywhere(village, doors[20]) == ["门铃修好了"] * 2
    if told.missing == 0:
        for at, door in enumerate(doors[:12]):
            assert everywhere(village, door) == [f"先打电话 {at}"] * 2


def _known(village: Village) -> set[str]:
    return {fact.id for facts in village.logs().values() for fact in facts}


def test_every_page_of_the_outbox_can_go_and_the_words_arrive_all_the_same(
    village: Village, home: Home
) -> None:
    first = village.members[0]
    doors = [first.write(new_door) for _ in range(12)]
    village.settle()
    for at, door in enumerate(doors):
        first.write(hint(door, f"先打电话 {at}"))
    query = "SELECT rootpage FROM sqlite_schema WHERE name = 'outbox'"
    root = first.read(lambda one: int(one.exec_driver_sql(query).scalar_one()))
    first.thread.close()
    salt = salt_of(home.database_file)
    content = bytearray(home.database_file.read_bytes())
    content[root * PAGE - 2_000] ^= 0xFF
    home.database_file.write_bytes(content)
    told = mend(first, home, salt)
    first.made = [id_ for id_ in first.made if id_ in _known(village) | set(first.waiting())]
    finish(village)
    assert told.missing == 0
    for at, door in enumerate(doors):
        assert everywhere(village, door) == [f"先打电话 {at}"] * 2
