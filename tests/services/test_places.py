"""Drawing up buildings and doors."""

from __future__ import annotations

import pytest

from fieldapp.domain.entities import SCHEMA
from fieldapp.errors import Refused
from fieldapp.services.fields import SetFields
from fieldapp.services.places import AddBuilding, AddCompound, AddDwelling, AddVillageGroup
from fieldapp.services.undo import UndoAct
from sync.protocol import Change
from tests.devices import COMMUNITY_SCOPE, GRID_SCOPE, Device, make_device
from tests.services.grids import build, door, village_door


def changes_of(device: Device, kind: str) -> list[Change]:
    return [change for change in device.changes() if change.entity == kind]


def test_a_building_comes_with_all_its_doors(device: Device) -> None:
    build(device)
    assert len(changes_of(device, "dwelling")) == 6 * 3 * 3


def test_all_of_a_building_is_one_act(device: Device) -> None:
    house = build(device)
    acts = {change.act for change in device.changes() if change.entity != "compound"}
    assert acts == {house.act}


def test_every_change_of_a_building_fits_the_schema(device: Device) -> None:
    build(device)
    for change in device.changes():
        assert set(change.fields) <= set(SCHEMA.entities[change.entity].by_name)


def test_a_door_has_a_key_that_any_spelling_finds(device: Device) -> None:
    build(device)
    assert device.read("dwelling", door(device, "502"))["addr_key"] == "纺织厂家属院|乙1|3|502"


def test_a_tower_without_units_says_so_in_its_keys(device: Device) -> None:
    device.do(AddBuilding("4栋", 11, 4, floors_below=1, extra_floors=("13A",)))
    keys = [change.fields["addr_key"].new for change in changes_of(device, "dwelling")]
    assert "|4|无|1101" in keys


def test_floors_that_are_no_numbers_have_doors_too(device: Device) -> None:
    added = device.do(AddBuilding("4栋", 2, 2, floors_below=1, extra_floors=("13A",)))
    assert added.doors == 8


def test_renaming_a_building_renews_the_keys_of_its_doors(device: Device) -> None:
    house = build(device)
    device.do(SetFields("building", house.building, {"label": "乙2"}))
    assert device.read("dwelling", door(device, "502"))["addr_key"] == "纺织厂家属院|乙2|3|502"


def test_undoing_the_act_takes_every_door_back(device: Device) -> None:
    house = build(device)
    assert device.do(UndoAct(house.act)).undone == 1 + 3 + 54


def test_a_house_in_a_village_needs_a_number_or_a_landmark(device: Device) -> None:
    group = device.do(AddVillageGroup("上沟组"))
    with pytest.raises(Refused) as refused:
        device.do(AddDwelling(village_group=group))
    assert refused.value.field == "landmark"


def test_a_house_in_a_village_is_found_by_its_landmark(device: Device) -> None:
    assert device.read("dwelling", village_door(device))["addr_key"] == "上沟||老槐树西第二家"


def test_the_same_door_twice_is_refused(device: Device) -> None:
    house = build(device)
    with pytest.raises(Refused) as refused:
        device.do(AddDwelling(building=house.building, unit=_unit(device), room_label="502"))
    assert refused.value.code == "door-exists"


def _unit(device: Device) -> str:
    return str(device.read("dwelling", door(device, "502"))["unit_id"])


def test_the_same_door_twice_can_be_meant(device: Device) -> None:
    house = build(device)
    again = AddDwelling(
        building=house.building, unit=_unit(device), room_label="502", is_another=True
    )
    assert device.do(again)


def test_a_compound_without_a_name_is_refused(device: Device) -> None:
    with pytest.raises(Refused):
        device.do(AddCompound("  "))


def test_a_building_of_a_thousand_floors_is_a_slip(device: Device) -> None:
    with pytest.raises(Refused) as refused:
        device.do(AddBuilding("1栋", 1000, 2))
    assert refused.value.is_input


def test_with_two_grids_the_grid_must_be_named() -> None:
    both = make_device(scopes_held=(COMMUNITY_SCOPE, GRID_SCOPE, "grid:560102001006004"))
    with pytest.raises(Refused) as refused:
        both.do(AddCompound("杏林家园"))
    both.close()
    assert len(refused.value.candidates) == 2
