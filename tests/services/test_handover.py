"""Taking over what somebody left: a rule's no to one thing holds nothing else back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from fieldapp.queries.handover import HandoverQuery
from fieldapp.queries.issue_page import IssueQuery
from fieldapp.services.handover import TakeOver
from fieldapp.services.issues import RaiseIssue
from fieldapp.services.undo import UndoAct
from fieldapp.services.visits import LogVisit
from sync.codec import canonical, change_id, derived_id
from sync.protocol import Change, Edit
from tests.bundles.team import Mate, Team
from tests.devices import Device
from tests.devices import device as another_device
from tests.server.town import GRID


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    """A town and its homes."""
    made = Team(tmp_path)
    yield made
    made.close()


def held(mate: Mate) -> tuple[str, ...]:
    """List what there is to take over."""
    groups = mate.desk.ask(HandoverQuery()).result().groups
    return tuple(id_ for group in groups for row in group.rows for id_ in row.ids)


def test_the_secretary_takes_over_what_a_worker_settled(team: Team) -> None:
    lin, wang = team.enrol("林示范"), team.enrol("王海示例")
    lin.sync()
    wang.sync()
    issue = wang.desk.do(RaiseIssue("hazard", "路灯不亮", then="settle")).result()
    team.town.assign("王海示例", GRID, "responsible", (None, "2026-11-19"))
    wang.sync()
    lin.sync()
    done = lin.desk.do(TakeOver(held(lin))).result()
    assert (done.taken, done.left) == (2, ())
    for _ in range(2):
        lin.sync()
    assert lin.desk.ask(IssueQuery(issue)).result().row.state == "resolved"
    assert held(lin) == ()


def test_whoever_took_an_issue_over_may_take_that_back(team: Team) -> None:
    miao, wang = team.enrol("苗长根"), team.enrol("王海示例")
    miao.sync()
    wang.sync()
    wang.desk.do(RaiseIssue("hazard", "路灯不亮")).result()
    team.town.assign("王海示例", GRID, "responsible", (None, "2026-11-19"))
    wang.sync()
    miao.sync()
    done = miao.desk.do(TakeOver(held(miao))).result()
    miao.sync()
    miao.desk.do(UndoAct(done.act)).result()
    for _ in range(2):
        miao.sync()
    reasons = [row["fields"]["reason"] for row in miao.dump() if row["kind"] == "quarantine"]
    assert reasons == ["handed_over"]
    assert len(held(miao)) == 1


def set_aside(device: Device, change: Change) -> str:
    """Make the row of a change that was set aside, as the server does."""
    row = str(derived_id("quarantine", change_id(change)))
    fields = {"reason": "handed_over", "state": "waiting", "author": change.actor}
    fields |= {"on_entity": change.entity, "on_row": change.row}
    device.seed("quarantine", row, {**fields, "change": canonical(change).decode()})
    return row


def furnished(device: Device) -> Device:
    """Give a device a household behind a door."""
    device.seed("building", "b1", {"label": "甲1"})
    device.seed("dwelling", "d1", {"building_id": "b1", "room_label": "101"})
    device.seed("household", "h1", {"dwelling_id": "d1"})
    return device


def test_a_group_that_a_rule_says_no_to_waits_whole_and_what_comes_after_it_goes(
    device: Device,
) -> None:
    furnished(device)
    with another_device(seed=2) as hers:
        furnished(hers).do(LogVisit("d1", "met", household="h1", promise="问供热站"))
        hers.clock.advance(60_000)
        hers.do(LogVisit("d1", "no_answer"))
        visit, promise, alone = hers.changes()
    newer = {**promise.fields, "of_tomorrow": Edit(new="1")}
    pair = [visit, msgspec.structs.replace(promise, fields=newer)]
    ids = [set_aside(device, one) for one in (*pair, alone)]
    done = device.do(TakeOver(tuple(ids)))
    assert (done.taken, set(done.left)) == (1, set(ids[:2]))
    assert [one.row for one in device.changes()] == [alone.row]
    assert device.read("visit", str(visit.row)) == {}
    assert device.read("visit", str(alone.row))["outcome"] == "no_answer"
