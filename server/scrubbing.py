"""Takes the words of erased rows out of a scope's log and of its rows at the horizon."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from sqlalchemy import Connection, bindparam, delete, select, update

from fieldapp.domain.purge import has_words_about, scrubbed
from server.tables import BASE_ROW, FACT
from sync.codec import canonical, decode
from sync.merge import Row
from sync.protocol import Fact, ScopeId
from sync.scrub import Key

Place = tuple[str, ScopeId]
"""A community and one of its scopes."""
_PAGE = 500


def marks_in(rows: Iterable[tuple[Key, Row | None]]) -> set[Key]:
    """List the rows that are marked as erased, but for those that were never there."""
    marks = [row.fields for (kind, _), row in rows if kind == "purged" and row is not None]
    return {(one["on_entity"], one["on_row"]) for one in marks if not one.get("is_grown")}


def facts_about(connection: Connection, place: Place, gone: Collection[Key]) -> Iterator[Fact]:
    """Read the facts that still have words about these rows, in the order of the log."""
    named = re.compile("|".join(re.escape(id_) for _, id_ in sorted(gone)))
    where = (FACT.c.community_id == place[0], FACT.c.scope == place[1], FACT.c.wire != "")
    query = select(FACT.c.seq, FACT.c.wire).where(*where).order_by(FACT.c.seq).limit(_PAGE)
    last = 0
    while page := connection.execute(query.where(FACT.c.seq > last)).all():
        for _, wire in page:
            if named.search(wire):
                fact = decode(Fact, wire.encode())
                if has_words_about(fact, gone):
                    yield fact
        last = page[-1][0]


def scrub_scope(connection: Connection, place: Place, gone: Collection[Key]) -> int:
    """Leave of every fact about these rows what proves it; count the facts."""
    values = [
        {"n": fact.seq, "words": canonical(scrubbed(fact, gone)).decode()}
        for fact in facts_about(connection, place, gone)
    ]
    if values:
        here = (FACT.c.community_id == place[0], FACT.c.scope == place[1])
        connection.execute(
            update(FACT).where(*here, FACT.c.seq == bindparam("n")).values(wire=bindparam("words")),
            values,
        )
    for kind, id_ in sorted(gone):
        connection.execute(
            delete(BASE_ROW).where(
                BASE_ROW.c.community_id == place[0],
                BASE_ROW.c.scope == place[1],
                BASE_ROW.c.kind == kind,
                BASE_ROW.c.id == id_,
            )
        )
    return len(values)
