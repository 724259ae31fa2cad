"""A new issue half typed: what it is about and for whom comes back as it was left."""

from __future__ import annotations

import pytest

from tests.devices import Device
from tests.ui.conftest import MakeDriver
from tests.ui.issues import add_issues
from ui.pictures import AppDriver
from ui.viewmodels.issue_argument import new_issue
from ui.viewmodels.issue_new import NewIssue
from ui.viewmodels.issues import IssuesModel

KNOCK = new_issue("h-b2u3-502", "暖气不热", "v1")


@pytest.fixture
def driver(device: Device, make_driver: MakeDriver) -> AppDriver:
    """Give the worker's window, in which a new issue is begun from a knock."""
    add_issues(device)
    made = make_driver()
    made.go("issues", KNOCK)
    return made


def form(driver: AppDriver) -> NewIssue:
    """Give the form's model."""
    page = driver.app.shell.model("issues")
    assert isinstance(page, IssuesModel)
    fresh = page.fresh
    assert isinstance(fresh, NewIssue)
    return fresh


def shown_when_begun_again(driver: AppDriver) -> dict[str, object]:
    """Leave the form and begin it again from the same knock."""
    form(driver).keep()
    driver.settle()
    form(driver).begin(KNOCK.removeprefix("new:"))
    driver.settle()
    return dict(form(driver).view)


def test_for_whom_it_is_asked_comes_back_with_the_rest(driver: AppDriver) -> None:
    form(driver).describe("三天了")
    form(driver).speakFor("楼上住户")
    shown = shown_when_begun_again(driver)
    names = ("title", "text", "whom", "household", "visit")
    assert [shown[name] for name in names] == [
        "暖气不热",
        "三天了",
        "楼上住户",
        "h-b2u3-502",
        "v1",
    ]


def test_a_household_that_was_taken_off_stays_off(driver: AppDriver) -> None:
    form(driver).describe("三天了")
    form(driver).keep()
    driver.settle()
    form(driver).leaveHousehold()
    assert shown_when_begun_again(driver)["household"] == ""
