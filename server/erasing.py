"""Writes into one log that a record is erased by law."""

from __future__ import annotations

from msgspec import Raw

from fieldapp.domain.entities import SCHEMA_VERSION
from fieldapp.domain.roles import SERVER_ACTOR, Tie
from server.access import SERVER
from server.hearing import Hearing
from server.log import OpenLog
from server.reading import Read, Times
from sync.codec import canonical, change_id
from sync.protocol import Change, ChangeKind, DeviceTime, RowId, ScopeId
from sync.scrub import Key


def write_erasure(log: OpenLog, key: Key, now_ms: int) -> None:
    """Judge the erasure of a row in a log, with all that goes with it; no device may say it."""
    now = DeviceTime(wall_ms=now_ms, boot_ms=0, boot_id=SERVER_ACTOR)
    change = Change(
        scope=ScopeId(log.head.scope),
        kind=ChangeKind.purge,
        entity=key[0],
        row=RowId(key[1]),
        fields={},
        actor=SERVER_ACTOR,
        device=SERVER_ACTOR,
        schema=SCHEMA_VERSION,
        time=now,
        # Erased again after a restore it is another change than the one that devices may bring.
        act=f"{log.head.seq}-{log.head.hash[:16]}",
    )
    body = canonical(change)
    hearing = Hearing(log, SERVER, Tie.server, Times(now, 0, now_ms))
    read = Read(change_id(change, body), Raw(body), None, change, hearing.times.estimate(now))
    hearing.judge_batch([read])
