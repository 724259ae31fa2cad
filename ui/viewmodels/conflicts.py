"""两边改得不一样: cards by door and day, one tap, and the way back; what merged by itself."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import Property, QObject, Slot
from PySide6.QtQml import QmlElement

from fieldapp.domain.phones import spaced
from fieldapp.domain.reasons import day_text
from fieldapp.domain.side_by_side import united
from fieldapp.queries.conflict_cards import ConflictCard
from fieldapp.queries.conflicts import ConflictsQuery, ConflictsView
from fieldapp.services.conflicts import (
    KeepBoth,
    KeepConflict,
    KeepConflicts,
    RestoreConflict,
    UndoConflict,
    UndoConflicts,
)
from ui import text
from ui.viewmodels.base import MappedModel, Workplace
from ui.viewmodels.conflict_rows import (
    MERGED_KEY,
    ConflictLine,
    MergedLine,
    SideCard,
    lines_of,
    merged_line,
    side_cards,
)
from ui.viewmodels.list_model import RowList

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class ConflictState:
    """The chosen conflict, and what was decided about it.

    `own_text` is what one's own words begin with: of two texts, all sentences of both.
    """

    heading: str = ""
    chosen: str = ""
    title: str = ""
    place: str = ""
    why: str = ""
    is_open: bool = True
    is_text: bool = False
    can_write: bool = True
    shows_merged: bool = False
    decided: str = ""
    decided_note: str = ""
    own_text: str = ""
    keep_all: str = ""
    ask_text: str = ""
    ask_note: str = ""
    next_key: str = ""
    is_empty: bool = False


@QmlElement
class ConflictsModel(MappedModel):
    """The conflicts of this device."""

    watched = frozenset("conflict sync household resident dwelling member care diary_line".split())

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(place, parent)
        self.state: ConflictState = ConflictState()
        self._list = RowList(ConflictLine, self)
        self._sides = RowList(SideCard, self)
        self._merged = RowList(MergedLine, self)
        self._cards: dict[str, ConflictCard] = {}
        self._together: dict[str, tuple[str, ...]] = {}
        self._kept: tuple[str, ...] = ()

    @Property(QObject, constant=True)
    def list(self) -> QObject:
        """The conflicts, open ones first, under the doors they are at."""
        return self._list

    @Property(QObject, constant=True)
    def sides(self) -> QObject:
        """The cards of the chosen one: 我的, 对方的, 原来的."""
        return self._sides

    @Property(QObject, constant=True)
    def merged(self) -> QObject:
        """What merged by itself."""
        return self._merged

    @Slot(str)
    def choose(self, key: str) -> None:
        """Look at another conflict, or at what merged by itself."""
        if key == MERGED_KEY:
            self._show_merged()
        elif key in self._cards:
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
    def keepAll(self) -> None:
        """Settle all of this door and day as they stand."""
        together = self._together.get(self.state.chosen, ())
        self._kept = together
        self.do(KeepConflicts(together))

    @Slot()
    def undo(self) -> None:
        """Turn the decision back, or those that were made together."""
        if self.state.chosen in self._kept:
            cards = [self._cards[one] for one in self._kept if one in self._cards]
            still = [card.id for card in cards if card.state != "open"]
            self._kept = ()
            self.do(UndoConflicts(tuple(still)))
        else:
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

    def opened(self) -> None:
        """Begin with what the link named: a conflict, or what merged by itself."""
        self._kept = ()
        self.publish(replace(self.state, chosen=self.argument))

    def refresh(self) -> None:
        """Ask for all of them."""
        self.ask(ConflictsQuery(), self._show)

    def _decide(self, conflict: str, side: str, *, is_in_use: bool = False) -> None:
        self._kept = ()
        if is_in_use or side == "kept":
            self.do(KeepConflict(conflict))
        else:
            self.do(RestoreConflict(conflict, side))

    def _show(self, view: ConflictsView) -> None:
        cards = (*view.open, *view.decided)
        self._cards = {card.id: card for card in cards}
        self._together = {id_: one.conflicts for one in view.groups for id_ in one.conflicts}
        self._list.swap(list(lines_of(view, self.place.now_ms)))
        self._merged.swap([merged_line(row, at) for at, row in enumerate(view.merged)])
        count = text.counted(len(view.open), "处")
        heading = f"要你选 {count}" if view.open else "没有要你选的"
        is_empty = not cards and not view.merged
        self.publish(replace(self.state, heading=heading, is_empty=is_empty))
        kept = self._cards.get(self.state.chosen)
        if kept is not None:
            self._show_card(kept)
        elif view.merged and (self.state.chosen == MERGED_KEY or not cards):
            self._show_merged()
        elif cards:
            self._show_card(cards[0])

    def _show_merged(self) -> None:
        self.publish(
            ConflictState(
                heading=self.state.heading,
                chosen=MERGED_KEY,
                shows_merged=True,
                next_key=self._next_open(MERGED_KEY),
            )
        )

    def _show_card(self, card: ConflictCard) -> None:
        is_open = card.state == "open"
        self._sides.swap(side_cards(card, self.place.now_ms))
        together = self._together.get(card.id, ()) if is_open else ()
        phone = spaced(card.other_phone) if card.other_phone else "电话没有登记"
        self.publish(
            replace(
                self.state,
                chosen=card.id,
                title=card.title,
                place=card.place,
                why=card.why,
                is_open=is_open,
                is_text=card.is_text,
                can_write=is_open and card.is_worded,
                shows_merged=False,
                decided="" if is_open else self._decided(card),
                decided_note=_until(card),
                own_text=_own_text(card),
                keep_all=f"这 {len(together)} 处都照现在的用" if len(together) > 1 else "",
                ask_text=f"问{card.other_name}" if card.other_name else "",
                ask_note=f"{card.other_name}：{phone}" if card.other_name else "",
                next_key=self._next_open(card.id),
            )
        )

    def _decided(self, card: ConflictCard) -> str:
        if card.id in self._kept:
            return f"这 {len(self._kept)} 处都照现在的用了"
        if card.state == "both":
            return "两个都留着，并排放在一起"
        used = next((one for one in card.sides if one.is_in_use), None)
        called = f"已用{used.title}" if used else "已用自己写的"
        return called if card.is_text else f"{called}：{card.value_in_use}"

    def _next_open(self, after: str) -> str:
        """Give the next open one in the order of the list, from the top again at its end."""
        keys = [key for key, card in self._cards.items() if card.state == "open" or key == after]
        at = keys.index(after) if after in keys else -1
        rest = [*keys[at + 1 :], *keys[: max(at, 0)]]
        return rest[0] if rest else ""


def _until(card: ConflictCard) -> str:
    until = f"{day_text(card.undo_until)}以前都能改回去" if card.undo_until else ""
    return f"{until}，两边写的都留着" if until else ""


def _own_text(card: ConflictCard) -> str:
    """Begin one's own words with every sentence of both texts; of other values with none."""
    both = [one.text for one in card.sides if one.key != "base" and one.text != "空着"]
    return united(both[0], both[1]) if card.is_text and len(both) == 2 else ""
