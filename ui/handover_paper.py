"""交接 on one A4 page: both names with time and device, what was counted, what is still open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtGui import QPainter

from fieldapp.domain.days import moment
from fieldapp.queries.handover import HandoverView
from fieldapp.queries.handover_turns import Signature, Turn
from ui.handover_words import day_text, signed_text, takers
from ui.month_paper import GAP, HEADING, HEIGHT, MARGIN, SMALL, TITLE, Sheet, save

_ROOM = HEIGHT - MARGIN
_FOOT = 3 * GAP
"""What the line takes that counts the rest."""
Line = tuple[str, int]
"""Words, and the size of their letters."""


def file_name(view: HandoverView) -> str:
    """Propose a name for the file."""
    newest = view.turns[0]
    return f"交接-{newest.name}-{newest.until}.pdf"


def write_pdf(view: HandoverView, now_ms: int, path: Path) -> None:
    """Write the handovers as a PDF. Raises OSError."""
    save(path, "交接", lambda painter: draw(painter, view, now_ms))


def draw(painter: QPainter, view: HandoverView, now_ms: int) -> None:
    """Draw the page; what finds no room is counted at its foot."""
    sheet = Sheet(painter, MARGIN)
    sheet.write("网格交接", TITLE, is_strong=True, gap=4)
    at = moment(now_ms)
    sheet.write(f"{at.year}年{at.month}月{at.day}日 {at:%H:%M} 印", SMALL, is_second=True)
    sheet.rule()
    rest = list(lines(view))
    while rest and _end_of(sheet, rest[0]) + (_FOOT if len(rest) > 1 else 0) <= _ROOM:
        _write(sheet, rest.pop(0))
    if rest:
        sheet.write(f"还有 {len(rest)} 行没有印下，在平板的“交接”里看。", SMALL, is_second=True)


def _write(sheet: Sheet, line: Line) -> None:
    words, px = line
    sheet.at += 2 * GAP if px == HEADING else 0
    sheet.write(words, px, is_strong=px == HEADING, is_second=px == SMALL, gap=8)


def _end_of(sheet: Sheet, line: Line) -> float:
    """Tell where a line would end, without writing it."""
    top, sheet.is_dry = sheet.at, True
    _write(sheet, line)
    ends, sheet.at, sheet.is_dry = sheet.at, top, False
    return ends


def lines(view: HandoverView) -> Iterator[Line]:
    """Say what stands on the page, from the top down."""
    for turn in view.turns:
        yield from _turn(turn)
    yield f"{view.looker}手里的原件", HEADING
    for paper in view.originals:
        ticked = "已点清" if paper.is_returned else "还没点"
        yield f"{'☑' if paper.is_returned else '☐'} {paper.text}（{paper.place}，{ticked}）", _BODY
    if not view.originals:
        yield "没有。", _BODY
    yield "答应过、还没办的", HEADING
    for promise in view.promises:
        whose = f"{promise.author_name}答应的，" if promise.author_name else ""
        yield f"· {promise.text}（{whose}{promise.place}）", _BODY
    if not view.promises:
        yield "没有。", _BODY
    yield "没办完的事项", HEADING
    for issue in view.issues:
        told = "，".join(part for part in (issue.state_word, issue.place, issue.due_text) if part)
        yield f"· {issue.title}（{told}）", _BODY
    if not view.issues:
        yield "没有。", _BODY


_BODY = 22


def _turn(turn: Turn) -> Iterator[Line]:
    yield f"{turn.name}：{turn.leaving} → {takers(turn)}", HEADING
    told = f"{turn.leaving}管到{day_text(turn.until)}"
    yield "，".join(part for part in (told, turn.gap) if part), _BODY
    for label, one in (("交的人", turn.gives), ("接的人", turn.takes)):
        yield f"{label}：{_signed(one)}", _BODY
        if one is not None and one.counted:
            yield one.counted, SMALL


def _signed(one: Signature | None) -> str:
    if one is None:
        return "还没签 ____________________"
    return f"{signed_text(one)}，平板 {one.device}"
