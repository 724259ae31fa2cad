"""The photographs on one record: added from a file, looked at, fetched, taken back."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from fieldapp.queries.photos import PhotoRow, PhotosQuery, PhotoState
from fieldapp.services.photos import UndoPhoto
from ui.viewmodels.base import ViewModel, Workplace
from ui.viewmodels.list_model import RowList
from ui.viewmodels.photo_rows import (
    PICTURES,
    PhotoStripState,
    PhotoTile,
    about,
    count_of,
    tiles_of,
)
from ui.viewmodels.roster_files import FileRow, listed

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1

KINDS = frozenset({"photo", "photo_receipt"})
"""Kinds after whose change a page with photographs asks again."""


THUMB_PX = 144
"""A tile of 72 at twice its size, for screens with small pixels and large letters."""
_DAMAGED = "这张照片的文件坏了，打不开。在“我的”里写给管账号的人。"


class Thumbs:
    """Small pictures for one page: asked for once, and `redraw` when one has come."""

    def __init__(self, place: Workplace, owner: QObject, redraw: Callable[[], None]) -> None:
        self._place = place
        self._owner = owner
        self._redraw = redraw
        self._sources: dict[str, str] = {}

    def of(self, row: PhotoRow) -> str:
        """Give a photograph's address, "" while it is being opened or where it is not here."""
        photos = self._place.photos
        if row.is_here and row.id not in self._sources and photos is not None:
            self._sources[row.id] = ""
            shown = photos.show(row.id, THUMB_PX)
            self._place.bridge.hand_over(self._owner, shown, lambda one: self._take(row.id, one))
        return self._sources.get(row.id, "") if row.is_here else ""

    def _take(self, photo: str, source: str) -> None:
        self._sources[photo] = source
        if source:
            self._redraw()


def first_folder() -> Path:
    """Name the folder to begin with: where pictures or downloads lie, else the home."""
    home = Path.home()
    usual = ("Pictures", "图片", "DCIM", "Downloads", "下载")
    return next((home / one for one in usual if (home / one).is_dir()), home)


