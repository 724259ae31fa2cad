"""A long list stays quick in one column: only the rows in view are made."""

from __future__ import annotations

from tests.devices import Device
from tests.queries import big
from tests.ui.conftest import MakeDriver
from tests.ui.sample import begin
from ui.pictures import PORTRAIT

ROWS_IN_VIEW = 60


def test_upright_a_day_of_hundreds_of_doors_makes_only_what_is_seen(
    device: Device, make_driver: MakeDriver
) -> None:
    begin(device)
    big.fill(device, doors=600, residents=900, visits=400)
    driver = make_driver(size=PORTRAIT)
    driver.go("today")
    shown = driver.find("todayList")
    assert int(shown.property("count")) > 3 * ROWS_IN_VIEW
    made = [item for item in driver.items() if item.objectName().startswith("due-")]
    assert 0 < len(made) < ROWS_IN_VIEW
