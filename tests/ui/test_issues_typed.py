"""事项: nothing typed is lost on the way between pages, and one tap too many does nothing."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QMetaObject

from fieldapp.queries.issues import DONE_SHOWN
from fieldapp.queries.kept_text import KeptTextQuery
from tests.devices import Device
from tests.ui.conftest import MakeDriver
from tests.ui.issues import add_done, add_issues
from ui.pictures import AppDriver
from ui.viewmodels.issue_argument import new_issue
from ui.viewmodels.issue_new import NewIssue
from ui.viewmodels.issues import IssuesModel

HOME = "h-b2u3-502"
KNOCK = new_issue(HOME, "暖气不热", "v1")


@pytest.fixture
def driver(device: Device, make_driver: MakeDriver) -> AppDriver:
    """Give the worker's window with a few issues, open on them."""
    add_issues(device)
    made = make_driver()
    made.go("issues")
    return made


def typed(driver: AppDriver, field: str) -> str:
    """Give what stands in a field."""
    return str(driver.find(field).property("text"))


def after_a_round(driver: AppDriver) -> None:
    """Come back to the page before, when a round has touched what is shown there."""
    driver.app.shell.kinds_changed(frozenset({"sync"}))
    driver.app.shell.back()
    driver.settle()


def tap_twice(driver: AppDriver, name: str) -> None:
    """Tap so fast that the first tap is not answered yet."""
    item = driver.find(name)
    for _ in range(2):
        assert QMetaObject.invokeMethod(item, "click")
    driver.settle()


def count_of(device: Device, kind: str) -> int:
    """Count the records of a kind that wait to be sent."""
    return sum(one.entity == kind for one in device.changes())


def page(driver: AppDriver) -> IssuesModel:
    """Give the page's model."""
    model = driver.app.shell.model("issues")
    assert isinstance(model, IssuesModel)
    return model


def test_a_half_typed_one_outlives_one_that_comes_from_a_knock(driver: AppDriver) -> None:
    driver.tap("writeIssue")
    driver.type_text("井盖松了", into="issueName")
    driver.go("issues", KNOCK)
    assert typed(driver, "issueName") == "暖气不热"
    driver.type_text("只有十四度", into="issueDetails")
    driver.go("today")
    driver.go("issues")
    driver.tap("category-livelihood")
    driver.tap("saveOnly")
    driver.tap("writeIssue")
    assert typed(driver, "issueName") == "井盖松了"


def test_what_is_typed_about_a_knock_stays_through_a_round(driver: AppDriver) -> None:
    driver.go("issues", KNOCK)
    driver.type_text("只有十四度", into="issueDetails")
    driver.go("household", HOME)
    after_a_round(driver)
    assert typed(driver, "issueDetails") == "只有十四度"
    assert typed(driver, "issueName") == "暖气不热"


def test_what_was_typed_about_a_knock_comes_back_to_it(
    driver: AppDriver, make_driver: MakeDriver
) -> None:
    driver.go("issues", KNOCK)
    driver.type_text("只有十四度", into="issueDetails")
    driver.go("today")
    again = make_driver()
    again.go("issues", KNOCK)
    assert typed(again, "issueDetails") == "只有十四度"
    assert "乙1-3-502 高玉芬家" in again.words()


def test_what_is_let_go_leaves_what_the_knock_said(
    driver: AppDriver, make_driver: MakeDriver
) -> None:
    driver.go("issues", KNOCK)
    driver.type_text("只有十四度", into="issueDetails")
    driver.go("today")
    again = make_driver()
    again.go("issues", KNOCK)
    again.tap("dropHalfTyped")
    assert typed(again, "issueDetails") == ""
    assert typed(again, "issueName") == "暖气不热"


def test_after_saving_the_way_back_leads_to_the_issue(driver: AppDriver) -> None:
    driver.go("issues", KNOCK)
    driver.tap("category-livelihood")
    driver.tap("saveOnly")
    driver.tap("issueHousehold")
    after_a_round(driver)
    assert not driver.shows("issueName")
    assert typed(driver, "issueTitle") == "暖气不热"


