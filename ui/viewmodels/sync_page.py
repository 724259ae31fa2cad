"""同步: what waits, by name; what wants a look; earlier rounds, the broken ones too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from fieldapp.queries.conflicts import ConflictsQuery, ConflictsView
from fieldapp.queries.duplicates import DuplicateCountQuery
from fieldapp.queries.handover import REASONS as HANDED_OVER
from fieldapp.queries.photos import PhotoCount
from fieldapp.queries.quarantine import QuarantineQuery, QuarantineRow
from fieldapp.queries.rounds import RoundLine
from fieldapp.queries.sync import SyncCount, SyncQuery, SyncView, WaitingRow
from ui import text
from ui.sync_state import LoopState
from ui.viewmodels.base import ViewModel, Workplace
from ui.viewmodels.list_model import RowList
from ui.viewmodels.rounds import SIGNS
from ui.viewmodels.sync_notices import NoticesModel

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1

_COUNT_SHAPES = {
    "saved": "stored",
    "delivered": "delivered",
    "recorded": "posted",
    "read": "read",
}


@dataclass(frozen=True, slots=True)
class CountLine:
    """One of the four counts."""

    key: str
    shape: str
    word: str
    number: int
    note: str


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """One record that waits."""

    key: str
    when: str
    kind_word: str
    words: str
    shape: str
    word: str


@dataclass(frozen=True, slots=True)
class LookLine:
    """One thing that wants a look; `key` is the page to open."""

    key: str
    glyph: str
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class PastRound:
    """One earlier round."""

    key: str
    glyph: str
    title: str
    detail: str
    length: str


@dataclass(frozen=True, slots=True)
class SyncState:
    """What the page says above its lists."""

    context: str = ""
    sentence: str = ""
    detail: str = ""
    clock: str = ""
    trouble: str = ""
    is_proven: bool = False
    is_away: bool = False
    is_known: bool = False
    photo_text: str = ""


@QmlElement
class SyncModel(ViewModel):
    """How this device stands with the community."""

    stateChanged = Signal()
    watched = frozenset(
        "sync conflict quarantine visit household resident diary_entry diary_line review".split()
        + "tick reply promise dwelling building member care campaign".split()
        + "photo photo_receipt photo_line".split()
    )

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(place, parent)
        self.state: SyncState = SyncState()
        self._counts = RowList(CountLine, self)
        self._waiting = RowList(WaitingLine, self)
        self._looks = RowList(LookLine, self)
        self._rounds = RowList(PastRound, self)
        self._notices = NoticesModel(place, self)
        self._conflicts: ConflictsView | None = None
        self._held: tuple[QuarantineRow, ...] = ()
        self._twins = 0
        self._line: Callable[[], LoopState] | None = getattr(parent, "line_state", None)
        if parent is not None and self._line is not None:
            frame: Any = parent
            frame.stateChanged.connect(self._read_line)

    @Property(str, notify=stateChanged)
    def context(self) -> str:
        """When the last round was done."""
        return self.state.context

    @Property(str, notify=stateChanged)
    def sentence(self) -> str:
        """How things stand, as a person would say it."""
        return self.state.sentence

    @Property(str, notify=stateChanged)
    def detail(self) -> str:
        """What that means for what is written."""
        return self.state.detail

    @Property(str, notify=stateChanged)
    def clock(self) -> str:
        """By how much this machine's clock is off, or ""."""
        return self.state.clock

    @Property(str, notify=stateChanged)
    def trouble(self) -> str:
        """Why the last round did not come through, and what to do; "" when it did."""
        return self.state.trouble

    @Property(bool, notify=stateChanged)
    def isProven(self) -> bool:
        """Whether everything is proven to be level."""
        return self.state.is_proven

    @Property(bool, notify=stateChanged)
    def isAway(self) -> bool:
        """Whether the newest round did not come through."""
        return self.state.is_away

    @Property(QObject, notify=stateChanged)
    def counts(self) -> QObject:
        """The four counts that fill up."""
        return self._counts

    @Property(QObject, notify=stateChanged)
    def waiting(self) -> QObject:
        """What waits, newest first."""
        return self._waiting

    @Property(QObject, notify=stateChanged)
    def looks(self) -> QObject:
        """What wants a look."""
        return self._looks

    @Property(QObject, notify=stateChanged)
    def rounds(self) -> QObject:
        """Earlier rounds."""
        return self._rounds

    @Property(QObject, notify=stateChanged)
    def notices(self) -> QObject:
        """What this device found out about itself."""
        return self._notices

    @Property(str, notify=stateChanged)
    def photoText(self) -> str:
        """照片 3/5, 正在送第 4 张照片, 共 5 张 … or "" where there are none."""
        return self.state.photo_text

    @Slot()
    def clearPhotos(self) -> None:
        """Make room of the photographs that the community has."""
        if self.place.photos is not None:
            cleared = self.place.photos.clear()
            self.place.bridge.hand_over(self, cleared, self._cleared)

    def refresh(self) -> None:
        """Ask how things stand."""
        self._read_line()
        self._notices.refresh()
        self.ask(ConflictsQuery(), self._show_conflicts)
        self.ask(QuarantineQuery(), self._show_held)
        self.ask(DuplicateCountQuery(), self._show_twins)
        self.ask(SyncQuery(), self._show)

    def _show(self, view: SyncView) -> None:
        now_ms = self.place.now_ms
        self._counts.swap([_count_line(one) for one in view.counts])
        self._waiting.swap([_waiting_line(one) for one in view.waiting])
        self._rounds.swap([_past_round(one) for one in view.rounds])
        done = view.status.last_done_ms
        self.publish(
            SyncState(
                f"上次同步完 {text.when_text(done, now_ms)}" if done else "还没同步过",
                view.sentence,
                view.detail,
                view.status.clock_sentence,
                self.state.trouble,
                view.status.is_proven,
                view.status.is_away,
                True,
                self._photo_words(view.status.photos),
            )
        )
        self._show_looks()

    def _cleared(self, count: int) -> None:
        words = f"清掉了 {count} 张社区已收到的照片，要看时再取。"
        self.place.say(words if count else "社区收到的照片都清过了，没有可清的。")

    def _photo_words(self, count: PhotoCount) -> str:
        """Say how photographs stand, and what stopped the last try; nothing without any."""
        line = self.place.photos.line if self.place.photos else None
        going = line.text or line.trouble if line and count.waiting else ""
        waits = f"{count.waiting} 张等着送" if count.waiting else "都送到了"
        return f"{count.text}，{going or waits}" if count.text else ""

    def _read_line(self) -> None:
        if self._line is not None:
            self.publish(replace(self.state, trouble=self._line().trouble))

    def _show_conflicts(self, view: ConflictsView) -> None:
        self._conflicts = view
        self._show_looks()

    def _show_twins(self, count: int) -> None:
        self._twins = count
        self._show_looks()

    def _show_held(self, rows: tuple[QuarantineRow, ...]) -> None:
        self._held = rows
        self._show_looks()

    def _show_looks(self) -> None:
        looks = []
        view = self._conflicts
        if view is not None and view.open:
            named = "、".join(f"{one.place} {one.field_label}".strip() for one in view.open[:2])
            title = f"{text.counted(len(view.open), '处')}两边改得不一样"
            looks.append(LookLine("conflicts", "people", title, named))
        elif view is not None and view.decided:
            looks.append(LookLine("conflicts", "people", "没有要你选的", "选过的七天里都能改回去"))
        if self._twins:
            title = f"{text.counted(self._twins, '个人')}像是记重了"
            looks.append(LookLine("duplicates", "people", title, "两条并排看看，要不要合成一个"))
        if view is not None and view.merged:
            title = f"{text.counted(len(view.merged), '处')}自动合好了"
            looks.append(LookLine("merged", "check", title, "不用你选，看看合成了什么样"))
        handed = [one for one in self._held if one.reason in HANDED_OVER]
        if handed:
            title = f"{text.counted(len(handed), '条')}交过来的，等着收下"
            looks.append(LookLine("handover", "people", title, "一户一户看过再收"))
        held = [one for one in self._held if one.reason not in HANDED_OVER]
        if held:
            title = f"{text.counted(len(held), '条')}社区没收下"
            looks.append(LookLine("quarantine", "inbox", title, held[0].sentence))
        self._looks.swap(looks)
        self.publish(replace(self.state, is_known=True))


def _count_line(one: SyncCount) -> CountLine:
    shape = _COUNT_SHAPES.get(one.key, "stored")
    return CountLine(one.key, shape, one.word, one.number, one.note)


def _waiting_line(one: WaitingRow) -> WaitingLine:
    shape = _COUNT_SHAPES.get(one.state, "stored")
    key = f"{one.entity}-{one.row}-{one.at_ms}"
    return WaitingLine(key, one.when, one.kind_word, one.text, shape, one.state_word)


def _past_round(one: RoundLine) -> PastRound:
    sign = SIGNS.get(one.outcome, "offline")
    return PastRound(str(one.last), sign, one.title, one.text, one.length)
