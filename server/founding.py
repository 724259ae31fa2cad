"""The server as an author: regions, staff, assignments and catalogues, written as changes.

Such changes take the same judge and the same log as everybody's; only slots are missing, since
no installation stands behind them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from msgspec import Raw
from sqlalchemy import Connection

from fieldapp.domain.entities import SCHEMA_VERSION
from fieldapp.domain.roles import SERVER_ACTOR, Tie
from server.access import SERVER
from server.hearing import Hearing
from server.keys import Keys
from server.log import Head, OpenLog, create_head, read_head
from server.reading import Read, Times
from sync.codec import canonical, change_id
from sync.merge import Row
from sync.protocol import Change, ChangeKind, DeviceTime, Edit, RowId, ScopeId, Value, Word


@dataclass(frozen=True, slots=True)
class Wanted:
    """A row as the server wants it; fields that are not named stay as they are."""

    kind: str
    row: str
    fields: Mapping[str, Value]


def begin_scopes(connection: Connection, keys: Keys, community: str, scopes: Iterable[str]) -> None:
    """Begin the logs of scopes that have none yet."""
    for scope in scopes:
        create_head(connection, keys, community, scope)


def write_wanted(
    connection: Connection, keys: Keys, scope: str, wanted: Sequence[Wanted], now_ms: int
) -> int:
    """Bring rows of a scope to what is wanted; count the changes that took."""
    head = read_head(connection, scope, locked=True)
    if head is None:
        raise LookupError(scope)
    log = OpenLog(connection, keys, head, SERVER_ACTOR, now_ms)
    log.prefetch(one.row for one in wanted)
    now = DeviceTime(wall_ms=now_ms, boot_ms=0, boot_id=SERVER_ACTOR)
    hearing = Hearing(log, SERVER, Tie.server, Times(now, 0, now_ms))
    count = sum(_write(hearing, head, one, now) for one in wanted)
    log.flush()
    return count


def _write(hearing: Hearing, head: Head, wanted: Wanted, now: DeviceTime) -> int:
    row = hearing.log.row(wanted.kind, RowId(wanted.row))
    edits = _edits(row, wanted)
    if not edits:
        return 0
    change = Change(
        scope=ScopeId(head.scope),
        kind=ChangeKind.create if row is None else ChangeKind.patch,
        entity=wanted.kind,
        row=RowId(wanted.row),
        fields=edits,
        actor=SERVER_ACTOR,
        device=SERVER_ACTOR,
        schema=SCHEMA_VERSION,
        time=now,
    )
    body = canonical(change)
    read = Read(change_id(change, body), Raw(body), None, change, hearing.times.estimate(now))
    (judged,) = hearing.judge_batch([read])
    if judged.verdict.word is Word.quarantined:
        raise ValueError(f"{wanted.kind}: {judged.verdict.reason}")
    return 1


def _edits(row: Row | None, wanted: Wanted) -> dict[str, Edit]:
    present = row.fields if row else {}
    return {
        name: Edit(old=present.get(name), new=value)
        for name, value in wanted.fields.items()
        if present.get(name) != value
    }
