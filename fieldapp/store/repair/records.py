"""The rows in the pages of SQLite's tables: walked from a root, or read off single leaves."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from fieldapp.store.repair.pages import USABLE

Scalar = str | int | float | bytes | None
_INTERIOR, _LEAF = 5, 13
_LARGEST: Final = USABLE - 35
_SMALLEST: Final = (USABLE - 12) * 32 // 255 - 23
_SIZES = (0, 1, 2, 3, 4, 6, 8, 8, 0, 0)
"""Bytes of a value by its serial type, up to 9."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row as it lies in the file: its rowid and its values, in the order of the columns."""

    rowid: int
    values: tuple[Scalar, ...]


@dataclass(slots=True)
class Walk:
    """What was met on the way through a tree: pages seen, pages and rows that cannot be read.

    `has_lost_branch`: a page that leads to others is bad, so leaves of the tree were not found.
    """

    seen: set[int] = field(default_factory=set)
    bad_pages: int = 0
    bad_rows: int = 0
    has_lost_branch: bool = False


def walk(pages: Mapping[int, bytes], root: int, told: Walk) -> Iterator[Record]:
    """Give the rows of the tree under a root, past every page that is bad."""
    waiting = [root]
    while waiting:
        number = waiting.pop()
        if number in told.seen:
            continue
        told.seen.add(number)
        page = pages.get(number)
        kind = None if page is None else _kind(page, number)
        if page is None or kind not in (_INTERIOR, _LEAF):
            told.bad_pages += 1
            # A bad page may have been a branch; only what stands alone in its tree cannot.
            told.has_lost_branch = True
        elif kind == _LEAF:
            yield from leaf_records(pages, number, told)
        else:
            waiting += reversed(_children(page, number))


def is_leaf(pages: Mapping[int, bytes], number: int) -> bool:
    """Tell whether a page holds rows of some table."""
    return _kind(pages[number], number) == _LEAF


def leaf_records(pages: Mapping[int, bytes], number: int, told: Walk) -> Iterator[Record]:
    """Give the rows of one leaf; one that cannot be read is counted."""
    page = pages[number]
    for place in _places(page, number, 8):
        try:
            record = _record(pages, page, place)
        except (IndexError, KeyError, ValueError, struct.error):
            told.bad_rows += 1
        else:
            yield record


def free_pages(pages: Mapping[int, bytes]) -> set[int]:
    """Give the pages that hold only what was deleted, as far as the list of them can be read."""
    free: set[int] = set()
    head = pages.get(1)
    trunk = 0 if head is None else struct.unpack_from(">I", head, 32)[0]
    while trunk and trunk in pages and trunk not in free:
        free.add(trunk)
        following, count = struct.unpack_from(">II", pages[trunk])
        count = min(count, USABLE // 4 - 2)
        free.update(struct.unpack_from(f">{count}I", pages[trunk], 8))
        trunk = following
    return free


def _kind(page: bytes, number: int) -> int:
    return page[100 if number == 1 else 0]


def _places(page: bytes, number: int, header: int) -> tuple[int, ...]:
    start = 100 if number == 1 else 0
    (count,) = struct.unpack_from(">H", page, start + 3)
    count = min(count, (len(page) - start - header) // 2)
    return struct.unpack_from(f">{count}H", page, start + header)


def _children(page: bytes, number: int) -> list[int]:
    start = 100 if number == 1 else 0
    inner = [
        struct.unpack_from(">I", page, place)[0]
        for place in _places(page, number, 12)
        if place + 4 <= len(page)
    ]
    return [*inner, struct.unpack_from(">I", page, start + 8)[0]]


def _record(pages: Mapping[int, bytes], page: bytes, place: int) -> Record:
    size, place = _varint(page, place)
    rowid, place = _varint(page, place)
    payload = _payload(pages, page, place, size)
    end, at = _varint(payload, 0)
    values: list[Scalar] = []
    body = end
    while at < end:
        serial, at = _varint(payload, at)
        value, body = _value(payload, body, serial)
        values.append(value)
    if body != len(payload):
        raise ValueError("a row of another size than it says")
    return Record(rowid - (1 << 64) if rowid >> 63 else rowid, tuple(values))


def _payload(pages: Mapping[int, bytes], page: bytes, place: int, size: int) -> bytes:
    """Put a row's bytes together, following its chain of overflow pages."""
    if size <= _LARGEST:
        return _exactly(page[place : min(place + size, USABLE)], size)
    local = _SMALLEST + (size - _SMALLEST) % (USABLE - 4)
    local = local if local <= _LARGEST else _SMALLEST
    parts = bytearray(page[place : place + local])
    (following,) = struct.unpack_from(">I", page, place + local)
    while len(parts) < size:
        more = pages[following]
        parts += more[4 : min(USABLE, 4 + size - len(parts))]
        (following,) = struct.unpack_from(">I", more)
    return bytes(parts)


def _exactly(part: bytes, size: int) -> bytes:
    if len(part) != size:
        raise ValueError("a row beyond its page")
    return part


def _value(payload: bytes, at: int, serial: int) -> tuple[Scalar, int]:
    if serial >= 12:
        size = (serial - 12) // 2
        part = _exactly(payload[at : at + size], size)
        return (part.decode() if serial % 2 else part), at + size
    if serial in (8, 9):
        return serial - 8, at
    part = _exactly(payload[at : at + _SIZES[serial]], _SIZES[serial])
    if serial == 0:
        return None, at
    if serial == 7:
        return struct.unpack(">d", part)[0], at + 8
    return int.from_bytes(part, "big", signed=True), at + len(part)


def _varint(content: bytes, at: int) -> tuple[int, int]:
    value = 0
    for step in range(8):
        byte = content[at + step]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + step + 1
    return value << 8 | content[at + 8], at + 9
