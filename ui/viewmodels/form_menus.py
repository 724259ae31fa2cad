"""The lists from which a form is chosen: what to note down anew, what to change of a household."""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.domain.phones import spaced
from fieldapp.queries.household import HouseholdCard
from fieldapp.queries.lookup import Choices
from fieldapp.queries.record import Record


@dataclass(frozen=True, slots=True)
class MenuRow:
    """One way on. `key` is the argument of the page."""

    key: str
    glyph: str
    title: str
    detail: str = ""
    place: str = "forms"


@dataclass(frozen=True, slots=True)
class Menu:
    """A list of ways, under a title."""

    title: str
    context: str
    rows: tuple[MenuRow, ...]
    beside: tuple[MenuRow, ...] = ()
    beside_title: str = ""


def new_menu(dwelling: str, door: str, record: Record | None, choices: Choices) -> Menu:
    """What can be noted down anew; a door that was chosen comes first."""
    here = [
        MenuRow(f"home:{dwelling}", "household", f"{door} 新记一户", "这个门里住进了人"),
        MenuRow(f"edit:dwelling:{dwelling}", "pen", f"改 {door} 这个门", "门号、地标、敲门提示"),
    ]
    return Menu(
        "新记",
        "",
        beside=_around(record, choices) if record else places_of(choices),
        beside_title="改这个门在的地方" if record else "改小区、楼和组",
        rows=(
            *(here if dwelling else ()),
            MenuRow("home:", "household", "一户", "先写是哪个门，再一口一口添人"),
            MenuRow("dwelling:", "knock", "一个门", "楼里的一间，或者村里的一家"),
            MenuRow("building:", "doors", "一栋楼", "几层、几个单元、每层几个门，一次画好"),
            MenuRow("compound:", "landmark", "一个小区", "大门怎么进、物业电话"),
            MenuRow("group:", "people", "一个村民小组", "按走的顺序排"),
            MenuRow("", "download", "导入花名册", "有表格就不用一个个记", "roster"),
        ),
    )


def places_of(choices: Choices) -> tuple[MenuRow, ...]:
    """Every compound, building and village group of the grid at hand, to be edited."""
    kinds = (
        ("compound", "landmark", "小区", choices.compounds),
        ("village_group", "people", "村民小组", choices.village_groups),
        ("building", "doors", "楼", choices.buildings),
    )
    found = tuple(
        MenuRow(f"edit:{kind}:{one.id}", glyph, one.label, word)
        for kind, glyph, word, found in kinds
        for one in found
    )
    return (*found, _elsewhere("")) if found else ()


def _elsewhere(dwelling: str) -> MenuRow:
    return MenuRow(f"transfers:{dwelling}", "handover", "转到另一网格", "楼、单元或者门归了那边")


def _around(record: Record, choices: Choices) -> tuple[MenuRow, ...]:
    """The places that a door stands in, to be edited."""
    building = record.text("building_id")
    compound = next((one.under for one in choices.buildings if one.id == building), "")
    named = next((one.label for one in choices.compounds if one.id == compound), "")
    court = MenuRow(f"edit:compound:{compound}", "landmark", f"改{named}", "大门、物业、别的叫法")
    kinds = (
        ("building", "building_id", "doors", "改这栋楼", "楼号、电梯、几层"),
        ("unit", "unit_id", "knock", "改这个单元", "单元怎么叫"),
        ("village_group", "village_group_id", "people", "改这个组", "组名、走的顺序"),
    )
    found = tuple(
        MenuRow(f"edit:{kind}:{record.text(field)}", glyph, title, detail)
        for kind, field, glyph, title, detail in kinds
        if record.text(field)
    )
    return (*found, *((court,) if named else ()), _elsewhere(record.id))


def household_menu(card: HouseholdCard) -> Menu:
    """What can be changed of one household."""
    home = card.household
    people = [
        MenuRow(f"person:{home}:{one.id}", "me", one.name, one.summary or one.life_word)
        for one in card.people
    ]
    return Menu(
        "改这一户",
        f"{card.door} {card.title}",
        (
            MenuRow(f"resident:{home}", "plus", "添一口人", "没登记过的人"),
            MenuRow(f"movein:{home}", "people", "搬进来一个人", "别处登记过的人"),
            MenuRow(f"moveout:{home}", "forward", "搬走", "全家，或者其中几个"),
            MenuRow(f"split:{home}", "household", "分户", "有人单过了"),
            MenuRow(f"transfer:{home}", "handover", "转到另一网格", "搬过去了，或者这门归那边"),
            MenuRow(f"head:{home}", "me", "换户主", _head_words(card)),
            MenuRow(f"deceased:{home}", "history", "有人去世"),
            MenuRow(f"edit:household:{home}", "pen", "改户的各项", "户类型、户编号、备注"),
            MenuRow(f"tags:household:{home}", "flag", "户的标签"),
            MenuRow(f"edit:dwelling:{card.dwelling}", "knock", "改这个门", "门号、敲门提示"),
            MenuRow(f"archive:household:{home}", "backspace", "撤下这一户", "记重了、记错了"),
        ),
        tuple(people),
        "改哪一口人的",
    )


def person_menu(card: HouseholdCard, resident: str) -> Menu:
    """What can be changed of one person."""
    person = next((one for one in card.people if one.id == resident), None)
    if person is None:
        return Menu("改这个人", card.door, ())
    numbers = "、".join(spaced(one.number) for one in person.phones)
    return Menu(
        f"改{person.name}的",
        f"{card.door} {person.summary}",
        (
            MenuRow(f"edit:resident:{resident}", "pen", "各项", "姓名、出生日期、怎么说话、备注"),
            MenuRow(f"edit:member:{person.membership}", "people", "和户主的关系", person.relation),
            MenuRow(f"tags:resident:{resident}", "flag", "标签"),
            MenuRow(f"phones:{resident}", "phone", "电话", numbers or "还没有号码"),
            MenuRow(f"archive:resident:{resident}", "backspace", "撤下这个人", "记重了、记错了"),
        ),
    )


def _head_words(card: HouseholdCard) -> str:
    return next((f"现在是{one.name}" for one in card.people if one.is_head), "现在没有户主")
