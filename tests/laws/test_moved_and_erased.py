"""A record that was handed from grid to grid and is then erased by law, and those beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import zstandard

from fieldapp.services.transfer import TransferHousehold
from fieldapp.services.transfer import transfer_household as transfer
from fieldapp.store.schema import tail
from server.compaction import compact
from server.doctor import examine
from server.photos import Photo, shelf_of
from server.purge import erase_again, examine_erasures, purge
from server.snapshots import Shelf
from server.sweep_due import due
from tests.laws.test_moves import SCOPE_2, Family, _with_second_grid, scopes_of, to_second
from tests.laws.test_road_back import Yesterday
from tests.laws.test_stories import finish
from tests.laws.village import Member, Village, make_village
from tests.server.test_purge import everything_in
from tests.server.town import GRID, GRID_SCOPE, NINE

NAMES = ["王海示例", "苗长根", "陈二格", "林示范"]
NOTE = "说起早年的那件事"


@pytest.fixture
def village(database_url: str, tmp_path: Path) -> Iterator[Village]:
    """Two workers of the third grid, one of the second, and their secretary."""
    made = make_village(database_url, tmp_path / "data", NAMES, _with_second_grid)
    yield made
    finish(made)
    assert examine(made.town.service.store, made.town.service.keys).findings == []
    assert examine_erasures(made.town.service).findings == []
    made.close()


def visited(village: Village) -> Family:
    """Give a family of the third grid with a visit in words."""
    wang = village.members[0]
    family = Family(wang)
    noted = {**family.visited(), "note": NOTE}
    wang.write(lambda unit: unit.create("visit", GRID_SCOPE, noted))
    village.settle()
    assert NOTE in everything_in(village.town)
    return family


def wire_of(member: Member) -> str:
    """Give the facts that a device keeps, and its rows."""
    kept = member.read(lambda one: [tuple(row) for row in one.execute(tail.select())])
    return str(member.dump()) + str(kept)


def test_nothing_is_left_where_a_household_only_passed_through(village: Village) -> None:
    wang, _, chen, _ = village.members
    family = visited(village)
    wang.write(to_second(family))
    village.settle()
    chen.write(lambda unit: transfer(unit, TransferHousehold(family.id, GRID)))
    village.settle()
    assert NOTE in wire_of(chen)
    purge(village.town.service, ("household", family.id), "申请")
    assert NOTE not in everything_in(village.town)
    finish(village)
    assert NOTE not in wire_of(chen)


def test_rows_at_the_horizon_of_the_grid_that_was_left_are_erased_too(
    database_url: str, tmp_path: Path
) -> None:
    village = make_village(database_url, tmp_path / "data", NAMES, _with_second_grid)
    wang = village.members[0]
    family = visited(village)
    compact(village.town.service.store, 1 << 60)
    for member in village.members:
        member.line.before_exchange = lambda: None  # the log keeps no content to be checked by
    wang.write(to_second(family))
    village.settle()
    assert NOTE in everything_in(village.town)
    purge(village.town.service, ("household", family.id), "申请")
    assert NOTE not in everything_in(village.town)
    village.settle()
    assert examine(village.town.service.store, village.town.service.keys).findings == []
    village.close()


def test_a_conflict_about_another_of_the_household_stays(village: Village) -> None:
    wang, miao, _, _ = village.members
    family = visited(village)
    first, second = family.people
    wang.write(lambda unit: unit.patch("resident", second, {"name": "章二"}))
    miao.write(lambda unit: unit.patch("resident", second, {"name": "张贰"}))
    wang.sync()
    miao.sync()
    village.settle()
    wang.write(to_second(family))
    village.settle()
    purge(village.town.service, ("resident", first), "申请")
    finish(village)
    rows = village.members[2].dump()
    told = [row["fields"]["on_row"] for row in rows if row["kind"] == "conflict"]
    assert told == [second]


@pytest.mark.parametrize("first", [0, 2])
def test_a_leg_that_is_given_back_does_not_bring_her_back(
    village: Village, tmp_path: Path, first: int
) -> None:
    wang = village.members[0]
    family = visited(village)
    yesterday = Yesterday(village, tmp_path)
    wang.write(to_second(family))
    village.settle()
    purge(village.town.service, ("resident", family.people[0]), "申请")
    yesterday.put_back()
    erase_again(village.town.service)
    village.members[first].sync()
    finish(village)
    assert scopes_of(village, "resident", family.people[0]) == []
    assert "张一" not in everything_in(village.town)
    assert scopes_of(village, "resident", family.people[1]) == [SCOPE_2]


def test_a_move_that_the_server_lost_leaves_no_words_where_it_led(
    village: Village, tmp_path: Path
) -> None:
    wang, _, chen, _ = village.members
    family = visited(village)
    yesterday = Yesterday(village, tmp_path)
    wang.write(to_second(family))
    village.settle()
    assert NOTE in wire_of(chen)
    # The second grid has never heard of her when she is erased.
    yesterday.put_back()
    purge(village.town.service, ("household", family.id), "申请")
    finish(village)
    with village.town.service.store.read() as connection:
        assert due(connection) is not None
    erase_again(village.town.service)
    assert [NOTE in wire_of(member) for member in village.members] == [False] * 4
    assert NOTE not in everything_in(village.town)


def test_a_photograph_goes_from_the_folder_of_the_grid_it_left(village: Village) -> None:
    wang = village.members[0]
    family = visited(village)
    name = "ab" * 32
    fields = {"on_kind": "visit", "on_id": family.visit, "sha256": name, "size": 3}
    fields["author"] = family.author
    wang.write(lambda unit: unit.create("photo", GRID_SCOPE, fields))
    village.settle()
    shelf = shelf_of(village.town.service)
    shelf.put(Photo(GRID_SCOPE, "", name, 3), b"abc")
    wang.write(to_second(family))
    village.settle()
    purge(village.town.service, ("household", family.id), "申请")
    assert [file.name for file in shelf.folder.rglob("*.photo")] == []


def test_a_snapshot_that_was_being_made_meanwhile_is_made_again(village: Village) -> None:
    family = visited(village)
    service = village.town.service

    class Slow(Shelf):
        """One that is overtaken by an erasure, the first time."""

        def _put(self, content: bytes) -> str:
            name = super()._put(content)
            if NOTE.encode() in zstandard.decompress(content):
                purge(service, ("household", family.id), "申请")
            return name

    shelf = Slow(service.exchange.shelf.folder, service.keys)
    ref = shelf.recent(service.store, GRID_SCOPE, NINE)
    content = shelf.open(ref.name)
    assert content is not None
    assert NOTE.encode() not in zstandard.decompress(content)
    assert [file.stem for file in shelf.folder.glob("*.snap")] == [ref.name]
