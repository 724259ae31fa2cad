"""A reading that was kept says the same as a fresh one, whatever was done in between."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from fieldapp.queries.coverage import CoverageQuery
from fieldapp.queries.doors_view import DoorsQuery
from fieldapp.queries.today import TodayQuery
from fieldapp.services.fields import SetFields
from fieldapp.verbs import Query
from tests.devices import Device
from tests.services.grids import build
from tests.services.test_accepted_law import STEPS, begin, steps

QUESTIONS: tuple[Query[object], ...] = (DoorsQuery(), TodayQuery(), CoverageQuery())


def forget(connection: Connection) -> None:
    """Throw away what was kept."""
    connection.info.pop("kept_readings", None)


@settings(max_examples=15)
@given(steps, st.sampled_from(QUESTIONS))
def test_a_kept_reading_is_as_good_as_a_fresh_one(
    todo: list[tuple[str, int, int]], question: Query[object]
) -> None:
    play = begin()
    for name, a, b in todo:
        play.device.ask(question)
        STEPS[name](play, a, b)
    kept = play.device.ask(question)
    play.device.run(forget)
    fresh = play.device.ask(question)
    play.device.close()
    assert kept == fresh


def test_a_building_that_was_renamed_has_its_new_name(device: Device) -> None:
    house = build(device)
    device.ask(DoorsQuery())
    device.do(SetFields("building", house.building, {"label": "乙9"}))
    assert device.ask(DoorsQuery()).buildings[0].title == "纺织厂家属院 乙9"


def test_a_new_day_is_read_anew(device: Device) -> None:
    play = begin()
    play.device.ask(TodayQuery())
    play.device.clock.advance(300 * 86_400_000)
    assert play.device.ask(TodayQuery()).due_count == 1
    play.device.close()
