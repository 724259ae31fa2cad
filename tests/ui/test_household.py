"""户: read before knocking, edited in place."""

from __future__ import annotations

from tests.devices import Device
from ui.pictures import AppDriver

GAO = "h-b2u3-502"


def test_the_hint_how_to_knock_comes_first(driver: AppDriver) -> None:
    driver.go("household", GAO)
    words = driver.words()
    assert words.index("铃坏了，敲窗户，等一等") < words.index("高玉芬")


def test_the_number_is_masked_until_it_is_tapped_and_the_tap_is_recorded(
    device: Device, driver: AppDriver
) -> None:
    driver.go("household", GAO)
    assert "5601**********0403" in driver.words()
    driver.tap("revealId-r-b2u3-502")
    assert "560102193611110403" in driver.words()
    taps = device.run(
        lambda one: one.exec_driver_sql("select entity, field from reveal").fetchall()
    )
    assert [tuple(tap) for tap in taps] == [("care", "id_no")]


def test_leaving_the_card_masks_it_again(driver: AppDriver) -> None:
    driver.go("household", GAO)
    driver.tap("revealId-r-b2u3-502")
    driver.go("today")
    driver.go("household", GAO)
    assert "560102193611110403" not in driver.words()


def test_a_masked_tag_is_opened_by_its_own_tap(driver: AppDriver) -> None:
    driver.go("household", GAO)
    driver.tap("revealTags-r-b2u3-502")
    assert any("残疾" in word for word in driver.words())


def test_a_promise_is_ticked_and_can_be_taken_back(device: Device, driver: AppDriver) -> None:
    driver.go("household", GAO)
    driver.tap("promise-promise-heating")
    assert device.read("promise", "promise-heating").get("done_ms")
    driver.tap("撤销")
    assert not device.read("promise", "promise-heating").get("done_ms")


def test_the_access_hint_is_edited_in_place(device: Device, driver: AppDriver) -> None:
    driver.go("household", GAO)
    driver.tap("editDoor")
    assert driver.window.activeFocusItem().objectName() == "field-access_note"
    driver.replace_text("门铃修好了，按铃", into="field-access_note")
    driver.tap("endEdit")
    assert device.read("dwelling", "b2u3-502")["access_note"] == "门铃修好了，按铃"
    assert "门铃修好了，按铃" in driver.words()


def test_a_refused_value_says_why_and_changes_nothing(device: Device, driver: AppDriver) -> None:
    driver.go("household", GAO)
    driver.tap("edit-r-b2u3-502")
    driver.replace_text("", into="field-name")
    driver.tap("field-note")
    assert device.read("resident", "r-b2u3-502")["name"] == "高玉芬"
    assert driver.app.shell.model("household").editor.fields.rows[0].problem != ""
    driver.tap("endEdit")


def test_who_changed_what_is_told_field_by_field(driver: AppDriver) -> None:
    driver.go("household", GAO)
    model = driver.app.shell.model("household")
    model.editDoor()
    model.editor.setField("access_note", "按铃")
    model.editor.end()
    driver.settle()
    driver.tap("history")
    assert "敲门提示：铃坏了，敲窗户，等一等 → 按铃" in driver.words()


def test_a_number_is_shown_large_to_be_dialled(driver: AppDriver) -> None:
    driver.go("household", GAO)
    driver.tap("打电话")
    assert driver.words().count("100 1234 5601") == 2
    driver.tap("logCall")
    assert "电话走访" in driver.words()
