"""What the figures of a month count."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.coverage import Coverage, Month, coverage, month_of, share
from fieldapp.domain.days import start_of
from fieldapp.domain.due import Contact
from fieldapp.domain.households import Home, Person
from fieldapp.domain.kinds.work import MODES, OUTCOMES
from fieldapp.domain.tags import BUILT_IN

NOVEMBER = Month(2026, 11)
ALONE = Person("one", date(1936, 11, 11), tags=frozenset({"ALONE"}))
AWAY = Person("one", tags=frozenset({"OUT"}))


def on(day: int, outcome: str = "met", mode: str = "door", month: int = 11) -> Contact:
    return Contact(start_of(date(2026, month, day)) + 3_600_000, mode, outcome)


def home(id_: str = "a", *people: Person, imported: date = date(2026, 1, 1)) -> Home:
    return Home(id_, people or (ALONE,), imported_on=imported)


def figures(homes: list[Home], **visits: list[Contact]) -> Coverage:
    return coverage(homes, visits, BUILT_IN, NOVEMBER)


def test_a_household_met_in_the_month_is_covered() -> None:
    assert figures([home()], a=[on(3)]).contacted.households == ("a",)


def test_two_visits_to_one_household_are_one_household() -> None:
    assert figures([home()], a=[on(3), on(3), on(9)]).met.count == 1


def test_a_household_that_is_not_due_counts_in_no_figure() -> None:
    plain = home("a", Person("one"))
    found = figures([plain], a=[on(20, month=10), on(3)])
    assert (found.due.count, found.knocked.count, found.contacted.count) == (0, 0, 0)


def test_a_household_added_after_the_month_is_not_counted() -> None:
    assert figures([home(imported=date(2026, 12, 1))]).due.count == 0


def test_a_household_added_in_the_month_is_counted_when_it_falls_due() -> None:
    assert figures([home(imported=date(2026, 11, 10))]).not_yet.count == 1


def test_a_door_found_empty_is_taken_out_of_the_month() -> None:
    assert figures([home()], a=[on(3, "vacant")]).due.count == 0


def test_a_call_covers_where_it_is_accepted() -> None:
    found = figures([home("a", AWAY)], a=[on(3, "met", "phone")])
    assert (found.phoned.count, found.contacted.count, found.knocked.count) == (1, 1, 0)


def test_a_call_does_not_cover_an_elder_alone() -> None:
    assert figures([home()], a=[on(3, "met", "phone")]).contacted.count == 0


def test_declining_to_tell_anything_is_still_being_met() -> None:
    assert figures([home()], a=[on(3, "declined_info")]).met.count == 1


def test_the_last_knock_in_vain_says_what_is_left() -> None:
    found = figures([home()], a=[on(3, "refused"), on(9, "no_answer")])
    assert (found.no_answer.count, found.refused.count) == (1, 0)


def test_a_month_begins_at_midnight_in_shanghai() -> None:
    last_ms_of_october = start_of(date(2026, 11, 1)) - 1
    found = figures([home()], a=[Contact(last_ms_of_october, "door", "met")])
    assert found.knocked.count == 0


def test_the_months_last_day_is_found() -> None:
    assert [Month(2026, n).last.day for n in (2, 11, 12)] == [28, 30, 31]


def test_a_day_is_in_its_month() -> None:
    assert str(month_of(date(2026, 3, 31))) == "2026-03"


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [(98, 112, "87.5%"), (91, 112, "81.3%"), (0, 5, "0%"), (5, 5, "100%"), (0, 0, "")],
)
def test_a_share_has_one_place(part: int, whole: int, text: str) -> None:
    assert share(part, whole) == text


contacts = st.builds(
    Contact,
    at_ms=st.integers(start_of(date(2026, 6, 1)), start_of(date(2026, 12, 10))),
    mode=st.sampled_from(MODES),
    outcome=st.sampled_from(OUTCOMES),
    next_due_on=st.none() | st.dates(date(2026, 9, 1), date(2027, 2, 1)),
)
people = st.builds(
    Person,
    id=st.just("one"),
    birth=st.dates(date(1930, 1, 1), date(2010, 1, 1)),
    tags=st.frozensets(st.sampled_from(["ALONE", "VET", "OUT", "FLOAT"]), max_size=2),
    is_living=st.booleans(),
)
homes = st.lists(
    st.builds(
        Home,
        id=st.sampled_from("abcdefgh"),
        people=st.lists(people, max_size=2).map(tuple),
        imported_on=st.dates(date(2026, 1, 1), date(2026, 12, 20)),
        is_open=st.booleans(),
    ),
    unique_by=lambda one: one.id,
)
visits = st.dictionaries(st.sampled_from("abcdefgh"), st.lists(contacts, max_size=8))


@given(homes, visits)
def test_no_figure_passes_what_is_due(homes_, visits_) -> None:
    found = coverage(homes_, visits_, BUILT_IN, NOVEMBER)
    whole = set(found.due.households)
    parts = (found.knocked, found.met, found.phoned, found.contacted, found.left)
    assert all(set(part.households) <= whole for part in parts)
    assert set(found.met_of_knocked.households) <= set(found.knocked.households)


@given(homes, visits)
def test_every_household_due_is_in_exactly_one_part(homes_, visits_) -> None:
    found = coverage(homes_, visits_, BUILT_IN, NOVEMBER)
    parts = (found.met, found.phoned, found.no_answer, found.refused, found.other, found.not_yet)
    assert sorted(id_ for part in parts for id_ in part.households) == list(found.due.households)


@given(homes, visits, st.randoms(use_true_random=False))
def test_the_order_of_visits_changes_no_figure(homes_, visits_, chance) -> None:
    shuffled = {id_: chance.sample(known, len(known)) for id_, known in visits_.items()}
    before = coverage(homes_, visits_, BUILT_IN, NOVEMBER)
    assert coverage(reversed(homes_), shuffled, BUILT_IN, NOVEMBER) == before


@given(homes, visits, st.sampled_from("abcdefgh"))
def test_one_more_meeting_never_lowers_coverage(homes_, visits_, id_) -> None:
    meeting = Contact(start_of(date(2026, 11, 30)) + 80_000_000, "door", "met")
    more = {**visits_, id_: [*visits_.get(id_, []), meeting]}
    before = coverage(homes_, visits_, BUILT_IN, NOVEMBER)
    assert set(before.contacted.households) <= set(
        coverage(homes_, more, BUILT_IN, NOVEMBER).contacted.households
    )
