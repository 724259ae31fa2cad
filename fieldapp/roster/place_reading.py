"""Where a row lives, from whatever columns say it, what the grid knows and what was answered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from fieldapp.domain.address import (
    NO_UNIT,
    Door,
    TwoPart,
    building_label,
    door_display,
    parse_door,
    unit_label,
)
from fieldapp.domain.address_site import Site, looks_like_site, parse_site
from fieldapp.domain.address_text import compound_key
from fieldapp.domain.findings import Finding, Option, ask, fix
from fieldapp.roster.known import KnownIndex, town_key, village_key
from fieldapp.roster.reading import Draft, Place

_HIGHEST_FLOOR = 150
"""No building of the country has so many; more is a slip of the hand in the number of a door."""


def read_place(draft: Draft) -> Place | None:
    """Read the place of a row; None when no column says any."""
    if draft.raw.inherits:
        _ask_same_door(draft)
    group = draft.text("village_group") or draft.context.plan.village_group
    address = draft.text("address")
    if group or (address and looks_like_site(address)):
        return _village(draft, group, address)
    if not any(draft.text(f) for f in ("address", "room", "building", "landmark")):
        return None
    return _town(draft, address)


def _ask_same_door(draft: Draft) -> None:
    options = (Option("same", "是，和上面同一户"), Option("skip", "不是，先不导入这些行"))
    question = ask("B57", "address", "没写门牌，是和上一行同一户吗", options)
    draft.note(question, f"{draft.raw.sheet}:门牌空着")


def _village(draft: Draft, group: str, address: str) -> Place:
    landmark = draft.text("landmark")
    site = parse_site(address or draft.text("room") or landmark, group=group)
    if landmark and not site.landmark:
        site = replace(site, landmark=landmark, findings=())
    for finding in site.findings:
        draft.note(_with_own_landmark(finding, draft), f"{draft.raw.sheet}:没有门号")
    return _village_place(site)


def _with_own_landmark(finding: Finding, draft: Draft) -> Finding:
    head = draft.text("head_name") or draft.text("name")
    use_head = Option("head", "用“某某家”当地标", (("landmark", f"{head}家"),))
    return replace(finding, options=(use_head, *finding.options[1:]))


def _village_place(site: Site) -> Place:
    return Place(
        village_key(site.group, site.door_no, site.landmark),
        site.display,
        group=site.group,
        door_no=site.door_no,
        landmark=site.landmark,
        original=site.original,
    )


def _town(draft: Draft, address: str) -> Place:
    index, plan = draft.context.index, draft.context.plan
    building = building_label(draft.text("building")) if draft.text("building") else plan.building
    unit = unit_label(draft.text("unit")) if draft.text("unit") else ""
    said = draft.text("compound") or plan.compound
    typed = _with_floor_digits(address or draft.text("room"), draft.text("floor"))
    two_part = TwoPart(draft.text("two_part")) if _is_two_part(draft.text("two_part")) else None
    door = parse_door(typed, building=building, unit=unit, two_part=two_part)
    if building and not door.building and not door.is_on_street:
        door = replace(door, building=building)
    compound = _compound(draft, door.compound or said, door)
    door = _settled_by_known(door, compound, index)
    for finding in door.findings:
        shared = compound or draft.raw.sheet
        draft.note(finding, shared if finding.code == "B23" else "")
    if not door.findings and not door.is_on_street:
        _ask_for_what_lacks(draft, door)
    if not door.findings and draft.text("building") and not address:
        _tell_if_respelt(draft, door)
    door = _within_reach(draft, _with_floor(door, draft.text("floor")))
    return _town_place(compound, door, typed)


def _within_reach(draft: Draft, door: Door) -> Door:
    """Ask about a door on a floor that no building has, and take no floor from it."""
    if door.floor_sort <= _HIGHEST_FLOOR * 10:
        return door
    options = (Option("keep", "门号就是这样，不算楼层", ()), Option("skip", "先不导入这一行"))
    sentence = f"{door.room} 算下来是 {door.floor_label} 层，没有这么高的楼"
    draft.note(ask("B25", "room", sentence, options))
    return replace(door, floor_label="", floor_sort=0)


def _ask_for_what_lacks(draft: Draft, door: Door) -> None:
    """Ask about a door without a building and a building without a door."""
    if door.building and door.room:
        return
    alone = (("building", door.building or door.room), ("address", ""), ("room", ""))
    options = (Option("alone", "单独一处，就这一个门", alone), Option("skip", "先不导入这一行"))
    lack = "只写了楼，没写哪个门" if door.building else "没写哪栋楼"
    draft.note(ask("B21", "door", lack, options))


def _is_two_part(text: str) -> bool:
    return text in tuple(TwoPart)


def _with_floor_digits(room: str, floor: str) -> str:
    """Join a floor column and a door of one or two digits: 5 and 01 are 501."""
    label = floor.rstrip("层楼")
    if re.fullmatch(r"[0-9]{1,2}", label) and re.fullmatch(r"[0-9]{1,2}", room):
        return label + room.zfill(2)
    return room


def _with_floor(door: Door, floor: str) -> Door:
    label = floor.rstrip("层楼")
    if door.floor_label or not re.fullmatch(r"[0-9]{1,2}", label):
        return door
    return replace(door, floor_label=label, floor_sort=int(label) * 10)


def _tell_if_respelt(draft: Draft, door: Door) -> None:
    typed = (draft.text("building"), draft.text("unit") or NO_UNIT, draft.text("room"))
    if typed != (door.building, door.unit, door.room):
        draft.note(fix("B21", "building", f"门牌写成 {door.display}"))


def _settled_by_known(door: Door, compound: str, index: KnownIndex) -> Door:
    """Drop the question about 3-501 when the grid's own doors answer it."""
    if not any(f.code == "B23" for f in door.findings):
        return door
    if index.has_units(compound, door.building) is False:
        return replace(door, findings=())
    own = [b for b in index.known.buildings if compound_key(b.compound) == compound_key(compound)]
    if len(own) == 1 and door.building in own[0].units:
        return replace(door, building=own[0].label, unit=door.building, findings=())
    return door


