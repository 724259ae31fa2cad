"""One person written twice: merged as one act, taken back exactly, caught up, or kept apart."""

from __future__ import annotations

from typing import Any

import pytest

from fieldapp.errors import Refused
from fieldapp.queries.duplicates import DuplicateCountQuery, DuplicatesQuery
from fieldapp.queries.household import HouseholdQuery
from fieldapp.queries.search import SearchQuery
from fieldapp.services.duplicates import (
    CatchUpDuplicate,
    MarkDistinct,
    MergeResidents,
    SplitResident,
    UnmarkDistinct,
)
from fieldapp.services.people import AddResident
from fieldapp.services.tags import AddTag
from fieldapp.services.transfer import TransferHousehold
from fieldapp.services.undo import UndoAct
from fieldapp.store.rows import delete_rows
from fieldapp.store.scopes import join
from tests.devices import CARE_SCOPE, COMMUNITY, GRID, GRID_SCOPE, Device

ID_NO = "11010119360101002X"


@pytest.fixture
def two(device: Device) -> Device:
    """Give a device on which one woman was written twice, in two households."""
    for door, home in (("d1", "h1"), ("d2", "h2")):
        device.seed("building", "b4", {"label": "4"})
        device.seed("dwelling", door, {"building_id": "b4", "room_label": door})
        device.seed("household", home, {"dwelling_id": door, "status": "active"})
    return device


def add(device: Device, home: str, **more: Any) -> str:
    """Write her down once more; gives the id."""
    device.clock.wall_ms += 1000
    name = more.pop("name", "高玉芬")
    fields = {"household": home, "is_head": True, "birth_date": "1936-11-11", **more}
    return device.do(AddResident(name, "usual_local", **fields))


def picture(device: Device, *people: str) -> list[dict[str, Any]]:
    """Take down all that a merge may touch."""
    rows = [device.read(kind, one) for kind in ("resident", "care") for one in people]
    return [*rows, device.read("household", "h1"), device.read("household", "h2")]


def test_a_second_one_is_found_as_soon_as_she_is_added(two: Device) -> None:
    first, second = add(two, "h1"), add(two, "h2")
    (pair,) = two.ask(DuplicatesQuery()).pairs
    assert (pair.kept.id, pair.other.id, pair.why) == (first, second, "姓名和生日一样")


def test_after_a_merge_both_homes_show_the_one_who_stays(two: Device) -> None:
    first = add(two, "h1", phones=("13800000001",))
    second = add(two, "h2", phones=("13800000002",), speaks="东北话")
    assert two.do(MergeResidents(second, first)) == first
    for home in ("h1", "h2"):
        (person,) = two.ask(HouseholdQuery(home)).people
        assert (person.id, person.is_head, person.speaks) == (first, True, "东北话")
        assert {one.number for one in person.phones} == {"13800000001", "13800000002"}
    assert [one.id for one in two.ask(SearchQuery("高玉芬")).people] == [first]
    assert two.ask(DuplicatesQuery()).pairs == ()


def test_a_merge_is_taken_back_exactly(two: Device) -> None:
    first = add(two, "h1", phones=("13800000001",), note="耳背。")
    second = add(two, "h2", name="高玉芬奶奶", id_no=ID_NO, note="有狗。")
    two.do(AddTag("resident", second, "ALONE"))
    before = picture(two, first, second)
    two.do(MergeResidents(first, second, ("name",)))
    assert two.read("resident", first)["name"] == "高玉芬奶奶"
    assert two.read("care", first)["id_no"] == ID_NO
    two.do(SplitResident(second))
    after = picture(two, first, second)
    after[2] = {}  # an empty masked row stays
    assert after == before
    assert [one.id for one in two.ask(HouseholdQuery("h2")).people] == [second]


def test_a_merge_is_undone_as_the_act_it_was(two: Device) -> None:
    first, second = add(two, "h1"), add(two, "h2", phones=("13800000002",))
    before = picture(two, first, second)
    two.do(MergeResidents(first, second))
    act = two.changes()[-1].act
    assert act is not None
    two.do(UndoAct(act))
    assert picture(two, first, second) == before


def test_a_merge_is_one_act_with_one_fate(two: Device) -> None:
    first, second = add(two, "h1"), add(two, "h2", id_no=ID_NO)
    count = len(two.changes())
    two.do(MergeResidents(first, second))
    made = two.changes()[count:]
    assert len({one.act for one in [*made, two.changes(CARE_SCOPE)[-1]]}) == 1
    assert len({one.group.id for one in made if one.group}) == 1


def test_what_is_written_on_the_other_one_later_is_told_and_brought_over(two: Device) -> None:
    first, second = add(two, "h1"), add(two, "h2")
    two.do(MergeResidents(first, second))
    assert two.ask(DuplicatesQuery()).merged[0].late == ()
    # Somebody who had not heard of the merge wrote on it; that came in by sync.
    late = {"speaks": "东北话", "phones": {"dots": {"x": {"number": "13800000009"}}}}
    two.seed("resident", second, {**two.read("resident", second), **late})
    assert two.ask(DuplicatesQuery()).merged[0].late == ("电话", "语言")
    two.do(CatchUpDuplicate(second))
    assert two.read("resident", first)["speaks"] == "东北话"
    assert two.read("resident", first)["phones"]["dots"]["x"] == {"number": "13800000009"}
    assert two.ask(DuplicatesQuery()).merged[0].late == ()


