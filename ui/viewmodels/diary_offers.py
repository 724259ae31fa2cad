"""Households offered under the line being written, after an @."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from fieldapp.queries.mentions import HouseholdRef
from fieldapp.queries.search import SearchQuery, SearchResult
from fieldapp.queries.today import TodayQuery, TodayView
from ui.viewmodels import diary_lines as lines
from ui.viewmodels.base import ViewModel, Workplace
from ui.viewmodels.diary_lines import Offer
from ui.viewmodels.list_model import RowList

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1

_FEW, _MORE = 3, 12


@dataclass(frozen=True, slots=True)
class OfferState:
    """Whether anything is offered, for which line, and what to say where nothing is."""

    is_on: bool = False
    line: str = ""
    asked: str = ""
    hint: str = ""
    has_more: bool = False


@QmlElement
class DiaryOffers(ViewModel):
    """What may follow an @: found by letters, or the doors knocked at today."""

    stateChanged = Signal()

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(place, parent)
        self.state: OfferState = OfferState()
        self._rows = RowList(Offer, self)
        self._refs: dict[str, HouseholdRef] = {}
        self._wanted: tuple[str, str] | None = None

    # --- for QML ---------------------------------------------------------------------------------

    @Property(QObject, notify=stateChanged)
    def rows(self) -> QObject:
        """The households."""
        return self._rows

    @Property(bool, notify=stateChanged)
    def isOn(self) -> bool:
        """Whether anything is offered."""
        return self.state.is_on

    @Property(str, notify=stateChanged)
    def hint(self) -> str:
        """What to do where nothing was found."""
        return self.state.hint

    @Property(bool, notify=stateChanged)
    def hasMore(self) -> bool:
        """Whether more can be found."""
        return self.state.has_more

    @Slot()
    def more(self) -> None:
        """Offer more of what was found."""
        self.ask(SearchQuery(self.state.asked, _MORE, ("resident", "dwelling")), self._found_more)

    @Slot()
    def stop(self) -> None:
        """Take the offers away."""
        self._wanted = None
        if self.state.is_on:
            self._rows.swap(())
            self.publish(OfferState())

    # --- for the editor --------------------------------------------------------------------------

    @property
    def first(self) -> str:
        """The household that Enter takes, or ""."""
        return self._rows.rows[0].key if self._rows.rows else ""

    def ref(self, household: str) -> HouseholdRef | None:
        """Give an offered household."""
        return self._refs.get(household)

    def look(self, line: str, asked: str | None) -> None:
        """Offer what fits the letters after an @ in a line; None takes the offers away."""
        if asked is None:
            self.stop()
            return
        if self._wanted == (line, asked):
            return
        self._wanted = (line, asked)
        if asked:
            kinds = ("resident", "dwelling")
            self.ask(SearchQuery(asked, _FEW, kinds), lambda found: self._found(found, line, asked))
        else:
            self.ask(TodayQuery(), lambda view: self._met(view, line))

    def _found(self, found: SearchResult, line: str, asked: str) -> None:
        offers = lines.offers_of(found)[:_FEW]
        has_more = found.people_count + found.door_count > len(offers)
        hint = "" if offers else f"没有叫“{asked}”的，换几个字母或者门号"
        self._show(offers, OfferState(True, line, asked, hint, has_more))

    def _found_more(self, found: SearchResult) -> None:
        offers = lines.offers_of(found)
        self._show(offers, OfferState(True, self.state.line, self.state.asked))

    def _met(self, view: TodayView, line: str) -> None:
        offers = lines.offers_of_met(view.met_today)[:_MORE]
        hint = "" if offers else "接着打姓名首字母或门号"
        self._show(offers, OfferState(True, line, "", hint))

    def _show(self, offers: Sequence[tuple[Offer, HouseholdRef]], state: OfferState) -> None:
        if self._wanted != (state.line, state.asked):
            return
        self._rows.swap([offer for offer, _ in offers])
        self._refs |= {ref.household: ref for _, ref in offers}
        self.publish(state)
