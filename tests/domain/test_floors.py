"""Doors of a building drawn up by hand."""

from __future__ import annotations

from fieldapp.domain.floors import (
    building_title,
    door_in_building,
    door_in_compound,
    floor_labels,
    natural_key,
    plan_doors,
)


def test_floors_are_listed_from_the_lowest_up() -> None:
    assert floor_labels(14, 1, ("13", "14"), ("13A",))[-3:] == ("11", "12", "13A")


def test_a_basement_comes_first() -> None:
    assert floor_labels(2, 2) == ("B2", "B1", "1", "2")


def test_a_building_without_units_has_doors_all_the_same() -> None:
    found = list(plan_doors(("无",), ("B1", "1", "13A"), 1))
    assert [door.room for door in found] == ["B1-01", "101", "13A01"]


def test_a_full_door_name_is_short() -> None:
    assert door_in_compound("乙1", "3", "502") == "乙1-3-502"


def test_a_tower_without_units_is_named_by_its_number() -> None:
    assert door_in_compound("4栋", "无", "1101") == "4-1101"


def test_a_door_on_a_street_is_a_number() -> None:
    assert door_in_compound("北沿街", "无", "12", is_on_street=True) == "北沿街12号"


def test_a_door_within_its_building_leaves_the_building_out() -> None:
    assert door_in_building("3", "502") == "3-502"


def test_a_bare_number_is_said_with_its_word() -> None:
    assert (building_title("4"), building_title("乙1")) == ("4栋", "乙1")


def test_labels_are_ordered_as_people_read_them() -> None:
    assert sorted(["10栋", "2栋", "甲1"], key=natural_key) == ["2栋", "10栋", "甲1"]
