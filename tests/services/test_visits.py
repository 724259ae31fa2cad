"""A knock takes a door and an outcome; campaigns start the same on every tablet."""

from __future__ import annotations

from datetime import date

import pytest

from fieldapp.errors import Refused
from fieldapp.services.campaigns import EndCampaign, StartCampaign
from fieldapp.services.visits import LogVisit
from tests.devices import DAY_MS, Device, make_device
from tests.services.grids import build, door, family


def test_a_door_and_an_outcome_are_enough(device: Device) -> None:
    build(device)
    home, _ = family(device, door(device, "502"), "高玉芬")
    visit = device.do(LogVisit(door(device, "502"), "met"))
    assert device.read("visit", visit)["household_id"] == home


def test_an_outcome_may_be_said_in_words(device: Device) -> None:
    build(device)
    visit = device.do(LogVisit(door(device, "502"), "无人"))
    assert device.read("visit", visit)["outcome"] == "no_answer"


def test_an_unknown_outcome_is_refused(device: Device) -> None:
    build(device)
    with pytest.raises(Refused) as refused:
        device.do(LogVisit(door(device, "502"), "开心"))
    assert refused.value.is_input


def test_a_knock_at_a_door_nobody_knows_is_kept(device: Device) -> None:
    build(device)
    visit = device.do(LogVisit(door(device, "502"), "no_answer"))
    assert "household_id" not in device.read("visit", visit)


def test_a_visit_of_yesterday_is_marked_as_entered_later(device: Device) -> None:
    build(device)
    visit = device.do(LogVisit(door(device, "502"), "met", at_ms=device.clock.wall_ms - DAY_MS))
    assert device.read("visit", visit)["is_late_entry"] is True


def test_a_visit_that_is_still_to_come_is_refused(device: Device) -> None:
    build(device)
    with pytest.raises(Refused) as refused:
        device.do(LogVisit(door(device, "502"), "met", at_ms=device.clock.wall_ms + DAY_MS))
    assert refused.value.code == "time-to-come"


def test_with_two_households_the_one_met_must_live_there(device: Device) -> None:
    build(device)
    elsewhere, _ = family(device, door(device, "601"), "韩示例")
    with pytest.raises(Refused) as refused:
        device.do(LogVisit(door(device, "502"), "met", elsewhere))
    assert refused.value.code == "other-door"


def test_two_tablets_that_start_a_campaign_apart_start_one(device: Device) -> None:
    other = make_device(person="worker-miao", seed=2)
    ids = {one.do(StartCampaign("SNOW_ALONE", on=date(2026, 11, 20))) for one in (device, other)}
    rows = [one.read("campaign", next(iter(ids))) for one in (device, other)]
    other.close()
    assert len(ids) == 1
    assert rows[0] == rows[1]


def test_starting_it_again_changes_nothing(device: Device) -> None:
    first = device.do(StartCampaign("SNOW_ALONE"))
    assert device.do(StartCampaign("SNOW_ALONE")) == first
    assert len(device.changes()) == 1


def test_the_communitys_template_goes_before_the_built_in_one(device: Device) -> None:
    device.seed(
        "campaign_template", "SNOW_ALONE", {"name": "下雪看老人", "tags": ["ALONE", "DIBAO"]}
    )
    started = device.do(StartCampaign("SNOW_ALONE"))
    assert device.read("campaign", started)["title"] == "下雪看老人"


def test_a_campaign_of_ones_own_needs_a_name_and_doors(device: Device) -> None:
    with pytest.raises(Refused):
        device.do(StartCampaign(title="看看楼道灯"))


def test_a_campaign_can_end_early(device: Device) -> None:
    started = device.do(StartCampaign("SNOW_ALONE"))
    device.do(EndCampaign(started))
    assert device.read("campaign", started)["ended_ms"] == device.clock.wall_ms
