"""Commands that draw up places and hand them over: compound, village-group, building, dwelling."""

from __future__ import annotations

from argparse import Namespace

from fieldapp.cli import shapes, transfers
from fieldapp.cli.arguments import (
    Commands,
    add_grid,
    choice,
    command,
    family,
    spelled,
    whole_number,
)
from fieldapp.cli.console import Spoken
from fieldapp.cli.finding import pick
from fieldapp.cli.opening import opened
from fieldapp.domain.address import NO_UNIT
from fieldapp.queries.lookup import ChoicesQuery
from fieldapp.services.places import AddBuilding, AddCompound, AddDwelling, AddVillageGroup
from fieldapp.session import Connect


def register(commands: Commands) -> None:
    """Add the commands of this module."""
    compound = family(commands, "compound", "小区")
    _register_compound(compound)
    transfers.register_compound(compound)
    group = family(commands, "village-group", "村民小组")
    _register_group(group)
    transfers.register_group(group)
    building = family(commands, "building", "楼栋")
    _register_building(building)
    transfers.register_building(building)
    dwelling = family(commands, "dwelling", "门")
    _register_dwelling(dwelling)
    transfers.register_dwelling(dwelling)


def _register_compound(commands: Commands) -> None:
    add = command(commands, "add", "新记一个小区", add_compound, shapes.Done)
    add.add_argument("name", metavar="NAME", help="小区叫什么")
    add.add_argument("--alias", action="append", default=[], metavar="NAME", help="别的叫法")
    add.add_argument("--property-mode", metavar="TEXT", help="物业怎么管")
    add.add_argument("--property-phone", metavar="NUMBER", help="物业电话")
    add.add_argument("--gate-note", metavar="TEXT", help="大门提示")
    add_grid(add)


def _register_group(commands: Commands) -> None:
    add = command(commands, "add", "新记一个村民小组", add_group, shapes.Done)
    add.add_argument("name", metavar="NAME", help="组叫什么")
    add.add_argument("--sort-no", type=whole_number, metavar="N", help="走动顺序")
    add_grid(add)


def _register_building(commands: Commands) -> None:
    add = command(commands, "add", "新记一栋楼，连它的门", add_building, shapes.BuildingAdded)
    add.add_argument("label", metavar="LABEL", help="楼号，照牌子上的写，比如 乙1")
    add.add_argument("--floors", type=whole_number, default=0, metavar="N", help="地上几层")
    add.add_argument("--doors", type=whole_number, default=0, metavar="N", help="每层几个门")
    add.add_argument("--unit", action="append", default=[], metavar="LABEL", help="有哪些单元")
    add.add_argument("--compound", metavar="COMPOUND", help="在哪个小区")
    add.add_argument("--floors-below", type=whole_number, default=0, metavar="N", help="地下几层")
    add.add_argument(
        "--skip-floor", action="append", default=[], metavar="LABEL", help="没有的楼层"
    )
    add.add_argument(
        "--extra-floor", action="append", default=[], metavar="LABEL", help="多出的楼层"
    )
    kinds = f"类别：{spelled('building', 'kind')}"
    add.add_argument("--kind", type=choice("building", "kind"), metavar="KIND", help=kinds)
    add.add_argument("--lift", action="store_true", default=None, help="有电梯")
    add_grid(add)


def _register_dwelling(commands: Commands) -> None:
    add = command(commands, "add", "新记一个门", add_dwelling, shapes.Done)
    add.add_argument("--building", metavar="BUILDING", help="在哪栋楼")
    add.add_argument("--unit", metavar="UNIT", help="在哪个单元")
    add.add_argument("--village-group", metavar="GROUP", help="在哪个村民小组")
    add.add_argument("--room", metavar="LABEL", help="门上的号，比如 502")
    add.add_argument("--door-no", metavar="TEXT", help="村里的门号")
    add.add_argument("--landmark", metavar="TEXT", help="没有门号时写地标")
    add.add_argument("--floor", metavar="LABEL", help="楼层")
    uses = f"居住用途：{spelled('dwelling', 'use')}"
    add.add_argument("--use", type=choice("dwelling", "use"), metavar="USE", help=uses)
    add.add_argument("--access-note", metavar="TEXT", help="敲门提示")
    add.add_argument("--another", action="store_true", help="和别的门同号，就是另一个门")
    add_grid(add)


def add_compound(options: Namespace, connect: Connect) -> Spoken:
    """Make a compound."""
    wish = AddCompound(
        options.name,
        options.grid,
        tuple(options.alias),
        options.property_mode,
        options.property_phone,
        options.gate_note,
    )
    with opened(options) as session:
        made = session.desk.do(wish).result()
    return Spoken(shapes.Done(id=made), (f"记好了：{made}",))


def add_group(options: Namespace, connect: Connect) -> Spoken:
    """Make a village group."""
    with opened(options) as session:
        wish = AddVillageGroup(options.name, options.grid, options.sort_no)
        made = session.desk.do(wish).result()
    return Spoken(shapes.Done(id=made), (f"记好了：{made}",))


def add_building(options: Namespace, connect: Connect) -> Spoken:
    """Make a building with its doors."""
    with opened(options) as session:
        offered = session.desk.ask(ChoicesQuery(options.grid)).result()
        wish = AddBuilding(
            options.label,
            options.floors,
            options.doors,
            tuple(options.unit) or (NO_UNIT,),
            compound=pick(offered.compounds, options.compound, "小区"),
            grid=options.grid,
            floors_below=options.floors_below,
            skipped_floors=tuple(options.skip_floor),
            extra_floors=tuple(options.extra_floor),
            kind=options.kind,
            has_lift=options.lift,
        )
        made = session.desk.do(wish).result()
    document = shapes.BuildingAdded(id=made.building, act=made.act, doors=made.doors)
    return Spoken(document, (f"记好了：{made.building}，{made.doors} 个门",))


def add_dwelling(options: Namespace, connect: Connect) -> Spoken:
    """Make one door."""
    with opened(options) as session:
        offered = session.desk.ask(ChoicesQuery(options.grid)).result()
        wish = AddDwelling(
            pick(offered.buildings, options.building, "楼"),
            pick(offered.units, options.unit, "单元"),
            pick(offered.village_groups, options.village_group, "组"),
            options.room,
            options.door_no,
            options.landmark,
            options.floor,
            options.use,
            options.access_note,
            is_another=options.another,
        )
        made = session.desk.do(wish).result()
    return Spoken(shapes.Done(id=made), (f"记好了：{made}",))