def test_merged_again_after_it_was_taken_back_all_is_there_again(two: Device) -> None:
    first, second = add(two, "h1"), add(two, "h2", phones=("13800000002",))
    two.do(MergeResidents(first, second))
    merged = picture(two, first, second)
    two.do(SplitResident(second))
    two.do(MergeResidents(first, second))
    assert picture(two, first, second) == merged


def test_two_who_are_two_are_not_offered_again_until_that_is_taken_back(two: Device) -> None:
    first, second = add(two, "h1"), add(two, "h2")
    two.do(MarkDistinct(second, first))
    assert two.ask(DuplicatesQuery()).pairs == ()
    two.do(UnmarkDistinct(first, second))
    assert len(two.ask(DuplicatesQuery()).pairs) == 1


def test_three_records_of_one_person_are_two_steps_and_then_one(two: Device) -> None:
    first, second, third = add(two, "h1"), add(two, "h2"), add(two, "h2")
    pairs = two.ask(DuplicatesQuery()).pairs
    assert [(one.kept.id, one.other.id) for one in pairs] == [(first, second), (first, third)]
    assert {(one.group, one.records) for one in pairs} == {(first, 3)}
    assert two.ask(DuplicateCountQuery()) == 1
    two.do(MergeResidents(first, second))
    (left,) = two.ask(DuplicatesQuery()).pairs
    assert (left.kept.id, left.other.id, left.records) == (first, third, 2)
    two.do(MergeResidents(first, third))
    assert two.ask(DuplicatesQuery()).pairs == ()
    two.do(SplitResident(third))
    assert len(two.ask(DuplicatesQuery()).pairs) == 1


def in_two_grids(two: Device) -> tuple[str, str]:
    """Write her down here, and in a second grid that this device holds as well."""
    elsewhere = "grid:560102001006002"
    for code, name in ((GRID, "第三网格"), ("560102001006002", "第二网格")):
        two.seed("grid", code, {"region": COMMUNITY, "name": name})
    two.run(lambda connection: join(connection, [elsewhere], ["one"]))
    first = add(two, "h1")
    fields = {"name": "高玉芬", "residence_type": "away", "birth_date": "1936-11-11"}
    two.seed("dwelling", "d9", {"landmark": "小卖部后面"}, scope=elsewhere)
    two.seed("household", "h9", {"dwelling_id": "d9", "status": "active"}, scope=elsewhere)
    two.seed("resident", "z9", fields, scope=elsewhere)
    member = {"household_id": "h9", "resident_id": "z9"}
    two.seed("member", "m9", member, scope=elsewhere)
    return first, "z9"


def test_records_in_two_grids_say_which_home_goes_first(two: Device) -> None:
    in_two_grids(two)
    (pair,) = two.ask(DuplicatesQuery()).pairs
    assert pair.refusal == (
        "一条记在第三网格，一条记在第二网格，不在一处合不了。先把一家转到第三网格，同步以后再合。"
    )
    assert pair.bring == "h9"
    assert pair.bring_words == "先转小卖部后面这家"


def test_while_that_home_is_on_its_way_there_is_nothing_to_press(two: Device) -> None:
    in_two_grids(two)
    two.do(TransferHousehold("h9", GRID))
    (pair,) = two.ask(DuplicatesQuery()).pairs
    assert "那家已经在转了，同步以后再来合" in pair.refusal
    assert pair.bring == ""


def test_a_home_of_several_goes_whole_and_says_so(two: Device) -> None:
    in_two_grids(two)
    scope = "grid:560102001006002"
    two.seed("resident", "z8", {"name": "孙示例", "residence_type": "away"}, scope=scope)
    two.seed("member", "m8", {"household_id": "h9", "resident_id": "z8"}, scope=scope)
    (pair,) = two.ask(DuplicatesQuery()).pairs
    assert "这家 2 个人会一起过去" in pair.refusal


def test_people_with_two_numbers_are_not_offered(two: Device) -> None:
    add(two, "h1", id_no=ID_NO)
    add(two, "h2", id_no="110101193611110021")
    assert two.ask(DuplicatesQuery()).pairs == ()


def test_the_number_is_never_shown_beside_the_other(two: Device) -> None:
    add(two, "h1", id_no=ID_NO, name="高一")
    add(two, "h2", id_no=ID_NO, name="高二")
    (pair,) = two.ask(DuplicatesQuery()).pairs
    assert pair.why == "证件号码一样"
    assert ID_NO not in repr(pair)


def test_one_record_is_not_merged_with_itself(two: Device) -> None:
    first = add(two, "h1")
    with pytest.raises(Refused, match="same-record"):
        two.do(MergeResidents(first, first))


def test_whoever_was_not_merged_is_not_parted(two: Device) -> None:
    first = add(two, "h1")
    with pytest.raises(Refused, match="not-merged"):
        two.do(SplitResident(first))


def test_whoever_went_to_another_grid_is_not_parted_here(two: Device) -> None:
    first, second = add(two, "h1"), add(two, "h2")
    two.do(MergeResidents(first, second))
    elsewhere = {**two.read("resident", first)}
    two.run(lambda one: delete_rows(one, GRID_SCOPE, [("resident", first)]))
    two.seed("resident", first, elsewhere, scope="grid:560102001006002")
    with pytest.raises(Refused, match="two-grids"):
        two.do(SplitResident(second))
