"""Households as they are mentioned in a text: @乙1-3-502 高玉芬, each a way to its card."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from fieldapp.domain.days import day_of
from fieldapp.domain.due import is_met
from fieldapp.domain.households import all_tags, oldest_age
from fieldapp.domain.reasons import day_text
from fieldapp.queries.door_names import HouseholdName, household_names
from fieldapp.queries.grid import GridFacts, read_facts
from fieldapp.store.schema import TABLES
from fieldapp.verbs import Reader

_MENTION = re.compile(r"@[^\s@，。；！？、]+(?: [^\s@，。；！？、：,.]+)?")


@dataclass(frozen=True, slots=True)
class HouseholdRef:
    """A household that a line names, and one line of what is known of it."""

    household: str
    dwelling: str
    door: str
    name: str
    note: str

    @property
    def label(self) -> str:
        """Door and name, as a mention is written after its @."""
        return f"{self.door} {self.name}".strip()


@dataclass(frozen=True, slots=True)
class TextPart:
    """A piece of a line; `household` is "" for plain words."""

    text: str
    household: str = ""


def household_refs(reader: Reader, households: Iterable[str]) -> dict[str, HouseholdRef]:
    """Name households and tell their tags, age and last meeting."""
    called = household_names(reader.connection, households)
    notes = _notes(reader, list(called))
    return {id_: _ref(name, notes.get(id_, "")) for id_, name in called.items()}


def parts_of(text: str, mentioned: Sequence[HouseholdRef]) -> tuple[TextPart, ...]:
    """Cut a text at its mentions; one whose words have changed since goes by its place."""
    by_label = {one.label: one.household for one in mentioned}
    parts: list[TextPart] = []
    end = 0
    for place, found in enumerate(_MENTION.finditer(text)):
        label = _label_in(found.group()[1:], by_label)
        by_place = mentioned[place].household if place < len(mentioned) else ""
        household = by_label.get(label, by_place)
        if found.start() > end:
            parts.append(TextPart(text[end : found.start()]))
        end = found.start() + 1 + len(label)
        parts.append(TextPart(text[found.start() : end], household))
    if end < len(text) or not parts:
        parts.append(TextPart(text[end:]))
    return tuple(parts)


def _label_in(words: str, labels: Mapping[str, str]) -> str:
    """Give the known label that the words begin with, since no gap need follow a name."""
    known = [label for label in labels if label and words.startswith(label)]
    return max(known, key=len) if known else words


def _ref(name: HouseholdName, note: str) -> HouseholdRef:
    return HouseholdRef(name.household, name.dwelling, name.door, name.name, note)


def _notes(reader: Reader, households: list[str]) -> dict[str, str]:
    table, connection = TABLES["household"], reader.connection
    if not households:
        return {}
    found = connection.execute(
        select(table.c.scope).where(table.c.id.in_(households)).distinct()
    ).scalars()
    notes: dict[str, str] = {}
    for scope in found.all():
        mine = (table.c.scope == scope) & table.c.id.in_(households)
        facts = read_facts(connection, mine, scope)
        notes |= {id_: _note(reader, facts, id_) for id_ in facts.households}
    return notes


def _note(reader: Reader, facts: GridFacts, household: str) -> str:
    today = day_of(reader.now_ms)
    home = facts.households[household].home
    held = all_tags(home, today)
    words = [
        kind.word
        for code, kind in facts.kinds.items()
        if code in held and kind.level < 3 and kind.cadence_days and not kind.is_computed
    ]
    age = oldest_age(home, today)
    met = [one.at_ms for one in facts.contacts_of(household) if is_met(one)]
    parts = [words[0] if words else "", f"{age} 岁" if age is not None and age >= 60 else ""]
    parts.append(f"上次见到 {day_text(day_of(max(met)))}" if met else "还没见过")
    return "，".join(part for part in parts if part)
