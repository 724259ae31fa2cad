"""Who lives together: couples, children, grandparents, tenants; so many people in all."""

from __future__ import annotations

from fieldapp.demo.chance import Chance
from fieldapp.demo.plan import BuildingPlan, HomePlan, PersonPlan, homes_of

EMPTY_NESTS = 15
"""Couples of old people on their own, beside the one that is told of."""
EMPTY_NESTS_OF_80 = 5
WITH_GREAT_AGE = 12
"""Families with somebody of 80 or more among them."""
OLDEST_CHILD = 17


def fill_homes(chance: Chance, buildings: list[BuildingPlan], people: int) -> None:
    """Invent everybody who is not told of, until so many people live there."""
    homes = [home for _, home in homes_of(buildings) if not home.is_told]
    owned = [home for home in homes if not home.is_rented]
    chance.random.shuffle(owned)
    nests = owned[:EMPTY_NESTS]
    aged = owned[EMPTY_NESTS : EMPTY_NESTS + WITH_GREAT_AGE]
    families = owned[EMPTY_NESTS + WITH_GREAT_AGE :]
    for place, home in enumerate(nests):
        _empty_nest(chance, home, is_80=place < EMPTY_NESTS_OF_80, both=place > 0)
    for home in aged:
        _family(chance, home, children=1)
        _add_elder(chance, home)
    for home in families:
        _family(chance, home, children=chance.pick([0, 0, 1, 1, 1, 2]))
    for home in homes:
        if home.is_rented:
            _tenants(chance, home)
    _fit(chance, buildings, families, people)


def person(chance: Chance, surname: str, sex: str, age: int, relation: str) -> PersonPlan:
    """Invent one person with papers."""
    born = chance.born(age)
    made = PersonPlan(chance.name(surname, sex, age), sex, born, age, relation)
    if age > 0:
        made.id_no, made.id_type = chance.id_no(born, sex), "resident"
    if age >= 16 and chance.random.random() < 0.55:
        made.phones = [chance.phone()]
    return made


def _couple(chance: Chance, home: HomePlan, age: int) -> None:
    sex = chance.pick(["1", "1", "2"])
    surname = home.surname or chance.surname()
    other = "2" if sex == "1" else "1"
    home.people.append(person(chance, surname, sex, age, "02"))
    younger = max(age - chance.random.randrange(0, 4), 20)
    home.people.append(person(chance, chance.surname(), other, younger, "10"))


def _family(chance: Chance, home: HomePlan, children: int) -> None:
    _couple(chance, home, chance.random.randrange(30, 62))
    if chance.random.random() < 0.15:
        home.people.pop()
    for _ in range(children):
        _add_child(chance, home)


def _add_child(chance: Chance, home: HomePlan) -> None:
    head = home.people[0]
    age = max(min(head.age - 24 - chance.random.randrange(0, 6), OLDEST_CHILD + 8), 0)
    sex = chance.pick(["1", "2"])
    relation = "20" if sex == "1" else "30"
    home.people.append(person(chance, head.name[0], sex, age, relation))


def _add_elder(chance: Chance, home: HomePlan) -> None:
    age, sex = chance.random.randrange(80, 94), chance.pick(["1", "2", "2"])
    surname = home.people[0].name[0] if sex == "1" else chance.surname()
    elder = person(chance, surname, sex, age, "51" if sex == "1" else "52")
    home.people.append(elder)


def _empty_nest(chance: Chance, home: HomePlan, *, is_80: bool, both: bool) -> None:
    age = chance.random.randrange(80, 88) if is_80 else chance.random.randrange(62, 79)
    _couple(chance, home, age)
    home.people[1].age = min(home.people[1].age, 78)
    spouse = home.people[1]
    home.people[1] = person(chance, spouse.name[0], spouse.sex, spouse.age, "10")
    home.people[0].tags.append("EMPTY")
    if both:
        home.people[1].tags.append("EMPTY")


def _tenants(chance: Chance, home: HomePlan) -> None:
    count = chance.pick([1, 1, 2, 2, 2])
    surname = home.surname or chance.surname()
    sex = chance.pick(["1", "2"])
    age = chance.random.randrange(20, 46)
    home.people.append(person(chance, surname, sex, age, "02"))
    if count == 2:
        other = "2" if sex == "1" else "1"
        home.people.append(person(chance, chance.surname(), other, age, "10"))


def _fit(
    chance: Chance, buildings: list[BuildingPlan], families: list[HomePlan], people: int
) -> None:
    """Add children, or let some be grown up and gone, until the number is right."""
    count = sum(len(home.people) for _, home in homes_of(buildings))
    while count < people:
        home = chance.pick(families)
        if len(home.people) < 6:
            _add_child(chance, home)
            count += 1
    while count > people:
        home = chance.pick(families)
        if len(home.people) > 1:
            home.people.pop()
            count -= 1
