"""两个人改得不一样: three cards, one tap, and the way back; what merged by itself below."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from fieldapp.domain.days import day_of
from fieldapp.domain.phones import spaced
from fieldapp.domain.reasons import day_text
from fieldapp.queries.conflicts import ConflictCard, ConflictSide, ConflictsQuery, ConflictsView
from fieldapp.queries.merged import MergedRow
from fieldapp.services.conflicts import (
    KeepBoth,
    KeepConflict,
    RestoreConflict,
    UndoConflict,
)
from ui import text
from ui.viewmodels.base import ViewModel, Workplace
from ui.viewmodels.list_model import RowList, plain

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """One conflict in the list at the left."""

    key: str
    title: str
    detail: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class SideCard:
    """One of the three cards."""

    key: str
    title: str
    who: str
    words: str
    button: str
    is_in_use: bool


@dataclass(frozen=True, slots=True)
class MergedLine:
    """One thing that merged by itself."""

    key: str
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class ConflictState:
    """The chosen conflict, and what was decided about it."""

    heading: str = ""
    chosen: str = ""
    title: str = ""
    why: str = ""
    is_open: bool = True
    can_keep_both: bool = False
    decided: str = ""
    decided_note: str = ""
    ask_text: str = ""
    ask_note: str = ""
    next_key: str = ""
    is_empty: bool = False


@QmlElement
class ConflictsModel(ViewModel):
    """The conflicts of this device."""

    stateChanged = Signal()
    watched = frozenset("conflict sync household resident dwelling member care".split())

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(place, parent)
        self.state: ConflictState = ConflictState()
        self._list = RowList(ConflictLine, self)
        self._sides = RowList(SideCard, self)
        self._merged = RowList(MergedLine, self)
        self._cards: dict[str, ConflictCard] = {}

    @Property(QObject, notify=stateChanged)
    def list(self) -> QObject:
        """The conflicts, open ones first."""
        return self._list

    @Property(QObject, notify=stateChanged)
    def sides(self) -> QObject:
        """The cards of the chosen one: 我的, 对方的, 原来的."""
        return self._sides

    @Property(QObject, notify=stateChanged)
    def merged(self) -> QObject:
        """What merged by itself."""
        return self._merged

    @Property("QVariantMap", notify=stateChanged)  # type: ignore[arg-type]
    def view(self) -> dict[str, Any]:
        """The state, by the names of its fields."""
        shown: dict[str, Any] = plain(self.state)
        return shown

    @Slot(str)
    def choose(self, key: str) -> None:
        """Look at another conflict."""
        if key in self._cards:
            self._show_card(self._cards[key])

    @Slot(str)
    def use(self, side: str) -> None:
        """Use one of the cards: keep what is in use, or restore another."""
        card = self._cards.get(self.state.chosen)
        if card is None:
            return
        chosen = next((one for one in card.sides if one.key == side), None)
        if chosen is None:
            return
        if card.state != "open":
            self.do(UndoConflict(card.id), lambda _: self._decide(card.id, side))
        else:
            self._decide(card.id, side, is_in_use=chosen.is_in_use)

    @Slot(str)
    def useOwn(self, words: str) -> None:
        """Use words of one's own."""
        if words.strip() and self.state.chosen:
            self.do(RestoreConflict(self.state.chosen, value=words.strip()))

    @Slot()
    def keepBoth(self) -> None:
        """Let both stand side by side."""
        self.do(KeepBoth(self.state.chosen))

    @Slot()
    def undo(self) -> None:
        """Turn the decision back."""
        self.do(UndoConflict(self.state.chosen))

    @Slot()
    def next(self) -> None:
        """Go to the next open one, or back where all is decided."""
        if self.state.next_key:
            self.choose(self.state.next_key)
        else:
            self.place.back()

    @Slot()
    def askOther(self) -> None:
        """Say how the other one can be reached."""
        self.place.say(self.state.ask_note)

    def refresh(self) -> None:
        """Ask for all of them."""
        self.ask(ConflictsQuery(), self._show)

    def _decide(self, conflict: str, side: str, *, is_in_use: bool = False) -> None:
        if is_in_use or side == "kept":
            self.do(KeepConflict(conflict))
        else:
            self.do(RestoreConflict(conflict, side))

    def _show(self, view: ConflictsView) -> None:
        cards = (*view.open, *view.decided)
        self._cards = {card.id: card for card in cards}
        self._list.swap(
            [ConflictLine(one.id, one.place, one.field_label, one.state == "open") for one in cards]
        )
        self._merged.swap([_merged(row, at) for at, row in enumerate(view.merged)])
        count = text.counted(len(view.open), "处")
        heading = f"要你选 {count}" if view.open else "没有要你选的"
        self.publish(replace(self.state, heading=heading, is_empty=not cards))
        kept = self._cards.get(self.state.chosen)
        if kept is not None:
            self._show_card(kept)
        elif cards:
            self._show_card(cards[0])

    def _show_card(self, card: ConflictCard) -> None:
        now_ms = self.place.now_ms
        is_open = card.state == "open"
        sides = [_side(one, now_ms, is_open) for one in card.sides]
        self._sides.swap(sides)
        used = next((one for one in card.sides if one.is_in_use), None)
        until = f"{day_text(card.undo_until)}以前都能改回去" if card.undo_until else ""
        called = f"已用{used.title}" if used else "已用自己写的"
        waiting = [one for one in self._cards.values() if one.state == "open" and one.id != card.id]
        phone = spaced(card.other_phone) if card.other_phone else "电话没有登记"
        self.publish(
            replace(
                self.state,
                chosen=card.id,
                title=card.title,
                why=card.why,
                is_open=is_open,
                can_keep_both=is_open and card.kind == "diary_line",
                decided="" if is_open else f"{called}：{card.value_in_use}",
                decided_note=f"{until}，两边写的都留着" if until else "",
                ask_text=f"问{card.other_name}" if card.other_name else "",
                ask_note=f"{card.other_name}：{phone}" if card.other_name else "",
                next_key=waiting[0].id if waiting else "",
            )
        )


def _side(one: ConflictSide, now_ms: int, is_open: bool) -> SideCard:
    when = _said_at(one.at_ms, now_ms) if one.at_ms else ""
    who = "，".join(part for part in (one.who, when, one.device_word) if part)
    button = f"就用{one.title}" if one.is_in_use and is_open else one.button
    return SideCard(one.key, one.title, who, one.text or "空着", button, one.is_in_use)


def _said_at(at_ms: int, now_ms: int) -> str:
    when = text.when_text(at_ms, now_ms)
    return f"今天 {when}" if day_of(at_ms) == day_of(now_ms) else when


def _merged(row: MergedRow, at: int) -> MergedLine:
    return MergedLine(f"{row.kind}-{row.row}-{at}", row.title, row.text)
