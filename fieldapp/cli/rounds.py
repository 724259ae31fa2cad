"""Commands about earlier rounds of sync: list them, and what one brought."""

from __future__ import annotations

from argparse import Namespace

from fieldapp.cli import shapes
from fieldapp.cli.arguments import Commands, command, family
from fieldapp.cli.console import Spoken
from fieldapp.cli.opening import opened
from fieldapp.errors import Refused
from fieldapp.queries.round_changes import RoundQuery, RoundsQuery
from fieldapp.session import Connect


def register(commands: Commands) -> None:
    """Add the commands of this module."""
    usual = (list_rounds, shapes.RoundList)
    of_rounds = family(commands, "rounds", "前几次同步", usual)
    command(of_rounds, "list", "看前几次同步", *usual)
    shown = command(of_rounds, "show", "看一次里每一条怎么样了", show_round, shapes.RoundDetail)
    shown.add_argument("round", type=int, metavar="N", help="哪一次，rounds list 里的编号")


def list_rounds(options: Namespace, connect: Connect) -> Spoken:
    """List them, newest first."""
    with opened(options) as session:
        rounds = session.desk.ask(RoundsQuery()).result()
    lines = tuple(f"{one.last}  {one.title}  {one.text}  {one.length}" for one in rounds)
    return Spoken(shapes.RoundList(count=len(rounds), rounds=rounds), lines or ("还没同步过。",))


def show_round(options: Namespace, connect: Connect) -> Spoken:
    """Tell what became of each change of one round."""
    with opened(options) as session:
        found = session.desk.ask(RoundQuery(options.round)).result()
    if found is None:
        raise Refused("round-unknown", "没有这一次，或者太早了。", field="round", is_input=True)
    lines = [found.line.title]
    lines += [
        f"  {one.verdict_word}  {one.kind_word} {one.text}（{one.who}）" for one in found.changes
    ]
    document = shapes.RoundDetail(count=found.count, line=found.line, changes=found.changes)
    return Spoken(document, tuple(lines))
