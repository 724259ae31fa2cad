"""我的: who and which device, how the screens look, what was done lately, and where to say more."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement

from fieldapp.domain.days import day_of
from fieldapp.edition import Part, built_from, licence_text, parts, version
from fieldapp.errors import Trouble
from fieldapp.queries.acts import ActRow, ActsQuery
from fieldapp.queries.handover_turns import Turn, TurnsQuery
from fieldapp.queries.kept_text import KeptTextQuery
from fieldapp.queries.staff import WhoAmI, WhoAmIQuery
from fieldapp.queries.transfers_told import Transfer, TransfersQuery
from fieldapp.services.kept_text import KeepText
from fieldapp.services.undo import UndoAct, UndoChange, Undone
from ui import text
from ui.about import save_note
from ui.handover_words import moving_text, passing_text
from ui.look import keep_look
from ui.viewmodels.base import ViewModel, Workplace
from ui.viewmodels.list_model import RowList

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1

_NOTE = "feedback"
_KEPT_AFTER_MS = 400


@dataclass(frozen=True, slots=True)
class Fact:
    """One line about this person or this device."""

    key: str
    label: str
    text: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class DoneRow:
    """One thing done lately."""

    key: str
    lead: str
    title: str
    detail: str


@dataclass(frozen=True, slots=True)
class MeState:
    """The page, apart from its lists."""

    name: str = ""
    role: str = ""
    version: str = ""
    note: str = ""
    note_saved: str = ""
    undone: str = ""
    licence: str = ""
    turns: str = ""
    moving: str = ""


@QmlElement
class MeModel(ViewModel):
    """This person, this device."""

    stateChanged = Signal()
    watched = frozenset(
        "staff grid resident household member visit dwelling building sync "
        "assignment handover arrived moved".split()
    )

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(place, parent)
        self.state: MeState = MeState(version=version())
        self._acts: tuple[ActRow, ...] = ()
        self._facts = RowList(Fact, self)
        self._done = RowList(DoneRow, self)
        self._parts = RowList(Part, self)
        self._keeping = QTimer(self, interval=_KEPT_AFTER_MS, singleShot=True)
        self._keeping.timeout.connect(self._keep)

    @Property(str, notify=stateChanged)
    def name(self) -> str:
        """Who works here."""
        return self.state.name

    @Property(str, notify=stateChanged)
    def role(self) -> str:
        """As what."""
        return self.state.role

    @Property(str, notify=stateChanged)
    def version(self) -> str:
        """Which version this is."""
        return self.state.version

    @Property(str, notify=stateChanged)
    def note(self) -> str:
        """What is written about this program."""
        return self.state.note

    @Property(str, notify=stateChanged)
    def noteSaved(self) -> str:
        """Where it was written to, or ""."""
        return self.state.note_saved

    @Property(str, notify=stateChanged)
    def undone(self) -> str:
        """What was just taken back, or ""."""
        return self.state.undone

    @Property(str, notify=stateChanged)
    def handover(self) -> str:
        """What is being handed over now: grids, and what goes to other grids; or ""."""
        return "，".join(part for part in (self.state.turns, self.state.moving) if part)

    @Property(QObject, notify=stateChanged)
    def facts(self) -> QObject:
        """Person, grids, device, server."""
        return self._facts

    @Property(QObject, notify=stateChanged)
    def acts(self) -> QObject:
        """What was done lately."""
        return self._done

    @Property(QObject, notify=stateChanged)
    def parts(self) -> QObject:
        """The parts of this program with their licences, once asked for."""
        return self._parts

    @Slot(str)
    def open(self, page: str) -> None:
        """Open another page."""
        self.place.go(page, "new:" if page == "forms" else "")

    @Slot(str, float, bool, bool, bool)
    def keepLook(self, light: str, scale: float, gloves: bool, reduced: bool, thrift: bool) -> None:
        """Keep how the screens are read."""
        self.do(keep_look(light, scale, gloves, reduced, thrift))

    @Slot(str)
    def undo(self, key: str) -> None:
        """Take one thing back."""
        act = next((one for one in self._acts if one.id == key), None)
        if act is None:
            return

        def told(done: Undone) -> None:
            left = f"，有 {len(done.left)} 项后来有人改过，留着" if done.left else ""
            self.publish(replace(self.state, undone=f"改回去了：{act.text}{left}"))
            self.refresh()

        self.do(UndoAct(act.id) if act.is_act else UndoChange(act.id), told)

    @Slot(str)
    def writeNote(self, note: str) -> None:
        """Take over what is written about this program."""
        if note != self.state.note:
            self.publish(replace(self.state, note=note, note_saved=""))
            self._keeping.start()

    @Slot()
    def saveNote(self) -> None:
        """Write it into a file that can be handed on."""
        if not self.state.note.strip():
            self.publish(replace(self.state, note_saved="还没写字，写一句再存。"))
            return
        note, day = self.state.note, f"{day_of(self.place.now_ms)}"

        def saved(path: Path) -> None:
            self.publish(replace(self.state, note_saved=f"存在 {path}"))

        self.place.bridge.hand_over(self, _now(lambda: _saved(note, day)), saved)

    @Property(str, constant=True)
    def builtFrom(self) -> str:
        """From what and when this program was built, or ""."""
        return built_from()

    @Property(str, notify=stateChanged)
    def licence(self) -> str:
        """The words of the licence that was asked for, or ""."""
        return self.state.licence

    @Slot()
    def askParts(self) -> None:
        """List the parts and their licences."""
        self._parts.swap(parts())
        self.publish(replace(self.state, licence=""))

    @Slot(str)
    def readLicence(self, key: str) -> None:
        """Show the words of a part's licence; "" goes back to the list."""
        words = licence_text(key) or "这个部件没有带许可的全文。" if key else ""
        self.publish(replace(self.state, licence=words))

    def hide(self) -> None:
        """Keep what is half written."""
        if self._keeping.isActive():
            self._keeping.stop()
            self._keep()
        super().hide()

    def refresh(self) -> None:
        """Ask who this is, what was done, and what is half written."""
        self.ask(WhoAmIQuery(), self._show)
        self.ask(ActsQuery(), self._show_acts)
        self.ask(KeptTextQuery(_NOTE), self._show_note)
        self.ask(TurnsQuery(open_only=True), self._show_turns)
        self.ask(TransfersQuery(), self._show_moving)

    def _show_turns(self, turns: tuple[Turn, ...]) -> None:
        self.publish(replace(self.state, turns=passing_text(turns)))

    def _show_moving(self, transfers: tuple[Transfer, ...]) -> None:
        self.publish(replace(self.state, moving=moving_text(transfers)))

    def _show(self, me: WhoAmI) -> None:
        enlisted = self.place.enlisted
        grids = "、".join(name for _, name in me.grids)
        self._facts.swap(
            [
                Fact("person", "谁", me.name, me.role_word),
                Fact("grids", "管哪儿", me.community_name or me.community, grids),
                Fact("device", "这台平板", f"编号 {me.device[:8]}", "丢了就告诉社区，社区能停掉它"),
                Fact("server", "社区的机器", enlisted.server, "没有网也能用，有网自己送"),
            ]
        )
        self.publish(replace(self.state, name=me.name, role=me.role_word))

    def _show_acts(self, acts: tuple[ActRow, ...]) -> None:
        self._acts = acts
        self._done.swap(
            [
                DoneRow(
                    one.id,
                    text.when_text(one.at_ms, self.place.now_ms),
                    one.text or one.kind_word,
                    one.kind_word + (f"，一共 {one.changes} 条" if one.changes > 1 else ""),
                )
                for one in acts
            ]
        )

    def _show_note(self, note: str) -> None:
        if not self._keeping.isActive():
            self.publish(replace(self.state, note=note))

    def _keep(self) -> None:
        self.do(KeepText(_NOTE, self.state.note))


def _saved(note: str, day: str) -> Path:
    home = Path.home()
    folder = next((one for one in (home / "Downloads", home / "下载") if one.is_dir()), home)
    try:
        return save_note(note, folder, day)
    except OSError:
        raise Trouble("note-unwritable", "没存成文件，地方不够或者不让写。写的字还在。") from None


def _now(work: Callable[[], Path]) -> Future[Path]:
    """Do a small thing at once, its errors told like those of the desk."""
    done: Future[Path] = Future()
    try:
        done.set_result(work())
    except Trouble as trouble:
        done.set_exception(trouble)
    return done
