"""MOVE: a row handed to another grid is in at least one always, and in exactly one when quiet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import server.exchange
from fieldapp.queries.door_names import door_names
from fieldapp.services.transfer import TransferHousehold, TransferPlace, _hand_over, transfer_place
from fieldapp.services.transfer import transfer_household as transfer
from fieldapp.services.undo import UndoAct, undo_act
from fieldapp.store.fold import change_of
from fieldapp.store.rows import read_row
from fieldapp.store.unit import Unit
from server.compaction import compact
from server.doctor import examine
from server.regions import import_regions, read_regions
from sync.merge import live_elements
from sync.protocol import Value
from tests.laws.test_road_back import Yesterday
from tests.laws.test_stories import finish
from tests.laws.village import Fault, Member, Village, fold, make_village
from tests.server.town import COMMUNITY, GRID, GRID_2, GRID_SCOPE, NINE, Town

SCOPE_2 = f"grid:{GRID_2}"
CARE, CARE_2 = f"care:{GRID}", f"care:{GRID_2}"
NAMES = ["王海示例", "苗长根", "陈二格", "林示范"]


def _with_second_grid(town: Town) -> None:
    town.add("陈二格")
    town.assign("陈二格", GRID_2, "responsible")


@pytest.fixture
def village(database_url: str, tmp_path: Path) -> Iterator[Village]:
    """Two workers of the third grid, one of the second, and their secretary."""
    made = make_village(database_url, tmp_path / "data", NAMES, _with_second_grid)
    yield made
    finish(made)
    assert examine(made.town.service.store, made.town.service.keys).findings == []
    made.close()


class Family:
    """A household of two behind a door, with a visit, a promise and what is kept masked."""

    def __init__(self, member: Member) -> None:
        self.author = member.author.person
        member.write(self._make)

    def _make(self, unit: Unit) -> None:
        def make(kind: str, scope: str = GRID_SCOPE, id_: str = "", **fields: Value) -> str:
            return unit.create(kind, scope, fields, id_=id_ or unit.new_id())

        self.building = make("building", label="3")
        self.stair = make("unit", building_id=self.building, label="2")
        self.door = make(
            "dwelling", building_id=self.building, unit_id=self.stair, room_label="502"
        )
        self.id = make("household", dwelling_id=self.door, status="active")
        self.people = [
            make("resident", name=name, residence_type="usual_local") for name in ("张一", "张二")
        ]
        self.ties = [make("member", household_id=self.id, resident_id=one) for one in self.people]
        self.visit = make("visit", **self.visited())
        self.promise = make("promise", household_id=self.id, text="修灯。", author=self.author)
        make("care", CARE, self.people[0], resident_id=self.people[0], id_no="560102193802280624")

    def visited(self) -> dict[str, Value]:
        """Give the fields of a visit at this door."""
        return {
            "dwelling_id": self.door,
            "household_id": self.id,
            "outcome": "met",
            "author": self.author,
        }

    def rows(self) -> list[tuple[str, str]]:
        """List all that goes along with the household."""
        people = [("resident", one) for one in self.people] + [("member", one) for one in self.ties]
        return [("household", self.id), ("visit", self.visit), ("promise", self.promise), *people]


def to_second(family: Family, *, with_door: bool = False) -> Any:
    """Give the work of handing a household to the second grid."""
    return lambda unit: transfer(unit, TransferHousehold(family.id, GRID_2, with_door))


def handed_over_while(
    village: Village, family: Family, writer: Member, work: Callable[[Unit], Any]
) -> Any:
    """Hand a known family over while another device writes something unsent; give what it made."""
    village.settle()
    made = writer.write(work)
    first = village.members[0]
    first.write(to_second(family))
    first.sync()
    finish(village)
    return made


def assert_all_went(village: Village, family: Family) -> None:
    """Demand that the household and all that hangs on it are in the second grid alone."""
    for key in family.rows():
        assert scopes_of(village, *key) == [SCOPE_2]
    assert scopes_of(village, "care", family.people[0]) == [CARE_2]


def scopes_of(village: Village, kind: str, id_: str) -> list[str]:
    """List in which scopes the server has a row."""
    return [scope for scope, facts in village.logs().items() if (kind, id_) in fold(facts)]


def fields_at(village: Village, scope: str, kind: str, id_: str) -> dict[str, Value]:
    """Give a row as a scope's log has it."""
    return fold(village.logs()[scope])[kind, id_]


