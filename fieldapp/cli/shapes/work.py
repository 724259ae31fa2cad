"""The documents of the commands about places, people, visits and what is due."""

from __future__ import annotations

from datetime import date

from fieldapp.cli.shapes.base import Document
from fieldapp.queries.coverage import CoverageRow
from fieldapp.queries.due import DueRow
from fieldapp.queries.household import HouseholdCard


class BuildingAdded(Document, frozen=True, kw_only=True):
    """A building with its doors; `act` undoes it whole."""

    id: str
    act: str
    doors: int


class LifeStatus(Document, frozen=True, kw_only=True):
    """How a resident's life status stands now: deceased, or reported_deceased until confirmed."""

    id: str
    life_status: str


class HouseholdShown(Document, frozen=True, kw_only=True):
    """One household as its screen shows it; masked values are not in it."""

    household: HouseholdCard


class Due(Document, frozen=True, kw_only=True):
    """Whom to see, in walking order."""

    count: int
    rows: tuple[DueRow, ...]


class Figure(Document, frozen=True, kw_only=True):
    """A count, and the ids of the households behind it."""

    count: int
    households: tuple[str, ...]


class Coverage(Document, frozen=True, kw_only=True):
    """A month's figures, each with its households, and a row for each that is due to be seen."""

    grid: str
    month: str
    until: date
    due: Figure
    knocked: Figure
    met: Figure
    phoned: Figure
    contacted: Figure
    left: Figure
    no_answer: Figure
    refused: Figure
    other: Figure
    not_yet: Figure
    knock_rate: str
    meet_rate: str
    contact_rate: str
    rows: tuple[CoverageRow, ...]


class Revealed(Document, frozen=True, kw_only=True):
    """What stood behind a mask; that it was shown waits for the server's audit."""

    id: str
    field: str
    value: str


class LeftAlone(Document, frozen=True, kw_only=True):
    """What somebody changed since, and stays as it is."""

    kind: str
    id: str
    field: str
    reason: str


class Undone(Document, frozen=True, kw_only=True):
    """How many changes were undone; `act` is the undoing itself.

    `what` is the step in words, "" where it was not taken on this device.
    """

    act: str
    what: str
    undone: int
    left: tuple[LeftAlone, ...]
