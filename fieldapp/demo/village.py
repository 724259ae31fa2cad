"""柳沟村: three groups, 126 households, houses found by landmarks, some of them locked."""

from __future__ import annotations

from datetime import date
from typing import Any

from fieldapp.demo.chance import Chance, demo_file, row_id
from fieldapp.demo.families import person
from fieldapp.demo.history import add_visits
from fieldapp.demo.plan import DoorPlan, HomePlan, told_home
from fieldapp.demo.rows import Batch, add_home, dwelling_id
from fieldapp.domain.address_site import site_key
from fieldapp.domain.days import day_of

SEED = 20261113
_ORDINALS = (*"一二三四五六七八九十", "十一", "十二", "十三")
_HOUSES_AT_ONE = 10


def plan_village(today: date) -> list[tuple[str, DoorPlan]]:
    """Invent the houses in walking order, each with the name of its group."""
    chance, village = Chance(SEED, today), demo_file("village")
    houses = [
        (group["name"], _house(group, place))
        for group in village["groups"]
        for place in range(group["houses"])
    ]
    told = {(one["house"][0], one["house"][1]): one for one in village["people"]}
    place_in: dict[str, int] = {}
    free: list[DoorPlan] = []
    for group, door in houses:
        place_in[group] = place_in.get(group, 0) + 1
        found = told.get((group, place_in[group]))
        if found is None:
            free.append(door)
        else:
            door.home, door.access_note = told_home(chance, found), found.get("access_note", "")
    _number_houses(chance, free, len(houses) - village["numberless"])
    locked = {id(door) for door in chance.random.sample(free, village["locked"])}
    for door in free:
        _live_in(chance, door, village, is_locked=id(door) in locked)
    return houses


def village_batch(author: str, now_ms: int) -> Batch:
    """Make the rows of the whole village."""
    batch, today = Batch(), day_of(now_ms)
    houses = plan_village(today)
    for sort_no, group in enumerate(demo_file("village")["groups"], start=1):
        fields = {"name": group["name"], "sort_no": sort_no}
        batch.add("village_group", row_id("village_group", group["name"]), fields)
    for sort_no, (group, door) in enumerate(houses, start=1):
        fields = {
            "village_group_id": row_id("village_group", group),
            "landmark": door.landmark,
            "door_no": door.door_no,
            "addr_key": site_key(group, door.door_no, door.landmark),
            "use": door.use,
            "access_note": door.access_note,
            "sort_no": sort_no,
        }
        batch.add("dwelling", dwelling_id(door.key), fields)
        add_home(batch, door, today, kind="away" if door.use == "vacant" else "")
    lived_in = [door for _, door in houses if door.use != "vacant"]
    add_visits(batch, Chance(SEED + 1, today), lived_in, author, now_ms)
    return batch


def _house(group: dict[str, Any], place: int) -> DoorPlan:
    """Find a house by the landmark it hangs on; 上沟组 begins with three at each of two."""
    words = group["words"]
    word, number = words[place // _HOUSES_AT_ONE % len(words)], place % _HOUSES_AT_ONE
    if group["name"] == "上沟组":
        beyond = place - 6
        word = words[place // 3] if beyond < 0 else words[2 + beyond // 13]
        number = place % 3 if beyond < 0 else beyond % 13
    landmark = f"{word}第{_ORDINALS[number]}家"
    return DoorPlan(f"{group['name']} {landmark}", landmark=landmark)


def _number_houses(chance: Chance, doors: list[DoorPlan], count: int) -> None:
    for number, door in enumerate(chance.random.sample(doors, count), start=1):
        door.door_no = str(number)


def _live_in(chance: Chance, door: DoorPlan, village: dict[str, Any], *, is_locked: bool) -> None:
    surname = chance.pick(village["surnames"])
    age = chance.random.randrange(35, 79)
    home = HomePlan([person(chance, surname, "1", age, "02")])
    if chance.random.random() < 0.75:
        home.people.append(person(chance, chance.pick(village["surnames"]), "2", age, "10"))
    if is_locked:
        door.use = "vacant"
        door.access_note = f"锁着，{chance.pick(village['away'])}"
        for one in home.people:
            one.residence = "away"
            one.tags.append("OUT")
    door.home = home
