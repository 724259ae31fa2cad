"""装户图: the doors as they stand, filters, the chosen door, and an outcome logged with one tap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

import fieldapp.queries.doors  # noqa: F401 - who answers DoorsQuery
from fieldapp.queries.doors_view import BuildingView, DoorFilter, DoorsQuery, DoorsView, VillageView
from ui import text
from ui.bridge import Known
from ui.qt_types import QVariantList
from ui.viewmodels import grid_choice
from ui.viewmodels.base import ViewModel, Workplace
from ui.viewmodels.door_lines import DoorLine, Field, lay_out
from ui.viewmodels.door_pane import DoorPaneModel
from ui.viewmodels.door_walk import Spot, first_wanted, spots_of, walked
from ui.viewmodels.list_model import RowList
from ui.viewmodels.village_lines import StopLine, stop_lines

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1

EVERYTHING = "all"
_FIELD_KINDS = "dwelling building unit compound village_group household member resident visit"


@dataclass(frozen=True, slots=True)
class FilterRow:
    """One filter chip."""

    key: str
    label: str
    count: str


@dataclass(frozen=True, slots=True)
class DoorsState:
    """Which doors are shown, which one is chosen."""

    context: str = ""
    filter: str = "due"
    place: str = EVERYTHING
    selected: str = ""
    selected_line: int = -1
    selected_head: int = -1
    is_village: bool = False
    has_doors: bool = False
    is_known: bool = False


@QmlElement
class DoorsModel(ViewModel):
    """The drawn grid and its chosen door."""

    stateChanged = Signal()
    placesChanged = Signal()
    watched = frozenset(f"{_FIELD_KINDS} campaign tag_kind".split()) | grid_choice.WATCHED

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(place, parent)
        self.state: DoorsState = DoorsState()
        self._view: DoorsView | None = None
        self._wanted = ""
        self._grid = grid_choice.GridChoiceModel(place, self)
        self._grid.stateChanged.connect(self._name)
        self._field = Field()
        self._is_narrow = False
        self._shown_place = EVERYTHING
        self._places: list[dict[str, str]] = []
        self._spots: list[Spot] = []
        self._lines = RowList(DoorLine, self)
        self._stops = RowList(StopLine, self)
        self._filters = RowList(FilterRow, self)
        self._pane = DoorPaneModel(place, self)

    # --- for QML ---------------------------------------------------------------------------------

    @Property(str, notify=stateChanged)
    def context(self) -> str:
        """The grid and how many households it has."""
        return self.state.context

    @Property(bool, notify=stateChanged)
    def hasGrid(self) -> bool:
        """Whether a grid is held on this device."""
        return self._view is not None

    @Property(str, notify=stateChanged)
    def filter(self) -> str:
        """Key of the filter in force."""
        return self.state.filter

    @Property(str, notify=stateChanged)
    def chosenPlace(self) -> str:
        """Id of the building or village group shown alone, or "all"."""
        return self.state.place

    @Property(int, notify=placesChanged)
    def placeIndex(self) -> int:
        """Where the chosen place stands among `places`."""
        keys = [one["key"] for one in self._places]
        return keys.index(self._shown_place) if self._shown_place in keys else 0

    @Property(QVariantList, notify=placesChanged)
    def places(self) -> list[dict[str, str]]:
        """The buildings or village groups one can look at alone: {key, text}."""
        return self._places

    @Property(QObject, notify=stateChanged)
    def grid(self) -> QObject:
        """The chooser of the grid at hand."""
        return self._grid

    @Property(str, notify=stateChanged)
    def selected(self) -> str:
        """Id of the chosen door."""
        return self.state.selected

    @Property(int, notify=stateChanged)
    def selectedLine(self) -> int:
        """Index of the line in which the chosen door stands, or -1."""
        return self.state.selected_line

    @Property(int, notify=stateChanged)
    def selectedHead(self) -> int:
        """Index of the heading above the chosen door, or -1."""
        return self.state.selected_head

    @Property(bool, notify=stateChanged)
    def isVillage(self) -> bool:
        """Whether the doors are shown as a walk instead of as buildings."""
        return self.state.is_village

    @Property(bool, notify=stateChanged)
    def hasDoors(self) -> bool:
        """Whether there is any door to show."""
        return self.state.has_doors

    @Property(bool, notify=stateChanged)
    def isKnown(self) -> bool:
        """Whether the first answer has come."""
        return self.state.is_known

    @Property(QObject, notify=stateChanged)
    def lines(self) -> QObject:
        """The lines of the field."""
        return self._lines

    @Property(QObject, notify=stateChanged)
    def stops(self) -> QObject:
        """The stops of the walk."""
        return self._stops

    @Property(QObject, notify=stateChanged)
    def filters(self) -> QObject:
        """The filter chips."""
        return self._filters

    @Property(QObject, notify=stateChanged)
    def pane(self) -> QObject:
        """The model of the chosen door's pane."""
        return self._pane

    @Slot(int, int, int, int, bool)
    def fit(self, width: int, cell: int, gap: int, gutter: int, isNarrow: bool) -> None:
        """Lay the doors out for a field of this size; a narrow one shows one building."""
        field = Field(width, cell, gap, gutter)
        if width > 0 and (field, isNarrow) != (self._field, self._is_narrow):
            self._field, self._is_narrow = field, isNarrow
            if self._view is not None:
                self._name_places(self._view)
            self._draw()

    @Slot(str)
    def setFilter(self, key: str) -> None:
        """Fade what is not in this filter."""
        self.publish(replace(self.state, filter=key))

    @Slot(int)
    def choosePlace(self, index: int) -> None:
        """Show one building or village group alone, or everything."""
        if 0 <= index < len(self._places):
            self.publish(replace(self.state, place=self._places[index]["key"]))
            self._draw()

    @Slot(str)
    def select(self, dwelling: str) -> None:
        """Choose a door."""
        line = next((spot.line for spot in self._spots if spot.dwelling == dwelling), -1)
        heads = [at for at, one in enumerate(self._lines.rows[: line + 1]) if one.kind == "head"]
        self.publish(
            replace(
                self.state,
                selected=dwelling,
                selected_line=line,
                selected_head=heads[-1] if heads else -1,
            )
        )
        self._pane.show(dwelling)

    @Slot(int, int)
    def walk(self, right: int, down: int) -> None:
        """Choose the door next to the chosen one."""
        found = walked(self._spots, self.state.selected, right, down)
        if found:
            self.select(found)

    # --- from the desk ---------------------------------------------------------------------------

    def kinds_changed(self, kinds: frozenset[str]) -> None:
        """Ask again, and have the pane ask."""
        super().kinds_changed(kinds)
        self._pane.kinds_changed(kinds)

    def opened(self) -> None:
        """Choose the door that the page was opened with."""
        if self.argument:
            self._wanted = self.argument
            self.publish(replace(self.state, selected=self.argument, place=EVERYTHING))

    def refresh(self) -> None:
        """Ask for the doors of the grid at hand."""
        self._grid.refresh()
        wanted, self._wanted = self._wanted, ""
        self.ask(
            DoorsQuery(holding=wanted),
            lambda view: self._arrive(view, is_led=bool(wanted)),
            self._show_none,
        )

    def _show_none(self, error: Known) -> None:
        """No grid is here, or none any more."""
        if error.code != "not-your-scope":
            self.place.say(error.sentence)
            return
        self._view, self._spots = None, []
        self.publish(DoorsState(is_known=True))

    def _arrive(self, view: DoorsView, *, is_led: bool) -> None:
        if is_led:
            self._grid.follow(view.grid)
        self._show(view)

    def _name(self) -> None:
        if self._view is not None:
            self.publish(replace(self.state, context=self._context(self._view)))

    def _show(self, view: DoorsView) -> None:
        if self._view is not None and self._view.grid != view.grid:
            self.publish(replace(self.state, place=EVERYTHING))
        self._view = view
        self._filters.swap([_chip(one) for one in view.filters])
        keys = {one.key for one in view.filters if one.count}
        chosen = self.state.filter if self.state.filter in keys else EVERYTHING
        self.publish(replace(self.state, context=self._context(view), filter=chosen))
        self._name_places(view)
        self._draw()

    def _context(self, view: DoorsView) -> str:
        count = text.counted(view.households, "户")
        return text.JOINT.join(part for part in (self._grid.name, count) if part)

    def _name_places(self, view: DoorsView) -> None:
        buildings = [{"key": one.id, "text": one.title} for one in view.buildings if one.units]
        groups = [
            {"key": one.id, "text": one.title, "count": str(one.households)}
            for one in view.villages
        ]
        places = buildings + groups
        if buildings and not self._is_narrow:
            places.insert(0, {"key": EVERYTHING, "text": "全部楼栋"})
        if places != self._places:
            self._places = places
            self.placesChanged.emit()

    def _draw(self) -> None:
        view = self._view
        if view is None:
            return
        village = self._village(view)
        self._spots = self._draw_walk(village) if village else self._draw_buildings(view)
        shown = {spot.dwelling for spot in self._spots}
        selected = self.state.selected
        if selected not in shown:
            selected = first_wanted(self._spots)
        self.publish(
            replace(
                self.state,
                is_village=village is not None,
                has_doors=bool(self._spots),
                is_known=True,
            )
        )
        self.placesChanged.emit()
        self.select(selected)

    def _village(self, view: DoorsView) -> VillageView | None:
        chosen = [one for one in view.villages if one.id == self.state.place]
        if chosen:
            return chosen[0]
        if view.villages and not any(one.units for one in view.buildings):
            self.publish(replace(self.state, place=view.villages[0].id))
            return view.villages[0]
        return None

    def _draw_walk(self, village: VillageView) -> list[Spot]:
        self._lines.swap(())
        lines = stop_lines(village)
        self._stops.swap(lines)
        return [
            Spot(one.key, at, 0, one.standing)
            for at, one in enumerate(lines)
            if not one.is_landmark
        ]

    def _first_building(self, shown: Sequence[BuildingView]) -> BuildingView:
        """Give the building of the chosen door, else the one with the most doors due."""
        chosen = (one for one in shown if _holds(one, self.state.selected))
        return next(chosen, max(shown, key=lambda one: one.due_count))

    def _draw_buildings(self, view: DoorsView) -> list[Spot]:
        shown = [one for one in view.buildings if one.units]
        if self.state.place != EVERYTHING:
            shown = [one for one in shown if one.id == self.state.place] or shown
        elif self._is_narrow and shown:
            shown = [self._first_building(shown)]
        self._shown_place = shown[0].id if len(shown) == 1 else EVERYTHING
        lines = lay_out(shown, self._field)
        self._stops.swap(())
        self._lines.swap(lines)
        return spots_of(lines, self._field.gap)


def _holds(building: BuildingView, dwelling: str) -> bool:
    return any(
        cell.dwelling == dwelling
        for unit in building.units
        for floor in unit.floors
        for cell in floor.cells
    )


def _chip(one: DoorFilter) -> FilterRow:
    is_plain = one.key in ("tag:TENANT", "vacant")
    return FilterRow(one.key, one.label, "" if is_plain else str(one.count))
