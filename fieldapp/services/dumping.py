"""Note for the audit that everything masked was printed in the clear."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import insert

from fieldapp.store import scopes
from fieldapp.store.schema import reveal
from fieldapp.store.unit import Unit
from fieldapp.verbs import Command, handles


@dataclass(frozen=True, slots=True)
class LogDump(Command[int]):
    """The view of one scope, or of all, is printed unmasked. Gives how many scopes were noted."""

    scope: str | None = None


@handles(LogDump)
def log_dump(unit: Unit, command: LogDump) -> int:
    """Write one entry for each scope printed into the audit's queue."""
    printed = [
        stand.scope
        for stand in scopes.all_stands(unit.connection)
        if command.scope in (None, stand.scope)
    ]
    for scope in printed:
        unit.connection.execute(insert(reveal), _entry(unit, scope))
    unit.touched.add("reveal")
    return len(printed)


def _entry(unit: Unit, scope: str) -> dict[str, object]:
    return {
        "id": unit.new_id(),
        "at_ms": unit.now_ms,
        "scope": scope,
        "entity": "dump",
        "row": "*",
        "field": "*",
    }
