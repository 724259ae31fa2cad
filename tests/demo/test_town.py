"""The invented grid and village: exact counts on any day, and numbers that belong to nobody."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from fieldapp.demo.plan import BuildingPlan, homes_of
from fieldapp.demo.town import plan_town
from fieldapp.demo.town_tags import COUNTS
from fieldapp.demo.village import plan_village
from fieldapp.domain.identity import check_digit

TODAY = date(2026, 11, 20)
DAYS = (TODAY, date(2027, 2, 28), date(2026, 12, 31))


@pytest.fixture(scope="module", params=DAYS, ids=str)
def town(request: pytest.FixtureRequest) -> list[BuildingPlan]:
    """Give the grid as it is on several days."""
    return plan_town(request.param)


def test_there_are_296_households_of_742_people(town: list[BuildingPlan]) -> None:
    homes = [home for _, home in homes_of(town)]
    assert (len(homes), sum(len(home.people) for home in homes)) == (296, 742)


def test_every_tag_is_held_by_as_many_as_are_told(town: list[BuildingPlan]) -> None:
    people = [one for _, home in homes_of(town) for one in home.people]
    held = Counter(tag.partition(":")[0] for one in people for tag in (*one.tags, *one.care))
    held["AGE80"] = sum(one.age >= 80 for one in people)
    assert {code: held[code] for code in COUNTS} == COUNTS


def test_thirty_four_homes_of_the_mill_are_let(town: list[BuildingPlan]) -> None:
    mill = [plan for plan in town if plan.compound == "纺织厂家属院"]
    assert sum(home.is_rented for _, home in homes_of(mill)) == 34


def test_every_number_checks_but_the_one_that_must_not(town: list[BuildingPlan]) -> None:
    numbers = [one.id_no for _, home in homes_of(town) for one in home.people if one.id_no]
    papers = [number for number in numbers if len(number) == 18]
    wrong = [number for number in papers if check_digit(number[:17]) != number[17]]
    assert wrong == ["560102194203170242"]
    assert all(number.startswith("56") for number in papers)


def test_no_number_is_given_twice(town: list[BuildingPlan]) -> None:
    numbers = [one.id_no for _, home in homes_of(town) for one in home.people if one.id_no]
    assert len(numbers) == len(set(numbers))


def test_telephones_are_of_a_series_that_does_not_exist(town: list[BuildingPlan]) -> None:
    phones = [number for _, home in homes_of(town) for one in home.people for number in one.phones]
    assert all(number.startswith("100") and len(number) == 11 for number in phones)


def test_two_runs_of_a_day_invent_the_same_people() -> None:
    assert plan_town(TODAY) == plan_town(TODAY)


def test_the_village_has_126_houses_of_which_61_have_no_number() -> None:
    houses = [door for _, door in plan_village(TODAY)]
    assert len(houses) == len({door.key for door in houses}) == 126
    assert sum(not door.door_no for door in houses) == 61
    assert sum(door.use == "vacant" for door in houses) == 38
    assert Counter(group for group, _ in plan_village(TODAY)) == {
        "上沟组": 44,
        "下沟组": 47,
        "河滩组": 35,
    }
