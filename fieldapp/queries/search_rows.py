"""What a search shows of each row it found, with the letters that matched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from fieldapp.domain.days import day_of, stored_day
from fieldapp.domain.diary_words import ENTRY_STATE
from fieldapp.domain.due import DueState, due
from fieldapp.domain.households import age_text
from fieldapp.domain.pinyin_typed import letters_taken
from fieldapp.domain.reasons import day_text, due_text
from fieldapp.domain.words import SEX
from fieldapp.queries.diary_marks import entry_states
from fieldapp.queries.door_names import door_names, household_names, households_at
from fieldapp.queries.grid import read_facts, read_kinds
from fieldapp.queries.places import DoorName
from fieldapp.queries.search_hits import Hit
from fieldapp.store.schema import TABLES, tagged
from fieldapp.store.search import syllables
from fieldapp.verbs import Reader
from sync.values import read_day

Marks = tuple[tuple[int, int], ...]
"""Start and length of each piece that matched."""


@dataclass(frozen=True, slots=True)
class SearchRow:
    """One row found. `marks` are in `reading`, or in `title` where there is no reading."""

    kind: str
    id: str
    title: str
    subtitle: str
    door: str = ""
    reading: str = ""
    marks: Marks = ()
    household: str = ""
    dwelling: str = ""
    due_text: str = ""
    due_state: str = ""


def people_rows(reader: Reader, hits: Sequence[Hit]) -> tuple[SearchRow, ...]:
    """Show people, with the door they live behind."""
    found = _residents(reader, [hit.id for hit in hits])
    homes = _homes(reader, list(found))
    doors = door_names(reader.connection, (dwelling for _, dwelling in homes.values()))
    tags = _tag_words(reader, list(found))
    dues = _dues(reader, [household for household, _ in homes.values()])
    rows = []
    for hit in hits:
        if hit.id not in found:
            continue
        household, dwelling = homes.get(hit.id, ("", ""))
        text, state = dues.get(household, ("", ""))
        reading, marks = _reading(found[hit.id]["name"], hit)
        door = doors.get(dwelling)
        rows.append(
            SearchRow(
                "resident",
                hit.id,
                found[hit.id]["name"],
                _about(reader, found[hit.id], tags.get(hit.id, ""), door, hit),
                door.full if door else "",
                reading,
                marks,
                household,
                dwelling,
                text,
                state,
            )
        )
    return tuple(rows)


def door_rows(reader: Reader, hits: Sequence[Hit]) -> tuple[SearchRow, ...]:
    """Show doors, with who lives behind them."""
    named = door_names(reader.connection, (hit.id for hit in hits))
    homes = households_at(reader.connection, named)
    called = household_names(reader.connection, homes.values())
    rows = []
    for hit in hits:
        if hit.id not in named:
            continue
        door, household = named[hit.id], homes.get(hit.id, "")
        who = called[household].name if household in called else ""
        place = door.group_title
        subtitle = "，".join(part for part in (who, place) if part)
        rows.append(
            SearchRow("dwelling", hit.id, door.full, subtitle, door.full, "", (), household, hit.id)
        )
    return tuple(rows)


def diary_rows(reader: Reader, hits: Sequence[Hit]) -> tuple[SearchRow, ...]:
    """Show diary lines with their day; the mark is in the title."""
    line, entry = TABLES["diary_line"], TABLES["diary_entry"]
    query = (
        select(entry, line.c.id.label("line"), line.c.text)
        .join(line, entry.c.id == line.c.entry_id)
        .where(line.c.id.in_([hit.id for hit in hits]))
    )
    found = {row["line"]: dict(row) for row in reader.connection.execute(query).mappings()}
    states = entry_states(reader.connection, list(found.values()))
    rows = []
    for hit in hits:
        if hit.id in found:
            row = found[hit.id]
            title, marks = _line_title(row["text"], stored_day(row["on"]), hit)
            state = ENTRY_STATE[states[row["id"]]]
            rows.append(SearchRow("diary", row["id"], title, state, marks=marks))
    return tuple(rows)


def _line_title(text: str, on: date, hit: Hit) -> tuple[str, Marks]:
    day = f"{day_text(on)} "
    before = text[: hit.offset]
    shown = text.replace("@", "")
    start = len(day) + hit.offset - before.count("@")
    return day + shown, ((start, hit.length),)


def _residents(reader: Reader, ids: list[str]) -> dict[str, Mapping[str, Any]]:
    table = TABLES["resident"]
    columns = [
        table.c[name] for name in ("id", "name", "sex", "birth_date", "birth_precision", "scope")
    ]
    query = select(*columns, table.c.life_status).where(
        table.c.id.in_(ids), table.c.archived.is_not(True)
    )
    return {row["id"]: dict(row) for row in reader.connection.execute(query).mappings()}


def _homes(reader: Reader, residents: list[str]) -> dict[str, tuple[str, str]]:
    """Give household and dwelling of each resident, the newest where there are several."""
    member, household = TABLES["member"], TABLES["household"]
    query = (
        select(member.c.resident_id, member.c.household_id, household.c.dwelling_id)
        .join(household, household.c.id == member.c.household_id)
        .where(
            member.c.resident_id.in_(residents),
            member.c.to_on.is_(None),
            member.c.archived.is_not(True),
            household.c.archived.is_not(True),
        )
        .order_by(member.c.id)
    )
    return {row[0]: (row[1], row[2] or "") for row in reader.connection.execute(query)}


def _tag_words(reader: Reader, residents: list[str]) -> dict[str, str]:
    kinds = read_kinds(reader.connection)
    order = {code: place for place, code in enumerate(kinds)}
    query = select(tagged.c.id, tagged.c.code).where(
        tagged.c.kind == "resident", tagged.c.id.in_(residents)
    )
    held: dict[str, list[str]] = {}
    for id_, code in reader.connection.execute(query):
        if code in kinds and kinds[code].level < 3:
            held.setdefault(id_, []).append(code)
    return {id_: kinds[min(codes, key=order.__getitem__)].word for id_, codes in held.items()}


def _dues(reader: Reader, households: list[str]) -> dict[str, tuple[str, str]]:
    """Say of each household when it is due, where that is today or was before."""
    table, today = TABLES["household"], day_of(reader.now_ms)
    query = select(table.c.scope).where(table.c.id.in_(households)).distinct()
    told: dict[str, tuple[str, str]] = {}
    for scope in reader.connection.execute(query).scalars().all():
        where = (table.c.scope == scope) & table.c.id.in_(households)
        facts = read_facts(reader.connection, where, scope)
        for id_, row in facts.households.items():
            found = due(row.home, facts.contacts_of(id_), facts.kinds, today)
            state = found.state(today)
            if state in (DueState.late, DueState.today):
                told[id_] = due_text(found, today), str(state)
    return told


def _about(
    reader: Reader, person: Mapping[str, Any], tag: str, door: DoorName | None, hit: Hit
) -> str:
    born = read_day(person["birth_date"])
    age = age_text(born, person["birth_precision"], day_of(reader.now_ms))
    first = tag or (door.group_title if door else "")
    gone = "已去世" if person["life_status"] == "deceased" else ""
    sex = SEX.get(person["sex"] or "", "") if person["sex"] in ("1", "2") else ""
    phone = f"电话尾号 {hit.words[::-1]}" if hit.letter == "p" else ""
    return "，".join(part for part in (phone, first, gone or age, sex) if part)


def _reading(name: str, hit: Hit) -> tuple[str, Marks]:
    """Spell the name out and underline what was typed; words typed are marked in the name."""
    if hit.letter in ("n", "t", "a", "l", "p"):
        return "", ((hit.offset, hit.length),) if hit.letter == "n" else ()
    parts = syllables(name)
    starts = [sum(len(part) + 1 for part in parts[:place]) for place in range(len(parts))]
    places = range(hit.offset, len(parts))
    if hit.letter == "i":
        marks = tuple((starts[place], 1) for place in places)[: hit.length]
        return " ".join(parts), marks
    if hit.letter == "m":
        lengths = letters_taken(hit.words, parts[hit.offset :]) or ()
        return " ".join(parts), tuple(zip(starts[hit.offset :], lengths, strict=False))
    left, marked = hit.length, []
    for place in places:
        taken = min(left, len(parts[place]))
        if taken:
            marked.append((starts[place], taken))
        left -= taken
    return " ".join(parts), tuple(marked)
