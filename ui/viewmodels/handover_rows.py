"""What 交接 lists beside what is taken over: the turns with both names, and what goes or came."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fieldapp.queries.handover_turns import Signature, Turn
from fieldapp.queries.transfers_told import Transfer
from ui.handover_words import day_text, device_text, signed_text, takers


@dataclass(frozen=True, slots=True)
class SideLine:
    """One side of a handover: who signs, what was signed, and what can be done about it.

    `action` is the word of the button, "" for none; `signature` is set where it takes one back.
    """

    side: str
    label: str
    said: str
    note: str
    action: str
    signature: str


@dataclass(frozen=True, slots=True)
class TurnLine:
    """A handover of a grid, its state in a word, and both sides."""

    key: str
    title: str
    detail: str
    is_done: bool
    sides: tuple[SideLine, ...]


@dataclass(frozen=True, slots=True)
class TransferLine:
    """One thing that is on its way to another grid, went or came."""

    key: str
    glyph: str
    title: str
    detail: str


_GLYPHS = {"waiting": "clock", "sent": "clock", "gone": "forward", "came": "household"}


def transfer_lines(transfers: Iterable[Transfer]) -> list[TransferLine]:
    """Draw what goes and came."""
    return [
        TransferLine(f"{one.state}-{one.key}", _GLYPHS[one.state], one.place, one.note)
        for one in transfers
    ]


def turn_lines(turns: Iterable[Turn]) -> list[TurnLine]:
    """Draw the handovers, the latest first."""
    return [_turn(one) for one in turns]


def key_of(turn: Turn) -> str:
    """Name a turn."""
    return f"{turn.grid} {turn.person} {turn.until}"


def _turn(turn: Turn) -> TurnLine:
    state = "两边都签了" if turn.is_done else "交接中"
    detail = "，".join(part for part in (f"到{day_text(turn.until)}", state, turn.gap) if part)
    title = f"{turn.name}：{turn.leaving}交给{takers(turn)}"
    if not any(turn.taking):
        title = f"{turn.name}：{turn.leaving}交出，还没有人接手"
    return TurnLine(
        key_of(turn),
        title,
        detail,
        turn.is_done,
        (
            _side("gives", "交", turn.gives, turn.may_give),
            _side("takes", "接", turn.takes, turn.may_take),
        ),
    )


_WORDS = {"gives": "签：我交清了", "takes": "签：我接下了"}


def _side(side: str, label: str, one: Signature | None, may: bool) -> SideLine:
    if one is None:
        return SideLine(side, label, "还没签", "", _WORDS[side] if may else "", "")
    note = "，".join(part for part in (device_text(one), one.counted) if part)
    undo = "撤销" if one.is_mine else ""
    return SideLine(side, label, signed_text(one), note, undo, one.id if undo else "")
