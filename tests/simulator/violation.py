"""A broken invariant, named, with what is needed to read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from enum import StrEnum


class Law(StrEnum):
    """The invariants of docs/sync.md by name."""

    ack = "ACK"
    once = "ONCE"
    prefix = "PREFIX"
    contig = "CONTIG"
    nosilent = "NOSILENT"
    retain = "RETAIN"
    outbox = "OUTBOX"
    ryw = "RYW"
    group = "GROUP"
    chain = "CHAIN"
    sum = "SUM"
    horizon = "HORIZON"
    nores = "NORES"
    machine = "SM"
    set = "SET"
    text = "TEXT"
    move = "MOVE"
    erased = "ERASED"
    auth = "AUTH"
    clock = "CLOCK"
    versions = "VERS"
    honest = "HONEST"
    drain = "DRAIN"
    equal = "EQUAL"
    verdict = "VERDICT"
    same = "SAME"
    crash = "CRASH"


class Violation(Exception):
    """An invariant does not hold."""

    def __init__(self, law: Law, told: str, scope: str = "", device: str = "") -> None:
        super().__init__(f"{law.value}: {told}")
        self.law, self.told, self.scope, self.device = law, told, scope, device


checked: Counter[Law] = Counter()
"""How often each invariant was looked at, over all runs of this process."""


def require(
    law: Law, holds: bool, told: str | Callable[[], str], scope: str = "", device: str = ""
) -> None:
    """Raise `Violation` unless the invariant holds; count that it was looked at."""
    checked[law] += 1
    if not holds:
        raise Violation(law, told() if callable(told) else told, scope, device)
