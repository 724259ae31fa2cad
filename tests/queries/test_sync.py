"""The sync screen says only what is true, in words a person would use."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, insert

from fieldapp.queries.sync import StatusQuery, SyncQuery
from fieldapp.services.visits import LogVisit
from fieldapp.store import scopes
from fieldapp.store.kept import keep
from fieldapp.store.schema import sync_round
from tests.devices import NINE, SCOPES, Device


def went(device: Device, outcome: str, *, ago_ms: int = 60_000, sent: int = 0) -> None:
    """Write one round into the history."""
    started = device.clock.wall_ms - ago_ms
    values = {"started_ms": started, "ended_ms": started + 18_000, "sent": sent, "received": 2}
    is_proven = outcome == "level"
    more = {"outcome": outcome, "is_proven": is_proven}
    device.run(lambda connection: connection.execute(insert(sync_round), {**values, **more}))
    if is_proven:
        device.run(lambda connection: _prove(connection, started))


def _prove(connection: Connection, at_ms: int) -> None:
    for scope in SCOPES:
        scopes.change(connection, scope, proven_ms=at_ms)


@pytest.fixture
def town(device: Device) -> Device:
    """Give a device with one door that somebody lives behind."""
    device.seed("building", "b1", {"label": "乙1"})
    device.seed("dwelling", "d1", {"building_id": "b1", "room_label": "201"})
    device.seed("resident", "p1", {"name": "武示例", "residence_type": "usual_local"})
    device.seed("household", "h1", {"dwelling_id": "d1", "head_id": "p1"})
    return device


def test_before_the_first_round_nothing_is_claimed(town: Device) -> None:
    assert town.ask(StatusQuery()).sentence == "还没同步过"


def test_a_level_round_with_nothing_waiting_proves(town: Device) -> None:
    went(town, "level")
    status = town.ask(StatusQuery())
    assert (status.is_proven, status.sentence) == (True, "已同步到 08:59，可以离线用")


def test_a_save_after_the_round_unproves(town: Device) -> None:
    went(town, "level")
    town.do(LogVisit("d1", "met"))
    status = town.ask(StatusQuery())
    assert (status.is_proven, status.sentence) == (False, "1 条已存本机")


def test_a_broken_round_says_so_calmly(town: Device) -> None:
    town.do(LogVisit("d1", "met"))
    went(town, "unreachable")
    assert town.ask(StatusQuery()).sentence == "离线，1 条已存本机"
    assert town.ask(SyncQuery()).sentence == "没有网，都存在这台平板上"


def test_a_visit_with_a_promise_is_one_thing_that_waits(town: Device) -> None:
    town.do(LogVisit("d1", "met", promise="问供热站"))
    view = town.ask(SyncQuery())
    assert [(row.kind_word, row.text, row.state_word) for row in view.waiting] == [
        ("敲门", "乙1-201 武示例，见到", "已存本机")
    ]
    assert (view.counts[0].word, view.counts[0].number) == ("已存本机", 1)


def test_broken_rounds_are_told_with_the_one_that_came_through(town: Device) -> None:
    went(town, "unreachable", ago_ms=300_000, sent=5)
    went(town, "unreachable", ago_ms=200_000)
    went(town, "level", ago_ms=100_000, sent=12)
    (line,) = town.ask(SyncQuery()).rounds
    assert (line.outcome, line.text) == ("resumed", "送 17 条，收 6 条，断 2 次")


def test_a_clock_off_by_days_is_said(town: Device) -> None:
    town.run(lambda connection: keep(connection, "server_offset_ms", 3 * 86_400_000))
    assert town.ask(StatusQuery()).clock_sentence == "本机时间相差 3 天"


def test_a_clock_off_by_a_minute_is_not(town: Device) -> None:
    town.run(lambda connection: keep(connection, "server_offset_ms", 60_000))
    assert town.ask(StatusQuery()).clock_sentence == ""


def test_every_scope_is_told(town: Device) -> None:
    assert [row.scope for row in town.ask(SyncQuery()).scopes] == sorted(SCOPES)
    assert town.clock.wall_ms == NINE
