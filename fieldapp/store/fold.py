"""The base rows of one scope that an answer touches, and how they come to be shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, delete, insert, select

from fieldapp.domain.entities import ENTITIES
from fieldapp.store import derived, outbox, unknown
from fieldapp.store.laying import lay_edits, overlays
from fieldapp.store.outbox import Pending
from fieldapp.store.parted_photos import part_by_facts, part_by_rows
from fieldapp.store.rows import (
    Key,
    Stored,
    delete_rows,
    drop_base_images,
    has_rows,
    insert_table,
    keep_base_images,
    read_base_images,
    read_rows,
    write_rows,
)
from fieldapp.store.schema import TABLES, aside, base_image, unknown_row
from fieldapp.store.scopes import ScopeStand
from sync.codec import SUM_MODULUS, BadMessage, canonical, decode, row_sum
from sync.merge import Row, Stamp, lay
from sync.protocol import Change, Edit, Fact, Value
from sync.snapshot import Snapshot
from sync.stamps import pack_stamps

ASIDE_MS = 90 * 86_400_000
"""How long rows are kept aside that a snapshot replaced after a reset."""


def change_of(fact: Fact) -> Change | None:
    """Decode the change a fact was made of, or None when it never could be read."""
    try:
        return decode(Change, bytes(fact.body))
    except BadMessage:
        return None


def sums_from_rows(connection: Connection, scope: str) -> dict[str, int]:
    """Compute the checksums of a scope's base again, from its rows."""
    totals: dict[str, int] = {}
    for kind, id_, row in base_rows(connection, scope):
        totals[kind] = (totals.get(kind, 0) + row_sum(kind, id_, row.fields)) % SUM_MODULUS
    return {kind: total for kind, total in totals.items() if total}


def kinds_in(scope: str) -> list[str]:
    """List the kinds of rows that a scope can hold."""
    prefix = scope.partition(":")[0]
    return [one.kind for one in ENTITIES if one.scope in (prefix, "*")]


def base_rows(connection: Connection, scope: str) -> Iterable[tuple[str, str, Row]]:
    """Read all rows of a scope as the log has them."""
    for kind in kinds_in(scope):
        table = TABLES[kind]
        ids = connection.execute(select(table.c.id).where(table.c.scope == scope)).scalars()
        keys = [(kind, id_) for id_ in ids]
        images = read_base_images(connection, keys, scope)
        for key, stored in read_rows(connection, keys, scope).items():
            row = images.get(key, stored.row) if key in images else stored.row
            if row is not None:
                yield kind, key[1], row
    for kind, id_, _, row in unknown.of_scope(connection, scope):
        yield kind, id_, row


_Layer = tuple[Change, Mapping[str, Edit]]


def _laid(key: Key, base: Row | None, layers: list[_Layer]) -> Row | None:
    row = base
    for change, edits in layers:
        stamp = Stamp(change.actor, change.device, change.time.wall_ms, good=False)
        row = lay_edits(key[0], row or Row(), edits, stamp)
    return row


