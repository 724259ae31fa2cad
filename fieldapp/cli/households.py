"""Commands about households: add, move-in, move-out, split, transfer, change-head, show."""

from __future__ import annotations

import argparse
from argparse import Namespace

from fieldapp.cli import shapes, transfers
from fieldapp.cli.arguments import Commands, choice, command, day, family, spelled
from fieldapp.cli.console import Spoken
from fieldapp.cli.finding import find, find_all, find_if_typed
from fieldapp.cli.household_card import card_lines
from fieldapp.cli.opening import opened
from fieldapp.queries.household import HouseholdQuery
from fieldapp.services.households import (
    AddHousehold,
    ChangeHead,
    MoveIn,
    MoveOut,
    SplitHousehold,
)
from fieldapp.session import Connect


def register(commands: Commands) -> None:
    """Add the commands of this module."""
    of_household = family(commands, "household", "户")
    _register_add(of_household)
    _register_move_in(of_household)
    _register_move_out(of_household)
    _register_split(of_household)
    transfers.register_household(of_household)
    change = command(of_household, "change-head", "换户主", change_head, shapes.Done)
    _add_household(change)
    change.add_argument("resident", metavar="RESIDENT", help="新户主，要住在这户")
    shown = command(of_household, "show", "看一户", show_household, shapes.HouseholdShown)
    _add_household(shown)
    shown.add_argument("--visits", type=int, default=5, metavar="N", help="看最近几次敲门")


def _register_add(commands: Commands) -> None:
    add = command(commands, "add", "在一个门里新记一户", add_household, shapes.Done)
    add.add_argument("dwelling", metavar="DWELLING", help="哪个门：编号或门牌")
    _add_kind(add)
    add.add_argument("--since", type=day, metavar="DATE", help="哪天住进来的")
    add.add_argument("--no", metavar="TEXT", help="户编号")
    add.add_argument("--note", metavar="TEXT", help="备注")


def _register_move_in(commands: Commands) -> None:
    add = command(commands, "move-in", "迁入：人搬进一个门", move_in, shapes.Done)
    add.add_argument("dwelling", metavar="DWELLING", help="搬进哪个门")
    _add_residents(add, "+", "谁搬进来")
    add.add_argument(
        "--household", metavar="HOUSEHOLD", help="搬进门里的哪一户（不写就是新的一户）"
    )
    _add_kind(add)
    add.add_argument(
        "--relation",
        action="append",
        default=[],
        type=choice("member", "relation_code"),
        metavar="CODE",
        help="与户主关系，和前面的人一一对上，比如 户主、配偶、子",
    )
    _add_on(add)


def _register_move_out(commands: Commands) -> None:
    out = command(commands, "move-out", "迁出：一户或其中几个人搬走", move_out, shapes.Done)
    _add_household(out)
    _add_residents(out, "*", "谁搬走（不写就是全家）")
    out.add_argument("--to", metavar="TEXT", help="搬去哪里")
    out.add_argument("--to-household", metavar="HOUSEHOLD", help="搬进这里的哪一户")
    _add_on(out)


def _register_split(commands: Commands) -> None:
    split = command(commands, "split", "分户：几个人单独成一户", split_household, shapes.Done)
    _add_household(split)
    _add_residents(split, "+", "谁分出去，第一个当户主")
    split.add_argument("--dwelling", metavar="DWELLING", help="住到哪个门（不写就还在原来的门）")
    _add_kind(split)
    _add_on(split)


def _add_household(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("household", metavar="HOUSEHOLD", help="哪一户：编号、门牌或姓名")


def _add_residents(parser: argparse.ArgumentParser, how_many: str, about: str) -> None:
    parser.add_argument("residents", nargs=how_many, metavar="RESIDENT", help=about)


def _add_kind(parser: argparse.ArgumentParser) -> None:
    kinds = f"户类型：{spelled('household', 'kind')}"
    parser.add_argument(
        "--kind", type=choice("household", "kind"), default="family", metavar="KIND", help=kinds
    )


def _add_on(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--on", type=day, metavar="DATE", help="哪天（不写就是今天）")


def add_household(options: Namespace, connect: Connect) -> Spoken:
    """Make an empty household."""
    with opened(options) as session:
        dwelling = find(session, "dwelling", options.dwelling)
        wish = AddHousehold(dwelling, options.kind, options.since, options.no, options.note)
        made = session.desk.do(wish).result()
    return Spoken(shapes.Done(id=made), (f"记好了：{made}",))


def move_in(options: Namespace, connect: Connect) -> Spoken:
    """Move people in behind a door."""
    with opened(options) as session:
        wish = MoveIn(
            find(session, "dwelling", options.dwelling),
            find_all(session, "resident", options.residents),
            find_if_typed(session, "household", options.household),
            options.kind,
            tuple(options.relation),
            options.on,
        )
        household = session.desk.do(wish).result()
    document = shapes.Done(id=household, count=len(wish.residents))
    return Spoken(document, (f"迁入 {len(wish.residents)} 人：{household}",))


def move_out(options: Namespace, connect: Connect) -> Spoken:
    """Move a household out, or some of its people."""
    with opened(options) as session:
        wish = MoveOut(
            find(session, "household", options.household),
            find_all(session, "resident", options.residents),
            options.on,
            options.to,
            find_if_typed(session, "household", options.to_household),
        )
        count = session.desk.do(wish).result()
    return Spoken(shapes.Done(id=wish.household, count=count), (f"迁出 {count} 人",))


def split_household(options: Namespace, connect: Connect) -> Spoken:
    """Make a household of its own of some members."""
    with opened(options) as session:
        wish = SplitHousehold(
            find(session, "household", options.household),
            find_all(session, "resident", options.residents),
            find_if_typed(session, "dwelling", options.dwelling),
            options.on,
            options.kind,
        )
        made = session.desk.do(wish).result()
    document = shapes.Done(id=made, count=len(wish.residents))
    return Spoken(document, (f"分出 {len(wish.residents)} 人：{made}",))


def change_head(options: Namespace, connect: Connect) -> Spoken:
    """Make another member the head."""
    with opened(options) as session:
        household = find(session, "household", options.household)
        resident = find(session, "resident", options.resident)
        session.desk.do(ChangeHead(household, resident)).result()
    return Spoken(shapes.Done(id=household), ("户主换好了",))


def show_household(options: Namespace, connect: Connect) -> Spoken:
    """Show one household as its screen does, masked values masked."""
    with opened(options) as session:
        household = find(session, "household", options.household)
        card = session.desk.ask(HouseholdQuery(household, options.visits)).result()
    return Spoken(shapes.HouseholdShown(household=card), tuple(card_lines(card)))
