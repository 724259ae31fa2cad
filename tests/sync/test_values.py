"""What fits a field, and with which word the rest is set aside."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldapp.domain.entities import ENTITIES
from sync.protocol import Value
from sync.schema import Field, FieldType, Rule
from sync.values import LAST_MS, element_problem, has_shape, read_day, value_problem

DAY, MOMENT = Field("on", "哪天", FieldType.day), Field("at_ms", "何时", FieldType.moment)
TEXTS, MAPS = Field("met", "见到谁", FieldType.texts), Field("items", "检查项", FieldType.maps)
NUMBER = Field("cadence_days", "多少天", FieldType.integer, span=(0, 3660))
TAGS = Field("tags", "标签", FieldType.set, Rule.set, keys=("code",))


@pytest.mark.parametrize(
    "text",
    [
        *("2026-13-45", "2026-02-30", "x", "", "2026-11-2", "20261120", "2026-W47-5"),
        *("2026-11-20T09:00", " 2026-11-20", "２０２６-11-20", "0001-01-01", "9999-12-31"),
    ],
)
def test_a_day_that_no_calendar_has_fits_no_field(text: str) -> None:
    assert value_problem(DAY, text) == "bad_day"
    assert read_day(text) is None


@given(st.dates(date(1800, 1, 1), date(2999, 12, 31)))
def test_every_day_somebody_may_mean_fits(day: date) -> None:
    assert value_problem(DAY, day.isoformat()) is None
    assert read_day(day.isoformat()) == day


@pytest.mark.parametrize("value", [None, 5, [], {}, True])
def test_whatever_is_no_text_reads_as_no_day(value: Value) -> None:
    assert read_day(value) is None


@pytest.mark.parametrize(
    ("spec", "value", "problem"),
    [
        (DAY, 20261120, "bad_type"),
        (MOMENT, -1, "bad_moment"),
        (MOMENT, LAST_MS + 1, "bad_moment"),
        (MOMENT, "2026", "bad_type"),
        (NUMBER, 3661, "bad_number"),
        (NUMBER, -1, "bad_number"),
        (NUMBER, True, "bad_type"),
        (TEXTS, {"a": "b"}, "bad_list"),
        (TEXTS, ["a", 5], "bad_list"),
        (TEXTS, ["a", None], "bad_list"),
        (TEXTS, ["x" * 501], "too_long"),
        (MAPS, ["a"], "bad_element"),
        (MAPS, [{"item": ["a"]}], "bad_element"),
        (MAPS, [{"item": "x" * 501}], "too_long"),
        (MAPS, {}, "bad_list"),
    ],
)
def test_what_does_not_fit_is_named(spec: Field, value: Value, problem: str) -> None:
    assert value_problem(spec, value) == problem


@pytest.mark.parametrize(
    ("spec", "value"),
    [
        *((DAY, None), (MOMENT, 0), (MOMENT, LAST_MS), (NUMBER, 0), (NUMBER, 3660)),
        *((TEXTS, []), (TEXTS, ["高玉芬"]), (MAPS, []), (MAPS, [{"item": "gas", "answer": "ok"}])),
    ],
)
def test_what_fits_has_no_problem(spec: Field, value: Value) -> None:
    assert value_problem(spec, value) is None


@pytest.mark.parametrize(
    ("element", "problem"),
    [
        ({"code": "ALONE", "note": None, "since": 5}, None),
        ({}, "bad_element"),
        ({"code": ""}, "bad_element"),
        ({"code": 7}, "bad_element"),
        ({"code": "ALONE", "note": {"a": 1}}, "bad_element"),
        ({"code": "x" * 501}, "too_long"),
        ("ALONE", "bad_element"),
        (None, "bad_element"),
    ],
)
def test_an_element_of_a_set_is_a_flat_map_with_its_name(
    element: Value, problem: str | None
) -> None:
    assert element_problem(TAGS, element) == problem


def test_nonsense_that_stands_still_has_the_shape_of_its_field_and_can_be_put_right() -> None:
    assert has_shape(DAY, "2026-13-45")
    assert has_shape(TEXTS, {"a": 1})
    assert not has_shape(DAY, 5)


def test_every_field_that_is_named_as_a_time_is_one() -> None:
    fields = [spec for entity in ENTITIES for spec in entity.fields]
    days = {spec.name for spec in fields if spec.name == "on" or spec.name.endswith("_on")}
    moments = {spec.name for spec in fields if spec.name.endswith("_ms")}
    assert {spec.name for spec in fields if spec.type is FieldType.day} == days | {"birth_date"}
    assert {spec.name for spec in fields if spec.type is FieldType.moment} == moments
