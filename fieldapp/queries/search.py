"""One field finds people, doors, tags, diary lines and issues, as one types."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import func, select

from fieldapp.domain.address_text import door_spelling
from fieldapp.domain.door_query import parse_door_query, run_together
from fieldapp.queries.issue_search import issue_rows
from fieldapp.queries.search_hits import (
    RANKED,
    Hit,
    diary_hits,
    door_hits,
    mixed_hits,
    range_count,
    range_hits,
    tag_hits,
)
from fieldapp.queries.search_rows import SearchRow, diary_rows, door_rows, people_rows
from fieldapp.store.schema import TABLES
from fieldapp.store.search import squeezed_door
from fieldapp.verbs import Query, Reader, answers

_PHONE_DIGITS = 3
_NAMES_IN_DIARIES = 3
_ENOUGH = 60
"""So many people found by the plain reading of letters fill any list."""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What was found. The counts are of everything found, the rows at most `limit` of each.

    `elsewhere` counts people and doors found in other grids than the one asked for.
    """

    people: tuple[SearchRow, ...] = ()
    doors: tuple[SearchRow, ...] = ()
    diaries: tuple[SearchRow, ...] = ()
    issues: tuple[SearchRow, ...] = ()
    people_count: int = 0
    door_count: int = 0
    diary_count: int = 0
    total_people: int = 0
    elsewhere: int = 0


@dataclass(frozen=True, slots=True)
class SearchQuery(Query[SearchResult]):
    """Find by name, pinyin, initials, door, end of a telephone number, tag, diary text, issue.

    `kinds` narrows to some of `resident`, `dwelling`, `diary`, `issue`; `grid` to people and
    doors of one.
    """

    needs_terms: ClassVar[bool] = True
    text: str
    limit: int = 20
    kinds: tuple[str, ...] = ()
    grid: str | None = None


@answers(SearchQuery)
def search(reader: Reader, query: SearchQuery) -> SearchResult:
    """Find; an empty field finds nothing."""
    text = query.text.strip()[:80]
    wanted = set(query.kinds) or {"resident", "dwelling", "diary", "issue"}
    total = _count_people(reader, query.grid)
    if not text:
        return SearchResult(total_people=total)
    everybody = _people(reader, text) if wanted & {"resident", "diary"} else []
    all_doors = _doors(reader, text) if "dwelling" in wanted else []
    people = _inside(reader, "resident", everybody, query.grid)
    doors = _inside(reader, "dwelling", all_doors, query.grid)
    shown = _pressing_first(people_rows(reader, people[: query.limit]), text)
    diaries = _diaries(reader, text, shown) if "diary" in wanted else []
    return SearchResult(
        shown if "resident" in wanted else (),
        door_rows(reader, doors[: query.limit]),
        diary_rows(reader, diaries[: query.limit]),
        issue_rows(reader, text, query.limit) if "issue" in wanted else (),
        _people_count(reader, text, people, query.grid) if "resident" in wanted else 0,
        len(doors),
        len(diaries),
        total,
        len(everybody) - len(people) + len(all_doors) - len(doors),
    )


def _inside(reader: Reader, kind: str, hits: list[Hit], grid: str | None) -> list[Hit]:
    """Keep those of one grid, of all when none is named."""
    if grid is None or not hits:
        return hits
    table, ids = TABLES[kind], [one.id for one in hits]
    query = select(table.c.id).where(table.c.scope == f"grid:{grid}", table.c.id.in_(ids))
    here = set(reader.connection.execute(query).scalars())
    return [one for one in hits if one.id in here]


def _pressing_first(rows: tuple[SearchRow, ...], text: str) -> tuple[SearchRow, ...]:
    """Among those that letters fit alike, put first whom one is to see today."""
    if not _is_letters(text.replace(" ", "")):
        return rows
    order = {"late": 0, "today": 1}
    return tuple(sorted(rows, key=lambda row: order.get(row.due_state, 2)))


def _count_people(reader: Reader, grid: str | None) -> int:
    table = TABLES["resident"]
    alive = table.c.archived.is_not(True) & table.c.life_status.is_distinct_from("deceased")
    if grid is not None:
        alive &= table.c.scope == f"grid:{grid}"
    return int(reader.connection.execute(select(func.count(table.c.id)).where(alive)).scalar_one())


def _people(reader: Reader, text: str) -> list[Hit]:
    hits: list[Hit] = []
    spelt = re.sub(r"[\s'’]+", "", text).lower()
    if _is_letters(spelt):
        hits += range_hits(reader.connection, "resident", spelt, "fil")
        if len(hits) < _ENOUGH:
            hits += mixed_hits(reader.connection, spelt)
    elif re.search(r"[^0-9\-]", spelt):
        hits += range_hits(reader.connection, "resident", text.lower(), "na")
        hits += tag_hits(reader, text)
    digits = re.sub(r"[\s\-]", "", text)
    if digits.isascii() and digits.isdigit() and len(digits) >= _PHONE_DIGITS:
        hits += range_hits(reader.connection, "resident", digits[::-1], "p")
    return _first_of_each(hits)


def _people_count(reader: Reader, text: str, found: list[Hit], grid: str | None) -> int:
    """Count everybody found, those beyond what was put in order too."""
    if len(found) < RANKED // 2 or grid is not None:
        return len(found)
    spelt = re.sub(r"[\s'’]+", "", text).lower()
    letters = "fil" if _is_letters(spelt) else "na"
    return max(len(found), range_count(reader.connection, "resident", spelt, letters))


def _doors(reader: Reader, text: str) -> list[Hit]:
    if _is_letters(text):
        return []
    spelt = door_spelling(text)
    hits = range_hits(reader.connection, "dwelling", squeezed_door(spelt).lower(), "dk")
    if not hits:
        hits = door_hits(reader.connection, parse_door_query(text))
    hits += door_hits(reader.connection, run_together(squeezed_door(spelt)))
    return _first_of_each(hits)


def _diaries(reader: Reader, text: str, people: Iterable[SearchRow]) -> list[Hit]:
    """Find lines by their words; letters stand for the people found by them."""
    if not _is_letters(text.replace(" ", "")):
        return diary_hits(reader.connection, [text]) if len(text) > 1 else []
    names = [row.title for row in people if row.kind == "resident" and len(row.title) > 1]
    return diary_hits(reader.connection, list(dict.fromkeys(names))[:_NAMES_IN_DIARIES])


def _is_letters(text: str) -> bool:
    return text.isascii() and text.isalpha()


def _first_of_each(hits: list[Hit]) -> list[Hit]:
    found: dict[str, Hit] = {}
    for hit in hits:
        found.setdefault(hit.id, hit)
    return list(found.values())
