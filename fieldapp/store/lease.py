"""What is kept of the lease: when the community was heard, and what both clocks said since."""

from __future__ import annotations

from dataclasses import asdict
from typing import Final

import msgspec
from sqlalchemy import Connection

from fieldapp.domain.lease import Lease, begin, later
from fieldapp.store.kept import heard_ms, keep, kept, server_offset_ms
from sync.protocol import DeviceTime

_KEY: Final = "passing:lease"
_NOTED_EACH_MS: Final = 600_000
"""Between two readings that are written down; a restart is always written down."""


def kept_lease(connection: Connection) -> Lease | None:
    """Give the reading written down last; None before the first contact, or after a newer one."""
    value = kept(connection, _KEY)
    lease = None if value is None else msgspec.convert(value, Lease)
    return None if lease is None or lease.heard_ms != heard_ms(connection) else lease


def lease_now(connection: Connection, now: DeviceTime) -> Lease | None:
    """Read both clocks against the lease; None before the first contact."""
    lease = kept_lease(connection)
    if lease is not None:
        return later(lease, now)
    heard = heard_ms(connection)
    if not heard:
        return None
    return begin(heard, now.wall_ms + server_offset_ms(connection) - heard, now)


def is_worth_noting(connection: Connection, lease: Lease) -> bool:
    """Tell whether a reading says anything that the one written down does not."""
    before = kept_lease(connection)
    if before is None or before.boot_id != lease.boot_id:
        return True
    leapt = abs((lease.wall_ms - before.wall_ms) - (lease.boot_ms - before.boot_ms))
    return max(leapt, lease.boot_ms - before.boot_ms) >= _NOTED_EACH_MS


def note_lease(connection: Connection, lease: Lease) -> None:
    """Write a reading down."""
    keep(connection, _KEY, asdict(lease))
