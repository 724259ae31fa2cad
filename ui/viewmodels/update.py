"""更新: which edition this is, new ones that lie on a stick, what changed, and installing one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from fieldapp.edition import built_from
from fieldapp.errors import Refused
from fieldapp.updating import require_place
from sync.release import Offered, Release
from ui.bridge import Known
from ui.viewmodels.base import Workplace
from ui.viewmodels.list_model import RowList
from ui.viewmodels.stick_work import StickWork, StickWorkState

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1

_READY = ("新版放好了，下次打开就是新的。", "记录先另存了一份，接着用现在的这一版也行。")


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file of a new edition."""

    key: str
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class UpdateState(StickWorkState):
    """The page, apart from its list. `file`: the one that was looked at and fits."""

    version: str = ""
    barrier: str = ""
    file: str = ""
    wanted: str = ""
    notes: tuple[str, ...] = ()


@QmlElement
class UpdateModel(StickWork):
    """The way to a new edition. The argument may be a folder to look in."""

    stateChanged = Signal()

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(place, parent)
        self.state: UpdateState = UpdateState()
        self._desk = self.stick.updates()
        self._found: Offered | None = None
        self._files = RowList(FileRow, self)

    # --- for QML ---------------------------------------------------------------------------------

    @Property(str, notify=stateChanged)
    def version(self) -> str:
        """Which edition this is."""
        return self.state.version

    @Property(str, constant=True)
    def builtFrom(self) -> str:
        """From what and when it was built, or ""."""
        return built_from()

    @Property(str, notify=stateChanged)
    def barrier(self) -> str:
        """Why no new edition can be taken here, or ""."""
        return self.state.barrier

    @Property(str, notify=stateChanged)
    def wanted(self) -> str:
        """The version of the file that was chosen, or ""."""
        return self.state.wanted

    @Property(str, notify=stateChanged)
    def notes(self) -> str:
        """What changed in it."""
        return "\n".join(f"· {note}" for note in self.state.notes)

    @Property(QObject, notify=stateChanged)
    def files(self) -> QObject:
        """New editions that lie on a stick or where files usually lie."""
        return self._files

    @Slot()
    def find(self) -> None:
        """Look for files again."""
        self.refresh()

    @Slot(str)
    def pick(self, key: str) -> None:
        """Look at a file: whether it fits, and what changed in it."""
        if not self.state.busy:
            looked = self._desk.look(Path(key))
            self.begin("正在看", looked, lambda release: self._fits(key, release))

    @Slot()
    def askCommunity(self) -> None:
        """Ask the community for a new edition."""
        if not self.state.busy:
            self.begin("正在问社区", self._desk.ask(), self._offers)

    @Slot()
    def install(self) -> None:
        """Install the file that was chosen, or what the community offers."""
        if self._found is not None and not self.state.busy:
            begun = self._desk.bring(self._found, self.on_share)
            self.begin("先另存记录，再装新版", begun, self._installed)
        elif self.state.file and not self.state.busy:
            begun = self._desk.install(Path(self.state.file), self.on_share)
            self.begin("先另存记录，再装新版", begun, self._installed)

    # --- behind it --------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Tell the edition, and look where a new one may lie."""
        here = self._desk.here
        barrier = ""
        try:
            require_place(here)
        except Refused as refused:
            barrier = refused.sentence
        lines = _READY if here.ready and not self.state.lines else self.state.lines
        self.publish(replace(self.state, version=here.version, barrier=barrier, lines=lines))
        if not barrier and not self.state.busy:
            self.place.bridge.hand_over(self, self._desk.find(self.argument), self._show_files)

    def _show_files(self, found: tuple[Path, ...]) -> None:
        self._files.swap([FileRow(str(one), one.name, str(one.parent)) for one in found])

    def _offers(self, found: Offered | None) -> None:
        self._found = found
        if found is None:
            lines = ("社区那边没有新版，现在就是最新的。",)
            self.publish(replace(self.state, busy="", lines=lines, is_well=True))
        else:
            self.publish(
                replace(self.state, busy="", file="", wanted=found.version, notes=found.notes)
            )

    def _fits(self, key: str, release: Release) -> None:
        self._found = None
        self.publish(
            replace(
                self.state, busy="", file=key, wanted=release.version, notes=release.notes, lines=()
            )
        )

    def _installed(self, is_whole: bool) -> None:
        lines = _READY if is_whole else ("停下了，什么都没有动。",)
        self._found = None if is_whole else self._found
        left = replace(self.state, file="", wanted="", notes=()) if is_whole else self.state
        self.publish(replace(left, busy="", share=0.0, lines=lines, is_well=True))

    def failed(self, error: Known) -> None:
        """Say why, and what to do now."""
        self._found = None
        self.publish(
            replace(
                self.state,
                busy="",
                share=0.0,
                file="",
                wanted="",
                notes=(),
                lines=(error.sentence,),
                is_well=False,
            )
        )
