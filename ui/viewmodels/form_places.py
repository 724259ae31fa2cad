"""The forms for places: buildings, compounds, village groups, doors."""

from __future__ import annotations

from dataclasses import dataclass, replace

from fieldapp.domain.address import NO_UNIT, unit_label
from fieldapp.domain.floors import (
    MOST_FLOORS,
    MOST_PER_FLOOR,
    MOST_UNITS,
    floor_labels,
    plan_doors,
)
from fieldapp.domain.words import BUILDING_KIND, PROPERTY_MODE, USE
from fieldapp.errors import Refused
from fieldapp.queries.lookup import Choices
from fieldapp.services.places import AddBuilding, AddCompound, AddDwelling, AddVillageGroup
from ui import text
from ui.viewmodels.form_fields import (
    YES_NO,
    Choice,
    Form,
    FormField,
    Values,
    chips,
    number,
    text_or_none,
    words,
    yes_no,
)

LIFT = (Choice("是", "有电梯"), Choice("否", "没有电梯"))
_SHOWN_FLOORS, _SHOWN_DOORS = 40, 16


@dataclass(frozen=True, slots=True)
class DrawnFloor:
    """One floor of the preview, the top one first."""

    key: str
    doors: tuple[str, ...]


def building_form(choices: Choices) -> Form:
    """A building with all its doors, drawn while one writes."""
    compounds = tuple(Choice(one.id, one.label) for one in choices.compounds)
    place = (FormField("compound", "哪个小区", "list", choices=compounds, prompt="不在小区里"),)
    return Form(
        "新记一栋楼",
        (
            *(place if compounds else ()),
            FormField("label", "楼号", limit=40, note="照墙上写的：4、乙1、北沿街"),
            FormField("floors", "几层", limit=3),
            FormField("doors_per_floor", "每层几个门", limit=2),
            FormField("units", "单元", limit=200, note="1、2、3 这样写；没有单元就空着"),
            FormField("has_lift", "电梯", "chips", choices=LIFT),
            FormField("kind", "什么样的楼", "chips", choices=chips(BUILDING_KIND)),
            FormField("floors_below", "地下几层", limit=1),
            FormField("skipped_floors", "没有的楼层", limit=60, note="比如没有 13 楼：13"),
            FormField("extra_floors", "另外的楼层", limit=60, note="比如 13A"),
        ),
        lambda values: replace(_building(values), grid=choices.grid or None),
        lambda values: f"新记了{values.get('label', '').strip()}",
        button="存下这栋楼",
        context=choices.grid_name,
        draws=True,
    )


def _building(values: Values) -> AddBuilding:
    return AddBuilding(
        values.get("label", ""),
        number(values, "floors", "几层"),
        number(values, "doors_per_floor", "每层几个门"),
        words(values, "units") or (NO_UNIT,),
        text_or_none(values, "compound"),
        floors_below=number(values, "floors_below", "地下几层"),
        skipped_floors=words(values, "skipped_floors"),
        extra_floors=words(values, "extra_floors"),
        kind=text_or_none(values, "kind"),
        has_lift=yes_no(values, "has_lift"),
    )


def drawn(values: Values) -> tuple[str, tuple[DrawnFloor, ...]]:
    """Draw what would be made: one sentence, and the floors of one unit from the top."""
    try:
        wish = _building(values)
    except Refused:
        return "数字写好就画出来", ()
    units = tuple(dict.fromkeys(unit_label(one) for one in wish.units))
    is_large = wish.floors > MOST_FLOORS or wish.doors_per_floor > MOST_PER_FLOOR
    if is_large or len(units) > MOST_UNITS or wish.floors_below > MOST_FLOORS:
        return "比见过的楼都大，看一下有没有写错", ()
    labels = floor_labels(wish.floors, wish.floors_below, wish.skipped_floors, wish.extra_floors)
    if not labels or not wish.doors_per_floor:
        return "写上几层、每层几个门，这里就画出来", ()
    rooms: dict[str, list[str]] = {}
    for door in plan_doors(units[:1], labels, wish.doors_per_floor):
        rooms.setdefault(door.floor, []).append(door.room)
    total = text.counted(len(units) * len(labels) * wish.doors_per_floor, "个门")
    each = f"，{len(units)} 个单元都是这样" if len(units) > 1 else ""
    floors = [DrawnFloor(one, tuple(rooms[one][:_SHOWN_DOORS])) for one in reversed(labels)]
    return f"一共 {total}{each}", tuple(floors[:_SHOWN_FLOORS])


