"""The command `month`: what a month came to on one page, told here or written as a PDF."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator
from pathlib import Path

from fieldapp.cli import shapes
from fieldapp.cli.arguments import Commands, add_grid, command
from fieldapp.cli.arguments import month as month_typed
from fieldapp.cli.console import Spoken
from fieldapp.cli.opening import opened
from fieldapp.errors import Refused, Trouble
from fieldapp.queries.month_page import MonthPage, MonthPageQuery
from fieldapp.session import Connect

PrintMonth = Callable[[MonthPage, Path], None]
"""Writes the page as a PDF. Raises OSError."""
_FIGURES = "due knocked met phoned contacted left no_answer refused other not_yet".split()


def register(commands: Commands) -> None:
    """Add the command of this module."""
    shown = command(
        commands,
        "month",
        "一个月一页纸：覆盖、行动、答应过的、回音壁",
        show_month,
        shapes.MonthShown,
    )
    shown.add_argument(
        "--month", type=month_typed, metavar="YYYY-MM", help="哪个月（不写就是这个月）"
    )
    add_grid(shown)
    shown.add_argument("--all", action="store_true", help="手里的网格合在一起")
    shown.add_argument("--pdf", metavar="FILE", help="存成一页 PDF")
    shown.add_argument(
        "--say", action="append", default=[], metavar="TEXT", help="回音壁上再写一句，可以写几次"
    )


def show_month(options: Namespace, connect: Connect) -> Spoken:
    """Show a month's page, and write it where a file is named."""
    with opened(options) as session:
        wish = MonthPageQuery(options.month, options.grid, options.all, tuple(options.say))
        page = session.desk.ask(wish).result()
    file = _written(page, options) if options.pdf else None
    return Spoken(_document(page, file), tuple(_lines(page, file)))


def _written(page: MonthPage, options: Namespace) -> str:
    path = Path(options.pdf)
    if options.print_month is None:
        raise Trouble("window-needed", "存 PDF 要用 fieldapp 这个程序。")
    if path.exists():
        raise Refused("file-exists", "这个文件已经有了，换个名字。", field="pdf", is_input=True)
    try:
        options.print_month(page, path)
    except OSError:
        path.unlink(missing_ok=True)
        raise Trouble("not-written", "这里存不进去。换个位置再存。") from None
    return str(path)


def _document(page: MonthPage, file: str | None) -> shapes.MonthShown:
    return shapes.MonthShown(
        month=page.month,
        until=page.until,
        place=page.place,
        grids=page.grids,
        figures=shapes.MonthCounts(
            **{name: getattr(page.figures, name).count for name in _FIGURES}
        ),
        campaigns=page.campaigns,
        promises_made=page.made,
        promises_kept=page.kept,
        promises_open=page.open,
        diary_entries=page.entries,
        heard=page.heard,
        said=page.said,
        file=file,
    )


def _lines(page: MonthPage, file: str | None) -> Iterator[str]:
    found = page.figures
    yield f"{page.place}  {page.month}，到 {page.until}"
    yield (
        f"应访 {found.due.count} 户，敲过门 {found.knocked.count} 户，"
        f"联系上 {found.contacted.count} 户，还没联系上 {found.left.count} 户"
    )
    for one in page.campaigns:
        yield f"行动  {one.title}  {one.total} 户，还剩 {one.left} 户"
    yield f"答应 {page.made} 件，办好 {len(page.kept)} 件，现在还有 {len(page.open)} 件"
    for promise in page.open:
        yield f"  {promise.door}  {promise.made_on}  {promise.text}"
    about = "，".join(f"{word} {count} 篇" for word, count in page.heard)
    yield f"日记 {page.entries} 篇" + (f"：{about}" if about else "")
    if file:
        yield f"存好了：{file}"
