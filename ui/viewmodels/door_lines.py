"""How buildings become lines that a list can recycle: bands of units side by side, shelf by shelf.

A unit is a block that wraps but never splits; only a row of doors wider than the field does, as a
street does. Lengths are pixels of the field.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from fieldapp.domain.address import floor_sort
from fieldapp.queries.doors_view import BuildingView, DoorCell, FloorView, UnitView
from ui import text

_STRETCH = 8
"""By how many pixels a cell may grow so that a shelf fills the field."""


@dataclass(frozen=True, slots=True)
class Field:
    """The place there is: its width, and the sizes of a cell, a gap, the floor's gutter."""

    width: int = 800
    cell: int = 66
    gap: int = 4
    gutter: int = 24
    between: int = 16


@dataclass(frozen=True, slots=True)
class Cell:
    """One door as the kit draws it."""

    dwelling: str
    number: str
    name: str
    marks: tuple[str, ...]
    standing: str
    filters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What stands in one line at one place: a heading, a unit's label, or a floor's doors."""

    x: int
    kind: str
    cell: int = 0
    title: str = ""
    note: str = ""
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class DoorLine:
    """One line of the field. `kind` gives its height: head, label or floor."""

    key: str
    kind: str
    parts: tuple[Part, ...]


@dataclass(slots=True)
class _Block:
    """A building on a shelf: its bands of units, and how many columns it takes."""

    building: BuildingView
    bands: list[list[UnitView]]
    labels: bool
    x: int = 0
    cell: int = 0
    columns: int = field(init=False)

    def __post_init__(self) -> None:
        self.columns = max(sum(unit.columns for unit in band) for band in self.bands)

    def width(self, place: Field, cell: int) -> int:
        """Give the width in pixels."""
        return place.gutter + max(_band_width(band, place, cell) for band in self.bands)


def _band_width(band: Sequence[UnitView], place: Field, cell: int) -> int:
    columns = sum(unit.columns for unit in band)
    gaps = place.gap * (columns - len(band)) + place.between * (len(band) - 1)
    return columns * cell + gaps


def lay_out(buildings: Sequence[BuildingView], place: Field) -> list[DoorLine]:
    """Lay buildings out in a field, as lines from the top down."""
    lines: list[DoorLine] = []
    for number, shelf in enumerate(_shelves([one for one in buildings if one.units], place)):
        _stretch(shelf, place)
        lines += _lines(shelf, place, number)
    return lines


def _shelves(buildings: Sequence[BuildingView], place: Field) -> Iterator[list[_Block]]:
    shelf: list[_Block] = []
    used = 0
    for building in buildings:
        room = place.width - used
        block = _fit(building, place, room) if shelf else None
        if block is None:
            if shelf:
                yield shelf
            shelf, used = [], 0
            block = _fit(building, place, place.width) or _block(_narrowed(building, place), 1)
        shelf.append(block)
        used += block.width(place, place.cell) + place.between
    if shelf:
        yield shelf


def _fit(building: BuildingView, place: Field, room: int) -> _Block | None:
    """Give the building with as many units side by side as fit, or None when not one does.

    Beside another one it may not stand higher than it would alone: that would leave a hole.
    """
    most = len(building.units) if room == place.width else _bands_alone(building, place)
    for across in range(len(building.units), 0, -1):
        block = _block(building, across)
        if block.width(place, place.cell) <= room:
            even = _block(building, -(-len(building.units) // len(block.bands)))
            best = even if even.width(place, place.cell) <= room else block
            return best if len(block.bands) <= most else None
    return None


def _bands_alone(building: BuildingView, place: Field) -> int:
    alone = _fit(building, place, place.width)
    return len(alone.bands) if alone else 0


def _block(building: BuildingView, across: int) -> _Block:
    units = building.units
    bands = [list(units[at : at + across]) for at in range(0, len(units), across)]
    return _Block(building, bands, labels=any(_label(unit) for unit in units))


def _narrowed(building: BuildingView, place: Field) -> BuildingView:
    """Break floors that are wider than the field, as the row of doors along a street is."""
    most = max(1, (place.width - place.gutter + place.gap) // (place.cell + place.gap))
    units = tuple(_narrow_unit(unit, most) for unit in building.units)
    return BuildingView(building.id, building.title, building.has_lift, building.due_count, units)


def _narrow_unit(unit: UnitView, most: int) -> UnitView:
    floors = tuple(
        FloorView(floor.label if at == 0 else "", floor.cells[at : at + most])
        for floor in unit.floors
        for at in range(0, len(floor.cells), most)
    )
    return UnitView(unit.id, unit.label, min(unit.columns, most), floors)


def _stretch(shelf: Sequence[_Block], place: Field) -> None:
    """Give each building its place and its cells the room that is left, long numbers first."""
    room = place.width - place.between * (len(shelf) - 1)
    for block in shelf:
        block.cell = place.cell
    for block in sorted(shelf, key=lambda block: -_digits(block.building)):
        used = sum(one.width(place, one.cell) for one in shelf)
        block.cell += max(0, min(_STRETCH, (room - used) // block.columns))
    x = 0
    for block in shelf:
        block.x = x
        x += block.width(place, block.cell) + place.between


def _digits(building: BuildingView) -> int:
    cells = (cell for unit in building.units for floor in unit.floors for cell in floor.cells)
    return max((len(cell.number) for cell in cells), default=0)


def _lines(shelf: Sequence[_Block], place: Field, number: int) -> Iterator[DoorLine]:
    heads = tuple(
        Part(block.x, "head", title=block.building.title, note=_note(block)) for block in shelf
    )
    yield DoorLine(f"{number}-head", "head", heads)
    columns = [list(_rows(block, place)) for block in shelf]
    if any(block.labels for block in shelf):
        for column, block in zip(columns, shelf, strict=True):
            if not block.labels:
                column.insert(0, ())
    for at, rows in enumerate(zip_longest(*columns, fillvalue=())):
        parts = tuple(part for row in rows for part in row)
        if parts:
            kind = "floor" if any(part.kind == "floor" for part in parts) else "label"
            yield DoorLine(f"{number}-{at}", kind, parts)


def _rows(block: _Block, place: Field) -> Iterator[tuple[Part, ...]]:
    """Give the lines of one building: for each band its labels, then its floors."""
    for band in block.bands:
        starts = list(_starts(band, block, place))
        if block.labels:
            yield tuple(
                Part(x + place.gutter, "label", title=_label(unit))
                for unit, x in zip(band, starts, strict=True)
            )
        for level in _levels(band):
            yield tuple(_level(level, starts, block.cell))


def _starts(band: Sequence[UnitView], block: _Block, place: Field) -> Iterator[int]:
    x = block.x
    for unit in band:
        yield x
        x += unit.columns * (block.cell + place.gap) - place.gap + place.between


def _levels(band: Sequence[UnitView]) -> Iterator[tuple[FloorView | None, ...]]:
    """Give the floors of units side by side from the top down, each floor in one line.

    A unit may lack a floor that its neighbour has: 13A, a cellar. One alone keeps its own lines.
    """
    if len(band) == 1:
        yield from ((view,) for view in band[0].floors)
        return
    known = [{view.label: view for view in unit.floors} for unit in band]
    labels = dict.fromkeys(view.label for unit in band for view in unit.floors)
    for label in sorted(labels, key=floor_sort, reverse=True):
        yield tuple(one.get(label) for one in known)


def _level(level: Sequence[FloorView | None], starts: Sequence[int], cell: int) -> Iterator[Part]:
    """Give the doors of one floor; its label stands before the first unit, doors there or not."""
    label = next(view.label for view in level if view is not None)
    for view, x in zip(level, starts, strict=True):
        cells = () if view is None else tuple(map(_cell, view.cells))
        is_first = x == starts[0]
        if cells or is_first:
            yield Part(x, "floor", cell, _short(label) if is_first else "", cells=cells)


def _short(floor: str) -> str:
    """Write a floor in the narrow gutter: 半地下 as 半, while its doors have the whole word."""
    return floor if floor.isascii() else floor[:1]


def _cell(cell: DoorCell) -> Cell:
    return Cell(
        cell.dwelling,
        cell.number,
        cell.name,
        cell.marks,
        text.standing_of(cell.state),
        tuple(sorted(cell.filters)),
    )


def _label(unit: UnitView) -> str:
    if unit.label in ("", "无"):
        return "无单元" if unit.label else ""
    return unit.label if unit.label.endswith("单元") else f"{unit.label}单元"


def _note(block: _Block) -> str:
    due = block.building.due_count
    return f"该去 {due} 户" if due else ""
