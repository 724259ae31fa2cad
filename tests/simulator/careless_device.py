"""The device's guards in their careless versions, each as a patch of the shipping code."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager as Patch
from dataclasses import replace
from typing import Any
from unittest.mock import patch

from sqlalchemy import Connection, delete, select

import fieldapp.store.fold
import fieldapp.store.offers
import fieldapp.store.replica
import fieldapp.store.road_back
import fieldapp.store.tail
from fieldapp.store import outbox, scopes
from fieldapp.store.outbox import Pending
from fieldapp.store.replica import DeviceReplica
from fieldapp.store.road_back import Owed
from fieldapp.store.rows import Key
from fieldapp.store.schema import tail
from fieldapp.store.scopes import ScopeStand
from sync.client import Step
from sync.merge import Row
from sync.protocol import Answer, Offer, ScopeAnswer


def dropped_on_the_push_answer() -> Patch[Any]:
    """Let a change go as soon as the server has it."""
    real = fieldapp.store.replica._leaving

    def leaving(connection: Connection, stand: ScopeStand, answer: ScopeAnswer, *rest: Any) -> Any:
        ids = [one.id for one in answer.judged]
        told = outbox.pending_named(connection, stand.scope, ids)
        known = {entry.id for entry in told}
        more = [one for one in real(connection, stand, answer, *rest) if one.id not in known]
        return [*told, *more]

    return patch("fieldapp.store.replica._leaving", leaving)


def seq_learned_earlier() -> Patch[Any]:
    """Let a change go when the cursor passes a place that an older answer named."""
    real = fieldapp.store.replica._leaving

    def leaving(
        connection: Connection,
        stand: ScopeStand,
        answer: ScopeAnswer,
        facts: Any,
        cursor: int,
    ) -> list[Pending]:
        last = facts[-1].seq if facts else cursor
        passed = select(outbox.outbox.c.change_id).where(
            outbox.outbox.c.scope == stand.scope, outbox.outbox.c.delivered_seq <= last
        )
        ids = set(connection.scalars(passed))
        known = select(outbox.outbox.c.change_id, outbox.outbox.c.delivered_seq)
        learned = dict(connection.execute(known.where(outbox.outbox.c.delivered_seq > 0)).all())
        found = real(connection, stand, answer, facts, cursor)
        outbox.mark_delivered(connection, learned)
        ids |= {one.id for one in found}
        return outbox.pending_named(connection, stand.scope, ids)

    return patch("fieldapp.store.replica._leaving", leaving)


def cursor_saved_first() -> Patch[Any]:
    """Move the cursors in a transaction of their own, and then apply."""
    real = DeviceReplica.accept

    def accept(self: DeviceReplica, offer: Offer, answer: Answer) -> Step:
        last = {one.scope: one.facts[-1] for one in answer.scopes if one.facts}
        before = self._thread.run(scopes.all_stands, write=False)
        mine = [one for one in before if one.scope in last]

        def ahead(connection: Connection) -> None:
            for stand in mine:
                fact = last[stand.scope]
                scopes.change(connection, stand.scope, cursor=fact.seq, hash=fact.hash)

        def back(connection: Connection) -> None:
            for stand in mine:
                scopes.change(connection, stand.scope, cursor=stand.cursor, hash=stand.hash)

        self._thread.run(ahead, write=True)
        work = fieldapp.store.replica.accept_answer

        def both(connection: Connection, *rest: Any) -> Step:
            back(connection)
            return work(connection, *rest)

        with patch("fieldapp.store.replica.accept_answer", both):
            return real(self, offer, answer)

    return patch.object(DeviceReplica, "accept", accept)


def snapshot_merged() -> Patch[Any]:
    """Lay a snapshot over the rows that are there."""

    def replace_all(self: Any, rows: Mapping[Key, Row], now_ms: int, *, keep_aside: bool) -> None:
        self._base = dict(rows)
        for key, row in rows.items():
            self._account(key, None, row)

    return patch.object(fieldapp.store.fold.Fold, "replace_all", replace_all)


def stale_answers() -> Patch[Any]:
    """Take in any answer, wherever one stood when one asked."""
    return patch("fieldapp.store.replica._is_for", lambda answer, offered, stand: True)


def group_cut_by_batch() -> Patch[Any]:
    """Send as many changes as fit, groups or not."""
    return patch("fieldapp.store.offers._groups", lambda waiting: [[one] for one in waiting])


def group_cut_by_return() -> Patch[Any]:
    """Give back as many facts as fit, groups or not."""
    return patch("fieldapp.store.tail._group_or_itself", lambda one: one.id)


def no_tail() -> Patch[Any]:
    """Keep nothing of what was read."""
    return patch("fieldapp.store.tail.keep_tail", lambda connection, facts: None)


def tail_goes_with_the_snapshot() -> Patch[Any]:
    """Throw the tail away when a snapshot replaces the scope."""
    real = fieldapp.store.replica.install

    def install(connection: Connection, snapshot: Any, now_ms: int) -> Any:
        connection.execute(delete(tail).where(tail.c.scope == snapshot.scope))
        return real(connection, snapshot, now_ms)

    return patch("fieldapp.store.replica.install", install)


def no_relay() -> Patch[Any]:
    """Give back only what one wrote oneself."""
    real = fieldapp.store.road_back.begin

    def begin(connection: Connection, scope: str, head: int, head_hash: str) -> None:
        real(connection, scope, head, head_hash)
        mine = "SELECT actor FROM tail WHERE scope = :s AND actor <> '' ORDER BY position LIMIT 1"
        first = connection.exec_driver_sql(mine.replace(":s", "?"), (scope,)).scalar()
        others = "UPDATE tail SET owed = 0 WHERE scope = ? AND actor <> ?"
        connection.exec_driver_sql(others, (scope, first))

    return patch("fieldapp.store.road_back.begin", begin)


def given_is_enough() -> Patch[Any]:
    """Owe no longer what was given once, though the server still has another history."""
    real = fieldapp.store.road_back._set

    def set_(connection: Connection, scope: str, owed: Owed, *rest: Any, **how: Any) -> None:
        real(connection, scope, Owed.nothing if owed is Owed.named else owed, *rest, **how)

    return patch("fieldapp.store.road_back._set", set_)


def newest_first() -> Patch[Any]:
    """Give back what was read last first."""
    real = fieldapp.store.road_back._facts

    def facts(connection: Connection, scope: str, limit: int) -> Any:
        return real(connection, scope, 10_000)[::-1]

    return patch("fieldapp.store.road_back._facts", facts)


def no_road_back() -> Patch[Any]:
    """After a RESET read the scope anew, and give nothing back."""
    return patch("fieldapp.store.road_back.begin", lambda *args: None)


def level_too_early() -> Patch[Any]:
    """Say that all is level after every answer."""
    real = fieldapp.store.replica.accept_answer

    def accept_answer(*args: Any) -> Step:
        return replace(real(*args), is_level=True)

    return patch("fieldapp.store.replica.accept_answer", accept_answer)


def checksum_adopted() -> Patch[Any]:
    """Believe the server's checksum instead of looking at the rows."""
    return patch("fieldapp.store.replica._differs", lambda *args: 0)


def outbox_not_laid_over() -> Patch[Any]:
    """Show what the log says, and forget what waits."""
    return patch("fieldapp.store.fold.outbox.pending_on", lambda *args: [])


def incarnation_kept() -> Patch[Any]:
    """Offer again under the same incarnation after a FORK."""

    def anew(connection: Connection, stand: ScopeStand, incarnation: str) -> Any:
        return fieldapp.store.replica.Accepted(wants_more=True)

    return patch("fieldapp.store.replica._start_stream_anew", anew)
