"""What goes along with a household or a place, and what stays."""

from __future__ import annotations

from typing import Any

from fieldapp.domain.moving import hanging_on

ROWS: dict[tuple[str, str], dict[str, Any]] = {
    ("building", "b"): {},
    ("unit", "u"): {"building_id": "b"},
    ("dwelling", "d"): {"unit_id": "u"},
    ("dwelling", "other"): {"unit_id": "u"},
    ("household", "h"): {"dwelling_id": "d"},
    ("household", "paper"): {"dwelling_id": "other"},
    ("resident", "one"): {},
    ("resident", "both"): {},
    ("resident", "gone"): {},
    ("member", "m1"): {"household_id": "h", "resident_id": "one"},
    ("member", "m2"): {"household_id": "h", "resident_id": "both"},
    ("member", "m3"): {"household_id": "paper", "resident_id": "both"},
    ("member", "m4"): {"household_id": "h", "resident_id": "gone", "to_on": "2026-01-01"},
    ("visit", "v1"): {"dwelling_id": "d", "household_id": "h"},
    ("visit", "v2"): {"dwelling_id": "d"},
    ("photo", "p"): {"on_id": "v1"},
    ("photo_receipt", "p"): {},
    ("conflict", "c"): {"on_row": "one"},
    ("quarantine", "q"): {"on_row": "one"},
}


def ids(kind: str, id_: str) -> set[str]:
    return {key[1] for key in hanging_on(ROWS, (kind, id_))}


def test_a_household_takes_its_people_visits_and_photographs_and_leaves_the_door() -> None:
    assert ids("household", "h") == {"h", "one", "gone", "m1", "m2", "m4", "v1", "p", "c"}


def test_a_door_takes_also_the_visits_that_name_no_household() -> None:
    assert ids("dwelling", "d") == ids("household", "h") | {"d", "v2"}


def test_a_building_takes_all_and_whoever_is_tied_to_two_of_its_doors() -> None:
    assert ids("building", "b") == {one[1] for one in ROWS} - {"q"}


def test_parents_come_before_what_hangs_on_them() -> None:
    found = [kind for kind, _ in hanging_on(ROWS, ("building", "b"))]
    assert found.index("dwelling") < found.index("household") < found.index("member")
