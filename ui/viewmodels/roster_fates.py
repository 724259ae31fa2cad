"""Every row's fate before anything is written: how many of which, and what is to be decided."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from fieldapp.roster.answers import Answers
from fieldapp.roster.fates import Fate
from fieldapp.roster.preview import HIDDEN_QUESTION, Preview
from ui.qt_types import QStringList
from ui.viewmodels import roster_rows as rows
from ui.viewmodels.base import ViewModel, Workplace
from ui.viewmodels.list_model import RowList

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1

_CLASH, _ALL_CLASHES = "DIFF@", "DIFF@*"
_MANY = 2000


@dataclass(frozen=True, slots=True)
class FatesState:
    """The preview, apart from its lists."""

    fate: str = rows.EVERYTHING
    notes: tuple[str, ...] = ()
    has_hidden: bool = False
    has_clash: bool = False
    takes_theirs: bool = False
    doubtful: int = 0


@QmlElement
class RosterFates(ViewModel):
    """The preview of an import. `decided` says that the rows are to be judged again."""

    stateChanged = Signal()
    decided = Signal()

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(place, parent)
        self.state: FatesState = FatesState()
        self._seen: Preview | None = None
        self._answers: dict[str, str] = {}
        self._chips = RowList(rows.FateChip, self)
        self._rows = RowList(rows.FateRow, self)
        self._asks = RowList(rows.AskRow, self)

    # --- for QML ---------------------------------------------------------------------------------

    @Property(str, notify=stateChanged)
    def fate(self) -> str:
        """Which rows are shown."""
        return self.state.fate

    @Property(QStringList, notify=stateChanged)
    def notes(self) -> list[str]:
        """What is to be said about the whole file."""
        return list(self.state.notes)

    @Property(bool, notify=stateChanged)
    def hasHidden(self) -> bool:
        """Whether the file hides rows or sheets that are not read."""
        return self.state.has_hidden

    @Property(bool, notify=stateChanged)
    def hasClash(self) -> bool:
        """Whether the file says otherwise than the grid somewhere."""
        return self.state.has_clash

    @Property(bool, notify=stateChanged)
    def takesTheirs(self) -> bool:
        """Whether the file goes before the grid where both say something."""
        return self.state.takes_theirs

    @Property(int, notify=stateChanged)
    def doubtful(self) -> int:
        """How many things are still to be decided."""
        return self.state.doubtful

    @Property(QObject, notify=stateChanged)
    def chips(self) -> QObject:
        """How many rows have which fate."""
        return self._chips

    @Property(QObject, notify=stateChanged)
    def rows(self) -> QObject:
        """The rows with their fate."""
        return self._rows

    @Property(QObject, notify=stateChanged)
    def asks(self) -> QObject:
        """What is to be decided."""
        return self._asks

    @Slot(str)
    def filterBy(self, fate: str) -> None:
        """Show the rows of one fate."""
        self.publish(replace(self.state, fate=fate))
        self._draw_rows()

    @Slot(str, str)
    def answer(self, question: str, option: str) -> None:
        """Decide one thing."""
        self._asks.swap([one for one in self._asks.rows if one.key != question])
        self._decide(question, option)

    @Slot(bool)
    def takeTheirs(self, wants: bool) -> None:
        """Where both say something, let the file go before the grid everywhere, or the grid stay.

        What was decided row by row is forgotten.
        """
        self._answers = {
            key: answer for key, answer in self._answers.items() if not key.startswith(_CLASH)
        }
        self._decide(_ALL_CLASHES, "take" if wants else "keep")

    @Slot(str, bool)
    def decideRow(self, question: str, takes: bool) -> None:
        """Take all that a row of the file says over what we have, or keep ours in all of it."""
        self._answers = {
            key: answer
            for key, answer in self._answers.items()
            if not key.startswith(f"{question}!")
        }
        self._decide(question, "take" if takes else "keep")

    @Slot(str, bool)
    def decideCell(self, question: str, takes: bool) -> None:
        """Take what one cell says over what we have, or keep ours."""
        self._decide(question, "take" if takes else "keep")

    @Slot()
    def readHidden(self) -> None:
        """Read hidden rows and sheets too."""
        self._decide(HIDDEN_QUESTION, "take")

    # --- for the page ----------------------------------------------------------------------------

    @property
    def answers(self) -> Answers:
        """What was decided so far."""
        return Answers(dict(self._answers))

    def begin(self) -> None:
        """Forget what was decided about the file before."""
        self._answers = {}
        self.publish(FatesState())

    def draw(self, seen: Preview) -> None:
        """Show how the rows were judged."""
        self._seen = seen
        self._chips.swap(rows.fate_chips(seen))
        self._asks.swap(rows.ask_rows(seen.questions))
        fate = self.state.fate
        if fate != rows.EVERYTHING and not seen.counts[Fate(fate)]:
            fate = rows.EVERYTHING
        self.publish(
            FatesState(
                fate=fate,
                notes=tuple(one.sentence for one in seen.findings),
                has_hidden=any(one.options for one in seen.findings)
                and HIDDEN_QUESTION not in self._answers,
                has_clash=any(row.has_clash for row in seen.rows),
                takes_theirs=self._answers.get(_ALL_CLASHES) == "take",
                doubtful=len(seen.questions),
            )
        )
        self._draw_rows()

    def _decide(self, question: str, option: str) -> None:
        self._answers[question] = option
        self.decided.emit()

    def _draw_rows(self) -> None:
        if self._seen is None:
            return
        wanted = rows.fate_rows(self._seen.rows, self.state.fate)
        if len(wanted) + len(self._rows.rows) > _MANY and len(wanted) != len(self._rows.rows):
            self._rows.swap(())
        self._rows.swap(wanted)
