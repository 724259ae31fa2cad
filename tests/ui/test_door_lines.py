"""Buildings laid out as lines, and the walk through their doors."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import example, given
from hypothesis import strategies as st

from fieldapp.queries.doors_view import BuildingView, DoorCell, DoorState, FloorView, UnitView
from ui.viewmodels.door_lines import DoorLine, Field, lay_out
from ui.viewmodels.door_walk import first_wanted, spots_of, walked


def cell(key: str, state: DoorState = DoorState.none) -> DoorCell:
    return DoorCell(key, None, key[-3:], "", (), state, "", 0, frozenset(), key)


def building(key: str, units: Iterable[tuple[int, int]]) -> BuildingView:
    """Make a building of units given as (columns, floors)."""
    views = tuple(
        UnitView(
            f"{key}{number}",
            str(number),
            columns,
            tuple(
                FloorView(
                    str(floor), tuple(cell(f"{key}{number}-{floor}{c}") for c in range(columns))
                )
                for floor in range(floors, 0, -1)
            ),
        )
        for number, (columns, floors) in enumerate(units, 1)
    )
    return BuildingView(key, key, None, 0, views)


def doors(lines: Iterable[DoorLine]) -> list[str]:
    return [one.dwelling for line in lines for part in line.parts for one in part.cells]


buildings = st.lists(
    st.lists(st.tuples(st.integers(1, 14), st.integers(1, 7)), min_size=1, max_size=5),
    max_size=5,
).map(lambda many: [building(f"b{at}", units) for at, units in enumerate(many)])
fields = st.builds(
    Field, width=st.integers(300, 1400), cell=st.sampled_from([66, 96, 116]), gap=st.just(4)
)


@given(buildings, fields)
def test_every_door_stands_in_the_field_exactly_once(
    many: list[BuildingView], field: Field
) -> None:
    wanted = [
        one.dwelling
        for building_ in many
        for unit in building_.units
        for floor in unit.floors
        for one in floor.cells
    ]
    assert sorted(doors(lay_out(many, field))) == sorted(wanted)


@given(buildings, fields)
@example([building("b", [(1, 1), (1, 1), (1, 1), (6, 1)])], Field(width=460))  # evened: 1 + 6
def test_no_line_is_wider_than_the_field(many: list[BuildingView], field: Field) -> None:
    for line in lay_out(many, field):
        for part in line.parts:
            width = part.x + field.gutter + len(part.cells) * (part.cell + field.gap) - field.gap
            assert not part.cells or width <= field.width


@given(buildings, fields)
def test_parts_of_a_line_do_not_overlap(many: list[BuildingView], field: Field) -> None:
    for line in lay_out(many, field):
        ends = [
            (part.x + field.gutter, part.x + field.gutter + len(part.cells) * (part.cell + 4))
            for part in line.parts
            if part.cells
        ]
        for (_, end), (start, _) in zip(sorted(ends), sorted(ends)[1:], strict=False):
            assert start >= end - 4


def test_a_tower_and_an_old_block_stand_side_by_side_as_drawn() -> None:
    lines = lay_out([building("b1", [(4, 11)]), building("b2", [(3, 6)] * 4)], Field())
    heads = [part.title for part in lines[0].parts]
    assert heads == ["b1", "b2"]
    assert [len(part.cells) for part in lines[2].parts] == [4, 3, 3]


def stacked(*units: tuple[str, ...]) -> BuildingView:
    """Make a building whose units have these floors, one door on each."""
    views = tuple(
        UnitView(
            f"u{number}",
            str(number),
            1,
            tuple(FloorView(floor, (cell(f"{number}-{floor}"),)) for floor in floors),
        )
        for number, floors in enumerate(units, 1)
    )
    return BuildingView("b", "b", None, 0, views)


def test_units_side_by_side_have_each_floor_in_one_line() -> None:
    tall, low = ("14", "13A", "13", "1.5", "1", "半地下", "B1"), ("14", "13", "夹层", "1")
    lines = [one for one in lay_out([stacked(low, tall)], Field()) if one.kind == "floor"]
    drawn = [tuple(part.title for part in line.parts if part.title) for line in lines]
    assert drawn == [("14",), ("13A",), ("13",), ("夹",), ("1.5",), ("1",), ("半",), ("B1",)]
    assert doors(lines[:3]) == ["1-14", "2-14", "2-13A", "1-13", "2-13"]


def test_arrows_go_to_the_next_door_of_the_floor_and_of_the_stair() -> None:
    lines = lay_out([building("b", [(3, 3)])], Field())
    spots = spots_of(lines, 4)
    assert walked(spots, "b1-31", 1, 0) == "b1-32"
    assert walked(spots, "b1-31", 0, 1) == "b1-21"
    assert walked(spots, "b1-21", 0, -1) == "b1-31"


def test_at_the_edge_an_arrow_goes_nowhere() -> None:
    spots = spots_of(lay_out([building("b", [(3, 3)])], Field()), 4)
    assert walked(spots, "b1-30", -1, 0) == ""


def test_the_pane_begins_with_a_late_door() -> None:
    unit = UnitView(
        "u",
        "1",
        2,
        (FloorView("1", (cell("due", DoorState.today), cell("late", DoorState.late))),),
    )
    spots = spots_of(lay_out([BuildingView("b", "b", None, 2, (unit,))], Field()), 4)
    assert first_wanted(spots) == "late"
