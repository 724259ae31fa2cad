"""The outbox: own changes in stream order, each with its slot, until they are read in the log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import ColumnElement, Connection, delete, func, select, update

from fieldapp.store.database import run_many, run_one
from fieldapp.store.schema import outbox
from sync.codec import canonical, change_id, decode
from sync.protocol import Change, ChangeId, Sent, Slot

thing = func.coalesce(outbox.c.act, outbox.c.group_id, outbox.c.change_id)
"""What a person counts as one: an act, a group, or a change alone."""


@dataclass(frozen=True, slots=True)
class Pending:
    """One change waiting in the outbox."""

    id: ChangeId
    n: int
    prev: str
    entity: str
    row: str
    body: str

    def change(self) -> Change:
        """Decode the body, which this device wrote itself."""
        return decode(Change, self.body.encode())

    def sent(self, incarnation: str) -> Sent:
        """Put the change into its slot for an offer."""
        slot = Slot(incarnation=incarnation, n=self.n, prev=self.prev)
        return Sent(id=self.id, slot=slot, body=msgspec.Raw(self.body.encode()))


def append(connection: Connection, changes: Sequence[Change]) -> list[ChangeId]:
    """Append changes of one transaction, giving each the next slot of its scope."""
    ends: dict[str, tuple[int, ChangeId | str]] = {}
    values = []
    ids: list[ChangeId] = []
    for change in changes:
        n, prev = ends.get(change.scope) or _end(connection, change.scope)
        body = canonical(change)
        id_ = change_id(change, body)
        values.append(_values(change, id_, n + 1, prev, body))
        ends[change.scope] = (n + 1, id_)
        ids.append(id_)
    run_many(connection, _INSERT, values)
    for scope, (n, last) in ends.items():
        _set_end(connection, scope, n, last)
    return ids


def pending(connection: Connection, scope: str, *, limit: int | None = None) -> list[Pending]:
    """Read what waits in one scope, in stream order, the first `limit` of it."""
    most = -1 if limit is None else limit
    return _read(connection, "scope = ? ORDER BY n LIMIT ?", (scope, most))


def pending_named(connection: Connection, scope: str, ids: Iterable[str]) -> list[Pending]:
    """Read the waiting changes of a scope that bear these ids, in stream order."""
    return _read_chunked(connection, scope, "change_id", ids)


def pending_on(connection: Connection, scope: str, rows: Iterable[str]) -> list[Pending]:
    """Read the waiting changes that may show on these rows, in stream order.

    A decision on a conflict shows on another row than its own, so all of them are given.
    """
    found = _read_chunked(connection, scope, "row", rows)
    known = {entry.id for entry in found}
    decisions = _read(connection, "scope = ? AND entity = 'conflict'", (scope,))
    found += [entry for entry in decisions if entry.id not in known]
    return sorted(found, key=lambda entry: entry.n)


def is_empty(connection: Connection, scope: str) -> bool:
    """Tell whether nothing waits in a scope."""
    query = "SELECT 1 FROM outbox WHERE scope = ? LIMIT 1"
    return run_one(connection, query, (scope,)).fetchone() is None


def _read_chunked(
    connection: Connection, scope: str, column: str, values: Iterable[str]
) -> list[Pending]:
    wanted = sorted(set(values))
    found: list[Pending] = []
    for start in range(0, len(wanted), 500):
        chunk = wanted[start : start + 500]
        marks = ", ".join("?" * len(chunk))
        found += _read(connection, f"scope = ? AND {column} IN ({marks})", (scope, *chunk))
    return sorted(found, key=lambda entry: entry.n)


def _read(connection: Connection, where: str, values: Sequence[str | int]) -> list[Pending]:
    found = run_one(connection, f"{_PENDING} WHERE {where}", values)
    return [Pending(ChangeId(id_), *rest) for id_, *rest in found.fetchall()]


def count(connection: Connection) -> int:
    """Count all changes that wait."""
    return connection.execute(select(func.count()).select_from(outbox)).scalar_one()


def size(connection: Connection) -> int:
    """Count the bytes of all that waits; on its way it is smaller."""
    query = select(func.coalesce(func.sum(func.length(outbox.c.body)), 0))
    return int(connection.execute(query).scalar_one())


def things(connection: Connection, *claims: ColumnElement[bool]) -> int:
    """Count what waits as a person does, of those changes for which every claim holds."""
    return connection.execute(select(func.count(thing.distinct())).where(*claims)).scalar_one()


def retire(connection: Connection, ids: Sequence[str]) -> None:
    """Take changes out that were read in the log."""
    for start in range(0, len(ids), 500):
        chunk = ids[start : start + 500]
        connection.execute(delete(outbox).where(outbox.c.change_id.in_(chunk)))


def mark_delivered(connection: Connection, seq_by_id: Mapping[ChangeId, int]) -> None:
    """Remember that the server has these changes, and where in its log."""
    for id_, seq in seq_by_id.items():
        connection.execute(
            update(outbox).where(outbox.c.change_id == id_).values(delivered_seq=seq)
        )


def forget_delivery(connection: Connection, scope: str) -> None:
    """After a snapshot a delivery learned earlier counts for nothing: offer everything again."""
    connection.execute(update(outbox).where(outbox.c.scope == scope).values(delivered_seq=None))


def renumber(connection: Connection, scope: str) -> tuple[int, str]:
    """Give what waits in a scope new slots from 1, for a new incarnation; gives the end."""
    waiting = pending(connection, scope)
    # Two passes, because slots of one scope are unique at every moment.
    for entry in waiting:
        connection.execute(update(outbox).where(outbox.c.change_id == entry.id).values(n=-entry.n))
    n, prev = 0, ""
    for entry in waiting:
        n += 1
        connection.execute(
            update(outbox)
            .where(outbox.c.change_id == entry.id)
            .values(n=n, prev=prev, delivered_seq=None)
        )
        prev = entry.id
    _set_end(connection, scope, n, prev)
    return n, prev


def _end(connection: Connection, scope: str) -> tuple[int, str]:
    n, last = run_one(connection, _READ_END, (scope,)).fetchone()
    return n, last


def _set_end(connection: Connection, scope: str, n: int, id_: str) -> None:
    run_one(connection, _WRITE_END, (n, id_, scope))


def _values(change: Change, id_: str, n: int, prev: str, body: bytes) -> tuple[object, ...]:
    return (
        change.scope,
        id_,
        n,
        prev,
        change.entity,
        change.row,
        change.act,
        change.group.id if change.group else None,
        body.decode(),
        change.time.wall_ms,
    )


# Every save and exchange goes this way: straight to the driver, since compiling costs more.
_PENDING = "SELECT change_id, n, prev, entity, row, body FROM outbox"
_READ_END = "SELECT last_n, last_id FROM scope_state WHERE scope = ?"
_WRITE_END = "UPDATE scope_state SET last_n = ?, last_id = ? WHERE scope = ?"
_INSERT = (
    "INSERT INTO outbox (scope, change_id, n, prev, entity, row, act, group_id, body, saved_ms)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