def words(village: Village, scope: str, kind: str, id_: str) -> list[str]:
    """List the verdicts of the changes of one row in a scope's log."""
    facts = village.logs()[scope]
    return [
        str(fact.verdict.word)
        for fact in facts
        if (change := change_of(fact)) and (change.entity, change.row) == (kind, id_)
    ]


def test_all_that_hangs_on_a_household_is_in_the_other_grid_alone(village: Village) -> None:
    wang, _, chen, _ = village.members
    family = Family(wang)
    village.settle()
    wang.write(to_second(family))
    finish(village)
    assert_all_went(village, family)
    assert scopes_of(village, "dwelling", family.door) == [GRID_SCOPE]
    assert wang.shown("household", family.id) is None
    assert (chen.shown("care", family.people[0]) or {})["id_no"] == "560102193802280624"


def test_a_household_that_came_stands_behind_a_door_with_its_old_address(village: Village) -> None:
    wang, _, chen, _ = village.members
    family = Family(wang)
    wang.write(to_second(family))
    finish(village)
    door = (chen.shown("household", family.id) or {})["dwelling_id"]
    shown = chen.shown("dwelling", door) or {}
    assert shown["landmark"] == "3号楼2单元502"
    assert (chen.shown("village_group", shown["village_group_id"]) or {})["name"] == "转来的户"


def test_a_door_can_go_along_and_its_building_stays(village: Village) -> None:
    wang, _, chen, _ = village.members
    family = Family(wang)
    wang.write(to_second(family, with_door=True))
    finish(village)
    assert scopes_of(village, "dwelling", family.door) == [SCOPE_2]
    assert scopes_of(village, "building", family.building) == [GRID_SCOPE]
    assert (chen.shown("household", family.id) or {})["dwelling_id"] == family.door


@pytest.mark.parametrize("root", ["door", "stair"])
def test_a_door_whose_building_stays_is_called_by_its_old_address(
    village: Village, root: str
) -> None:
    """A door alone, or all of a unit: over there nobody holds the building."""
    wang, _, chen, _ = village.members
    family = Family(wang)
    village.settle()
    kind, id_ = {"door": ("dwelling", family.door), "stair": ("unit", family.stair)}[root]
    wang.write(lambda unit: transfer_place(unit, TransferPlace(kind, id_, GRID_2)))
    finish(village)
    named = chen.read(lambda connection: door_names(connection, [family.door])[family.door])
    assert (named.full, named.group_title) == ("3号楼2单元502", "没画楼的门")
    chen.write(lambda unit: transfer_place(unit, TransferPlace(kind, id_, GRID)))
    finish(village)
    named = wang.read(lambda connection: door_names(connection, [family.door])[family.door])
    assert (named.full, named.group_title) == ("3-2-502", "3栋")


def test_a_building_goes_with_all_its_doors(village: Village) -> None:
    wang, _, _, lin = village.members
    family = Family(wang)
    village.settle()
    lin.write(lambda unit: transfer_place(unit, TransferPlace("building", family.building, GRID_2)))
    finish(village)
    for key in [("building", family.building), ("unit", family.stair), *family.rows()]:
        assert scopes_of(village, *key) == [SCOPE_2]


def test_who_wrote_which_field_goes_along(village: Village) -> None:
    wang, _, chen, lin = village.members
    family = Family(wang)
    village.settle()
    lin.write(to_second(family))
    finish(village)
    found = chen.read(lambda connection: read_row(connection, "resident", family.people[0]))
    assert found is not None
    assert {stamp.actor for stamp in found.row.stamps.values()} == {wang.author.person}


def test_an_edit_made_offline_meanwhile_is_judged_in_the_new_grid(village: Village) -> None:
    wang, miao, chen, _ = village.members
    family = Family(wang)
    dog = {"note": "养狗。"}
    handed_over_while(village, family, miao, lambda unit: unit.patch("household", family.id, dog))
    assert (chen.shown("household", family.id) or {})["note"] == "养狗。"
    assert words(village, GRID_SCOPE, "household", family.id)[-1] == "forwarded"
    assert miao.shown("household", family.id) is None


def test_a_visit_made_offline_meanwhile_follows_its_household(village: Village) -> None:
    wang, miao, _, _ = village.members
    family = Family(wang)
    fields = {**family.visited(), "author": miao.author.person}
    visit = handed_over_while(
        village, family, miao, lambda unit: unit.create("visit", GRID_SCOPE, fields)
    )
    assert scopes_of(village, "visit", visit) == [SCOPE_2]


