"""Commands about issues (事项): add, list, show, step, step-undo, undo."""

from __future__ import annotations

import argparse
from argparse import Namespace
from collections.abc import Iterator

from fieldapp.cli import shapes
from fieldapp.cli.arguments import (
    Commands,
    add_grid,
    among,
    choice,
    command,
    day,
    family,
    listed,
    spelled,
)
from fieldapp.cli.console import Spoken
from fieldapp.cli.finding import find_if_typed
from fieldapp.cli.opening import opened
from fieldapp.domain.issue_words import DEED, RATING, Deed
from fieldapp.queries.issue_page import IssueQuery, IssueStepRow, IssueView
from fieldapp.queries.issues import IssueList, IssueRow, IssuesQuery
from fieldapp.services.issues import RaiseIssue, TakeBackIssue, TakeBackStep, TakeStep
from fieldapp.session import Connect

_DEEDS = {str(code): word for code, word in DEED.items()}
_AT_ONCE = {str(code): DEED[code] for code in (Deed.verify, Deed.settle)}


def register(commands: Commands) -> None:
    """Add the commands of this module."""
    of_issue = family(commands, "issue", "事项：六单联办")
    _register_add(of_issue)
    _register_step(of_issue)
    several = command(of_issue, "list", "要我办的、等别人的、办完的", list_issues, shapes.IssueList)
    several.add_argument("--done", action="store_true", help="办完的也看")
    add_grid(several)
    show = command(of_issue, "show", "看一件事的经过", show_issue, shapes.IssueShown)
    _add_issue(show)
    undo = command(of_issue, "undo", "撤销自己刚记的一件事", undo_issue, shapes.Done)
    _add_issue(undo)
    back = command(of_issue, "step-undo", "撤销自己刚做的一步", undo_step, shapes.Done)
    back.add_argument("step", metavar="STEP", help="哪一步的编号")


def _register_add(of_issue: Commands) -> None:
    add = command(of_issue, "add", "记一件事（点单）", raise_issue, shapes.Done)
    add.epilog = "记错了：fieldapp issue undo ID"
    add.add_argument("title", metavar="TEXT", help="什么事")
    kind = choice("issue", "category")
    about = f"哪一类：{spelled('issue', 'category')}"
    add.add_argument("--category", required=True, type=kind, metavar="C", help=about)
    add.add_argument("--text", default="", metavar="TEXT", help="详细写")
    add.add_argument("--household", metavar="HOUSEHOLD", help="哪一户的事")
    add.add_argument("--dwelling", metavar="DWELLING", help="哪个门的事（没有户的时候）")
    add.add_argument("--resident", metavar="RESIDENT", help="谁的事")
    add.add_argument("--for", dest="on_behalf_of", default="", metavar="WHO", help="替谁提的")
    words = f"从哪来：{spelled('issue', 'origin')}"
    wanted = choice("issue", "origin")
    add.add_argument("--origin", default="", type=wanted, metavar="W", help=words)
    add.add_argument("--on", type=day, metavar="DATE", help="哪天提的（不写就是今天）")
    at_once = f"当时就做的一步：{listed(_AT_ONCE)}"
    add.add_argument("--then", default="", type=among(_AT_ONCE), metavar="D", help=at_once)
    add_grid(add)


def _register_step(of_issue: Commands) -> None:
    step = command(of_issue, "step", "往下办一步", take_step, shapes.Done)
    step.epilog = "记错了：fieldapp issue step-undo STEP"
    _add_issue(step)
    step.add_argument("deed", type=among(_DEEDS), metavar="DEED", help=f"做什么：{listed(_DEEDS)}")
    step.add_argument("--note", default="", metavar="TEXT", help="说明")
    step.add_argument("--unit", default="", metavar="UNIT", help="哪个单位")
    step.add_argument("--due", type=day, metavar="DATE", help="约在哪天前")
    rating = f"评得怎样：{listed(RATING)}"
    step.add_argument("--rating", default="", type=among(RATING), metavar="R", help=rating)
    step.add_argument("--into", default="", metavar="ID", help="并到哪一件的编号")


