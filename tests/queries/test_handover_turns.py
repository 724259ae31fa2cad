"""Whose turn ends and whose begins: who takes over, and days that are empty or double."""

from __future__ import annotations

import pytest

from fieldapp.queries.handover_turns import Turn, TurnsQuery
from tests.devices import COMMUNITY, GRID, WORKER, Device


def turn(device: Device, begins: str | None = None) -> Turn:
    """Let somebody leave on the 18th, after whom this worker is responsible beside a helper."""
    device.seed("grid", GRID, {"region": COMMUNITY, "name": "第三网格"})
    for id_, name in ((WORKER, "王海示例"), ("worker-qian", "钱示例"), ("worker-miao", "苗示例")):
        device.seed("staff", id_, {"name": name, "role": "worker", "region": COMMUNITY})
    gone = {"person": "worker-qian", "grid": GRID, "role": "responsible", "to_on": "2026-11-18"}
    device.seed("assignment", "a1", gone)
    helper = {"person": "worker-miao", "grid": GRID, "role": "part", "from_on": "2026-01-01"}
    device.seed("assignment", "a2", helper)
    mine = {"person": WORKER, "grid": GRID, "role": "responsible"}
    device.seed("assignment", "a3", mine | ({"from_on": begins} if begins else {}))
    (found,) = device.ask(TurnsQuery())
    return found


def test_the_next_responsible_worker_takes_over_and_not_whoever_helps(device: Device) -> None:
    found = turn(device)
    assert (found.leaving, found.taking) == ("钱示例", ("王海示例",))
    assert (found.may_give, found.may_take) == (False, True)


@pytest.mark.parametrize(
    ("begins", "said"),
    [
        ("2026-11-19", ""),
        ("2026-11-21", "中间空了 2 天"),
        ("2026-11-16", "两个人一起管了 3 天"),
        (None, ""),
    ],
)
def test_days_that_are_empty_or_double_are_told(
    device: Device, begins: str | None, said: str
) -> None:
    assert turn(device, begins).gap == said


def test_what_is_long_past_is_no_more_asked_for(device: Device) -> None:
    turn(device)
    device.clock.wall_ms += 70 * 86_400_000
    assert device.ask(TurnsQuery(open_only=True)) == ()
    assert len(device.ask(TurnsQuery())) == 1
