"""What is told of a grid that went to others, and of a device that was stopped: real homes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from fieldapp.doctor import examine
from fieldapp.errors import Trouble
from fieldapp.queries.notices import notices_in
from fieldapp.store import outbox
from server.accounts import revoke
from tests.bundles.team import Mate, Team
from tests.server.town import GRID, NINE

DAY_MS = 86_400_000


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    """A town and its homes."""
    made = Team(tmp_path)
    yield made
    made.close()


@pytest.fixture
def wang(team: Team) -> Mate:
    """The worker, level with the community."""
    mate = team.enrol("王海示例")
    mate.sync()
    return mate


def told(mate: Mate, *, days_later: int = 0) -> dict[str, str]:
    """Give what a person is told, by code."""
    now_ms = mate.session.clock.read().wall_ms + days_later * DAY_MS
    notices = mate.session.thread.run(lambda one: notices_in(one, now_ms), write=False)
    parted = [one for one in notices if one.code.startswith(("leaving", "left", "revoked"))]
    return {one.code: one.sentence for one in parted}


def take_away(team: Team) -> None:
    team.town.assign("王海示例", GRID, "responsible", (None, "2026-11-19"))


def test_a_grid_being_handed_over_is_told_with_its_name_and_count(team: Team, wang: Mate) -> None:
    wang.build("甲1")
    written = wang.session.thread.run(outbox.count, write=False)
    take_away(team)
    wang.sync()
    assert told(wang) == {f"left-grid:{GRID}": f"第三网格已交清，你写的 {written} 条都有回执。"}


def test_it_is_told_for_seven_days(team: Team, wang: Mate) -> None:
    take_away(team)
    wang.sync()
    assert list(told(wang, days_later=6)) == [f"left-grid:{GRID}"]
    assert told(wang, days_later=8) == {}


def test_it_is_told_no_more_once_the_grid_is_given_back(team: Team, wang: Mate) -> None:
    take_away(team)
    wang.sync()
    team.town.assign("王海示例", GRID, "responsible")
    wang.sync()
    assert told(wang) == {}


def test_a_revoked_device_says_that_all_was_handed_in(team: Team, wang: Mate) -> None:
    wang.build("甲1")
    written = wang.session.thread.run(outbox.count, write=False)
    with team.town.service.store.write() as connection:
        revoke(connection, wang.session.enlisted.device, NINE)
    with pytest.raises(Trouble) as raised:
        wang.sync()
    assert "交上去的都有回执" in raised.value.sentence
    assert told(wang) == {"revoked": f"这台平板已停用。写的 {written} 条都交上去了。"}
    assert wang.waiting() == 0


def test_a_revoked_device_that_was_cut_off_says_that_the_rest_is_not_lost(
    team: Team, wang: Mate, monkeypatch: pytest.MonkeyPatch
) -> None:
    wang.build("甲1")
    with team.town.service.store.write() as connection:
        revoke(connection, wang.session.enlisted.device, NINE)
    with monkeypatch.context() as patch:
        patch.setattr(wang.line, "leave", wang.line.away)
        with pytest.raises(Trouble):
            wang.sync()
    assert "都没有丢" in told(wang)["revoked"]
    with suppress(Trouble):
        wang.sync()
    assert "都交上去了" in told(wang)["revoked"]


def test_the_doctor_says_the_same(team: Team, wang: Mate) -> None:
    take_away(team)
    wang.sync()
    said = {one.check: one.sentence for one in examine(wang.session)}
    assert said["left"].startswith("第三网格已交清")
    assert said["leaving"] == "没有正在交给别人的网格"
