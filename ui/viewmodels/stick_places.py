"""Where a stick is looked for, and what lies on it, as rows to choose from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fieldapp.domain.when import when_text
from fieldapp.errors import Refused
from sync.bundle import MAX_HEADER, BadBundle, Kind, read_header
from ui.stick import sticks

_KINDS = {Kind.offer: "导出的", Kind.answer: "回信", Kind.receipt: "收条"}


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place, folder or file; `is_file` where it can be read or handed on."""

    key: str
    glyph: str
    title: str
    detail: str = ""
    is_file: bool = False


def first_place() -> str:
    """Name the stick to begin with where there is just one; "" for the list of places."""
    found = sticks()
    return str(found[0]) if len(found) == 1 else ""


def places() -> tuple[PlaceRow, ...]:
    """List the sticks first, then the folders where files usually lie."""
    rows = [PlaceRow(str(one), "usb", one.name or str(one), "U盘") for one in sticks()]
    home = Path.home()
    usual = [home / "Desktop", home / "桌面", home / "Downloads", home / "下载", home]
    rows += [PlaceRow(str(one), "disk", one.name or str(one)) for one in usual if one.is_dir()]
    return tuple(rows)


def listed(folder: Path, device: str, now_ms: int) -> tuple[PlaceRow, ...]:
    """List a folder: our files, the newest first, then folders. Raises `Refused`."""
    try:
        seen = [one for one in folder.iterdir() if not one.name.startswith(".")]
        files = [one for one in seen if one.suffix.lower() == ".gsb" and one.is_file()]
        files.sort(key=lambda one: one.stat().st_mtime, reverse=True)
        folders = sorted((one for one in seen if one.is_dir()), key=lambda one: one.name)
        rows = [PlaceRow("", "up", "换个地方")]
        rows += [_file_row(one, device, now_ms) for one in files]
        rows += [PlaceRow(str(one), "disk", one.name) for one in folders]
    except OSError:
        raise Refused(
            "folder-closed", "这个文件夹打不开。看看U盘插好了没有，或者换个地方。"
        ) from None
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class Brought:
    """A file that the window was opened with, as the only one to choose; is it for this tablet?"""

    rows: tuple[PlaceRow, ...]
    is_answer: bool


def brought(file: Path, device: str, now_ms: int) -> Brought:
    """Look at a file that was opened. Raises `Refused` when it is gone."""
    try:
        row = _file_row(file, device, now_ms)
        with file.open("rb") as opened:
            header, _ = read_header(opened.read(MAX_HEADER + 64))
        is_answer = header.kind is Kind.answer and header.device == device
    except OSError:
        raise Refused("file-gone", "这个文件打不开。看看U盘插好了没有。") from None
    except BadBundle:
        is_answer = False
    return Brought((PlaceRow("", "up", "换个地方"), row), is_answer)


def _file_row(file: Path, device: str, now_ms: int) -> PlaceRow:
    with file.open("rb") as opened:
        start = opened.read(MAX_HEADER + 64)
    try:
        header, _ = read_header(start)
    except BadBundle:
        return PlaceRow(str(file), "list", file.name, "看不出是什么", is_file=True)
    whose = "这台平板的" if header.device == device else "别的平板的"
    what = f"{whose}{_KINDS[header.kind]}，{when_text(header.made_ms, now_ms)}"
    return PlaceRow(str(file), "list", file.name, what, is_file=True)
