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
    query = (
        select(line.c.id)
        .join(entry, entry.c.id == line.c.entry_id)
        .where(line.c.id.in_(sorted(set(lines))[:500]), line.c.is_sealed.is_(True))
        .where(entry.c.author != but_of)
    )
    return frozenset(connection.execute(query).scalars())


def is_closed_to(reader: Reader, change: Change) -> bool:
    """Tell whether a change holds words of a sealed line of somebody else's."""
    if change.entity != "diary_line" or change.actor == reader.author.person:
        return False
    said = change.fields.get("is_sealed")
    return bool(said and said.new) or bool(sealed_ones(reader.connection, [str(change.row)]))
