"""装户图 draws odd buildings as they stand: cellars, half floors, 13A, no units, no compound."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPointF

from fieldapp.services.places import AddBuilding
from tests.devices import GRID, make_device
from tests.ui.conftest import MakeDriver
from tests.ui.layout import faults
from ui.pictures import AppDriver, accessible_name

BETWEEN = tuple(str(floor) for floor in range(2, 13))


@pytest.fixture
def driver(make_driver: MakeDriver, quiet: list[str]) -> Iterator[AppDriver]:
    """Give the window over two buildings of no compound: one with odd floors, one without units."""
    device = make_device()
    device.seed("grid", GRID, {"region": "560102001006", "name": "第三网格"})
    halves = ("13A", "夹层", "1.5", "半地下")
    device.do(
        AddBuilding(
            "丙7",
            14,
            1,
            ("1", "2"),
            floors_below=2,
            skipped_floors=BETWEEN,
            extra_floors=halves,
        )
    )
    device.do(AddBuilding("8", 3, 2))
    made = make_driver(device=device)
    made.go("doors")
    yield made
    device.close()


def stack(driver: AppDriver, doors: tuple[str, ...]) -> list[str]:
    """Name those of the doors that are drawn, from the top down."""
    shown = [one for one in driver.items() if one.objectName().startswith("door-")]
    named = [(one, accessible_name(one).partition("，")[0]) for one in shown]
    placed = {name: one.mapToScene(QPointF()).y() for one, name in named if name in doors}
    return sorted(placed, key=placed.__getitem__)


def test_the_floors_of_a_building_are_drawn_from_the_top_down(driver: AppDriver) -> None:
    doors = ("1401", "13A01", "1301", "1.501", "半地下01", "B1-01", "B2-01")
    assert stack(driver, doors) == list(doors)


def test_a_half_floor_lies_between_its_neighbours(driver: AppDriver) -> None:
    doors = ("1301", "夹层01", "半地下01")
    assert stack(driver, doors) == list(doors)


def test_a_building_without_units_is_drawn_under_its_number_alone(driver: AppDriver) -> None:
    assert "8栋" in driver.words()
    assert stack(driver, ("101", "201", "301", "302"))[-1] == "101"


def test_a_building_of_no_compound_is_called_by_its_own_name(driver: AppDriver) -> None:
    assert "丙7" in driver.words()


def test_the_floors_are_written_before_the_doors_and_over_nothing(driver: AppDriver) -> None:
    for scale in (1.0, 1.5):
        driver.dress(text_scale=scale)
        driver.settle()
        assert faults(driver.window) == []
