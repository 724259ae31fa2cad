"""Say more about a knock that was just logged: the visit is logged anew in place of the first."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fieldapp.errors import Refused
from fieldapp.services.kept_text import KeepText, keep_text
from fieldapp.services.photos import hang_again, photos_on
from fieldapp.services.visits import (
    LogVisit,
    UndoVisit,
    log_visit,
    require_own_visit,
    take_visit_back,
)
from fieldapp.store.unit import Unit
from fieldapp.verbs import Command, handles

REASON = "补记过"
"""Why the first of the two is out of every figure."""


@dataclass(frozen=True, slots=True)
class AmendVisit(Command[str]):
    """Put a fuller visit in place of one of one's own; it keeps its time. Gives the new id.

    `settles` names half-typed text (`KeepText`) that is no longer half-typed afterwards.
    """

    visit: str
    fuller: LogVisit
    settles: str = ""


@handles(AmendVisit)
def amend_visit(unit: Unit, command: AmendVisit) -> str:
    """Archive the first and create the second in one transaction, under one act."""
    before = unit.read("visit", command.visit)
    if before is None or before.get("archived"):
        raise Refused("row-unknown", "这次敲门已经撤了，要记就再点一次结果。", is_input=True)
    at_ms = before.get("at_ms")
    act = unit.begin_act()
    require_own_visit(unit, command.visit)
    photos = photos_on(unit, "visit", command.visit)
    take_visit_back(unit, UndoVisit(command.visit, REASON))
    fuller = log_visit(unit, replace(command.fuller, at_ms=at_ms or command.fuller.at_ms, act=act))
    hang_again(unit, photos, "visit", fuller)
    if command.settles:
        keep_text(unit, KeepText(command.settles, ""))
    return fuller
