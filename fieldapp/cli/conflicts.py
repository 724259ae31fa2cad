"""Commands about what sync could not settle alone: conflicts, quarantine."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from fieldapp.cli import shapes
from fieldapp.cli.arguments import Commands, assignment, command, family
from fieldapp.cli.console import Spoken
from fieldapp.cli.opening import opened
from fieldapp.queries.conflict_cards import ConflictCard
from fieldapp.queries.conflicts import ConflictsQuery, ConflictsView
from fieldapp.queries.quarantine import QuarantineQuery, QuarantineRow, SettledQuery
from fieldapp.services.conflicts import (
    UNSAID,
    KeepBoth,
    KeepConflict,
    RestoreConflict,
    UndoConflict,
)
from fieldapp.services.quarantine import LetQuarantinedGo, RetryQuarantined
from fieldapp.session import Connect
from fieldapp.verbs import Command


def register(commands: Commands) -> None:
    """Add the commands of this module."""
    usual = (list_conflicts, shapes.ConflictList)
    of_conflicts = family(commands, "conflicts", "两处改得不一样的，要人来选", usual)
    command(of_conflicts, "list", "看要选的", *usual)
    restore = command(of_conflicts, "restore", "改用另一个", restore_conflict, shapes.Done)
    restore.add_argument("--base", action="store_true", help="改回原来的，两个都不用")
    restore.add_argument("--words", metavar="TEXT", help="都不用，用自己写的这句")
    keep = command(of_conflicts, "keep", "就用正在用的", keep_conflict, shapes.Done)
    both = command(of_conflicts, "both", "日记里两句都留着", keep_both, shapes.Done)
    undo = command(of_conflicts, "undo", "改回没选的样子", undo_conflict, shapes.Done)
    for parser in (restore, keep, both, undo):
        parser.add_argument("conflict", metavar="ID", help="哪一处的编号")
    waiting = (list_quarantine, shapes.QuarantineList)
    of_quarantine = family(commands, "quarantine", "社区没收下的", waiting)
    command(of_quarantine, "list", "看没收下的", *waiting)
    retry = command(of_quarantine, "retry", "改好再送一次", retry_quarantined, shapes.Done)
    retry.add_argument("quarantine", metavar="ID", help="哪一条的编号")
    retry.add_argument(
        "fields", nargs="*", type=assignment, metavar="FIELD=VALUE", help="改哪几项（可以不改）"
    )
    seen = command(
        of_quarantine,
        "seen",
        "知道了，这台上不再列（只有已按规定删除的）",
        see_quarantined,
        shapes.Done,
    )
    seen.add_argument("quarantine", metavar="ID", help="哪一条的编号")


def list_conflicts(options: Namespace, connect: Connect) -> Spoken:
    """List what is to be chosen, and what was chosen lately."""
    with opened(options) as session:
        view = session.desk.ask(ConflictsQuery()).result()
    document = shapes.ConflictList(
        count=len(view.open),
        open=view.open,
        groups=view.groups,
        decided=view.decided,
        merged=view.merged,
    )
    return Spoken(document, tuple(_lines(view)) or ("没有要你选的。",))


def _lines(view: ConflictsView) -> Iterator[str]:
    cards = {card.id: card for card in view.open}
    for group in view.groups:
        yield f"{group.place}  {group.on.isoformat()}".strip()
        for id_ in group.conflicts:
            yield from _card(cards[id_])
    for row in view.merged:
        yield f"自动合好：{row.title}，{row.text}"
        for side in row.sides:
            yield f"  {side.title}：{side.text}"


def _card(card: ConflictCard) -> Iterator[str]:
    yield f"  {card.title}  {card.id}"
    yield f"    {card.why}"
    for side in card.sides:
        in_use = "（正在用）" if side.is_in_use else ""
        who = "，".join(part for part in (side.who, side.device_word) if part)
        yield (
            f"    {side.title}{in_use}（{who}）：{side.text}"
            if who
            else (f"    {side.title}{in_use}：{side.text}")
        )


def restore_conflict(options: Namespace, connect: Connect) -> Spoken:
    """Use the value that lost, or the one before both."""
    side = "base" if options.base else "other"
    words = UNSAID if options.words is None else options.words
    return _decide(options, RestoreConflict(options.conflict, side, words))


def keep_conflict(options: Namespace, connect: Connect) -> Spoken:
    """Keep the value in use."""
    return _decide(options, KeepConflict(options.conflict))


def keep_both(options: Namespace, connect: Connect) -> Spoken:
    """Keep both texts side by side."""
    return _decide(options, KeepBoth(options.conflict))


def undo_conflict(options: Namespace, connect: Connect) -> Spoken:
    """Take a decision back."""
    return _decide(options, UndoConflict(options.conflict), "改回没选的样子了，再看一次选哪个。")


def _decide(
    options: Namespace, wish: Command[None], said: str = "改好了，改回去用 conflicts undo。"
) -> Spoken:
    with opened(options) as session:
        session.desk.do(wish).result()
    return Spoken(shapes.Done(id=options.conflict), (said,))


def list_quarantine(options: Namespace, connect: Connect) -> Spoken:
    """List what the community did not take, with the reason and what to do."""
    with opened(options) as session:
        rows = session.desk.ask(QuarantineQuery()).result()
        taken = session.desk.ask(SettledQuery()).result()
    lines = [line for row in rows for line in _quarantined(row)] or ["都收下了。"]
    lines += [f"改好收下了：{one.kind_word} {one.text}，{one.when}" for one in taken]
    document = shapes.QuarantineList(count=len(rows), rows=rows, settled=taken)
    return Spoken(document, tuple(lines))


def _quarantined(row: QuarantineRow) -> Iterator[str]:
    retried = "（改好再送了）" if row.is_retried else ""
    yield f"{row.kind_word}{retried}  {row.what}  {row.place}  {row.id}"
    yield f"  {row.sentence}{row.advice}"
    for name, label, text in row.fields:
        yield f"    {name}（{label}）：{text}"


def retry_quarantined(options: Namespace, connect: Connect) -> Spoken:
    """Send a change again, corrected where fields are given, with its whole group."""
    with opened(options) as session:
        wish = RetryQuarantined(options.quarantine, dict(options.fields))
        count = session.desk.do(wish).result()
    document = shapes.Done(id=options.quarantine, count=count)
    return Spoken(document, (f"{count} 条等着再送。",))


def see_quarantined(options: Namespace, connect: Connect) -> Spoken:
    """List no more what there is nothing to do about."""
    with opened(options) as session:
        session.desk.do(LetQuarantinedGo(options.quarantine)).result()
    return Spoken(shapes.Done(id=options.quarantine), ("好，这台上不再列它。",))
