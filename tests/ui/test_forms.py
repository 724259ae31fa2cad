"""The grid by hand: what is typed into a form is what the database then holds."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from sqlalchemy import select

from fieldapp.queries.household import HouseholdQuery
from fieldapp.services.fields import SetFields
from fieldapp.store.schema import TABLES
from tests.devices import Device
from tests.ui.sample import add_village
from ui.pictures import PORTRAIT, AppDriver

GAO = "h-b2u3-502"


def _rows(device: Device, table_of: str, /, **wanted: object) -> list[dict[str, object]]:
    table = TABLES[table_of]
    query = select(table).where(*(table.c[name] == value for name, value in wanted.items()))
    query = query.where(table.c.archived.is_not(True))
    return device.run(lambda one: [dict(row) for row in one.execute(query).mappings()])


def _members(device: Device, household: str) -> list[str]:
    return sorted(one.name for one in device.ask(HouseholdQuery(household)).people)


def test_a_person_is_added_with_a_name_and_how_she_lives_here(
    device: Device, driver: AppDriver
) -> None:
    driver.go("household", GAO)
    driver.tap("addPerson")
    driver.type_text("高示例", "field-name")
    driver.tap("formSave")
    assert _members(device, GAO) == ["高玉芬", "高示例"]
    assert "添了高示例" in "".join(driver.words())


def test_a_saved_person_is_taken_back_with_one_tap(device: Device, driver: AppDriver) -> None:
    driver.go("forms", f"resident:{GAO}")
    driver.type_text("高示例", "field-name")
    driver.tap("formSave")
    driver.tap("撤销")
    assert _members(device, GAO) == ["高玉芬"]


def test_a_form_without_a_name_says_so_at_the_name(driver: AppDriver) -> None:
    driver.go("forms", f"resident:{GAO}")
    driver.tap("formSave")
    words = driver.words()
    assert words.index("先写姓名。") < words.index("居住类别")


def test_a_birth_date_that_means_two_days_is_asked_about_and_stays_as_typed(
    device: Device, driver: AppDriver
) -> None:
    driver.go("forms", f"resident:{GAO}")
    driver.type_text("高示例", "field-name")
    driver.type_text("1942-13-45", "field-birth_date")
    driver.tap("formSave")
    assert driver.find("field-birth_date").property("hasProblem")
    assert driver.find("field-birth_date").property("text") == "1942-13-45"
    assert _members(device, GAO) == ["高玉芬"]


def test_half_typed_text_is_there_after_another_page(driver: AppDriver) -> None:
    driver.go("forms", f"resident:{GAO}")
    driver.type_text("高示例", "field-name")
    driver.go("forms", f"moveout:{GAO}")
    driver.go("today")
    driver.go("forms", f"resident:{GAO}")
    assert driver.find("field-name").property("text") == "高示例"


def test_a_building_is_drawn_while_it_is_written_and_saved_with_its_doors(
    device: Device, driver: AppDriver
) -> None:
    driver.go("doors")
    driver.tap("newRecord")
    driver.tap("way-building:")
    driver.type_text("6", "field-label")
    driver.type_text("3", "field-floors")
    driver.type_text("2", "field-doors_per_floor")
    driver.replace_text("1、2", "field-units")
    assert "302" in driver.words()
    driver.tap("formSave")
    (building,) = _rows(device, "building", label="6")
    assert len(_rows(device, "dwelling", building_id=building["id"])) == 12
    driver.tap("撤销")
    assert _rows(device, "building", label="6") == []


def test_floors_that_are_no_number_are_told_at_their_field(
    device: Device, driver: AppDriver
) -> None:
    driver.go("forms", "building:")
    driver.type_text("6", "field-label")
    driver.type_text("abc", "field-floors")
    driver.tap("formSave")
    assert "“几层”只写数字。" in driver.words()
    assert _rows(device, "building", label="6") == []


def test_a_compound_and_a_village_group_are_added(device: Device, driver: AppDriver) -> None:
    driver.go("forms", "compound:")
    driver.replace_text("河湾小区", "field-name")
    driver.tap("formSave")
    driver.go("forms", "group:")
    driver.replace_text("上沟组", "field-name")
    driver.tap("formSave")
    assert len(_rows(device, "compound", name="河湾小区")) == 1
    assert len(_rows(device, "village_group", name="上沟组")) == 1


def test_a_door_without_a_number_stands_by_its_landmark(
    device: Device, make_driver: Callable[..., AppDriver]
) -> None:
    add_village(device)
    driver = make_driver()
    driver.go("forms", "dwelling:village_group:g1")
    driver.replace_text("老槐树西第三家", "field-landmark")
    driver.tap("formSave")
    assert len(_rows(device, "dwelling", landmark="老槐树西第三家", village_group_id="g1")) == 1


def test_a_household_is_added_behind_a_door_in_any_spelling(
    device: Device, driver: AppDriver
) -> None:
    device.do(SetFields("dwelling", "b2u2-201", {"room_label": "201"}))
    driver.go("forms", "home:")
    driver.replace_text("乙1楼2单元201室", "field-dwelling")
    driver.tap("pick-kind-tenant")
    driver.tap("formSave")
    assert len(_rows(device, "household", dwelling_id="b2u2-201", kind="tenant")) == 1
    driver.tap("formNext")
    assert driver.shows("field-residence_type") or driver.shows("field-name")


def test_a_door_that_is_not_found_is_said_at_the_field(driver: AppDriver) -> None:
    driver.go("forms", "home:")
    driver.replace_text("九栋9999", "field-dwelling")
    driver.tap("formSave")
    assert "没有找到这个门。换个写法，或者写编号。" in driver.words()


def test_a_whole_household_moves_out_on_a_day_typed_freely(
    device: Device, driver: AppDriver
) -> None:
    driver.go("household", GAO)
    driver.tap("changeHousehold")
    driver.tap(f"way-moveout:{GAO}")
    driver.replace_text("去女儿家了", "field-dest")
    driver.type_text("11-18", "field-on")
    driver.tap("formSave")
    assert device.read("household", GAO)["status"] == "moved_out"
    assert device.read("member", "m-b2u3-502")["to_on"] == "2026-11-18"
    driver.tap("撤销")
    assert device.read("household", GAO)["status"] == "active"


def test_somebody_known_moves_in_and_leaves_where_she_lived(
    device: Device, driver: AppDriver
) -> None:
    driver.go("forms", f"movein:{GAO}")
    driver.type_text("魏淑珍", "field-residents")
    driver.tap("pick-residents-r-b2u1-302")
    driver.tap("formSave")
    assert _members(device, GAO) == ["高玉芬", "魏淑珍"]
    assert device.read("household", "h-b2u1-302")["status"] == "moved_out"


def test_one_of_two_splits_off_and_the_other_becomes_head(
    device: Device, driver: AppDriver
) -> None:
    driver.go("forms", f"resident:{GAO}")
    driver.type_text("高示例", "field-name")
    driver.tap("formSave")
    (person,) = _rows(device, "resident", name="高示例")
    driver.go("forms", f"split:{GAO}")
    driver.tap("pick-residents-r-b2u3-502")
    driver.tap("formSave")
    (new,) = _rows(device, "household", split_from=GAO)
    assert new["head_id"] == "r-b2u3-502"
    assert device.read("household", GAO)["head_id"] == person["id"]


def test_a_household_is_handed_to_another_grid(device: Device, driver: AppDriver) -> None:
    device.seed("grid", "560102001006002", {"region": "560102001006", "name": "第二网格"})
    driver.go("forms", f"transfer:{GAO}")
    driver.tap("pick-grid-560102001006002")
    driver.tap("formSave")
    (move,) = [one for one in device.changes() if one.kind == "move"]
    assert (move.row, move.fields["grid"].new) == (GAO, "560102001006002")


def test_another_head_is_chosen(device: Device, driver: AppDriver) -> None:
    driver.go("forms", f"resident:{GAO}")
    driver.type_text("高示例", "field-name")
    driver.tap("formSave")
    (person,) = _rows(device, "resident", name="高示例")
    driver.go("forms", f"head:{GAO}")
    driver.tap(f"pick-head-{person['id']}")
    driver.tap("formSave")
    assert device.read("household", GAO)["head_id"] == person["id"]


def test_a_death_is_confirmed_by_the_responsible_worker(device: Device, driver: AppDriver) -> None:
    driver.go("forms", f"deceased:{GAO}")
    driver.tap("pick-resident-r-b2u3-502")
    driver.tap("formSave")
    assert device.read("resident", "r-b2u3-502")["life_status"] == "deceased"


def test_any_field_is_edited_and_only_what_changed_is_written(
    device: Device, driver: AppDriver
) -> None:
    driver.go("forms", "edit:resident:r-b2u3-502")
    driver.replace_text("普通话，慢一点", "field-hearing_note")
    driver.replace_text("1936年11月12日", "field-birth_date")
    driver.tap("formSave")
    found = device.read("resident", "r-b2u3-502")
    assert found["hearing_note"] == "普通话，慢一点"
    assert found["birth_date"] == "1936-11-12"
    changed = {name for one in device.changes() for name in one.fields}
    assert "emergency_phone" not in changed


def test_the_building_of_a_chosen_door_is_edited(device: Device, driver: AppDriver) -> None:
    driver.go("forms", "new:b2u3-502")
    driver.tap("way-edit:building:b2")
    driver.tap("pick-has_lift-是")
    driver.tap("formSave")
    assert device.read("building", "b2")["has_lift"] is True


def test_a_form_in_which_nothing_changed_says_so(driver: AppDriver) -> None:
    driver.go("forms", "edit:dwelling:b2u3-502")
    driver.tap("formSave")
    assert "什么都没改。改一项再存。" in driver.words()


def test_a_tag_is_found_put_on_and_taken_off(device: Device, driver: AppDriver) -> None:
    driver.go("forms", "tags:resident:r-b1u1-101")
    driver.replace_text("独居", "field-find")
    driver.tap("pick-tags-ALONE")
    assert "ALONE" in str(device.read("resident", "r-b1u1-101")["tags"])
    driver.tap("pick-tags-ALONE")
    assert "ALONE" not in str(device.read("resident", "r-b1u1-101").get("tags"))


def test_masked_tags_are_not_told_until_they_are_opened(driver: AppDriver) -> None:
    driver.go("forms", "tags:resident:r-b2u3-502")
    assert not driver.find("pick-masked-DISAB").property("chosen")
    driver.tap("revealTags")
    assert driver.find("pick-masked-DISAB").property("chosen")


def test_a_number_is_added_and_taken_off(device: Device, driver: AppDriver) -> None:
    driver.go("forms", "phones:r-b1u1-101")
    driver.type_text("10012345678", "field-phones")
    driver.replace_text("女儿", "field-whose")
    driver.tap("formSave")
    assert "100 1234 5678 女儿" in driver.words()
    driver.tap("pick-held-10012345678")
    assert "100 1234 5678 女儿" not in driver.words()


def test_a_form_is_filled_in_with_the_keyboard_alone(device: Device, driver: AppDriver) -> None:
    driver.go("forms", f"resident:{GAO}")
    for _ in range(12):
        driver.press(Qt.Key.Key_Tab)
        if driver.window.activeFocusItem().objectName() == "field-name":
            break
    driver.type_text("高示例")
    driver.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert _members(device, GAO) == ["高玉芬", "高示例"]


def test_a_field_that_the_keyboard_reaches_is_on_the_screen(
    make_driver: Callable[..., AppDriver],
) -> None:
    for options in ({}, {"size": PORTRAIT, "text_scale": 1.5}):
        driver = make_driver(**options)
        driver.go("forms", f"resident:{GAO}")
        driver.tap("field-phones")
        for _ in range(4):
            driver.press(Qt.Key.Key_Tab)
        field = driver.window.activeFocusItem()
        assert field.objectName() == "field-emergency_name"
        middle = field.mapToScene(field.boundingRect().center()).y()
        save = driver.find("formSave")
        assert middle < save.mapToScene(save.boundingRect().bottomLeft()).y()


def test_the_forms_fit_a_tablet_held_upright_in_large_letters(
    make_driver: Callable[..., AppDriver],
) -> None:
    driver = make_driver(size=PORTRAIT, text_scale=1.5, light="dark")
    driver.go("forms", "building:")
    save = driver.find("formSave")
    right = save.mapToScene(save.boundingRect().bottomRight())
    assert right.x() <= PORTRAIT[0]
    assert right.y() <= PORTRAIT[1]
