"""Half-typed text: kept on this device until it is said, so that a killed process loses nothing."""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.store.kept import keep
from fieldapp.store.unit import Unit
from fieldapp.verbs import Command, handles

PREFIX = "text:"


@dataclass(frozen=True, slots=True)
class KeepText(Command[None]):
    """Keep a text under a key; "" forgets it. It never leaves the device."""

    key: str
    text: str


@handles(KeepText)
def keep_text(unit: Unit, command: KeepText) -> None:
    """Write it beside the other small local facts."""
    keep(unit.connection, PREFIX + command.key, command.text or None)
