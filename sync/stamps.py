"""Who wrote which fields of a row and when, packed into one short JSON text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sync.codec import canonical
from sync.protocol import PackedStamp
from sync.record import Stamp

Parts = tuple[str, str, int, bool]
"""Actor, device, milliseconds, and whether the time is good."""


def pack_stamps(stamps: Mapping[str, Stamp]) -> list[PackedStamp]:
    """Pack stamps, one entry for all fields that share one; equal stamps are packed alike."""
    return pack_parts(
        {name: (one.actor, one.device, one.at_ms, one.good) for name, one in stamps.items()}
    )


def pack_parts(parts: Mapping[str, Parts]) -> list[PackedStamp]:
    """Pack stamps that are still taken apart, as the server keeps them for each field."""
    grouped: dict[Parts, list[str]] = {}
    for name in sorted(parts):
        grouped.setdefault(parts[name], []).append(name)
    return [(*one, names) for one, names in grouped.items()]


def stamps_text(stamps: Mapping[str, Stamp]) -> str:
    """Pack stamps into the text that is kept and sent."""
    return canonical(pack_stamps(stamps)).decode()


def unpack_stamps(packed: Sequence[PackedStamp]) -> dict[str, Stamp]:
    """Unpack what `pack_stamps` made."""
    return {
        name: stamp
        for actor, device, at_ms, good, names in packed
        for stamp in (Stamp(actor, device, at_ms, good),)
        for name in names
    }
