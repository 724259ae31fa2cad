"""Commands about knocks at doors: visit, visit undo, and what was promised there."""

from __future__ import annotations

import argparse
from argparse import Namespace

from fieldapp.cli import shapes
from fieldapp.cli.arguments import Commands, choice, command, day, family, moment, spelled
from fieldapp.cli.console import Spoken
from fieldapp.cli.finding import find, find_if_typed, find_person
from fieldapp.cli.opening import opened
from fieldapp.domain.words import word_of
from fieldapp.queries.household import DoorPaneQuery
from fieldapp.services.visits import KeepPromise, LogVisit, UndoVisit
from fieldapp.session import Connect, Session


def register(commands: Commands) -> None:
    """Add the commands of this module."""
    visit = command(commands, "visit", "记一次敲门", log_visit, shapes.Done)
    _register_visit(visit)
    undo = command(commands, "visit undo", "撤销一次自己记的敲门", undo_visit, shapes.Done)
    undo.add_argument("visit", metavar="ID", help="哪次敲门的编号")
    undo.add_argument("--reason", default="点错了", metavar="TEXT", help="为什么撤")
    of_promise = family(commands, "promise", "答应过的事")
    keep = command(of_promise, "done", "答应的办到了", keep_promise, shapes.Done)
    keep.add_argument("promise", metavar="ID", help="哪件事的编号")
    keep.add_argument("--not-yet", action="store_true", help="改回还没办")


def _register_visit(visit: argparse.ArgumentParser) -> None:
    visit.epilog = "点错了：fieldapp visit undo ID"
    visit.add_argument("dwelling", metavar="DWELLING", help="哪个门：编号、门牌或姓名")
    outcome = choice("visit", "outcome")
    about = f"结果：{spelled('visit', 'outcome')}"
    visit.add_argument("--outcome", required=True, type=outcome, metavar="O", help=about)
    visit.add_argument("--note", default="", metavar="TEXT", help="一句话")
    visit.add_argument(
        "--met", action="append", default=[], metavar="RESIDENT", help="见到谁，可写几个"
    )
    mode = f"方式（不写就是敲门）：{spelled('visit', 'mode')}"
    visit.add_argument(
        "--mode", default="door", type=choice("visit", "mode"), metavar="MODE", help=mode
    )
    visit.add_argument("--promise", default="", metavar="TEXT", help="答应了什么")
    visit.add_argument("--at", type=moment, metavar="ISO", help="什么时候（不写就是现在）")
    visit.add_argument("--household", metavar="HOUSEHOLD", help="门里的哪一户")
    visit.add_argument("--campaign", metavar="ID", help="为哪个专项去的")
    visit.add_argument("--next", type=day, metavar="DATE", help="说好哪天再来")
    visit.add_argument("--next-reason", default="", metavar="TEXT", help="为什么那天来")


def log_visit(options: Namespace, connect: Connect) -> Spoken:
    """Log one knock."""
    with opened(options) as session:
        dwelling = find(session, "dwelling", options.dwelling)
        household = find_if_typed(session, "household", options.household)
        wish = LogVisit(
            dwelling,
            options.outcome,
            household=household,
            mode=options.mode,
            note=options.note,
            met=_met(session, DoorPaneQuery(dwelling, household), options.met),
            at_ms=options.at,
            campaign=options.campaign,
            promise=options.promise,
            next_due_on=options.next,
            next_due_reason=options.next_reason,
        )
        made = session.desk.do(wish).result()
    word = word_of("visit", "outcome", options.outcome)
    return Spoken(shapes.Done(id=made), (f"{word}，已存本机：{made}",))


def _met(session: Session, door: DoorPaneQuery, typed: list[str]) -> tuple[str, ...]:
    """Find whom she met: a name means somebody behind this door before anybody elsewhere."""
    if not typed:
        return ()
    card = session.desk.ask(door).result().card
    here = card.people if card else ()
    return tuple(dict.fromkeys(find_person(session, here, text) for text in typed))


def undo_visit(options: Namespace, connect: Connect) -> Spoken:
    """Take one's own visit back."""
    with opened(options) as session:
        session.desk.do(UndoVisit(options.visit, options.reason)).result()
    return Spoken(shapes.Done(id=options.visit), ("撤销了，历史里还看得到。",))


def keep_promise(options: Namespace, connect: Connect) -> Spoken:
    """Note that something promised was done."""
    with opened(options) as session:
        session.desk.do(KeepPromise(options.promise, not options.not_yet)).result()
    return Spoken(shapes.Done(id=options.promise), ("记好了。",))
