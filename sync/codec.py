"""Canonical bytes: strict JSON, zstd with a limit while streaming, ids, digests and checksums."""

from __future__ import annotations

import hashlib
import hmac
import json
import struct
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import msgspec
import zstandard
from msgspec import Raw

from sync.protocol import MAX_BODY, Change, ChangeId, Fact, RowEffect, RowId, Value

T = TypeVar("T")

MAX_MESSAGE = 8_000_000
"""Decompressed bytes of one offer or answer; anything larger is refused while streaming."""
HASH_CHARS = 32
"""Hex characters of a chain hash or row id hash: 128 bits."""


class BadMessage(ValueError):
    """Bytes that are no message of ours; `code` says why, without repeating them."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


_SWELL = 1 << 15
"""Four bytes of zstd can stand for a block of 128 KiB: so much may one byte become."""

_encoder = msgspec.json.Encoder(order="sorted")
_compressor_level = 3


def canonical(value: object) -> bytes:
    """Encode `value` as JSON with sorted keys and no spaces, the same on every machine."""
    return _encoder.encode(value)


def decode(kind: type[T], body: bytes) -> T:
    """Decode strict JSON into `kind`. Raises `BadMessage` for anything unknown or ill-typed."""
    try:
        return msgspec.json.decode(body, type=kind, strict=True)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadMessage("malformed") from error


def pack(message: object) -> bytes:
    """Encode and compress one message."""
    return zstandard.ZstdCompressor(level=_compressor_level).compress(canonical(message))


def unpack(kind: type[T], packed: bytes, *, limit: int = MAX_MESSAGE) -> T:
    """Decompress at most `limit` bytes and decode. Raises `BadMessage`."""
    return decode(kind, inflate(packed, limit=limit))


def inflate(packed: bytes, *, limit: int) -> bytes:
    """Decompress zstd, never holding more than twice `limit` bytes. Raises `BadMessage`."""
    step = max(64, limit // _SWELL)
    machine = zstandard.ZstdDecompressor(max_window_size=8 << 20).decompressobj()
    parts: list[bytes] = []
    size = 0
    try:
        for start in range(0, len(packed), step):
            part = machine.decompress(packed[start : start + step])
            size += len(part)
            if size > limit:
                raise BadMessage("too_large")
            parts.append(part)
    except zstandard.ZstdError as error:
        raise BadMessage("malformed") from error
    if not machine.eof:
        raise BadMessage("truncated")
    return b"".join(parts)


def deflate(content: bytes) -> bytes:
    """Compress bytes that are already canonical."""
    return zstandard.ZstdCompressor(level=_compressor_level).compress(content)


def change_id(change: Change, body: bytes | None = None) -> ChangeId:
    """Name a change by its wall milliseconds (48 bits) and the hash of its body (UUIDv8)."""
    content = canonical(change) if body is None else body
    return ChangeId(_uuid8(change.time.wall_ms, hashlib.sha256(content).digest()))


def read_change(id_: ChangeId, body: bytes) -> Change:
    """Decode a change's body and check that `id_` is its name. Raises `BadMessage`."""
    if len(body) > MAX_BODY:
        raise BadMessage("too_large")
    change = decode(Change, body)
    reject_floats(body)
    if change_id(change, body) != id_:
        raise BadMessage("wrong_id")
    return change


def reject_floats(body: bytes) -> None:
    """Raise `BadMessage` when JSON holds a float, which no two machines write alike."""

    def refuse(_: str) -> Value:
        raise BadMessage("float")

    if b"." in body or b"e" in body or b"E" in body:
        try:
            json.loads(body, parse_float=refuse, parse_constant=refuse)
        except RecursionError as error:
            raise BadMessage("malformed") from error


def derived_id(*parts: str) -> RowId:
    """Make a row id that every machine derives alike from `parts`."""
    return RowId(_uuid8(0, hashlib.sha256("\x1f".join(parts).encode()).digest()))


def _uuid8(ms: int, digest: bytes) -> str:
    stamp = (ms % (1 << 48)).to_bytes(6, "big")
    tail = bytearray(digest[:10])
    tail[0] = (tail[0] & 0x0F) | 0x80
    tail[2] = (tail[2] & 0x3F) | 0x80
    text = (stamp + bytes(tail)).hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def fact_digest(fact: Fact) -> bytes:
    """Digest what the chain covers: words only through hashes, so that they can be scrubbed.

    What tells whom a body and each effect are about is covered by itself, and stays.
    """
    body, *effects = fact.digests or content_digests(fact.body, fact.effect)
    covered: list[Any] = [
        fact.scope,
        fact.seq,
        fact.id,
        [hashlib.sha256(wordless(bytes(fact.body))).hexdigest(), body],
        fact.slot,
        fact.verdict,
        [[one.entity, one.row, has] for one, has in zip(fact.effect, effects, strict=True)],
        fact.estimate,
        fact.at_ms,
    ]
    return hashlib.sha256(canonical(covered)).digest()


def content_digests(body: Raw, effect: Iterable[RowEffect]) -> tuple[str, ...]:
    """Give what stands in the chain for the words of a fact: of its body, of each effect."""
    contents = [bytes(body), *map(canonical, effect)]
    return tuple(hashlib.sha256(content).hexdigest() for content in contents)


def wordless(body: bytes) -> bytes:
    """Take the words out of a change's body: who, when, which row and which group stay.

    Read loosely, so that it gives the same whatever fields a version of this program knows; of what
    is no change nothing stays. Again is nothing.
    """
    try:
        read = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return b"null"
    if not isinstance(read, dict):
        return b"null"
    kept = {name: value for name, value in read.items() if name in _ENVELOPE}
    return canonical({**kept, "fields": {}})


_ENVELOPE = frozenset("scope kind entity row actor device schema time group act corrects".split())


def chain_start(key: bytes, scope: str) -> str:
    """Give `hash(0)` of a scope's chain."""
    return hmac.new(key, scope.encode(), hashlib.sha256).hexdigest()[:HASH_CHARS]


def chain_next(key: bytes, was: str, fact: Fact) -> str:
    """Give `hash(seq)` from `hash(seq - 1)` and the fact."""
    message = bytes.fromhex(was) + fact_digest(fact)
    return hmac.new(key, message, hashlib.sha256).hexdigest()[:HASH_CHARS]


SUM_MODULUS = 1 << 64


def row_sum(entity: str, row: str, fields: Mapping[str, Value]) -> int:
    """Hash one row for the additive checksum; a row without fields counts as absent (0)."""
    present = {name: value for name, value in fields.items() if value is not None}
    if not present:
        return 0
    digest = hashlib.sha256(canonical([entity, row, present])).digest()
    return int.from_bytes(digest[:8], "big")


def lines_sum(lines: Iterable[bytes]) -> int:
    """Add up rows from their canonical `[entity,row,fields]`, as `row_sum` does from the fields."""
    hashed = hashlib.sha256
    # Thousands at once: a call of our own for each would cost as much as the hashing.
    heads = b"".join([hashed(one).digest()[:8] for one in lines if not one.endswith(b",{}]")])
    return int(sum(struct.unpack(f">{len(heads) // 8}Q", heads))) % SUM_MODULUS


def combined_sum(sums: Mapping[str, int]) -> str:
    """Fold per-entity sums into one short text; entities whose sum is 0 do not count."""
    present = {entity: f"{value:016x}" for entity, value in sums.items() if value}
    return hashlib.sha256(canonical(present)).hexdigest()[:16]