def test_a_child_born_meanwhile_follows_the_family(village: Village) -> None:
    wang, miao, _, _ = village.members
    family = Family(wang)

    def birth(unit: Unit) -> str:
        child = unit.create(
            "resident", GRID_SCOPE, {"name": "张三", "residence_type": "usual_local"}
        )
        unit.create("member", GRID_SCOPE, {"household_id": family.id, "resident_id": child})
        return child

    child = handed_over_while(village, family, miao, birth)
    assert scopes_of(village, "resident", child) == [SCOPE_2]


def test_what_is_masked_and_written_meanwhile_follows_its_resident(village: Village) -> None:
    wang, _, chen, lin = village.members
    family = Family(wang)
    second = family.people[1]
    fields: dict[str, Value] = {"resident_id": second, "health_note": "心脏。"}
    handed_over_while(
        village, family, lin, lambda unit: unit.create("care", CARE, fields, id_=second)
    )
    assert scopes_of(village, "care", second) == [CARE_2]
    assert (chen.shown("care", second) or {})["health_note"] == "心脏。"


def test_two_edits_that_meet_in_the_new_grid_make_a_conflict_there(village: Village) -> None:
    wang, miao, chen, _ = village.members
    family = Family(wang)
    village.settle()
    someone = family.people[0]
    miao.write(lambda unit: unit.patch("resident", someone, {"name": "张壹"}))
    wang.write(to_second(family))
    wang.sync()
    chen.sync()
    chen.write(lambda unit: unit.patch("resident", someone, {"name": "章一"}))
    chen.sync()
    finish(village)
    told = [row["fields"] for row in chen.dump() if row["kind"] == "conflict"]
    assert [(one["kept"]["value"], one["other"]["value"]) for one in told] == [("章一", "张壹")]
    assert not [row for row in miao.dump() if row["kind"] == "conflict"]


def test_a_group_shares_its_fate_over_both_grids(village: Village) -> None:
    wang, miao, _, _ = village.members
    family = Family(wang)

    def both(unit: Unit) -> None:
        with unit.group():
            unit.patch("household", family.id, {"note": "养狗。"})
            unit.patch("dwelling", family.door, {"access_note": "敲窗"})

    handed_over_while(village, family, miao, both)
    assert fields_at(village, SCOPE_2, "household", family.id)["note"] == "养狗。"
    assert fields_at(village, GRID_SCOPE, "dwelling", family.door)["access_note"] == "敲窗"


def test_of_two_moves_to_two_grids_the_first_holds_and_the_other_is_told(
    database_url: str, tmp_path: Path
) -> None:
    def three(town: Town) -> None:
        more = f"code,parent,level,name,kind\n{COMMUNITY}004,{COMMUNITY},grid,第四网格,综合\n"
        with town.service.store.write() as connection:
            import_regions(connection, town.service.keys, read_regions(more.encode()), NINE)
        _with_second_grid(town)

    village = make_village(database_url, tmp_path / "data", NAMES, three)
    wang, miao, _, _ = village.members
    family = Family(wang)
    village.settle()
    fourth = TransferHousehold(family.id, f"{COMMUNITY}004")
    miao.write(lambda unit: transfer(unit, fourth))
    wang.write(to_second(family))
    wang.sync()
    finish(village)
    assert scopes_of(village, "household", family.id) == [SCOPE_2]
    facts = village.logs()[GRID_SCOPE]
    assert [str(fact.verdict.reason) for fact in facts][-1] == "moved_already"
    village.close()


def test_a_household_moved_back_stands_behind_its_own_door_again(village: Village) -> None:
    wang, _, chen, _ = village.members
    family = Family(wang)
    wang.write(to_second(family))
    village.settle()
    made = (chen.shown("household", family.id) or {})["dwelling_id"]
    chen.write(lambda unit: transfer(unit, TransferHousehold(family.id, GRID)))
    finish(village)
    for key in family.rows():
        assert scopes_of(village, *key) == [GRID_SCOPE]
    assert (wang.shown("household", family.id) or {})["dwelling_id"] == family.door
    assert scopes_of(village, "dwelling", made) == []
    assert scopes_of(village, "care", family.people[0]) == [CARE]


def test_her_own_move_can_be_undone_before_and_after_it_was_sent(village: Village) -> None:
    wang, _, _, _ = village.members
    family = Family(wang)
    village.settle()
    act = wang.write(to_second(family))
    wang.write(lambda unit: undo_act(unit, UndoAct(act)))
    finish(village)
    assert scopes_of(village, "household", family.id) == [GRID_SCOPE]
    act = wang.write(to_second(family))
    village.settle()
    wang.write(lambda unit: undo_act(unit, UndoAct(act)))
    finish(village)
    assert scopes_of(village, "household", family.id) == [GRID_SCOPE]


