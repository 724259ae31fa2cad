"""转到另一网格: where there is no other grid, there is a sentence and no button."""

from __future__ import annotations

from ui.pictures import AppDriver


def test_without_another_grid_nothing_can_be_pressed(driver: AppDriver) -> None:
    driver.go("household", "h-b2u3-502")
    driver.tap("改这一户")
    driver.tap("转到另一网格")
    assert "没有别处可转" in "".join(driver.words())
    assert not driver.shows("formSave")
