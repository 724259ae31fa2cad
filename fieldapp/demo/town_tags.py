"""Who has which tag, so that every count is the one the demonstration is known by."""

from __future__ import annotations

from collections.abc import Callable

from fieldapp.demo.chance import Chance
from fieldapp.demo.plan import BuildingPlan, HomePlan, PersonPlan, homes_of
from fieldapp.domain.tags import BUILT_IN

COUNTS = {
    "AGE80": 27,
    "ALONE": 14,
    "EMPTY": 31,
    "DISAB": 19,
    "DISAB_SEV": 5,
    "DIBAO": 7,
    "TEKUN": 1,
    "SHIDU": 2,
    "LEFT_CHILD": 3,
    "ORPHAN": 1,
    "VET": 9,
    "PARTY": 41,
    "FLOAT": 86,
    "NEWJOB": 12,
    "VOL": 16,
}
"""How many people of the third grid have each tag; 80 and more follows from the birth dates."""
_SCHOOL = range(6, 14)

Fits = Callable[[HomePlan, PersonPlan], bool]


def give_tags(chance: Chance, buildings: list[BuildingPlan]) -> None:
    """Give tags to those whom they fit, as many as are missing from the count."""
    homes = [home for _, home in homes_of(buildings)]
    _give(chance, homes, "FLOAT", lambda home, one: home.is_rented and one.may_float)
    for home in homes:
        for one in home.people:
            if "FLOAT" in one.tags:
                one.residence = "migrant"
    young = range(18, 40)
    _give(chance, homes, "NEWJOB", lambda home, one: home.is_rented and one.age in young)
    _give(chance, homes, "VET", lambda home, one: _is_local(home, one) and one.sex == "1")
    _give(chance, homes, "PARTY", lambda home, one: _is_local(home, one) and one.age >= 25)
    _give(chance, homes, "VOL", lambda home, one: _is_local(home, one) and 35 <= one.age < 75)
    _give(chance, homes, "DIBAO", lambda home, one: _is_local(home, one) and one.age >= 45)
    _give(chance, homes, "DISAB", lambda home, one: _is_local(home, one) and one.age >= 30)
    _give(chance, homes, "SHIDU", lambda home, one: _is_local(home, one) and 52 <= one.age < 70)
    for code in ("LEFT_CHILD", "ORPHAN"):
        _give(chance, homes, code, lambda home, one: not home.is_rented and one.age in _SCHOOL)
    _name_heads(chance, buildings)


def _is_local(home: HomePlan, one: PersonPlan) -> bool:
    """Leave those alone who are told of: their tags are part of what is told."""
    return not home.is_rented and not home.is_told and 20 <= one.age < 80


def _give(chance: Chance, homes: list[HomePlan], code: str, fits: Fits) -> None:
    held = [one for home in homes for one in home.people if _has(one, code)]
    free = [one for home in homes for one in home.people if not _has(one, code) and fits(home, one)]
    for one in chance.random.sample(free, COUNTS[code] - len(held)):
        (one.care if BUILT_IN[code].level > 2 else one.tags).append(code)


def _has(one: PersonPlan, code: str) -> bool:
    return code in one.care or any(tag.partition(":")[0] == code for tag in one.tags)


def _name_heads(chance: Chance, buildings: list[BuildingPlan]) -> None:
    """Make one volunteer of a building its head, and one more the head of her stair."""
    for building in buildings:
        homes = [home for _, home in homes_of([building])]
        heads = ["楼栋长", "单元长"]
        if any(tag == "VOL:楼栋长" for home in homes for one in home.people for tag in one.tags):
            heads.remove("楼栋长")
        volunteers = [one for home in homes for one in home.people if "VOL" in one.tags]
        for one, title in zip(volunteers, heads, strict=False):
            one.tags[one.tags.index("VOL")] = f"VOL:{title}"
            one.phones = one.phones or [chance.phone()]
