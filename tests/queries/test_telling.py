"""Changes in everyday words."""

from __future__ import annotations

import pytest

from fieldapp.queries.telling import what_was_done
from fieldapp.services.visits import LogVisit
from sync.scrub import envelope
from tests.devices import Device


@pytest.fixture
def door(device: Device) -> str:
    """Give a door."""
    device.seed("building", "b1", {"label": "甲1"})
    device.seed("dwelling", "d1", {"building_id": "b1", "room_label": "101"})
    return "d1"


def test_a_change_whose_words_were_erased_is_one_line(device: Device, door: str) -> None:
    device.do(LogVisit(door, "met"))
    visit = next(one for one in device.changes() if one.entity == "visit")
    assert what_was_done(visit) == "见到"
    assert what_was_done(envelope(visit)) == "已按规定删除"
