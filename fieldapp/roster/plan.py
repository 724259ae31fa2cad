"""What an import would write, as values: no ids made, nothing stored.

A new record has a key that is stable for the same file and answers; a link names such a key or
the id of a record that exists. Changes of existing records carry the value they replace.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A record to create. `sets` are elements of set fields, `links` fields that point elsewhere.

    `together` names the records that belong to one fate: a household with its people.
    """

    kind: str
    key: str
    fields: Mapping[str, Any]
    links: Mapping[str, str] = field(default_factory=dict)
    sets: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    together: str = ""


@dataclass(frozen=True, slots=True)
class ChangeField:
    """A field to set on a record that exists; `is_link` when the value is a key of a new record."""

    kind: str
    id: str
    field: str
    value: Any
    was: Any
    is_link: bool = False
    together: str = ""


@dataclass(frozen=True, slots=True)
class AddToSet:
    """Elements to add to a set field of a record that exists: tags, phones."""

    kind: str
    id: str
    field: str
    elements: tuple[Any, ...]
    together: str = ""


@dataclass(frozen=True, slots=True)
class MoveMember:
    """A known resident who lives elsewhere now: the old membership ends, a new one begins."""

    member_id: str
    resident_id: str
    household: str
    relation_code: str | None
    together: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything one import writes, in an order in which links come after what they name."""

    records: tuple[NewRecord, ...]
    changes: tuple[ChangeField, ...]
    additions: tuple[AddToSet, ...]
    moves: tuple[MoveMember, ...]

    @property
    def is_empty(self) -> bool:
        """True when nothing would be written: the same roster once more."""
        return not (self.records or self.changes or self.additions or self.moves)

    def count(self, kind: str) -> int:
        """Count the new records of a kind."""
        return sum(record.kind == kind for record in self.records)
