"""Whose turn ends and whose begins: who takes over, and days that are empty or double."""

from __future__ import annotations

import pytest

from fieldapp.errors import Refused
from fieldapp.queries.handover import HandoverQuery
from fieldapp.queries.handover_turns import Turn, TurnsQuery
from fieldapp.services.handover import SignHandover
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


def test_a_signature_in_anothers_place_states_no_count(device: Device) -> None:
    turn(device)
    secretary = {"name": "王海示例", "role": "secretary", "region": COMMUNITY}
    device.seed("staff", WORKER, secretary)
    wish = SignHandover(GRID, "worker-qian", "2026-11-18", "gives", 3, 1, 2)
    signed = device.read("handover", device.do(wish))
    assert not {"papers", "counted", "promises", "waiting"} & set(signed)
    (found,) = device.ask(TurnsQuery())
    assert found.gives is not None
    assert found.gives.counted == "代签，没有点"


def test_a_turn_whose_assignment_was_taken_back_is_not_signed(device: Device) -> None:
    found = turn(device)
    gone = {"person": "worker-qian", "grid": GRID, "role": "responsible", "to_on": "2026-11-18"}
    device.seed("assignment", "a1", gone | {"archived": True})
    with pytest.raises(Refused, match="no-such-turn"):
        device.do(SignHandover(GRID, found.person, found.until, "takes"))


def test_a_side_that_is_none_is_not_signed(device: Device) -> None:
    found = turn(device)
    with pytest.raises(Refused):
        device.do(SignHandover(GRID, found.person, found.until, "watches"))


def test_promises_are_counted_of_the_grid_that_is_handed_over(device: Device) -> None:
    found = turn(device)
    other = f"{COMMUNITY}002"
    for grid, id_ in ((GRID, "p1"), (other, "p2")):
        promise = {"author": WORKER, "text": "问供热站", "made_ms": 1}
        device.seed("promise", id_, promise, scope=f"grid:{grid}")
    assert device.ask(HandoverQuery()).counted(found) == (0, 0, 1)


def test_every_issue_that_has_not_ended_goes_with_its_grid_and_no_other(device: Device) -> None:
    turn(device)
    other = f"{COMMUNITY}002"
    about = {"category": "hazard", "author": WORKER, "raised_ms": 1}
    for grid, title in ((GRID, "路灯不亮"), (GRID, "井盖松了"), (other, "别处")):
        device.seed("issue", title, {**about, "title": title}, scope=f"grid:{grid}")
    placed = {"deed": "place", "from_state": "ordered", "to_state": "placed"}
    device.seed("issue_step", "s", {"issue_id": "井盖松了", "author": "lin", **placed})
    assert {one.title for one in device.ask(HandoverQuery()).issues} == {"路灯不亮", "井盖松了"}
