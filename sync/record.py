"""A record as the log has it, and who last wrote each of its fields."""

from __future__ import annotations

from dataclasses import dataclass, field

from sync.protocol import Value


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who last wrote a field, on which device, and when by the server's estimate."""

    actor: str
    device: str
    at_ms: int
    good: bool


@dataclass(slots=True)
class Row:
    """A record as the log has it: values without nulls, and the last writer of each."""

    fields: dict[str, Value] = field(default_factory=dict)
    stamps: dict[str, Stamp] = field(default_factory=dict)
