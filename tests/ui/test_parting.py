"""No screen is blank when the grid went to others or the device was stopped: it says what to do."""

from __future__ import annotations

from contextlib import suppress

import pytest

from fieldapp.errors import Trouble
from server.accounts import revoke
from tests.bundles.team import Mate, Team
from tests.server.town import GRID, NINE
from tests.ui.conftest import Opened
from ui.pictures import AppDriver


@pytest.fixture
def wang(team: Team) -> Mate:
    """The worker, with a building that the community has and one that it has not."""
    mate = team.enrol("王海示例")
    mate.sync()
    mate.build("甲1")
    mate.sync()
    mate.build("甲2")
    return mate


def take_away(team: Team) -> None:
    team.town.assign("王海示例", GRID, "responsible", (None, "2026-11-19"))


def text_of(driver: AppDriver) -> str:
    return "\n".join(driver.words()).replace("\u2060", "")


def test_without_a_grid_every_screen_says_what_to_do(
    team: Team, wang: Mate, opened: Opened
) -> None:
    take_away(team)
    wang.sync()
    driver = opened(wang)
    driver.wait_for(lambda: "手里没有网格了" in text_of(driver), "the words")
    driver.go("doors")
    assert "手里没有网格" in text_of(driver)
    driver.go("diary")
    assert driver.shows("newEntry")
    driver.settle()
    assert driver.app.shell.state.banner == ""


def test_a_door_that_went_with_its_grid_leaves_the_page_without_a_word(
    team: Team, wang: Mate, opened: Opened
) -> None:
    driver = opened(wang)
    driver.go("doors")
    doors = driver.app.shell.model("doors")
    driver.wait_for(lambda: doors.pane.dwelling != "", "the door")
    take_away(team)
    wang.sync()
    driver.wait_for(lambda: "手里没有网格" in text_of(driver), "the words")
    driver.settle()
    assert (doors.pane.dwelling, driver.app.shell.state.banner) == ("", "")


def test_the_sync_page_tells_that_the_grid_was_handed_over(
    team: Team, wang: Mate, opened: Opened
) -> None:
    take_away(team)
    wang.sync()
    driver = opened(wang)
    driver.go("sync")
    driver.wait_for(lambda: driver.shows(f"notice-left-grid:{GRID}"), "the notice")
    assert "第三网格已交清" in text_of(driver)


def test_a_stopped_device_says_so_on_today_and_on_sync(
    team: Team, wang: Mate, opened: Opened
) -> None:
    with team.town.service.store.write() as connection:
        revoke(connection, wang.session.enlisted.device, NINE)
    with suppress(Trouble):
        wang.sync()
    driver = opened(wang)
    driver.wait_for(lambda: "这台平板已停用" in text_of(driver), "the words")
    for page in ("doors", "diary"):
        driver.go(page)
        assert text_of(driver)
    driver.go("sync")
    driver.wait_for(lambda: driver.shows("notice-revoked"), "the notice")
    assert "都交上去了" in text_of(driver)
