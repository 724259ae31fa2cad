"""One scope's log and rows inside one transaction: what is there, and what is being added.

Rows are a fold of the log: they change only by laying the effects of the facts appended here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from msgspec.structs import replace
from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    insert,
    select,
    update,
)

from server.keys import Keys
from server.row_writes import delete_row, insert_row, read_row, update_row, write_row
from server.scrubbing import marks_in, scrub_scope
from server.tables import FACT, HEAD, ROW, STAFFING
from sync.codec import (
    SUM_MODULUS,
    BadMessage,
    canonical,
    chain_next,
    chain_start,
    combined_sum,
    decode,
    row_sum,
)
from sync.merge import Row, Stamp, lay, stamp_of
from sync.protocol import (
    Change,
    ChangeId,
    Estimate,
    Fact,
    Judged,
    RowEffect,
    RowId,
    ScopeId,
    Verdict,
)

RowKey = tuple[str, str]

_PLAIN = re.compile(r"[0-9A-Za-z][0-9A-Za-z:._-]{0,63}")
_CHUNK = 400


def is_plain(name: str) -> bool:
    """Tell whether a name from outside may be used as a key: 1 to 64 plain ASCII characters."""
    return _PLAIN.fullmatch(name) is not None


@dataclass(slots=True)
class Head:
    """Where a scope's log stands. `sums` are the additive checksums by kind of record."""

    community: str
    scope: ScopeId
    seq: int
    hash: str
    sums: dict[str, int]
    horizon: int = 0

    def checksum(self) -> str:
        """Fold the sums into the text that devices compare."""
        return combined_sum(self.sums)


def read_head(connection: Connection, scope: str, *, locked: bool = False) -> Head | None:
    """Read a scope's head; `locked` makes other writers of the scope wait for this transaction."""
    query = select(HEAD).where(HEAD.c.scope == scope)
    found = connection.execute(query.with_for_update() if locked else query).one_or_none()
    if found is None:
        return None
    return Head(
        found.community_id,
        ScopeId(found.scope),
        found.seq,
        found.hash,
        json.loads(found.sums),
        found.horizon,
    )


def create_head(connection: Connection, keys: Keys, community: str, scope: str) -> bool:
    """Begin a scope's log unless it has one; tell whether it was begun."""
    if read_head(connection, scope) is not None:
        return False
    connection.execute(
        insert(HEAD).values(
            community_id=community,
            scope=scope,
            seq=0,
            hash=chain_start(keys.chain, scope),
            sums="{}",
            horizon=0,
        )
    )
    return True


def hash_at(connection: Connection, keys: Keys, head: Head, seq: int) -> str | None:
    """Give the chain's hash at `seq`; None beyond the head."""
    if seq == head.seq:
        return head.hash
    if seq == 0:
        return chain_start(keys.chain, head.scope)
    if not 0 < seq < head.seq:
        return None
    return connection.scalar(select(FACT.c.hash).where(*within(FACT, head), FACT.c.seq == seq))


