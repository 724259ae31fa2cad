"""All logs of one transaction: the one that is spoken to, and those that a move reaches besides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from server.log import Head, OpenLog, RowKey, read_head
from sync.merge import Row, Rows
from sync.protocol import RowId

Marks = dict[str, dict[RowKey, Row | None]]


class NotLocked(Exception):
    """Heads that must be locked as well; the transaction is begun again with them."""

    def __init__(self, scopes: Iterable[str]) -> None:
        super().__init__()
        self.scopes = frozenset(scopes)


@dataclass(slots=True)
class Logs:
    """The logs of the scopes whose heads are locked."""

    locked: Mapping[str, OpenLog]

    def at(self, scope: str) -> OpenLog | None:
        """Give a scope's log; None where this community has no such scope. Raises `NotLocked`."""
        found = self.all_at([scope])
        return found[0] if found else None

    def all_at(self, scopes: Iterable[str]) -> list[OpenLog]:
        """Give the logs of the scopes there are. Raises `NotLocked` for all that are missing."""
        wanted = list(scopes)
        there = [one for one in wanted if one in self.locked or self._exists(one)]
        missing = [one for one in there if one not in self.locked]
        if missing:
            raise NotLocked(missing)
        return [self.locked[one] for one in there]

    def mark(self) -> Marks:
        """Remember all rows as laid so far, to `rewind` to."""
        return {scope: log.mark() for scope, log in self.locked.items()}

    def rewind(self, marks: Marks) -> None:
        """Forget whatever was laid anywhere since `mark`."""
        for scope, log in self.locked.items():
            log.rewind(marks.get(scope, {}))

    def flush(self) -> None:
        """Write all logs. The transaction's owner commits."""
        for log in self.locked.values():
            log.flush()

    def _exists(self, scope: str) -> bool:
        one = next(iter(self.locked.values()))
        head = read_head(one.connection, scope)
        return head is not None and head.community == one.head.community


def lock_heads(connection: Connection, scopes: Iterable[str]) -> dict[str, Head]:
    """Lock the heads of scopes, always in the same order; those that are not there are left out."""
    found = {one: read_head(connection, one, locked=True) for one in sorted(scopes)}
    return {scope: head for scope, head in found.items() if head is not None}


def first_there(there: OpenLog, home: OpenLog) -> Rows:
    """Look for rows where a change is judged, and for its parents also where it came from."""

    def rows(kind: str, id_: RowId) -> Row | None:
        found = there.row(kind, id_)
        return home.row(kind, id_) if found is None else found

    return rows
