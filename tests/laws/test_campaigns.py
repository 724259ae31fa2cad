"""Two workers without a network start the same campaign: the community has one, and no conflict."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from fieldapp.queries.campaign_page import CampaignsQuery
from fieldapp.queries.conflicts import ConflictsQuery
from fieldapp.services.campaigns import EndCampaign, StartCampaign
from tests.laws.village import Member, Village, check_everything, make_village
from tests.server.town import GRID

ON = date(2026, 11, 20)


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Village]:
    """Give two workers and a secretary, level with the server."""
    url = f"sqlite:///{tmp_path / 'server.db'}"
    made = make_village(url, tmp_path / "data", ["王海示例", "苗长根", "林示范"])
    made.settle()
    yield made
    made.close()


def start(member: Member) -> str:
    """Start the snow campaign on a device, offline."""
    member.clock.advance(60_000)
    return member.desk.do(StartCampaign("SNOW_ALONE", on=ON, grid=GRID)).result()


def titles(member: Member) -> list[str]:
    """List the campaigns that a device shows."""
    return [one.row.title for one in member.desk.ask(CampaignsQuery()).result()]


def test_two_offline_starts_are_one_campaign_everywhere(village: Village) -> None:
    first, second, secretary = village.members
    assert start(first) == start(second)
    village.settle()
    assert [titles(one) for one in (first, second, secretary)] == [["雪天访独居老人"]] * 3
    assert secretary.desk.ask(ConflictsQuery()).result().open == ()
    check_everything(village)


def test_a_campaign_that_the_secretary_ended_is_started_again_by_a_second_start(
    village: Village,
) -> None:
    first, _, secretary = village.members
    campaign = start(first)
    village.settle()
    secretary.clock.advance(1_000)
    secretary.desk.do(EndCampaign(campaign)).result()
    village.settle()
    start(first)
    village.settle()
    shown = secretary.shown("campaign", campaign)
    assert shown is not None
    assert "ended_ms" not in shown or shown["ended_ms"] is None
