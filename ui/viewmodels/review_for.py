"""Whom a 批示 is for: whoever wrote the page, a colleague of the grid, or a few words."""

from __future__ import annotations

import json
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
    typed = Signal()
    """Somebody was chosen, or written."""

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

    @Property(str, notify=stateChanged)
    def written(self) -> str:
        """What stands in the field for whom."""
        return self.state.words

    @Slot(str)
    def choose(self, key: str) -> None:
        """Choose somebody."""
        self.publish(replace(self.state, chosen=key))
        self.typed.emit()

    @Slot(str)
    def write(self, words: str) -> None:
        """Take over for whom."""
        if words != self.state.words:
            self.publish(replace(self.state, words=words))
            self.typed.emit()

    # --- for the page around it -------------------------------------------------------------------

    @property
    def person(self) -> str:
        """The colleague chosen, or ""; whoever is offered no more is not chosen either."""
        offered = (one.person for one in self.state.colleagues)
        return next((one for one in offered if one == self.state.chosen), "")

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

    def begin(self, entry: str) -> None:
        """Begin with the author of another page, before it has been read."""
        self.publish(replace(self.state, entry=entry, chosen="", words=""))

    def about(self, page: DiaryPage) -> None:
        """Offer who can be asked about the page that was begun."""
        self.publish(replace(self.state, author=page.author_name))
        self.ask(AddresseesQuery(page.entry), lambda found: self._offer(page.entry, found))

    def kept_with(self, text: str) -> str:
        """Write down what is typed, and for whom; "" where there are no words."""
        if not text and not self.words:
            return ""
        known = {"text": text, "for": self.state.chosen, "for_words": self.state.words}
        return json.dumps(known, ensure_ascii=False)

    def put_back(self, kept: str) -> str:
        """Choose again whom it was for, "" the author; gives the words."""
        try:
            known = json.loads(kept)
            text, chosen, words = (str(known[key]) for key in ("text", "for", "for_words"))
        except (ValueError, TypeError, KeyError):
            text, chosen, words = kept, "", ""  # nothing, or kept when there were only words
        self.publish(replace(self.state, chosen=chosen, words=words))
        return text

    def _offer(self, entry: str, found: Sequence[Addressee]) -> None:
        if entry == self.state.entry:
            self.publish(replace(self.state, colleagues=tuple(found)))