@QmlElement
class PhotoModel(ViewModel):
    """The row of photographs of one record; the page that holds it says which."""

    stateChanged = Signal()
    _folder: Path | None = None

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(place, parent)
        self.state: PhotoStripState = PhotoStripState()
        self._on = ("", "")
        self._why_not = ""
        self._rows: tuple[PhotoRow, ...] = ()
        self._tiles = RowList(PhotoTile, self)
        self._thumbs = Thumbs(place, self, self._draw)
        self._files = RowList(FileRow, self)

    # --- for QML ---------------------------------------------------------------------------------

    @Property(QObject, notify=stateChanged)
    def tiles(self) -> QObject:
        """The photographs, oldest first."""
        return self._tiles

    @Property(QObject, notify=stateChanged)
    def files(self) -> QObject:
        """Folders and pictures to choose from."""
        return self._files

    @Property(str, notify=stateChanged)
    def countText(self) -> str:
        """照片 3/5, or ""."""
        return self.state.count_text

    @Property(str, notify=stateChanged)
    def folder(self) -> str:
        """The folder that is listed."""
        return self.state.folder

    @Property(bool, notify=stateChanged)
    def isChoosing(self) -> bool:
        """Whether a file is being chosen."""
        return self.state.is_choosing

    @Property(bool, notify=stateChanged)
    def isBusy(self) -> bool:
        """Whether a picture is being kept or fetched."""
        return self.state.is_busy

    @Property(str, notify=stateChanged)
    def problem(self) -> str:
        """Why no picture was added, and what to do; "" when it was."""
        return self.state.problem

    @Property(str, notify=stateChanged)
    def shown(self) -> str:
        """Id of the photograph that is open, or ""."""
        return self.state.shown

    @Property(str, notify=stateChanged)
    def shownSource(self) -> str:
        """Where QML gets it."""
        return self.state.shown_source

    @Property(str, notify=stateChanged)
    def shownText(self) -> str:
        """Who added it, when, and how far it got."""
        return self.state.shown_text

    @Property(bool, notify=stateChanged)
    def canUndo(self) -> bool:
        """Whether it may be taken back here."""
        return self.state.can_undo

    @Slot()
    def choose(self) -> None:
        """Let a file be chosen."""
        if not self._on[1]:
            self.publish(replace(self.state, problem=self._why_not))
            return
        self._list(PhotoModel._folder or first_folder())

    @Slot(str)
    def pick(self, path: str) -> None:
        """Open a folder, or add a picture."""
        wanted = Path(path.strip()).expanduser()
        if wanted.is_dir():
            self._list(wanted)
        else:
            self.add(wanted)

    @Slot()
    def endChoosing(self) -> None:
        """Choose nothing."""
        self.publish(replace(self.state, is_choosing=False))

    @Slot(str)
    def look(self, key: str) -> None:
        """Look at a photograph, fetching it first where it is not here."""
        row = next((one for one in self._rows if one.id == key), None)
        if row is None:
            return
        if row.is_here:
            self._open(row)
        elif row.state is not PhotoState.delivered:
            self.place.say("这张照片还在加它的平板上，等它送到社区再看。")
        elif self.place.photos is not None:
            self._wait_for(self.place.photos.fetch(key), lambda _: self._fetched(key))

    @Slot()
    def endShow(self) -> None:
        """Put the photograph away."""
        self.publish(replace(self.state, shown="", shown_source="", can_undo=False))

    @Slot()
    def undo(self) -> None:
        """Take back the photograph that is open."""
        shown = self.state.shown
        if shown:
            self.endShow()
            self.do(UndoPhoto(shown), lambda _: self.place.say("这张照片撤了，历史里还在。"))

    # --- for the page ----------------------------------------------------------------------------

    def about(self, kind: str, id_: str, why_not: str = "") -> None:
        """Be about a record; with "" as its id there is none yet, and `why_not` says why."""
        self._why_not = why_not
        if self._on != (kind, id_):
            self._on = (kind, id_)
            self._rows = ()
            self._tiles.swap(())
            self.publish(PhotoStripState(is_busy=self.state.is_busy))
            self.refresh()

    def refresh(self) -> None:
        """Ask for the record's photographs."""
        kind, id_ = self._on
        if id_:
            self.ask(PhotosQuery(kind, id_), self._show)

    def add(self, file: Path) -> None:
        """Add a picture to the record."""
        PhotoModel._folder = file.parent
        if self.place.photos is not None and self._on[1]:
            self.publish(replace(self.state, is_choosing=False, problem=""))
            self._wait_for(self.place.photos.add(*self._on, file), lambda _: None)

    def _list(self, folder: Path) -> None:
        self._files.swap(listed(folder, PICTURES, "camera"))
        PhotoModel._folder = folder
        self.publish(replace(self.state, folder=str(folder), is_choosing=True, problem=""))

    def _wait_for(self, work: Future[Any], then: Any) -> None:
        self.publish(replace(self.state, is_busy=True))

        def free() -> None:
            self.publish(replace(self.state, is_busy=False))

        def done(result: Any) -> None:
            free()
            then(result)

        def refused(error: Exception) -> None:
            sentence = getattr(error, "sentence", "")
            self.publish(replace(self.state, is_busy=False, problem=sentence))

        self.place.bridge.hand_over(self, work, done, refused, free)

    def _fetched(self, key: str) -> None:
        def show(rows: tuple[PhotoRow, ...]) -> None:
            self._show(rows)
            row = next((one for one in rows if one.id == key), None)
            if row is not None and row.is_here:
                self._open(row)

        self.ask(PhotosQuery(*self._on), show)

    def _show(self, rows: tuple[PhotoRow, ...]) -> None:
        if any((row.kind, row.on) != self._on for row in rows):
            return
        self._rows = rows
        self._draw()
        self.publish(replace(self.state, count_text=count_of(rows)))
        if self.state.shown not in {"", *(row.id for row in rows)}:
            self.endShow()

    def _draw(self) -> None:
        self._tiles.swap(tiles_of(self._rows, self._thumbs.of, self.place.now_ms))

    def _open(self, row: PhotoRow) -> None:
        def show(source: str) -> None:
            if not source:
                self.publish(replace(self.state, problem=_DAMAGED))
                return
            text = about(row, self.place.now_ms)
            shown = replace(self.state, shown=row.id, shown_source=source, shown_text=text)
            self.publish(replace(shown, can_undo=row.is_mine, problem=""))

        if self.place.photos is not None:
            self.place.bridge.hand_over(self, self.place.photos.show(row.id), show)


@QmlElement
class PhotoPage(ViewModel):
    """A page with a row of photographs."""

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(place, parent)
        self.strip = PhotoModel(place, self)

    @Property(QObject, constant=True)
    def photos(self) -> QObject:
        """The row: a PhotoModel."""
        return self.strip