def test_a_second_one_of_the_same_household_opens_an_empty_form(driver: AppDriver) -> None:
    driver.go("household", HOME)
    driver.go("issues", new_issue(HOME))
    driver.type_text("暖气不热", into="issueName")
    driver.tap("category-livelihood")
    driver.tap("saveOnly")
    driver.app.shell.back()
    driver.settle()
    driver.go("issues", new_issue(HOME))
    assert typed(driver, "issueName") == ""
    assert "乙1-3-502 高玉芬家" in driver.words()


def test_the_way_back_leads_to_the_one_that_was_chosen(driver: AppDriver) -> None:
    driver.go("issues", "i-late")
    driver.tap("issue-i-heat")
    driver.tap("issueHousehold")
    after_a_round(driver)
    assert typed(driver, "issueTitle") == "三单元整栋暖气不热"


def test_one_done_so_long_ago_that_no_list_shows_it_is_opened(
    driver: AppDriver, device: Device
) -> None:
    add_done(device, DONE_SHOWN)
    driver.go("issues", "i-done")
    assert typed(driver, "issueTitle") == "楼上漏水，两家说不拢"
    assert not driver.shows("issue-i-done")


def test_one_that_is_gone_gives_way_to_the_first(driver: AppDriver) -> None:
    driver.go("issues", "i-never")
    assert page(driver).state.chosen == "i-lamp"
    assert typed(driver, "issueTitle") == "二单元楼道灯不亮"


def test_half_a_note_stays_with_its_issue_when_another_is_opened(driver: AppDriver) -> None:
    driver.go("issues", "i-lamp")
    driver.type_text("灯罩碎了", into="issueNote")
    driver.go("issues", "i-heat")
    assert typed(driver, "issueNote") == ""
    driver.tap("issue-i-lamp")
    assert typed(driver, "issueNote") == "灯罩碎了"


def test_two_taps_make_one_issue(driver: AppDriver, device: Device) -> None:
    driver.go("issues", KNOCK)
    driver.tap("category-livelihood")
    tap_twice(driver, "saveOnly")
    assert count_of(device, "issue") == 1


def test_what_was_refused_can_be_tried_again(driver: AppDriver) -> None:
    driver.go("issues", new_issue("h-never", "暖气不热"))
    driver.tap("知道了")
    driver.tap("category-livelihood")
    driver.tap("saveOnly")
    driver.tap("知道了")
    driver.tap("saveOnly")
    assert driver.shows("知道了")
    assert typed(driver, "issueName") == "暖气不热"


def test_two_taps_make_one_step(driver: AppDriver, device: Device) -> None:
    driver.go("issues", "i-heat")
    driver.type_text("又问了一次", into="issueNote")
    tap_twice(driver, "deed-add")
    assert count_of(device, "issue_step") == 1


def test_two_taps_take_back_once(driver: AppDriver) -> None:
    driver.go("issues", "i-lamp")
    driver.tap("issueMain")
    tap_twice(driver, "撤销")
    assert driver.app.shell.state.banner == ""
    assert "撤销了" in " ".join(driver.words())


def test_an_answer_touches_only_the_issue_it_is_about(driver: AppDriver, device: Device) -> None:
    driver.go("issues", "i-lamp")
    page(driver).say("灯罩碎了")
    page(driver).take("verify")
    page(driver).choose("i-heat")
    page(driver).say("还没修")
    driver.settle()
    assert "核单，已存本机" not in " ".join(driver.words())
    driver.go("today")
    assert json.loads(device.ask(KeptTextQuery("issue:i-heat"))) == ["还没修", ""]
    assert device.ask(KeptTextQuery("issue:i-lamp")) == ""


def test_a_saved_one_leaves_the_form_that_was_opened_meanwhile(
    driver: AppDriver, device: Device
) -> None:
    driver.go("issues", KNOCK)
    driver.tap("category-livelihood")
    form = page(driver).property("fresh")
    assert isinstance(form, NewIssue)
    form.save("")
    page(driver).write()
    form.name("井盖松了")
    driver.settle()
    assert page(driver).state.is_writing
    driver.go("today")
    assert "井盖松了" in device.ask(KeptTextQuery("issue:new"))
    assert device.ask(KeptTextQuery("issue:new:v1")) == ""
