"""Snapshots: all rows of one scope at one `(seq, hash)`, strict and the same everywhere.

zstd over JSON lines: a header, then for each kind a line for each row, sorted by id, and after
them a line for the stamps of each, and an end mark. A row's line is the very bytes that its
checksum covers, and its stamps are the text that a device keeps: neither is spelt anew on arrival.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import msgspec
import zstandard

from sync.codec import BadMessage, canonical, decode, inflate, lines_sum
from sync.merge import Row
from sync.protocol import PackedStamp, RowId, ScopeId
from sync.stamps import pack_stamps, unpack_stamps

VERSION = 2
_FORMAT = "grid-snapshot"
_LEVEL = 9
MAX_SNAPSHOT = 256_000_000
"""Decompressed bytes of a snapshot; anything larger is refused."""

BATCH = 5000
"""Rows handed on at once."""

KeyedRow = tuple[str, RowId, Row]
RowLine = tuple[str, str, dict[str, Any]]
"""Kind, id and fields of a row, as its line holds them; absent fields are left out."""

SpeltRow = tuple[str, str, bytes, bytes]
"""Kind and id of a row, its line, and the line of its stamps."""


class _Line(msgspec.Struct, array_like=True, gc=False, frozen=True):
    kind: str
    id: str
    fields: dict[str, msgspec.Raw]


_lines_decoder = msgspec.json.Decoder(_Line)
_stamps_decoder = msgspec.json.Decoder(list[PackedStamp])
_batch_decoder = msgspec.json.Decoder(list[tuple[RowLine, list[PackedStamp]]])


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one kind, in the order of their ids.

    `batches` are JSON texts `[[line,stamps],...]` of the very lines that came, at most `BATCH` in
    each; `names` are those of all fields that any row has.
    """

    kind: str
    size: int
    names: frozenset[str]
    batches: tuple[bytes, ...] = field(repr=False)
    sum: int

    @property
    def lines(self) -> Iterator[tuple[RowLine, list[PackedStamp]]]:
        """The rows one by one, decoded, each with its packed stamps."""
        for batch in self.batches:
            yield from _batch_decoder.decode(batch)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All rows of a scope at one place of its log."""

    scope: ScopeId
    seq: int
    hash: str
    tables: tuple[Table, ...]

    @property
    def size(self) -> int:
        """How many rows there are."""
        return sum(table.size for table in self.tables)

    @property
    def sums(self) -> dict[str, int]:
        """The checksum of each kind, from the bytes that came."""
        return {table.kind: table.sum for table in self.tables}

    @property
    def rows(self) -> Iterator[KeyedRow]:
        """The rows with their stamps, one by one."""
        for table in self.tables:
            for (kind, id_, fields), packed in table.lines:
                yield kind, RowId(id_), Row(fields, unpack_stamps(packed))


class _Header(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    format: str
    version: int
    scope: str
    seq: int
    hash: str
    kinds: list[tuple[str, int]]


class _End(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    end: int


def write_snapshot(scope: str, seq: int, hash_: str, rows: Iterable[KeyedRow]) -> bytes:
    """Write a snapshot; equal rows give equal bytes, in whatever order they come."""
    return write_spelt(scope, seq, hash_, [spell(kind, id_, row) for kind, id_, row in rows])


def spell(kind: str, id_: str, row: Row) -> SpeltRow:
    """Spell a row as its two lines."""
    present = {name: value for name, value in row.fields.items() if value is not None}
    return kind, id_, canonical([kind, id_, present]), canonical(pack_stamps(row.stamps))


def write_spelt(scope: str, seq: int, hash_: str, rows: Iterable[SpeltRow]) -> bytes:
    """Write a snapshot of rows that are spelt already."""
    kinds: dict[str, list[SpeltRow]] = {}
    for row in sorted(rows):
        kinds.setdefault(row[0], []).append(row)
    header = _Header(
        format=_FORMAT,
        version=VERSION,
        scope=scope,
        seq=seq,
        hash=hash_,
        kinds=[(kind, len(found)) for kind, found in kinds.items()],
    )
    lines = [canonical(header)]
    for found in kinds.values():
        lines += [line for _, _, line, _ in found]
        lines += [stamps for _, _, _, stamps in found]
    lines.append(canonical(_End(end=sum(map(len, kinds.values())))))
    return zstandard.ZstdCompressor(level=_LEVEL).compress(b"\n".join(lines) + b"\n")


def read_snapshot(packed: bytes) -> Snapshot:
    """Read a snapshot. Raises `BadMessage` for anything torn, unknown or inconsistent."""
    lines = inflate(packed, limit=MAX_SNAPSHOT).split(b"\n")
    if len(lines) < 3 or lines[-1]:
        raise BadMessage("truncated")
    _check_version(lines[0])
    header = decode(_Header, lines[0])
    total = sum(count for _, count in header.kinds)
    if decode(_End, lines[-2]).end != total or len(lines) != 2 * total + 3:
        raise BadMessage("truncated")
    if len({kind for kind, _ in header.kinds}) != len(header.kinds):
        raise BadMessage("malformed")
    with _without_collecting():
        tables = tuple(_tables(header, lines))
    return Snapshot(ScopeId(header.scope), header.seq, header.hash, tables)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Let the collector rest: tens of thousands of small objects would wake it for nothing."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


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


def _tables(header: _Header, lines: Sequence[bytes]) -> Iterator[Table]:
    start = 1
    for kind, count in header.kinds:
        middle, end = start + count, start + 2 * count
        yield _table(kind, lines[start:middle], lines[middle:end])
        start = end


def _table(kind: str, rows: Sequence[bytes], stamps: Sequence[bytes]) -> Table:
    content = b"\n".join(rows)
    try:
        read = _lines_decoder.decode_lines(content)
        stamped = _stamps_decoder.decode_lines(b"\n".join(stamps))
        batches = tuple(_batches(rows, stamps))
        for batch in batches:
            batch.decode()
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadMessage("malformed") from error
    # Lines left blank are passed over by the decoder.
    if len(read) != len(rows) or len(stamped) != len(rows):
        raise BadMessage("malformed")
    ids = [one.id for one in read]
    if {one.kind for one in read} - {kind} or ids != sorted(set(ids)):
        raise BadMessage("malformed")
    if b":null" in content and any(_NULL in one.fields.values() for one in read):
        raise BadMessage("malformed")
    names = frozenset[str]().union(*(one.fields for one in read))
    return Table(kind, len(rows), names, batches, lines_sum(rows))


_NULL = msgspec.Raw(b"null")


def _batches(rows: Sequence[bytes], stamps: Sequence[bytes]) -> Iterator[bytes]:
    for start in range(0, len(rows), BATCH):
        end = start + BATCH
        pairs = zip(rows[start:end], stamps[start:end], strict=True)
        yield b"[[" + b"],[".join(map(b",".join, pairs)) + b"]]"
