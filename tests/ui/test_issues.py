"""事项: whose turn, the next step with one tap, a late one told, and a new one written."""

from __future__ import annotations

from itertools import product

import pytest
from PySide6.QtCore import QPointF

from fieldapp.services.issues import RaiseIssue
from tests.devices import NINE, Device
from tests.ui.conftest import MakeDriver
from tests.ui.issues import add_issues
from tests.ui.layout import faults
from tests.ui.sample import SECRETARY
from ui.pictures import LANDSCAPE, LAPTOP, PORTRAIT, AppDriver
from ui.viewmodels.issue_argument import new_issue


@pytest.fixture
def driver(device: Device, make_driver: MakeDriver) -> AppDriver:
    """Give the worker's window with a few issues, open on them."""
    add_issues(device)
    made = make_driver()
    made.go("issues")
    return made


def test_every_word_stands_whole_in_every_size(driver: AppDriver) -> None:
    found: list[str] = []
    for size, scale in product((LANDSCAPE, LAPTOP, PORTRAIT), (1.0, 1.5)):
        driver.dress(text_scale=scale)
        driver.resize(size)
        for argument in ("", "i-heat", "i-late", new_issue("h-b2u3-502", "暖气不热", "v1")):
            driver.go("issues", argument)
            where = f"{argument} at {size[0]}x{size[1]}, {round(scale * 100)} %"
            found += [f"{where}: {fault}" for fault in faults(driver.window)]
    assert found == []


def test_the_list_says_whose_turn_each_is(driver: AppDriver) -> None:
    words = driver.words()
    assert {"要我办的", "等别人的"} <= set(words)
    assert "在明湖供热站那·今天 07:00" in words


def test_one_tap_takes_the_step_that_is_expected(driver: AppDriver) -> None:
    driver.go("issues", "i-lamp")
    driver.tap("issueMain")
    assert "核单，已存本机" in " ".join(driver.words())
    assert "已核单" in driver.words()
    driver.tap("撤销")
    assert "已点单" in driver.words()


def test_a_step_that_came_too_late_is_told_where_it_stands(driver: AppDriver) -> None:
    driver.go("issues", "i-late")
    assert "书记已先下单，你的核单意见附在后面。" in driver.words()
    assert "量过了，楼道宽一米二" in driver.words()


def test_a_missing_reason_is_asked_for_and_then_taken(driver: AppDriver) -> None:
    driver.go("issues", "i-lamp")
    driver.tap("deed-decline")
    assert "写一句为什么。" in " ".join(driver.words())
    driver.tap("知道了")
    driver.type_text("不是我们小区的灯", into="issueNote")
    driver.tap("deed-decline")
    assert "不受理" in driver.words()
    assert "不是我们小区的灯" in driver.words()


def test_a_new_one_wants_its_kind_and_what_it_is_about(driver: AppDriver, device: Device) -> None:
    driver.tap("writeIssue")
    driver.tap("saveIssue")
    assert "写一句是什么事。" in driver.words()
    driver.type_text("井盖松了", into="issueName")
    driver.tap("saveIssue")
    assert "点一下是哪一类。" in driver.words()
    driver.tap("category-hazard")
    driver.tap("saveIssue")
    assert "核过了，等书记下单" in " ".join(driver.words())
    raised, verified = [one for one in device.changes() if one.entity.startswith("issue")]
    assert raised.fields["title"].new == "井盖松了"
    assert verified.fields["deed"].new == "verify"


def test_what_is_known_already_stands_in_the_form(driver: AppDriver, device: Device) -> None:
    driver.go("issues", new_issue("h-b2u3-502", "暖气不热", "v1"))
    assert driver.find("issueName").property("text") == "暖气不热"
    assert "乙1-3-502 高玉芬家" in driver.words()
    driver.tap("category-livelihood")
    driver.tap("saveOnly")
    (raised,) = [one for one in device.changes() if one.entity == "issue"]
    assert raised.fields["household_id"].new == "h-b2u3-502"
    assert raised.fields["origin"].new == "visit"


