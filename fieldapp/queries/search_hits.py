"""Ids that a search finds, best first, before anything is read about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, func, or_, select

from fieldapp.domain.days import day_of
from fieldapp.domain.door_query import DoorQuery
from fieldapp.domain.pinyin_typed import letters_taken, may_fit, second_initials
from fieldapp.domain.tags import AGE60, AGE80, TagKind
from fieldapp.queries.grid import read_kinds
from fieldapp.store.schema import TABLES, search_term, tagged
from fieldapp.store.search import syllables
from fieldapp.verbs import Reader

MOST = 3000
"""Rows read for one tag or word; more than a screen can hold, fewer than a key can cost."""
RANKED = 300
"""Terms put in order for one key, of each kind; what is beyond is only counted."""
_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Hit:
    """A row that was found: by what (`n`, `f`, `i` …), from which character or syllable on.

    Beside the letters of the index stand `m`, syllables and initials mixed, and `t`, a tag.
    """

    id: str
    letter: str
    offset: int = 0
    length: int = 0
    words: str = ""


def range_hits(connection: Connection, kind: str, text: str, letters: str) -> list[Hit]:
    """Find rows by the beginning of a term; whole names before their ends, short before long."""
    if not text:
        return []
    hits = _ranked(connection, kind, text, letters, _starts(letters))
    if len(hits) < RANKED and not _is_one_letter(text):
        ends = search_term.c.what.not_in([f"{letter}0" for letter in letters])
        hits += _ranked(connection, kind, text, letters, ends)
    return hits


def range_count(connection: Connection, kind: str, text: str, letters: str) -> int:
    """Count the rows that `range_hits` would find if it went on."""
    query = select(func.count(search_term.c.id.distinct())).where(
        *_between(kind, text), func.substr(search_term.c.what, 1, 1).in_(list(letters))
    )
    if _is_one_letter(text):
        query = query.where(_starts(letters))
    return int(connection.execute(query).scalar_one())


def _ranked(
    connection: Connection, kind: str, text: str, letters: str, where: ColumnElement[bool]
) -> list[Hit]:
    query = (
        select(search_term.c.id, search_term.c.what, search_term.c.term)
        .where(*_between(kind, text), where)
        .order_by(search_term.c.term)
        .limit(RANKED)
    )
    ranked = sorted(
        (letters.index(what[0]), len(term) != len(text), term, what, id_)
        for id_, what, term in connection.execute(query)
        if what[0] in letters
    )
    return [Hit(id_, what[0], int(what[1:]), len(text), text) for *_, what, id_ in ranked]


def mixed_hits(connection: Connection, typed: str) -> list[Hit]:
    """Find people by letters of which some stand for whole syllables: gyufen, guoyf.

    The index of initials narrows it down by the first two; the names themselves decide.
    """
    nexts = second_initials(typed)
    if len(typed) < 3 or not nexts:
        return []
    term = search_term.c.term
    query = select(search_term.c.id, search_term.c.what, term).where(
        search_term.c.kind == "resident",
        or_(*(term.between(typed[0] + one, typed[0] + one + _LAST) for one in nexts)),
    )
    maybe = [
        (id_, int(what[1:]))
        for id_, what, initials in connection.execute(query.limit(MOST))
        if what[0] == "i" and may_fit(typed, initials)
    ]
    named = _names(connection, [id_ for id_, _ in maybe])
    fitting = []
    for id_, offset in maybe:
        read = syllables(named[id_])
        taken = letters_taken(typed, read[offset:])
        if taken is not None:
            fitting.append((offset, len(read) - offset - len(taken), " ".join(read), id_))
    best = sorted(fitting)[:RANKED]
    return [Hit(id_, "m", offset, len(typed), typed) for offset, *_, id_ in best]


def _names(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    table = TABLES["resident"]
    query = select(table.c.id, table.c.name).where(table.c.id.in_(ids))
    return {id_: name or "" for id_, name in connection.execute(query)} if ids else {}


def _between(kind: str, text: str) -> tuple[ColumnElement[bool], ...]:
    term = search_term.c.term
    return search_term.c.kind == kind, term >= text, term < text + _LAST


def _starts(letters: str) -> ColumnElement[bool]:
    return search_term.c.what.in_([f"{letter}0" for letter in letters])


def _is_one_letter(text: str) -> bool:
    """One letter fits a third of all names somewhere; as a beginning is what it means."""
    return len(text) == 1 and text.isascii()


def tag_hits(reader: Reader, text: str) -> list[Hit]:
    """Find people by a tag's name or code; masked tags find nobody."""
    codes = [kind.code for kind in read_kinds(reader.connection).values() if _is_meant(kind, text)]
    if not codes:
        return []
    query = (
        select(tagged.c.id, tagged.c.code)
        .where(tagged.c.kind == "resident", tagged.c.code.in_(codes))
        .order_by(tagged.c.id)
        .limit(MOST)
    )
    hits = [Hit(id_, "t", words=code) for id_, code in reader.connection.execute(query)]
    for code, years in ((AGE80, 80), (AGE60, 60)):
        hits += _aged(reader, years, code) if code in codes else []
    return hits


def door_hits(connection: Connection, meant: Sequence[DoorQuery]) -> list[Hit]:
    """Find doors by their parts, in any spelling."""
    if not meant:
        return []
    table = TABLES["dwelling"]
    is_near = or_(*(table.c.addr_key.like(one.pattern, escape="\\") for one in meant))
    query = select(table.c.id, table.c.addr_key).where(table.c.archived.is_not(True), is_near)
    found = connection.execute(query.order_by(table.c.addr_key)).all()
    return [
        Hit(id_, "d") for one in meant for id_, key in found if key is not None and one.matches(key)
    ]


def diary_hits(connection: Connection, words: Sequence[str]) -> list[Hit]:
    """Find diary lines that hold one of the words, newest day first."""
    line, entry = TABLES["diary_line"], TABLES["diary_entry"]
    if not words:
        return []
    query = (
        select(line.c.id, line.c.text)
        .join(entry, entry.c.id == line.c.entry_id)
        .where(
            or_(*(line.c.text.contains(word, autoescape=True) for word in words)),
            line.c.archived.is_not(True),
            entry.c.archived.is_not(True),
            line.c.is_sealed.is_not(True),
        )
        .order_by(entry.c.on.desc(), line.c.sort_no, line.c.id)
        .limit(MOST)
    )
    hits = []
    for id_, text in connection.execute(query):
        word = next((one for one in words if one.lower() in text.lower()), words[0])
        hits.append(Hit(id_, "w", max(text.lower().find(word.lower()), 0), len(word), word))
    return hits


def _is_meant(kind: TagKind, text: str) -> bool:
    if kind.level > 2:
        return False
    names = (kind.name.replace(" ", ""), kind.short)
    typed = text.replace(" ", "")
    is_named = len(typed) > 1 and any(name.startswith(typed) for name in names if name)
    return is_named or kind.code == text.upper()


def _aged(reader: Reader, years: int, code: str) -> list[Hit]:
    table, today = TABLES["resident"], day_of(reader.now_ms)
    oldest = date(today.year - years, today.month, min(today.day, 28)).isoformat()
    query = (
        select(table.c.id)
        .where(
            table.c.birth_date <= oldest,
            table.c.birth_precision.is_distinct_from("unknown"),
            table.c.life_status.is_distinct_from("deceased"),
            table.c.archived.is_not(True),
        )
        .order_by(table.c.birth_date, table.c.id)
        .limit(MOST)
    )
    return [Hit(id_, "t", words=code) for id_ in reader.connection.execute(query).scalars()]
