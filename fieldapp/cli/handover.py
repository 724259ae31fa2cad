"""Commands about a grid that changes hands: handover list, take, returned, sign, unsign."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from fieldapp.cli import shapes
from fieldapp.cli.arguments import Commands, command, family
from fieldapp.cli.console import Spoken
from fieldapp.cli.diary_page import moment_words
from fieldapp.cli.opening import opened
from fieldapp.errors import Refused
from fieldapp.queries.handover import HandoverQuery, HandoverRow, HandoverView
from fieldapp.queries.handover_turns import Turn
from fieldapp.services.handover import NoteReturned, SignHandover, TakeOver, UndoSignature
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
    sign = command(of_handover, "sign", "签字：交清了，或者接下了", sign_one, shapes.Done)
    side = sign.add_mutually_exclusive_group(required=True)
    side.add_argument("--gives", dest="side", action="store_const", const="gives", help="交清了")
    side.add_argument("--takes", dest="side", action="store_const", const="takes", help="接下了")
    sign.add_argument("--grid", metavar="CODE", help="哪个网格：代码或名字")
    unsign = command(of_handover, "unsign", "撤回自己签的字", unsign_one, shapes.Done)
    unsign.add_argument("id", metavar="ID", help="哪一次签字的编号")


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
        issues=view.issues,
    )
    return Spoken(document, tuple(_lines(view)) or ("没有交过来要看的。",))


def _lines(view: HandoverView) -> Iterator[str]:
    for turn in view.turns:
        yield from _turn(turn)
    for group in view.groups:
        yield group.place
        for row in group.rows:
            when = "" if row.was_in_time else "  不能确定是交接以前记的"
            yield f"  {row.kind_word}  {row.what}  {row.author_name}{when}  {row.ids[0]}"
    for promise in view.promises:
        who = f"{promise.author_name}答应的" if promise.author_name else "你答应的"
        yield f"{who}，还没办：{promise.text}  {promise.place}  {promise.id}"
    for issue in view.issues:
        place = f"{issue.place}  {issue.due_text}".rstrip()
        yield f"事项，{issue.state_word}：{issue.title}  {place}  {issue.id}"
    for paper in view.originals:
        state = "点清了" if paper.is_returned else "手里的原件"
        yield f"{state}：{paper.text}  {paper.place}  {paper.id}"


def _turn(turn: Turn) -> Iterator[str]:
    taking = "、".join(one for one in turn.taking if one) or "还没有人接手"
    gap = f"，{turn.gap}" if turn.gap else ""
    yield f"{turn.name}：{turn.leaving} 到 {turn.until}，现在 {taking}{gap}"
    for word, one in (("交", turn.gives), ("接", turn.takes)):
        if one is None:
            yield f"  {word}：还没签"
        else:
            counted = f"  {one.counted}" if one.counted else ""
            yield f"  {word}：{one.name}  {moment_words(one.at_ms)}{counted}  {one.id}"


def sign_one(options: Namespace, connect: Connect) -> Spoken:
    """Sign one side of the handover that waits for it."""
    with opened(options) as session:
        view = session.desk.ask(HandoverQuery()).result()
        turn = _to_sign(view, options.side, options.grid)
        gives = options.side == "gives"
        counted = view.counted(turn) if gives else (0, 0, 0)
        wish = SignHandover(turn.grid, turn.person, turn.until, options.side, *counted)
        made = session.desk.do(wish).result()
    said = f"签好了：{turn.name}，{'交清了' if gives else '接下了'}。"
    return Spoken(shapes.Done(id=made), (said, f"撤回：fieldapp handover unsign {made}"))


def _to_sign(view: HandoverView, side: str, grid: str | None) -> Turn:
    asked = [turn for turn in view.turns if (turn.may_give if side == "gives" else turn.may_take)]
    named = [turn for turn in asked if grid in (None, turn.grid, turn.name)]
    if len(named) == 1:
        return named[0]
    sentence = "写上是哪个网格：--grid。" if named else "没有等你签的交接。"
    candidates = tuple(f"{turn.grid} {turn.name} {turn.leaving}" for turn in named)
    raise Refused(
        "several-fit" if named else "nothing-to-sign",
        sentence,
        field="grid",
        is_input=True,
        candidates=candidates,
    )


def unsign_one(options: Namespace, connect: Connect) -> Spoken:
    """Take one's own signature back."""
    with opened(options) as session:
        session.desk.do(UndoSignature(options.id)).result()
    return Spoken(shapes.Done(id=options.id), ("撤回了，要签再签。",))


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
