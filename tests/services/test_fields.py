"""Any field, typed as text."""

from __future__ import annotations

import pytest

from fieldapp.errors import Refused
from fieldapp.services.fields import ArchiveRow, SetFields
from fieldapp.services.undo import UndoLast
from sync.protocol import Value
from tests.devices import Device
from tests.services.grids import build, door, family


@pytest.mark.parametrize(
    ("kind", "field", "typed", "value"),
    [
        ("resident", "sex", "女", "2"),
        ("resident", "residence_type", "流动", "migrant"),
        ("resident", "birth_date", "1942年3月", "1942-03-01"),
        ("resident", "aliases", "满仓、老石", ["满仓", "老石"]),
        ("household", "is_party_center", "是", True),
        ("household", "verified_on", "2026年11月3日", "2026-11-03"),
        ("household", "kind", "租住户", "tenant"),
    ],
)
def test_what_was_typed_is_read_by_its_field(
    device: Device, kind: str, field: str, typed: str, value: Value
) -> None:
    build(device)
    home, people = family(device, door(device, "502"), "石满仓")
    id_ = people[0] if kind == "resident" else home
    device.do(SetFields(kind, id_, {field: typed}))
    assert device.read(kind, id_)[field] == value


def test_a_month_alone_is_kept_as_a_month(device: Device) -> None:
    build(device)
    _, people = family(device, door(device, "502"), "石满仓")
    device.do(SetFields("resident", people[0], {"birth_date": "1942年3月"}))
    assert device.read("resident", people[0])["birth_precision"] == "month"


def test_an_empty_text_empties_the_field(device: Device) -> None:
    build(device)
    where = door(device, "502")
    device.do(SetFields("dwelling", where, {"access_note": "有狗"}))
    device.do(SetFields("dwelling", where, {"access_note": ""}))
    assert "access_note" not in device.read("dwelling", where)


def test_the_count_is_of_what_changed(device: Device) -> None:
    build(device)
    where = door(device, "502")
    device.do(SetFields("dwelling", where, {"access_note": "有狗"}))
    assert device.do(SetFields("dwelling", where, {"access_note": "有狗", "use": "出租"})) == 1


def test_an_edit_knows_what_stood_there(device: Device) -> None:
    build(device)
    where = door(device, "502")
    device.do(SetFields("dwelling", where, {"access_note": "有狗"}))
    device.do(SetFields("dwelling", where, {"access_note": "铃坏了"}))
    edit = device.changes()[-1].fields["access_note"]
    assert (edit.old, edit.new) == ("有狗", "铃坏了")


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("name", "", "name-missing"),
        ("residence_type", "", "field-needed"),
        ("residence_type", "火星", "bad-choice"),
        ("tags", "ALONE", "own-command"),
        ("nonsense", "1", "field-unknown"),
        ("life_status_on", "昨天", "bad-day"),
    ],
)
def test_what_does_not_fit_is_refused(device: Device, field: str, typed: str, code: str) -> None:
    build(device)
    _, people = family(device, door(device, "502"), "石满仓")
    with pytest.raises(Refused) as refused:
        device.do(SetFields("resident", people[0], {field: typed}))
    assert refused.value.code == code


def test_where_one_lives_must_exist(device: Device) -> None:
    build(device)
    home, _ = family(device, door(device, "502"), "石满仓")
    with pytest.raises(Refused) as refused:
        device.do(SetFields("household", home, {"dwelling_id": "nowhere"}))
    assert refused.value.code == "row-unknown"


def test_what_is_set_once_stays(device: Device) -> None:
    build(device)
    family(device, door(device, "502"), "石满仓")
    membership = next(one.row for one in device.changes() if one.entity == "member")
    with pytest.raises(Refused) as refused:
        device.do(SetFields("member", membership, {"household_id": "other"}))
    assert refused.value.code == "set-once"


def test_an_edit_can_be_undone(device: Device) -> None:
    build(device)
    where = door(device, "502")
    device.do(SetFields("dwelling", where, {"access_note": "有狗"}))
    device.do(SetFields("dwelling", where, {"access_note": "铃坏了"}))
    device.do(UndoLast())
    assert device.read("dwelling", where)["access_note"] == "有狗"


def test_a_door_taken_out_comes_back(device: Device) -> None:
    build(device)
    where = door(device, "502")
    device.do(ArchiveRow("dwelling", where))
    device.do(UndoLast())
    assert not device.read("dwelling", where).get("archived")
