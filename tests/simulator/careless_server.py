"""The server's guards in their careless versions, each as a patch of the shipping code."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import AbstractContextManager as Patch
from typing import Any
from unittest.mock import patch

import msgspec
from sqlalchemy import Connection, delete

import server.compaction
import server.exchange
import server.hearing
import server.log
import server.pages
import server.returns
import server.streams
import sync.merge
from server.log import Head, OpenLog, within
from server.pages import Page
from server.streams import Placed, Stream
from server.tables import FACT
from sync.codec import decode, derived_id
from sync.merge import Judgement, Row
from sync.protocol import (
    Change,
    ChangeId,
    Edit,
    Estimate,
    Judged,
    RowEffect,
    ScopeOffer,
    Status,
    Value,
    Verdict,
    Word,
)
from sync.schema import Field, Rule, Schema


def no_slot_chain() -> Patch[Any]:
    """Take every slot as it comes."""

    def place(stream: Stream, device: str, offer: ScopeOffer, known: Collection[str]) -> Placed:
        last = offer.changes[-1]
        moved = Stream(stream.incarnation, stream.device, last.slot.n, last.id, stream.is_new)
        return Placed(Status.ok, offer.changes, moved)

    return patch("server.hearing.place", place)


def stream_stands_still() -> Patch[Any]:
    """Do not advance the stream over a change that is known."""
    real = server.streams.place

    def place(stream: Stream, device: str, offer: ScopeOffer, known: Collection[str]) -> Placed:
        new = tuple(sent for sent in offer.changes if sent.id not in known)
        rest = real(stream, device, msgspec.structs.replace(offer, changes=new), ())
        taken = {sent.id for sent in rest.accepted} | set(known)
        accepted = tuple(sent for sent in offer.changes if sent.id in taken)
        return Placed(rest.status, accepted, rest.stream)

    return patch("server.hearing.place", place)


def no_id_dedupe() -> Patch[Any]:
    """Judge a change again that stands in the log."""

    def known(self: OpenLog, ids: Iterable[str]) -> dict[ChangeId, Judged]:
        list(ids)
        return {}

    return patch.object(OpenLog, "known", known)


def nothing_gets_no_seq() -> Patch[Any]:
    """Write no fact where there was nothing to do."""
    real = server.hearing.Hearing._record

    def record(self: server.hearing.Hearing, read: Any, outcome: Judgement) -> Judged:
        if outcome.verdict.word is Word.nothing:
            return Judged(id=read.id, seq=self.log.head.seq, verdict=outcome.verdict)
        return real(self, read, outcome)

    return patch.object(server.hearing.Hearing, "_record", record)


def last_writer_wins() -> Patch[Any]:
    """Replace a value without a word."""

    def clash(case: Any, spec: Field, edit: Edit, current: Value) -> None:
        case.fields[spec.name] = edit.new

    return patch("sync.merge._clash", clash)


def archived_loses() -> Patch[Any]:
    """Let whoever comes last say whether a row is archived."""
    real = sync.merge._judge_field

    def judge_field(case: Any, spec: Field, edit: Edit) -> None:
        if spec.rule is Rule.archived:
            case.fields[spec.name] = edit.new
        else:
            real(case, spec, edit)

    return patch("sync.merge._judge_field", judge_field)


def removed_dots_forgotten() -> Patch[Any]:
    """Remember nothing of a dot that was removed before it was known."""
    real = sync.merge.merge_set

    def merge_set(current: Value, edit: Edit) -> Value:
        merged = real(current, edit)
        return {"dots": merged["dots"]} if merged and merged["dots"] else None

    return patch("sync.merge.merge_set", merge_set)


def creation_replaces() -> Patch[Any]:
    """Let the creation of a row that is there replace it."""
    real = sync.merge._judge_row

    def judge_row(entity: Any, rows: Any, id_: ChangeId, change: Change, at: Estimate) -> Judgement:
        if change.kind == "create" and rows(entity.kind, change.row) is not None:
            return real(entity, lambda kind, row: None, id_, change, at)
        return real(entity, rows, id_, change, at)

    return patch("sync.merge._judge_row", judge_row)


def stale_decision_counts() -> Patch[Any]:
    """Decide a conflict whatever its state is."""
    real = sync.merge._resolve

    def resolve(
        schema: Schema, rows: Any, id_: ChangeId, change: Change, estimate: Estimate
    ) -> Judgement:
        record: Row | None = rows("conflict", change.row)
        if record is not None and "state" in change.fields:
            now = msgspec.structs.replace(change.fields["state"], old=record.fields.get("state"))
            change = msgspec.structs.replace(change, fields={**change.fields, "state": now})
        return real(schema, rows, id_, change, estimate)

    return patch("sync.merge._resolve", resolve)


def conflict_named_by_field() -> Patch[Any]:
    """Name a conflict after the field alone, so that the next one takes its place."""

    def derived(*parts: str) -> Any:
        return derived_id(parts[0], *parts[2:]) if parts[0] == "conflict" else derived_id(*parts)

    return patch("sync.merge.derived_id", derived)


def prose_replaced() -> Patch[Any]:
    """Let the later text take the place of the earlier."""
    return patch("sync.merge.merge_text", lambda base, ours, theirs: theirs)


def group_cut_by_page() -> Patch[Any]:
    """End a page wherever it is full."""
    return patch("server.pages._end", lambda facts, wanted: wanted)


def group_in_part() -> Patch[Any]:
    """Take a group though members are missing."""
    return patch("server.hearing.is_incomplete", lambda batch: False)


def group_of_two_fates() -> Patch[Any]:
    """Set the poison of a group aside and take the rest."""
    return patch("server.hearing._continues", lambda before, read, places: False)


def any_words_under_an_id() -> Patch[Any]:
    """Take a change whose id was not made of its words."""
    return patch("server.hearing.read_change", lambda id_, body: decode(Change, body))


def unproven_returns() -> Patch[Any]:
    """Believe whatever is given back."""
    return patch("server.returns._is_ours", lambda hearing, fact: True)


def no_horizon() -> Patch[Any]:
    """Send pages from behind the horizon."""
    return patch("server.exchange._wants_snapshot", lambda one, head: False)


def horizon_before_prefix() -> Patch[Any]:
    """Send a snapshot to whoever is behind the horizon, whatever her history."""
    real = server.exchange.Exchange._scope_answer

    def scope_answer(self: Any, connection: Connection, one: ScopeOffer, *rest: Any) -> Any:
        head = server.log.read_head(connection, one.scope)
        if head is not None and one.cursor < head.horizon:
            return server.exchange._echo(one, Status.snap, head), 0
        return real(self, connection, one, *rest)

    return patch.object(server.exchange.Exchange, "_scope_answer", scope_answer)


def compaction_drops_ids() -> Patch[Any]:
    """Throw away whole facts, ids and proofs too."""
    real = server.compaction.compact_scope

    def compact_scope(connection: Connection, head: Head, before_ms: int) -> int:
        count = real(connection, head, before_ms)
        gone = (*within(FACT, head), FACT.c.seq <= head.horizon + count)
        connection.execute(delete(FACT).where(*gone))
        return count

    return patch("server.compaction.compact_scope", compact_scope)


def everybody_is_a_member() -> Patch[Any]:
    """Judge what a person sends who is a member no more."""
    real = server.exchange.Exchange._seat

    def seat(self: Any, connection: Connection, head: Head, *rest: Any) -> Any:
        found = real(self, connection, head, *rest)
        return None if found is None else server.exchange.Seat(found.tie, "")

    return patch.object(server.exchange.Exchange, "_seat", seat)


def aside_is_dropped() -> Patch[Any]:
    """Keep of a change set aside only that there was one."""
    real = server.hearing.Hearing._quarantined

    def quarantined(self: Any, read: Any, reason: str) -> Judgement:
        outcome = real(self, read, reason)
        effect = outcome.effect[0]
        fields = {name: value for name, value in effect.fields.items() if name != "change"}
        bare = RowEffect(entity=effect.entity, row=effect.row, fields=fields)
        return Judgement(outcome.verdict, (bare,))

    return patch.object(server.hearing.Hearing, "_quarantined", quarantined)


def verdict_forgotten() -> Patch[Any]:
    """Give another verdict when asked again."""
    real = OpenLog.known

    def known(self: OpenLog, ids: Iterable[str]) -> dict[ChangeId, Judged]:
        told = Verdict(word=Word.nothing)
        found = real(self, ids).items()
        return {id_: msgspec.structs.replace(one, verdict=told) for id_, one in found}

    return patch.object(OpenLog, "known", known)


def facts_out_of_order() -> Patch[Any]:
    """Leave the first fact of a page out, as a reader of a plain sequence would."""
    real = server.pages.read_page

    def read_page(connection: Connection, head: Head, cursor: int, limit: int) -> Page:
        page = real(connection, head, cursor, limit)
        return Page(page.facts[1:], page.size) if len(page.facts) > 1 else page

    return patch("server.exchange.read_page", read_page)


def sums_not_kept() -> Patch[Any]:
    """Leave the checksums of the head as they were."""
    return patch.object(OpenLog, "_add_to_sums", lambda self, key, before, now: None)
