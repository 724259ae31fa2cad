"""Commands about the diary of the people's concerns: write, submit, list, show, ticks, replies."""

from __future__ import annotations

import argparse
from argparse import Namespace

from fieldapp.cli import shapes
from fieldapp.cli.arguments import Commands, among, command, day, family, listed, whole_number
from fieldapp.cli.console import Spoken
from fieldapp.cli.diary_page import diary_lines, waiting_lines
from fieldapp.cli.finding import find_all, pick_person
from fieldapp.cli.opening import opened
from fieldapp.domain.diary_words import REPLY
from fieldapp.queries.diary import DiaryListQuery, DiaryPage, DiaryPageQuery, NewReviewsQuery
from fieldapp.services.diary import DropDraft, SubmitDiary, WithdrawDiary, WriteDiary
from fieldapp.services.diary_lines import (
    AddLine,
    EditLine,
    ReplyReview,
    SealLine,
    TickLine,
    UntickLine,
)
from fieldapp.services.fields import LogReveal
from fieldapp.session import Connect, Session


def register(commands: Commands) -> None:
    """Add the commands of this module."""
    of_diary = family(commands, "diary", "民情日记")
    _register_writing(of_diary)
    _register_reading(of_diary)
    _register_lines(of_diary)
    command(of_diary, "waiting", "等我回的批示", list_waiting, shapes.WaitingReviews)
    reply = command(of_diary, "reply", "回一条批示", reply_review, shapes.Done)
    entry = "哪一篇的编号（批在同事日记上、给我的，不写这个，写 --review）"
    reply.add_argument("entry", nargs="?", default="", metavar="ENTRY", help=entry)
    kind = f"怎么回：{listed(REPLY)}"
    reply.add_argument("--kind", required=True, type=among(REPLY), metavar="KIND", help=kind)
    reply.add_argument("--text", default="", metavar="TEXT", help="一句话")
    reply.add_argument("--review", metavar="ID", help="回哪条批示（不写就是最新那条）")


def _register_writing(of_diary: Commands) -> None:
    write = command(of_diary, "write", "写几条，一行一条，先存草稿", write_diary, shapes.DraftSaved)
    write.add_argument("text", metavar="TEXT", help="写什么")
    write.add_argument(
        "--household", action="append", default=[], metavar="HOUSEHOLD", help="写的是哪户，可写几户"
    )
    write.add_argument("--entry", metavar="ENTRY", help="接着哪一篇草稿写")
    write.add_argument("--sealed", action="store_true", help="密封这几条：列表和找里都不露字")
    write.add_argument("--on", type=day, metavar="DATE", help="哪天的（不写就是今天）")
    submit = command(of_diary, "submit", "把一篇草稿交给书记", submit_diary, shapes.Done)
    withdraw = command(of_diary, "withdraw", "收回书记还没看的一篇", withdraw_diary, shapes.Done)
    drop = command(of_diary, "drop", "扔掉一篇草稿", drop_draft, shapes.Done)
    for parser in (submit, withdraw, drop):
        _add_entry(parser)


def _register_reading(of_diary: Commands) -> None:
    several = command(of_diary, "list", "看日记，新的在前", list_diary, shapes.DiaryList)
    several.add_argument("--author", metavar="PERSON", help="谁的（不写就是自己的）")
    several.add_argument("--limit", type=whole_number, default=60, metavar="N", help="最多看几篇")
    one = command(of_diary, "show", "看一篇", show_diary, shapes.DiaryShown)
    _add_entry(one)
    one.add_argument("--open", action="store_true", help="点开别人密封的（会留下记录）")


def _register_lines(of_diary: Commands) -> None:
    add = command(of_diary, "add", "在一篇后面添一条", add_line, shapes.Done)
    _add_entry(add)
    edit = command(of_diary, "edit", "改一条", edit_line, shapes.Done)
    tick = command(of_diary, "tick", "给一条打钩：办了", tick_line, shapes.Done)
    untick = command(of_diary, "untick", "去掉一条的钩", untick_line, shapes.Done)
    seal = command(of_diary, "seal", "密封一条：列表和找里都不露字", seal_line, shapes.Done)
    unseal = command(of_diary, "unseal", "一条不再密封", unseal_line, shapes.Done)
    for parser in (edit, tick, untick, seal, unseal):
        parser.add_argument("line", metavar="LINE", help="哪一条的编号")
    for parser in (add, edit):
        parser.add_argument("text", metavar="TEXT", help="写什么")


