"""The tail: facts read in the last 90 days, and own changes that only a snapshot covered.

After a RESET both are owed to the server, the facts first, in the order they were read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from sqlalchemy import Connection, delete, exists, insert, select, update

from fieldapp.store import outbox
from fieldapp.store.fold import change_of
from fieldapp.store.schema import covered, tail
from sync.codec import BadMessage, canonical, decode
from sync.protocol import (
    MAX_BYTES,
    MAX_FACTS,
    MAX_GROUP,
    Change,
    ChangeId,
    Fact,
    Group,
    Returned,
)

TAIL_MS = 90 * 86_400_000


def keep_tail(connection: Connection, facts: list[Fact]) -> None:
    """Keep facts verbatim with their proofs, and prune what is too old."""
    values = []
    for fact in facts:
        change = change_of(fact)
        values.append(
            {
                "scope": fact.scope,
                "seq": fact.seq,
                "hash": fact.hash,
                "change_id": fact.id,
                "entity": change.entity if change else "",
                "row": change.row if change else "",
                "actor": change.actor if change else "",
                "act": change.act if change else None,
                "at_ms": fact.at_ms,
                "wire": canonical(fact).decode(),
            }
        )
    if values:
        connection.execute(insert(tail).prefix_with("OR REPLACE"), values)
        _prune_tail(connection, facts[-1])


def _prune_tail(connection: Connection, newest: Fact) -> None:
    """Forget facts older than 90 days by the facts' own server time.

    All facts of a group bear one time, so no group is cut.
    """
    connection.execute(
        delete(tail).where(tail.c.scope == newest.scope, tail.c.at_ms < newest.at_ms - TAIL_MS)
    )


def keep_covered(connection: Connection, scope: str, seq_by_id: Mapping[str, int]) -> None:
    """Keep own changes that leave the outbox without having been read in a page."""
    values = [
        {
            "change_id": entry.id,
            "scope": scope,
            "seq": seq_by_id[entry.id],
            "act": entry.change().act,
            "body": entry.body,
            "at_ms": entry.change().time.wall_ms,
        }
        for entry in outbox.pending_named(connection, scope, seq_by_id)
    ]
    if values:
        connection.execute(insert(covered).prefix_with("OR REPLACE"), values)


def owe_everything(connection: Connection, scope: str, head: int, head_hash: str) -> None:
    """Owe the server all that it may have lost: what was read after the head it has now.

    Where that head was never read here, everything is owed; what is known there costs nothing.
    """
    shared = select(tail.c.position).where(
        tail.c.scope == scope, tail.c.seq == head, tail.c.hash == head_hash
    )
    position = connection.execute(shared).scalar_one_or_none() or 0
    after = (tail.c.scope == scope, tail.c.position > position)
    connection.execute(update(tail).where(*after).values(is_owed=True))
    connection.execute(update(covered).where(covered.c.scope == scope).values(is_owed=True))


def owes(connection: Connection, scope: str) -> bool:
    """Tell whether anything of a scope is still to be given back."""
    return any(
        connection.execute(
            select(exists().where(table.c.scope == scope, table.c.is_owed))
        ).scalar_one()
        for table in (tail, covered)
    )


def settle(connection: Connection, scope: str, ids: Iterable[str] | None = None) -> None:
    """Owe these changes no longer; without `ids`, nothing of the scope."""
    for table in (tail, covered):
        owed = update(table).where(table.c.scope == scope, table.c.is_owed)
        if ids is not None:
            owed = owed.where(table.c.change_id.in_(list(ids)))
        connection.execute(owed.values(is_owed=False))


def held(connection: Connection, scope: str) -> Iterator[list[Returned]]:
    """Give everything of a scope that could be given back, in pages of whole groups."""
    facts = select(tail.c.change_id, tail.c.wire).where(tail.c.scope == scope)
    bodies = select(covered.c.change_id, covered.c.body).where(covered.c.scope == scope)
    rest = [
        Returned(id=ChangeId(id_), fact=wire)
        for id_, wire in connection.execute(facts.order_by(tail.c.position))
    ]
    rest += [
        Returned(id=ChangeId(id_), body=body)
        for id_, body in connection.execute(bodies.order_by(covered.c.seq))
    ]
    while rest:
        page = _page(rest, MAX_FACTS)
        yield page
        rest = rest[len(page) :]


def owed(connection: Connection, scope: str, limit: int) -> list[Returned]:
    """Read what is given back next: whole groups, up to `limit` or 1 MB, but at least one group."""
    limit = min(limit, MAX_FACTS)
    return _owed_facts(connection, scope, limit) or _owed_bodies(connection, scope, limit)


def _owed_facts(connection: Connection, scope: str, limit: int) -> list[Returned]:
    query = (
        select(tail.c.change_id, tail.c.wire)
        .where(tail.c.scope == scope, tail.c.is_owed)
        .order_by(tail.c.position)
        .limit(limit + MAX_GROUP)
    )
    found = [Returned(id=ChangeId(id_), fact=wire) for id_, wire in connection.execute(query)]
    return _page(found, limit)


def _owed_bodies(connection: Connection, scope: str, limit: int) -> list[Returned]:
    query = (
        select(covered.c.change_id, covered.c.body)
        .where(covered.c.scope == scope, covered.c.is_owed)
        .order_by(covered.c.seq)
        .limit(limit + MAX_GROUP)
    )
    found = [Returned(id=ChangeId(id_), body=body) for id_, body in connection.execute(query)]
    return _page(found, limit)


def _page(found: list[Returned], limit: int) -> list[Returned]:
    """Take the first whole groups that fit, or the first group alone."""
    page: list[Returned] = []
    size = 0
    for _, group in groupby(found, key=_group_or_itself):
        piece = list(group)
        size += sum(len(one.fact) + len(one.body) for one in piece)
        if page and (len(page) + len(piece) > limit or size > MAX_BYTES):
            break
        page += piece
    return page


def _group_or_itself(one: Returned) -> str:
    group = _group(one)
    return one.id if group is None else group.id


def _group(one: Returned) -> Group | None:
    try:
        body = bytes(decode(Fact, one.fact.encode()).body) if one.fact else one.body.encode()
        return decode(Change, body).group
    except BadMessage:
        return None
