"""The rows of the demo before they are rows: doors, households, the people in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from fieldapp.demo.invent import Dice

HEAD, SPOUSE, SON, DAUGHTER = "02", "10", "20", "30"
FATHER, MOTHER, GRANDSON, GRANDDAUGHTER, UNRELATED = "51", "52", "41", "42", "99"


@dataclass(slots=True)
class Soul:
    """One resident."""

    name: str
    sex: str = "1"
    born: date | None = None
    relation: str = HEAD
    residence: str = "usual_local"
    id_no: str = ""
    id_type: str = "resident"
    no_id_reason: str = ""
    tags: dict[str, str] = field(default_factory=dict)
    """Visible tags with the note that stands beside them."""
    care_tags: set[str] = field(default_factory=set)
    phones: dict[str, str] = field(default_factory=dict)
    """Numbers and whose they are ("" for one's own)."""
    aliases: tuple[str, ...] = ()
    latin_name: str = ""
    lunar: str = ""
    speaks: str = ""
    hearing: str = ""
    emergency: tuple[str, str, str] | None = None
    """Relation, name, number."""
    note: str = ""


@dataclass(slots=True)
class Door:
    """One door. `unit` is 无 where there is none; a house in a village has a landmark."""

    building: str
    room: str
    unit: str = "无"
    floor: str = ""
    floor_sort: int = 0
    use: str = "own"
    hint: str = ""
    landmark: str = ""
    sort_no: int | None = None


@dataclass(slots=True)
class House:
    """One household behind a door, and how often and when somebody saw it."""

    door: Door
    people: list[Soul]
    kind: str = "family"
    note: str = ""
    status: str = "active"
    is_party_center: bool = False
    met_days_ago: int | None = None
    """Days since somebody was last met; chosen by the rule when None."""
    split_from: str = ""

    @property
    def head(self) -> Soul:
        """The first one named."""
        return self.people[0]


def soul(dice: Dice, age: int, sex: str, relation: str = HEAD, surname: str = "") -> Soul:
    """Invent a resident of that age."""
    born = dice.born(age)
    one = Soul(dice.name(sex, surname), sex, born, relation, id_no=dice.id_number(born, sex))
    if 16 <= age and dice.roll.random() < 0.7:
        one.phones[dice.phone()] = ""
    return one


def single(dice: Dice, surname: str, age: int) -> list[Soul]:
    """Invent somebody who lives by herself."""
    return [soul(dice, age, dice.roll.choice("12"), surname=surname)]


def couple(dice: Dice, surname: str, age: int, other: int) -> list[Soul]:
    """Invent husband and wife."""
    return [
        soul(dice, age, "1", surname=surname),
        soul(dice, other, "2", SPOUSE),
    ]


def family(dice: Dice, surname: str, size: int) -> list[Soul]:
    """Invent a family of two to five: a couple, its children, and from five a grandparent."""
    age = dice.roll.randrange(31, 58)
    people = couple(dice, surname, age, age - dice.roll.randrange(4))
    for _ in range(min(size, 4) - 2):
        people.append(child(dice, people[0], surname))
    if size > 4:
        sex = dice.roll.choice("12")
        relation = FATHER if sex == "1" else MOTHER
        people.append(soul(dice, min(age + 24, 78), sex, relation, surname if sex == "1" else ""))
    return people


def child(dice: Dice, head: Soul, surname: str) -> Soul:
    """Invent a child of the head of a household."""
    assert head.born is not None
    most = max(dice.today.year - head.born.year - 24, 1)
    sex = dice.roll.choice("12")
    relation = SON if sex == "1" else DAUGHTER
    return soul(dice, dice.roll.randrange(1, min(most, 26) + 1), sex, relation, surname)
