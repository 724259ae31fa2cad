"""Whom a 批示 is for: whoever wrote the page, a colleague of the grid, or a few words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from fieldapp.queries.addressees import Addressee, AddresseesQuery
from fieldapp.queries.diary import DiaryPage
from ui.qt_types import QVariantList
from ui.viewmodels.base import ViewModel, Workplace

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1

_WORDS = "words"


@dataclass(frozen=True, slots=True)
class ForState:
    """Who can be chosen for the page that is read, and who is."""

    entry: str = ""
    author: str = ""
    colleagues: tuple[Addressee, ...] = ()
    chosen: str = ""
    words: str = ""


@QmlElement
class ReviewFor(ViewModel):
    """The author unless somebody else is chosen; with each page it is the author again."""

    stateChanged = Signal()

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(place, parent)
        self.state: ForState = ForState()

    # --- for QML ---------------------------------------------------------------------------------

    @Property(QVariantList, notify=stateChanged)
    def choices(self) -> list[dict[str, str]]:
        """Who can be chosen: {key, text}; the author first, words of one's own last."""
        people = [{"key": one.person, "text": f"给 {one.name}"} for one in self.state.colleagues]
        author = {"key": "", "text": f"给 {self.state.author}"}
        return [author, *people, {"key": _WORDS, "text": "给别人"}]

    @Property(int, notify=stateChanged)
    def index(self) -> int:
        """Which of them is chosen."""
        keys = ["", *(one.person for one in self.state.colleagues), _WORDS]
        return keys.index(self.state.chosen) if self.state.chosen in keys else 0

    @Property(bool, notify=stateChanged)
    def isWords(self) -> bool:
        """Whether it is written for whom."""
        return self.state.chosen == _WORDS

    @Property(str, notify=stateChanged)
    def named(self) -> str:
        """Who is chosen, by name."""
        return self.name or ("别人" if self.is_missing else self.state.author)

    @Slot(str)
    def choose(self, key: str) -> None:
        """Choose somebody."""
        self.publish(replace(self.state, chosen=key))

    @Slot(str)
    def write(self, words: str) -> None:
        """Take over for whom."""
        self.publish(replace(self.state, words=words))

    # --- for the page around it -------------------------------------------------------------------

    @property
    def person(self) -> str:
        """The colleague chosen, or ""."""
        return "" if self.state.chosen == _WORDS else str(self.state.chosen)

    @property
    def words(self) -> str:
        """What is written instead of a colleague, or ""."""
        return str(self.state.words).strip() if self.state.chosen == _WORDS else ""

    @property
    def name(self) -> str:
        """Who is chosen besides the author, or ""."""
        chosen = (one.name for one in self.state.colleagues if one.person == self.person)
        return self.words or next(chosen, "")

    @property
    def is_missing(self) -> bool:
        """Tell whether it is to be for somebody else, and nobody is named yet."""
        return self.state.chosen == _WORDS and not self.words

    def about(self, page: DiaryPage) -> None:
        """Offer who can be asked about this page; another page begins with its author."""
        if page.entry != self.state.entry:
            self.publish(ForState(page.entry, page.author_name))
        self.ask(AddresseesQuery(page.entry), self._offer)

    def reset(self) -> None:
        """Choose the author again."""
        self.publish(replace(self.state, chosen="", words=""))

    def _offer(self, found: Sequence[Addressee]) -> None:
        if tuple(found) != self.state.colleagues:
            self.publish(replace(self.state, colleagues=tuple(found)))
