"""What can go wrong, by name, and the dice that say when it does; each stroke is counted."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from enum import StrEnum


class Fault(StrEnum):
    """One lie a machine can tell."""

    request_lost = "request lost"
    answer_lost = "answer lost after commit"
    delivered_twice = "request delivered twice"
    old_request = "old request arrives again"
    stale_answer = "older answer instead of the new"
    late_answer = "answer of an earlier round arrives late"
    page_of_one = "pages of one"
    small_batch = "small batches"
    too_large = "413, halve the batch"
    server_busy = "503"
    save_killed = "killed in a save"
    save_killed_after = "killed right after a save"
    accept_killed = "killed while accepting a page"
    install_killed = "killed while installing a snapshot"
    offer_killed = "killed while reading the offer"
    push_killed = "server killed in an exchange"
    save_full = "disk full in a save"
    accept_full = "disk full while accepting a page"
    install_full = "disk full while installing a snapshot"
    push_full = "server's disk full"
    device_restored = "device restored from an old copy"
    device_cloned = "device cloned, both go on"
    device_destroyed = "device destroyed, a new one begins"
    server_restored = "server restored, writes lost"
    server_restored_same = "server restored, nothing written since"
    server_restored_twice = "server restored twice"
    compacted = "log compacted"
    compacted_between_pages = "log compacted between two pages"
    clock_far = "clock off by ten years"
    clock_jumped = "clock jumps"
    rebooted = "new boot"
    poison_alone = "poison change alone"
    poison_mid_page = "poison change amid others"
    poison_in_group = "poison change inside a group"
    unknown_version = "change of an unknown schema version"
    forged_fact = "forged fact given back"
    wrong_id = "other words under an id"
    torn_group = "group sent in part"
    row_damaged = "row damaged on a device"
    revoked = "worker revoked while offline"
    erased = "record erased by law"
    stick = "carried by stick"
    stick_torn = "file on the stick torn"
    stick_twice = "file brought twice"
    stick_old = "older file after a newer"
    stick_stranger = "file of a stranger"
    stick_and_line = "line and stick with one outbox"


OFTEN = {
    Fault.compacted_between_pages: 0.2,
    Fault.server_restored_twice: 0.3,
    Fault.install_killed: 0.4,
    Fault.install_full: 0.3,
    Fault.forged_fact: 0.5,
    Fault.device_restored: 0.03,
    Fault.device_cloned: 0.02,
    Fault.device_destroyed: 0.02,
    Fault.server_restored: 0.03,
    Fault.server_restored_same: 0.02,
    Fault.compacted: 0.03,
    Fault.clock_far: 0.03,
    Fault.clock_jumped: 0.05,
    Fault.rebooted: 0.05,
    Fault.late_answer: 0.08,
    Fault.revoked: 0.02,
    Fault.poison_alone: 0.03,
    Fault.poison_mid_page: 0.03,
    Fault.poison_in_group: 0.03,
    Fault.unknown_version: 0.03,
    Fault.wrong_id: 0.05,
    Fault.torn_group: 0.02,
    Fault.row_damaged: 0.02,
    Fault.erased: 0.015,
    Fault.stick: 0.15,
    Fault.stick_torn: 0.2,
    Fault.stick_twice: 0.2,
    Fault.stick_old: 0.2,
    Fault.stick_stranger: 0.2,
}
"""How likely a stroke is where it can fall, unless it is 0.12."""


@dataclass
class FaultDice:
    """Says which faults strike; those not `enabled` never do, and after `calm` none does."""

    chance: random.Random
    enabled: Collection[Fault]
    struck: Counter[Fault] = field(default_factory=Counter)
    is_calm: bool = False
    boost: float = 1.0

    def strikes(self, fault: Fault, *, counted: bool = True) -> bool:
        """Throw the dice for one fault; the throw happens whether it is enabled or not."""
        falls = self.chance.random() < min(OFTEN.get(fault, 0.12) * self.boost, 0.7)
        if self.is_calm or not falls or fault not in self.enabled:
            return False
        if counted:
            self.struck[fault] += 1
        return True

    def note(self, fault: Fault) -> None:
        """Count a stroke that was thrown for elsewhere."""
        self.struck[fault] += 1


def draw_enabled(chance: random.Random) -> frozenset[Fault]:
    """Choose the faults of one run: sometimes none, sometimes one family, sometimes most."""
    share = chance.choice([0.0, 0.15, 0.4, 0.4, 0.7, 1.0])
    return frozenset(fault for fault in Fault if chance.random() < share)
