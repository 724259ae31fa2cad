"""What goes along when a household or a place is handed to another grid: all that hangs on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

RowKey = tuple[str, str]
"""Kind and id of a row."""
Rows = Mapping[RowKey, Mapping[str, Any]]
"""The fields of all rows of a grid."""

ROOTS = frozenset({"compound", "village_group", "building", "unit", "dwelling", "household"})
"""Kinds of records that can be handed to another grid; the rest goes with them."""

THIS: Mapping[str, str] = {
    "compound": "这个小区",
    "village_group": "这个组",
    "building": "这栋楼",
    "unit": "这个单元",
    "dwelling": "这个门",
    "household": "这家",
}
"""What each is called by whoever stands before it."""
ONE: Mapping[str, str] = {
    "compound": "一个小区",
    "village_group": "一个村民小组",
    "building": "一栋楼",
    "unit": "一个单元",
    "dwelling": "一个门",
    "household": "一户",
}
"""What each is called from afar."""

_HANGS_ON: Mapping[str, tuple[str, ...]] = {
    "building": ("compound_id",),
    "unit": ("building_id",),
    "dwelling": ("building_id", "unit_id", "village_group_id"),
    "household": ("dwelling_id",),
    "member": ("household_id",),
    "promise": ("household_id",),
    "photo": ("on_id",),
    "conflict": ("on_row",),
}
"""By which fields a row goes along with what they name."""
_ORDER = (
    *("building", "unit", "dwelling", "household", "member", "visit", "promise"),
    *("issue", "issue_step", "photo"),
)


def hanging_on(rows: Rows, root: RowKey) -> list[RowKey]:
    """List a row and all that goes along with it, parents first.

    A visit or an issue goes with its household, or with its door when it names none. A resident
    goes unless an open membership ties her to a household that stays.
    """
    taken: dict[str, str] = {root[1]: root[0]}
    for kind in _ORDER:
        for id_, fields in _of_kind(rows, kind):
            if id_ in taken:
                continue
            if any(fields.get(name) in taken for name in ties_of_kind(kind, fields)):
                taken[id_] = kind
    taken |= dict.fromkeys(_residents(rows, taken), "resident")
    found: list[RowKey] = [(kind, id_) for id_, kind in taken.items()]
    found += [("photo_receipt", id_) for id_, kind in taken.items() if kind == "photo"]
    found += [
        ("conflict", id_)
        for id_, fields in _of_kind(rows, "conflict")
        if fields.get("on_row") in taken
    ]
    return [key for key in found if key in rows]


def ties_of_kind(kind: str, fields: Mapping[str, Any]) -> tuple[str, ...]:
    """Name the fields by which a row of a kind goes along with what they name."""
    if kind in ("visit", "issue", "issue_step"):
        home = ("household_id",) if fields.get("household_id") else ("dwelling_id",)
        return (*home, "issue_id") if kind == "issue_step" else home
    return _HANGS_ON.get(kind, ())


def residents_of(keys: Iterable[RowKey]) -> list[str]:
    """List the residents among rows; what is kept masked of them goes along as well."""
    return [id_ for kind, id_ in keys if kind == "resident"]


def _residents(rows: Rows, taken: Mapping[str, str]) -> list[str]:
    going: dict[str, None] = {}
    stays: set[str] = set()
    for _, fields in _of_kind(rows, "member"):
        resident = str(fields.get("resident_id"))
        if fields.get("household_id") in taken:
            going[resident] = None
        elif not fields.get("to_on") and not fields.get("archived"):
            stays.add(resident)
    return [one for one in going if one not in stays]


def _of_kind(rows: Rows, kind: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for (one, id_), fields in rows.items():
        if one == kind:
            yield id_, fields
