"""How one household stands today: when it is due, in words, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fieldapp.domain.days import day_of
from fieldapp.domain.due import Contact, DueState, due
from fieldapp.domain.reasons import days_text, due_text, help_sentence, ladder, likely_time
from fieldapp.queries.contacts import ContactRow
from fieldapp.queries.due import outcome_on, read_contacts
from fieldapp.queries.grid import GridFacts, HouseholdRow, read_facts
from fieldapp.store.rows import read_row
from fieldapp.store.schema import TABLES
from fieldapp.verbs import Reader


@dataclass(frozen=True, slots=True)
class Standing:
    """`due_text` is "超 2 天", `since_text` "已 9 天没见到，7 天一次"; "" where nothing is due.

    `proposal` is what the last visit suggests: `move_out`, `deceased` or "".
    """

    state: DueState
    due_on: date | None
    due_text: str
    since_text: str
    outcome_today: str
    hint: str
    misses: int
    calls_for_help: bool
    proposal: str

    def warning(self, contacts: Sequence[ContactRow]) -> str:
        """Say what to do after three knocks in vain at an elder's door; "" otherwise."""
        if not self.calls_for_help:
            return ""
        relative = next((one.title for one in contacts if one.is_emergency), "")
        heads = [f"{one.title}{one.name}" for one in contacts if one.title.endswith("长")]
        return help_sentence(self.misses, relative, heads[0] if heads else "")


def read_standing(reader: Reader, household: str) -> tuple[GridFacts, HouseholdRow, Standing]:
    """Read one household as the rules see it. The household must exist."""
    stored = read_row(reader.connection, "household", household)
    where = TABLES["household"].c.id == household
    facts = read_facts(reader.connection, where, stored.scope if stored else "")
    row = facts.households[household]
    contacts = read_contacts(reader.connection, [household]).get(household, [])
    return facts, row, _standing(facts, row, contacts, day_of(reader.now_ms))


def _standing(
    facts: GridFacts, row: HouseholdRow, contacts: Sequence[Contact], today: date
) -> Standing:
    when = due(row.home, contacts, facts.kinds, today)
    steps, likely = ladder(row.home, contacts, today), likely_time(contacts)
    state = when.state(today)
    since = f"{days_text(when, today)}，{when.cadence.days} 天一次" if when.on else ""
    return Standing(
        state,
        when.on,
        due_text(when, today),
        since,
        outcome_on(contacts, today),
        steps.hint or (likely.sentence if likely and likely.slot == "evening" else ""),
        steps.misses,
        steps.calls_for_help,
        _proposal(contacts),
    )


def _proposal(contacts: Sequence[Contact]) -> str:
    """Offer what the last visit suggests: `move_out`, `deceased` or ""."""
    if not contacts:
        return ""
    last = max(contacts, key=lambda one: one.at_ms).outcome
    return {"moved_out": "move_out", "vacant": "move_out", "deceased": "deceased"}.get(last, "")
