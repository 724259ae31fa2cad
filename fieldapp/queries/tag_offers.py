"""The tags that a form offers for one person or household, and which of them are on."""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.queries.grid import read_kinds
from fieldapp.queries.record import RecordQuery, record
from fieldapp.store.rows import read_row
from fieldapp.verbs import Query, Reader, answers

_MASKED = 3


@dataclass(frozen=True, slots=True)
class TagOffer:
    """One tag. Of a masked one it is never told here whether it is on."""

    code: str
    name: str
    group: str
    is_on: bool
    is_masked: bool


@dataclass(frozen=True, slots=True)
class TagOffers:
    """What may be put on a record, and where the record belongs."""

    place: str
    tags: tuple[TagOffer, ...]


@dataclass(frozen=True, slots=True)
class TagOffersQuery(Query[TagOffers]):
    """Ask for the tags of a `resident` or a `household`; those that are computed are left out."""

    kind: str
    id: str


@answers(TagOffersQuery)
def tag_offers(reader: Reader, query: TagOffersQuery) -> TagOffers:
    """List them, those that are on first. A household takes no masked tag."""
    found = record(reader, RecordQuery(query.kind, query.id))
    stored = read_row(reader.connection, query.kind, query.id)
    kinds = read_kinds(reader.connection, stored.scope if stored else "")
    offers = [
        TagOffer(
            code,
            kind.name,
            kind.group,
            code in found.tags and kind.level < _MASKED,
            kind.level >= _MASKED,
        )
        for code, kind in kinds.items()
        if not kind.is_computed and (query.kind == "resident" or kind.level < _MASKED)
    ]
    return TagOffers(found.place, tuple(sorted(offers, key=lambda one: not one.is_on)))
