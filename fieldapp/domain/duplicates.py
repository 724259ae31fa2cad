"""Who may be one person written twice: by number, by name and birthday, by name and telephone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

MOST_ALIKE = 8
"""A name and telephone that more people share than this tell nothing."""


class Likeness(StrEnum):
    """Why two look like one, the surest first."""

    id_number = "id_number"
    birth = "birth"
    phone = "phone"


@dataclass(frozen=True, slots=True)
class Sighting:
    """What is known of one resident; `id_no` "" where none is kept or it may not be seen.

    `distinct_from` names residents who were said to be somebody else.
    """

    id: str
    name: str
    birth_date: str = ""
    phones: frozenset[str] = frozenset()
    id_no: str = ""
    distinct_from: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two residents who may be one; `kept` is the one that would stay."""

    kept: str
    other: str
    likeness: Likeness


def keeper(first: str, second: str) -> tuple[str, str]:
    """Say which of two ids stays, and which becomes the other: the same on every device.

    Were it anybody's choice, two people could merge the two into each other.
    """
    return (first, second) if first < second else (second, first)


def candidates(people: Iterable[Sighting]) -> tuple[Candidate, ...]:
    """List pairs that may be one person, the surest first, each pair once."""
    known = {one.id: one for one in people}
    found: dict[tuple[str, str], Likeness] = {}
    for likeness in Likeness:
        for pair in _pairs(known.values(), likeness):
            if pair not in found and not _are_apart(known[pair[0]], known[pair[1]]):
                found[pair] = likeness
    return tuple(Candidate(*pair, likeness) for pair, likeness in found.items())


def steps(found: Iterable[Candidate]) -> tuple[tuple[Candidate, ...], ...]:
    """Put pairs together that may all be one person, each as the steps to make her one.

    Three records of one person are two steps and not three pairs: one step fewer than records,
    those with the oldest first. The groups stay in the order of their surest pair.
    """
    pairs = tuple(found)
    of: dict[str, frozenset[str]] = {}
    tree: list[Candidate] = []
    for pair in sorted(pairs, key=lambda one: (one.kept, one.other)):
        kept, other = (of.get(one, frozenset((one,))) for one in (pair.kept, pair.other))
        if kept != other:
            of |= dict.fromkeys(kept | other, kept | other)
            tree.append(pair)
    order = dict.fromkeys(of[pair.kept] for pair in pairs)
    return tuple(tuple(one for one in tree if one.kept in group) for group in order)


def _pairs(people: Iterable[Sighting], likeness: Likeness) -> Iterator[tuple[str, str]]:
    alike: dict[tuple[str, str], list[str]] = {}
    for one in people:
        for key in _keys(one, likeness):
            alike.setdefault(key, []).append(one.id)
    for _, ids in sorted(alike.items()):
        if 1 < len(ids) <= MOST_ALIKE:
            yield from combinations(sorted(ids), 2)


def _keys(one: Sighting, likeness: Likeness) -> Iterator[tuple[str, str]]:
    match likeness:
        case Likeness.id_number if one.id_no:
            yield ("", one.id_no.upper())
        case Likeness.birth if one.name and one.birth_date:
            yield (one.name, one.birth_date)
        case Likeness.phone if one.name:
            yield from ((one.name, number) for number in one.phones)
        case _:
            return


def _are_apart(first: Sighting, second: Sighting) -> bool:
    """Tell whether somebody said so, or two numbers do."""
    said = second.id in first.distinct_from or first.id in second.distinct_from
    numbers = {first.id_no.upper(), second.id_no.upper()} - {""}
    return said or len(numbers) == 2
