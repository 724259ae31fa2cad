"""A guest of two communities sees the catalogue of the grid at hand, once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from fieldapp.errors import Refused
from fieldapp.queries.campaign_page import CampaignChoicesQuery
from fieldapp.queries.checklist import ChecklistQuery
from fieldapp.queries.grid_choice import GridChoiceQuery
from fieldapp.queries.lookup import ChoicesQuery
from fieldapp.queries.staff import StaffQuery
from fieldapp.queries.tag_offers import TagOffersQuery
from fieldapp.services.campaigns import StartCampaign
from fieldapp.services.grid_choice import ChooseGrid
from fieldapp.services.tags import AddTag
from tests.devices import COMMUNITY_SCOPE, GRID, SCOPES, WORKER, Device, make_device

AWAY = "community:560102101205"
VILLAGE = "560102101205001"


@pytest.fixture
def guest() -> Iterator[Device]:
    """Give the device of a worker of one community with a grid in another as well."""
    made = make_device(scopes_held=(*SCOPES, AWAY, f"grid:{VILLAGE}"))
    made.seed("grid", GRID, {"name": "第三网格", "region": "r"})
    made.seed("grid", VILLAGE, {"name": "柳沟网格", "region": "r"}, scope=AWAY)
    for scope, word in ((COMMUNITY_SCOPE, "独居老人"), (AWAY, "一个人住的老人")):
        made.seed("tag_kind", "ALONE", {"name": word, "level": 2}, scope=scope)
        template = {"name": f"雪天看{word}", "tags": ["ALONE"]}
        made.seed("campaign_template", "SNOW_ALONE", template, scope=scope)
    made.seed("tag_kind", "VINEYARD", {"name": "种葡萄的", "level": 1}, scope=AWAY)
    items = {"items": [{"code": "stove", "label": "炉子"}]}
    made.seed("checklist", "own", {"name": "本村的", **items}, scope=AWAY)
    made.seed("resident", "r1", {"name": "甲示例"})
    made.seed("resident", "r2", {"name": "乙示例"}, scope=f"grid:{VILLAGE}")
    yield made
    made.close()


def test_each_kind_of_tag_is_offered_once_by_the_name_at_hand(guest: Device) -> None:
    for grid, name in ((GRID, "独居老人"), (VILLAGE, "一个人住的老人")):
        guest.do(ChooseGrid(grid))
        offered = [one.label for one in guest.ask(ChoicesQuery()).tags if one.id == "ALONE"]
        assert offered == [name]


def test_a_tag_of_the_other_community_is_not_offered_nor_taken(guest: Device) -> None:
    codes = {one.code for one in guest.ask(TagOffersQuery("resident", "r1")).tags}
    assert "VINEYARD" not in codes
    with pytest.raises(Refused):
        guest.do(AddTag("resident", "r1", "VINEYARD"))
    guest.do(AddTag("resident", "r2", "VINEYARD"))


def test_templates_are_listed_once_and_a_campaign_takes_its_own(guest: Device) -> None:
    guest.do(ChooseGrid(VILLAGE))
    titles = [one.title for one in guest.ask(CampaignChoicesQuery()).templates]
    assert titles.count("雪天看一个人住的老人") == 1
    assert "雪天看独居老人" not in titles
    started = guest.do(StartCampaign("SNOW_ALONE", grid=GRID))
    assert guest.read("campaign", started)["title"] == "雪天看独居老人"


def test_the_checklist_is_that_of_the_doors_community(guest: Device) -> None:
    guest.seed("dwelling", "d1", {"door_no": "1"})
    guest.seed("dwelling", "d2", {"door_no": "2"}, scope=f"grid:{VILLAGE}")
    assert [one.label for one in guest.ask(ChecklistQuery("d2"))] == ["炉子"]
    assert len(guest.ask(ChecklistQuery("d1"))) == 5


def test_the_row_of_ones_own_community_says_what_one_is(guest: Device) -> None:
    home = COMMUNITY_SCOPE.removeprefix("community:")
    guest.seed("staff", WORKER, {"name": "王海示例", "role": "secretary", "region": home})
    fields = {"name": "王海示例", "role": "worker", "region": home}
    guest.seed("staff", WORKER, fields, scope=AWAY)
    assert guest.ask(StaffQuery())[WORKER].role == "secretary"


def test_the_grid_at_hand_is_remembered_and_must_be_held(guest: Device) -> None:
    guest.do(ChooseGrid(VILLAGE))
    assert guest.ask(GridChoiceQuery()).chosen == VILLAGE
    with pytest.raises(Refused):
        guest.do(ChooseGrid("560102001006001"))
