"""Commands that hand a household or a place to another grid, with what goes along told first."""

from __future__ import annotations

import argparse
from argparse import Namespace
from collections.abc import Callable, Iterator

from fieldapp.cli import shapes
from fieldapp.cli.arguments import Commands, command
from fieldapp.cli.console import Spoken
from fieldapp.cli.finding import find, pick
from fieldapp.cli.opening import opened
from fieldapp.queries.lookup import ChoicesQuery
from fieldapp.queries.transfers import Along, TransferPlan, TransferPlanQuery
from fieldapp.services.transfer import TransferHousehold, TransferPlace
from fieldapp.session import Connect, Session

Find = Callable[[Session, str], str | None]
"""Turns what was typed into an id."""


def register_household(commands: Commands) -> None:
    """Add `household transfer`."""
    parser = _add(commands, "一户连同它的人和记录", "HOUSEHOLD", "哪一户：编号、门牌或姓名")
    parser.add_argument(
        "--with-door", action="store_true", help="门也归那个网格（不写就是这家搬过去）"
    )
    _find_by(parser, "household", lambda session, text: find(session, "household", text))


def register_dwelling(commands: Commands) -> None:
    """Add `dwelling transfer`."""
    parser = _add(commands, "一个门，连同门里的人", "DWELLING", "哪个门：编号或门牌")
    _find_by(parser, "dwelling", lambda session, text: find(session, "dwelling", text))


def register_building(commands: Commands) -> None:
    """Add `building transfer`."""
    parser = _add(commands, "一栋楼或者它的一个单元，连同门和人", "BUILDING", "哪栋楼")
    parser.add_argument("--unit", metavar="UNIT", help="只转这个单元")
    _find_by(parser, "building", lambda session, text: _pick(session, "buildings", text, "楼"))


def register_compound(commands: Commands) -> None:
    """Add `compound transfer`."""
    parser = _add(commands, "一个小区，连同里面的楼、门和人", "COMPOUND", "哪个小区")
    _find_by(parser, "compound", lambda session, text: _pick(session, "compounds", text, "小区"))


def register_group(commands: Commands) -> None:
    """Add `village-group transfer`."""
    parser = _add(commands, "一个村民小组，连同里面的门和人", "GROUP", "哪个组")
    _find_by(
        parser, "village_group", lambda session, text: _pick(session, "village_groups", text, "组")
    )


def _add(commands: Commands, about: str, metavar: str, which: str) -> argparse.ArgumentParser:
    about = f"转到另一网格：{about}"
    parser = command(commands, "transfer", about, transfer, shapes.Transferred)
    parser.add_argument("place", metavar=metavar, help=which)
    parser.add_argument("--grid", required=True, metavar="CODE", help="转到哪个网格：代码或名字")
    parser.add_argument("--dry-run", action="store_true", help="只看会一起过去些什么，不转")
    parser.set_defaults(with_door=False, unit=None)
    return parser


def _find_by(parser: argparse.ArgumentParser, kind: str, find_one: Find) -> None:
    parser.set_defaults(kind=kind, find_one=find_one)


def _pick(session: Session, kinds: str, text: str, what: str) -> str | None:
    return pick(getattr(session.desk.ask(ChoicesQuery()).result(), kinds), text, what)


def transfer(options: Namespace, connect: Connect) -> Spoken:
    """Hand it over, or only tell what would go along."""
    with opened(options) as session:
        plan = session.desk.ask(TransferPlanQuery(*_meant(session, options))).result()
        grid = _grid(plan, options.grid)
        act = None if options.dry_run else session.desk.do(_wish(options, plan, grid)).result()
    along = plan.with_door if options.with_door else plan.along
    document = shapes.Transferred(
        id=act,
        label=plan.label,
        grid=grid,
        doors=along.doors,
        households=along.households,
        people=along.people,
        refusal=plan.refusal,
    )
    return Spoken(document, tuple(_lines(plan, along, act)))


def _meant(session: Session, options: Namespace) -> tuple[str, str]:
    """Give kind and id of what was named."""
    id_ = str(options.find_one(session, options.place))
    if options.unit is None:
        return options.kind, id_
    units = session.desk.ask(ChoicesQuery()).result().units
    unit = pick([one for one in units if one.under == id_], options.unit, "单元")
    return "unit", str(unit)


def _grid(plan: TransferPlan, typed: str) -> str:
    """Take a name for its code; what is neither, the service refuses."""
    return next((code for code, name in plan.grids if name == typed), typed)


def _wish(options: Namespace, plan: TransferPlan, grid: str) -> TransferHousehold | TransferPlace:
    if plan.kind == "household":
        return TransferHousehold(plan.id, grid, options.with_door)
    return TransferPlace(plan.kind, plan.id, grid)


def _lines(plan: TransferPlan, along: Along, act: str | None) -> Iterator[str]:
    counted = f"{along.doors} 个门、{along.households} 户 {along.people} 人"
    if act is not None:
        yield f"{plan.label}：同步以后就转过去，一起的有 {counted}。"
        yield f"转错了：fieldapp undo {act}"
        return
    yield f"{plan.label}：会一起过去的有 {counted}。"
    if plan.refusal:
        yield plan.refusal
