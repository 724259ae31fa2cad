"""Help: every page has a sheet that says what it is for, reached by touch and by keyboard."""

from __future__ import annotations

import json
import re
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPointF, Qt

from fieldapp.session import Home
from tests.devices import Device
from tests.house.sources import ROOT
from tests.ui.conftest import MakeDriver
from tests.ui.layout import faults
from ui.pictures import LANDSCAPE, PORTRAIT, AppDriver
from ui.viewmodels.help import HELP_FILE, STAGES, help_on
from ui.viewmodels.registry import PAGES

TOLD: dict[str, Any] = json.loads(HELP_FILE.read_text("utf-8"))
NEVER = re.compile(r"失败|非法|无效|请勿|系统|用户|数据|您|确定吗")


def sentences(page: str) -> list[str]:
    """List all that a page's sheet says, apart from the keys."""
    told = TOLD["pages"][page]
    return [told["title"], told["about"], *told["steps"]]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_what_it_is_for_and_what_one_does_there(page: str) -> None:
    told = help_on(page)
    assert told["about"].endswith("。")
    assert 2 <= len(told["steps"]) <= 3
    assert ["?", "这一页"] in told["keys"]


@pytest.mark.parametrize("stage", STAGES)
def test_what_stands_before_the_pages_names_no_key_of_the_pages(stage: str) -> None:
    told = help_on(stage)
    assert 2 <= len(told["steps"]) <= 3
    assert ["F5", "现在同步一次"] not in told["keys"]


def test_the_lock_explains_itself_and_takes_no_digit_meanwhile(driver: AppDriver) -> None:
    driver.app.lock()
    driver.settle()
    driver.tap("help")
    assert help_on("lock")["about"] in driver.words()
    driver.press(Qt.Key.Key_5)
    driver.press(Qt.Key.Key_Escape)
    assert help_on("lock")["about"] not in driver.words()
    assert "输入 PIN" in driver.words()
    assert driver.window.activeFocusItem().objectName() == "pinPad"


def test_the_first_steps_explain_themselves(tmp_path: Path) -> None:
    with AppDriver(home=Home(tmp_path / "home")) as driver:
        driver.press(Qt.Key.Key_F1)
        assert help_on("wizard")["about"] in driver.words()
        driver.tap("closeHelp")
        assert help_on("wizard")["about"] not in driver.words()


def test_while_the_records_are_being_opened_there_is_nothing_to_ask_about(tmp_path: Path) -> None:
    with AppDriver(home=Home(tmp_path / "home")) as driver:
        driver.app.shell.publish(stage="opening")
        driver.settle()
        driver.press(Qt.Key.Key_F1)
        assert not driver.shows("help")
        assert (driver.app.shell.state.crash, driver.app.shell.help()) == ("", {})


def test_no_sheet_is_left_of_a_page_that_is_gone() -> None:
    assert {key.partition(".")[0] for key in TOLD["pages"]} == {*PAGES, *STAGES}


@pytest.mark.parametrize("page", TOLD["pages"])
def test_the_words_are_those_of_a_colleague_and_few(page: str) -> None:
    said = sentences(page)
    assert [one for one in said if NEVER.search(one)] == []
    assert [one for one in said if len(one) > 60] == []


def test_what_stands_in_quotes_is_written_so_on_a_screen() -> None:
    folders = (ROOT / "ui", ROOT / "fieldapp", ROOT / "resources" / "catalogue")
    written = "\n".join(
        path.read_text("utf-8")
        for folder in folders
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".py", ".qml", ".json")
    )
    quoted = {word for page in TOLD["pages"] for word in _quoted(sentences(page))}
    assert {word for word in quoted if word not in written} == set()


def _quoted(said: list[str]) -> list[str]:
    return [word for one in said for word in re.findall("“([^”]+)”", one)]


def test_a_tap_on_the_sign_opens_the_sheet_of_this_page(driver: AppDriver) -> None:
    driver.go("doors")
    driver.tap("help")
    assert help_on("doors")["about"] in driver.words()
    driver.tap("closeHelp")
    assert help_on("doors")["about"] not in driver.words()


def test_the_question_mark_does_the_same_and_escape_closes_it(driver: AppDriver) -> None:
    driver.go("search")
    driver.press(Qt.Key.Key_F1)
    assert help_on("search")["about"] in driver.words()
    driver.press(Qt.Key.Key_Escape)
    assert help_on("search")["about"] not in driver.words()


def test_the_arrows_reach_the_last_key_of_a_long_sheet(driver: AppDriver) -> None:
    driver.dress(text_scale=1.5)
    driver.go("doors")
    driver.tap("help")
    last = driver.find("key-?")
    for _ in range(12):
        driver.press(Qt.Key.Key_Down)
    foot = last.mapToScene(last.boundingRect().bottomLeft()).y()
    assert foot <= driver.find("closeHelp").mapToScene(QPointF()).y()


def test_the_secretary_reads_her_own_words_of_today(
    make_driver: MakeDriver, secretary_device: Device
) -> None:
    driver = make_driver(device=secretary_device, role="secretary")
    driver.tap("help")
    assert help_on("today", "secretary")["about"] in driver.words()


def test_the_sheets_show_every_word_whole(driver: AppDriver) -> None:
    found = []
    for size, scale in product((LANDSCAPE, PORTRAIT), (1.0, 1.5)):
        driver.dress(text_scale=scale)
        driver.resize(size)
        for page in ("today", "doors", "review", "quarantine"):
            driver.go(page)
            driver.tap("help")
            found += [f"{page} {size} {scale}: {one}" for one in faults(driver.window)]
            driver.tap("closeHelp")
    assert found == []
