"""Sealed lines of the diary: what stands in place of words that are not for whoever looks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from fieldapp.store.schema import TABLES
from fieldapp.verbs import Reader
from sync.protocol import Change

SEALED = "密封的，点开看"
"""What is said of a line whose words are for nobody who looks over a shoulder."""
_CHUNK = 500


def covered(line: Mapping[str, Any] | RowMapping) -> dict[str, Any]:
    """Give a line as it may be listed: of a sealed one neither words nor households."""
    hidden = {"text": SEALED, "households": None} if line["is_sealed"] else {}
    return {**line, **hidden}


def open_ones(lines: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Keep the lines that are not sealed."""
    return [line for line in lines if not line["is_sealed"]]


def sealed_ones(
    connection: Connection, lines: Iterable[str], *, but_of: str = ""
) -> frozenset[str]:
    """Tell which of these lines are sealed; those that `but_of` wrote do not count."""
    line, entry = TABLES["diary_line"], TABLES["diary_entry"]
    # A line whose page is not there is nobody's own.
    query = (
        select(line.c.id)
        .outerjoin(entry, entry.c.id == line.c.entry_id)
        .where(line.c.is_sealed.is_(True), entry.c.author.is_distinct_from(but_of))
    )
    wanted, found = sorted(set(lines)), set[str]()
    for start in range(0, len(wanted), _CHUNK):
        some = line.c.id.in_(wanted[start : start + _CHUNK])
        found.update(connection.execute(query.where(some)).scalars())
    return frozenset(found)


def is_closed_to(reader: Reader, change: Change) -> bool:
    """Tell whether a change holds words of a sealed line of somebody else's.

    A line that is not there counts as sealed: nobody knows whether it was.
    """
    if change.entity != "diary_line":
        return False
    line = TABLES["diary_line"]
    query = select(line.c.entry_id, line.c.is_sealed).where(line.c.id == str(change.row))
    present = reader.connection.execute(query).first()
    said = change.fields.get("is_sealed")
    if present is not None and not present.is_sealed and not (said and said.new):
        return False
    entry = change.fields.get("entry_id")
    page = present.entry_id if present else entry and entry.new
    return _author_of(reader, change, str(page)) != reader.author.person


def _author_of(reader: Reader, change: Change, page: str) -> str:
    """Give who wrote a line, which need not be who sent the change; a diary is named after her."""
    entry = TABLES["diary_entry"]
    query = select(entry.c.author).where(entry.c.id == page)
    found = reader.connection.execute(query).scalar()
    return str(found or str(change.scope).removeprefix("diary:"))
