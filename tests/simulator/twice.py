"""A seed run twice must leave the same trace; run under other clocks, other winners at most."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest

from sync.codec import BadMessage, decode
from sync.protocol import Change, Fact
from tests.simulator.faults import Fault
from tests.simulator.runs import Report, Stage, is_plain, run_once
from tests.simulator.violation import Law, require

BY_CLOCK = frozenset({"later", "incumbent"})
"""Rules of conflicts whose default winner a clock may pick."""


def run_seed(seed: int, at: Stage, enabled: frozenset[Fault] | None = None) -> Report:
    """Run a seed, again, and where its work allows under other clocks. Raises `Violation`."""
    first = run_once(seed, at, enabled=enabled)
    again = run_once(seed, at, enabled=enabled, is_watched=False)
    for one, other in zip_longest(first.trace, again.trace):
        require(Law.same, one == other, f"two traces: {one} | {other}")
    if is_plain(seed):
        compare_clocks(first, run_once(seed, at, clocks=seed + 1, enabled=enabled))
    return first


@dataclass(frozen=True, slots=True)
class Told:
    """One fact without what any clock has part in; rows by number."""

    device: str
    kind: str
    entity: str
    row: int
    fields: tuple[str, ...]

    def spots(self) -> set[tuple[int, str]]:
        """Name the fields it is about."""
        return {(self.row, name) for name in self.fields}


def compare_clocks(one: Report, other: Report) -> None:
    """Only default winners may differ, and what was then written over them."""
    require(Law.clock, one.logs.keys() == other.logs.keys(), "other scopes")
    for scope in sorted(one.logs):
        _compare_log(scope, one, other)


def _compare_log(scope: str, one: Report, other: Report) -> None:
    loose: set[tuple[int, str]] = set()
    for mine, theirs in zip_longest(one.logs[scope], other.logs[scope]):
        require(Law.clock, mine is not None and theirs is not None, "another length", scope)
        told, also = _told(mine, one.names), _told(theirs, other.names)
        require(Law.clock, told == also, f"{told} | {also}", scope)
        if told is None:
            continue
        same = mine.verdict.word == theirs.verdict.word
        spots = told.spots()
        require(Law.clock, same or bool(spots & loose), f"{mine.verdict} | {theirs.verdict}", scope)
        for fact in (mine, theirs):
            loose |= {(told.row, name) for name in _by_clock(fact)}


def _by_clock(fact: Fact) -> Iterable[str]:
    for effect in fact.effect:
        if effect.entity == "conflict" and effect.fields.get("rule") in BY_CLOCK:
            yield str(effect.fields["on_field"])


def _told(fact: Fact, names: dict[str, int]) -> Told | None:
    try:
        change = decode(Change, bytes(fact.body))
    except BadMessage:
        return None
    fields = tuple(sorted(change.fields))
    return Told(change.device, change.kind, change.entity, names.get(change.row, -1), fields)
