"""批阅: the secretary's queue, the page beside it, and what is written under it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from fieldapp.domain.days import day_of
from fieldapp.queries.diary import DiaryPage, DiaryPageQuery
from fieldapp.queries.reviews import QueueRow, ReviewQueue, ReviewQueueQuery
from fieldapp.services.fields import LogReveal
from fieldapp.services.kept_text import KeepText
from fieldapp.services.reviews import ReviewEntry, UndoReview
from ui.qt_types import QStringList, QVariantList
from ui.viewmodels.base import Workplace
from ui.viewmodels.diary_lines import NOT_CARRIED
from ui.viewmodels.diary_rows import ReviewCard, cards_under
from ui.viewmodels.half_typed import HalfTyped
from ui.viewmodels.list_model import RowList
from ui.viewmodels.photo_strip import KINDS, PhotoPage
from ui.viewmodels.review_due import DUES, due_ms
from ui.viewmodels.review_for import ReviewFor
from ui.viewmodels.review_rows import (
    PageLine,
    QueueLine,
    ReviewState,
    as_issue,
    context_of,
    head_of,
    page_line,
    queue_line,
)

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1

_DONE = {"acknowledged": "已阅", "instruction": "批好了", "more_please": "请他补充"}


@QmlElement
class ReviewModel(PhotoPage):
    """The queue and the page."""

    stateChanged = Signal()
    written = Signal(str)
    """What stands in the field for the chosen page."""
    watched = (
        frozenset("diary_entry diary_line tick review instruction reply staff".split()) | KINDS
    )

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(place, parent)
        self.state: ReviewState = ReviewState()
        self._queue = RowList(QueueLine, self)
        self._lines = RowList(PageLine, self)
        self._cards = RowList(ReviewCard, self)
        self._rows: tuple[QueueRow, ...] = ()
        self._text = ""
        self._wanted = ""
        self._opened: frozenset[str] = frozenset()
        self._whom = ReviewFor(place, self)
        self._half = HalfTyped(place, self, lambda: self._whom.kept_with(self._text), self._drop)
        self._whom.typed.connect(self._half.touch)
        self._is_saving = False

    # --- for QML ---------------------------------------------------------------------------------

    @Property(str, notify=stateChanged)
    def context(self) -> str:
        """How many there are, and how many are unread."""
        return self.state.context

    @Property(QObject, notify=stateChanged)
    def queue(self) -> QObject:
        """The entries: 马上, 今天办, unread, read."""
        return self._queue

    @Property(QObject, notify=stateChanged)
    def lines(self) -> QObject:
        """The lines of the chosen page."""
        return self._lines

    @Property(QObject, notify=stateChanged)
    def cards(self) -> QObject:
        """What was written under it before."""
        return self._cards

    @Property(str, notify=stateChanged)
    def chosen(self) -> str:
        """Key of the chosen page, or ""."""
        return self.state.chosen

    @Property(int, notify=stateChanged)
    def chosenIndex(self) -> int:
        """Where it stands in the queue."""
        return self._place_now()

    @Property(str, notify=stateChanged)
    def title(self) -> str:
        """Who wrote it and on what day."""
        return self.state.title

    @Property(str, notify=stateChanged)
    def when(self) -> str:
        """From which grid, and when it was handed in."""
        return self.state.when

    @Property(str, notify=stateChanged)
    def word(self) -> str:
        """How urgent it is, or how far it has come."""
        return self.state.word

    @Property(str, notify=stateChanged)
    def shape(self) -> str:
        """The mark of that."""
        return self.state.shape

    @Property(str, notify=stateChanged)
    def role(self) -> str:
        """The colour of that."""
        return self.state.role

    @Property(QStringList, notify=stateChanged)
    def tags(self) -> list[str]:
        """Its categories."""
        return list(self.state.tags)

    @Property(str, notify=stateChanged)
    def known(self) -> str:
        """One line of what is known of the households named."""
        return self.state.known

    @Property(QObject, notify=stateChanged)
    def whom(self) -> QObject:
        """Whom the 批示 is for: a ReviewFor."""
        return self._whom

    @Property(QVariantList, constant=True)
    def dues(self) -> list[dict[str, Any]]:
        """Until when something can be asked for: {key, text}."""
        return [{"key": at, "text": word} for at, (word, _, _) in enumerate(DUES)]

    @Property(int, notify=stateChanged)
    def due(self) -> int:
        """Which of them is chosen."""
        return self.state.due

    @Property(str, notify=stateChanged)
    def doneText(self) -> str:
        """What was done last, or ""."""
        return self.state.done_text

    @Property(bool, notify=stateChanged)
    def isEmpty(self) -> bool:
        """Whether there is nothing to read."""
        return self.state.is_known and not self._rows

    @Property(QObject, notify=stateChanged)
    def halfTyped(self) -> QObject:
        """What was half typed an earlier time: a HalfTyped."""
        return self._half

    @Property(bool, notify=stateChanged)
    def isHidden(self) -> bool:
        """Whether a line is sealed and waits for a tap; the photographs wait with it."""
        return self.state.is_hidden

    @Slot(str)
    def openLine(self, line: str) -> None:
        """Show the words of a sealed line until another page is opened; that is recorded."""

        def recorded(_: str) -> None:
            self._opened |= {line}
            self._ask_page()

        self.do(LogReveal("diary_line", line, "text"), recorded)

    @Slot(str)
    def choose(self, key: str) -> None:
        """Read an entry; what is half written under the one before is kept with it."""
        self._half.flush()
        self._text = ""
        self._opened = frozenset()
        self._whom.begin(key)
        self.publish(replace(self.state, chosen=key))
        self._ask_page()
        self._half.open(f"review:{key}", lambda kept: self._show_kept(key, kept))

    @Slot(int)
    def step(self, by: int) -> None:
        """Go up or down the queue."""
        keys = [row.key for row in self._queue.rows]
        if keys:
            at = self._place_now() + by
            self.choose(keys[max(0, min(len(keys) - 1, at))])

    @Slot(str)
    def write(self, words: str) -> None:
        """Take over what is typed."""
        self._text = words
        self._half.touch()

    @Slot(int)
    def setDue(self, index: int) -> None:
        """Say until when."""
        self.publish(replace(self.state, due=index))

    @Slot()
    def acknowledge(self) -> None:
        """Mark as read, and go on."""
        self._review("acknowledged", "")

    @Slot()
    def askForMore(self) -> None:
        """Ask for more, with what is typed, and go on."""
        self._review("more_please", self._text.strip())

    @Slot()
    def instruct(self) -> None:
        """Write the 批示, and go on."""
        if not self._text.strip():
            self.place.say("还没写批示。写一句怎么办，只是看过按“已阅”。")
            return
        if self._whom.is_missing:
            self.place.say("还没写给谁。写几个字，或者选回写日记的人。")
            return
        self._review("instruction", self._text.strip())

    @Slot()
    def toIssue(self) -> None:
        """Make an issue of what the page tells."""
        if self._lines.rows:
            if any(one.is_sealed for one in self._lines.rows):
                self.place.say(NOT_CARRIED)
            self.place.go("issues", as_issue(self._lines.rows))

    @Slot()
    def undo(self) -> None:
        """Take back what was done last."""
        if review := self.state.done_review:
            told: dict[str, Any] = {"done_text": self.state.done_text, "done_review": review}
            self.publish(replace(self.state, done_text="", done_review=""))
            self.do(UndoReview(review), let_go=lambda: self.publish(replace(self.state, **told)))

    @Slot(str)
    def openHousehold(self, household: str) -> None:
        """Open the card of a household that is named."""
        if household:
            self.place.go("household", household)

    # --- from the desk ---------------------------------------------------------------------------

    def opened(self) -> None:
        """Open at the page asked for."""
        self._wanted = self.argument

    def hide(self) -> None:
        """Keep what is half written; what was opened is closed again."""
        self._half.flush()
        if self._opened:
            self._opened = frozenset()
            self._lines.swap([one for one in self._lines.rows if not one.is_sealed])
            self._is_stale = True
        super().hide()

    def refresh(self) -> None:
        """Ask for the queue and the chosen page."""
        self.ask(ReviewQueueQuery(), self._show_queue)
        if self.state.chosen:
            self._ask_page()
            self.strip.refresh()

    def _ask_page(self) -> None:
        self.ask(DiaryPageQuery(self.state.chosen, self._opened), self._show_page)

    def _review(self, kind: str, words: str) -> None:
        entry, author = self.state.chosen, self.state.author
        if not entry or self._is_saving:
            return
        wish = ReviewEntry(entry, kind, words)
        if kind == "instruction":
            due = due_ms(self.state.due, self.place.now_ms)
            wish = replace(
                wish, due_ms=due, for_person=self._whom.person, for_words=self._whom.words
            )
            author = self._whom.name or author
        following = self._following()

        def done(review: str) -> None:
            self._free()
            told = f"{_DONE[kind]}：{author}" + (f"，{words}" if words else "")
            self.publish(replace(self.state, done_text=told, done_review=review, due=0))
            if self.state.chosen == entry:
                self._half.settle()
            else:
                self.do(KeepText(f"review:{entry}", ""))
            if following and self.state.chosen == entry:
                self.choose(following)
            elif self.state.chosen == entry:
                self._show_kept(entry, "")

        self._half.flush()
        self._is_saving = True
        self.do(wish, done, let_go=self._free)

    def _free(self) -> None:
        self._is_saving = False

    def _following(self) -> str:
        """Give the next entry that is unread, below first."""
        rows, at = self._queue.rows, self._place_now()
        around = [*rows[at + 1 :], *rows[: max(at, 0)]]
        return next((row.key for row in around if not row.is_read), "")

    def _place_now(self) -> int:
        keys = [row.key for row in self._queue.rows]
        return keys.index(self.state.chosen) if self.state.chosen in keys else -1

    def _drop(self) -> None:
        self._show_kept(self.state.chosen, "")

    def _show_kept(self, entry: str, kept: str) -> None:
        if entry == self.state.chosen:
            self._text = self._whom.put_back(kept)
            self.written.emit(self._text)

    def _show_queue(self, queue: ReviewQueue) -> None:
        self._rows = queue.rows
        today = day_of(self.place.now_ms)
        self._queue.swap([queue_line(row, today) for row in queue.rows])
        self.publish(replace(self.state, context=context_of(queue), is_known=True))
        wanted, self._wanted = self._wanted, ""
        keys = [row.entry for row in queue.rows]
        if wanted:
            self.choose(wanted)
        elif keys and not self.state.chosen:
            self.choose(keys[0])

    def _show_page(self, page: DiaryPage) -> None:
        if page.entry != self.state.chosen:
            return
        self.strip.about("diary_entry", page.entry)
        self._whom.about(page)
        now_ms = self.place.now_ms
        self._lines.swap([page_line(one) for one in page.lines])
        self._cards.swap([card for card in cards_under(page, now_ms) if card.words])
        self.publish(head_of(self.state, page, now_ms))