@pytest.mark.parametrize("fault", list(Fault))
def test_a_lying_line_changes_nothing(village: Village, fault: Fault) -> None:
    wang, miao, chen, _ = village.members
    family = Family(wang)
    village.settle()
    miao.write(lambda unit: unit.patch("household", family.id, {"note": "养狗。"}))
    wang.write(to_second(family))
    wang.sync(fault, fault)
    miao.sync(fault, fault)
    chen.sync(fault, fault)
    finish(village)
    assert scopes_of(village, "household", family.id) == [SCOPE_2]
    assert fields_at(village, SCOPE_2, "household", family.id)["note"] == "养狗。"


@pytest.mark.parametrize("first", [0, 1, 2, 3])
def test_whoever_comes_first_after_a_restore_brings_both_halves_back(
    village: Village, tmp_path: Path, first: int
) -> None:
    wang, _, chen, _ = village.members
    family = Family(wang)
    village.settle()
    yesterday = Yesterday(village, tmp_path)
    wang.write(to_second(family))
    village.settle()
    chen.write(lambda unit: unit.patch("household", family.id, {"note": "到了。"}))
    village.settle()
    yesterday.put_back()
    village.members[first].sync()
    finish(village)
    assert_all_went(village, family)
    assert fields_at(village, SCOPE_2, "household", family.id)["note"] == "到了。"


@pytest.mark.parametrize("first", [0, 2])
def test_the_family_itself_may_be_lost_with_the_move(
    village: Village, tmp_path: Path, first: int
) -> None:
    wang = village.members[0]
    yesterday = Yesterday(village, tmp_path)
    family = Family(wang)
    wang.write(to_second(family))
    village.settle()
    yesterday.put_back()
    village.members[first].sync()
    finish(village)
    assert_all_went(village, family)


def test_what_the_old_grid_wrote_since_a_restore_follows(village: Village, tmp_path: Path) -> None:
    wang, miao, chen, _ = village.members
    family = Family(wang)
    village.settle()
    yesterday = Yesterday(village, tmp_path)
    wang.write(to_second(family))
    wang.sync()
    chen.sync()
    yesterday.put_back()
    fields = {**family.visited(), "author": miao.author.person}
    visit = miao.write(lambda unit: unit.create("visit", GRID_SCOPE, fields))
    miao.write(lambda unit: unit.patch("household", family.id, {"note": "养狗。"}))
    miao.sync()
    assert scopes_of(village, "visit", visit) == [GRID_SCOPE]
    chen.sync()
    finish(village)
    assert scopes_of(village, "visit", visit) == [SCOPE_2]
    assert fields_at(village, SCOPE_2, "household", family.id)["note"] == "养狗。"


def test_a_device_that_was_given_a_snapshot_has_the_row_once(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    village = make_village(database_url, tmp_path / "data", NAMES, _with_second_grid)
    wang, miao, chen, lin = village.members
    family = Family(wang)
    village.settle()
    wang.write(to_second(family))
    wang.sync()
    monkeypatch.setattr(server.exchange, "SNAPSHOT_FROM", 1)
    compact(village.town.service.store, NINE + 10_000_000)
    for member in village.members:
        member.line.before_exchange = lambda: None  # the log keeps no content to be checked by
    village.settle()
    assert miao.shown("household", family.id) is None
    assert [(one.shown("household", family.id) or {})["status"] for one in (chen, lin)] == [
        "active",
        "active",
    ]
    assert examine(village.town.service.store, village.town.service.keys).findings == []
    village.close()


def test_tags_keep_their_dots(village: Village) -> None:
    wang, _, chen, _ = village.members
    family = Family(wang)
    wang.write(lambda unit: unit.add_to_set("household", family.id, "tags", [{"code": "elder"}]))
    wang.write(to_second(family))
    finish(village)
    tags = (chen.shown("household", family.id) or {})["tags"]
    assert [one["code"] for one in live_elements(tags).values()] == ["elder"]


def test_a_move_to_a_grid_that_is_not_there_is_set_aside(village: Village) -> None:
    wang, _, _, _ = village.members
    family = Family(wang)
    village.settle()

    def away(unit: Unit) -> None:
        _hand_over(unit, GRID_SCOPE, ("household", family.id), GRID, "999")

    wang.write(away)
    finish(village)
    assert village.logs()[GRID_SCOPE][-1].verdict.reason == "no_such_grid"
    assert scopes_of(village, "household", family.id) == [GRID_SCOPE]
