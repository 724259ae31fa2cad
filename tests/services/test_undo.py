"""撤销: what is still as it was left goes back, the rest stays and is told."""

from __future__ import annotations

import pytest

from fieldapp.errors import Refused
from fieldapp.services.fields import SetFields
from fieldapp.services.households import AddHousehold
from fieldapp.services.people import AddResident
from fieldapp.services.places import AddCompound
from fieldapp.services.tags import AddTag, RemoveTag
from fieldapp.services.undo import UndoAct, UndoChange, UndoLast
from fieldapp.services.visits import KeepPromise, LogVisit, UndoVisit
from sync.merge import live_elements
from tests.devices import GRID_SCOPE, Device
from tests.services.grids import build, door, family


def test_what_was_made_is_taken_out(device: Device) -> None:
    compound = device.do(AddCompound("杏林家园"))
    device.do(UndoLast())
    assert device.read("compound", compound)["archived"] is True


def test_undo_goes_back_one_step_at_a_time(device: Device) -> None:
    first, second = device.do(AddCompound("杏林家园")), device.do(AddCompound("杏林苑"))
    device.do(UndoLast())
    device.do(UndoLast())
    assert device.read("compound", first)["archived"]
    assert device.read("compound", second)["archived"]


def test_with_nothing_left_there_is_nothing_to_undo(device: Device) -> None:
    device.do(AddCompound("杏林家园"))
    device.do(UndoLast())
    with pytest.raises(Refused) as refused:
        device.do(UndoLast())
    assert refused.value.code == "nothing-to-undo"


def test_a_field_changed_since_stays(device: Device) -> None:
    compound = device.do(AddCompound("杏林家园"))
    device.do(SetFields("compound", compound, {"name": "杏林苑"}))
    edit = device.waiting()[-1].id
    device.do(SetFields("compound", compound, {"name": "杏林新苑"}))
    undone = device.do(UndoChange(edit))
    assert (undone.undone, [left.field for left in undone.left]) == (0, ["name"])
    assert device.read("compound", compound)["name"] == "杏林新苑"


def test_a_row_edited_since_stays(device: Device) -> None:
    house = build(device)
    device.do(SetFields("dwelling", door(device, "502"), {"access_note": "有狗"}))
    undone = device.do(UndoAct(house.act))
    assert door(device, "502") in {left.id for left in undone.left}


def test_a_door_that_stays_keeps_its_building(device: Device) -> None:
    house = build(device)
    device.do(SetFields("dwelling", door(device, "502"), {"access_note": "有狗"}))
    undone = device.do(UndoAct(house.act))
    assert not device.read("building", house.building).get("archived")
    assert undone.undone == 53 + 2


def test_a_door_that_was_knocked_at_stays(device: Device) -> None:
    house = build(device)
    device.do(LogVisit(door(device, "502"), "no_answer"))
    device.do(UndoAct(house.act))
    assert not device.read("dwelling", door(device, "502")).get("archived")


def test_a_tag_put_on_is_taken_off(device: Device) -> None:
    person = device.do(AddResident("高玉芬", "usual_local"))
    device.do(AddTag("resident", person, "ALONE"))
    device.do(UndoLast())
    assert live_elements(device.read("resident", person).get("tags")) == {}


def test_a_tag_taken_off_is_put_on_again(device: Device) -> None:
    person = device.do(AddResident("高玉芬", "usual_local"))
    device.do(AddTag("resident", person, "ALONE", source="走访发现"))
    device.do(RemoveTag("resident", person, "ALONE"))
    device.do(UndoLast())
    held = live_elements(device.read("resident", person)["tags"]).values()
    assert list(held) == [{"code": "ALONE", "source": "走访发现"}]


def test_a_visit_taken_back_counts_no_more(device: Device) -> None:
    build(device)
    visit = device.do(LogVisit(door(device, "502"), "met"))
    device.do(UndoVisit(visit))
    assert device.read("visit", visit)["archived"] is True


def test_what_was_promised_at_a_visit_goes_with_it(device: Device) -> None:
    build(device)
    home, _ = family(device, door(device, "502"), "高玉芬")
    visit = device.do(LogVisit(door(device, "502"), "met", home, promise="问供热站"))
    promise = next(one.row for one in device.changes() if one.entity == "promise")
    device.do(UndoVisit(visit))
    assert device.read("promise", promise)["archived"] is True


def test_a_promise_shares_its_visits_fate(device: Device) -> None:
    build(device)
    home, _ = family(device, door(device, "502"), "高玉芬")
    device.do(LogVisit(door(device, "502"), "met", home, promise="问供热站"))
    visit, promise = device.changes()[-2:]
    assert visit.group is not None
    assert promise.group is not None
    assert visit.group.id == promise.group.id


def test_a_promise_is_ticked_and_unticked(device: Device) -> None:
    build(device)
    home, _ = family(device, door(device, "502"), "高玉芬")
    device.do(LogVisit(door(device, "502"), "met", home, promise="问供热站"))
    promise = next(one.row for one in device.changes() if one.entity == "promise")
    device.do(KeepPromise(promise))
    device.do(KeepPromise(promise, is_kept=False))
    assert "done_ms" not in device.read("promise", promise)


def test_anothers_visit_is_not_mine_to_take_back(device: Device) -> None:
    build(device)
    fields = {"dwelling_id": door(device, "502"), "outcome": "met", "author": "worker-miao"}
    device.seed("visit", "v", fields)
    with pytest.raises(Refused) as refused:
        device.do(UndoVisit("v"))
    assert refused.value.code == "not-author"


def test_a_household_is_undone_with_those_who_came_with_it(device: Device) -> None:
    build(device)
    household = device.do(AddHousehold(door(device, "502")))
    person = device.do(AddResident("高玉芬", "usual_local", household, is_head=True))
    device.do(UndoLast())
    assert device.read("resident", person)["archived"] is True
    assert "head_id" not in device.read("household", household)


def test_an_unknown_act_is_told(device: Device) -> None:
    with pytest.raises(Refused) as refused:
        device.do(UndoAct("never"))
    assert refused.value.is_input


def test_undoing_is_one_act_of_its_own(device: Device) -> None:
    house = build(device)
    undone = device.do(UndoAct(house.act))
    made = [one for one in device.changes(GRID_SCOPE) if one.act == undone.act]
    assert len(made) == undone.undone
