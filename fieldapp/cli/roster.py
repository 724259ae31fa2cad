"""Commands about rosters: import-roster, import-undo."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from fieldapp.cli import shapes
from fieldapp.cli.arguments import Commands, add_grid, command
from fieldapp.cli.console import Spoken
from fieldapp.cli.opening import opened
from fieldapp.cli.records import undone_document, words_of_step
from fieldapp.cli.roster_preview import import_document, preview_lines
from fieldapp.domain.days import day_of
from fieldapp.errors import Refused, Trouble
from fieldapp.queries.roster import KnownGridQuery
from fieldapp.roster.answers import Answers, answers_from_json
from fieldapp.roster.mapping import Mapping, guess_mapping, mapping_from_json, mapping_to_json
from fieldapp.roster.preview import Preview, preview
from fieldapp.roster.read import read_table
from fieldapp.roster.sheets import Workbook
from fieldapp.services.roster import ImportRoster
from fieldapp.services.undo import UndoAct
from fieldapp.session import Connect, Session


def register(commands: Commands) -> None:
    """Add the commands of this module."""
    about = "导入名单：.xlsx 或 CSV，拿不准的列出来不导入"
    take = command(commands, "import-roster", about, import_roster, shapes.RosterImport)
    take.add_argument("file", metavar="FILE", help="名单文件")
    take.add_argument("--map", metavar="FILE", help="哪一列是什么，JSON 文件（不写就猜）")
    take.add_argument("--answers", metavar="FILE", help="拿不准的怎么办，JSON 文件")
    take.add_argument("--dry-run", action="store_true", help="只看看会怎样，不导入")
    take.add_argument(
        "--write-map", metavar="FILE", help="把猜的各列写进这个新文件，改了再用 --map"
    )
    add_grid(take)
    undo = command(commands, "import-undo", "整个撤销一次导入", undo_import, shapes.Undone)
    undo.add_argument("act", metavar="ACT", help="那次导入的编号")


def import_roster(options: Namespace, connect: Connect) -> Spoken:
    """Read a roster, tell each row's fate, and take what is clear."""
    workbook = read_table(Path(options.file))
    mapping = _mapping(options.map, workbook)
    answers = _answers(options.answers)
    if options.write_map:
        _write_new(Path(options.write_map), mapping_to_json(mapping))
    with opened(options) as session:
        seen = _preview(session, options.grid, workbook, mapping, answers)
        wish = ImportRoster(seen.plan, options.grid)
        done = None if options.dry_run else session.desk.do(wish).result()
    document = import_document(seen, done)
    return Spoken(document, (*preview_lines(document), _outcome(document)))


def _preview(
    session: Session, grid: str | None, workbook: Workbook, mapping: Mapping, answers: Answers
) -> Preview:
    known = session.desk.ask(KnownGridQuery(grid)).result()
    today = day_of(session.clock.read().wall_ms)
    return preview(workbook, mapping, known, today, answers)


def _outcome(document: shapes.RosterImport) -> str:
    people, homes = (document.created.get(kind, 0) for kind in ("resident", "household"))
    what = f"新记 {people} 人、{homes} 户，改 {document.changed} 项"
    if document.is_dry_run:
        return f"只是看看，没有导入。真导入会新记 {people} 人、{homes} 户。"
    if document.act is None:
        return "没有新的，什么都没写。"
    return f"导入好了：{what}。整个撤销：fieldapp import-undo {document.act}"


def undo_import(options: Namespace, connect: Connect) -> Spoken:
    """Undo an import whole; what somebody changed since stays."""
    with opened(options) as session:
        what = words_of_step(session, options.act)
        done = session.desk.do(UndoAct(options.act)).result()
    return undone_document(done, what)


def _mapping(path: str | None, workbook: Workbook) -> Mapping:
    if path is None:
        return guess_mapping(workbook)
    return mapping_from_json(_text(Path(path), "map"), workbook)


def _answers(path: str | None) -> Answers:
    return Answers() if path is None else answers_from_json(_text(Path(path), "answers"))


def _text(path: Path, field: str) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (FileNotFoundError, IsADirectoryError, UnicodeDecodeError) as error:
        sentence = "找不到这个文件，或者不是 UTF-8 的文字。什么都没导入。"
        raise Refused("file-unreadable", sentence, field=field, is_input=True) from error
    except OSError as error:
        raise Trouble("file-unreadable", "文件读不出来，什么都没导入。换个位置再试。") from error


def _write_new(path: Path, text: str) -> None:
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text + "\n")
    except FileExistsError as error:
        sentence = "这个文件已经有了，没有动它。换个文件名。"
        raise Refused("file-exists", sentence, field="write-map", is_input=True) from error
    except OSError as error:
        raise Trouble("file-unwritable", "文件写不了，什么都没导入。换个位置再试。") from error
