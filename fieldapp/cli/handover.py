"""Commands about a grid that changes hands: handover list, take, returned."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from fieldapp.cli import shapes
from fieldapp.cli.arguments import Commands, command, family
from fieldapp.cli.console import Spoken
from fieldapp.cli.opening import opened
from fieldapp.errors import Refused
from fieldapp.queries.handover import HandoverQuery, HandoverRow, HandoverView
from fieldapp.services.handover import NoteReturned, TakeOver
from fieldapp.session import Connect


def register(commands: Commands) -> None:
    """Add the commands of this module."""
    usual = (list_handover, shapes.HandoverList)
    of_handover = family(commands, "handover", "网格换人：收下前一位没送完的", usual)
    command(of_handover, "list", "看前一位没送完的、答应的、手里的原件", *usual)
    take = command(
        of_handover, "take", "收下，记的还是原来人的名字", take_over, shapes.HandoverTaken
    )
    take.epilog = "收错了：fieldapp undo ACT"
    take.add_argument("ids", nargs="*", metavar="ID", help="收下哪几条的编号")
    take.add_argument("--in-time", action="store_true", help="收下交接以前记的")
    take.add_argument("--all", action="store_true", help="全部收下")
    back = command(of_handover, "returned", "手里的一份原件点清了", note_returned, shapes.Done)
    back.add_argument("id", metavar="ID", help="哪一份的编号")
    back.add_argument("--not-yet", action="store_true", help="还没有，勾掉")


def list_handover(options: Namespace, connect: Connect) -> Spoken:
    """List what an earlier worker still held, and what is still open."""
    with opened(options) as session:
        view = session.desk.ask(HandoverQuery()).result()
    document = shapes.HandoverList(
        count=sum(len(group.rows) for group in view.groups),
        groups=view.groups,
        turns=view.turns,
        promises=view.promises,
        originals=view.originals,
        waiting=view.waiting,
    )
    return Spoken(document, tuple(_lines(view)) or ("没有交过来要看的。",))


def _lines(view: HandoverView) -> Iterator[str]:
    for turn in view.turns:
        taking = "、".join(one for one in turn.taking if one) or "还没有人接手"
        yield f"{turn.name}：{turn.leaving} 到 {turn.until}，现在 {taking}"
    for group in view.groups:
        yield group.place
        for row in group.rows:
            when = "" if row.was_in_time else "  不能确定是交接以前记的"
            yield f"  {row.kind_word}  {row.what}  {row.author_name}{when}  {row.ids[0]}"
    for promise in view.promises:
        who = f"{promise.author_name}答应的" if promise.author_name else "你答应的"
        yield f"{who}，还没办：{promise.text}  {promise.place}  {promise.id}"
    for paper in view.originals:
        state = "点清了" if paper.is_returned else "手里的原件"
        yield f"{state}：{paper.text}  {paper.place}  {paper.id}"


def take_over(options: Namespace, connect: Connect) -> Spoken:
    """Take over what is named, with all that was written down in the same tap."""
    if bool(options.ids) + options.in_time + options.all != 1:
        sentence = "写上编号，或者 --in-time，或者 --all，三样里选一样。"
        raise Refused("nothing-named", sentence, field="ids", is_input=True)
    with opened(options) as session:
        view = session.desk.ask(HandoverQuery()).result()
        ids = tuple(id_ for row in _chosen(options, view) for id_ in row.ids)
        done = session.desk.do(TakeOver(ids)).result()
    rest = f"，{len(done.left)} 处挂着的还没到，先放着" if done.left else ""
    lines = (f"收下了 {done.taken} 处{rest}。", f"收错了：fieldapp undo {done.act}")
    return Spoken(
        shapes.HandoverTaken(act=done.act, taken=done.taken, left=done.left),
        lines if done.taken else ("没有要收下的。",),
    )


def _chosen(options: Namespace, view: HandoverView) -> list[HandoverRow]:
    rows = [row for group in view.groups for row in group.rows]
    unknown = set(options.ids) - {id_ for row in rows for id_ in row.ids}
    if unknown:
        sentence = "没有这一条，或者已经收下了。用 handover list 看编号。"
        raise Refused("row-unknown", sentence, field="ids", is_input=True)
    if options.ids:
        return [row for row in rows if set(row.ids) & set(options.ids)]
    return [row for row in rows if row.can_take and (options.all or row.was_in_time)]


def note_returned(options: Namespace, connect: Connect) -> Spoken:
    """Note that a paper was handed back or counted over."""
    with opened(options) as session:
        view = session.desk.ask(HandoverQuery()).result()
        paper = next((one for one in view.originals if one.id == options.id), None)
        if paper is None:
            sentence = "手里没有这一份。用 handover list 看编号。"
            raise Refused("row-unknown", sentence, field="id", is_input=True)
        session.desk.do(NoteReturned(paper.kind, paper.id, not options.not_yet)).result()
    said = "勾掉了，还在手里。" if options.not_yet else "记好了，点清了。"
    return Spoken(shapes.Done(id=options.id), (said,))
