"""What 两边改得不一样 lists: conflicts by door and day, the cards, what merged by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fieldapp.domain.days import day_of
from fieldapp.domain.side_by_side import Piece, compare
from fieldapp.queries.conflict_cards import ConflictCard, ConflictSide
from fieldapp.queries.conflicts import ConflictsView
from fieldapp.queries.merged import MergedRow
from ui import text

MERGED_KEY = "merged"
"""The line of the list that opens what merged by itself."""


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """One conflict in the list at the left; `group` is the heading above the first of a door."""

    key: str
    title: str
    detail: str
    is_open: bool
    group: str = ""
    group_note: str = ""


@dataclass(frozen=True, slots=True)
class TextSpan:
    """A piece of a text; `mark`: the other one reads differently here."""

    text: str
    mark: bool = False


@dataclass(frozen=True, slots=True)
class SideCard:
    """One of the three cards."""

    key: str
    title: str
    who: str
    device: str
    words: str
    spans: tuple[TextSpan, ...]
    button: str
    is_in_use: bool


@dataclass(frozen=True, slots=True)
class MergedLine:
    """One thing that merged by itself; `sides` are `(title, text)` of what it was made of."""

    key: str
    title: str
    detail: str
    sides: tuple[dict[str, str], ...]


def lines_of(view: ConflictsView, now_ms: int) -> Iterator[ConflictLine]:
    """List open ones under their doors, then those chosen lately, then what merged by itself."""
    cards = {card.id: card for card in view.open}
    for group in view.groups:
        note = text.past_day(group.on, day_of(now_ms))
        for at, id_ in enumerate(group.conflicts):
            card = cards[id_]
            detail = card.place if card.place != group.place else ""
            heading = (group.place or "没有门号的", note) if at == 0 else ("", "")
            yield ConflictLine(id_, card.field_label, detail, True, *heading)
    for at, card in enumerate(view.decided):
        heading = ("选好了的", "七天里都能改回去") if at == 0 else ("", "")
        yield ConflictLine(card.id, card.field_label, card.place, False, *heading)
    if view.merged:
        words = f"{text.counted(len(view.merged), '处')}，不用你选"
        yield ConflictLine(MERGED_KEY, "自动合好的", words, False, "不用选的", "")


def side_cards(card: ConflictCard, now_ms: int) -> list[SideCard]:
    """Make the cards; of two texts, mark the sentences that differ."""
    spans = _marked(card.sides) if card.is_text else {}
    return [
        _side(one, spans.get(one.key, ()), now_ms, is_open=card.state == "open")
        for one in card.sides
    ]


def _marked(sides: Sequence[ConflictSide]) -> Mapping[str, tuple[TextSpan, ...]]:
    both = [one for one in sides if one.key != "base"]
    if len(both) != 2:
        return {}
    cut = compare(both[0].text, both[1].text)
    return {side.key: _spans(pieces) for side, pieces in zip(both, cut, strict=True)}


def _spans(pieces: Sequence[Piece]) -> tuple[TextSpan, ...]:
    return tuple(TextSpan(piece.text, piece.differs) for piece in pieces)


def _side(
    one: ConflictSide, spans: tuple[TextSpan, ...], now_ms: int, *, is_open: bool
) -> SideCard:
    when = _said_at(one.at_ms, now_ms) if one.at_ms else ""
    who = "，".join(part for part in (one.who, when) if part)
    button = f"就用{one.title}" if one.is_in_use and is_open else one.button
    words = one.text or "空着"
    return SideCard(
        one.key,
        one.title,
        who,
        one.device_word,
        words,
        spans or (TextSpan(words),),
        button,
        one.is_in_use,
    )


def _said_at(at_ms: int, now_ms: int) -> str:
    when = text.when_text(at_ms, now_ms)
    return f"今天 {when}" if day_of(at_ms) == day_of(now_ms) else when


def merged_line(row: MergedRow, at: int) -> MergedLine:
    """Show one thing that merged by itself."""
    sides = tuple({"title": one.title, "text": one.text} for one in row.sides)
    return MergedLine(f"{row.kind}-{row.row}-{at}", row.title, row.text, sides)
