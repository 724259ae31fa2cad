"""前几次同步: every round, the broken ones too, and what became of each thing it brought."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import Property, QObject, Slot
from PySide6.QtQml import QmlElement

from fieldapp.queries.round_changes import RoundChange, RoundQuery, RoundShown, RoundsQuery
from fieldapp.queries.rounds import RoundLine
from ui import text
from ui.viewmodels.base import MappedModel, Workplace
from ui.viewmodels.list_model import RowList

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1

SIGNS = {"level": "check", "done": "check", "stick": "usb", "resumed": "history"}
"""The sign of a round by its outcome; any other is one that did not come through."""
_SHAPES = {
    "taken": "posted",
    "nothing": "posted",
    "merged": "icon-check",
    "clashed": "icon-people",
    "forwarded": "icon-handover",
    "quarantined": "icon-inbox",
}


@dataclass(frozen=True, slots=True)
class RoundRowLine:
    """One round in the list at the left."""

    key: str
    glyph: str
    title: str
    detail: str
    length: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One thing that a round brought; `group` heads one's own, then those of others."""

    key: str
    when: str
    kind_word: str
    words: str
    shape: str
    word: str
    opens: str
    opens_at: str
    group: str


@dataclass(frozen=True, slots=True)
class RoundsState:
    """The chosen round in words."""

    chosen: str = ""
    title: str = ""
    hint: str = ""
    nothing: str = ""
    is_empty: bool = False


@QmlElement
class RoundsModel(MappedModel):
    """The history of rounds on this device."""

    watched = frozenset("sync conflict quarantine".split())

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(place, parent)
        self.state: RoundsState = RoundsState()
        self._list = RowList(RoundRowLine, self)
        self._changes = RowList(ChangeLine, self)

    @Property(QObject, constant=True)
    def list(self) -> QObject:
        """The rounds, newest first."""
        return self._list

    @Property(QObject, constant=True)
    def changes(self) -> QObject:
        """What the chosen round brought."""
        return self._changes

    @Slot(str)
    def choose(self, key: str) -> None:
        """Look at another round."""
        self.publish(replace(self.state, chosen=key))
        self.ask(RoundQuery(int(key)), self._show_round)

    @Slot(str, str)
    def follow(self, page: str, argument: str) -> None:
        """Go where something can be done about a verdict."""
        if page:
            self.place.go(page, argument)

    def opened(self) -> None:
        """Begin with the round that the link named."""
        self.publish(RoundsState(chosen=self.argument))

    def refresh(self) -> None:
        """Ask for the history."""
        self.ask(RoundsQuery(), self._show)

    def _show(self, rounds: tuple[RoundLine, ...]) -> None:
        self._list.swap([_line(one) for one in rounds])
        keys = [str(one.last) for one in rounds]
        chosen = self.state.chosen if self.state.chosen in keys else next(iter(keys), "")
        self.publish(replace(self.state, chosen=chosen, is_empty=not rounds))
        if chosen:
            self.choose(chosen)

    def _show_round(self, shown: RoundShown | None) -> None:
        if shown is None or str(shown.line.last) != self.state.chosen:
            return
        now_ms = self.place.now_ms
        lines = [_change(one, now_ms) for one in shown.changes]
        self._changes.swap(_with_groups(lines, shown.changes))
        more = shown.count - len(shown.changes)
        hint = f"还有 {more} 条更早的" if more > 0 else shown.line.text
        nothing = "" if lines else "这一次没有送，也没有收。"
        self.publish(replace(self.state, title=shown.line.title, hint=hint, nothing=nothing))


def _line(one: RoundLine) -> RoundRowLine:
    sign = SIGNS.get(one.outcome, "offline")
    return RoundRowLine(str(one.last), sign, one.title, one.text, one.length)


def _change(one: RoundChange, now_ms: int) -> ChangeLine:
    words = one.text if one.is_mine else f"{one.text}（{one.who}）"
    return ChangeLine(
        one.key,
        text.when_text(one.at_ms, now_ms),
        one.kind_word,
        words,
        _SHAPES.get(one.verdict, "posted"),
        one.verdict_word,
        one.opens,
        one.opens_at,
        "",
    )


def _with_groups(lines: list[ChangeLine], changes: tuple[RoundChange, ...]) -> list[ChangeLine]:
    """Head one's own with 我记的, those of others with 收到的."""
    before: bool | None = None
    headed = []
    for line, one in zip(lines, changes, strict=True):
        group = "" if one.is_mine == before else "我记的" if one.is_mine else "收到的"
        headed.append(replace(line, group=group))
        before = one.is_mine
    return headed
