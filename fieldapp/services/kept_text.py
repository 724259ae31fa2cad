"""Half-typed text: kept on this device until it is said, so that a killed process loses nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import select

from fieldapp.store.kept import keep
from fieldapp.store.schema import TABLES
from fieldapp.store.unit import Unit
from fieldapp.verbs import Command, handles

PREFIX = "text:"
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class KeepText(Command[None]):
    """Keep a text under a key; "" forgets it. It never leaves the device."""

    key: str
    text: str


@handles(KeepText)
def keep_text(unit: Unit, command: KeepText) -> None:
    """Write it beside the other small local facts; not, where it is about an erased record."""
    is_kept = bool(command.text) and not _is_about_erased(unit, f"{command.key} {command.text}")
    keep(unit.connection, PREFIX + command.key, command.text if is_kept else None)


def _is_about_erased(unit: Unit, text: str) -> bool:
    ids = _ID.findall(text)
    purged = TABLES["purged"].c
    marked = select(purged.id).where(purged.on_row.in_(ids)).limit(1)
    return bool(ids) and unit.connection.execute(marked).first() is not None
