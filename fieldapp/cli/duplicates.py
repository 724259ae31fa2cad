"""Commands about one person written twice: list, merge, split, catch up, keep apart."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from fieldapp.cli import shapes
from fieldapp.cli.arguments import Commands, command
from fieldapp.cli.console import Spoken
from fieldapp.cli.opening import opened
from fieldapp.queries.duplicates import DuplicatesQuery, MergedTwin, TwinPair
from fieldapp.services.duplicates import (
    CatchUpDuplicate,
    MarkDistinct,
    MergeResidents,
    SplitResident,
    UnmarkDistinct,
)
from fieldapp.session import Connect


def register(of_resident: Commands) -> None:
    """Add the commands of this module under `resident`."""
    command(of_resident, "duplicates", "看谁像是记了两遍", list_duplicates, shapes.DuplicateList)
    merge = command(of_resident, "merge", "两条合成一个人", merge_two, shapes.Done)
    about = "这一项用后记的那条的，可写几个，比如 name"
    merge.add_argument("--take", action="append", default=[], metavar="FIELD", help=about)
    split = command(of_resident, "split", "拆开，回到合以前", split_one, shapes.Done)
    late = command(of_resident, "catch-up", "把合了以后又写的补过来", catch_up, shapes.Done)
    for parser in (split, late):
        parser.add_argument("resident", metavar="ID", help="合进去的那一条的编号")
    apart = command(of_resident, "distinct", "说明是两个人", mark_distinct, shapes.Done)
    apart.add_argument("--undo", action="store_true", help="收回这句话")
    for parser in (merge, apart):
        parser.add_argument("first", metavar="ID", help="一条的编号")
        parser.add_argument("second", metavar="ID", help="另一条的编号")


def list_duplicates(options: Namespace, connect: Connect) -> Spoken:
    """List pairs side by side, and merges that can be taken back."""
    with opened(options) as session:
        view = session.desk.ask(DuplicatesQuery()).result()
    document = shapes.DuplicateList(count=len(view.pairs), pairs=view.pairs, merged=view.merged)
    lines = [line for pair in view.pairs for line in _pair(pair)]
    lines += [line for one in view.merged for line in _merged(one)]
    return Spoken(document, tuple(lines) or ("没有像是记了两遍的。",))


def _pair(pair: TwinPair) -> Iterator[str]:
    yield f"{pair.why}  {pair.refusal}".rstrip()
    for side in (pair.kept, pair.other):
        yield f"  {side.name}  {side.place}  {side.id}"
    for field in pair.fields:
        if field.is_choice:
            yield f"    {field.label}（{field.key}）：{field.kept} / {field.other}"
    if pair.bring:
        yield f"    先转这家：fieldapp household transfer {pair.bring} --grid CODE"


def _merged(one: MergedTwin) -> Iterator[str]:
    yield f"合成了一个：{one.kept.name}  {one.when}  {one.other.id}"
    if one.late:
        yield f"  后来又写了：{'、'.join(one.late)}，补过来用 resident catch-up"


def merge_two(options: Namespace, connect: Connect) -> Spoken:
    """Merge two records; the older one stays."""
    with opened(options) as session:
        wish = MergeResidents(options.first, options.second, tuple(options.take))
        kept = session.desk.do(wish).result()
    return Spoken(shapes.Done(id=kept), (f"合好了，留下 {kept}。拆开用 resident split。",))


def split_one(options: Namespace, connect: Connect) -> Spoken:
    """Take a merge back."""
    with opened(options) as session:
        kept = session.desk.do(SplitResident(options.resident)).result()
    return Spoken(shapes.Done(id=kept), ("拆开了，两条都回到合以前。",))


def catch_up(options: Namespace, connect: Connect) -> Spoken:
    """Bring over what was written later."""
    with opened(options) as session:
        kept = session.desk.do(CatchUpDuplicate(options.resident)).result()
    return Spoken(shapes.Done(id=kept), ("补过来了。",))


def mark_distinct(options: Namespace, connect: Connect) -> Spoken:
    """Say that two are two, or take that back."""
    kind = UnmarkDistinct if options.undo else MarkDistinct
    with opened(options) as session:
        session.desk.do(kind(options.first, options.second)).result()
    return Spoken(shapes.Done(id=options.first), ("记下了。",))