def within(table: Table, head: Head) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Narrow a table to the scope of a head."""
    return table.c.community_id == head.community, table.c.scope == head.scope


def stamp_of_body(body: bytes, estimate: Estimate) -> Stamp:
    """Give the stamp that a fact of this body leaves; a body that is no change names nobody."""
    try:
        return stamp_of(decode(Change, body), estimate)
    except BadMessage:
        return Stamp("", "", estimate.at_ms, estimate.good)


@dataclass(slots=True)
class OpenLog:
    """A scope's log under lock. Nothing is written before `flush`."""

    connection: Connection
    keys: Keys
    head: Head
    device: str
    received_ms: int
    _found: dict[RowKey, Row | None] = field(default_factory=dict)
    _laid: dict[RowKey, Row | None] = field(default_factory=dict)
    _facts: list[dict[str, object]] = field(default_factory=list)
    _asked: set[str] = field(default_factory=set)
    _elsewhere: dict[RowKey, set[str]] = field(default_factory=dict)
    _looked: set[str] = field(default_factory=set)

    def known(self, ids: Iterable[str]) -> dict[ChangeId, Judged]:
        """Find which of these changes the log already holds, with their stored verdicts."""
        found: dict[ChangeId, Judged] = {}
        columns = (FACT.c.change_id, FACT.c.seq, FACT.c.verdict)
        for some in _chunks(ids):
            query = select(*columns).where(*within(FACT, self.head), FACT.c.change_id.in_(some))
            for id_, seq, verdict in self.connection.execute(query):
                read = decode(Verdict, verdict.encode())
                found[ChangeId(id_)] = Judged(id=ChangeId(id_), seq=seq, verdict=read)
        return found

    def prefetch(self, ids: Iterable[str]) -> None:
        """Read all rows with these ids at once; the rest are read one by one when asked for."""
        columns = (ROW.c.kind, ROW.c.id, ROW.c.fields, ROW.c.stamps)
        for some in _chunks(one for one in ids if is_plain(one)):
            self._asked |= set(some)
            query = select(*columns).where(*within(ROW, self.head), ROW.c.id.in_(some))
            for kind, id_, fields, stamps in self.connection.execute(query):
                self._found[kind, id_] = read_row(fields, stamps)

    def row(self, kind: str, id_: RowId) -> Row | None:
        """Give a row as it is now, with everything laid so far."""
        key = (kind, id_)
        if key in self._laid:
            return self._laid[key]
        if key not in self._found:
            is_absent = id_ in self._asked or not is_plain(id_)
            self._found[key] = None if is_absent else self._read(kind, id_)
        return self._found[key]

    def look_elsewhere(self, ids: Iterable[str]) -> None:
        """Find at once which of these ids bear rows of other scopes, for `is_elsewhere`."""
        columns = (ROW.c.kind, ROW.c.id, ROW.c.scope)
        for some in _chunks(one for one in ids if is_plain(one)):
            query = select(*columns).where(ROW.c.id.in_(some), ROW.c.scope != self.head.scope)
            for kind, id_, scope in self.connection.execute(query):
                self._elsewhere.setdefault((kind, id_), set()).add(scope)
        self._looked |= set(ids)

    def is_elsewhere(self, kind: str, id_: str) -> bool:
        """Tell whether another grid or diary has a row of this kind and id.

        Catalogues bear the same ids in every community on purpose.
        """
        here = _owner(self.head.scope)
        found = self.elsewhere(kind, id_)
        return any(_owner(scope) != here for scope in found if not scope.startswith("community:"))

    def elsewhere(self, kind: str, id_: str) -> set[str]:
        """Name the other scopes that have a row of this kind and id."""
        if id_ not in self._looked:
            self.look_elsewhere([id_])
        return self._elsewhere.get((kind, id_), set())

    def scopes_with(self, kind: str, id_: str) -> list[str]:
        """List the other scopes of this community that have a row of this kind and id."""
        if not is_plain(id_):
            return []
        query = select(ROW.c.scope).where(
            ROW.c.community_id == self.head.community, ROW.c.kind == kind, ROW.c.id == id_
        )
        return sorted(one for one in self.connection.scalars(query) if one != self.head.scope)

    def _read(self, kind: str, id_: str) -> Row | None:
        query = select(ROW.c.fields, ROW.c.stamps).where(
            *within(ROW, self.head), ROW.c.kind == kind, ROW.c.id == id_
        )
        found = self.connection.execute(query).one_or_none()
        return None if found is None else read_row(*found)

    def lay(self, effect: Iterable[RowEffect], stamp: Stamp) -> None:
        """Lay effects over the rows, in order."""
        for one in effect:
            now = lay(self.row(one.entity, one.row), one, stamp)
            self._laid[one.entity, one.row] = now

    def everything(self) -> dict[RowKey, Row]:
        """Give all rows of the scope as they are now, with everything laid so far."""
        query = select(ROW.c.kind, ROW.c.id, ROW.c.fields, ROW.c.stamps)
        for kind, id_, fields, stamps in self.connection.execute(
            query.where(*within(ROW, self.head))
        ):
            if (kind, id_) not in self._found:
                self._found[kind, id_] = read_row(fields, stamps)
        rows = {**self._found, **self._laid}
        return {key: row for key, row in rows.items() if row is not None}

    def mark(self) -> dict[RowKey, Row | None]:
        """Remember the rows as laid so far, to `rewind` to."""
        return dict(self._laid)

    def rewind(self, mark: Mapping[RowKey, Row | None]) -> None:
        """Forget whatever was laid since `mark`."""
        self._laid = dict(mark)

    def append(self, fact: Fact) -> Judged:
        """Put the next fact at the end of the log; its effect must have been laid.

        `seq`, `was` and `hash` are filled in here.
        """
        placed = _placed(self.keys, self.head, fact)
        self._write(placed, self.device)
        return Judged(id=placed.id, seq=placed.seq, verdict=placed.verdict)

    def append_verbatim(self, fact: Fact, device: str) -> None:
        """Put a fact that this log has lost back where it stood, and lay its effect."""
        self.lay(fact.effect, stamp_of_body(bytes(fact.body), fact.estimate))
        self._write(fact, device)

    def append_laid(self, fact: Fact) -> None:
        """Put a fact that this log has lost back where it stood, whose effect has been laid."""
        self._write(fact, self.device)

    def _write(self, placed: Fact, device: str) -> None:
        head = self.head
        head.seq, head.hash = placed.seq, placed.hash
        self._facts.append(
            {
                "community_id": head.community,
                "scope": head.scope,
                "seq": placed.seq,
                "change_id": placed.id,
                "received_ms": placed.at_ms,
                "device": device,
                "verdict": canonical(placed.verdict).decode(),
                "hash": placed.hash,
                "wire": canonical(placed).decode(),
            }
        )

    def flush(self) -> None:
        """Write facts, rows, sums and head. The transaction's owner commits."""
        if self._facts:
            self.connection.execute(insert(FACT), self._facts)
        self._flush_rows()
        head = self.head
        self.connection.execute(
            update(HEAD)
            .where(*within(HEAD, head))
            .values(seq=head.seq, hash=head.hash, sums=canonical(head.sums).decode())
        )
        erased = marks_in(self._laid.items())
        if erased:
            scrub_scope(self.connection, (head.community, head.scope), erased)
        self._facts.clear()
        self._found |= self._laid
        self._laid.clear()

    def _flush_rows(self) -> None:
        new: list[dict[str, object]] = []
        changed: list[dict[str, object]] = []
        gone: list[dict[str, object]] = []
        place = (self.head.community, str(self.head.scope))
        for key, row in self._laid.items():
            before = self._found[key]  # a row is looked at before anything is laid over it
            self._add_to_sums(key, before, row)
            if row is None:
                gone += [{"k": key[0], "i": key[1]}] if before is not None else []
                continue
            values: dict[str, object] = {"k": key[0], "i": key[1], **write_row(row)}
            (new if before is None else changed).append(values)
        if new:
            self.connection.execute(insert_row(*place), new)
            self._note_staff([str(one["i"]) for one in new if one["k"] == "staff"])
        if changed:
            self.connection.execute(update_row(*place), changed)
        if gone:
            self.connection.execute(delete_row(*place), gone)

    def _add_to_sums(self, key: RowKey, before: Row | None, now: Row | None) -> None:
        kind, id_ = key
        added = row_sum(kind, id_, now.fields) if now else 0
        gone = row_sum(kind, id_, before.fields) if before else 0
        sums = self.head.sums
        sums[kind] = (sums.get(kind, 0) + added - gone) % SUM_MODULUS

    def _note_staff(self, people: list[str]) -> None:
        """Keep the index of who is staff where, by which a person's communities are found."""
        for person in people:
            values = {"community_id": self.head.community, "person": person}
            self.connection.execute(insert(STAFFING).values(values))


def _owner(scope: str) -> str:
    """Give what a scope is of: a grid and its masked rows belong together."""
    return scope.partition(":")[2]


def _placed(keys: Keys, head: Head, fact: Fact) -> Fact:
    unsigned = replace(fact, scope=head.scope, seq=head.seq + 1, was=head.hash, hash="")
    return replace(unsigned, hash=chain_next(keys.chain, head.hash, unsigned))


def _chunks(ids: Iterable[str]) -> Iterable[list[str]]:
    everything = sorted(set(ids))
    return [everything[at : at + _CHUNK] for at in range(0, len(everything), _CHUNK)]
