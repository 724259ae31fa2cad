"""Judges the erasure of a record by law, and whatever arrives about an erased one afterwards.

The fact of an erasure takes out the row and all that hangs on it or quotes it, and leaves a mark
for each: a row like any other, so it is in the log, in snapshots and in checksums.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from msgspec import Raw, Struct
from sqlalchemy import Table, select

from fieldapp.domain.purge import hangs_on, keys_named, pointers_to
from server.log import OpenLog, within
from server.reading import Read
from server.scrubbing import facts_about
from server.tables import BASE_ROW, ROW
from sync.codec import BadMessage, content_digests, decode, derived_id, wordless
from sync.merge import Judgement
from sync.protocol import Change, ChangeKind, RowEffect, RowId, Value, Verdict, Word
from sync.scrub import Key, envelope, mark_id

REASON = "purged"
_QUOTING = ("conflict", "quarantine")


class _Loose(Struct):
    """As much of a body that is no change of ours as tells what it is about."""

    entity: str = ""
    row: str = ""


def judge_purge(log: OpenLog, change: Change, now_ms: int) -> Judgement:
    """Say what goes with a record, what is emptied, and leave the marks."""
    log.flush()
    gone, emptied = what_goes(log, {(change.entity, str(change.row))})
    out = [RowEffect(entity=k, row=RowId(i), is_gone=True) for k, i in sorted(gone)]
    out += [RowEffect(entity=k, row=RowId(i), fields=f) for (k, i), f in sorted(emptied.items())]
    out += [mark(key, now_ms) for key in sorted(gone)]
    return Judgement(Verdict(word=Word.taken), tuple(out))


def mark(key: Key, now_ms: int, *, is_grown: bool = False) -> RowEffect:
    """Give the mark of an erased row."""
    fields: dict[str, Value] = {"on_entity": key[0], "on_row": key[1], "at_ms": now_ms}
    if is_grown:
        fields["is_grown"] = True
    return RowEffect(entity="purged", row=mark_id(key), fields=fields)


def is_marked(log: OpenLog, key: Key) -> bool:
    """Tell whether a row was erased."""
    return log.row("purged", mark_id(key)) is not None


def is_erased(log: OpenLog, key: Key) -> bool:
    """Tell whether a row was erased, here or in another scope: what goes in one goes in all.

    What arrives late may name it where nothing was known of it when it was erased.
    """
    return is_marked(log, key) or bool(log.elsewhere("purged", mark_id(key)))


def what_goes(log: OpenLog, first: Collection[Key]) -> tuple[set[Key], dict[Key, dict[str, Value]]]:
    """Find all rows that go with these, and the fields elsewhere that only name them.

    Rows at the horizon count as well: what hung on a record may have been handed on since.
    """
    gone = {*first, *(("resident", id_) for kind, id_ in first if kind == "care")}
    present = list(_rows(log, ROW))
    rows = [*present, *_rows(log, BASE_ROW)]
    there = {(kind, id_) for kind, id_, _ in rows}
    while True:
        grown = gone | {(k, i) for k, i, fields in rows if _goes(k, i, fields, gone)}
        grown |= {key for k, i, fields in rows if (k, i) in gone for key in _twins(k, i, fields)}
        grown |= set(_quoting(log, grown, there))
        if grown == gone:
            break
        gone = grown
    emptied = {
        (kind, id_): dict[str, Value](named)
        for kind, id_, fields in present
        if (kind, id_) not in gone and (named := pointers_to(gone, kind, fields))
    }
    return gone, emptied


def _rows(log: OpenLog, table: Table) -> Iterator[tuple[str, str, dict[str, Value]]]:
    query = select(table.c.kind, table.c.id, table.c.fields).where(*within(table, log.head))
    for kind, id_, fields in log.connection.execute(query):
        if kind != "purged":
            yield kind, id_, json.loads(fields)


def _goes(kind: str, id_: str, fields: dict[str, Value], gone: set[Key]) -> bool:
    if not hangs_on(kind, id_, fields).isdisjoint(gone):
        return True
    return kind == "quarantine" and _quotes(str(fields.get("change") or ""), gone)


def _twins(kind: str, id_: str, fields: dict[str, Value]) -> Iterator[Key]:
    """Whoever was written twice goes with both records."""
    if kind == "resident":
        yield from (key for key in hangs_on(kind, id_, fields) if key[0] == "resident")


def _quotes(body: str, gone: set[Key]) -> bool:
    """Tell whether a change that was set aside is about one of these rows."""
    try:
        return not keys_named(decode(Change, body.encode())).isdisjoint(gone)
    except BadMessage:
        return any(id_ in body for _, id_ in gone)


def _quoting(log: OpenLog, gone: set[Key], there: set[Key]) -> Iterator[Key]:
    """List what changes about these rows touched: conflicts, quarantine, rows never made."""
    place = (log.head.community, log.head.scope)
    for fact in facts_about(log.connection, place, gone):
        # What was turned down has no words: who wrote it goes on being told.
        for one in fact.effect if fact.digests is None else ():
            if one.entity in _QUOTING and _is_quoted(one, gone):
                yield one.entity, str(one.row)
        change = decoded(bytes(fact.body))
        if change is not None and not keys_named(change).isdisjoint(gone):
            yield from {(change.entity, str(change.row))} - there


def _is_quoted(one: RowEffect, gone: set[Key]) -> bool:
    """Tell whether a conflict quotes these rows: a move carries those of others as well."""
    if one.fields.get("on_row"):
        return (str(one.fields.get("on_entity")), str(one.fields["on_row"])) in gone
    return not one.stamps and not one.is_gone


def mark_ids(change: Change) -> set[str]:
    """Name the marks that tell whether a change is about an erased row."""
    return {mark_id(key) for key in keys_named(change)}


def without_words(log: OpenLog, read: Read) -> Read:
    """Give what was sent as it is; without its words where it is about an erased row."""
    if read.body_digest:
        return read
    body = bytes(read.body)
    change = read.change or decoded(body)
    if change is not None and (change.kind is ChangeKind.purge or not _is_about(log, change)):
        return read
    if change is None and not _is_loosely_about(log, body):
        return read
    return replace(
        read,
        body=Raw(wordless(body)),
        change=None if change is None else envelope(change),
        problem="",
        body_digest=hashlib.sha256(body).hexdigest(),
    )


def turned_down(log: OpenLog, read: Read, author: str, now_ms: int) -> Judgement:
    """Take nothing of what is about an erased row; its author is told once, without a name.

    Where what was set aside of it was erased as well, nothing is written under that name again.
    """
    verdict = Verdict(word=Word.nothing, reason=REASON)
    row = derived_id("quarantine", read.id)
    if not read.is_told or is_marked(log, ("quarantine", row)):
        return Judgement(verdict)
    fields: dict[str, Value] = {"reason": REASON, "author": author, "state": "waiting"}
    change = read.change
    if change is not None:
        fields["on_entity"] = change.entity
    effect = [RowEffect(entity="quarantine", row=row, fields=fields)]
    if change is not None and change.kind is ChangeKind.create:
        key = (change.entity, str(change.row))
        if log.row(*_row(key)) is None and not is_marked(log, key):
            effect.append(mark(key, now_ms, is_grown=True))
    return Judgement(verdict, tuple(effect))


def digests_of(read: Read, effect: Sequence[RowEffect]) -> tuple[str, ...] | None:
    """Give the digests of a fact whose words were taken out; None for any other."""
    if not read.body_digest:
        return None
    return read.body_digest, *content_digests(read.body, effect)[1:]


def _row(key: Key) -> tuple[str, RowId]:
    return key[0], RowId(key[1])


def _is_about(log: OpenLog, change: Change) -> bool:
    return any(is_erased(log, key) for key in keys_named(change))


def _is_loosely_about(log: OpenLog, body: bytes) -> bool:
    try:
        loose = decode(_Loose, body)
    except BadMessage:
        return False
    return is_erased(log, (loose.entity, loose.row))


def decoded(body: bytes) -> Change | None:
    """Read a change whatever its name is; None where there is none to read."""
    try:
        return decode(Change, body)
    except BadMessage:
        return None
