"""The screen 覆盖: every figure opens the households behind it."""

from __future__ import annotations

import pytest

from fieldapp.errors import Refused
from fieldapp.queries.coverage import CoverageQuery
from fieldapp.services.visits import LogVisit
from tests.devices import DAY_MS, Device
from tests.queries.big import fill
from tests.services.grids import build, door, family


def test_a_month_says_who_is_left_and_why(device: Device) -> None:
    build(device)
    device.clock.advance(-40 * DAY_MS)
    home, _ = family(device, door(device, "502"), "夏示例")
    device.clock.advance(40 * DAY_MS)
    device.do(LogVisit(door(device, "502"), "no_answer", at_ms=device.clock.wall_ms - DAY_MS))
    device.do(LogVisit(door(device, "502"), "no_answer"))
    _tag(device, home)
    view = device.ask(CoverageQuery())
    row = view.behind(view.left)[0]
    assert (row.door, row.name, row.reach_word) == ("纺织厂家属院 乙1-3-502", "夏示例", "无人")
    assert (row.note, row.last_text) == ("今天 09:00、昨天 09:00 都无人", "还没见过")


def _tag(device: Device, home: str) -> None:
    from fieldapp.services.tags import AddTag

    device.do(AddTag("household", home, "DIBAO"))


def test_each_figure_has_as_many_rows_as_it_says(device: Device) -> None:
    fill(device, 120, 200, 400)
    view = device.ask(CoverageQuery("2026-11"))
    figures = (view.due, view.knocked, view.met, view.contacted, view.left, view.not_yet)
    assert [len(view.behind(figure)) for figure in figures] == [one.count for one in figures]


def test_the_running_month_goes_to_today(device: Device) -> None:
    assert str(device.ask(CoverageQuery()).until) == "2026-11-20"


@pytest.mark.parametrize("month", ["2026", "2026-13", "十一月"])
def test_what_is_no_month_is_refused(device: Device, month: str) -> None:
    with pytest.raises(Refused) as refused:
        device.ask(CoverageQuery(month))
    assert refused.value.code == "bad-month"
