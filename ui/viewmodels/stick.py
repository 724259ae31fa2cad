"""用U盘带: what waits goes out, the answer comes in, others' files are handed on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from fieldapp.bundles.carrying import Carried
from fieldapp.bundles.exporting import Exported, ExportPlan
from fieldapp.bundles.exports import LastExport
from fieldapp.bundles.importing import Imported
from fieldapp.bundles.words import (
    carried_lines,
    exported_lines,
    imported_lines,
    last_export_text,
    planned_text,
)
from fieldapp.queries.photos import PhotoCount, PhotoCountQuery
from sync.bundle_reader import Ending
from ui.bridge import Known
from ui.viewmodels import stick_places as places
from ui.viewmodels.base import Workplace
from ui.viewmodels.list_model import RowList
from ui.viewmodels.stick_work import StickWork, StickWorkState

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1

_HEADINGS = {
    "export": "导出到哪儿",
    "import": "挑带回来的回信",
    "carry": "挑别的平板导出的文件",
}
_BUTTONS = {"export": "导出到这里", "carry": "转交这里的"}


@dataclass(frozen=True, slots=True)
class StickState(StickWorkState):
    """The page, apart from its list. `mode`: "", export, import, carry."""

    mode: str = ""
    folder: str = ""
    last: str = ""
    held: int = 0
    photo_count: str = ""
    photos: str = ""
    takes_photos: bool = True


@QmlElement
class StickModel(StickWork):
    """The three ways of a stick. The argument may be mode`:`folder, or open`:`file."""

    stateChanged = Signal()
    watched = frozenset({"sync", "photo", "photo_receipt"})

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(place, parent)
        self.state: StickState = StickState()
        self._frame: Any = parent
        self._next_brought: Path | None = None
        self._rows = RowList(places.PlaceRow, self)

    # --- for QML ---------------------------------------------------------------------------------

    @Property(str, notify=stateChanged)
    def mode(self) -> str:
        """One of export, import, carry, or "" before one is chosen."""
        return self.state.mode

    @Property(str, notify=stateChanged)
    def heading(self) -> str:
        """What is to be chosen now."""
        return _HEADINGS.get(self.state.mode, "")

    @Property(str, notify=stateChanged)
    def folder(self) -> str:
        """The folder that is shown; "" for the list of places."""
        return self.state.folder

    @Property(str, notify=stateChanged)
    def last(self) -> str:
        """When the last export was, how much, and whether it came back."""
        return self.state.last or "还没用U盘带过。"

    @Property(str, notify=stateChanged)
    def photoCount(self) -> str:
        """照片 3/5: how many of those to bring are at the community; "" without any."""
        return self.state.photo_count

    @Property(str, notify=stateChanged)
    def photos(self) -> str:
        """Which photographs an export to here could take, and how large they are; "" for none."""
        is_asked = self.state.mode == "export" and self.state.folder
        return self.state.photos if is_asked else ""

    @Property(bool, notify=stateChanged)
    def takesPhotos(self) -> bool:
        """Whether they are to go along."""
        return self.state.takes_photos

    @Property(str, notify=stateChanged)
    def button(self) -> str:
        """What the main action does, or ""."""
        if self.state.mode == "carry" and not self.state.folder:
            return f"把收着的 {self.state.held} 个交上去" if self.state.held else ""
        return _BUTTONS.get(self.state.mode, "") if self.state.folder else ""

    @Property(QObject, notify=stateChanged)
    def rows(self) -> QObject:
        """Places, or what lies in the folder."""
        return self._rows

    @Slot(str)
    def choose(self, mode: str) -> None:
        """Begin one of the three ways, at the stick that is plugged in."""
        if self.state.busy:
            return
        self.publish(replace(self.state, mode=mode, lines=()))
        self._show_folder(self.state.folder or places.first_place())

    @Slot(str)
    def pick(self, key: str) -> None:
        """Open a folder, or take a file in."""
        if self.state.busy:
            return
        path = Path(key)
        if key and path.is_file():
            self._take(path)
        else:
            self._show_folder(key)

    @Slot()
    def goOn(self) -> None:
        """Do the main action."""
        if self.state.busy:
            return
        folder = Path(self.state.folder)
        if self.state.mode == "export":
            with_photos = self.state.takes_photos
            begun = self.stick.export(folder, self.on_share, with_photos=with_photos)
            self.begin("正在导出", begun, self._exported)
        else:
            self._carry([folder] if self.state.folder else [])

    @Slot()
    def turnPhotos(self) -> None:
        """Let photographs go along, or stay."""
        self.publish(replace(self.state, takes_photos=not self.state.takes_photos))

    # --- behind it --------------------------------------------------------------------------------

    def opened(self) -> None:
        """Begin where the argument says."""
        mode, _, folder = self.argument.partition(":")
        if mode == "open":
            self.argument = ""  # used up: the same file may be opened again
            self._open_brought(Path(folder))
        if mode in ("", "open") or self.state.busy:
            return
        self.publish(replace(self.state, mode=mode, lines=()))
        self._show_folder(folder or places.first_place())

    def refresh(self) -> None:
        """Ask how the last export stands, unless the thread is busy with something else."""
        if not self.state.busy:
            self.place.bridge.hand_over(self, self.stick.last(), self._show_last)
            self.ask(PhotoCountQuery(), self._show_count)
            self._plan()

    def _show_last(self, told: tuple[LastExport | None, int]) -> None:
        last, held = told
        said = last_export_text(last, self.place.now_ms)
        self.publish(replace(self.state, last=said, held=held))

    def _show_count(self, count: PhotoCount) -> None:
        self.publish(replace(self.state, photo_count=count.text))

    def _plan(self) -> None:
        """Ask which photographs have room in the folder that is shown."""
        if self.state.mode == "export" and self.state.folder:
            planned = self.stick.plan(Path(self.state.folder))
            self.place.bridge.hand_over(self, planned, self._show_plan, lambda _: None)

    def _show_plan(self, plan: ExportPlan) -> None:
        self.publish(replace(self.state, photos=planned_text(plan)))

    def _show_folder(self, folder: str) -> None:
        device, now_ms = self.place.enlisted.device, self.place.now_ms

        def work() -> tuple[places.PlaceRow, ...]:
            return places.listed(Path(folder), device, now_ms) if folder else places.places()

        def show(rows: tuple[places.PlaceRow, ...]) -> None:
            self._rows.swap(rows)
            self.publish(replace(self.state, folder=folder))
            self._plan()

        self.place.bridge.hand_over(self, self.stick.aside(work), show, self.failed)

    def _open_brought(self, file: Path) -> None:
        """Show a file that came from the desktop, once what is under way is done."""
        if self.state.busy:
            self._next_brought = file
            return
        self.publish(replace(self.state, lines=()))
        self._show_brought(file)

    def _show_brought(self, file: Path) -> None:
        """Show this one file; a tap takes it."""
        device, now_ms = self.place.enlisted.device, self.place.now_ms

        def show(found: places.Brought) -> None:
            self._rows.swap(found.rows)
            mode = "import" if found.is_answer else "carry"
            self.publish(replace(self.state, mode=mode, folder=str(file.parent)))

        work = self.stick.aside(lambda: places.brought(file, device, now_ms))
        self.place.bridge.hand_over(self, work, show, self.failed)

    def _take(self, file: Path) -> None:
        if self.state.mode == "import":
            self.begin("正在读回信", self.stick.import_(file, self.on_share), self._imported)
        elif self.state.mode == "carry":
            self._carry([file])

    def _carry(self, paths: list[Path]) -> None:
        has_line = not self._frame.state.is_offline if self._frame is not None else True
        begun = self.stick.carry(paths, self.on_share, has_line=has_line)
        self.begin("正在转交", begun, self._carried)

    def _exported(self, done: Exported) -> None:
        self._finish(exported_lines(done))

    def _imported(self, done: Imported) -> None:
        self._finish(imported_lines(done), is_well=done.ending is Ending.whole)

    def _carried(self, done: Carried) -> None:
        is_well = not done.is_away and not done.sentences
        self._finish(carried_lines(done), is_well=is_well)

    def failed(self, error: Known) -> None:
        """Say why, and what to do now."""
        self._finish((error.sentence,), is_well=False)

    def _finish(self, lines: tuple[str, ...], *, is_well: bool = True) -> None:
        was_busy = bool(self.state.busy)
        self.publish(replace(self.state, busy="", share=0.0, lines=lines, is_well=is_well))
        self.refresh()
        if was_busy and self._next_brought is not None:
            file, self._next_brought = self._next_brought, None
            self._show_brought(file)
        elif was_busy and self.state.folder:
            self._show_folder(self.state.folder)
