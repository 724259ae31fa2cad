"""The page being written: what is typed, mentions, ticks."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from fieldapp.queries.mentions import HouseholdRef
from fieldapp.services.diary_lines import SealLine, TickLine, UntickLine
from ui.viewmodels import diary_lines as lines
from ui.viewmodels.base import Workplace
from ui.viewmodels.diary_lines import EditLine
from ui.viewmodels.diary_offers import DiaryOffers
from ui.viewmodels.diary_sheet import DiarySheet

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class DiaryEditor(DiarySheet):
    """Lines that are edited in place and saved by themselves."""

    stateChanged = Signal()
    placed = Signal(str, int)
    """Put the cursor into the line of this key, at this place."""

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(place, parent)
        self._offers = DiaryOffers(place, self)
        self._cursor = 0

    # --- for QML ---------------------------------------------------------------------------------

    @Property(QObject, notify=stateChanged)
    def lines(self) -> QObject:
        """The lines."""
        return self._lines

    @Property(QObject, notify=stateChanged)
    def offers(self) -> QObject:
        """Households offered under the current line: a DiaryOffers."""
        return self._offers

    @Property(str, notify=stateChanged)
    def current(self) -> str:
        """Key of the line being written, or ""."""
        return self.state.current

    @Property(bool, notify=stateChanged)
    def isDraft(self) -> bool:
        """Whether it has not been handed in."""
        return self.state.is_draft

    @Property(bool, notify=stateChanged)
    def isMine(self) -> bool:
        """Whether it may be written in."""
        return self.state.is_mine

    @Property(bool, notify=stateChanged)
    def isSealed(self) -> bool:
        """Whether the words of every line stand on no list."""
        return self.state.is_sealed

    @Slot(str)
    def choose(self, key: str) -> None:
        """Write in a line."""
        if self.state.is_mine:
            line = self._line(key)
            self._stand(key, len(line.text) if line else 0)

    @Slot(str, str, int)
    def write(self, key: str, text: str, cursor: int) -> None:
        """Take over what is typed, and offer households after an @."""
        line = self._line(key)
        if line is None:
            return
        self._cursor = cursor
        if text != line.text:
            self._put(lines.written(line, text, self._refs))
            self._is_dirty = True
            if not self._timer.isActive():
                self._timer.start()
        self._offers.look(key, lines.asked_at(text, cursor))

    @Slot(str, int)
    def enter(self, key: str, cursor: int) -> None:
        """Take the first offer, or begin the next thought."""
        if self._offers.first:
            self.pick(self._offers.first)
            return
        line = self._line(key)
        if line is None:
            return
        rows = list(self._lines.rows)
        at = rows.index(line)
        before, after = lines.split_at(line.text, cursor)
        if not self.state.is_draft:
            at, before, after = len(rows) - 1, rows[-1].text, ""
        begun = replace(self._fresh(), households=line.households, is_sealed=rows[at].is_sealed)
        fresh = lines.written(begun, after, self._refs)
        if before != rows[at].text:
            self._put(lines.written(rows[at], before, self._refs))
            rows = list(self._lines.rows)
        self._swap([*rows[: at + 1], fresh, *rows[at + 1 :]])
        self._changed(fresh.key)
        self._stand(fresh.key, 0)

    @Slot(str, result=bool)
    def joinBefore(self, key: str) -> bool:
        """Join a line to the one before it; tells whether there was one."""
        rows = list(self._lines.rows)
        line = self._line(key)
        at = rows.index(line) if line else 0
        if line is None or at == 0 or not self.state.is_draft:
            return False
        before = rows[at - 1]
        joined = lines.joined(before, line)
        place = len(before.text)
        self._swap([*rows[: at - 1], joined, *rows[at + 1 :]])
        self._put(lines.written(joined, before.text + line.text, self._refs))
        self._changed(before.key)
        self._stand(before.key, place)
        return True

    @Slot(str, int)
    def step(self, key: str, by: int) -> None:
        """Go to the line above or below."""
        keys = [one.key for one in self._lines.rows]
        if key in keys and 0 <= keys.index(key) + by < len(keys):
            self.choose(keys[keys.index(key) + by])

    @Slot(str)
    def tick(self, key: str) -> None:
        """Tick a line, or take the tick off; an empty line has nothing to tick."""
        line = self._line(key)
        if line is None or not line.text.strip():
            return
        self._put(replace(line, is_ticked=not line.is_ticked))

        def save_tick() -> None:
            now = self._line(key)
            if now and now.id:
                if now.is_ticked:
                    self.do(TickLine(now.id))
                else:
                    self.do(UntickLine(now.id))

        self.flush_then(save_tick)

    @Slot(str)
    def pick(self, household: str) -> None:
        """Write an offered household into the current line."""
        ref, line = self._offers.ref(household), self._line(self.state.current)
        if ref is None or line is None:
            return
        self._refs[household] = ref
        text, cursor = lines.with_mention(line.text, self._cursor, ref.label)
        self._put(lines.written(lines.named_in(line, text, ref), text, self._refs))
        self._changed(line.key)
        self._offers.stop()
        self._stand(line.key, cursor)

    @Slot()
    def callOffers(self) -> None:
        """Begin a mention where the cursor stands."""
        line = self._line(self.state.current) or self._last()
        is_here = line.key == self.state.current
        cursor = min(self._cursor, len(line.text)) if is_here else len(line.text)
        text = f"{line.text[:cursor]}@{line.text[cursor:]}"
        self._put(lines.written(line, text, self._refs))
        self._changed(line.key)
        self._stand(line.key, cursor + 1)
        self._offers.look(line.key, "")

    @Slot(str)
    def toggleCategory(self, code: str) -> None:
        """Put the entry under a category, or take it out."""
        held = self.state.categories
        kept = tuple(one for one in held if one != code) if code in held else (*held, code)
        self.publish(replace(self.state, categories=kept))
        self._changed()

    @Slot(str)
    def setUrgency(self, code: str) -> None:
        """Say how soon it is to be dealt with."""
        self.publish(replace(self.state, urgency=code))
        self._changed()

    @Slot()
    def toggleSeal(self) -> None:
        """Keep the words of every line off every list, or let them stand there."""
        wanted = not self.state.is_sealed
        for line in self._lines.rows:
            self._seal(line, wanted)

    @Slot(str)
    def sealLine(self, key: str) -> None:
        """Seal a line, or take its seal off."""
        line = self._line(key)
        if line is not None:
            self._seal(line, not line.is_sealed)
            self._stand(key, self._cursor)

    # --- for the page around it -------------------------------------------------------------------

    def as_issue(self, key: str) -> str:
        """Give a line as the beginning of an issue."""
        line = self._line(key) or EditLine(key)
        if line.is_sealed:
            self.place.say(lines.NOT_CARRIED)
        return lines.as_issue(line)

    def add_mention(self, ref: HouseholdRef, words: str = "") -> None:
        """Write a household into a line of its own, unless the page names it already.

        `words` were written at its door; they stand behind the name, once.
        """
        named = [one for one in self._lines.rows if ref.household in one.households]
        if any(words in one.text for one in named):
            return
        self._refs[ref.household] = ref
        rows = [one for one in self._lines.rows if one.text]
        line = replace(self._fresh(), is_sealed=bool(rows) and rows[-1].is_sealed)
        text, cursor = lines.with_mention("", 0, ref.label)
        if words:
            text = f"{text.rstrip()} {words}"
            cursor = len(text)
        self._swap([*rows, lines.written(lines.named_in(line, text, ref), text, self._refs)])
        self._changed(line.key)
        self._stand(line.key, cursor)

    def _seal(self, line: EditLine, wanted: bool) -> None:
        """Seal a line or open it; one that was handed in is sealed by itself, once it is saved."""
        if line.is_sealed == wanted:
            return
        self._put(replace(line, is_sealed=wanted))
        if self.state.is_draft:
            self._changed()
            return

        def save_seal() -> None:
            now = self._line(line.key)
            if now is not None and now.id:
                self.do(SealLine(now.id, now.is_sealed))

        self.flush_then(save_seal)

    def _stand(self, key: str, cursor: int) -> None:
        self._cursor = cursor
        if key != self.state.current:
            self._offers.stop()
        self.publish(replace(self.state, current=key))
        self.placed.emit(key, cursor)
