"""A month on one page, counted from the records, without a name on it."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from fieldapp.errors import Refused
from fieldapp.queries.coverage import CoverageQuery
from fieldapp.queries.month_page import MonthPageQuery
from fieldapp.services.campaigns import StartCampaign
from tests.devices import COMMUNITY_SCOPE, DAY_MS, GRID, NINE, SCOPES, WORKER, Device, make_device
from tests.ui.sample import SECRETARY, add_diary, fill

OTHER = "560102001006004"
MONTH_MS = 40 * DAY_MS


@pytest.fixture
def grid(device: Device) -> Device:
    """Give the device the sample grid."""
    fill(device)
    return device


def promise(device: Device, id_: str, text: str, *, days: int, done: int | None = None) -> None:
    """Have something promised some days ago, and done."""
    fields = {"household_id": "h-b2u3-502", "text": text, "author": WORKER}
    fields["made_ms"] = NINE - days * DAY_MS
    fields["done_ms"] = None if done is None else NINE - done * DAY_MS
    device.seed("promise", id_, fields)


def test_the_figures_are_those_of_the_screen(grid: Device) -> None:
    page, view = grid.ask(MonthPageQuery()), grid.ask(CoverageQuery())
    assert (page.figures.due, page.figures.left) == (view.due, view.left)
    assert (page.month, page.place, str(page.until)) == (
        "2026-11",
        "杏林社区第三网格",
        "2026-11-20",
    )


def test_open_promises_stand_by_their_door_oldest_first(grid: Device) -> None:
    promise(grid, "p-old", "替高奶奶问医保", days=30)
    page = grid.ask(MonthPageQuery())
    assert [(one.door, one.text) for one in page.open] == [
        ("乙1-3-502", "替住户问医保"),
        ("乙1-3-502", "问供热站：暖气不热"),
    ]
    assert page.made == 1


def test_what_was_kept_in_the_month_is_told_and_no_longer_open(grid: Device) -> None:
    promise(grid, "p-kept", "楼道灯修好", days=10, done=2)
    promise(grid, "p-before", "更早办的", days=50, done=40)
    page = grid.ask(MonthPageQuery())
    assert [one.id for one in page.kept] == ["p-kept"]
    assert "p-kept" not in [one.id for one in page.open]


def test_a_month_that_is_over_still_counts_what_was_promised_in_it(grid: Device) -> None:
    promise(grid, "p-then", "后来办的", days=40, done=2)
    page = grid.ask(MonthPageQuery("2026-10"))
    assert (page.made, page.kept, page.open) == (1, (), ())


def test_no_name_of_anybody_is_on_it(grid: Device) -> None:
    add_diary(grid)
    grid.do(StartCampaign("SNOW_ALONE", grid=GRID))
    promise(grid, "p", "高玉芬的女儿电话 10012345601", days=1)
    said = str(asdict(grid.ask(MonthPageQuery())))
    assert not [word for word in ("高玉芬", "王海", "林示范", "10012345601") if word in said]


def test_who_moved_away_is_known_too(grid: Device) -> None:
    grid.seed("resident", "r-gone", {"name": "司徒望舒"})
    page = grid.ask(MonthPageQuery(said=("司徒望舒的灯修好了",)))
    assert page.said == ("住户的灯修好了",)


def test_only_a_campaign_for_open_tags_goes_on_the_wall_and_without_a_name(grid: Device) -> None:
    common = {"starts_ms": NINE, "template": "", "reason": ""}
    grid.seed("campaign", "k1", common | {"title": "替高玉芬看独居老人", "tags": ["ALONE"]})
    grid.seed("campaign", "k2", common | {"title": "替高玉芬找志愿者", "tags": ["VOL"]})
    found = {one.title: one.on_wall for one in grid.ask(MonthPageQuery()).campaigns}
    assert found == {"替高玉芬看独居老人": "", "替高玉芬找志愿者": "替住户找志愿者"}


def test_a_campaign_of_the_month_says_whom_it_was_for_and_who_is_left(grid: Device) -> None:
    grid.do(StartCampaign("SNOW_ALONE", grid=GRID))
    (campaign,) = grid.ask(MonthPageQuery()).campaigns
    assert (campaign.title, campaign.total, campaign.left) == ("雪天访独居老人", 6, 6)
    assert grid.ask(MonthPageQuery("2026-10")).campaigns == ()


def test_diary_entries_are_counted_by_what_they_were_about(grid: Device) -> None:
    add_diary(grid)
    grid.seed(
        "diary_entry",
        "e2",
        {
            "author": WORKER,
            "grid": GRID,
            "on": "2026-11-18",
            "submitted_ms": NINE,
            "categories": ["hazard", "livelihood"],
        },
    )
    page = grid.ask(MonthPageQuery())
    assert (page.entries, page.heard) == (2, (("民生诉求", 1), ("安全隐患", 1)))


def test_all_grids_together_are_one_page_with_their_sums() -> None:
    both = make_device(
        person=SECRETARY, scopes_held=(COMMUNITY_SCOPE, *SCOPES[1:], f"grid:{OTHER}"), seed=3
    )
    fill(both)
    region = {"region": "560102001006", "name": "第四网格"}
    both.seed("grid", OTHER, region)
    alone, page = both.ask(MonthPageQuery(grid=GRID)), both.ask(MonthPageQuery(is_for_all=True))
    assert (page.place, page.grids) == ("杏林社区 2 个网格", 2)
    assert page.figures.due.count == alone.figures.due.count
    both.close()


def test_a_grid_that_is_not_here_is_refused(device: Device) -> None:
    with pytest.raises(Refused):
        device.ask(MonthPageQuery(grid="999"))
