"""A generated grid: varied text, random ids, the size of one worker's year. All invented."""

from __future__ import annotations

import random
from dataclasses import dataclass

from fieldapp.store.unit import Unit

SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = "示例春兰秀英建国玉芬淑珍桂兰福寿满仓保国小禾凤霞长根立新雨桐可望海波静云飞"
WHAT = (
    "暖气不热", "水管漏水", "楼道灯不亮", "想办老年卡", "女儿周末来", "药够吃到月底",
    "电动车没处充电", "门口堆了杂物", "邻居吵架劝开了", "孩子上学的事", "燃气管换过",
    "腿脚不便", "屋里收拾得干净", "说话听不太清", "想要一副老花镜", "低保材料交了",
)  # fmt: skip
THEN = (
    "答应去问", "已报社区维修", "记下了", "约好下周再来", "帮她打了电话", "让他等通知",
    "陪着跑了一趟", "留了提示卡", "没有别的事", "情绪平稳", "先观察", "下回带表格来",
)  # fmt: skip
OUTCOMES = ("met", "met", "met", "no_answer", "met_other", "refused")
TAGS = ("ALONE", "EMPTY", "VET", "DIBAO", "FLOAT", "TENANT")
MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class Size:
    """How large a grid is."""

    households: int = 300
    residents: int = 900
    visits: int = 5000
    diaries: int = 2000


@dataclass(slots=True)
class Places:
    """Ids made so far, for what refers to them."""

    doors: list[str]
    households: list[str]
    residents: list[str]


def sentence(dice: random.Random) -> str:
    """Write one line of a visit or a diary."""
    degrees = dice.randrange(10, 27)
    day = f"{dice.randrange(1, 13)}月{dice.randrange(1, 29)}日"
    return (
        f"{dice.choice(WHAT)}，屋里 {degrees} 度，{dice.choice(THEN)}，{day}{dice.choice(WHAT)}。"
    )


def person_name(dice: random.Random) -> str:
    """Invent a name."""
    return dice.choice(SURNAMES) + dice.choice(GIVEN) + dice.choice(GIVEN)


def fill_places(unit: Unit, grid: str, size: Size, dice: random.Random) -> Places:
    """Create buildings, doors, households and residents of a grid in one transaction."""
    scope, made = f"grid:{grid}", Places([], [], [])
    for number in range(size.households):
        if number % 24 == 0:
            label = f"{number // 24 + 1}栋"
            building = unit.create("building", scope, {"label": label, "kind": "block"})
        floor, room = number % 24 // 4 + 1, number % 4 + 1
        made.doors.append(
            unit.create(
                "dwelling",
                scope,
                {
                    "building_id": building,
                    "floor_label": str(floor),
                    "floor_sort": floor * 10,
                    "room_label": f"{floor}0{room}",
                    "addr_key": f"|{number // 24 + 1}|无|{floor}0{room}",
                },
            )
        )
        home = unit.create("household", scope, {"dwelling_id": made.doors[-1], "kind": "family"})
        made.households.append(home)
    for number in range(size.residents):
        made.residents.append(_resident(unit, scope, dice))
        unit.create(
            "member",
            scope,
            {
                "household_id": made.households[number % size.households],
                "resident_id": made.residents[-1],
                "relation_code": "02" if number < size.households else "30",
            },
        )
    return made


def _resident(unit: Unit, scope: str, dice: random.Random) -> str:
    fields = {
        "name": person_name(dice),
        "residence_type": "usual_local",
        "sex": dice.choice("12"),
        "birth_date": f"{dice.randrange(1930, 2020)}-{dice.randrange(1, 13):02}-15",
        "birth_precision": "day",
        "phones": {unit.new_id(): {"number": f"100{dice.randrange(10**8):08}"}},
    }
    if dice.random() < 0.2:
        fields["tags"] = {unit.new_id(): {"code": dice.choice(TAGS)}}
    return unit.create("resident", scope, fields)


def knock(unit: Unit, grid: str, places: Places, dice: random.Random, at_ms: int) -> str:
    """Log one visit."""
    number = dice.randrange(len(places.doors))
    return unit.create(
        "visit",
        f"grid:{grid}",
        {
            "dwelling_id": places.doors[number],
            "household_id": places.households[number],
            "mode": "door",
            "outcome": dice.choice(OUTCOMES),
            "note": sentence(dice),
            "at_ms": at_ms,
            "recorded_ms": at_ms,
            "author": unit.author.person,
        },
    )


def write_diary(unit: Unit, grid: str, places: Places, dice: random.Random, on: str) -> str:
    """Hand in one diary entry with its lines, as one group."""
    scope = f"diary:{unit.author.person}"
    with unit.group():
        entry = unit.create(
            "diary_entry",
            scope,
            {
                "author": unit.author.person,
                "grid": grid,
                "on": on,
                "urgency": "note",
                "submitted_ms": unit.now_ms,
            },
        )
        for number in range(dice.randrange(1, 4)):
            unit.create(
                "diary_line",
                scope,
                {
                    "entry_id": entry,
                    "text": sentence(dice) + sentence(dice),
                    "households": [dice.choice(places.households)],
                    "sort_no": number,
                },
            )
    return entry
