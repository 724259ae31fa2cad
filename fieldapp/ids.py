"""Ids made on the device: UUIDv7, so that rows of one day lie together."""

from __future__ import annotations

import os
import random
from collections.abc import Callable

NewId = Callable[[int], str]
"""Makes an id for something that happens at the given wall milliseconds."""


def new_id(wall_ms: int) -> str:
    """Make a random UUIDv7."""
    return _uuid7(wall_ms, os.urandom(10))


def seeded_ids(seed: int) -> NewId:
    """Make ids that are the same in every run with the same seed."""
    source = random.Random(seed)  # noqa: S311 - repeatable on purpose, nothing secret
    return lambda wall_ms: _uuid7(wall_ms, source.randbytes(10))


def _uuid7(wall_ms: int, chance: bytes) -> str:
    tail = bytearray(chance)
    tail[0] = (tail[0] & 0x0F) | 0x70
    tail[2] = (tail[2] & 0x3F) | 0x80
    text = ((max(wall_ms, 0) % (1 << 48)).to_bytes(6, "big") + bytes(tail)).hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
