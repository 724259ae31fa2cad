"""The folder a roster is looked for in, and the reading of a table found there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fieldapp.errors import Refused
from fieldapp.roster.mapping import Mapping, guess_mapping
from fieldapp.roster.read import read_table
from fieldapp.roster.sheets import Workbook
from ui.stick import sticks

TABLES = frozenset({".xlsx", ".xlsm", ".csv", ".txt", ".tsv", ".xls", ".et", ".ods"})


@dataclass(frozen=True, slots=True)
class FileRow:
    """One folder or file to choose from; without a key it is only read."""

    key: str
    glyph: str
    title: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that was read, with the guess of its columns."""

    workbook: Workbook
    mapping: Mapping


def opened(path: Path) -> Opened:
    """Read a table and guess its columns. Raises `Refused`."""
    workbook = read_table(path)
    return Opened(workbook, guess_mapping(workbook))


def first_folder() -> Path:
    """Name the folder to begin with: where downloads lie, else the home."""
    home = Path.home()
    return next((one for one in (home / "Downloads", home / "下载") if one.is_dir()), home)


def listed(
    folder: Path, endings: frozenset[str] = TABLES, glyph: str = "list"
) -> tuple[FileRow, ...]:
    """List the folders and tables in a folder, tables first. Raises `Refused`.

    Other files than tables are listed by other endings, each with its sign.
    """
    try:
        return _files_in(folder, endings, glyph)
    except OSError:
        raise Refused(
            "folder-closed", "这个文件夹打不开。换一个，或者看看 U 盘还在不在。"
        ) from None


def _files_in(folder: Path, endings: frozenset[str], glyph: str) -> tuple[FileRow, ...]:
    seen = [one for one in folder.iterdir() if not one.name.startswith(".")]
    folders = sorted((one for one in seen if one.is_dir()), key=lambda one: one.name)
    tables = sorted(
        (one for one in seen if one.suffix.lower() in endings and one.is_file()),
        key=lambda one: one.stat().st_mtime,
        reverse=True,
    )
    rows = [FileRow(str(one), glyph, one.name, _size(one)) for one in tables]
    if not rows:
        rows.append(
            FileRow("", "hint", "这里没有要找的文件", "进别的文件夹看看；在U盘上，就先插上。")
        )
    rows += [FileRow(str(one), "disk", one.name) for one in folders]
    return (*_ways_out(folder), *rows)


def _ways_out(folder: Path) -> list[FileRow]:
    up = [FileRow(str(folder.parent), "up", "上一层")] if folder.parent != folder else []
    others = [one for one in sticks() if one != folder and one not in folder.parents]
    return up + [FileRow(str(one), "usb", one.name or str(one), "U盘") for one in others]


def _size(path: Path) -> str:
    kb = max(1, path.stat().st_size // 1024)
    return f"{kb} KB" if kb < 1024 else f"{kb / 1024:.1f} MB"
