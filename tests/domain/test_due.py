"""When a household is due, and why."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from fieldapp.domain.days import day_of, ms_of, start_of
from fieldapp.domain.due import IN_PERSON, MET, Contact, DueState, cadence, due, first_due, is_gone
from fieldapp.domain.households import Home, Person, age_of, age_text
from fieldapp.domain.kinds.work import MODES, OUTCOMES
from fieldapp.domain.reasons import days_text, due_text, ladder, likely_time, reason
from fieldapp.domain.tags import BUILT_IN, catalogue, marks

TODAY = date(2026, 11, 20)
DAY_MS = 86_400_000
GAO = Person("gao", date(1936, 11, 11), tags=frozenset({"ALONE"}))


def at(day: date, hour: int = 10, minute: int = 0) -> int:
    return start_of(day) + (hour * 60 + minute) * 60_000


def met(days_ago: int, hour: int = 10, minute: int = 0) -> Contact:
    return Contact(at(TODAY - timedelta(days_ago), hour, minute), "door", "met")


def no_answer(days_ago: int) -> Contact:
    return Contact(at(TODAY - timedelta(days_ago)), "door", "no_answer")


def refused(days_ago: int) -> Contact:
    return Contact(at(TODAY - timedelta(days_ago)), "door", "refused")


def home(*people: Person, **facts: object) -> Home:
    known = {"id": "home", "people": people, "imported_on": date(2026, 9, 1), **facts}
    return Home(**known)


def test_an_elder_of_80_alone_is_due_every_seven_days() -> None:
    assert cadence(home(GAO), BUILT_IN, TODAY).days == 7


def test_an_elder_under_80_alone_is_due_every_thirty_days() -> None:
    younger = Person("one", date(1950, 1, 1), tags=frozenset({"ALONE"}))
    assert cadence(home(younger), BUILT_IN, TODAY).days == 30


def test_the_strictest_tag_of_the_living_members_counts() -> None:
    veteran = Person("one", tags=frozenset({"VET"}))
    ill = Person("two", tags=frozenset({"HOMEBOUND"}))
    assert cadence(home(veteran, ill), BUILT_IN, TODAY).code == "HOMEBOUND"


def test_the_tags_of_the_dead_ask_for_nothing() -> None:
    dead = Person("one", date(1936, 1, 1), tags=frozenset({"ALONE"}), is_living=False)
    widow = Person("two", date(1951, 4, 12))
    assert cadence(home(dead, widow), BUILT_IN, TODAY).days == 180


def test_a_published_cadence_counts_without_saying_why() -> None:
    found = cadence(home(Person("one"), published_days=30), BUILT_IN, TODAY)
    assert (found.days, found.code) == (30, "")


def test_a_masked_tag_is_never_named_as_the_reason() -> None:
    found = cadence(home(Person("one", tags=frozenset({"DISAB_SEV"}))), BUILT_IN, TODAY)
    assert (found.days, found.code) == (30, "")


def test_a_household_without_a_tag_is_due_after_half_a_year() -> None:
    assert due(home(Person("one")), [met(10)], BUILT_IN, TODAY).on == TODAY + timedelta(170)


def test_a_community_can_set_its_own_cadence() -> None:
    kinds = catalogue([("VET", {"name": "退役军人", "cadence_days": 60})])
    assert cadence(home(Person("one", tags=frozenset({"VET"}))), kinds, TODAY).days == 60


def test_what_must_not_be_kept_never_enters_the_catalogue() -> None:
    assert "DRUG" not in catalogue([("DRUG", {"name": "吸毒", "cadence_days": 7})])


def test_a_call_counts_where_the_tag_allows_it() -> None:
    away = home(Person("one", tags=frozenset({"OUT"})))
    call = Contact(at(TODAY), "phone", "met")
    assert due(away, [call], BUILT_IN, TODAY).on == TODAY + timedelta(90)


def test_a_call_does_not_count_for_an_elder_alone() -> None:
    call = Contact(at(TODAY), "phone", "met")
    assert due(home(GAO), [met(9), call], BUILT_IN, TODAY).days_late(TODAY) == 2


def test_an_agreed_day_goes_before_the_cadence() -> None:
    agreed = Contact(at(TODAY), "door", "met", TODAY + timedelta(2))
    assert due(home(GAO), [agreed], BUILT_IN, TODAY).on == TODAY + timedelta(2)


def test_an_agreed_day_is_done_with_once_somebody_was_met() -> None:
    agreed = Contact(at(TODAY - timedelta(5)), "door", "met", TODAY)
    assert due(home(GAO), [agreed, met(1)], BUILT_IN, TODAY).on == TODAY + timedelta(6)


def test_a_household_that_split_off_is_due_on_that_day() -> None:
    new = home(Person("one"), is_split=True, since_on=TODAY)
    assert due(new, [], BUILT_IN, TODAY).on == TODAY


def test_elders_alone_come_in_the_first_week_of_a_fresh_roster() -> None:
    dates = [first_due_of(f"home-{n}", GAO) for n in range(200)]
    assert max(dates) < date(2026, 9, 1) + timedelta(7)


def test_a_fresh_roster_is_spread_over_the_cadence() -> None:
    dates = [first_due_of(f"home-{n}", Person("one")) for n in range(300)]
    assert max(dates.count(day) for day in set(dates)) < 12


def first_due_of(id_: str, *people: Person) -> date:
    found = due(Home(id_, people, imported_on=date(2026, 9, 1)), [], BUILT_IN, TODAY)
    assert found.on is not None
    return found.on


def test_three_refusals_stop_the_knocking_for_a_quarter() -> None:
    plain = home(Person("one"))
    known = [met(200), refused(30), refused(20), refused(10)]
    assert due(plain, known, BUILT_IN, TODAY).on == TODAY + timedelta(80)


def test_three_refusals_do_not_pause_what_a_tag_asks_for() -> None:
    known = [met(9), refused(3), refused(2), refused(1)]
    assert due(home(GAO), known, BUILT_IN, TODAY).state(TODAY) is DueState.late


def test_a_door_found_vacant_is_looked_at_again_after_half_a_year() -> None:
    known = [met(300), Contact(at(TODAY), "door", "vacant")]
    assert due(home(GAO), known, BUILT_IN, TODAY).on == TODAY + timedelta(180)


def test_a_household_whose_members_all_died_is_not_due() -> None:
    assert due(home(Person("one", is_living=False)), [], BUILT_IN, TODAY).on is None


def test_the_row_says_why_in_words() -> None:
    found = due(home(GAO), [met(9)], BUILT_IN, TODAY)
    assert reason(home(GAO), found, BUILT_IN, TODAY) == "独居·90 岁·已 9 天没见到"


def test_whoever_was_met_today_is_not_counted_in_days() -> None:
    assert days_text(due(home(GAO), [met(0)], BUILT_IN, TODAY), TODAY) == "今天见过"


def test_the_row_says_how_late_it_is() -> None:
    assert due_text(due(home(GAO), [met(9)], BUILT_IN, TODAY), TODAY) == "超 2 天"


def test_two_evening_meetings_suggest_the_evening() -> None:
    hint = likely_time([met(20, 10), met(15, 18, 40), met(8, 19, 10)])
    assert hint is not None
    assert hint.sentence == "晚上容易遇到，前两次都在 18:30 后见到"


def test_the_first_knock_in_vain_suggests_another_time() -> None:
    found = ladder(home(GAO), [met(15, 18, 40), met(8, 19, 10), no_answer(0)], TODAY)
    assert (found.misses, found.hint[:2], found.calls_for_help) == (1, "晚上", False)


def test_the_third_knock_in_vain_at_an_elders_door_calls_for_help() -> None:
    known = [met(15), no_answer(5), no_answer(3), no_answer(0)]
    assert ladder(home(GAO), known, TODAY).calls_for_help


def test_three_knocks_in_vain_elsewhere_call_nobody() -> None:
    known = [no_answer(5), no_answer(3), no_answer(0)]
    assert not ladder(home(Person("one")), known, TODAY).calls_for_help


def test_marks_are_two_at_most_and_never_of_a_masked_tag() -> None:
    assert marks({"ALONE", "EMPTY", "TENANT", "DISAB"}, BUILT_IN) == ("独", "巢")


@pytest.mark.parametrize(
    ("precision", "years"), [("day", 90), ("month", 89), ("year", 89), ("unknown", None)]
)
def test_nobody_is_made_older_than_what_is_known(precision: str, years: int | None) -> None:
    assert age_of(date(1936, 11, 11), precision, TODAY) == years


def test_an_age_from_a_year_alone_says_so() -> None:
    assert age_text(date(1942, 1, 1), "year", TODAY) == "约 84 岁"


def test_an_age_is_that_of_shanghai() -> None:
    evening_before_in_utc = ms_of(_utc("2026-11-10T17:00:00+00:00"))
    assert age_of(date(1936, 11, 11), "day", day_of(evening_before_in_utc)) == 90


def _utc(text: str):
    from datetime import datetime

    return datetime.fromisoformat(text)


contacts = st.builds(
    Contact,
    at_ms=st.integers(at(TODAY - timedelta(400)), at(TODAY)),
    mode=st.sampled_from(MODES),
    outcome=st.sampled_from(OUTCOMES),
)
people = st.builds(
    Person,
    id=st.just("one"),
    birth=st.dates(date(1920, 1, 1), date(2020, 1, 1)) | st.none(),
    tags=st.frozensets(st.sampled_from(["ALONE", "VET", "OUT", "FLOAT", "DISAB", "DIBAO"])),
)
homes = st.builds(
    Home,
    id=st.uuids().map(str),
    people=st.lists(people, max_size=3).map(tuple),
    published_days=st.none() | st.just(30),
    imported_on=st.dates(date(2025, 1, 1), date(2026, 11, 1)),
    is_split=st.booleans(),
)


@given(homes, st.lists(contacts), st.randoms(use_true_random=False))
def test_the_order_in_which_visits_are_learnt_changes_nothing(home_, known, chance) -> None:
    shuffled = list(known)
    chance.shuffle(shuffled)
    assert due(home_, shuffled, BUILT_IN, TODAY) == due(home_, known, BUILT_IN, TODAY)


@given(homes, st.lists(contacts), st.sampled_from(sorted(MET)), st.sampled_from(sorted(IN_PERSON)))
def test_meeting_somebody_today_never_makes_the_next_visit_earlier(
    home_, known, outcome, mode
) -> None:
    assume(not is_gone(known))
    now = Contact(at(TODAY) + 1, mode, outcome)
    before, after = due(home_, known, BUILT_IN, TODAY), due(home_, [*known, now], BUILT_IN, TODAY)
    assert after.on is None or before.on is None or after.on >= before.on


@given(homes, st.lists(contacts), st.sampled_from(["no_answer", "refused", "not_safe"]))
def test_a_knock_in_vain_never_makes_the_next_visit_earlier(home_, known, outcome) -> None:
    now = Contact(at(TODAY) + 1, "door", outcome)
    before, after = due(home_, known, BUILT_IN, TODAY), due(home_, [*known, now], BUILT_IN, TODAY)
    assert before.on is None or (after.on is not None and after.on >= before.on)


@given(homes)
def test_a_household_never_met_is_due_within_its_cadence_of_the_roster(home_: Home) -> None:
    every = cadence(home_, BUILT_IN, TODAY)
    assert home_.imported_on is not None
    assert home_.imported_on <= first_due(home_, every, TODAY)
    assert first_due(home_, every, TODAY) <= home_.imported_on + timedelta(every.days)