def compound_form(choices: Choices) -> Form:
    """A compound of the grid at hand."""
    return Form(
        "新记一个小区",
        (
            FormField("name", "名字", limit=60),
            FormField("aliases", "别的叫法", limit=200, note="几个叫法用、隔开"),
            FormField("property_mode", "谁管", "chips", choices=chips(PROPERTY_MODE)),
            FormField("property_phone", "物业电话", limit=40),
            FormField("gate_note", "大门怎么进", limit=200),
            FormField("sort_no", "排在第几", limit=3, note="只写数字，小的在前；空着按名字排"),
        ),
        lambda values: AddCompound(
            values.get("name", ""),
            choices.grid or None,
            aliases=words(values, "aliases"),
            property_mode=text_or_none(values, "property_mode"),
            property_phone=text_or_none(values, "property_phone"),
            gate_note=text_or_none(values, "gate_note"),
            sort_no=number(values, "sort_no", "排在第几") or None,
        ),
        lambda values: f"新记了{values.get('name', '').strip()}",
        button="存下这个小区",
        context=choices.grid_name,
    )


def group_form(choices: Choices) -> Form:
    """A group of a village of the grid at hand."""
    return Form(
        "新记一个村民小组",
        (
            FormField("name", "组名", limit=60, note="比如 上沟组"),
            FormField("sort_no", "走在第几", limit=3, note="只写数字，先走的小；空着按名字排"),
        ),
        lambda values: AddVillageGroup(
            values.get("name", ""),
            choices.grid or None,
            number(values, "sort_no", "走在第几") or None,
        ),
        lambda values: f"新记了{values.get('name', '').strip()}",
        button="存下这个组",
        context=choices.grid_name,
    )


def door_form(choices: Choices, near: str = "") -> Form:
    """One door, in a building or in a village group; `near` is the place chosen to begin with."""
    places = [
        Choice(f"unit:{one.id}", _unit_title(choices, one.under, one.label))
        for one in choices.units
    ]
    with_units = {one.under for one in choices.units}
    places += [
        Choice(f"building:{one.id}", one.label)
        for one in choices.buildings
        if one.id not in with_units
    ]
    places += [Choice(f"village_group:{one.id}", one.label) for one in choices.village_groups]
    return Form(
        "新记一个门",
        (
            FormField(
                "building", "在哪儿", "list", near, choices=tuple(places), prompt="选楼、单元或者组"
            ),
            FormField("room_label", "门号", limit=40, note="502、B1-01、12 都行；没有就写地标"),
            FormField("landmark", "地标", limit=120, note="没有门号的写怎么找：老槐树西第一家"),
            FormField("use", "现在怎么住", "chips", choices=chips(USE)),
            FormField("access_note", "敲门提示", limit=200, note="铃坏了、有狗、晚上才在"),
        ),
        _door,
        lambda values: f"新记了{_door_words(values)}",
        button="存下这个门",
        context=choices.grid_name,
        opens="dwelling",
    )


def _door(values: Values) -> AddDwelling:
    kind, _, id_ = values.get("building", "").partition(":")
    number_ = text_or_none(values, "room_label")
    is_village = kind == "village_group"
    return AddDwelling(
        building=id_ if kind == "building" else None,
        unit=id_ if kind == "unit" else None,
        village_group=id_ if is_village else None,
        room_label=None if is_village else number_,
        door_no=number_ if is_village else None,
        landmark=text_or_none(values, "landmark"),
        use=text_or_none(values, "use"),
        access_note=text_or_none(values, "access_note"),
    )


def _door_words(values: Values) -> str:
    return (values.get("room_label") or values.get("landmark") or "一个门").strip()


def _unit_title(choices: Choices, building: str, label: str) -> str:
    title = next((one.label for one in choices.buildings if one.id == building), "")
    if not label or label == NO_UNIT:
        return title
    return f"{title} {label}单元" if label.isdecimal() else f"{title} {label}"


__all__ = [
    "YES_NO",
    "DrawnFloor",
    "building_form",
    "compound_form",
    "door_form",
    "drawn",
    "group_form",
]
