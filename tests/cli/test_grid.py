"""The grid by hand: places, households, residents, edits, tags, and the undoing of each."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from fieldapp.store.schema import reveal
from tests.cli.homes import COMMUNITY_ROWS, Console, Offices, Registry, enrol_home, opened_home
from tests.devices import CARE_SCOPE, COMMUNITY, GRID, SCOPES, WORKER


@pytest.fixture
def house(console: Console) -> Console:
    """Give a console over a grid with one compound and one building of two units."""
    console.id("compound", "add", "纺织厂家属院")
    console.run(
        *("building", "add", "乙1", "--compound", "纺织厂家属院", "--floors", "6"),
        *("--doors", "2", "--unit", "1", "--unit", "3"),
    )
    return console


def family(console: Console, door: str, *names: str) -> str:
    """Make a household of these people behind a door; the first is its head. Gives its id."""
    household = console.id("household", "add", door)
    for index, name in enumerate(names):
        head = ["--head"] if index == 0 else []
        console.id(
            *("resident", "add", name, "--residence", "常住户籍", "--household", household), *head
        )
    return household


def test_a_building_is_added_with_all_its_doors_and_undone_whole(console: Console) -> None:
    made = console.json("building", "add", "甲3", "--floors", "5", "--doors", "3", "--unit", "2")
    assert made["doors"] == 15
    undone = console.json("undo", made["act"])
    assert undone["left"] == []
    said = console.run("visit", "甲3-2-101", "--outcome", "met", "--json")
    assert said.code == 2


def test_a_door_of_a_village_needs_a_landmark_when_it_has_no_number(console: Console) -> None:
    console.id("village-group", "add", "柳沟一组")
    said = console.run("dwelling", "add", "--village-group", "柳沟一组", "--json")
    assert (said.code, said.document["error"]) == (2, "door-unfindable")
    console.id("dwelling", "add", "--village-group", "柳沟一组", "--landmark", "老槐树西第二家")


def test_a_door_that_is_there_already_is_refused_by_rule(house: Console) -> None:
    said = house.run("dwelling", "add", "--building", "乙1", "--unit", "3", "--room", "502")
    assert said.code in (2, 4)


def test_a_door_is_named_by_its_address_in_any_spelling(house: Console) -> None:
    first = house.id("household", "add", "乙1-3-502")
    second = house.id("household", "add", "乙1号楼3单元502室")
    shown = [
        house.json("household", "show", one)["household"]["dwelling"] for one in (first, second)
    ]
    assert shown[0] == shown[1]


def test_a_name_that_fits_several_is_wrong_input_with_each_by_id_and_door(house: Console) -> None:
    family(house, "乙1-3-502", "高玉芬")
    family(house, "乙1-3-301", "高玉芬")
    said = house.run("household", "show", "高玉芬", "--json")
    assert said.code == 2
    candidates = said.document["candidates"]
    assert len({one["id"] for one in candidates}) == 2
    assert all(one["label"] for one in candidates)
    assert all(one["id"] in said.err for one in candidates)


def test_a_name_that_fits_nothing_is_wrong_input(house: Console) -> None:
    said = house.run("household", "show", "没有这个人", "--json")
    assert said.code == 2


def test_people_move_in_split_off_and_move_out(house: Console) -> None:
    old = family(house, "乙1-3-502", "高玉芬", "孙志强", "孙小雨")
    new = house.json("household", "split", "高玉芬", "孙志强", "--dwelling", "乙1-1-101")
    assert new["count"] == 1
    moved = house.json("household", "move-in", "乙1-1-101", "孙小雨", "--household", new["id"])
    assert moved["id"] == new["id"]
    people = house.json("household", "show", new["id"])["household"]["people"]
    assert {one["name"] for one in people} == {"孙志强", "孙小雨"}
    assert house.json("household", "move-out", old, "--to", "回老家")["count"] == 1


def test_a_grid_that_is_not_there_takes_no_household(house: Console) -> None:
    household = family(house, "乙1-3-502", "高玉芬")
    said = house.run("household", "transfer", "高玉芬", "--grid", "999", "--json")
    assert (said.code, said.document["error"]) == (2, "no-such-grid")
    said = house.run("household", "transfer", household, "--grid", GRID, "--json")
    assert said.document["error"] == "same-grid"


def test_what_goes_along_is_told_before_a_place_is_handed_over(house: Console) -> None:
    family(house, "乙1-3-502", "高玉芬", "孙志强")
    told = house.json("building", "transfer", "乙1", "--grid", "999", "--dry-run")
    counted = [told[one] for one in ("doors", "households", "people", "id")]
    assert counted == [24, 1, 2, None]
    unit = house.json("building", "transfer", "乙1", "--unit", "3", "--grid", "999", "--dry-run")
    assert (unit["label"], unit["doors"]) == ("纺织厂家属院 乙1 3单元", 12)
    assert "没有别处可转" in unit["refusal"]


@pytest.mark.parametrize(
    "words", [("building", "乙1"), ("compound", "纺织厂家属院"), ("dwelling", "乙1-3-502")]
)
def test_no_place_goes_to_a_grid_that_is_not_there(house: Console, words: tuple[str, str]) -> None:
    said = house.run(words[0], "transfer", words[1], "--grid", "999", "--json")
    assert (said.code, said.document["error"]) == (2, "no-such-grid")


def test_the_last_step_is_undone_without_naming_it(house: Console) -> None:
    household = family(house, "乙1-3-502", "高玉芬", "孙志强")
    house.json("household", "change-head", household, "孙志强")
    assert house.json("undo")["undone"] == 1
    people = house.json("household", "show", household)["household"]["people"]
    assert [one["name"] for one in people if one["is_head"]] == ["高玉芬"]


def test_an_undoing_says_in_words_what_it_took_back(house: Console) -> None:
    family(house, "乙1-3-502", "高玉芬")
    house.json("set", "resident", "高玉芬", "sex=女")
    assert house.run("undo").out == "撤销了：住户 乙1-3-502 高玉芬，改了性别（1 处）。\n"
    made = house.json("building", "add", "甲3", "--floors", "5", "--doors", "3", "--unit", "2")
    assert "甲3" in house.json("undo", made["act"])["what"]


def test_an_undoing_that_takes_nothing_back_says_so(house: Console) -> None:
    made = house.json("building", "add", "甲3", "--floors", "5", "--doors", "3", "--unit", "2")
    house.json("undo", made["act"])
    said = house.run("undo", made["act"])
    assert (said.code, said.err) == (4, "没有可以撤销的了。\n")


def test_a_death_is_confirmed_by_the_responsible_worker(house: Console) -> None:
    family(house, "乙1-3-502", "高玉芬", "孙志强")
    document = house.json("resident", "deceased", "孙志强", "--on", "2026-01-02")
    assert document["life_status"] == "deceased"


def test_fields_are_set_by_typed_values_and_emptied_by_nothing(house: Console) -> None:
    family(house, "乙1-3-502", "高玉芬")
    assert house.json("set", "resident", "高玉芬", "sex=女", "birth_date=1936-03-05")["count"] >= 2
    assert house.json("set", "resident", "高玉芬", "sex=")["count"] == 1
    assert house.json("set", "resident", "高玉芬", "sex=")["count"] == 0


@pytest.mark.parametrize("words", [("sex",), ("height=170",), ("sex=高",), ("sex=1", "sex=2")])
def test_a_field_that_cannot_be_set_so_is_wrong_input(
    house: Console, words: tuple[str, ...]
) -> None:
    family(house, "乙1-3-502", "高玉芬")
    assert house.run("set", "resident", "高玉芬", *words).code == 2


def test_a_field_goes_by_its_chinese_label_as_well(house: Console) -> None:
    family(house, "乙1-3-502", "高玉芬")
    assert house.json("set", "resident", "高玉芬", "性别=女", "健康=耳背")["count"] == 2
    assert house.json("set", "resident", "高玉芬", "sex=女")["count"] == 0
    assert house.run("set", "resident", "高玉芬", "性别=女", "sex=男").code == 2


def test_a_field_that_is_none_is_answered_with_those_there_are(house: Console) -> None:
    family(house, "乙1-3-502", "高玉芬")
    said = house.run("set", "resident", "高玉芬", "身高=170", "--json").document
    offered = {one["id"]: one["label"] for one in said["candidates"]}
    assert (offered["sex"], offered["health_note"]) == ("性别", "健康")
    assert "phones" not in offered


def test_a_tag_is_put_on_by_code_or_word_and_taken_off(house: Console) -> None:
    family(house, "乙1-3-502", "高玉芬")
    for word in ("独居老人", "独居", "ALONE", "alone"):
        house.json("tag", "add", "resident", "高玉芬", word)
        house.json("tag", "remove", "resident", "高玉芬", "ALONE")
    assert house.run("tag", "remove", "resident", "高玉芬", "ALONE").code == 2


def test_a_tag_that_is_none_is_wrong_input_with_those_there_are(house: Console) -> None:
    family(house, "乙1-3-502", "高玉芬")
    said = house.run("tag", "add", "resident", "高玉芬", "爱唱歌", "--json")
    assert said.code == 2
    assert {"id": "ALONE", "label": "独居老人"} in said.document["candidates"]


def test_a_tag_that_must_not_be_kept_is_refused_by_rule(house: Console) -> None:
    family(house, "乙1-3-502", "高玉芬")
    assert house.run("tag", "add", "resident", "高玉芬", "DRUG").code == 4


def test_a_masked_number_is_shown_only_by_reveal_and_hashed_in_the_dump(house: Console) -> None:
    family(house, "乙1-3-502", "高玉芬")
    number = "11010519491231002X"
    house.json("set", "resident", "高玉芬", f"id_no={number}")
    assert number not in house.run("household", "show", "高玉芬", "--json").out
    assert number not in house.run("dump").out
    assert taps(house) == []
    assert house.json("reveal", "高玉芬", "id_no")["value"] == number
    assert taps(house) == ["id_no"]
    assert number in house.run("dump", "--scope", CARE_SCOPE, "--reveal").out
    assert taps(house) == ["id_no", "*"]


def taps(console: Console) -> list[str]:
    """List the fields whose mask was lifted, as they wait for the server's audit."""
    query = select(reveal.c.field).order_by(reveal.c.at_ms, reveal.c.id)
    with opened_home(console.path) as session:
        return session.thread.run(
            lambda connection: list(connection.execute(query).scalars()), write=False
        )


