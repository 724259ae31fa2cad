"""One change as the server reads it: its words, its slot, and when it was made by estimate."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec import Raw

from server.log import stamp_of_body
from sync.codec import derived_id
from sync.merge import Stamp
from sync.protocol import Change, ChangeId, DeviceTime, Estimate, Offer, Slot

LAST_MS = 253_402_300_799_000
"""End of the year 9999: a weaker estimate than that is a broken clock, not a time."""


@dataclass(frozen=True, slots=True)
class Read:
    """One new change as read: the change, or why its body is none.

    `is_proven`: this server's chain once took it, so who may do this was decided then.
    `author` is told where the body cannot be read. `body_digest` is that of the words that were
    taken out, since it is about an erased row; `is_told` says whether its author is to hear of it.
    """

    id: ChangeId
    body: Raw
    slot: Slot | None
    change: Change | None
    estimate: Estimate
    problem: str = ""
    is_proven: bool = False
    author: str = ""
    body_digest: str = ""
    is_told: bool = True

    @property
    def stamp(self) -> Stamp:
        """What it leaves on the fields it sets."""
        return stamp_of_body(bytes(self.body), self.estimate)


@dataclass(frozen=True, slots=True)
class Times:
    """What an exchange says about its device's clocks."""

    now: DeviceTime
    offset_ms: int
    received_ms: int

    def estimate(self, then: DeviceTime) -> Estimate:
        """Estimate when a change was made (docs/sync.md, time estimate)."""
        age = self.now.boot_ms - then.boot_ms
        if then.boot_id == self.now.boot_id and 0 <= age <= self.received_ms:
            return Estimate(at_ms=self.received_ms - age, good=True)
        return Estimate(at_ms=min(max(then.wall_ms + self.offset_ms, 0), LAST_MS))


def times_of(offer: Offer, received_ms: int) -> Times:
    """Take the clocks of an offer."""
    return Times(offer.now, offer.offset_ms, received_ms)


def rows_named(change: Change) -> set[str]:
    """Name the rows that judging a change may look at."""
    named: set[str] = {change.row}
    named |= {edit.new for edit in change.fields.values() if isinstance(edit.new, str)}
    if change.corrects is not None:
        named.add(derived_id("quarantine", change.corrects))
    return {name for name in named if len(name) <= 64}
