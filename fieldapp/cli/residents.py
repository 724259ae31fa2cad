"""Commands about residents: add, deceased, and those written twice."""

from __future__ import annotations

import argparse
from argparse import Namespace

from fieldapp.cli import duplicates, shapes
from fieldapp.cli.arguments import Commands, add_grid, choice, command, day, family, spelled
from fieldapp.cli.console import Spoken
from fieldapp.cli.finding import find, find_if_typed
from fieldapp.cli.opening import opened
from fieldapp.services.people import AddResident, MarkDeceased
from fieldapp.session import Connect


def register(commands: Commands) -> None:
    """Add the commands of this module."""
    of_resident = family(commands, "resident", "人")
    _register_add(command(of_resident, "add", "新记一个人", add_resident, shapes.Done))
    dead = command(of_resident, "deceased", "记去世", mark_deceased, shapes.LifeStatus)
    dead.add_argument("resident", metavar="RESIDENT", help="谁：编号或姓名")
    dead.add_argument("--on", type=day, metavar="DATE", help="哪天（不写就是今天）")
    duplicates.register(of_resident)


def _register_add(add: argparse.ArgumentParser) -> None:
    add.add_argument("name", metavar="NAME", help="姓名")
    add.add_argument(
        "--residence",
        required=True,
        type=choice("resident", "residence_type"),
        metavar="TYPE",
        help=f"居住类别：{spelled('resident', 'residence_type')}",
    )
    add.add_argument("--household", metavar="HOUSEHOLD", help="住哪一户：编号、门牌或姓名")
    relation = choice("member", "relation_code")
    add.add_argument("--relation", type=relation, metavar="CODE", help="与户主关系，比如 配偶、子")
    add.add_argument("--head", action="store_true", help="是户主")
    sexes = f"性别：{spelled('resident', 'sex')}"
    add.add_argument("--sex", type=choice("resident", "sex"), metavar="SEX", help=sexes)
    add.add_argument("--birth", default="", metavar="TEXT", help="出生日期，怎么写都认")
    add.add_argument("--phone", action="append", default=[], metavar="TEXT", help="电话，可写几个")
    add.add_argument("--id-type", metavar="TYPE", help="证件类型")
    add.add_argument("--id-no", default="", metavar="TEXT", help="证件号码（会遮住）")
    add.add_argument("--no-id-reason", metavar="TEXT", help="没有证件的原因")
    add.add_argument("--alias", action="append", default=[], metavar="NAME", help="曾用名、小名")
    add.add_argument("--speaks", metavar="TEXT", help="说什么话")
    add.add_argument("--hearing-note", metavar="TEXT", help="怎么跟他说话")
    add.add_argument("--emergency-name", metavar="NAME", help="紧急联系人")
    add.add_argument("--emergency-phone", metavar="NUMBER", help="紧急电话")
    add.add_argument("--emergency-relation", metavar="TEXT", help="联系人是他什么人")
    add.add_argument("--note", metavar="TEXT", help="备注")
    add_grid(add)


def add_resident(options: Namespace, connect: Connect) -> Spoken:
    """Make a resident, in a household where one is named."""
    with opened(options) as session:
        wish = AddResident(
            options.name,
            options.residence,
            household=find_if_typed(session, "household", options.household),
            grid=options.grid,
            relation_code=options.relation,
            is_head=options.head,
            sex=options.sex,
            birth_date=options.birth,
            phones=tuple(options.phone),
            id_type=options.id_type,
            id_no=options.id_no,
            no_id_reason=options.no_id_reason,
            aliases=tuple(options.alias),
            speaks=options.speaks,
            hearing_note=options.hearing_note,
            emergency_name=options.emergency_name,
            emergency_phone=options.emergency_phone,
            emergency_relation=options.emergency_relation,
            note=options.note,
        )
        made = session.desk.do(wish).result()
    return Spoken(shapes.Done(id=made), (f"记好了：{made}",))


def mark_deceased(options: Namespace, connect: Connect) -> Spoken:
    """Note a death; whoever may not confirm it reports it."""
    with opened(options) as session:
        resident = find(session, "resident", options.resident)
        status = session.desk.do(MarkDeceased(resident, options.on)).result()
    word = "记好了" if status == "deceased" else "记好了，等责任网格员或书记核实"
    return Spoken(shapes.LifeStatus(id=resident, life_status=status), (word,))
