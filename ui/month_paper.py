"""A month on one A4 page: what the secretary keeps above, what may be pinned to a wall below.

Drawn by hand and not by a text engine, so that it is one page whatever the month holds: the part
for the wall takes what it needs, and of the open promises as many are listed as there is room for.
"""

from __future__ import annotations

import os
import sys
from bisect import bisect_left
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QImage,
    QImageWriter,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)

from fieldapp.queries.month_page import MonthPage
from ui import month_words as words
from ui.theme import tokens

DOTS = 144
"""Per inch; all measures below are in these."""
WIDTH, HEIGHT = 1190, 1684
MARGIN, GAP = 92, 14
TITLE, HEADING, FIGURE, BODY, SMALL = 40, 28, 48, 22, 18
MOST_SHOWN = 40
"""More lines of promises than fit on the page, whatever else it holds."""
_INK, _SECOND, _LINE = QColor("#15181c"), QColor("#4a525c"), QColor("#9aa2ab")
_SHADES = {"met": "#2f3a45", "phoned": "#8b959f", "no_answer": "#ffffff", "not_yet": "#ffffff"}


class Sheet:
    """A column that is written from the top down; `dry` only measures."""

    def __init__(self, painter: QPainter, top: float) -> None:
        self._painter = painter
        self.at = top
        self.is_dry = False

    def write(
        self,
        text: str,
        px: int = BODY,
        *,
        left: float = 0,
        width: float = 0,
        is_strong: bool = False,
        is_second: bool = False,
        gap: float = GAP,
    ) -> None:
        """Write a paragraph and go below it."""
        font = QFont()
        font.setFamilies(list(tokens().families))
        font.setPixelSize(px)
        font.setBold(is_strong)
        self._painter.setFont(font)
        self._painter.setPen(_SECOND if is_second else _INK)
        wide = width or WIDTH - 2 * MARGIN - left
        room = QRectF(MARGIN + left, self.at, wide, HEIGHT)
        flags = int(Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextWordWrap)
        used = self._painter.boundingRect(room, flags, text)
        if not self.is_dry:
            self._painter.drawText(room, flags, text)
        self.at += used.height() + gap

    def beside(self, parts: Sequence[tuple[str, int, bool]], left: float, width: float) -> float:
        """Write short paragraphs in a column of their own; gives where it ends."""
        top = self.at
        for text, px, is_strong in parts:
            second = px == SMALL
            self.write(
                text, px, left=left, width=width, is_strong=is_strong, is_second=second, gap=2
            )
        ends, self.at = self.at, top
        return ends

    def rule(self, *, is_dashed: bool = False) -> None:
        """Draw a line across."""
        if not self.is_dry:
            pen = QPen(_LINE, 2)
            pen.setStyle(Qt.PenStyle.DashLine if is_dashed else Qt.PenStyle.SolidLine)
            self._painter.setPen(pen)
            self._painter.drawLine(MARGIN, int(self.at), WIDTH - MARGIN, int(self.at))
        self.at += GAP

    def bar(self, shares: Sequence[tuple[str, float]]) -> None:
        """Draw the parts of a whole in shades that a grey printer keeps apart."""
        left, whole = float(MARGIN), WIDTH - 2 * MARGIN
        for key, share in shares:
            if not self.is_dry:
                self._painter.setPen(QPen(_SECOND, 2))
                self._painter.setBrush(QColor(_SHADES.get(key, "#ffffff")))
                self._painter.drawRect(QRectF(left, self.at, whole * share, 26))
            left += whole * share
        self.at += 26 + GAP


def draw(painter: QPainter, page: MonthPage) -> None:
    """Draw the page."""
    sheet = Sheet(painter, MARGIN)
    sheet.is_dry = True
    _wall(sheet, page)
    wall_at = HEIGHT - (sheet.at - MARGIN) - MARGIN / 2
    shown = _shown(sheet, page, wall_at)
    sheet.is_dry, sheet.at = False, MARGIN
    _desk(sheet, page, shown)
    sheet.at = wall_at
    _wall(sheet, page)


def _shown(sheet: Sheet, page: MonthPage, wall_at: float) -> int:
    """Find how many of the open promises there is room for: each try lays the page out anew."""

    def is_too_long(shown: int) -> bool:
        sheet.at = MARGIN
        _desk(sheet, page, shown)
        return sheet.at > wall_at

    tried = range(1, min(len(page.open), MOST_SHOWN) + 1)
    return bisect_left(tried, True, key=is_too_long)


def _desk(sheet: Sheet, page: MonthPage, shown: int) -> None:
    sheet.write(f"{page.place}·{words.month_title(page)}", TITLE, is_strong=True, gap=4)
    sheet.write(words.basis(page), SMALL, is_second=True)
    sheet.rule()
    columns, width = words.figures(page), (WIDTH - 2 * MARGIN) / 4
    ends = [
        sheet.beside(
            [(title, BODY, False), (count, FIGURE, True), (note, SMALL, False)],
            at * width,
            width - GAP,
        )
        for at, (title, count, note) in enumerate(columns)
    ]
    sheet.at = max(ends) + GAP
    if page.figures.due.count:
        sheet.bar(words.shares(page))
        sheet.write(words.parts(page), SMALL)
    for heading, lines in (
        ("走访行动", words.campaigns(page)),
        ("答应过的", words.promises(page, shown)),
        ("民情日记", words.heard(page)),
    ):
        sheet.write(heading, HEADING, is_strong=True, gap=6)
        for line in lines:
            sheet.write(line, gap=6)
        sheet.at += 2 * GAP


def _wall(sheet: Sheet, page: MonthPage) -> None:
    sheet.rule(is_dashed=True)
    sheet.write(words.CUT, SMALL, is_second=True)
    sheet.write("问题回音壁", TITLE, is_strong=True, gap=4)
    sheet.write(f"{page.place}·{words.month_title(page)}", BODY, is_second=True)
    for line in words.wall(page):
        sheet.write(line, BODY + 2, gap=8)


def write_pdf(page: MonthPage, path: Path) -> None:
    """Write the page as a PDF that carries its letters. Raises OSError."""
    save(path, f"{page.place} {words.month_title(page)}", lambda painter: draw(painter, page))


def save(path: Path, title: str, draw_on: Callable[[QPainter], None]) -> None:
    """Write one page, drawn on a painter, as a PDF. Raises OSError."""
    # Only for her who saves it; who else may read it is hers to say.
    path.touch(mode=0o600)
    with suppress(OSError):  # a stick may know no rights
        path.chmod(0o600)  # also a file that was there before
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter)
    writer.setResolution(DOTS)
    writer.setTitle(title)
    painter = QPainter()
    if not painter.begin(writer):
        raise OSError(f"cannot write {path.suffix}")
    draw_on(painter)
    if not painter.end():
        raise OSError(f"cannot write {path.suffix}")


def picture(page: MonthPage) -> QImage:
    """Draw the page as it will be on paper."""
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    draw(painter, page)
    painter.end()
    return image


def address(image: QImage) -> str:
    """Give a picture as an address that QML shows; nothing is written to a disk."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return "data:image/png;base64," + bytes(buffer.data().toBase64().data()).decode("ascii")


def write_from_console(page: MonthPage, path: Path) -> None:
    """Write the page where there is no window. Raises OSError."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    write_pdf(page, path)
    del application