def _add_issue(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("issue", metavar="ID", help="哪件事的编号")


def raise_issue(options: Namespace, connect: Connect) -> Spoken:
    """Note down what somebody asks for."""
    with opened(options) as session:
        wish = RaiseIssue(
            options.category,
            options.title,
            options.text,
            household=find_if_typed(session, "household", options.household),
            dwelling=find_if_typed(session, "dwelling", options.dwelling),
            resident=find_if_typed(session, "resident", options.resident),
            grid=options.grid,
            origin=options.origin,
            on_behalf_of=options.on_behalf_of,
            raised_on=options.on,
            then=options.then,
        )
        made = session.desk.do(wish).result()
    return Spoken(shapes.Done(id=made), (f"记好了，已存本机：{made}",))


def take_step(options: Namespace, connect: Connect) -> Spoken:
    """Take the next step; the id is the step's."""
    with opened(options) as session:
        wish = TakeStep(
            options.issue,
            options.deed,
            options.note,
            options.unit,
            options.due,
            options.rating,
            options.into,
        )
        made = session.desk.do(wish).result()
        state = session.desk.ask(IssueQuery(options.issue)).result().row.state_word
    return Spoken(shapes.Done(id=made), (f"{_DEEDS[options.deed]}，现在是“{state}”：{made}",))


def undo_issue(options: Namespace, connect: Connect) -> Spoken:
    """Take an issue of one's own back."""
    with opened(options) as session:
        session.desk.do(TakeBackIssue(options.issue)).result()
    return Spoken(shapes.Done(id=options.issue), ("撤销了，历史里还看得到。",))


def undo_step(options: Namespace, connect: Connect) -> Spoken:
    """Take a step of one's own back."""
    with opened(options) as session:
        session.desk.do(TakeBackStep(options.step)).result()
    return Spoken(shapes.Done(id=options.step), ("撤销了，历史里还看得到。",))


def list_issues(options: Namespace, connect: Connect) -> Spoken:
    """List issues by whose turn it is."""
    with opened(options) as session:
        found = session.desk.ask(IssuesQuery(options.grid)).result()
    document = shapes.IssueList(
        count=len(found.mine) + len(found.others),
        mine=found.mine,
        others=found.others,
        done=found.done if options.done else (),
    )
    lines = tuple(_list_lines(found, with_done=options.done))
    return Spoken(document, lines or ("没有要办的事。",))


def _list_lines(found: IssueList, *, with_done: bool) -> Iterator[str]:
    groups = (("要我办的", found.mine), ("等别人的", found.others), ("已办结", found.done))
    for title, rows in groups[: 3 if with_done else 2]:
        if rows:
            yield title
            yield from (f"  {_row_line(row)}" for row in rows)


def _row_line(row: IssueRow) -> str:
    who = f"{row.holder}手里" if row.holder else ""
    return _joined(row.state_word, row.title, row.place, who, row.next_words, row.due_text, row.id)


def show_issue(options: Namespace, connect: Connect) -> Spoken:
    """Show one issue with its steps."""
    with opened(options) as session:
        page = session.desk.ask(IssueQuery(options.issue)).result()
    return Spoken(shapes.IssueShown(issue=page), tuple(_page_lines(page)))


_MARKS = {"done": "●", "now": "◐", "ahead": "○", "skipped": "－"}


def _page_lines(page: IssueView) -> Iterator[str]:
    yield _row_line(page.row)
    yield "  ".join(f"{_MARKS[slip.mark]} {slip.word}" for slip in page.slips)
    yield from filter(None, (page.text,))
    told = (("替谁提的", page.on_behalf_of), ("从哪来", page.origin_word))
    yield from (f"{label}：{value}" for label, value in told if value)
    yield _joined(page.row.raised_text, "点单", page.row.author_name)
    yield from (_step_line(step) for step in page.steps)
    ways = "、".join(f"{one.deed} {one.word}" for one in page.deeds)
    yield from filter(None, (f"现在能做：{ways}" if ways else "",))


def _step_line(step: IssueStepRow) -> str:
    stale = f"（{step.stale_text}）" if step.stale_text else ""
    return _joined(
        step.when_text,
        step.word,
        step.who,
        step.unit,
        step.rating_word,
        step.note,
        step.due_text,
        stale,
        step.id,
    )


def _joined(*words: str) -> str:
    return "  ".join(word for word in words if word)
