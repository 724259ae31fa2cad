"""More said about a knock that was logged a moment ago."""

from __future__ import annotations

import pytest

from fieldapp.errors import Refused
from fieldapp.queries.checklist import BUILT_IN, ChecklistQuery
from fieldapp.queries.kept_text import KeptTextQuery
from fieldapp.services.amend import AmendVisit
from fieldapp.services.kept_text import KeepText
from fieldapp.services.undo import UndoLast
from fieldapp.services.visits import LogVisit, UndoVisit
from tests.devices import Device
from tests.services.grids import build, door, family


@pytest.fixture
def knock(device: Device) -> tuple[str, str, str]:
    """Log a knock; gives the door, the household and the visit."""
    build(device)
    dwelling = door(device, "502")
    household, _ = family(device, dwelling, "高玉芬")
    visit = device.do(LogVisit(dwelling, "met", household))
    device.clock.advance(60_000)
    return dwelling, household, visit


def test_the_fuller_visit_takes_the_place_and_the_time_of_the_first(
    device: Device, knock: tuple[str, str, str]
) -> None:
    dwelling, household, visit = knock
    fuller = device.do(AmendVisit(visit, LogVisit(dwelling, "met", household, note="暖气不热")))
    first, second = device.read("visit", visit), device.read("visit", fuller)
    assert (first["archived"], second["note"]) == (True, "暖气不热")
    assert first["at_ms"] == second["at_ms"]


def test_what_was_half_typed_is_settled_with_it(
    device: Device, knock: tuple[str, str, str]
) -> None:
    dwelling, household, visit = knock
    device.do(KeepText("visit", "暖气"))
    device.do(AmendVisit(visit, LogVisit(dwelling, "met", household, note="暖气"), "visit"))
    assert device.ask(KeptTextQuery("visit")) == ""


def test_both_halves_are_undone_together(device: Device, knock: tuple[str, str, str]) -> None:
    dwelling, household, visit = knock
    fuller = device.do(AmendVisit(visit, LogVisit(dwelling, "no_answer", household)))
    device.do(UndoLast())
    assert not device.read("visit", visit).get("archived")
    assert device.read("visit", fuller)["archived"]


def test_a_visit_taken_back_is_not_amended(device: Device, knock: tuple[str, str, str]) -> None:
    dwelling, household, visit = knock
    device.do(UndoVisit(visit))
    with pytest.raises(Refused, match="row-unknown"):
        device.do(AmendVisit(visit, LogVisit(dwelling, "met", household)))


def test_half_typed_text_never_leaves_the_device(device: Device) -> None:
    device.do(KeepText("visit:d", "说到一半"))
    assert device.ask(KeptTextQuery("visit:d")) == "说到一半"
    assert device.changes() == []


def test_the_checklist_is_the_communitys_own_once_it_has_one(device: Device) -> None:
    assert device.ask(ChecklistQuery()) == BUILT_IN
    items = [{"code": "gas", "label": "燃气阀"}]
    device.seed("checklist", "own", {"name": "六必查", "items": items})
    assert [one.label for one in device.ask(ChecklistQuery())] == ["燃气阀"]


def test_a_sample_checklist_is_never_taken_for_the_communitys(device: Device) -> None:
    items = [{"code": "x", "label": "示例"}]
    device.seed("checklist", "sample", {"name": "示例", "items": items, "is_sample": True})
    assert device.ask(ChecklistQuery()) == BUILT_IN
