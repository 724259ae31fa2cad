"""小区 and 村民小组 by hand: added in the grid at hand, and changed field by field."""

from __future__ import annotations

from tests.devices import GRID_SCOPE, SCOPES, Device, make_device
from tests.ui.conftest import MakeDriver
from tests.ui.sample import add_village, fill
from ui.pictures import PORTRAIT, AppDriver

OTHER = "560102001006004"


def made(device: Device, kind: str, scope: str = GRID_SCOPE) -> dict[str, object]:
    """Give the fields of the row of a kind that waits to be sent."""
    changes = [one for one in device.changes(scope) if one.entity == kind]
    return {name: edit.new for name, edit in changes[-1].fields.items()}


def test_a_compound_is_added_with_who_minds_it(device: Device, driver: AppDriver) -> None:
    driver.go("forms", "compound:")
    driver.type_text("北院", into="field-name")
    driver.tap("pick-property_mode-self_managed")
    driver.type_text("3", into="field-sort_no")
    driver.tap("formSave")
    assert made(device, "compound") == {
        "name": "北院",
        "property_mode": "self_managed",
        "sort_no": 3,
    }


def test_a_compound_of_the_same_name_is_not_added_twice(device: Device, driver: AppDriver) -> None:
    driver.go("forms", "compound:")
    driver.type_text("杏林家园", into="field-name")
    driver.tap("formSave")
    assert any("杏林家园已经有了" in word for word in driver.words())
    assert device.changes() == []


def test_a_compound_is_changed_from_the_list_of_what_can_be_noted_down(
    device: Device, driver: AppDriver
) -> None:
    driver.go("forms", "new:")
    driver.tap("way-edit:compound:c2")
    driver.tap("pick-property_mode-none")
    driver.replace_text("老院子，晚上锁侧门", into="field-gate_note")
    driver.tap("formSave")
    row = device.read("compound", "c2")
    assert (row["property_mode"], row["gate_note"]) == ("none", "老院子，晚上锁侧门")


def test_a_door_leads_to_its_compound(driver: AppDriver) -> None:
    driver.go("forms", "new:b2u3-502")
    driver.tap("way-edit:compound:c2")
    assert "纺织厂家属院" in [
        item.property("text") for item in driver.items() if item.objectName() == "field-name"
    ]


def test_a_village_group_is_added_and_changed(device: Device, make_driver: MakeDriver) -> None:
    add_village(device)
    driver = make_driver(size=PORTRAIT)
    driver.go("forms", "group:")
    driver.type_text("河滩组", into="field-name")
    driver.tap("formSave")
    assert made(device, "village_group")["name"] == "河滩组"
    driver.go("forms", "edit:village_group:g1")
    driver.replace_text("7", into="field-sort_no")
    driver.tap("formSave")
    assert device.read("village_group", "g1")["sort_no"] == 7


def test_with_several_grids_it_is_added_in_the_one_at_hand(make_driver: MakeDriver) -> None:
    device = make_device(scopes_held=(*SCOPES, f"grid:{OTHER}"))
    fill(device)
    device.seed("grid", OTHER, {"name": "第四网格", "region": "r"})
    driver = make_driver(device=device)
    driver.tap(f"grid-{OTHER}")
    driver.go("forms", "compound:")
    assert "第四网格" in driver.words()
    driver.type_text("北院", into="field-name")
    driver.tap("formSave")
    assert made(device, "compound", f"grid:{OTHER}")["name"] == "北院"
    device.close()
