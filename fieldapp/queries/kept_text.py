"""Half-typed text, as it was left."""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.store.kept import kept
from fieldapp.verbs import Query, Reader, answers

PREFIX = "text:"


@dataclass(frozen=True, slots=True)
class KeptTextQuery(Query[str]):
    """Ask for the text kept under a key; "" when there is none."""

    key: str


@answers(KeptTextQuery)
def kept_text(reader: Reader, query: KeptTextQuery) -> str:
    """Read it."""
    return str(kept(reader.connection, PREFIX + query.key) or "")
