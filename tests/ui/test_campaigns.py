"""走访行动: started with a few taps, also without a network; what is left opens door by door."""

from __future__ import annotations

import pytest

from fieldapp.queries.campaign_page import CampaignsQuery
from tests.devices import GRID, NINE, SCOPES, Device, make_device
from tests.ui.conftest import MakeDriver
from tests.ui.sample import fill
from ui.pictures import PORTRAIT, AppDriver

OTHER = "560102001006004"


def started(device: Device) -> list[tuple[str, str]]:
    """List the campaigns of a device as `(title, grid)`."""
    return [(one.row.title, one.grid) for one in device.ask(CampaignsQuery())]


@pytest.fixture
def secretary(make_driver: MakeDriver) -> tuple[AppDriver, Device]:
    """Give the secretary's window over two grids."""
    made = make_device(person="secretary-lin", scopes_held=(*SCOPES, f"grid:{OTHER}"), seed=2)
    fill(made)
    made.seed("grid", OTHER, {"name": "第四网格", "region": "r"})
    made.seed("household", "h-x", {"dwelling_id": "x", "status": "active"}, scope=f"grid:{OTHER}")
    return make_driver(role="secretary", device=made), made


def test_a_worker_starts_an_emergency_campaign_with_two_taps(
    device: Device, driver: AppDriver
) -> None:
    driver.tap("startCampaign")
    driver.tap("startNow")
    assert started(device) == [("雪天访独居老人", GRID)]
    assert driver.app.shell.state.page == "campaigns"


def test_what_was_started_can_be_undone_at_once(device: Device, driver: AppDriver) -> None:
    driver.tap("startCampaign")
    driver.tap("startNow")
    driver.tap("撤销")
    assert started(device) == []


def test_the_button_says_how_many_doors_it_will_be(driver: AppDriver) -> None:
    driver.tap("startCampaign")
    before = driver.find("startNow").property("text")
    driver.tap("whom-EMPTY")
    assert driver.find("startNow").property("text") != before


def test_today_and_the_doors_say_what_is_left(device: Device, driver: AppDriver) -> None:
    driver.tap("startCampaign")
    driver.tap("startNow")
    driver.go("today")
    campaign = device.ask(CampaignsQuery())[0]
    assert driver.shows(f"campaign-{campaign.row.id}")
    driver.go("doors")
    assert driver.shows(f"filter-campaign:{campaign.row.id}")


def test_a_campaign_opens_its_doors_and_a_door_its_household(
    device: Device, driver: AppDriver
) -> None:
    driver.tap("startCampaign")
    driver.tap("startNow")
    driver.go("today")
    driver.tap(f"campaign-{device.ask(CampaignsQuery())[0].row.id}")
    driver.tap("campaignNext")
    assert driver.app.shell.state.page == "household"


def test_an_end_can_be_taken_back(device: Device, driver: AppDriver) -> None:
    driver.tap("startCampaign")
    driver.tap("startNow")
    driver.tap("endCampaign")
    assert device.ask(CampaignsQuery())[0].ended_ms == NINE
    driver.tap("接着走")
    assert device.ask(CampaignsQuery())[0].ended_ms is None


def test_the_secretary_starts_one_in_several_grids_with_days_and_questions(
    secretary: tuple[AppDriver, Device],
) -> None:
    driver, device = secretary
    driver.tap("startCampaign")
    driver.tap("template-own")
    driver.type_text("看楼道灯", into="campaignTitle")
    driver.tap("whom-all")
    driver.tap(f"grid-{OTHER}")
    driver.tap("for-6")
    driver.type_text("灯亮不亮", into="campaignAsks")
    driver.tap("startNow")
    assert started(device) == [("看楼道灯", GRID), ("看楼道灯", OTHER)]
    row = device.ask(CampaignsQuery())[0].row
    assert row.asks == ("灯亮不亮",)
    assert row.deadline_ms == NINE + (6 * 24 + 9) * 3_600_000


def test_without_a_name_it_says_so_beside_the_field(
    secretary: tuple[AppDriver, Device],
) -> None:
    driver, device = secretary
    driver.tap("startCampaign")
    driver.tap("template-own")
    driver.tap("startNow")
    assert "给这次行动起个名字。" in driver.words()
    assert started(device) == []


def test_what_a_campaign_asks_is_asked_at_its_doors(driver: AppDriver) -> None:
    driver.tap("startCampaign")
    driver.tap("startNow")
    driver.go("visit", "b2u3-502|h-b2u3-502")
    assert "暖气热不热" in driver.words()


def test_both_pages_stand_upright(device: Device, driver: AppDriver) -> None:
    driver.resize(PORTRAIT)
    driver.go("start_campaign")
    assert driver.shows("startNow")
    driver.tap("startNow")
    assert driver.shows("campaignNext")
