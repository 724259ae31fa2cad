"""Log a knock at a door, and take it back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from fieldapp.domain.days import day_of
from fieldapp.errors import Refused
from fieldapp.store.schema import TABLES
from fieldapp.store.unit import Unit
from fieldapp.verbs import Command, handles


@dataclass(frozen=True, slots=True)
class LogVisit(Command[str]):
    """A knock: the door and the outcome; everything else is optional and comes after.

    `at_ms` is when it happened (now when None); `items` are checklist answers
    `{"item", "answer": ok|concern|not_seen|na, "note"}`. Gives the visit's id.
    """

    dwelling: str
    outcome: str
    household: str | None = None
    mode: str = "door"
    note: str = ""
    met: tuple[str, ...] = ()
    purposes: tuple[str, ...] = ()
    items: tuple[dict[str, Any], ...] = ()
    at_ms: int | None = None
    campaign: str | None = None
    act: str | None = field(default=None)


@dataclass(frozen=True, slots=True)
class UndoVisit(Command[None]):
    """Take one's own visit back: it stays in history, out of every figure."""

    visit: str
    reason: str = "点错了"


@handles(LogVisit)
def log_visit(unit: Unit, command: LogVisit) -> str:
    """Save one visit; a later word about it is a visit of its own or a change elsewhere."""
    scope = unit.scope_of("dwelling", command.dwelling)
    if command.act:
        unit.begin_act(command.act)
    at_ms = unit.now_ms if command.at_ms is None else command.at_ms
    return unit.create(
        "visit",
        scope,
        {
            "dwelling_id": command.dwelling,
            "household_id": command.household or only_household(unit, command.dwelling),
            "mode": command.mode,
            "outcome": command.outcome,
            "note": command.note or None,
            "met": list(command.met) or None,
            "purposes": list(command.purposes) or None,
            "items": list(command.items) or None,
            "at_ms": at_ms,
            "recorded_ms": unit.now_ms,
            "is_late_entry": True if day_of(at_ms) != day_of(unit.now_ms) else None,
            "campaign_id": command.campaign,
            "author": unit.author.person,
        },
    )


@handles(UndoVisit)
def undo_visit(unit: Unit, command: UndoVisit) -> None:
    """Archive a visit of one's own. Raises `Refused` for another's."""
    visit = unit.read("visit", command.visit)
    if visit is None:
        raise Refused("row-unknown", "没有这次敲门，先同步一次再看。", is_input=True)
    if visit["author"] != unit.author.person:
        raise Refused("not-author", "这次不是你敲的，只有记的人能撤。")
    unit.archive("visit", command.visit, command.reason)


def only_household(unit: Unit, dwelling: str) -> str | None:
    """Give the one household that lives behind a door, or None when there are none or several."""
    table = TABLES["household"]
    query = select(table.c.id).where(
        table.c.dwelling_id == dwelling,
        table.c.archived.is_not(True),
        (table.c.status == "active") | table.c.status.is_(None),
    )
    found = unit.connection.execute(query.limit(2)).scalars().all()
    return found[0] if len(found) == 1 else None
