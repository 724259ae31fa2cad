"""走访行动: for whom a campaign is, what is left of it, and what it asks at a door."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from importlib.resources import files

import pytest

from fieldapp.domain.campaigns import TEMPLATES, Aim, in_season, template_from
from fieldapp.errors import Refused
from fieldapp.queries.campaign_page import (
    CampaignChoicesQuery,
    CampaignPlanQuery,
    CampaignQuery,
    CampaignsQuery,
    CampaignState,
)
from fieldapp.queries.checklist import ChecklistQuery
from fieldapp.queries.today import TodayQuery
from fieldapp.queries.visits import VisitsQuery
from fieldapp.services.campaigns import (
    EndCampaign,
    ResumeCampaign,
    StartCampaign,
    StartCampaigns,
)
from fieldapp.services.undo import UndoAct
from fieldapp.services.visits import LogVisit
from tests.devices import DAY_MS, GRID, NINE, SCOPES, Device, make_device
from tests.queries.test_today import elder, met_days_ago
from tests.services.grids import build, door, family

OTHER = "560102001006004"
TODAY = date(2026, 11, 20)


@pytest.fixture
def two_grids() -> Iterator[Device]:
    """Give the device of somebody with two grids, empty."""
    made = make_device(scopes_held=(*SCOPES, f"grid:{OTHER}"))
    made.seed("grid", GRID, {"name": "第三网格", "region": "r"})
    made.seed("grid", OTHER, {"name": "第四网格", "region": "r"})
    yield made
    made.close()


def left(device: Device) -> list[str]:
    """Give the doors that campaigns have left."""
    lines = device.ask(CampaignsQuery())
    views = [device.ask(CampaignQuery(one.row.id)) for one in lines]
    return [one.door for view in views for one in view.doors if one.is_left]


def test_doors_left_are_listed_and_those_met_stay_below_them(device: Device) -> None:
    build(device)
    for room in ("502", "101"):
        elder(device, room)
        met_days_ago(device, room, 1)
    started = device.do(StartCampaign("SNOW_ALONE"))
    device.do(LogVisit(door(device, "502"), "met"))
    view = device.ask(CampaignQuery(started))
    assert [(one.door, one.is_left, one.outcome) for one in view.doors] == [
        ("3-101", True, ""),
        ("3-502", False, "met"),
    ]


def test_a_campaign_can_be_for_everybody_of_some_buildings(device: Device) -> None:
    first = build(device)
    family(device, door(device, "502"), "甲示例")
    second = build(device, "乙2", "杏林家园")
    wish = StartCampaign(title="看楼道灯", places=(first.building,), is_for_all=True)
    device.do(wish)
    assert left(device) == ["3-502"]
    plan = CampaignPlanQuery(Aim(places=frozenset([second.building])), (GRID,))
    assert [one.count for one in device.ask(plan)] == [0]


def test_a_building_of_another_grid_cannot_be_named(two_grids: Device) -> None:
    with pytest.raises(Refused) as refused:
        two_grids.do(StartCampaign(title="看灯", places=("nowhere",), grid=GRID))
    assert refused.value.code == "place-unknown"


def test_one_start_in_several_grids_is_undone_together(two_grids: Device) -> None:
    started = two_grids.do(StartCampaigns(StartCampaign("SNOW_ALONE"), (GRID, OTHER)))
    assert {one.grid for one in two_grids.ask(CampaignsQuery())} == {GRID, OTHER}
    two_grids.do(UndoAct(started.act))
    assert two_grids.ask(CampaignsQuery()) == ()


def test_a_campaign_to_come_is_listed_and_makes_nobody_due(device: Device) -> None:
    build(device)
    elder(device)
    met_days_ago(device, "502", 1)
    device.do(StartCampaign("SNOW_ALONE", on=TODAY + timedelta(2)))
    assert [one.state for one in device.ask(CampaignsQuery())] == [CampaignState.coming]
    assert device.ask(TodayQuery()).campaigns == ()


def test_an_end_can_be_taken_back_and_starting_again_takes_it_back_too(device: Device) -> None:
    started = device.do(StartCampaign("SNOW_ALONE"))
    device.do(EndCampaign(started))
    assert device.ask(CampaignsQuery())[0].state is CampaignState.ended
    device.do(ResumeCampaign(started))
    assert device.ask(CampaignsQuery())[0].state is CampaignState.running
    device.clock.advance(1_000)
    device.do(EndCampaign(started))
    device.do(StartCampaign("SNOW_ALONE"))
    assert device.ask(CampaignsQuery())[0].state is CampaignState.running


def test_what_was_met_after_the_end_is_not_counted(device: Device) -> None:
    build(device)
    elder(device)
    started = device.do(StartCampaign("SNOW_ALONE"))
    device.do(EndCampaign(started))
    device.clock.advance(60_000)
    device.do(LogVisit(door(device, "502"), "met"))
    assert device.ask(CampaignsQuery())[0].row.left == 1


@pytest.mark.parametrize("until_ms", [NINE - DAY_MS, NINE + 200 * DAY_MS])
def test_a_campaign_has_an_end_within_a_quarter(device: Device, until_ms: int) -> None:
    with pytest.raises(Refused) as refused:
        device.do(StartCampaign("SNOW_ALONE", on=TODAY, deadline_ms=until_ms))
    assert refused.value.code == "bad-deadline"


def test_what_a_campaign_asks_stands_first_on_the_checklist_of_its_doors(device: Device) -> None:
    build(device)
    home, other = elder(device), family(device, door(device, "601"), "韩示例")[0]
    device.do(StartCampaign("SNOW_ALONE", asks=("暖气热不热",)))
    asked = device.ask(ChecklistQuery(door(device, "502"), home))
    assert [one.label for one in asked][:2] == ["暖气热不热", "身体"]
    assert "暖气热不热" not in {
        one.label for one in device.ask(ChecklistQuery(door(device, "601"), other))
    }


def test_what_was_answered_with_a_concern_is_named_at_its_door(device: Device) -> None:
    build(device)
    home = elder(device)
    started = device.do(StartCampaign("SNOW_ALONE", asks=("暖气热不热",)))
    items = ({"item": f"{started}:1", "answer": "concern"}, {"item": "safety", "answer": "concern"})
    device.do(LogVisit(door(device, "502"), "met", home, items=items))
    assert device.ask(CampaignQuery(started)).doors[0].concerns == ("暖气热不热",)
    assert device.ask(VisitsQuery(home))[0].concerns == ("暖气热不热", "燃气、水暖、用电")


def test_more_than_five_things_are_not_asked(device: Device) -> None:
    with pytest.raises(Refused) as refused:
        device.do(StartCampaign("SNOW_ALONE", asks=tuple("一二三四五六")))
    assert refused.value.code == "too-many-asks"


def test_the_template_of_the_season_comes_first() -> None:
    for month, first in ((1, "SNOW_ALONE"), (7, "HEAT_ELDER"), (4, "NO_POWER")):
        assert in_season(TEMPLATES.values(), date(2026, month, 20))[0].id == first


def test_the_built_in_templates_are_those_a_community_begins_with() -> None:
    text = (files("resources") / "catalogue" / "campaigns.json").read_text("utf-8")
    given = {one.pop("code"): one for one in json.loads(text)}
    assert {id_: template_from(id_, fields) for id_, fields in given.items()} == dict(TEMPLATES)


def test_the_catalogues_templates_go_before_those_built_in(device: Device) -> None:
    device.seed("campaign_template", "SNOW_ALONE", {"name": "下雪看老人", "tags": ["ALONE"]})
    device.seed("campaign_template", "NO_POWER", {"name": "停电", "archived": True})
    titles = [one.title for one in device.ask(CampaignChoicesQuery()).templates]
    assert titles == ["下雪看老人", "高温天看老人"]
