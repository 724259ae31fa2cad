"""覆盖: every figure opens the list it counts."""

from __future__ import annotations

import pytest

from fieldapp.queries.coverage import CoverageQuery
from fieldapp.services.visits import LogVisit
from tests.devices import Device
from tests.ui.conftest import MakeDriver
from ui.pictures import PORTRAIT, AppDriver
from ui.viewmodels.coverage import CoverageModel


@pytest.fixture
def window(make_driver: MakeDriver, secretary_device: Device) -> AppDriver:
    """Give the secretary's window at the figures."""
    driver = make_driver(role="secretary", device=secretary_device)
    driver.go("coverage")
    return driver


@pytest.mark.parametrize("figure", ["due", "knocked", "contacted", "left"])
def test_a_figure_opens_a_list_of_as_many_rows(
    window: AppDriver, secretary_device: Device, figure: str
) -> None:
    window.tap(f"figure-{figure}")
    count = getattr(secretary_device.ask(CoverageQuery()), figure).count
    shown = window.app.shell.model("coverage").property("rows").rowCount()
    assert shown == count
    assert window.find(f"figure-{figure}").property("figure") == str(count)


def test_a_visit_moves_a_household_over(window: AppDriver, secretary_device: Device) -> None:
    before = secretary_device.ask(CoverageQuery())
    assert before.left.count
    household = before.left.households[0]
    row = next(one for one in before.rows if one.household == household)
    secretary_device.do(LogVisit(row.dwelling, "met", household))
    window.settle()
    assert window.find("figure-left").property("figure") == str(before.left.count - 1)


def test_another_month_has_its_own_figures(window: AppDriver, secretary_device: Device) -> None:
    model = window.app.shell.model("coverage")
    assert isinstance(model, CoverageModel)
    model.setMonth(1)
    window.settle()
    count = secretary_device.ask(CoverageQuery("2026-10")).left.count
    assert window.find("figure-left").property("figure") == str(count)


def test_a_row_opens_the_household(window: AppDriver) -> None:
    window.tap("figure-due")
    rows = window.app.shell.model("coverage").property("rows").rows
    window.tap(f"cover-{rows[0].key}")
    assert window.app.shell.state.page == "household"


def test_the_page_stands_upright_too(window: AppDriver) -> None:
    window.resize(PORTRAIT)
    assert window.shows("coverHeading")
