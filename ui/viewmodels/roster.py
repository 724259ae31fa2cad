"""导入花名册: file, columns, every row's fate, import, the way back; read off the screen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from fieldapp.domain.days import day_of
from fieldapp.queries.grid_choice import GridChoice, GridChoiceQuery
from fieldapp.queries.roster import KnownGridQuery
from fieldapp.roster.fates import Fate
from fieldapp.roster.known import Known as KnownGrid
from fieldapp.roster.preview import Preview, preview
from fieldapp.services.roster import ImportRoster, RosterImported
from fieldapp.services.undo import UndoAct, Undone
from ui.bridge import Known
from ui.qt_types import QStringList, QVariantList
from ui.viewmodels import roster_files as files
from ui.viewmodels import roster_rows as rows
from ui.viewmodels.base import ViewModel, Workplace
from ui.viewmodels.list_model import RowList
from ui.viewmodels.roster_aside import Aside
from ui.viewmodels.roster_fates import RosterFates

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class RosterState:
    """The page, apart from its lists. `stage`: file, columns, preview, done."""

    stage: str = "file"
    folder: str = ""
    file: str = ""
    busy: str = ""
    share: float = 0.0
    problem: str = ""
    button: str = ""
    result: str = ""
    result_note: str = ""
    is_undone: bool = False
    grids: tuple[str, ...] = ()
    grid: int = 0


@QmlElement
class RosterModel(ViewModel):
    """The way of a roster into the grid. The argument may be a file's path."""

    stateChanged = Signal()

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(place, parent)
        self.state: RosterState = RosterState()
        self._aside = Aside(place.bridge, self, self._let_go)
        self._file: files.Opened | None = None
        self._seen: Preview | None = None
        self._act: str | None = None
        self._is_stopped = self._is_writing = False
        self._is_judging = self._wants_import = False
        self._grid_codes: tuple[str, ...] = ()
        self._files = RowList(files.FileRow, self)
        self._columns = RowList(rows.ColumnRow, self)
        self._fates = RosterFates(place, self)
        self._fates.decided.connect(self._judge)

    # --- for QML ---------------------------------------------------------------------------------

    @Property(str, notify=stateChanged)
    def stage(self) -> str:
        """One of file, columns, preview, done."""
        return self.state.stage

    @Property(str, notify=stateChanged)
    def folder(self) -> str:
        """The folder that is shown."""
        return self.state.folder

    @Property(str, notify=stateChanged)
    def file(self) -> str:
        """Name of the file that was read."""
        return self.state.file

    @Property(str, notify=stateChanged)
    def busy(self) -> str:
        """What is under way, or ""."""
        return self.state.busy

    @Property(float, notify=stateChanged)
    def share(self) -> float:
        """How much of it is done, 0 to 1."""
        return self.state.share

    @Property(str, notify=stateChanged)
    def problem(self) -> str:
        """Why it does not go on, or ""."""
        return self.state.problem

    @Property(str, notify=stateChanged)
    def button(self) -> str:
        """What the main action does, or ""."""
        return self.state.button

    @Property(str, notify=stateChanged)
    def result(self) -> str:
        """What was written."""
        return self.state.result

    @Property(str, notify=stateChanged)
    def resultNote(self) -> str:
        """What was not, and why."""
        return self.state.result_note

    @Property(bool, notify=stateChanged)
    def canUndo(self) -> bool:
        """Whether the import can be taken back whole."""
        return self._act is not None and not self.state.is_undone

    @Property(QStringList, notify=stateChanged)
    def grids(self) -> list[str]:
        """The grids to choose from."""
        return list(self.state.grids)

    @Property(int, notify=stateChanged)
    def grid(self) -> int:
        """Which of them."""
        return self.state.grid

    @Property(QVariantList, constant=True)
    def fieldChoices(self) -> list[dict[str, str]]:
        """What a column can be read as."""
        return rows.field_choices()

    @Property(QObject, notify=stateChanged)
    def files(self) -> QObject:
        """Folders and tables of the folder."""
        return self._files

    @Property(QObject, notify=stateChanged)
    def columns(self) -> QObject:
        """The columns of the file."""
        return self._columns

    @Property(QObject, notify=stateChanged)
    def fates(self) -> QObject:
        """What an import would do with each row: a RosterFates."""
        return self._fates

    @Slot(str)
    def pick(self, key: str) -> None:
        """Open a folder, or read a file."""
        path = Path(key.strip()).expanduser()
        if path.is_dir():
            self._list(path)
        elif key.strip():
            self._read(path)

    @Slot(int)
    def chooseGrid(self, index: int) -> None:
        """Import into another grid."""
        self.publish(replace(self.state, grid=index))

    @Slot(str, int)
    def setColumn(self, key: str, index: int) -> None:
        """Read a column as something else."""
        if self._file is not None:
            field = rows.field_choices()[index]["key"]
            mapping = rows.with_column(self._file.mapping, key, field)
            self._file = replace(self._file, mapping=mapping)
            self._columns.swap(rows.column_rows(self._file.workbook, mapping))

    @Slot()
    def goOn(self) -> None:
        """Do the main action of the stage."""
        match self.state.stage:
            case "columns":
                self._judge()
            case "preview":
                self._import()
            case "done":
                self._begin()

    @Slot()
    def stop(self) -> None:
        """Stop what is under way; an import that is being written is taken back."""
        if self.state.busy and self.state.stage == "preview" and self._is_writing:
            self._is_stopped = True
            self.publish(replace(self.state, busy="正在停下，什么都不会留"))
            return
        self._aside.drop()
        self.publish(replace(self.state, busy=""))

    @Slot()
    def undo(self) -> None:
        """Take the whole import back."""
        if self._act is not None and not self.state.is_undone:
            self.do(UndoAct(self._act), self._undone)

    @Slot()
    def back(self) -> None:
        """Return one stage, and from the first to where the page was opened from."""
        before = {"columns": "file", "preview": "columns"}.get(self.state.stage)
        if before is None or self.state.busy:
            self.place.back()
            return
        button = "看看每一行" if before == "columns" else ""
        self.publish(replace(self.state, stage=before, problem="", button=button))

    # --- the stages ------------------------------------------------------------------------------

    def opened(self) -> None:
        """Begin with the file of the argument, or with a folder."""
        self._begin()
        if self.argument:
            self.pick(self.argument)

    def refresh(self) -> None:
        """Ask which grids there are, and which is at hand."""
        self.ask(GridChoiceQuery(), self._show_grids)

    def _show_grids(self, choice: GridChoice) -> None:
        codes = tuple(code for code, _ in choice.grids)
        at_hand = codes.index(choice.chosen) if choice.chosen in codes else 0
        grid = self.state.grid if self._grid_codes else at_hand
        self._grid_codes = codes
        names = tuple(name for _, name in choice.grids)
        self.publish(replace(self.state, grids=names, grid=grid))

    def _begin(self) -> None:
        self._aside.drop()
        self._file = self._seen = self._act = None
        self._is_stopped = self._is_writing = False
        self._is_judging = self._wants_import = False
        self._fates.begin()
        kept = self.state
        self.publish(RosterState(folder=kept.folder, grids=kept.grids, grid=kept.grid))
        self._list(Path(kept.folder) if kept.folder else files.first_folder())

    def _list(self, folder: Path) -> None:
        def show(found: tuple[files.FileRow, ...]) -> None:
            self._files.swap(found)
            self.publish(replace(self.state, folder=str(folder), problem=""))

        self._aside.work(lambda: files.listed(folder), show, self._failed)

    def _read(self, path: Path) -> None:
        self.publish(replace(self.state, busy=f"正在读 {path.name}", share=0.2, problem=""))
        self._fates.begin()

        def show(opened: files.Opened) -> None:
            self._file = opened
            self._columns.swap(rows.column_rows(opened.workbook, opened.mapping))
            self.publish(
                replace(
                    self.state,
                    stage="columns",
                    file=path.name,
                    busy="",
                    button="看看每一行",
                )
            )

        self._aside.work(lambda: files.opened(path), show, self._failed)

    def _judge(self) -> None:
        file = self._file
        if file is None:
            return
        # What is decided in the preview changes in place: the rows stand there already.
        busy = "" if self.state.stage == "preview" else "正在一行一行对"
        self._is_judging = True
        self.publish(replace(self.state, busy=busy, share=0.5, problem=""))
        today = day_of(self.place.now_ms)
        answers = self._fates.answers

        def judge(known: KnownGrid) -> None:
            self._aside.work(
                lambda: preview(file.workbook, file.mapping, known, today, answers),
                self._show,
                self._failed,
            )

        self.ask(KnownGridQuery(self._grid()), judge, self._failed)

    def _show(self, seen: Preview) -> None:
        self._seen, self._is_judging = seen, False
        counts = seen.counts
        coming = counts[Fate.NEW] + counts[Fate.DIFFERENT]
        self._fates.draw(seen)
        button = f"导入 {coming} 行" if not seen.plan.is_empty else ""
        self.publish(replace(self.state, stage="preview", busy="", share=0.0, button=button))
        if self._wants_import:
            self._import()

    def _import(self) -> None:
        # A tap on 导入 right after a decision waits until the rows were judged with it.
        self._wants_import = self._is_judging
        seen = self._seen
        if seen is None or self.state.busy or self._is_judging:
            return
        self.publish(replace(self.state, busy="正在写进这台平板", share=0.8, problem=""))
        self._is_stopped, self._is_writing = False, True
        wish = ImportRoster(seen.plan, self._grid())
        self.do(wish, self._imported, self._failed, self._let_go)

    def _imported(self, done: RosterImported) -> None:
        self._act, self._is_writing = done.act, False
        if self._is_stopped and done.act is not None:
            self.do(UndoAct(done.act), self._stopped)
            return
        result, note = rows.imported_words(done)
        shown = replace(self.state, stage="done", busy="", result=result, result_note=note)
        self.publish(replace(shown, button="再导一个文件"))

    def _stopped(self, _: Undone) -> None:
        self._act = None
        self.publish(replace(self.state, busy="", problem="停下了，什么都没留。"))

    def _undone(self, done: Undone) -> None:
        left = f"有 {len(done.left)} 项后来有人改过，留着。" if done.left else ""
        self.publish(
            replace(
                self.state,
                is_undone=True,
                result=f"整个撤销了，{done.undone} 条改回去了",
                result_note=left,
            )
        )

    def _failed(self, error: Known) -> None:
        self._let_go()
        self.publish(replace(self.state, problem=error.sentence))

    def _let_go(self) -> None:
        self._is_writing = self._is_judging = self._wants_import = False
        self.publish(replace(self.state, busy=""))

    def _grid(self) -> str | None:
        return self._grid_codes[self.state.grid] if self._grid_codes else None
