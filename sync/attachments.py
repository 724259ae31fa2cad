"""Pictures that hang on records, on their way: up in parts, down in ranges, each taken up again.

They travel apart from offers and answers, so that a stuck picture never delays a word. An
attachment is named by the SHA-256 of its bytes; who may bring or fetch it turns on its row.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import msgspec

from sync.line import TurnedAway, Unreachable

PART = 65_536
"""Bytes of one part: a few seconds on a slow line, so that little is sent twice."""

OTHER_OFFSET, PART_DAMAGED = 1008, 1007
ANEW = 1009
"""All parts together were not what the name says: the server threw them away."""
_PATIENCE = 3
"""Parts in a row that may be turned away as damaged or misplaced before it is left for later."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """One picture as its row names it; `size` in bytes."""

    scope: str
    row: str
    name: str
    size: int


class Stand(msgspec.Struct, frozen=True):
    """How much of a picture the server has, and whether its receipt is in the log."""

    name: str
    size: int
    has: int
    is_received: bool


@runtime_checkable
class AttachmentLine(Protocol):
    """Who carries parts; the line over HTTP does."""

    def put_part(self, one: Attachment, start: int | None, part: bytes) -> Stand:
        """Carry one part that begins at `start`; None only asks. Raises what the line raises."""
        ...

    def get_rest(self, one: Attachment, start: int, on_part: Callable[[bytes], None]) -> None:
        """Fetch the bytes from `start` on, handing on each part as it comes."""
        ...


def upload(
    line: AttachmentLine,
    one: Attachment,
    content: bytes,
    *,
    on_bytes: Callable[[int], None] = lambda _: None,
) -> Stand:
    """Bring a picture to the server, from wherever an earlier try stopped.

    `on_bytes` is told how many are there, and stops it all by raising. Raises what the line raises.
    """
    stand, misses = line.put_part(one, None, b""), 0
    while not stand.is_received:
        on_bytes(stand.has)
        try:
            stand = line.put_part(one, stand.has, content[stand.has : stand.has + PART])
        except TurnedAway as away:
            misses += 1
            if away.problem.number not in (OTHER_OFFSET, PART_DAMAGED, ANEW) or misses > _PATIENCE:
                raise
            stand = line.put_part(one, None, b"")
    on_bytes(stand.size)
    return stand


def download(
    line: AttachmentLine,
    one: Attachment,
    begun: bytes,
    keep: Callable[[bytes], None],
) -> bytes:
    """Fetch what `begun` lacks of a picture; `keep` gets each part as it comes, and may stop it.

    Raises what the line raises, and `Unreachable` when the whole is not what its name says.
    """
    whole = bytearray(begun)

    def take(part: bytes) -> None:
        whole.extend(part)
        keep(part)

    if len(whole) < one.size:
        line.get_rest(one, len(whole), take)
    if len(whole) != one.size or hashlib.sha256(whole).hexdigest() != one.name:
        raise Unreachable("picture damaged on the way")
    return bytes(whole)
