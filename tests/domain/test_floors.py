"""Labels of floors and doors, and their order."""

from __future__ import annotations

import pytest

from fieldapp.domain.floors import (
    doors,
    floor_labels,
    floor_sort,
    full_door_name,
    natural_key,
)


@pytest.mark.parametrize(
    ("label", "height"),
    [("1", 10), ("11", 110), ("13A", 135), ("1.5夹层", 15), ("B1", -10), ("负2", -20), ("3F", 30)],
)
def test_a_floor_has_a_height(label: str, height: int) -> None:
    assert floor_sort(label) == height


def test_floors_are_listed_from_the_lowest_up() -> None:
    assert floor_labels(14, 1, ("13", "14"), ("13A",))[-3:] == ("11", "12", "13A")


def test_a_building_without_units_has_doors_all_the_same() -> None:
    found = list(doors(("无",), ("1", "2"), 2))
    assert [door.room for door in found] == ["101", "102", "201", "202"]


def test_a_full_door_name_is_short() -> None:
    assert full_door_name("乙1", "3", "502") == "乙1-3-502"


def test_a_tower_without_units_is_named_by_its_number() -> None:
    assert full_door_name("4栋", "无", "1101") == "4-1101"


def test_labels_are_ordered_as_people_read_them() -> None:
    assert sorted(["10栋", "2栋", "甲1"], key=natural_key) == ["2栋", "10栋", "甲1"]
