"""The forms that hand a household or a place to another grid: where to, and what goes along."""

from __future__ import annotations

from collections.abc import Iterator

from fieldapp.domain.moving import THIS
from fieldapp.errors import Refused
from fieldapp.queries.lookup import Choices
from fieldapp.queries.record import Record
from fieldapp.queries.transfers import Along, TransferPlan
from fieldapp.services.transfer import TransferHousehold, TransferPlace
from fieldapp.verbs import Command
from ui.viewmodels.form_fields import Choice, Form, FormField, Values, chips
from ui.viewmodels.form_menus import Menu, MenuRow

_HOW = (Choice("home", "这家搬过去住"), Choice("door", "这个门归那边管"))
_AFTERWARDS = "来过的记录和答应过的都跟着去。送到社区以后才转，转过去就归那边的网格员管。"
_PLACES = {
    "dwelling": ("knock", "只这个门过去"),
    "unit": ("knock", "这个单元的门都过去"),
    "building": ("doors", "整栋楼的门都过去"),
    "compound": ("landmark", "小区里的楼都过去"),
    "village_group": ("people", "这个组的门都过去"),
}


def transfer_form(plan: TransferPlan) -> Form:
    """Choose the grid, and of a household whether its door goes along; or say why it cannot go."""
    is_home = plan.kind == "household"
    fields = (_grid(plan), *((_how(plan),) if is_home else ()))
    return Form(
        "转到另一网格",
        () if plan.refusal else fields,
        lambda values: _command(plan, values),
        lambda values: f"{plan.label}转到{_named(plan, values)}",
        button="" if plan.refusal else "转过去",
        context=plan.label,
        hint=plan.refusal or f"{_along(plan)}{_AFTERWARDS}",
    )


def transfer_menu(choices: Choices, record: Record | None, door: str) -> Menu:
    """Which place goes: every one of the grid at hand, or a door and what it stands in."""
    around = _around(choices, record, door) if record else _everything(choices)
    rows = (
        MenuRow(f"transfer:{kind}:{id_}", _PLACES[kind][0], name, _PLACES[kind][1])
        for kind, id_, name in around
    )
    return Menu("转到另一网格", "哪一处归了别的网格", tuple(rows))


def _around(choices: Choices, record: Record, door: str) -> Iterator[tuple[str, str, str]]:
    yield "dwelling", record.id, door
    units = {one.id: one for one in choices.units}
    unit = units.get(record.text("unit_id"))
    if unit is not None and len([one for one in units.values() if one.under == unit.under]) > 1:
        yield "unit", unit.id, f"{unit.label}单元"
    building = next(
        (one for one in choices.buildings if one.id == record.text("building_id")), None
    )
    above = {
        record.text("building_id"),
        record.text("village_group_id"),
        building.under if building else "",
    }
    yield from (one for one in _everything(choices) if one[1] in above)


def _everything(choices: Choices) -> Iterator[tuple[str, str, str]]:
    kinds = (
        ("building", choices.buildings),
        ("compound", choices.compounds),
        ("village_group", choices.village_groups),
    )
    for kind, found in kinds:
        yield from ((kind, one.id, one.label) for one in found)


def _grid(plan: TransferPlan) -> FormField:
    return FormField("grid", "转到哪个网格", "chips", choices=chips(plan.grids))


def _how(plan: TransferPlan) -> FormField:
    behind = plan.with_door
    note = f"门后面一共 {_counted(behind)}，门归那边就都过去" if behind.households > 1 else ""
    return FormField("how", "怎么转", "chips", "home", note, choices=_HOW)


def _command(plan: TransferPlan, values: Values) -> Command[str]:
    grid = values.get("grid", "")
    if not grid:
        raise Refused("grid-missing", "先选转到哪个网格。", field="grid", is_input=True)
    if plan.kind == "household":
        return TransferHousehold(plan.id, grid, values.get("how") == "door")
    return TransferPlace(plan.kind, plan.id, grid)


def _along(plan: TransferPlan) -> str:
    """Say how many go: 一起过去的有 54 个门、2 户 3 人。"""
    if plan.kind == "household":
        return f"一起过去 {plan.along.people} 人，" if plan.along.people else ""
    along = plan.along
    doors = f"{along.doors} 个门" if plan.kind != "dwelling" else ""
    homes = _counted(along) if along.households else "没有住人"
    told = "，".join(part for part in (doors, homes) if part)
    return f"{THIS[plan.kind]}一起过去的：{told}。"


def _counted(along: Along) -> str:
    return f"{along.households} 户 {along.people} 人"


def _named(plan: TransferPlan, values: Values) -> str:
    return dict(plan.grids).get(values.get("grid", ""), "那个网格")
