"""Commands that look: due, coverage, search."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

import msgspec

from fieldapp.cli import shapes
from fieldapp.cli.arguments import Commands, add_grid, command, day, month, whole_number
from fieldapp.cli.console import Spoken
from fieldapp.cli.opening import opened
from fieldapp.queries.coverage import CoverageQuery, CoverageView
from fieldapp.queries.due import DueQuery, DueRow
from fieldapp.queries.search import SearchQuery, SearchResult
from fieldapp.session import Connect


def register(commands: Commands) -> None:
    """Add the commands of this module."""
    due = command(commands, "due", "今天该去谁家，照走路的顺序", list_due, shapes.Due)
    due.add_argument("--on", type=day, metavar="DATE", help="哪天（不写就是今天）")
    due.add_argument(
        "--within", type=whole_number, default=0, metavar="DAYS", help="往后几天里到期的也看"
    )
    add_grid(due)
    seen = command(commands, "coverage", "这个月见了多少户，还剩谁", show_coverage, shapes.Coverage)
    seen.add_argument("--month", type=month, metavar="YYYY-MM", help="哪个月（不写就是这个月）")
    add_grid(seen)
    search = command(commands, "search", "找人、门、日记、事项", search_for, shapes.Found)
    about = "姓名、拼音、首字母、门牌、电话后四位、标签、日记里的话、事项"
    search.add_argument("text", metavar="TEXT", help=about)
    search.add_argument("--limit", type=whole_number, default=20, metavar="N", help="最多几条")


def list_due(options: Namespace, connect: Connect) -> Spoken:
    """List whom to see."""
    with opened(options) as session:
        wish = DueQuery(options.grid, options.on, options.within)
        rows = session.desk.ask(wish).result()
    lines = tuple(_due_line(row) for row in rows)
    return Spoken(shapes.Due(count=len(rows), rows=rows), lines or ("没有该去的户。",))


def _due_line(row: DueRow) -> str:
    return f"{row.door}  {row.name}  {row.reason}  {row.due_text}  {row.warning}".rstrip()


def show_coverage(options: Namespace, connect: Connect) -> Spoken:
    """Show a month's figures."""
    with opened(options) as session:
        view = session.desk.ask(CoverageQuery(options.month, options.grid)).result()
    document = msgspec.convert(view, shapes.Coverage, from_attributes=True)
    return Spoken(document, tuple(_coverage_lines(view)))


def _coverage_lines(view: CoverageView) -> Iterator[str]:
    yield f"{view.month}：应访 {view.due.count} 户，还剩 {view.left.count} 户"
    for word, figure, rate in (
        ("敲过", view.knocked, view.knock_rate),
        ("见面", view.met, view.meet_rate),
        ("见面或电话", view.contacted, view.contact_rate),
    ):
        yield f"{word} {figure.count} 户" + (f"（{rate}）" if rate else "")
    yield (
        f"无人 {view.no_answer.count}，拒访 {view.refused.count}，"
        f"其他 {view.other.count}，没去 {view.not_yet.count}"
    )


def search_for(options: Namespace, connect: Connect) -> Spoken:
    """Search people, doors and diaries."""
    with opened(options) as session:
        found = session.desk.ask(SearchQuery(options.text, options.limit)).result()
    lines = tuple(_found_lines(found))
    return Spoken(shapes.Found(found=found), lines or ("没有找到。试试门号、电话后四位。",))


def _found_lines(found: SearchResult) -> Iterator[str]:
    for title, rows in (
        ("人", found.people),
        ("门", found.doors),
        ("日记", found.diaries),
        ("事项", found.issues),
    ):
        for row in rows:
            yield f"{title}  {row.title}  {row.subtitle}  {row.door}  {row.id}"
