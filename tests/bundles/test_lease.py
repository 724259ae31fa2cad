"""A home whose community was not heard for thirty days: closed, nothing lost, opened by a word."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import TypeVar

import pytest

from fieldapp.doctor import examine
from fieldapp.errors import Refused, Trouble
from fieldapp.queries.doors_view import DoorsQuery
from fieldapp.queries.kept_text import KeptTextQuery
from fieldapp.queries.notices import NoticesQuery
from fieldapp.services.kept_text import KeepText
from fieldapp.services.places import AddBuilding
from fieldapp.session import Home, open_session
from fieldapp.store import keys
from fieldapp.store.os_secret import NoSecrets
from sync.clock import FixedClock
from tests.bundles.team import PIN, Mate, Team
from tests.server.town import GRID

T = TypeVar("T")
DAY_MS = 86_400_000


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    """A town and its homes."""
    made = Team(tmp_path)
    yield made
    made.close()


@pytest.fixture
def wang(team: Team) -> Mate:
    """A worker who synced today and wrote a building down since, on a clock that can be moved."""
    mate = team.enrol("王海示例")
    mate.sync()
    mate.build("甲1")
    return reopened(mate, mate.session.clock.read().wall_ms)


def reopened(mate: Mate, at_ms: int) -> Mate:
    """Start her tablet again, with its clock at a time."""
    mate.session.close()
    home = Home(mate.session.home.path)
    home.lock()
    key = keys.unlock(home, PIN, os_secrets=NoSecrets())
    clock = FixedClock(at_ms, boot_ms=9_000, boot_id=str(at_ms))
    mate.session = open_session(home, key, clock=clock)
    return mate


def days_later(mate: Mate, days: int) -> Mate:
    """Start her tablet again some days later, and let it run for one more."""
    clock = mate.session.clock
    assert isinstance(clock, FixedClock)
    reopened(mate, clock.wall_ms + days * DAY_MS)
    fresh = mate.session.clock
    assert isinstance(fresh, FixedClock)
    fresh.advance(DAY_MS)
    mate.session.read_clocks()
    return mate


def refused(asked: Future[T]) -> str:
    with pytest.raises(Refused) as error:
        asked.result()
    return error.value.code


def told(mate: Mate) -> list[str]:
    return [one.sentence for one in mate.desk.ask(NoticesQuery()).result() if one.code == "away"]


def test_closed_records_are_neither_shown_nor_written(wang: Mate) -> None:
    days_later(wang, 30)
    assert refused(wang.desk.ask(DoorsQuery())) == "lease-over"
    assert refused(wang.desk.do(AddBuilding("甲2", 1, 1, grid=GRID))) == "lease-over"
    assert told(wang) == ["30 天没联系上社区，记录先锁上了，一条都没少。"]


def test_what_is_half_typed_is_kept_while_they_are_closed(wang: Mate) -> None:
    days_later(wang, 30)
    wang.desk.do(KeepText("note", "说到一半")).result()
    assert wang.desk.ask(KeptTextQuery("note")).result() == "说到一半"


def test_one_round_sends_what_waited_and_opens_them(wang: Mate) -> None:
    days_later(wang, 30)
    assert wang.waiting() > 0
    wang.sync()
    assert (wang.desk.is_closed, wang.waiting(), told(wang)) == (False, 0, [])
    assert "甲1" in str(wang.desk.ask(DoorsQuery()).result())


def test_a_round_that_reaches_nobody_opens_nothing(wang: Mate) -> None:
    days_later(wang, 30)
    wang.line.is_cut = True
    with pytest.raises(Trouble):
        wang.sync()
    assert wang.desk.is_closed


def test_a_stick_there_and_back_opens_them(team: Team, wang: Mate) -> None:
    lin = team.enrol("林示范")
    lin.sync()
    days_later(wang, 30)
    wang.export(team.stick / "out.gsb")
    clock = wang.session.clock
    assert isinstance(clock, FixedClock)
    team.town.time.ms = clock.wall_ms
    lin.carry(team.stick)
    for file in team.stick.glob("*"):
        if file.name != "out.gsb":
            wang.import_(file)
    assert (wang.desk.is_closed, wang.waiting()) == (False, 0)


def test_a_closed_home_is_still_closed_when_it_is_started_again(wang: Mate) -> None:
    days_later(wang, 30)
    clock = wang.session.clock
    assert isinstance(clock, FixedClock)
    assert reopened(wang, clock.wall_ms).desk.is_closed


@pytest.mark.parametrize("days", [-3650, 3650])
def test_a_clock_off_by_ten_years_closes_nothing(wang: Mate, days: int) -> None:
    assert not days_later(wang, days).desk.is_closed
    assert not days_later(wang, -days).desk.is_closed


def test_the_doctor_says_so_and_is_well_again_after_a_round(wang: Mate) -> None:
    days_later(wang, 30)
    away = {one.check: one for one in examine(wang.session)}["away"]
    assert not away.is_well
    wang.sync()
    assert {one.check: one for one in examine(wang.session)}["away"].is_well


def test_from_the_twenty_fifth_day_on_it_says_how_many_are_left(wang: Mate) -> None:
    days_later(wang, 25)
    (one,) = [one for one in wang.desk.ask(NoticesQuery()).result() if one.code == "away"]
    assert one.sentence == "26 天没联系上社区了。"
    assert "再过 4 天" in one.advice
