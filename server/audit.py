"""Who did and saw what: enrolments, care scopes delivered, snapshots fetched, masks lifted."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import ColumnElement, Connection, insert, select, update

from server.access import Caller
from server.log import is_plain
from server.store import Store
from server.tables import AUDIT, DEVICE
from sync.codec import canonical, derived_id
from sync.protocol import MAX_REVEALS, Reveal

_LONGEST_NAME = 64
SEEN_EVERY_MS = 3_600_000
"""A device's last contact is noted at most this often, so that an empty round writes nothing."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the audit."""

    community: str
    person: str
    device: str
    event: str
    at_ms: int
    scope: str = ""
    detail: Mapping[str, object] | None = None


def note(connection: Connection, entry: Entry, id_: str | None = None) -> None:
    """Write one line."""
    connection.execute(
        insert(AUDIT).values(
            community_id=entry.community,
            id=id_ or str(uuid.uuid4()),
            at_ms=entry.at_ms,
            person=entry.person,
            device=entry.device,
            event=entry.event,
            scope=entry.scope,
            detail=canonical(entry.detail or {}).decode(),
        )
    )


def note_exchange(
    store: Store, caller: Caller, reveals: Sequence[Reveal], with_care: Sequence[str], now_ms: int
) -> tuple[str, ...]:
    """Note what an exchange showed, and the reveals it brought; give the ids now on record.

    At most `MAX_REVEALS` of them: the others are brought again by the next exchange.
    """
    reveals = reveals[:MAX_REVEALS]
    if reveals or with_care or _unseen(store, caller, now_ms):
        with store.write() as connection:
            _note_reveals(connection, caller, reveals)
            for scope in with_care:
                note(connection, _entry(caller, "care_delivered", now_ms, scope))
            connection.execute(update(DEVICE).where(*_is(caller)).values(seen_ms=now_ms))
    return tuple(reveal.id for reveal in reveals)


def entries(
    connection: Connection, since_ms: int, person: str, event: str, most: int
) -> list[Entry]:
    """Read lines since a moment, the newest first; "" is everybody and everything."""
    query = select(AUDIT).where(AUDIT.c.at_ms >= since_ms)
    if person:
        query = query.where(AUDIT.c.person == person)
    if event:
        query = query.where(AUDIT.c.event == event)
    newest = query.order_by(AUDIT.c.at_ms.desc(), AUDIT.c.id).limit(most)
    return [
        Entry(
            one.community_id,
            one.person,
            one.device,
            one.event,
            one.at_ms,
            one.scope,
            msgspec.json.decode(one.detail, type=dict[str, object]),
        )
        for one in connection.execute(newest)
    ]


def _unseen(store: Store, caller: Caller, now_ms: int) -> bool:
    with store.read() as connection:
        seen = connection.scalar(select(DEVICE.c.seen_ms).where(*_is(caller)))
    return seen is not None and now_ms - seen > SEEN_EVERY_MS


def _is(caller: Caller) -> tuple[ColumnElement[bool], ...]:
    return DEVICE.c.community_id == caller.community, DEVICE.c.id == caller.device


def _entry(caller: Caller, event: str, at_ms: int, scope: str) -> Entry:
    return Entry(caller.community, caller.person, caller.device, event, at_ms, scope)


def _note_reveals(connection: Connection, caller: Caller, reveals: Sequence[Reveal]) -> None:
    """Write reveals once: the id is theirs, so that a repeated offer adds nothing."""
    ids = {derived_id("reveal", caller.device, one.id): one for one in reveals}
    present = set(connection.scalars(select(AUDIT.c.id).where(_mine(caller), AUDIT.c.id.in_(ids))))
    for id_, reveal in ids.items():
        if id_ in present:
            continue
        scope = reveal.scope if is_plain(reveal.scope) else ""
        detail = {
            "entity": _short(reveal.entity),
            "row": _short(reveal.row),
            "field": _short(reveal.field),
            "scope": _short(reveal.scope),
        }
        at_ms = min(max(reveal.at_ms, 0), 1 << 52)
        person, device = caller.person, caller.device
        entry = Entry(caller.community, person, device, "revealed", at_ms, scope, detail)
        note(connection, entry, id_)


def _short(name: str) -> str:
    """Cut a name that is none: no id, kind or field of ours is so long.

    It is cut and not refused, since a reveal that is never taken would be offered for ever.
    """
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _mine(caller: Caller) -> ColumnElement[bool]:
    return AUDIT.c.community_id == caller.community
