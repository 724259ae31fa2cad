"""Guards of the roads back, of leaving and of the stick, each in its careless version."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager as Patch
from typing import Any
from unittest.mock import patch

from sqlalchemy import Connection, delete, select

import fieldapp.store.replica
import server.exchange
import server.hearing
from fieldapp.store import outbox
from fieldapp.store.fold import change_of
from fieldapp.store.schema import tail
from fieldapp.store.tail import TAIL_MS, keep_covered
from server.access import Access
from server.log import Head, OpenLog
from sync.bundle_reader import known_by_anybody
from sync.codec import decode
from sync.protocol import Change, ChangeId, Fact, RowEffect, ScopeOffer
from sync.snapshot import Snapshot

# --- the device ------------------------------------------------------------------------------


def tail_pruned_by_a_clock() -> Patch[Any]:
    """Prune the tail by the time that the newest change bears, not by the server's."""

    def prune(connection: Connection, newest: Fact) -> None:
        change = change_of(newest)
        now_ms = change.time.wall_ms if change else newest.at_ms
        old = tail.c.at_ms < now_ms - TAIL_MS
        connection.execute(delete(tail).where(tail.c.scope == newest.scope, old))

    return patch("fieldapp.store.tail._prune_tail", prune)


def tail_pruned_inside_groups() -> Patch[Any]:
    """Prune a fact alone, as if the first of each group had just become too old."""

    def prune(connection: Connection, newest: Fact) -> None:
        here = tail.c.scope == newest.scope
        for position, wire in connection.execute(select(tail.c.position, tail.c.wire).where(here)):
            change = change_of(decode(Fact, wire.encode()))
            if change is not None and change.group is not None and change.group.index == 0:
                connection.execute(delete(tail).where(tail.c.position == position))

    return patch("fieldapp.store.tail._prune_tail", prune)


def covered_forgotten() -> Patch[Any]:
    """Keep nothing of own changes that only a snapshot covered."""
    return patch("fieldapp.store.tail.keep_covered", lambda *args: None)


def nothing_asked_after() -> Patch[Any]:
    """Take what was read once, or signed for, to be there as long as no RESET comes."""
    return patch("fieldapp.store.road_back.ask_after", lambda *args: None)


def snapshot_retires_delivered() -> Patch[Any]:
    """Let a snapshot take what an answer once placed behind it out of the outbox."""
    real = fieldapp.store.replica.install

    def install(connection: Connection, snapshot: Snapshot, now_ms: int) -> Any:
        query = "SELECT change_id, delivered_seq FROM outbox WHERE scope = ? AND delivered_seq <= ?"
        found = connection.exec_driver_sql(query, (snapshot.scope, snapshot.seq)).all()
        places = {ChangeId(id_): seq for id_, seq in found}
        keep_covered(connection, snapshot.scope, places)
        outbox.retire(connection, list(places))
        return real(connection, snapshot, now_ms)

    return patch("fieldapp.store.replica.install", install)


def group_retried_in_part() -> Patch[Any]:
    """Send of a group that was set aside only the change that was tapped."""

    def alone(unit: Any, named: Change) -> tuple[Change, ...]:
        return (named,)

    return patch("fieldapp.services.quarantine.with_its_group", alone)


def any_receipt() -> Patch[Any]:
    """Let go of what somebody says was taken, signed or not."""
    return patch("fieldapp.store.leaving.is_receipt", lambda *args: True)


def answers_of_anybody() -> Patch[Any]:
    """Read an answer file whoever signed it."""
    return patch("fieldapp.bundles.importing.known_by", lambda *keys: known_by_anybody)


# --- the server ------------------------------------------------------------------------------


def files_of_anybody() -> Patch[Any]:
    """Hear an export whoever signed it."""
    return patch("server.bundles.known_by", lambda *keys: known_by_anybody)


def rows_not_rebuilt() -> Patch[Any]:
    """Put a fact that came back into the log, and leave the rows."""

    def append_verbatim(self: OpenLog, fact: Fact, device: str) -> None:
        self._write(fact, device)

    return patch.object(OpenLog, "append_verbatim", append_verbatim)


def streams_not_rebuilt() -> Patch[Any]:
    """Put a fact that came back into the log, and leave its stream."""
    return patch("server.returns.catch_up", lambda *args: None)


def members_remembered() -> Patch[Any]:
    """Decide who is a member by what was read once."""
    real = Access.community

    def community(self: Access, connection: Connection, code: str) -> Any:
        known = self._read.get(code)
        return real(self, connection, code) if known is None else known[1]

    return patch.object(Access, "community", community)


def early_correction_forgotten() -> Patch[Any]:
    """Note a correction only where what it corrects is there."""
    real = server.hearing.Hearing._corrected

    def corrected(self: server.hearing.Hearing, corrects: ChangeId) -> Iterable[RowEffect]:
        return real(self, corrects) if self.log.known([corrects]) else ()

    return patch.object(server.hearing.Hearing, "_corrected", corrected)


def aside_judged_again() -> Patch[Any]:
    """Judge what was set aside once more when it comes back."""
    return patch("server.returns._was_set_aside", lambda back: False)


def believed_by_date() -> Patch[Any]:
    """Take what a leaver sends as long as it says that it is older than an hour."""
    real = server.exchange.Exchange._seat

    def seat(
        self: Any,
        connection: Connection,
        head: Head,
        caller: Any,
        one: ScopeOffer,
        now_ms: int,
    ) -> Any:
        found = real(self, connection, head, caller, one, now_ms)
        times = [decode(Change, bytes(sent.body)).time.wall_ms for sent in one.changes]
        is_old = bool(times) and max(times) < now_ms - 3_600_000
        return server.exchange.Seat(found.tie, "") if found and is_old else found

    return patch.object(server.exchange.Exchange, "_seat", seat)
