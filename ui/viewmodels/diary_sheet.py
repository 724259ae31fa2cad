"""One page of the diary as it is written: its lines, and the saving of every change by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal

from fieldapp.errors import Refused
from fieldapp.queries.diary import DiaryPage
from fieldapp.queries.mentions import HouseholdRef, parts_of
from fieldapp.services.diary import Draft, WriteDraft
from fieldapp.services.diary_lines import AddLine
from fieldapp.services.diary_lines import EditLine as RewriteLine
from ui.viewmodels import diary_lines as lines
from ui.viewmodels.base import ViewModel, Workplace
from ui.viewmodels.diary_lines import EditLine
from ui.viewmodels.list_model import RowList

SAVE_MS = 700
"""From the first unsaved letter to the save: less than a second after typing stops."""


@dataclass(frozen=True, slots=True)
class SheetState:
    """What is open in the editor. `entry` is "" until the first save."""

    entry: str = ""
    is_draft: bool = True
    is_mine: bool = True
    current: str = ""
    categories: tuple[str, ...] = ()
    urgency: str = ""
    is_sealed: bool = False
    is_blank: bool = True


class DiarySheet(ViewModel):
    """Lines that are saved by themselves."""

    entered = Signal(str)
    """A new page has got its id."""
    written = Signal()
    """A line reads differently."""

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(place, parent)
        self.state: SheetState = SheetState()
        self._lines = RowList(EditLine, self)
        self._refs: dict[str, HouseholdRef] = {}
        self._kept: dict[str, str | None] = {}
        self._made = 0
        self._touched: set[str] = set()
        self._sent: set[str] = set()
        self._is_dirty = self._is_saving = False
        self._after: list[Callable[[], None]] = []
        self._timer = QTimer(self, interval=SAVE_MS, singleShot=True)
        self._timer.timeout.connect(self.save)
        qt = QCoreApplication.instance()
        if qt is not None:
            qt.aboutToQuit.connect(self.save)

    @property
    def rows(self) -> tuple[EditLine, ...]:
        """The lines as they read now."""
        return self._lines.rows

    def begin(self) -> None:
        """Open an empty page."""
        self._kept = {}
        self._refs = {}
        fresh = self._fresh()
        self._swap([fresh])
        self.publish(SheetState())

    def take(self, page: DiaryPage) -> None:
        """Open a saved page, or take over what became of the open one."""
        self._refs |= {one.household: one for one in page.households}
        self._kept = {"weather": page.weather or None, "mood": page.mood or None}
        rows = [lines.of_row(row) for row in page.lines]
        keys = {one.id: one.key for one in self._lines.rows if one.id}
        if page.entry != self.state.entry:
            self._swap(rows or [self._fresh()])
            self.publish(
                SheetState(
                    page.entry,
                    page.is_draft,
                    page.is_mine,
                    categories=page.categories,
                    urgency=page.urgency,
                    is_sealed=lines.is_all_sealed(rows),
                    is_blank=self._is_blank(),
                )
            )
        elif self._is_dirty or self._is_saving:
            ticked = {row.id: row.is_ticked for row in rows}
            now = self._lines.rows
            self._swap([replace(one, is_ticked=ticked.get(one.id, False)) for one in now])
        else:
            fresh = [one for one in self._lines.rows if not one.id]
            self._swap([*(replace(row, key=keys.get(row.id, row.key)) for row in rows), *fresh])
            self.publish(replace(self.state, is_draft=page.is_draft, is_blank=self._is_blank()))

    def flush_then(self, work: Callable[[], None]) -> None:
        """Do something once everything typed is on the disk."""
        self._after.append(work)
        self.save()

    def save(self) -> None:
        """Save what is not saved yet."""
        self._timer.stop()
        if self._is_saving:
            return
        if not self._is_dirty or (not self.state.entry and self._is_blank()):
            self._is_dirty = False
            waiting, self._after = self._after, []
            for work in waiting:
                work()
            return
        self._is_dirty, self._is_saving = False, True
        self._sent = set()
        if self.state.is_draft:
            self._save_draft()
        else:
            self._save_line()

    # --- within ----------------------------------------------------------------------------------

    def _save_draft(self) -> None:
        rows = list(self._lines.rows)
        state = self.state
        command = WriteDraft(
            lines.to_draft(rows),
            state.entry or None,
            categories=state.categories,
            mood=self._kept.get("mood"),
            urgency=state.urgency or None,
            weather=self._kept.get("weather"),
        )

        def saved(draft: Draft) -> None:
            ids = dict(zip((one.key for one in rows), draft.lines, strict=True))
            now = self._lines.rows
            self._swap([replace(one, id=ids.get(one.key, one.id)) for one in now])
            is_new = not self.state.entry
            self.publish(replace(self.state, entry=draft.entry))
            if is_new:
                self.entered.emit(draft.entry)
            self._done()

        self.do(command, saved, self._not_saved, self._free)

    def _save_line(self) -> None:
        """Save one touched line of an entry that was handed in, then the next."""
        rows = [one for one in self._lines.rows if one.key in self._touched]
        self._touched = {one.key for one in rows[1:]}
        self._is_dirty = len(rows) > 1
        self._sent = {one.key for one in rows[:1]}
        line = rows[0] if rows else None
        if line is None or not line.text.strip():
            self._done()
            return
        if line.id:
            self.do(
                RewriteLine(line.id, line.text, line.households),
                lambda _: self._done(),
                self._not_saved,
                self._free,
            )
            return

        def added(id_: str) -> None:
            now = self._line(line.key)
            if now is not None:
                self._put(replace(now, id=id_))
            self._done()

        command = AddLine(self.state.entry, line.text, line.households, line.is_sealed)
        self.do(command, added, self._not_saved, self._free)

    def _done(self) -> None:
        self._is_saving = False
        if self._is_dirty and not self._after:
            self._timer.start()
        else:
            self.save()

    def _not_saved(self, error: Exception) -> None:
        was_dirty = self._is_dirty
        self._free()
        if isinstance(error, Refused) and not self.place.desk.is_closed:
            self._is_dirty = was_dirty  # the rule stays: saved again and again, one never got away
        self.place.say(getattr(error, "sentence", ""))

    def _free(self) -> None:
        """Wait no longer for what was not saved; it is saved with the next change, or at quit."""
        self._touched |= self._sent
        self._is_dirty, self._is_saving, self._after = True, False, []

    def _changed(self, key: str = "") -> None:
        if key:
            self._touched.add(key)
        self._is_dirty = True
        if not self._timer.isActive():
            self._timer.start()

    def _put(self, line: EditLine) -> None:
        before = self._line(line.key)
        if before is not None and before.text != line.text:
            self._touched.add(line.key)
        self._swap([line if one.key == line.key else one for one in self._lines.rows])
        self._mind()

    def _swap(self, rows: Sequence[EditLine]) -> None:
        self._lines.swap(
            [
                one
                if one.parts
                else replace(one, parts=parts_of(one.text, [self._refs[h] for h in one.households]))
                for one in rows
            ]
        )
        self._mind()
        self.written.emit()

    def _mind(self) -> None:
        """Take over what the lines say of the page."""
        is_blank, is_sealed = self._is_blank(), lines.is_all_sealed(self._lines.rows)
        if (is_blank, is_sealed) != (self.state.is_blank, self.state.is_sealed):
            self.publish(replace(self.state, is_blank=is_blank, is_sealed=is_sealed))

    def _fresh(self) -> EditLine:
        self._made += 1
        return EditLine(f"new-{self._made}")

    def _line(self, key: str) -> EditLine | None:
        return next((one for one in self._lines.rows if one.key == key), None)

    def _last(self) -> EditLine:
        if not self._lines.rows:
            self._swap([self._fresh()])
        last: EditLine = self._lines.rows[-1]
        return last

    def _is_blank(self) -> bool:
        return not any(one.text.strip() for one in self._lines.rows)
