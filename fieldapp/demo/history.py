"""Three months of visits, so that just the doors of the story are due today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from fieldapp.demo.chance import Chance, demo_file, row_id
from fieldapp.demo.plan import DoorPlan, HomePlan
from fieldapp.demo.rows import Batch, cadence, dwelling_id, household_id
from fieldapp.domain.days import day_of, start_of

LONGEST_AGO = 88
MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class Told:
    """One visit of the story: how many days ago, when, what came of it."""

    days_ago: int
    at: str
    outcome: str
    note: str = ""
    mode: str = "door"


_ALONE_TODAY = ("1-1-301", "1-2-802", "2-2-502", "3-1-201", "3-2-1001", "甲1-1-302", "甲2-3-201")
"""Old people on their own who were seen this morning, before the story begins."""
_WEEKLY = "过来坐坐，都好"

STORY: dict[str, tuple[Told, ...]] = {
    "乙1-3-502": (
        Told(1, "15:10", "met_other", "女儿说屋里暖气不热", "phone"),
        Told(2, "10:05", "no_answer", "邻居说去买菜了"),
        Told(9, "09:40", "met", "过生日，说屋里凉"),
        Told(16, "09:35", "met", "药够吃到月底"),
        Told(23, "10:10", "met", "燃气管换过，没有异味"),
        *(Told(23 + 7 * week, "09:50", "met", _WEEKLY) for week in range(1, 19)),
    ),
    "乙1-1-302": (
        Told(2, "10:20", "no_answer", "楼下说遛弯去了"),
        Told(8, "18:55", "met", "血压稳住了"),
        Told(15, "18:40", "met", "说屋里暖和"),
        Told(20, "10:30", "no_answer"),
    ),
    "乙1-2-603": (Told(7, "10:20", "met", "一切都好"), Told(14, "10:05", "met")),
    "乙1-2-201": (Told(12, "15:00", "met", "想报老年大学"), Told(41, "15:20", "met")),
    "乙1-4-101": (Told(30, "16:30", "met", "暖气阀换好了"), Told(60, "16:10", "met")),
    "4-1101": (
        Told(7, "10:05", "met", "医保本交给我去报销"),
        Told(7, "10:40", "met", "又来送回执"),
        Told(14, "09:50", "met", "一切都好"),
    ),
    "4-902": (Told(6, "09:30", "met", "说屋里暖和"), Told(13, "09:40", "met")),
    "4-304": (Told(11, "16:00", "met", "药够吃到月底"), Told(40, "15:40", "met")),
    "杏林巷 水井南第一家": (Told(13, "11:00", "met", "水管包好了"), Told(42, "10:50", "met")),
    "4-803": (Told(8, "10:15", "no_answer", "门上留了联系单"), Told(43, "18:50", "met")),
    "乙1-2-403": (
        Told(6, "10:40", "no_answer", "邻居说上夜班"),
        Told(9, "15:30", "no_answer", "邻居说上夜班"),
        Told(21, "19:10", "met"),
    ),
    "甲2-4-401": (
        Told(5, "16:10", "refused", "不开门，下季度再来"),
        Told(26, "16:00", "refused"),
        Told(47, "15:50", "refused"),
    ),
    "上沟组 石碾东第二家": (Told(31, "15:00", "met", "孩子上学远，想住校"),),
    "北沿街18号": (Told(3, "11:20", "no_answer", "店里忙，说下午三点后"), Told(28, "15:20", "met")),
}


def add_visits(
    batch: Batch, chance: Chance, doors: list[DoorPlan], author: str, now_ms: int
) -> None:
    """Add the visits to the households behind these doors."""
    for door in doors:
        home = door.home
        if home is None or not home.people:
            continue
        told = STORY.get(door.key) or _ordinary(chance, home)
        for place, one in enumerate(told):
            _add(batch, door, one, place, author, now_ms)


def add_early_visits(batch: Batch, author: str, now_ms: int) -> None:
    """Add this morning's first seven: they were seen because of the snow."""
    for place, key in enumerate(_ALONE_TODAY):
        minutes = 110 - 5 * place
        fields = {
            "dwelling_id": dwelling_id(key),
            "household_id": household_id(key),
            "mode": "door",
            "outcome": "met",
            "note": "暖气热，叮嘱少出门",
            "met": [row_id("resident", key, "0")],
            "at_ms": now_ms - minutes * MINUTE_MS,
            "recorded_ms": now_ms - minutes * MINUTE_MS,
            "author": author,
        }
        batch.add("visit", row_id("visit", key, "today"), fields)


def moment_ms(today: date, days_ago: int, at: str) -> int:
    """Give the milliseconds of a time of day so many days ago."""
    hour, minute = (int(part) for part in at.split(":"))
    return start_of(today - timedelta(days=days_ago)) + (hour * 60 + minute) * MINUTE_MS


def _ordinary(chance: Chance, home: HomePlan) -> tuple[Told, ...]:
    """Invent visits whose last one still counts today."""
    every = cadence(home)
    days_ago = chance.random.randrange(1, min(every, LONGEST_AGO))
    told: list[Told] = []
    if chance.random.random() < 0.12 and days_ago > 3:
        ago = chance.random.randrange(1, days_ago)
        told.append(Told(ago, _time(chance), "no_answer", _note(chance, "no_answer")))
    while days_ago < LONGEST_AGO:
        told.append(_met(chance, home, days_ago))
        days_ago += max(every - chance.random.randrange(0, 4), 5)
    return tuple(told)


def _met(chance: Chance, home: HomePlan, days_ago: int) -> Told:
    at = f"{chance.pick([18, 19])}:{chance.random.randrange(10, 59)}"
    is_late = home.is_rented and chance.random.random() < 0.7
    outcome = "met" if chance.random.random() < 0.9 else "met_other"
    note = _note(chance, "met") if chance.random.random() < 0.6 else ""
    return Told(days_ago, at if is_late else _time(chance), outcome, note)


def _time(chance: Chance) -> str:
    hour = chance.pick([9, 9, 10, 10, 11, 14, 15, 16])
    return f"{hour:02d}:{chance.random.randrange(60):02d}"


def _note(chance: Chance, outcome: str) -> str:
    return str(chance.pick(demo_file("notes")[outcome]))


def _add(batch: Batch, door: DoorPlan, told: Told, place: int, author: str, now_ms: int) -> None:
    assert door.home is not None
    today = day_of(now_ms)
    at_ms = moment_ms(today, told.days_ago, told.at)
    met = [row_id("resident", door.key, "0")] if told.outcome == "met" else None
    fields = {
        "dwelling_id": dwelling_id(door.key),
        "household_id": household_id(door.key),
        "mode": told.mode,
        "outcome": told.outcome,
        "note": told.note,
        "met": met,
        "at_ms": at_ms,
        "recorded_ms": at_ms + MINUTE_MS,
        "author": author,
    }
    batch.add("visit", row_id("visit", door.key, str(place)), fields)
