"""Earlier rounds as people remember them: broken ones told with the one that came through."""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.domain.when import length_text, when_text
from fieldapp.queries.standing import RoundRow, rounds
from fieldapp.verbs import Reader

READ, SHOWN = 200, 8
TOGETHER_MS = 900_000
"""Broken rounds this close before one that came through are told with it."""


@dataclass(frozen=True, slots=True)
class RoundLine:
    """One line of the history. `outcome`: level, done, stick, resumed, broken, cancelled.

    `first` and `last` name the rounds that are told as one.
    """

    first: int
    last: int
    started_ms: int
    title: str
    text: str
    length: str
    outcome: str


@dataclass(slots=True)
class _Told:
    newest: RoundRow
    first: int
    started_ms: int
    sent: int
    received: int
    breaks: int


def round_lines(reader: Reader, most: int = SHOWN) -> tuple[RoundLine, ...]:
    """Tell the newest rounds, newest first; those that had nothing to do only as the newest."""
    told: list[_Told] = []
    for row in rounds(reader.connection, READ):
        if told and _belongs(row, told[-1]):
            _add(told[-1], row)
        elif not told or row.sent or row.received or not _is_fine(row):
            told.append(_Told(row, row.id, row.started_ms, row.sent, row.received, 0))
    return tuple(_line(reader, one) for one in told[:most])


def _is_fine(row: RoundRow) -> bool:
    return row.outcome in ("level", "done", "stick")


def _belongs(row: RoundRow, later: _Told) -> bool:
    is_near = later.started_ms - (row.ended_ms or row.started_ms) < TOGETHER_MS
    return not _is_fine(row) and is_near


def _add(told: _Told, row: RoundRow) -> None:
    told.first = row.id
    told.started_ms = row.started_ms
    told.sent += row.sent
    told.received += row.received
    told.breaks += 1


def _line(reader: Reader, told: _Told) -> RoundLine:
    outcome, word = _word(told)
    counts = f"送 {told.sent} 条，收 {told.received} 条"
    if not told.sent and not told.received:
        counts = "没有要送的，也没有新的" if _is_fine(told.newest) else "什么也没丢，有网再试"
    broken = f"，断 {told.breaks} 次" if told.breaks and _is_fine(told.newest) else ""
    ended = told.newest.ended_ms or told.newest.started_ms
    return RoundLine(
        told.first,
        told.newest.id,
        told.started_ms,
        f"{when_text(told.newest.started_ms, reader.now_ms)}，{word}",
        counts + broken,
        length_text(max(ended - told.started_ms, 0)),
        outcome,
    )


def _word(told: _Told) -> tuple[str, str]:
    if told.newest.outcome == "level":
        return ("resumed", "断了又接上") if told.breaks else ("level", "同步完")
    if told.newest.outcome == "stick":
        return "stick", "用U盘带回"
    if told.newest.outcome == "done":
        return "done", "送完，还有新的要收"
    if told.newest.outcome == "cancelled":
        return "cancelled", "停下了"
    return "broken", "没连上"
