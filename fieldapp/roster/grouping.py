"""Rows gathered into households: one door, one head, one number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fieldapp.domain.consistency import MemberSketch, check_household
from fieldapp.domain.findings import Finding, Option, ask, warn
from fieldapp.roster.known import KnownHousehold, KnownIndex, KnownResident
from fieldapp.roster.reading import Reading
from sync.values import read_day

_HEADS = ("01", "02")
MANY_PEOPLE_ON_ONE_PHONE = 5


@dataclass(slots=True)
class HouseholdGroup:
    """The rows of one household, by their index; `key` is stable for the same file."""

    key: str
    place_key: str
    number: str = ""
    head_name: str = ""
    members: list[int] = field(default_factory=list)
    has_head: bool = False


def group_rows(readings: Sequence[Reading]) -> list[HouseholdGroup]:
    """Gather the readings with a person and a place into households, in order of the file."""
    open_groups: dict[str, HouseholdGroup] = {}
    counts: Counter[str] = Counter()
    groups: list[HouseholdGroup] = []
    for i, reading in enumerate(readings):
        if reading.person is None or reading.place is None or reading.refusal:
            continue
        key = reading.place.key
        current = open_groups.get(key)
        if current is None or _starts_another(reading, current):
            counts[key] += 1
            current = _opened(reading, counts[key])
            open_groups[key] = current
            groups.append(current)
        current.members.append(i)
        current.has_head = current.has_head or reading.relation_code in _HEADS
    return groups


def structure_findings(
    groups: Sequence[HouseholdGroup], readings: Sequence[Reading]
) -> dict[int, list[Finding]]:
    """Warn of households that cannot be so, by row index."""
    found: dict[int, list[Finding]] = {}
    for group in groups:
        sketches = [_sketch(readings[i]) for i in group.members]
        for at, finding in check_household(sketches):
            found.setdefault(group.members[at], []).append(finding)
    return found


def phone_findings(
    readings: Sequence[Reading], staff_phones: frozenset[str]
) -> dict[int, list[Finding]]:
    """Warn of one number on many people and of the staff's own (B55), by row index."""
    numbers = [
        [p["number"] for p in (reading.person or {}).get("phones", ())] for reading in readings
    ]
    counts = Counter(number for own in numbers for number in own)
    found: dict[int, list[Finding]] = {}
    for i, own in enumerate(numbers):
        for number in own:
            if counts[number] > MANY_PEOPLE_ON_ONE_PHONE:
                told = warn("B55", "phones", f"同号 {counts[number]} 人")
                found.setdefault(i, []).append(told)
            if number in staff_phones:
                told = warn("B55", "phones", "这是网格员自己的电话")
                found.setdefault(i, []).append(told)
    return found


def known_household(
    group: HouseholdGroup,
    matches: Mapping[int, KnownResident],
    index: KnownIndex,
    decided: str | None,
) -> tuple[KnownHousehold | None, Finding | None]:
    """Find the household a group already is, or ask when somebody else lives behind its door."""
    dwelling = index.dwelling_by_key.get(group.place_key)
    living = index.households_at.get(dwelling.id, ()) if dwelling is not None else ()
    ids = Counter(
        matches[i].household_id
        for i in group.members
        if i in matches and dwelling is not None and matches[i].dwelling_id == dwelling.id
    )
    if ids:
        best = ids.most_common(1)[0][0]
        return next((h for h in living if h.id == best), None), None
    numbered = [h for h in living if group.number and h.fields.get("household_no") == group.number]
    if numbered:
        return numbered[0], None
    if not living or decided == "new":
        return None, None
    if decided == "join" and len(living) == 1:
        return living[0], None
    return None, _ask_beside(len(living))


def _ask_beside(count: int) -> Finding:
    options = [Option("new", "另记一户，同住一个门")]
    if count == 1:
        options.append(Option("join", "就是已有的那一户，添上这些人"))
    options.append(Option("skip", "先不导入这一户"))
    return ask("B32", "address", "这个门已经记着别的人家", options)


def _starts_another(reading: Reading, current: HouseholdGroup) -> bool:
    number = reading.household.get("household_no") or ""
    if number and current.number:
        return number != current.number
    if reading.head_name and current.head_name:
        return reading.head_name != current.head_name
    return reading.relation_code in _HEADS and current.has_head


def _opened(reading: Reading, count: int) -> HouseholdGroup:
    assert reading.place is not None
    place = reading.place.key
    number = reading.household.get("household_no") or ""
    return HouseholdGroup(f"household:{place}#{count}", place, number, reading.head_name)


def _sketch(reading: Reading) -> MemberSketch:
    person: Mapping[str, Any] = reading.person or {}
    born = person.get("birth_date")
    is_day = person.get("birth_precision") == "day"
    return MemberSketch(
        reading.relation_code,
        person.get("sex"),
        read_day(born) if is_day else None,
    )
