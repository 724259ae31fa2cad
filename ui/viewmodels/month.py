"""月底一页: the page as it will be on paper, what the wall is told, and the file it becomes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Property, QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtQml import QmlElement

from fieldapp.queries.grid_choice import GridChoice, GridChoiceQuery
from fieldapp.queries.month_page import MonthPage, MonthPageQuery
from ui import month_paper as paper
from ui import month_words as words
from ui import text
from ui.viewmodels import grid_choice
from ui.viewmodels.base import MappedModel, Workplace
from ui.viewmodels.half_typed import HalfTyped
from ui.viewmodels.list_model import RowList

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1

_AGAIN_AFTER_MS = 400
"""So long after the last letter the page is drawn anew."""


@dataclass(frozen=True, slots=True)
class ToldLine:
    """Something that was kept, and whether the wall is told of it."""

    key: str
    title: str
    detail: str
    is_told: bool


@dataclass(frozen=True, slots=True)
class MonthState:
    """`picture` is an address that QML shows, `spoken` the same for a screen reader."""

    context: str = ""
    picture: str = ""
    spoken: str = ""
    file: str = ""
    saved: str = ""
    problem: str = ""
    is_for_all: bool = False
    grid_text: str = ""
    all_text: str = ""
    kept_hint: str = ""
    cleaned: str = ""


@QmlElement
class MonthModel(MappedModel):
    """A month on one page. The argument is the month, "2026-11"."""

    stateChanged = Signal()
    written = Signal(str)
    """What stands in the field."""
    watched = (
        frozenset("visit household member resident dwelling promise campaign diary_entry".split())
        | grid_choice.WATCHED
    )

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(place, parent)
        self.state: MonthState = MonthState()
        self._kept = RowList(ToldLine, self)
        self._page: MonthPage | None = None
        self._words = ""
        self._half = HalfTyped(place, self, lambda: self._words, lambda: self._put_back(""))
        self._again = QTimer(self, interval=_AGAIN_AFTER_MS, singleShot=True)
        self._again.timeout.connect(self.refresh)

    # --- for QML ---------------------------------------------------------------------------------

    @Property(QObject, constant=True)
    def kept(self) -> QObject:
        """What was kept in the month, to be told on the wall or not."""
        return self._kept

    @Property(QObject, constant=True)
    def halfTyped(self) -> QObject:
        """What was half typed an earlier time: a HalfTyped."""
        return self._half

    @Slot(bool)
    def takeAll(self, isForAll: bool) -> None:
        """Lay all grids held together on the page, or only the one at hand."""
        self.publish(replace(self.state, is_for_all=isForAll, saved="", problem=""))
        self.refresh()

    @Slot(str)
    def tell(self, key: str) -> None:
        """Tell the wall of something that was kept, or not."""
        self._kept.swap(
            [
                replace(one, is_told=not one.is_told) if one.key == key else one
                for one in self._kept.rows
            ]
        )
        self.refresh()

    @Slot(str)
    def write(self, typed: str) -> None:
        """Take over what is typed for the wall; a line is a thing."""
        if typed != self._words:
            self._words = typed
            self._half.touch()
            self._again.start()

    @Slot(QUrl)
    def save(self, target: QUrl) -> None:
        """Write the page where the person chose."""
        path = Path(target.toLocalFile())
        if self._page is None or not path.name:
            return
        try:
            paper.write_pdf(self._page, path)
        except OSError:
            problem = "这里存不进去。换个位置再存。"
            self.publish(replace(self.state, saved="", problem=problem))
            return
        saved = f"存好了：{path.name}。这份没有锁，看完收好。"
        self.publish(replace(self.state, saved=saved, problem=""))

    @Slot()
    def back(self) -> None:
        """Return to where one came from."""
        self.place.back()

    # --- from the desk ---------------------------------------------------------------------------

    def opened(self) -> None:
        """Begin with another month."""
        self._kept.swap(())
        self._words = ""
        self.publish(replace(self.state, saved="", problem=""))
        self._half.open(f"month:{self.argument}", self._put_back)

    def hide(self) -> None:
        """Keep what is half typed."""
        self._half.flush()
        super().hide()

    def refresh(self) -> None:
        """Ask for the page as it stands now."""
        told = [one.title for one in self._kept.rows if one.is_told]
        typed = [line for line in self._words.splitlines() if line.strip()]
        self.ask(GridChoiceQuery(), self._show_grids)
        self.ask(
            MonthPageQuery(self.argument or None, None, self.state.is_for_all, (*told, *typed)),
            self._show,
        )

    def _put_back(self, kept: str) -> None:
        self._words = kept
        self.written.emit(kept)
        self.refresh()

    def _show_grids(self, choice: GridChoice) -> None:
        count = len(choice.grids)
        name = dict(choice.grids).get(choice.chosen, "")
        all_text = f"{text.counted(count, '个网格')}合在一起" if count > 1 else ""
        self.publish(replace(self.state, grid_text=name, all_text=all_text))

    def _show(self, page: MonthPage) -> None:
        is_drawn = page == self._page and bool(self.state.picture)
        self._page = page
        told = {one.key for one in self._kept.rows if one.is_told}
        self._kept.swap([ToldLine(one.id, one.text, one.door, one.id in told) for one in page.kept])
        self.publish(
            replace(
                self.state,
                context=words.month_title(page),
                picture=self.state.picture if is_drawn else paper.address(paper.picture(page)),
                spoken=words.spoken(page),
                file=words.file_name(page),
                kept_hint="" if page.kept else "这个月还没有办好打钩的。",
                cleaned="姓名、门号、电话，认得出的换掉了，请再看一遍。" if page.said else "",
            )
        )