def _add_entry(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("entry", metavar="ENTRY", help="哪一篇的编号")


def write_diary(options: Namespace, connect: Connect) -> Spoken:
    """Save a draft on this device."""
    with opened(options) as session:
        households = find_all(session, "household", options.household)
        wish = WriteDiary(options.text, households, options.on, options.entry, options.sealed)
        draft = session.desk.do(wish).result()
    document = shapes.DraftSaved(id=draft.entry, lines=draft.lines)
    return Spoken(document, (f"草稿存好了：{draft.entry}",))


def submit_diary(options: Namespace, connect: Connect) -> Spoken:
    """Hand a draft in."""
    with opened(options) as session:
        session.desk.do(SubmitDiary(options.entry)).result()
    return Spoken(shapes.Done(id=options.entry), ("交好了，已存本机。",))


def withdraw_diary(options: Namespace, connect: Connect) -> Spoken:
    """Take an entry back that nobody has read; the id is that of the draft it becomes."""
    with opened(options) as session:
        draft = session.desk.do(WithdrawDiary(options.entry)).result()
    return Spoken(shapes.Done(id=draft), (f"收回了，草稿是 {draft}",))


def drop_draft(options: Namespace, connect: Connect) -> Spoken:
    """Throw a draft away."""
    with opened(options) as session:
        session.desk.do(DropDraft(options.entry)).result()
    return Spoken(shapes.Done(id=options.entry), ("扔掉了。",))


def list_diary(options: Namespace, connect: Connect) -> Spoken:
    """List entries, one's own or somebody's."""
    with opened(options) as session:
        author = pick_person(session, options.author)
        rows = session.desk.ask(DiaryListQuery(author, options.limit)).result()
    lines = tuple(f"{row.on}  {row.state_word}  {row.first_line}  {row.entry}" for row in rows)
    document = shapes.DiaryList(count=len(rows), rows=rows)
    return Spoken(document, lines or ("还没有写过。",))


def show_diary(options: Namespace, connect: Connect) -> Spoken:
    """Show one entry with its ticks, reviews and replies."""
    with opened(options) as session:
        page = session.desk.ask(DiaryPageQuery(options.entry)).result()
        if options.open:
            page = _opened(session, page)
    return Spoken(shapes.DiaryShown(entry=page), tuple(diary_lines(page)))


def _opened(session: Session, page: DiaryPage) -> DiaryPage:
    """Open what is sealed, each line with its record, and read the page again."""
    closed = frozenset(line.id for line in page.lines if line.is_closed)
    for line in sorted(closed):
        session.desk.do(LogReveal("diary_line", line, "text")).result()
    return session.desk.ask(DiaryPageQuery(page.entry, closed)).result()


def add_line(options: Namespace, connect: Connect) -> Spoken:
    """Add a line to an entry."""
    with opened(options) as session:
        made = session.desk.do(AddLine(options.entry, options.text)).result()
    return Spoken(shapes.Done(id=made), (f"添好了：{made}",))


def edit_line(options: Namespace, connect: Connect) -> Spoken:
    """Write a line anew."""
    with opened(options) as session:
        session.desk.do(EditLine(options.line, options.text)).result()
    return Spoken(shapes.Done(id=options.line), ("改好了。",))


def seal_line(options: Namespace, connect: Connect) -> Spoken:
    """Seal a line."""
    with opened(options) as session:
        session.desk.do(SealLine(options.line)).result()
    return Spoken(shapes.Done(id=options.line), ("密封了。",))


def unseal_line(options: Namespace, connect: Connect) -> Spoken:
    """Take the seal off a line."""
    with opened(options) as session:
        session.desk.do(SealLine(options.line, is_sealed=False)).result()
    return Spoken(shapes.Done(id=options.line), ("不密封了。",))


def tick_line(options: Namespace, connect: Connect) -> Spoken:
    """Tick a line."""
    with opened(options) as session:
        made = session.desk.do(TickLine(options.line)).result()
    return Spoken(shapes.Done(id=made), ("打钩了。",))


def untick_line(options: Namespace, connect: Connect) -> Spoken:
    """Take a tick off."""
    with opened(options) as session:
        session.desk.do(UntickLine(options.line)).result()
    return Spoken(shapes.Done(id=options.line), ("钩去掉了。",))


def list_waiting(options: Namespace, connect: Connect) -> Spoken:
    """List what was written under one's pages, or asked of oneself, and waits for an answer."""
    with opened(options) as session:
        rows = session.desk.ask(NewReviewsQuery()).result()
    document = shapes.WaitingReviews(count=len(rows), rows=rows)
    return Spoken(document, tuple(waiting_lines(rows)) or ("没有等着回的。",))


def reply_review(options: Namespace, connect: Connect) -> Spoken:
    """Answer a review."""
    with opened(options) as session:
        wish = ReplyReview(options.entry, options.kind, options.review, options.text)
        made = session.desk.do(wish).result()
    return Spoken(shapes.Done(id=made), (f"{REPLY[options.kind]}，已存本机。",))
