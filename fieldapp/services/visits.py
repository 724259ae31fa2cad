"""Log a knock at a door and what was promised there, and take it back."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select

from fieldapp.domain.days import day_of
from fieldapp.domain.words import code_of
from fieldapp.errors import Refused
from fieldapp.services.photos import photos_on, take_back_photos
from fieldapp.store.database import run_one
from fieldapp.store.schema import TABLES
from fieldapp.store.unit import Unit
from fieldapp.verbs import Command, handles
from sync.protocol import Value

AHEAD_MS = 600_000
"""A clock may run ahead by this much before a time counts as not come yet."""


@dataclass(frozen=True, slots=True)
class LogVisit(Command[str]):
    """A knock: the door and the outcome; everything else is optional and comes after.

    `at_ms` is when it happened (now when None); `items` are checklist answers
    `{"item", "answer": ok|concern|not_seen|na, "note"}`; `promise` is what was promised there.
    Gives the visit's id.
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
    promise: str = ""
    next_due_on: date | None = None
    next_due_reason: str = ""
    companions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UndoVisit(Command[None]):
    """Take one's own visit back, with its promises and photographs: it stays in history only."""

    visit: str
    reason: str = "点错了"


@dataclass(frozen=True, slots=True)
class KeepPromise(Command[None]):
    """Tick a promise, or take the tick back."""

    promise: str
    is_kept: bool = True


@handles(LogVisit)
def log_visit(unit: Unit, command: LogVisit) -> str:
    """Save one visit; a later word about it is a visit of its own or a change elsewhere."""
    scope = unit.scope_of("dwelling", command.dwelling)
    at_ms = unit.now_ms if command.at_ms is None else command.at_ms
    _require_past(unit, at_ms)
    household = _household(unit, command)
    if command.act or command.promise.strip():
        unit.begin_act(command.act)
    with unit.group() if command.promise.strip() else nullcontext():
        visit = unit.create("visit", scope, _fields(unit, command, household, at_ms))
        if command.promise.strip():
            _promise(unit, command, scope, household, visit, at_ms)
    return visit


def _fields(unit: Unit, command: LogVisit, household: str | None, at_ms: int) -> dict[str, Value]:
    return {
        "dwelling_id": command.dwelling,
        "household_id": household,
        "mode": code_of("visit", "mode", command.mode),
        "outcome": code_of("visit", "outcome", command.outcome),
        "note": command.note or None,
        "met": list(command.met) or None,
        "purposes": list(command.purposes) or None,
        "items": list(command.items) or None,
        "at_ms": at_ms,
        "recorded_ms": unit.now_ms,
        "is_late_entry": True if day_of(at_ms) != day_of(unit.now_ms) else None,
        "companions": list(command.companions) or None,
        "campaign_id": command.campaign,
        "next_due_on": command.next_due_on.isoformat() if command.next_due_on else None,
        "next_due_reason": command.next_due_reason or None,
        "author": unit.author.person,
    }


def _promise(
    unit: Unit, command: LogVisit, scope: str, household: str | None, visit: str, at_ms: int
) -> None:
    if household is None:
        raise Refused("which-household", "答应了哪一户？先选是哪家。", field="household")
    fields: dict[str, Value] = {
        "household_id": household,
        "visit_id": visit,
        "text": command.promise.strip(),
        "made_ms": at_ms,
        "author": unit.author.person,
    }
    unit.create("promise", scope, fields)


@handles(UndoVisit)
def undo_visit(unit: Unit, command: UndoVisit) -> None:
    """Archive a visit of one's own. Raises `Refused` for another's."""
    require_own_visit(unit, command.visit)
    if _promises_of(unit, command.visit) or photos_on(unit, "visit", command.visit):
        unit.begin_act()
    take_visit_back(unit, command)


def require_own_visit(unit: Unit, visit: str) -> None:
    """See that a visit is there and one's own. Raises `Refused`."""
    fields = unit.read("visit", visit)
    if fields is None:
        raise Refused("row-unknown", "没有这次敲门，先同步一次再看。", is_input=True)
    if fields["author"] != unit.author.person:
        raise Refused("not-author", "这次不是你敲的，只有记的人能撤。")


def take_visit_back(unit: Unit, command: UndoVisit) -> None:
    """Archive a visit that is one's own, and all that hangs on it."""
    promises = _promises_of(unit, command.visit)
    unit.archive("visit", command.visit, command.reason)
    take_back_photos(unit, "visit", command.visit, command.reason)
    for promise in promises:
        unit.archive("promise", promise, command.reason)


@handles(KeepPromise)
def keep_promise(unit: Unit, command: KeepPromise) -> None:
    """Set or clear the time at which the promise was kept."""
    fields = unit.read("promise", command.promise)
    if fields is None or fields.get("archived"):
        raise Refused("row-unknown", "没有这件答应过的事，先同步一次再看。", is_input=True)
    if bool(fields.get("done_ms")) != command.is_kept:
        unit.patch(
            "promise", command.promise, {"done_ms": unit.now_ms if command.is_kept else None}
        )


def _require_past(unit: Unit, at_ms: int) -> None:
    if at_ms > unit.now_ms + AHEAD_MS:
        raise Refused("time-to-come", "这个时间还没到，改一下。", field="at", is_input=True)


def _household(unit: Unit, command: LogVisit) -> str | None:
    if command.household is None:
        return only_household(unit, command.dwelling)
    fields = unit.read("household", command.household)
    if fields is None or fields.get("dwelling_id") != command.dwelling:
        raise Refused(
            "other-door", "这一户不住这个门，再看一下。", field="household", is_input=True
        )
    return command.household


def _promises_of(unit: Unit, visit: str) -> list[str]:
    table = TABLES["promise"]
    query = select(table.c.id).where(
        table.c.visit_id == visit, table.c.archived.is_not(True), table.c.done_ms.is_(None)
    )
    return list(unit.connection.execute(query).scalars())


def only_household(unit: Unit, dwelling: str) -> str | None:
    """Give the one household that lives behind a door, or None when there are none or several."""
    found = run_one(unit.connection, _LIVING_THERE, (dwelling,)).fetchall()
    return str(found[0][0]) if len(found) == 1 else None


_LIVING_THERE = (
    "SELECT id FROM household WHERE dwelling_id = ? AND archived IS NOT 1"
    " AND (status = 'active' OR status IS NULL) LIMIT 2"
)
"""In plain words to the driver: every knock asks it."""
