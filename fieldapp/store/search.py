"""The search index: what each row can be found by, as terms whose prefixes are matched by range.

A term's `what` is a letter and an offset: `n2` is the name from its third character on, `f`
full pinyin, `i` initials, `a` another name, `l` letters of a foreign name, `p` a telephone number
from its end, `d` a door without dashes, `k` a landmark.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from sqlalchemy import Connection, delete, select

from fieldapp.domain.address import NO_UNIT
from fieldapp.domain.address_text import key_text
from fieldapp.domain.pinyin import sort_key
from fieldapp.store.database import run_many, run_one
from fieldapp.store.rows import Key, Stored, read_rows
from fieldapp.store.schema import TABLES, search_term, terms_owed
from sync.merge import live_elements
from sync.protocol import Value

MAX_SUFFIXES = 25
_CHUNK = 500

Term = tuple[str, str]
"""A term and its `what`."""
Fields = Mapping[str, Value]


def refresh(connection: Connection, keys: Iterable[Key], stored: Mapping[Key, Stored]) -> None:
    """Make the search terms of these rows again."""
    wanted = [key for key in keys if key[0] in _TERMS_OF]
    run_many(connection, "DELETE FROM search_term WHERE kind = ? AND id = ?", wanted)
    values = [
        (term, kind, id_, what)
        for kind, id_ in wanted
        for term, what in terms(kind, stored.get((kind, id_)))
    ]
    # In the order of the table, so that each of its pages is filled once.
    run_many(connection, _TERM, sorted(values))


def owe(connection: Connection, scope: str, kinds: Iterable[str]) -> None:
    """Note that the rows of a scope have no terms yet; in the transaction that brings them."""
    run_many(connection, _OWE, [(kind, scope) for kind in sorted(kinds)])


def is_owing(connection: Connection) -> bool:
    """Tell whether any row has no terms yet."""
    return run_one(connection, _OWING).fetchone() is not None


def settle(connection: Connection, most: int | None = None) -> bool:
    """Make the terms that are owed, of `most` rows; tell whether more are owed.

    A row that was changed meanwhile has its terms already, and gets the same once more.
    """
    while owing := run_one(connection, _OWING).fetchone():
        kind, scope, after = owing
        count = _CHUNK if most is None else most
        query = _NEXT.format(kind=kind)
        ids = [one for (one,) in run_one(connection, query, (scope, after, count)).fetchall()]
        keys = [(kind, id_) for id_ in ids]
        refresh(connection, keys, read_rows(connection, keys))
        if len(ids) < count:
            run_one(connection, _SETTLED, (kind, scope))
        else:
            run_one(connection, _GO_ON, (ids[-1], kind, scope))
        if most is not None:
            return is_owing(connection)
    return False


def rebuild(connection: Connection) -> None:
    """Make the whole index again, from the rows."""
    connection.execute(delete(search_term))
    connection.execute(delete(terms_owed))
    for kind in _TERMS_OF:
        ids = list(connection.execute(select(TABLES[kind].c.id)).scalars())
        for start in range(0, len(ids), _CHUNK):
            keys = [(kind, id_) for id_ in ids[start : start + _CHUNK]]
            refresh(connection, keys, read_rows(connection, keys))


def terms(kind: str, found: Stored | None) -> list[Term]:
    """Give the terms of one row; none for one that is gone or taken out."""
    if found is None or found.row.fields.get("archived"):
        return []
    # One term may come from two roads; the table keeps one of each.
    return list(dict.fromkeys(_TERMS_OF[kind](found.row.fields)))


@lru_cache(maxsize=8192)
def syllables(name: str) -> tuple[str, ...]:
    """Give the syllables of a name, lower-case and without tones."""
    return tuple(part.lower() for part in sort_key(name)[0].split(" ") if part)


def squeezed_door(text: str) -> str:
    """Write a door without marks and dashes, as door terms are kept: 乙13502."""
    return re.sub(r"号楼|栋|幢|单元|室|号|户|座|#|-", "", text)


def _terms_of_resident(fields: Fields) -> Iterator[Term]:
    yield from _terms_of_name(str(fields.get("name") or ""))
    for alias in fields.get("aliases") or ():
        yield from _suffixes(str(alias).lower(), "a")
    for word in str(fields.get("latin_name") or "").lower().split():
        yield word, "l0"
    numbers = [one.get("number", "") for one in live_elements(fields.get("phones")).values()]
    for number in (*numbers, fields.get("emergency_phone") or ""):
        digits = "".join(c for c in str(number) if "0" <= c <= "9")
        if len(digits) >= 3:
            yield digits[::-1], "p0"


def _terms_of_name(name: str) -> Iterator[Term]:
    yield from _suffixes(name.lower(), "n")
    read = syllables(name)[:MAX_SUFFIXES]
    for offset in range(len(read)):
        yield "".join(read[offset:]), f"f{offset}"
        yield "".join(part[0] for part in read[offset:]), f"i{offset}"


def _terms_of_dwelling(fields: Fields) -> Iterator[Term]:
    yield from _suffixes(key_text(fields.get("landmark") or "").lower(), "k")
    parts = str(fields.get("addr_key") or "").split("|")
    labels = parts[1:] if len(parts) == 4 else parts[:2]
    spelt = [squeezed_door(label) for label in labels if label and label != NO_UNIT]
    for offset in range(len(spelt)):
        whole = "".join(spelt[offset:]).lower()
        yield whole, f"d{offset}"
        bare = re.sub(r"^[^0-9]+", "", whole)
        if bare and bare != whole:
            yield bare, f"d{offset}"


def _suffixes(text: str, letter: str) -> Iterator[Term]:
    for offset in range(min(len(text), MAX_SUFFIXES)):
        if not text[offset].isspace():
            yield text[offset:], f"{letter}{offset}"


_TERMS_OF: dict[str, Callable[[Fields], Iterator[Term]]] = {
    "resident": _terms_of_resident,
    "dwelling": _terms_of_dwelling,
}
SEARCHED_KINDS = frozenset(_TERMS_OF)
"""Kinds of rows that the index holds."""


_TERM = "INSERT INTO search_term (term, kind, id, what) VALUES (?, ?, ?, ?)"
_OWE = "INSERT OR REPLACE INTO terms_owed (kind, scope, after) VALUES (?, ?, '')"
_OWING = "SELECT kind, scope, after FROM terms_owed LIMIT 1"
_NEXT = "SELECT id FROM {kind} WHERE scope = ? AND id > ? ORDER BY id LIMIT ?"
_GO_ON = "UPDATE terms_owed SET after = ? WHERE kind = ? AND scope = ?"
_SETTLED = "DELETE FROM terms_owed WHERE kind = ? AND scope = ?"
