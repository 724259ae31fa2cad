"""One chooser of the grid at hand: every screen follows it, and the device remembers it."""

from __future__ import annotations

import pytest

from fieldapp.queries.grid_choice import GridChoiceQuery
from tests.devices import GRID, SCOPES, Device, make_device
from tests.ui.conftest import MakeDriver
from tests.ui.sample import fill
from ui.pictures import PORTRAIT, AppDriver

OTHER = "560102001006004"


@pytest.fixture
def two(make_driver: MakeDriver) -> tuple[AppDriver, Device]:
    """Give a window over the sample grid and a second grid with one household."""
    made = make_device(scopes_held=(*SCOPES, f"grid:{OTHER}"))
    fill(made)
    made.seed("grid", OTHER, {"name": "第四网格", "region": "r"})
    scope = f"grid:{OTHER}"
    made.seed("building", "x1", {"label": "9栋", "sort_no": 1}, scope=scope)
    dwelling = {"building_id": "x1", "room_label": "101", "floor_label": "1", "floor_sort": 10}
    made.seed("dwelling", "x1-101", {**dwelling, "use": "own"}, scope=scope)
    home = {"dwelling_id": "x1-101", "head_id": "r-x", "status": "active", "kind": "family"}
    made.seed("household", "h-x", {**home, "imported_on": "2025-01-01"}, scope=scope)
    person = {"name": "高远示例", "birth_date": "1950-01-01", "residence_type": "usual_local"}
    made.seed("resident", "r-x", person, scope=scope)
    made.seed("member", "m-x", {"household_id": "h-x", "resident_id": "r-x"}, scope=scope)
    return make_driver(device=made), made


def found(driver: AppDriver) -> list[str]:
    """List whom the search shows."""
    model = driver.app.shell.model("search")
    return [row.title for row in model.property("hits").rows if row.title]


def test_a_device_with_one_grid_shows_no_chooser(driver: AppDriver) -> None:
    assert not driver.shows(f"grid-{GRID}")


def test_what_is_chosen_on_today_holds_on_the_other_screens(
    two: tuple[AppDriver, Device],
) -> None:
    driver, device = two
    driver.tap(f"grid-{OTHER}")
    assert "高远示例" in driver.words()
    driver.go("doors")
    assert driver.app.shell.model("doors").state.context.startswith("第四网格")
    driver.go("coverage")
    assert driver.find(f"grid-{OTHER}").property("chosen")
    assert device.ask(GridChoiceQuery()).chosen == OTHER


def test_search_looks_in_the_grid_at_hand_and_says_what_is_elsewhere(
    two: tuple[AppDriver, Device],
) -> None:
    driver, _ = two
    driver.go("search")
    driver.type_text("gy")
    assert found(driver) == ["高玉芬"]
    driver.tap("searchEverywhere")
    assert found(driver) == ["高玉芬", "高远示例"]
    driver.tap(f"grid-{OTHER}")
    assert found(driver) == ["高远示例"]


def test_a_door_of_another_grid_brings_its_grid_along(two: tuple[AppDriver, Device]) -> None:
    driver, device = two
    driver.go("doors")
    driver.go("doors", "x1-101")
    assert driver.app.shell.model("doors").state.selected == "x1-101"
    assert device.ask(GridChoiceQuery()).chosen == OTHER


def test_upright_the_chooser_is_a_list(two: tuple[AppDriver, Device]) -> None:
    driver, _ = two
    driver.resize(PORTRAIT)
    assert driver.shows("gridChoice")