class Fold:
    """The base rows of one scope that a page touches, and what becomes of them."""

    def __init__(self, connection: Connection, stand: ScopeStand) -> None:
        self.sums = dict(stand.sums)
        self.touched: set[str] = set()
        self._connection = connection
        self._scope = stand.scope
        self._base: dict[Key, Row | None] = {}

    def absorb(self, facts: list[Fact]) -> None:
        """Fold the facts' effects into the base."""
        part_by_facts(self._connection, self._scope, facts)
        self._load({(one.entity, one.row) for fact in facts for one in fact.effect})
        for fact in facts:
            change = change_of(fact)
            stamp = Stamp(
                change.actor if change else "",
                change.device if change else "",
                fact.estimate.at_ms,
                fact.estimate.good,
            )
            for one in fact.effect:
                key = (one.entity, one.row)
                before = self._base.get(key)
                after = lay(before, one, stamp)
                self._account(key, before, after)
                self._base[key] = after

    def replace_all(self, rows: Mapping[Key, Row], now_ms: int, *, keep_aside: bool) -> None:
        """Replace the whole base of the scope."""
        part_by_rows(self._connection, self._scope, rows)
        old = list(base_rows(self._connection, self._scope))
        if keep_aside:
            self._set_aside(old, now_ms)
        self._base = {(kind, id_): None for kind, id_, _ in old}
        self._base |= dict.fromkeys(self._all_images())
        self._base |= rows
        self.sums = {}
        for key, row in rows.items():
            self._account(key, None, row)

    def replace(self, rows: Mapping[Key, Row | None]) -> None:
        """Replace the base of these rows; None takes one out."""
        self._load(rows)
        for key, row in rows.items():
            self._account(key, self._base[key], row)
            self._base[key] = row

    def is_empty(self) -> bool:
        """Tell whether the scope has no row here, neither from the log nor from this device."""
        tables = [base_image, unknown_row, *(TABLES[kind] for kind in kinds_in(self._scope))]
        is_waiting = not outbox.is_empty(self._connection, self._scope)
        return not is_waiting and not any(
            has_rows(self._connection, table, self._scope) for table in tables
        )

    def fill(self, snapshot: Snapshot) -> None:
        """Take a whole snapshot into an empty scope; nothing is looked up, nothing replaced."""
        for table in snapshot.tables:
            insert_table(self._connection, self._scope, table)
            self.touched.add(table.kind)
        derived.owe(self._connection, self._scope, self.touched)
        self.sums = snapshot.sums

    def lay_outbox_over(self) -> None:
        """Write base and view of every touched row, laying what still waits over the base."""
        rows = self._base
        if not rows:
            return
        waiting = outbox.pending_on(self._connection, self._scope, (id_ for _, id_ in rows))
        overlaid = self._overlaid(waiting)
        shown = {key: layers for key, layers in overlaid.items() if key in rows}
        gone = [key for key, row in rows.items() if row is None and key not in shown]
        delete_rows(self._connection, self._scope, gone)
        settled = [key for key in rows if key not in shown]
        drop_base_images(self._connection, self._scope, settled)
        keep_base_images(self._connection, self._scope, {key: rows[key] for key in shown})
        views = {
            key: Stored(self._scope, laid)
            for key, row in rows.items()
            if (laid := _laid(key, row, shown.get(key, []))) is not None
        }
        write_rows(self._connection, views)
        elsewhere = read_rows(self._connection, gone) if gone else {}
        derived.refresh(self._connection, rows, {**elsewhere, **views})
        self.touched |= {kind for kind, _ in rows}

    def touch(self, waiting: Iterable[Pending]) -> None:
        """Have the rows that these changes show on drawn again."""
        self._load(key for entry in waiting for key in overlays(entry.change(), self._conflict))

    def _overlaid(self, waiting: list[Pending]) -> dict[Key, list[_Layer]]:
        shown: dict[Key, list[_Layer]] = {}
        for entry in waiting:
            change = entry.change()
            for key, edits in overlays(change, self._conflict).items():
                if not self._has_moved(key):
                    shown.setdefault(key, []).append((change, edits))
        return shown

    def _has_moved(self, key: Key) -> bool:
        """Tell whether a row was handed to another grid: what waits on it shows there."""
        if self._base.get(key, Row()) is not None:
            return False
        self._load([("moved", key[1])])
        return self._base["moved", key[1]] is not None

    def _conflict(self, id_: str) -> Mapping[str, Value] | None:
        """Give a conflict's record as the log has it from now on."""
        self._load([("conflict", id_)])
        record = self._base["conflict", id_]
        return None if record is None else record.fields

    def _load(self, keys: Iterable[Key]) -> None:
        missing = [key for key in dict.fromkeys(keys) if key not in self._base]
        images = read_base_images(self._connection, missing, self._scope)
        unlaid = [key for key in missing if key not in images]
        stored = read_rows(self._connection, unlaid, self._scope)
        for key in missing:
            if key in images:
                self._base[key] = images[key]
            else:
                self._base[key] = stored[key].row if key in stored else None

    def _all_images(self) -> set[Key]:
        query = select(base_image.c.kind, base_image.c.id).where(base_image.c.scope == self._scope)
        return {(found.kind, found.id) for found in self._connection.execute(query)}

    def _account(self, key: Key, before: Row | None, after: Row | None) -> None:
        kind, id_ = key
        total = self.sums.get(kind, 0)
        total -= row_sum(kind, id_, before.fields) if before else 0
        total += row_sum(kind, id_, after.fields) if after else 0
        self.sums[kind] = total % SUM_MODULUS

    def _set_aside(self, old: list[tuple[str, str, Row]], now_ms: int) -> None:
        self._connection.execute(delete(aside).where(aside.c.at_ms < now_ms - ASIDE_MS))
        rows = [[kind, id_, row.fields, pack_stamps(row.stamps)] for kind, id_, row in old]
        if rows:
            self._connection.execute(
                insert(aside).prefix_with("OR REPLACE"),
                {"scope": self._scope, "at_ms": now_ms, "rows": canonical(rows).decode()},
            )