def test_without_any_it_says_what_to_do(make_driver: MakeDriver) -> None:
    driver = make_driver()
    driver.go("issues")
    assert "还没有事项" in driver.words()
    driver.tap("writeFirst")
    assert "写哪一类、什么事就够了" in driver.words()


def test_the_same_thing_raised_twice_is_merged_with_two_taps(driver: AppDriver) -> None:
    driver.go("issues", "i-lamp")
    driver.type_text("和暖气是一回事", into="issueNote")
    driver.tap("deed-merge")
    assert "并到哪一件" in driver.words()
    assert not driver.shows("into-i-lamp")
    driver.tap("into-i-heat")
    assert "并案，已存本机" in " ".join(driver.words())
    assert "三单元整栋暖气不热" in driver.words()
    assert "和暖气是一回事" in driver.words()
    driver.tap("撤销")
    assert "已点单" in driver.words()


def test_merging_can_be_left(driver: AppDriver, device: Device) -> None:
    driver.go("issues", "i-lamp")
    driver.tap("deed-merge")
    driver.tap("endMerging")
    assert not driver.shows("endMerging")
    assert [one for one in device.changes() if one.entity == "issue_step"] == []


def test_the_only_one_of_its_grid_is_merged_into_none(
    device: Device, make_driver: MakeDriver
) -> None:
    device.do(RaiseIssue("hazard", "二单元楼道灯不亮"))
    driver = make_driver()
    driver.go("issues")
    assert driver.shows("deed-decline")
    assert not driver.shows("deed-merge")


def test_the_bar_tells_of_what_was_saved_until_somebody_goes_on(
    driver: AppDriver, device: Device
) -> None:
    driver.go("issues", "i-lamp")
    driver.tap("issueMain")
    assert driver.shows("issueSaved")
    (verified,) = [one.row for one in device.changes() if one.entity == "issue_step"]
    placed = {"deed": "place", "from_state": "verified", "to_state": "placed"}
    about = {"issue_id": "i-lamp", "after": verified, "author": SECRETARY, "at_ms": NINE}
    device.seed("issue_step", "i-lamp-placed", {**placed, **about})
    driver.app.shell.kinds_changed(frozenset({"issue_step"}))
    driver.settle()
    assert "已下单" in driver.words()
    assert not driver.shows("issueSaved")


def test_the_bar_is_gone_when_one_comes_back_to_the_page(driver: AppDriver) -> None:
    driver.go("issues", "i-lamp")
    driver.tap("issueMain")
    driver.go("today")
    driver.go("issues")
    assert "已核单" in driver.words()
    assert not driver.shows("issueSaved")


def test_a_missing_answer_is_brought_into_sight(
    secretary_device: Device, make_driver: MakeDriver
) -> None:
    add_issues(secretary_device)
    driver = make_driver(device=secretary_device, role="secretary", size=LANDSCAPE)
    driver.go("issues", "i-done")
    driver.tap("issueMain")
    assert "选一个：" in " ".join(driver.words())
    focused = driver.window.activeFocusItem()
    assert focused.objectName().startswith("rating-")
    top = focused.mapToScene(QPointF(0, 0)).y()
    assert 0 <= top <= driver.window.height() - focused.height()


def test_what_is_missing_is_said_at_its_field(driver: AppDriver) -> None:
    driver.tap("writeIssue")
    driver.type_text("井盖松了", into="issueName")
    driver.tap("saveIssue")
    said = next(item for item in driver.items() if item.property("text") == "点一下是哪一类。")
    asked = said.mapToScene(QPointF(0, 0)).y()
    assert asked < driver.find("issueName").mapToScene(QPointF(0, 0)).y()


def test_beside_the_first_one_no_empty_list_stands(make_driver: MakeDriver) -> None:
    driver = make_driver()
    driver.go("issues")
    driver.tap("writeFirst")
    assert "都办完了" not in driver.words()
    assert not driver.shows("issueList")
