"""Many seeds, in one process or in several: what came of each, in their order."""

from __future__ import annotations

import hashlib
import multiprocessing
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from tests.simulator.faults import Fault
from tests.simulator.runs import Stage, run_once
from tests.simulator.twice import run_seed
from tests.simulator.violation import Law, Violation, checked


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one seed came to; `broken` tells of the law that did not hold."""

    seed: int
    struck: Counter[Fault]
    words: Counter[str]
    deeds: Counter[str]
    looked: Counter[Law]
    trace: list[str]
    broken: str = ""


def outcomes(seeds: Iterable[int], at: Stage, *, jobs: int, is_once: bool) -> Iterator[Outcome]:
    """Run seeds in so many processes, each of which begins with the same stage."""
    return on_stage(at, jobs, partial(_outcome, is_once=is_once), seeds)


T = TypeVar("T")
R = TypeVar("R")
_stages: list[Stage] = []


def on_stage(at: Stage, jobs: int, run: Callable[[T], R], wanted: Iterable[T]) -> Iterator[R]:
    """Run what asks for `stage_here`, in so many processes; gives what came of each, in order."""
    if jobs == 1:
        _stages[:] = [at]
        yield from map(run, wanted)
        return
    # Forked, so that the stage is built once; nobody has a file or a thread open here.
    forked = multiprocessing.get_context("fork")
    with forked.Pool(jobs, initializer=_stages.append, initargs=(at,)) as pool:
        yield from pool.imap(run, wanted)


def stage_here() -> Stage:
    """Give the stage of this process."""
    return _stages[-1]


def _outcome(seed: int, *, is_once: bool) -> Outcome:
    at = stage_here()
    before = Counter(checked)
    try:
        report = run_once(seed, at) if is_once else run_seed(seed, at)
    except Violation as violation:
        notes = "\n".join(getattr(violation, "__notes__", ()))
        told = f"{violation}\n{notes}"
        return Outcome(seed, Counter(), Counter(), Counter(), checked - before, [], told)
    looked = checked - before
    return Outcome(seed, report.struck, report.words, report.deeds, looked, report.trace)


@dataclass
class Tally:
    """The sums over all seeds."""

    struck: Counter[Fault]
    words: Counter[str]
    deeds: Counter[str]
    looked: Counter[Law]
    broken: list[int]
    digest: hashlib._Hash

    @classmethod
    def empty(cls) -> Tally:
        """Begin to count."""
        return cls(Counter(), Counter(), Counter(), Counter(), [], hashlib.sha256())

    def add(self, one: Outcome) -> None:
        """Add what one seed came to."""
        self.struck += one.struck
        self.words += one.words
        self.deeds += one.deeds
        self.looked += one.looked
        self.digest.update("\n".join(one.trace).encode())
        if one.broken:
            self.broken.append(one.seed)

    def lines(self) -> Iterator[str]:
        """Count each fault that struck, each law that was looked at, each verdict and deed."""
        yield from (f"fault    {self.struck[one]:8}  {one.value}" for one in Fault)
        yield from (f"law      {self.looked[one]:8}  {one.value}" for one in Law)
        yield from (f"verdict  {count:8}  {word}" for word, count in sorted(self.words.items()))
        yield from (f"deed     {count:8}  {deed}" for deed, count in sorted(self.deeds.items()))
        yield f"traces   {self.digest.hexdigest()[:16]}"

    def silent(self) -> list[str]:
        """Name the faults that never struck and the laws that nobody looked at."""
        laws = [law.value for law in Law if law is not Law.crash and not self.looked[law]]
        return [*laws, *(fault.value for fault in Fault if not self.struck[fault])]
