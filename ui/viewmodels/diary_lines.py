"""The lines of the page being written: one thought each, edited in place, cut at mentions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from fieldapp.queries.diary import LineRow
from fieldapp.queries.mentions import HouseholdRef, TextPart, parts_of
from fieldapp.queries.search import SearchResult
from fieldapp.queries.today import MetRow
from fieldapp.services.diary import DraftLine
from ui.viewmodels.issue_argument import new_issue

NOT_CARRIED = "密封的话没有带过来，要写什么请自己写。"
"""Said where an issue is begun with a sealed line: its words would be everybody's in the grid."""
_AT = re.compile(r"@([^\s@，。；！？、]*)$")
_GAP_AFTER = "，。；！？、 "


@dataclass(frozen=True, slots=True)
class EditLine:
    """A line on the screen. `key` never changes; `id` comes with the first save.

    `alternate` is how it was also written, to be compared under the conflict `clash`.
    """

    key: str
    text: str = ""
    parts: tuple[TextPart, ...] = ()
    is_ticked: bool = False
    id: str = ""
    households: tuple[str, ...] = ()
    visit: str = ""
    alternate: str = ""
    clash: str = ""
    is_merged: bool = False
    is_sealed: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """A household offered under the line being written."""

    key: str
    label: str
    note: str
    is_first: bool = False


def of_row(row: LineRow) -> EditLine:
    """Turn a saved line into one on the screen."""
    named = tuple(one.household for one in row.households)
    other = row.alternates[0] if row.alternates else None
    return EditLine(
        row.id,
        row.text,
        row.parts,
        row.is_ticked,
        row.id,
        named,
        row.visit,
        other.text if other else "",
        other.conflict if other else "",
        row.is_merged,
        row.is_sealed,
    )


def written(line: EditLine, text: str, refs: Mapping[str, HouseholdRef]) -> EditLine:
    """Put other words into a line; a household that is named no more is let go of."""
    held = [refs[one] for one in line.households if one in refs]
    kept = [one for one in held if f"@{one.label}" in text]
    named = tuple(one.household for one in kept)
    return replace(line, text=text, households=named, parts=parts_of(text, kept))


def named_in(line: EditLine, text: str, ref: HouseholdRef) -> EditLine:
    """Put words that mention a household into a line."""
    named = tuple(dict.fromkeys((*line.households, ref.household)))
    return replace(line, text=text, households=named)


def asked_at(text: str, cursor: int) -> str | None:
    """Give what follows the @ before the cursor, "" right after it, None where there is none."""
    found = _AT.search(text[:cursor])
    return found.group(1) if found else None


def with_mention(text: str, cursor: int, label: str) -> tuple[str, int]:
    """Put a mention in place of the letters after the @; gives text and cursor."""
    before, after = text[:cursor], text[cursor:]
    found = _AT.search(before)
    start = found.start() if found else cursor
    gap = "" if after[:1] and after[:1] in _GAP_AFTER else " "
    mention = f"@{label}{gap}"
    return before[:start] + mention + after, start + len(mention)


def split_at(text: str, cursor: int) -> tuple[str, str]:
    """Cut a line in two where Enter was pressed."""
    return text[:cursor].rstrip(), text[cursor:].lstrip()


def to_draft(lines: Sequence[EditLine]) -> tuple[DraftLine, ...]:
    """Give the lines as they are saved."""
    return tuple(
        DraftLine(one.text, one.id or None, one.households, one.visit or None, one.is_sealed)
        for one in lines
    )


def is_all_sealed(lines: Sequence[EditLine]) -> bool:
    """Tell whether every line is sealed."""
    return bool(lines) and all(one.is_sealed for one in lines)


def joined(before: EditLine, line: EditLine) -> EditLine:
    """Let a line go up into the one before it: what it names and its seal come along."""
    named = tuple(dict.fromkeys((*before.households, *line.households)))
    return replace(before, households=named, is_sealed=before.is_sealed or line.is_sealed)


def as_issue(line: EditLine) -> str:
    """Give a line as the beginning of an issue; of a sealed one no word goes along."""
    if line.is_sealed:
        return new_issue(line=line.id)
    words = "".join(part.text for part in line.parts if not part.household)
    home = next(iter(line.households), "")
    return new_issue(home, words.strip(" ，。,")[:200], line.visit, line.id)


def offers_of(found: SearchResult) -> list[tuple[Offer, HouseholdRef]]:
    """Offer the households behind what was found, each once."""
    offers: dict[str, tuple[Offer, HouseholdRef]] = {}
    for row in (*found.people, *found.doors):
        if not row.household or row.household in offers:
            continue
        name = row.title if row.kind == "resident" else row.subtitle.partition("，")[0]
        note = row.subtitle if row.kind == "resident" else ""
        ref = HouseholdRef(row.household, row.dwelling, row.door, name, note)
        offers[row.household] = Offer(row.household, ref.label, note, not offers), ref
    return list(offers.values())


def offers_of_met(rows: Sequence[MetRow]) -> list[tuple[Offer, HouseholdRef]]:
    """Offer the doors knocked at today."""
    refs = [HouseholdRef(one.household, one.dwelling, one.full_door, one.name, "") for one in rows]
    return [(Offer(ref.household, ref.label, "", at == 0), ref) for at, ref in enumerate(refs)]
