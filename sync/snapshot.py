"""Snapshots: all rows of one scope at one `(seq, hash)`, compact, strict and the same everywhere.

zstd over JSON lines: a header, then for each kind one line of columns, then an end mark. A
column holds one field of all rows (absent values as null); who wrote what and when is kept as
numbers into a table of writers and as time differences, since most fields of a row share one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import zstandard

from sync.codec import BadMessage, canonical, decode, inflate
from sync.merge import Row, Stamp
from sync.protocol import RowId, ScopeId, Value

VERSION = 1
_FORMAT = "grid-snapshot"
_LEVEL = 9
MAX_SNAPSHOT = 256_000_000
"""Decompressed bytes of a snapshot; anything larger is refused."""

KeyedRow = tuple[str, RowId, Row]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All rows of a scope at one place of its log."""

    scope: ScopeId
    seq: int
    hash: str
    rows: tuple[KeyedRow, ...]


class _Header(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    format: str
    version: int
    scope: str
    seq: int
    hash: str
    writers: list[tuple[str, str]]
    kinds: int
    rows: int


class _Table(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Rows of one kind, by column. `stamps` are the rows' usual writing, `other` the exceptions."""

    kind: str
    ids: list[str]
    columns: dict[str, list[Value]]
    stamps: tuple[list[int], list[int], list[int]]
    other: dict[str, dict[str, tuple[int, int, int]]]


class _End(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    end: int


class _Writers:
    """Numbers for who wrote on which device, in the order of first use."""

    def __init__(self) -> None:
        self.numbers: dict[tuple[str, str], int] = {}

    def number(self, stamp: Stamp) -> int:
        return self.numbers.setdefault((stamp.actor, stamp.device), len(self.numbers))


def write_snapshot(scope: str, seq: int, hash_: str, rows: Iterable[KeyedRow]) -> bytes:
    """Write a snapshot; equal rows give equal bytes, in whatever order they come."""
    kinds: dict[str, list[tuple[RowId, Row]]] = {}
    for kind, id_, row in rows:
        kinds.setdefault(kind, []).append((id_, row))
    writers = _Writers()
    tables = [_table(kind, sorted(kinds[kind], key=_id), writers) for kind in sorted(kinds)]
    count = sum(len(table.ids) for table in tables)
    header = _Header(
        format=_FORMAT,
        version=VERSION,
        scope=scope,
        seq=seq,
        hash=hash_,
        writers=list(writers.numbers),
        kinds=len(tables),
        rows=count,
    )
    lines = [canonical(part) for part in (header, *tables, _End(end=count))]
    return zstandard.ZstdCompressor(level=_LEVEL).compress(b"\n".join(lines) + b"\n")


def _id(keyed: tuple[RowId, Row]) -> str:
    return keyed[0]


def _table(kind: str, rows: Sequence[tuple[RowId, Row]], writers: _Writers) -> _Table:
    names = sorted({name for _, row in rows for name in row.fields})
    who, when, good = [], [], []
    other: dict[str, dict[str, tuple[int, int, int]]] = {}
    before = 0
    for place, (_, row) in enumerate(rows):
        usual = _usual(row)
        at_ms = usual.at_ms if usual else before
        who.append(writers.number(usual) if usual else -1)
        when.append(at_ms - before)
        good.append(int(usual.good) if usual else 0)
        before = at_ms
        exceptions = _exceptions(row, usual, at_ms, writers)
        if exceptions:
            other[str(place)] = exceptions
    return _Table(
        kind=kind,
        ids=[id_ for id_, _ in rows],
        columns={name: [row.fields.get(name) for _, row in rows] for name in names},
        stamps=(who, when, good),
        other=other,
    )


def _usual(row: Row) -> Stamp | None:
    """Give the stamp that most present fields share; the smaller field name decides a tie."""
    counts: dict[Stamp, int] = {}
    for name in sorted(row.fields):
        stamp = row.stamps.get(name)
        if stamp is not None:
            counts[stamp] = counts.get(stamp, 0) + 1
    return max(counts, key=counts.__getitem__, default=None)


def _exceptions(
    row: Row, usual: Stamp | None, at_ms: int, writers: _Writers
) -> dict[str, tuple[int, int, int]]:
    """List fields written otherwise than usual, emptied ones included; -1 is "no stamp"."""
    found: dict[str, tuple[int, int, int]] = {}
    for name in sorted(row.fields.keys() | row.stamps.keys()):
        stamp = row.stamps.get(name)
        if stamp == usual and name in row.fields:
            continue
        if stamp is None:
            found[name] = (-1, 0, 0)
        else:
            found[name] = (writers.number(stamp), stamp.at_ms - at_ms, int(stamp.good))
    return found


def read_snapshot(packed: bytes) -> Snapshot:
    """Read a snapshot. Raises `BadMessage` for anything torn, unknown or inconsistent."""
    lines = inflate(packed, limit=MAX_SNAPSHOT).split(b"\n")
    if len(lines) < 3 or lines[-1]:
        raise BadMessage("truncated")
    _check_version(lines[0])
    header = decode(_Header, lines[0])
    tables = [decode(_Table, line) for line in lines[1:-2]]
    end = decode(_End, lines[-2])
    if header.kinds != len(tables) or header.rows != end.end:
        raise BadMessage("truncated")
    rows = tuple(row for table in tables for row in _rows(table, header.writers))
    if len(rows) != end.end:
        raise BadMessage("truncated")
    return Snapshot(ScopeId(header.scope), header.seq, header.hash, rows)


def _check_version(line: bytes) -> None:
    """Tell a newer format apart from a broken one, before its other fields are looked at."""

    class Mark(msgspec.Struct):
        format: str
        version: int

    mark = decode(Mark, line)
    if mark.format != _FORMAT:
        raise BadMessage("malformed")
    if mark.version != VERSION:
        raise BadMessage("unknown_version")


def _rows(table: _Table, writers: Sequence[tuple[str, str]]) -> Iterator[KeyedRow]:
    who, when, good = table.stamps
    lengths = {len(table.ids), len(who), len(when), len(good)}
    if len(lengths | {len(column) for column in table.columns.values()}) != 1:
        raise BadMessage("malformed")
    at_ms = 0
    columns = sorted(table.columns.items())
    for place, id_ in enumerate(table.ids):
        at_ms += when[place]
        fields = {name: column[place] for name, column in columns if column[place] is not None}
        usual = _stamp(writers, who[place], at_ms, good[place])
        other = table.other.get(str(place), {})
        yield table.kind, RowId(id_), Row(fields, _stamps(fields, usual, at_ms, other, writers))


def _stamps(
    fields: Mapping[str, Any],
    usual: Stamp | None,
    at_ms: int,
    other: Mapping[str, tuple[int, int, int]],
    writers: Sequence[tuple[str, str]],
) -> dict[str, Stamp]:
    stamps: dict[str, Stamp | None] = dict.fromkeys(fields, usual)
    for name, (number, later_ms, is_good) in other.items():
        stamps[name] = _stamp(writers, number, at_ms + later_ms, is_good)
    return {name: stamp for name, stamp in stamps.items() if stamp is not None}


def _stamp(
    writers: Sequence[tuple[str, str]], number: int, at_ms: int, is_good: int
) -> Stamp | None:
    if number == -1:
        return None
    if not 0 <= number < len(writers):
        raise BadMessage("malformed")
    return Stamp(*writers[number], at_ms, bool(is_good))
