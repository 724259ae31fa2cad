"""A large grid in one go: doors, households, residents and visits, the same in every run."""

from __future__ import annotations

import random
from datetime import date, timedelta

from tests.devices import DAY_MS, NINE, Device

SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗"
GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂"


def fill(device: Device, doors: int = 3000, residents: int = 5000, visits: int = 5000) -> None:
    """Fill the grid with that many doors, residents and visits."""
    chance = random.Random(7)
    _places(device, doors)
    _people(device, chance, doors, residents)
    _visits(device, chance, doors, visits)


def _places(device: Device, doors: int) -> None:
    buildings = range((doors + 149) // 150)
    device.seed("compound", "c", {"name": "杏林家园"})
    device.seed_many(
        "building", {f"b{n}": {"compound_id": "c", "label": f"{n + 1}栋"} for n in buildings}
    )
    device.seed_many(
        "unit",
        {f"b{n}u{u}": {"building_id": f"b{n}", "label": str(u)} for n in buildings for u in (1, 2)},
    )
    device.seed_many("dwelling", {f"d{n}": _door(n) for n in range(doors)})


def _door(number: int) -> dict[str, object]:
    building, place = divmod(number, 150)
    unit, inside = divmod(place, 75)
    floor, room = divmod(inside, 3)
    return {
        "building_id": f"b{building}",
        "unit_id": f"b{building}u{unit + 1}",
        "floor_label": str(floor + 1),
        "floor_sort": (floor + 1) * 10,
        "room_label": f"{floor + 1}{room + 1:02d}",
        "addr_key": f"杏林家园|{building + 1}|{unit + 1}|{floor + 1}{room + 1:02d}",
        "access_note": "铃坏了，敲窗户" if number % 9 == 0 else None,
    }


def _people(device: Device, chance: random.Random, doors: int, residents: int) -> None:
    device.seed_many(
        "household",
        {
            f"h{n}": {
                "dwelling_id": f"d{n}",
                "head_id": f"r{n}",
                "kind": "family",
                "status": "active",
                "imported_on": "2026-05-01",
            }
            for n in range(doors)
        },
    )
    device.seed_many("resident", {f"r{n}": _resident(chance, n) for n in range(residents)})
    device.seed_many(
        "member",
        {
            f"m{n}": {"household_id": f"h{n % doors}", "resident_id": f"r{n}"}
            for n in range(residents)
        },
    )


def _resident(chance: random.Random, number: int) -> dict[str, object]:
    born = date(1930, 1, 1) + timedelta(chance.randrange(34_000))
    fields: dict[str, object] = {
        "name": chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, 2)),
        "birth_date": born.isoformat(),
        "birth_precision": "day",
        "residence_type": "usual_local",
        "sex": "1" if number % 2 else "2",
        "phones": {"dots": {f"p{number}": {"number": f"100{number:08d}"}}},
    }
    if born.year < 1950:
        fields["tags"] = {"dots": {f"t{number}": {"code": "ALONE"}}}
    elif number % 11 == 0:
        fields["tags"] = {"dots": {f"t{number}": {"code": "FLOAT"}}}
    return fields


def _visits(device: Device, chance: random.Random, doors: int, visits: int) -> None:
    rows = {}
    for number in range(visits):
        door = chance.randrange(doors)
        rows[f"v{number}"] = {
            "dwelling_id": f"d{door}",
            "household_id": f"h{door}",
            "mode": "door",
            "outcome": chance.choices(["met", "no_answer", "met_other", "refused"], [7, 2, 1, 1])[
                0
            ],
            "at_ms": NINE - chance.randrange(200 * DAY_MS),
            "note": "说一切都好",
            "author": "worker-wang",
        }
    device.seed_many("visit", rows)
