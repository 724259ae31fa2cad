"""What fits a field: the one place where both ends look at a value before it is taken.

`value_problem` and `element_problem` give one of a fixed list of words, or None: bad_type,
too_long, bad_choice, bad_day, bad_moment, bad_number, bad_list, bad_element.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache

from sync.protocol import Value
from sync.schema import Field, FieldType

FIRST_YEAR, LAST_YEAR = 1800, 2999
"""Nobody alive was born before; from then on days can be counted without leaving the calendar."""
LAST_MS = 32_503_593_600_000
"""The last day of the last year, in milliseconds since 1970."""
_LARGEST = 1 << 53
"""Beyond this a number is not the same on every machine that reads JSON."""
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_day(value: Value) -> date | None:
    """Read a day as 2026-11-20; None for whatever is none."""
    return _day(value) if isinstance(value, str) else None


@lru_cache(maxsize=1 << 16)
def _day(text: str) -> date | None:
    if not _DAY.fullmatch(text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def read_texts(value: Value) -> tuple[str, ...]:
    """Read the texts of a list; whatever else is there is passed over."""
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()


def is_flat(value: Value) -> bool:
    """Tell whether a value is a map with nothing nested in it."""
    return isinstance(value, dict) and not any(
        isinstance(one, dict | list) for one in value.values()
    )


def has_shape(spec: Field, value: Value) -> bool:
    """Tell whether a value is of the field's JSON shape; what it says may be nonsense still."""
    return value is None or _SHAPES[spec.type](value)


def value_problem(spec: Field, value: Value) -> str | None:
    """Say why a value does not fit its field, or None."""
    if value is None:
        return None
    if not has_shape(spec, value):
        return "bad_type"
    if isinstance(value, str) and len(value) > spec.limit:
        return "too_long"
    if spec.choices and value not in spec.choices:
        return "bad_choice"
    look = _LOOKS.get(spec.type)
    return look(spec, value) if look else None


def element_problem(spec: Field, element: Value) -> str | None:
    """Say why an element does not fit a field that holds a set, or None."""
    problem = _map_problem(spec, element)
    if problem:
        return problem
    is_whole = all(isinstance(element.get(key), str) and element[key] for key in spec.keys)
    return None if is_whole else "bad_element"


def _is_integer(value: Value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < _LARGEST


def _is_text(value: Value) -> bool:
    return isinstance(value, str)


def _is_json(value: Value) -> bool:
    return isinstance(value, dict | list)


_SHAPES: dict[FieldType, Callable[[Value], bool]] = {
    FieldType.text: _is_text,
    FieldType.day: _is_text,
    FieldType.integer: _is_integer,
    FieldType.moment: _is_integer,
    FieldType.boolean: lambda value: isinstance(value, bool),
    FieldType.texts: _is_json,
    FieldType.maps: _is_json,
    FieldType.json: _is_json,
    FieldType.set: lambda value: isinstance(value, dict),
}


def _day_problem(_: Field, value: str) -> str | None:
    return None if read_day(value) else "bad_day"


def _moment_problem(_: Field, value: int) -> str | None:
    return None if 0 <= value <= LAST_MS else "bad_moment"


def _number_problem(spec: Field, value: int) -> str | None:
    is_within = spec.span is None or spec.span[0] <= value <= spec.span[1]
    return None if is_within else "bad_number"


def _texts_problem(spec: Field, value: Value) -> str | None:
    if not isinstance(value, list) or not all(map(_is_text, value)):
        return "bad_list"
    return _longest_problem(spec, value)


def _maps_problem(spec: Field, value: Value) -> str | None:
    if not isinstance(value, list):
        return "bad_list"
    return next(filter(None, (_map_problem(spec, one) for one in value)), None)


def _map_problem(spec: Field, value: Value) -> str | None:
    if not is_flat(value):
        return "bad_element"
    return _longest_problem(spec, (*value, *value.values()))


def _longest_problem(spec: Field, values: Iterable[Value]) -> str | None:
    is_long = any(isinstance(one, str) and len(one) > spec.limit for one in values)
    return "too_long" if is_long else None


_LOOKS: dict[FieldType, Callable[[Field, Value], str | None]] = {
    FieldType.day: _day_problem,
    FieldType.integer: _number_problem,
    FieldType.moment: _moment_problem,
    FieldType.texts: _texts_problem,
    FieldType.maps: _maps_problem,
}
