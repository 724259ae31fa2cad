"""Finding the few rows that differ from the server's, when the data differ though cursors agree.

Both sides compute sums from their rows, never from a stored number: by kind, then by bucket of
row ids, then row by row; only rows whose sums differ are fetched. Nobody adopts another's number.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

import msgspec

from sync.codec import SUM_MODULUS, row_sum
from sync.merge import Row, Stamp
from sync.protocol import RowId, ScopeId, Value, Wire

BUCKETS = 64
MAX_ROWS = 500
"""Rows fetched by one question."""

Key = tuple[str, str]
"""Kind and id of a row."""
Sums = Mapping[Key, int]


class DrillQuestion(Wire, frozen=True, kw_only=True):
    """What is asked of one scope at one place of its log.

    Nothing more: the sum of each kind. `kinds`: their sums by bucket. `buckets`: the sum of each
    row in these buckets of a kind. `rows`: the rows themselves.
    """

    scope: ScopeId
    cursor: int
    hash: str
    kinds: tuple[str, ...] = ()
    buckets: dict[str, tuple[int, ...]] = msgspec.field(default_factory=dict)
    rows: tuple[tuple[str, RowId], ...] = ()


class DrillRow(Wire, frozen=True, kw_only=True):
    """One row with its stamps: field → actor, device, estimate in ms, whether it is a good one."""

    kind: str
    id: RowId
    fields: dict[str, Value]
    stamps: dict[str, tuple[str, str, int, bool]] = msgspec.field(default_factory=dict)


class DrillAnswer(Wire, frozen=True, kw_only=True):
    """The part that was asked for; sums in hex."""

    kinds: dict[str, str] = msgspec.field(default_factory=dict)
    buckets: dict[str, dict[str, str]] = msgspec.field(default_factory=dict)
    sums: dict[str, dict[str, str]] = msgspec.field(default_factory=dict)
    rows: tuple[DrillRow, ...] = ()


Ask = Callable[[DrillQuestion], DrillAnswer]


@dataclass(frozen=True, slots=True)
class Differences:
    """The server's rows that are other ones here or not here, and the rows that only are here."""

    rows: Mapping[Key, Row]
    gone: frozenset[Key]

    def __len__(self) -> int:
        """Count the rows that differ."""
        return len(self.rows) + len(self.gone)


def bucket_of(id_: str) -> int:
    """Tell in which of the buckets a row id lies."""
    return hashlib.sha256(id_.encode()).digest()[0] % BUCKETS


def sums_of(rows: Iterable[tuple[str, str, Row]]) -> dict[Key, int]:
    """Compute the sum of each row."""
    return {(kind, id_): row_sum(kind, id_, row.fields) for kind, id_, row in rows}


def answer(question: DrillQuestion, sums: Sums, read: Callable[[Key], Row | None]) -> DrillAnswer:
    """Answer from the sums of all rows of the scope, and with the rows that are asked for."""
    if question.rows:
        found = [(key, row) for key in question.rows[:MAX_ROWS] if (row := read(key)) is not None]
        return DrillAnswer(rows=tuple(_written(kind, id_, row) for (kind, id_), row in found))
    if question.buckets:
        wanted = {kind: set(buckets) for kind, buckets in question.buckets.items()}
        return DrillAnswer(sums=_texts(_rows_in(sums, wanted)))
    if question.kinds:
        return DrillAnswer(buckets=_texts(_by_bucket(sums, set(question.kinds))))
    return DrillAnswer(kinds={kind: f"{total:x}" for kind, total in _by_kind(sums).items()})


def find_differences(scope: ScopeId, cursor: int, hash_: str, mine: Sums, ask: Ask) -> Differences:
    """Ask down to the rows that differ. Raises what `ask` raises."""

    plain = DrillQuestion(scope=scope, cursor=cursor, hash=hash_)

    def question(**wanted: object) -> DrillAnswer:
        return ask(msgspec.structs.replace(plain, **wanted))

    theirs = {kind: int(total, 16) for kind, total in question().kinds.items()}
    kinds = _unequal(_by_kind(mine), theirs)
    if not kinds:
        return Differences({}, frozenset())
    by_bucket = _numbers(question(kinds=tuple(kinds)).buckets)
    buckets = {
        kind: tuple(int(one) for one in _unequal(ours, by_bucket.get(kind, {})))
        for kind, ours in _with_all(_by_bucket(mine, set(kinds)), kinds)
    }
    buckets = {kind: found for kind, found in buckets.items() if found}
    if not buckets:
        return Differences({}, frozenset())
    by_row = _numbers(question(buckets=buckets).sums)
    ours = _rows_in(mine, {kind: set(found) for kind, found in buckets.items()})
    other = {
        (kind, id_) for kind in kinds for id_ in _unequal(ours.get(kind, {}), by_row.get(kind, {}))
    }
    here = {key for key in other if key[1] in by_row.get(key[0], {})}
    rows: dict[Key, Row] = {}
    for some in _chunks(sorted(here)):
        wanted = tuple((kind, RowId(id_)) for kind, id_ in some)
        rows |= {(one.kind, one.id): _read(one) for one in question(rows=wanted).rows}
    rows = {key: row for key, row in rows.items() if key in here}
    return Differences(rows, frozenset(other - here))


def _by_kind(sums: Sums) -> dict[str, int]:
    totals: dict[str, int] = {}
    for (kind, _), one in sums.items():
        totals[kind] = (totals.get(kind, 0) + one) % SUM_MODULUS
    return {kind: total for kind, total in totals.items() if total}


def _by_bucket(sums: Sums, kinds: set[str]) -> dict[str, dict[str, int]]:
    totals: dict[str, dict[str, int]] = {}
    for (kind, id_), one in sums.items():
        if kind in kinds:
            place = totals.setdefault(kind, {})
            bucket = str(bucket_of(id_))
            place[bucket] = (place.get(bucket, 0) + one) % SUM_MODULUS
    return totals


def _rows_in(sums: Sums, buckets: Mapping[str, set[int]]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for (kind, id_), one in sums.items():
        if kind in buckets and bucket_of(id_) in buckets[kind]:
            found.setdefault(kind, {})[id_] = one
    return found


def _unequal(ours: Mapping[str, int], theirs: Mapping[str, int]) -> list[str]:
    """List the names under which the two differ; what one lacks is nothing, not 0."""
    return sorted(
        name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name)
    )


def _with_all(
    totals: Mapping[str, Mapping[str, int]], kinds: Iterable[str]
) -> Iterator[tuple[str, Mapping[str, int]]]:
    return ((kind, totals.get(kind, {})) for kind in kinds)


def _texts(totals: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, str]]:
    return {
        kind: {name: f"{one:x}" for name, one in inner.items()} for kind, inner in totals.items()
    }


def _numbers(texts: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, int]]:
    return {
        kind: {name: int(one, 16) for name, one in inner.items()} for kind, inner in texts.items()
    }


def _chunks(keys: list[Key]) -> Iterator[list[Key]]:
    return (keys[start : start + MAX_ROWS] for start in range(0, len(keys), MAX_ROWS))


def _written(kind: str, id_: str, row: Row) -> DrillRow:
    stamps = {
        name: (one.actor, one.device, one.at_ms, one.good) for name, one in row.stamps.items()
    }
    return DrillRow(kind=kind, id=RowId(id_), fields=row.fields, stamps=stamps)


def _read(one: DrillRow) -> Row:
    stamps = {name: Stamp(*parts) for name, parts in one.stamps.items()}
    return Row(dict(one.fields), stamps)