@pytest.fixture
def two_grids(bare: Console) -> Console:
    """Give the console of a worker who holds two grids."""
    second = f"{COMMUNITY}002"
    bare.offices = Offices(Registry(scopes=(*SCOPES, f"grid:{second}", f"care:{second}")))
    held = {"person": WORKER, "grid": second, "role": "responsible"}
    rows = {kind: dict(of_kind) for kind, of_kind in COMMUNITY_ROWS.items()}
    rows["grid"][second] = {"region": COMMUNITY, "name": "第二网格"}
    rows["assignment"]["assignment-2"] = held
    enrol_home(bare.path, bare.offices, rows)
    return bare


def test_with_two_grids_a_new_place_must_say_which(two_grids: Console) -> None:
    said = two_grids.run("compound", "add", "杏林家园", "--json")
    assert said.code == 2
    offered = {one["id"]: one["label"] for one in said.document["candidates"]}
    assert offered == {GRID: "第三网格", f"{COMMUNITY}002": "第二网格"}
    assert "--grid" in said.document["sentence"]
    two_grids.id("compound", "add", "杏林家园", "--grid", GRID)


def test_with_two_grids_a_person_is_tagged_without_saying_which(two_grids: Console) -> None:
    two_grids.id("resident", "add", "高玉芬", "--residence", "流动", "--grid", GRID)
    two_grids.json("tag", "add", "resident", "高玉芬", "独居")
