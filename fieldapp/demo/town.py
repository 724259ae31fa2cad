"""The buildings of the third grid of 杏林社区, drawn up door by door."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fieldapp.demo.people import Door
from fieldapp.domain.address import floor_sort
from fieldapp.domain.floors import room_label

GARDEN, MILL, LANE = "杏林家园", "纺织厂家属院", "杏林巷"
STREET, LODGE, COTTAGES = "北沿街", "单身公寓", "平房"
SHOPS, UPSTAIRS = 46, 12
COTTAGE_SPOTS = (
    "井边第一家", "井边第二家", "井边第三家", "大门洞里头", "巷口修车摊后", "老榆树下",
    "公厕对面", "煤场旧址东", "巷尾红铁门",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CompoundPlan:
    """A compound with its gate."""

    name: str
    aliases: tuple[str, ...] = ()
    property_mode: str | None = None
    property_phone: str | None = None
    gate_note: str | None = None


@dataclass(frozen=True, slots=True)
class BuildingPlan:
    """A building; `units` holds 无 where there are none."""

    label: str
    compound: str = ""
    kind: str = "block"
    units: tuple[str, ...] = ("无",)
    floors: int | None = None
    floors_below: int | None = None
    has_lift: bool | None = None


COMPOUNDS = (
    CompoundPlan(GARDEN, (), "company", "10055560101", "东门刷卡，报门牌保安给开"),
    CompoundPlan(MILL, ("幸福里", "老纺织厂宿舍"), "self_managed", None, "北门白天开着，晚十点锁"),
    CompoundPlan(LANE),
)
BUILDINGS = (
    *(
        BuildingPlan(label, GARDEN, "tower", ("1", "2"), 11, None, has_lift=True)
        for label in "123"
    ),
    BuildingPlan("4", GARDEN, "tower", ("无",), 11, 1, has_lift=True),
    *(
        BuildingPlan(label, MILL, "block", ("1", "2", "3", "4"), 6, None, has_lift=False)
        for label in ("乙1", "甲1", "甲2")
    ),
    BuildingPlan(COTTAGES, LANE, "flat"),
    BuildingPlan(STREET, "", "street"),
    BuildingPlan(LODGE, "", "block", ("无",), 4, None, has_lift=False),
)


def doors() -> list[Door]:
    """List every door; those that nobody lives behind are vacant or shops."""
    return [
        *_towers(),
        *_mill(),
        *(Door(COTTAGES, "", landmark=spot, sort_no=n) for n, spot in enumerate(COTTAGE_SPOTS, 1)),
        *_street(),
        *_lodge(),
    ]


def _towers() -> Iterator[Door]:
    for label in "123":
        for unit in ("1", "2"):
            yield from _stack(label, unit, 11, 2)
    yield from _stack("4", "无", 11, 4)
    # Painted so: a basement that was let, and a room on the roof numbered to avoid 14.
    yield from (_door("4", "无", "B1", number) for number in (1, 2))
    yield _door("4", "无", "13A", 1)


def _mill() -> Iterator[Door]:
    for label in ("乙1", "甲1", "甲2"):
        for unit in ("1", "2", "3", "4"):
            yield from _stack(label, unit, 6, 3)


def _stack(building: str, unit: str, floors: int, per_floor: int) -> Iterator[Door]:
    for floor in range(1, floors + 1):
        for number in range(1, per_floor + 1):
            yield _door(building, unit, str(floor), number)


def _door(building: str, unit: str, floor: str, number: int) -> Door:
    return Door(building, room_label(floor, number), unit, floor, floor_sort(floor), use="vacant")


def _street() -> Iterator[Door]:
    for number in range(1, SHOPS + 1):
        yield Door(STREET, str(number), floor="1", floor_sort=10, use="shop", sort_no=number * 10)
    for number in range(1, UPSTAIRS + 1):
        at = number * 3 - 1
        yield Door(
            STREET, f"{at}号楼上", floor="2", floor_sort=20, use="own", sort_no=at * 10 + 1
        )


def _lodge() -> Iterator[Door]:
    for floor in range(1, 5):
        for number in range(1, 8):
            yield Door(
                LODGE, room_label(str(floor), number), "无", str(floor), floor * 10, "vacant"
            )


def full_name(door: Door) -> str:
    """Name a door within the grid: 乙1-3-502, 4-1101, 北沿街12号, 井边第三家."""
    if door.building == STREET:
        return f"{STREET}{door.room}" + ("" if door.room.endswith("上") else "号")
    if door.building == COTTAGES:
        return door.landmark
    middle = [] if door.unit == "无" else [door.unit]
    return "-".join([door.building, *middle, door.room])
