"""A save is one transaction: what is shown, what waits, and what it stood on."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from fieldapp.errors import Refused
from fieldapp.services.places import AddCompound, AddDwelling
from fieldapp.services.visits import LogVisit
from fieldapp.store.rows import read_base_images
from fieldapp.store.schema import TABLES
from fieldapp.store.unit import Unit
from fieldapp.verbs import COMMANDS, Command
from sync.codec import canonical, change_id
from tests.devices import Device
from tests.services.grids import village_door


@dataclass(frozen=True, slots=True)
class BreakHalfWay(Command[None]):
    """Write a row, then break."""


def _break(unit: Unit, command: BreakHalfWay) -> None:
    unit.create("compound", "grid:560102001006003", {"name": "杏林家园"})
    raise ZeroDivisionError


def test_a_save_waits_in_the_outbox(device: Device) -> None:
    device.do(AddCompound("杏林家园"))
    assert [change.entity for change in device.changes()] == ["compound"]


def test_a_change_is_named_by_what_it_says(device: Device) -> None:
    device.do(AddCompound("杏林家园"))
    entry = device.waiting()[0]
    assert entry.id == change_id(entry.change(), canonical(entry.change()))


def test_slots_of_a_scope_count_from_one_and_are_chained(device: Device) -> None:
    device.do(AddCompound("杏林家园"))
    device.do(AddCompound("杏林苑"))
    first, second = device.waiting()
    assert (first.n, first.prev, second.n, second.prev) == (1, "", 2, first.id)


def test_what_an_edit_stood_on_is_kept(device: Device) -> None:
    device.seed("compound", "c", {"name": "幸福里"})
    _rename(device, "c", "纺织厂家属院")
    images = device.run(lambda connection: read_base_images(connection, [("compound", "c")]))
    base = images["compound", "c"]
    assert base is not None
    assert base.fields == {"name": "幸福里"}


def test_a_second_edit_keeps_the_first_base(device: Device) -> None:
    device.seed("compound", "c", {"name": "幸福里"})
    _rename(device, "c", "纺织厂")
    _rename(device, "c", "纺织厂家属院")
    images = device.run(lambda connection: read_base_images(connection, [("compound", "c")]))
    base = images["compound", "c"]
    assert base is not None
    assert base.fields == {"name": "幸福里"}


def _rename(device: Device, id_: str, name: str) -> None:
    from fieldapp.services.fields import SetFields

    device.do(SetFields("compound", id_, {"name": name}))


def test_what_breaks_leaves_nothing(device: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(COMMANDS, BreakHalfWay, _break)
    with pytest.raises(ZeroDivisionError):
        device.do(BreakHalfWay())
    rows = device.run(lambda connection: connection.execute(select(TABLES["compound"])).all())
    assert (rows, device.waiting()) == ([], [])


def test_what_is_refused_leaves_nothing(device: Device) -> None:
    with pytest.raises(Refused):
        device.do(AddDwelling(building="nowhere", room_label="101"))
    assert device.waiting() == []


def test_watchers_hear_which_kinds_changed(device: Device) -> None:
    heard: list[frozenset[str]] = []
    device.desk.watch(heard.append)
    device.do(LogVisit(village_door(device), "met"))
    assert heard[-1] == frozenset({"visit"})