def _compound(draft: Draft, said: str, door: Door) -> str:
    """Name the compound as the grid does; without one, find whose building it is."""
    index = draft.context.index
    if said:
        known = index.compound_by_key.get(compound_key(said))
        return known[0] if known else said
    names = sorted(set(index.compounds_with(door.building)))
    labels = (door.building, door.unit, door.room)
    exact = [name for name in names if town_key(name, *labels) in index.dwelling_by_key]
    names = exact if len(exact) == 1 else names
    if len(names) == 1:
        if names[0]:
            draft.note(fix("B29", "compound", f"按已有的楼栋，是{names[0]}"))
        return names[0]
    if names:
        _ask_which_compound(draft, door, names, f"{door.building} 号楼有好几个小区都有，是哪个")
    elif not door.is_on_street and door.building:
        named = dict.fromkeys((*draft.context.compounds, *index.compound_names))
        if named:
            _ask_which_compound(draft, door, [*named, ""], f"{door.building} 号楼在哪个小区")
    return ""


def _ask_which_compound(draft: Draft, door: Door, names: Sequence[str], sentence: str) -> None:
    if draft.text("compound") == "" and "compound" in draft.overrides:
        return
    options = [Option(n or "none", n or "不属于小区", (("compound", n),)) for n in names]
    question = ask("B29", "compound", sentence, options)
    draft.note(question, f"{draft.raw.sheet}:{door.building}")


def _town_place(compound: str, door: Door, typed: str) -> Place:
    where = door.display if door.is_on_street else door_display(door.building, door.unit, door.room)
    return Place(
        town_key(compound, door.building, door.unit, door.room),
        f"{compound} {where}".strip(),
        compound,
        door.building,
        door.unit,
        door.room,
        door.floor_label,
        door.floor_sort,
        door.is_on_street,
        original=door.original or typed,
    )
