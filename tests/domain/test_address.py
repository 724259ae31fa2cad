"""Doors: one key for every spelling, one spelling for every door, doubt asked about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.address import (
    NO_UNIT,
    Door,
    TwoPart,
    addr_key,
    building_label,
    door_display,
    floor_sort,
    parse_door,
    unit_label,
)
from fieldapp.domain.address_site import group_key, looks_like_site, parse_site, site_key
from fieldapp.domain.door_query import parse_door_query


def key(door: Door) -> str:
    return addr_key(door.compound, door.building, door.unit, door.room)


SPELLINGS = [
    "3-2-501",
    "3栋2单元501",
    "3号楼2单元501室",
    "三号楼二单元501",
    "3#2-501",
    "03-02-0501",
    "３－２－５０１",
    "3幢2单元501号",
    "3楼2单元501",
    "三-二-五〇一",
    "3-2-5O1",
    "3-2-5-01",
    "3栋2单元5楼01",
    "3栋二单元五层501室",
    "'3—2—501",
    "3 2 501",
    "3.2.501",
    "3/2/501",
    "3-2-501(租)",
    "3栋2单元5-1",
]


@pytest.mark.parametrize("typed", SPELLINGS)
def test_every_spelling_is_one_door(typed: str) -> None:
    door = parse_door(typed)
    assert key(door) == "|3|2|501"
    assert door.display == "3-2-501"
    assert door.original == typed
    assert (door.floor_label, door.floor_sort) == ("5", 50)


def test_a_changed_spelling_is_told_and_an_unchanged_one_is_not() -> None:
    assert [f.code for f in parse_door("3栋2单元501").findings] == ["B21"]
    assert parse_door("3-2-501").findings == ()


def test_a_tower_has_the_unit_none() -> None:
    door = parse_door("12-1501")
    assert (door.building, door.unit, door.room) == ("12", NO_UNIT, "1501")
    assert door.findings == ()


@pytest.mark.parametrize("typed", ["3-501", "4-1101", "幸福里3-501"])
def test_two_parts_are_asked_about(typed: str) -> None:
    (found,) = parse_door(typed).findings
    assert found.code == "B23"
    assert [o.key for o in found.options] == ["building", "unit"]


def test_an_answer_settles_two_parts() -> None:
    tower = parse_door("4-1101", two_part=TwoPart.BUILDING)
    assert (tower.building, tower.unit, tower.findings) == ("4", NO_UNIT, ())
    single = parse_door("3-501", two_part=TwoPart.UNIT)
    assert (single.building, single.unit) == ("", "3")


def test_a_building_from_another_column_settles_two_parts() -> None:
    door = parse_door("2-501", building="3")
    assert key(door) == "|3|2|501"


@pytest.mark.parametrize(
    ("typed", "display", "compound"),
    [
        ("乙1-3-502", "乙1-3-502", ""),
        ("纺织厂家属院乙1-3-502", "乙1-3-502", "纺织厂家属院"),
        ("纺织厂家属院乙1号楼3单元502室", "乙1-3-502", "纺织厂家属院"),
        ("杏林家园 4栋 1101", "4-1101", "杏林家园"),
        ("A座1501", "A-1501", ""),
        ("12栋A座1501", "12A-1501", ""),
        ("3栋东单元501", "3-东-501", ""),
        ("3栋2单元5楼东户", "3-2-5层东户", ""),
        ("北沿街12号", "北沿街12号", ""),
        ("北沿街12号楼上", "北沿街12号楼上", ""),
        ("杏林巷平房", "杏林巷平房", ""),
        ("独立单身公寓12室", "独立单身公寓-12", ""),
        ("云川市明湖区河湾街道杏林家园3号楼2单元501室", "3-2-501", "杏林家园"),
        ("杏林社区 杏林家园 3#楼-2-501", "3-2-501", "杏林家园"),
        ("2号院3号楼1单元101", "3-1-101", "2号院"),
        ("幸福小区北院3-2-501", "3-2-501", "幸福小区北院"),
    ],
)
def test_labels_are_kept_as_painted(typed: str, display: str, compound: str) -> None:
    door = parse_door(typed)
    assert (door.display, door.compound) == (display, compound)


@pytest.mark.parametrize("typed", ["Ⅲ栋501", "叁号楼501", "三栋501"])
def test_roman_and_formal_numerals_are_read(typed: str) -> None:
    assert parse_door(typed).display == "3-501"


@pytest.mark.parametrize(
    ("typed", "floor", "order"),
    [
        ("4-B1-03", "B1", -10),
        ("4栋负一层03", "B1", -10),
        ("4栋13A02", "13A", 135),
        ("4栋半地下", "半地下", -5),
        ("4栋夹层03", "夹层", 15),
        ("4栋1101", "11", 110),
    ],
)
def test_odd_floors_have_a_place_in_the_order(typed: str, floor: str, order: int) -> None:
    door = parse_door(typed)
    assert (door.floor_label, door.floor_sort) == (floor, order)


def test_a_basement_door_belongs_to_the_building_of_its_column() -> None:
    assert parse_door("-1-03", building="4").display == "4-B1-03"


def test_floors_sort_as_they_are_stacked() -> None:
    labels = ["15", "1.5", "B1", "13A", "半地下", "13", "1", "14"]
    assert sorted(labels, key=floor_sort) == ["B1", "半地下", "1", "1.5", "13", "13A", "14", "15"]


@pytest.mark.parametrize("typed", ["1-10幢", "3-2-101、102", "北沿街1-46号"])
def test_several_doors_in_one_cell_are_asked_about(typed: str) -> None:
    assert parse_door(typed).findings[0].code == "B24"


@pytest.mark.parametrize("typed", ["3栋", "3号楼", "3#", "3", "三号楼", "第3栋", "03栋"])
def test_a_building_alone_is_one_label(typed: str) -> None:
    assert building_label(typed) == "3"


@pytest.mark.parametrize(
    ("typed", "label"), [("2单元", "2"), ("", "无"), ("/", "无"), ("东单元", "东")]
)
def test_a_unit_alone_is_one_label(typed: str, label: str) -> None:
    assert unit_label(typed) == label


def test_a_compound_is_the_same_with_and_without_its_kind() -> None:
    assert addr_key("杏林家园小区", "3", "2", "501") == addr_key("杏林家园", "3", "2", "501室")


def test_the_key_of_a_compound_ignores_punctuation() -> None:
    assert addr_key("幸福里•北区", "3", "2", "501") == addr_key("幸福里-北区", "03", "2", "0501")


@pytest.mark.parametrize(
    ("typed", "group", "number", "landmark"),
    [
        ("上沟组老槐树西第二家", "上沟组", "", "老槐树西第二家"),
        ("柳沟村上沟组12号", "上沟组", "12", ""),
        ("柳沟村三组 井边", "三组", "", "井边"),
    ],
)
def test_a_house_in_a_village_is_found_by_number_or_landmark(
    typed: str, group: str, number: str, landmark: str
) -> None:
    site = parse_site(typed)
    assert looks_like_site(typed)
    assert (site.group, site.door_no, site.landmark) == (group, number, landmark)


def test_a_house_without_number_and_landmark_is_asked_about() -> None:
    assert parse_site("柳沟村上沟组").findings[0].code == "B31"


def test_a_group_is_the_same_however_it_is_counted() -> None:
    assert group_key("第三村民小组") == group_key("3组") == group_key("三组")
    assert site_key("三组", "012", "") == site_key("3组", "12", "井边")


@pytest.mark.parametrize("typed", [*SPELLINGS, "杏林家园3-2-501"])
def test_a_search_finds_the_door_in_any_spelling(typed: str) -> None:
    assert any(q.matches("杏林家园|3|2|501") for q in parse_door_query(typed))
    assert not any(q.matches("杏林家园|3|1|501") for q in parse_door_query(typed))


def test_a_search_for_two_parts_finds_both_readings() -> None:
    queries = parse_door_query("3-501")
    for found in ("杏林家园|3|无|501", "杏林家园|1|3|501"):
        assert any(q.matches(found) for q in queries)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("502", "纺织厂家属院|乙1|3|502"),
        ("乙1", "纺织厂家属院|乙1|3|502"),
        ("乙1-3", "纺织厂家属院|乙1|3|502"),
        ("3单元502", "纺织厂家属院|乙1|3|502"),
        ("乙1栋", "纺织厂家属院|乙1|3|502"),
    ],
)
def test_a_search_for_a_part_finds_the_doors_it_belongs_to(typed: str, found: str) -> None:
    assert any(q.matches(found) for q in parse_door_query(typed))


@pytest.mark.parametrize("typed", ["高玉芬", "gyf", "", "13800001234", "560102194203170241"])
def test_what_is_no_door_asks_for_none(typed: str) -> None:
    assert parse_door_query(typed) == ()


@given(
    st.text(max_size=40),
    st.text(alphabet="0123456789-栋单元号楼室甲乙AB负一二三层、#东户组村 零〇O", max_size=20),
)
def test_no_text_makes_the_readers_crash(any_text: str, near_text: str) -> None:
    for text in (any_text, near_text):
        key(parse_door(text))
        parse_site(text)
        parse_door_query(text)
        building_label(text)
        unit_label(text)


@given(
    st.sampled_from(["1", "12", "甲3", "乙1", "A"]),
    st.sampled_from([NO_UNIT, "1", "4"]),
    st.sampled_from(["101", "1501", "B1-03", "13A02"]),
)
def test_the_shown_spelling_leads_back_to_the_same_door(
    building: str, unit: str, room: str
) -> None:
    shown = door_display(building, unit, room)
    again = parse_door(shown, two_part=TwoPart.BUILDING)
    assert key(again) == addr_key("", building, unit, room)
