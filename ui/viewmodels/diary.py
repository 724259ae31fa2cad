"""民情日记: the pages by day, the page being written, what the secretary wrote under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from fieldapp.domain.days import day_of
from fieldapp.domain.diary_words import CATEGORY, URGENCY, EntryState
from fieldapp.queries.diary import (
    DiaryListQuery,
    DiaryListRow,
    DiaryPage,
    DiaryPageQuery,
    NewReviewRow,
    NewReviewsQuery,
)
from fieldapp.queries.lookup import Found, LookupQuery
from fieldapp.queries.today import TodayQuery, TodayView
from fieldapp.services.diary import SubmitDiary, WithdrawDiary
from fieldapp.services.diary_lines import ReplyReview
from ui import text
from ui.qt_types import QStringList, QVariantList
from ui.viewmodels.base import Workplace
from ui.viewmodels.diary_editor import DiaryEditor
from ui.viewmodels.diary_rows import (
    SHAPES,
    DiaryState,
    EntryRow,
    MetChip,
    ReviewCard,
    cards_here,
    echoed,
    entry_row,
    met_chips,
    met_hint,
    page_word,
    ref_of,
    with_months,
)
from ui.viewmodels.list_model import RowList
from ui.viewmodels.photo_strip import KINDS, PhotoPage

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1

NEW = "new"
_ALWAYS_OFFERED = ("care", "livelihood")


@QmlElement
class DiaryModel(PhotoPage):
    """The diary of whoever works here."""

    stateChanged = Signal()
    watched = (
        frozenset(
            "diary_entry diary_line tick review instruction reply visit conflict sync".split()
        )
        | KINDS
    )

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(place, parent)
        self.state: DiaryState = DiaryState()
        self._entries = RowList(EntryRow, self)
        self._reviews = RowList(ReviewCard, self)
        self._met = RowList(MetChip, self)
        self._editor = DiaryEditor(place, self)
        self._editor.entered.connect(self._entered)
        self._editor.stateChanged.connect(self.stateChanged)
        self._editor.stateChanged.connect(self._mind_strip)
        self._editor.written.connect(self._echo)
        self._fresh: tuple[NewReviewRow, ...] = ()
        self._page: DiaryPage | None = None
        self._wanted = ""

    # --- for QML ---------------------------------------------------------------------------------

    @Property(QObject, notify=stateChanged)
    def editor(self) -> QObject:
        """The page being written: a DiaryEditor."""
        return self._editor

    @Property(QObject, notify=stateChanged)
    def entries(self) -> QObject:
        """The pages, newest day first."""
        return self._entries

    @Property(QObject, notify=stateChanged)
    def reviews(self) -> QObject:
        """What was written under this page, or waits for an answer."""
        return self._reviews

    @Property(QObject, notify=stateChanged)
    def met(self) -> QObject:
        """Doors knocked at today, while the page is empty."""
        return self._met

    @Property(str, notify=stateChanged)
    def metHint(self) -> str:
        """What to do with an empty page."""
        return self.state.met_hint if self._editor.state.is_blank else ""

    @Property(str, notify=stateChanged)
    def chosen(self) -> str:
        """Key of the page that is open."""
        return self.state.chosen

    @Property(str, notify=stateChanged)
    def heading(self) -> str:
        """The day of the page."""
        return self.state.heading

    @Property(str, notify=stateChanged)
    def weather(self) -> str:
        """The weather of the day."""
        return self.state.weather

    @Property(str, notify=stateChanged)
    def word(self) -> str:
        """How far the page has come, in words."""
        return self.state.word

    @Property(str, notify=stateChanged)
    def shape(self) -> str:
        """The mark of that."""
        return self.state.shape

    @Property(bool, notify=stateChanged)
    def canWithdraw(self) -> bool:
        """Whether it can be taken back."""
        return self.state.can_withdraw

    @Property(bool, notify=stateChanged)
    def isKnown(self) -> bool:
        """Whether it has been read."""
        return self.state.is_known

    @Property(QVariantList, notify=stateChanged)
    def categories(self) -> list[dict[str, Any]]:
        """The categories shown as chips: {key, text, chosen}."""
        held = self._editor.state.categories
        shown = list(dict.fromkeys((*_ALWAYS_OFFERED, *held)))
        return [{"key": one, "text": CATEGORY[one], "chosen": one in held} for one in shown]

    @Property(QVariantList, notify=stateChanged)
    def otherCategories(self) -> list[dict[str, str]]:
        """The categories that can be added: {key, text}."""
        shown = {*_ALWAYS_OFFERED, *self._editor.state.categories}
        return [{"key": one, "text": CATEGORY[one]} for one in CATEGORY if one not in shown]

    @Property(QStringList, notify=stateChanged)
    def tags(self) -> list[str]:
        """Urgency and categories of a page that was handed in."""
        return [*self.state.category_words, self.state.urgency_word]

    @Property(QVariantList, constant=True)
    def urgencies(self) -> list[dict[str, str]]:
        """How soon things can be dealt with: {key, text}."""
        return [{"key": code, "text": word} for code, word in URGENCY.items()]

    @Property(int, notify=stateChanged)
    def urgencyIndex(self) -> int:
        """Which of them holds for this page."""
        return list(URGENCY).index(self._editor.state.urgency or "note")

    @Slot(str)
    def choose(self, key: str) -> None:
        """Open another page; what is typed on this one is saved first."""
        self._editor.flush_then(lambda: self._open(key))

    @Slot()
    def startNew(self) -> None:
        """Open an empty page of today."""
        if not (self.state.chosen == NEW and self._editor.state.is_blank):
            self.choose(NEW)

    @Slot()
    def submit(self) -> None:
        """Hand the page in."""

        def hand_in() -> None:
            entry = self._editor.state.entry
            if not entry:
                self.place.say("这一篇还没写字，写一句再交。")
                return
            self.do(SubmitDiary(entry), lambda _: self.refresh())

        self._editor.flush_then(hand_in)

    @Slot()
    def withdraw(self) -> None:
        """Take the page back and go on writing it."""
        entry = self._editor.state.entry
        self._editor.flush_then(lambda: self.do(WithdrawDiary(entry), self._open))

    @Slot(str, str)
    def reply(self, review: str, kind: str) -> None:
        """Answer a 批示: received or done."""
        card = next((one for one in self._reviews.rows if one.key == review), None)
        if card is not None:
            self.do(ReplyReview(card.entry, kind, review))

    @Slot(str)
    def openHousehold(self, household: str) -> None:
        """Open the card of a household that is named."""
        if household:
            self.place.go("household", household)

    @Slot(str)
    def compare(self, conflict: str) -> None:
        """Lay two texts of a line side by side."""
        self._editor.flush_then(lambda: self.place.go("conflicts", conflict))

    @Slot(str)
    def raiseIssue(self, key: str) -> None:
        """Carry a line into a new issue; it stays in the diary as well."""
        self._editor.flush_then(lambda: self.place.go("issues", self._editor.as_issue(key)))

    @Slot(str)
    def beginWith(self, household: str) -> None:
        """Begin a line with a door knocked at today."""
        chip = next((one for one in self._met.rows if one.key == household), None)
        if chip is not None:
            self._editor.add_mention(ref_of(household, chip.label))

    # --- from the desk ---------------------------------------------------------------------------

    def opened(self) -> None:
        """Read what the page was opened for: a page, a household to write about, or nothing."""
        self._wanted = self.argument or (self.state.chosen and "keep") or "today"

    def hide(self) -> None:
        """Save what is half typed before another page is shown."""
        self._editor.save()
        super().hide()

    def refresh(self) -> None:
        """Ask for the list, what is new, and the open page."""
        self.ask(DiaryListQuery(), self._show_list)
        self.ask(NewReviewsQuery(), self._show_fresh)
        self.ask(TodayQuery(), self._show_met, lambda _: self._met.swap(()))  # no grid: nobody met
        self.strip.refresh()
        if self._editor.state.entry:
            self.ask(DiaryPageQuery(self._editor.state.entry), self._show_page)

    def _mind_strip(self) -> None:
        entry = self._editor.state.entry
        self.strip.about("diary_entry", entry, "先写一句，照片挂在这一篇上。")

    def _show_list(self, rows: tuple[DiaryListRow, ...]) -> None:
        today = day_of(self.place.now_ms)
        listed = [entry_row(row, today) for row in rows]
        if not any(row.on == today for row in rows) or self.state.chosen == NEW:
            listed.insert(0, EntryRow(NEW, f"{today.month}月", "今天", "还没写", "", ""))
        self._entries.swap(with_months(listed))
        self._echo()
        wanted, self._wanted = self._wanted, ""
        if wanted:
            self._open_wanted(wanted, rows, today)

    def _echo(self) -> None:
        entry = self._editor.state.entry
        self._entries.swap(echoed(self._entries.rows, entry, self._editor.rows))

    def _open_wanted(self, wanted: str, rows: Sequence[DiaryListRow], today: date) -> None:
        mine = [row for row in rows if row.on == today]
        drafts = [row.entry for row in mine if row.state is EntryState.draft]
        writable = next(iter(drafts), NEW)
        if wanted.startswith("household:"):
            household, _, words = wanted.partition(":")[2].partition(":")
            is_open = self._editor.state.is_draft and self.state.chosen != ""
            target = self.state.chosen if is_open else writable
            self._editor.flush_then(lambda: self._open(target, household, words))
        elif wanted == "today":
            self.choose(drafts[0] if drafts else mine[0].entry if mine else NEW)
        elif wanted != "keep":
            self.choose(wanted)

    def _open(self, key: str, household: str = "", words: str = "") -> None:
        if key == NEW:
            if self.state.chosen != NEW or self._editor.state.entry:
                self._page = None
                self._editor.begin()
            heading = text.day_heading(day_of(self.place.now_ms))
            self.publish(DiaryState(NEW, heading, word="写下就存", is_known=True))
            self.ask(DiaryListQuery(), self._show_list)
            self._show_reviews()
            self._mention(household, words)
        else:

            def show(page: DiaryPage) -> None:
                self._show_page(page, is_wanted=True)
                self._mention(household, words)

            self.ask(DiaryPageQuery(key), show)

    def _mention(self, household: str, words: str = "") -> None:
        if household:

            def found(home: Found) -> None:
                self._editor.add_mention(ref_of(household, home.label), words)

            self.ask(LookupQuery("household", household), found)

    def _entered(self, entry: str) -> None:
        self.publish(replace(self.state, chosen=entry))
        self.refresh()

    def _show_page(self, page: DiaryPage, is_wanted: bool = False) -> None:
        if not is_wanted and page.entry != self._editor.state.entry:
            return
        self._page = page
        self._editor.take(page)
        self.publish(
            DiaryState(
                page.entry,
                text.day_heading(page.on),
                page.weather,
                page_word(page, self.place.now_ms),
                SHAPES[page.state],
                page.urgency_word,
                page.category_words,
                page.can_withdraw,
                True,
                self.state.met_hint,
            )
        )
        self._show_reviews()

    def _show_fresh(self, rows: tuple[NewReviewRow, ...]) -> None:
        self._fresh = rows
        self._show_reviews()

    def _show_reviews(self) -> None:
        """Show what stands under this page; a page of today shows what waits elsewhere too."""
        self._reviews.swap(cards_here(self._page, self._fresh, self.place.now_ms))

    def _show_met(self, view: TodayView) -> None:
        self._met.swap(met_chips(view))
        self.publish(replace(self.state, met_hint=met_hint(len(view.met_today))))
