"""What the screen 装户图 is made of: buildings, units, floors, cells; village groups and stops."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fieldapp.verbs import Query


class DoorState(StrEnum):
    """What a cell says about when: one of the shapes of the theme."""

    late = "late"
    today = "today"
    met = "met"
    no_answer = "no_answer"
    refused = "refused"
    vacant = "vacant"
    none = "none"


@dataclass(frozen=True, slots=True)
class DoorCell:
    """One door. `name` is the head's surname, `marks` at most two characters (L1 and L2).

    `household` is the one household behind it, or the one whose state shows; `filters` are the
    keys of the filters it belongs to.
    """

    dwelling: str
    household: str | None
    number: str
    name: str
    marks: tuple[str, ...]
    state: DoorState
    state_word: str
    households: int
    filters: frozenset[str]
    full_door: str


@dataclass(frozen=True, slots=True)
class FloorView:
    """The doors of one floor, from left to right."""

    label: str
    cells: tuple[DoorCell, ...]


@dataclass(frozen=True, slots=True)
class UnitView:
    """One unit, its floors from the top down; `columns` is the widest floor's count."""

    id: str
    label: str
    columns: int
    floors: tuple[FloorView, ...]


@dataclass(frozen=True, slots=True)
class BuildingView:
    """One building with how many of its households are due."""

    id: str
    title: str
    has_lift: bool | None
    due_count: int
    units: tuple[UnitView, ...]


@dataclass(frozen=True, slots=True)
class VillageStop:
    """A house on the walk: landmark as address, who lives there, its state."""

    dwelling: str
    household: str | None
    title: str
    note: str
    people: str
    state: DoorState
    state_word: str
    filters: frozenset[str]


@dataclass(frozen=True, slots=True)
class VillageView:
    """One group of a village in walking order."""

    id: str
    title: str
    households: int
    due_count: int
    stops: tuple[VillageStop, ...]


@dataclass(frozen=True, slots=True)
class DoorFilter:
    """A filter with how many households it holds."""

    key: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class DoorsView:
    """The whole grid."""

    grid: str
    households: int
    buildings: tuple[BuildingView, ...]
    villages: tuple[VillageView, ...]
    filters: tuple[DoorFilter, ...]


@dataclass(frozen=True, slots=True)
class DoorsQuery(Query[DoorsView]):
    """Ask for all doors of one grid: that of `holding`, a dwelling, when it is named."""

    grid: str | None = None
    holding: str = ""
