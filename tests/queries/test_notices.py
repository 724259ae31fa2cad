"""What a device has to say about itself, in everyday sentences that block nothing."""

from __future__ import annotations

import pytest

from fieldapp.queries.notices import Notice, NoticesQuery
from fieldapp.services.notices import LetNoticeGo
from fieldapp.store import scopes
from fieldapp.store.found import Copied, Found, Rebuilt, Repaired, note
from fieldapp.store.kept import note_server_time
from tests.devices import DAY_MS, GRID_SCOPE, NINE, Device

REBUILT = Rebuilt(NINE, 1, 900, 12, 0, 0, ())


def told(device: Device, *what: Found) -> list[Notice]:
    for one in what:
        device.run(lambda connection, one=one: note(connection, one))
    return list(device.ask(NoticesQuery()))


def test_a_device_in_good_order_has_nothing_to_say(device: Device) -> None:
    assert told(device) == []


def test_a_rebuilt_file_is_told_with_what_is_missing(device: Device) -> None:
    lost = Rebuilt(NINE, 3, 900, 12, 0, 2, (), ("note_kept",))
    (one,) = told(device, lost)
    assert one.code == "rebuilt"
    assert one.wants_care
    assert "少了 2 条" in one.sentence
    assert "没写完的可能少了几句" in one.sentence


def test_a_rebuilt_file_that_lost_nothing_says_so(device: Device) -> None:
    (one,) = told(device, REBUILT)
    assert one.sentence == "记录文件坏过一处，已经修好，记录都在。"
    assert not one.wants_care


def test_scopes_to_be_fetched_again_are_told_until_they_are(device: Device) -> None:
    refetching = Rebuilt(NINE, 1, 900, 12, 0, 0, (GRID_SCOPE,))
    device.run(lambda connection: scopes.change(connection, GRID_SCOPE, is_resetting=True))
    (before,) = told(device, refetching)
    device.run(lambda connection: scopes.change(connection, GRID_SCOPE, is_resetting=False))
    (after,) = told(device)
    assert "重新取" in before.advice
    assert "重新取" not in after.advice


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (Copied("older", NINE), "copy"),
        (Copied("moved", NINE), "copy"),
        (Repaired(3, NINE), "repaired"),
        (REBUILT, "rebuilt"),
    ],
)
def test_a_finding_goes_once_it_was_seen(device: Device, found: Found, code: str) -> None:
    (one,) = told(device, found)
    assert (one.code, one.can_go) == (code, True)
    device.do(LetNoticeGo(code))
    assert told(device) == []


def test_a_clock_off_by_days_stays_as_long_as_it_is(device: Device) -> None:
    device.run(lambda connection: note_server_time(connection, NINE + 3 * DAY_MS, NINE))
    device.do(LetNoticeGo("clock"))
    assert [one.sentence for one in told(device)] == ["本机时间相差 3 天"]


def test_records_on_their_way_back_to_the_community_are_told(device: Device) -> None:
    device.run(lambda connection: scopes.change(connection, GRID_SCOPE, is_returning=True))
    (one,) = told(device)
    assert one.code == "returning"
    assert "已送达" in one.advice


def test_what_wants_care_comes_first(device: Device) -> None:
    lost = Rebuilt(NINE, 3, 900, 12, 0, -1, ())
    assert [one.code for one in told(device, Copied("older", NINE), lost)] == ["rebuilt", "copy"]


@pytest.mark.parametrize(
    ("days", "sentences"),
    [
        (24, []),
        (25, ["25 天没联系上社区了。"]),
        (3650, ["很久没联系上社区了，要么是本机时间不对。"]),
        (-3650, []),
    ],
)
def test_a_community_not_heard_for_long_is_told(
    device: Device, days: int, sentences: list[str]
) -> None:
    device.run(lambda connection: note_server_time(connection, NINE, NINE))
    device.clock.wall_ms = NINE + days * DAY_MS
    assert [one.sentence for one in told(device)] == sentences


def test_a_clock_that_was_always_wrong_makes_nobody_away(device: Device) -> None:
    device.run(lambda connection: note_server_time(connection, NINE, NINE + 300 * DAY_MS))
    device.clock.wall_ms = NINE + 301 * DAY_MS
    assert [one.code for one in told(device)] == ["clock"]
