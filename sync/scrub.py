"""Facts without their words: what remains of one after a record was erased by law (`purge`).

The chain covers digests, so words can go and the proof still holds. What stays of a change is who
made it when, on which row, in which group; its fields are gone, and its effects on what was erased.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from msgspec import Raw
from msgspec.structs import replace

from sync.codec import content_digests, derived_id, wordless
from sync.protocol import Change, Fact, RowEffect, RowId

Key = tuple[str, str]
"""Kind and id of a row."""


def mark_id(key: Key) -> RowId:
    """Give the id of the mark that a row was erased."""
    return derived_id("purged", *key)


def marks_in(effect: Iterable[RowEffect]) -> set[Key]:
    """List the rows that an effect marks as erased, but for those that were never there."""
    found = [one.fields for one in effect if one.entity == "purged"]
    return {
        (str(fields["on_entity"]), str(fields["on_row"]))
        for fields in found
        if not fields.get("is_grown")
    }


def envelope(change: Change, about: Key | None = None) -> Change:
    """Take the words out of a change; `about` names the erased row that it was about."""
    entity, row = about or (change.entity, change.row)
    return replace(change, fields={}, entity=entity, row=RowId(row))


def scrub(fact: Fact, gone: Collection[Key], *, is_about: bool) -> Fact:
    """Empty the effects on erased rows of a fact, and its body where that `is_about` them.

    Its id, verdict, place and proof stay. Again is nothing.
    """
    return replace(
        fact,
        body=Raw(wordless(bytes(fact.body))) if is_about else fact.body,
        effect=tuple(_emptied(one) if _key(one) in gone else one for one in fact.effect),
        digests=fact.digests or content_digests(fact.body, fact.effect),
    )


def is_vouched_for(fact: Fact) -> bool:
    """Tell whether all that a fact with digests still holds is what these were made of."""
    if fact.digests is None or len(fact.digests) != len(fact.effect) + 1:
        return False
    body, *effects = content_digests(fact.body, fact.effect)
    is_bare = bytes(fact.body) == wordless(bytes(fact.body))
    pairs = zip(fact.effect, effects, fact.digests[1:], strict=True)
    are_whole = all(has == was or one == _emptied(one) for one, has, was in pairs)
    return are_whole and (is_bare or body == fact.digests[0])


def emptied_in(fact: Fact) -> set[Key]:
    """List the rows of a fact with digests whose words are gone, as far as its effects tell."""
    return {_key(one) for one in fact.effect if not one.fields and not one.is_gone}


def _emptied(one: RowEffect) -> RowEffect:
    return RowEffect(entity=one.entity, row=one.row)


def _key(one: RowEffect) -> Key:
    return one.entity, str(one.row)
