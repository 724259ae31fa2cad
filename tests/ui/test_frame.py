"""The frame: places, keys, curtain, lock, banner, crash dialog, the state of the records."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt

from fieldapp.queries.sync import SyncStatus
from fieldapp.session import Home
from tests.devices import DAY_MS, NINE, Device
from tests.ui.conftest import MakeDriver
from tests.ui.test_layout import WORKER_PAGES
from ui.pictures import LANDSCAPE, LAPTOP, PORTRAIT, AppDriver
from ui.sync_state import LineState
from ui.text import NO_BREAK
from ui.viewmodels.waiting import record_words


def test_digits_with_alt_go_along_the_rail(driver: AppDriver) -> None:
    driver.press(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert driver.app.shell.state.page == "doors"
    driver.press(Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert driver.app.shell.state.page == "today"


def ends(driver: AppDriver, name: str) -> float:
    """Give where in the window a control ends."""
    item = driver.find(name)
    return item.mapRectToScene(item.boundingRect()).bottom()


def test_back_returns_to_where_the_card_was_opened(driver: AppDriver) -> None:
    driver.go("doors")
    driver.go("household", "h-b2u3-502")
    driver.tap("返回")
    assert driver.app.shell.state.page == "doors"


@pytest.mark.parametrize("page", WORKER_PAGES)
def test_upright_in_large_letters_a_title_stands_on_one_line(
    make_driver: MakeDriver, page: str
) -> None:
    driver = make_driver(size=PORTRAIT, text_scale=1.5)
    driver.go(page, WORKER_PAGES[page])
    driver.find("recordState").setProperty("text", "离线，上次同步完 09:00")
    driver.settle()
    assert driver.find("pageTitle").property("lineCount") == 1


def test_escape_twice_draws_an_opaque_curtain(driver: AppDriver) -> None:
    driver.press(Qt.Key.Key_Escape)
    driver.press(Qt.Key.Key_Escape)
    assert "点一下，接着用" in driver.words()


def test_under_the_lock_nothing_is_to_be_seen_and_half_typed_words_stay(
    driver: AppDriver,
) -> None:
    driver.go("visit", "b2u3-502|h-b2u3-502|door")
    driver.type_text("说到一半", into="note")
    driver.app.lock()
    driver.settle()
    assert not any("高玉芬" in word or "说到一半" in word for word in driver.words())
    driver.app.shell.publish(is_locked=False)
    driver.settle()
    assert driver.find("note").property("text") == "说到一半"


def test_three_minutes_without_a_touch_lock(driver: AppDriver) -> None:
    assert driver.app.idle is not None
    assert driver.app.idle.timer.interval() == 180_000
    driver.app.idle.timer.timeout.emit()
    driver.settle()
    assert driver.app.shell.state.is_locked


def test_the_question_mark_opens_the_sheet_of_keys(driver: AppDriver) -> None:
    driver.press(Qt.Key.Key_F1)
    assert "键盘怎么用" in driver.words()
    driver.tap("closeHelp")
    assert "键盘怎么用" not in driver.words()
    driver.press(Qt.Key.Key_F1)
    assert "键盘怎么用" in driver.words()


def test_a_bug_is_told_until_it_is_read(driver: AppDriver) -> None:
    for _ in range(2):
        driver.app.shell.publish(crash="ValueError\n  somewhere.py:7 in_it")
        driver.settle()
        assert "程序出了点毛病" in driver.words()
        driver.tap("dismissCrash")
        assert "程序出了点毛病" not in driver.words()


def test_a_refusal_stays_until_it_is_read(driver: AppDriver) -> None:
    driver.app.bridge.refused.emit("这里不归你改。")
    driver.settle()
    assert "这里不归你改。" in driver.words()
    driver.tap("知道了")
    assert "这里不归你改。" not in driver.words()


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("size", [LANDSCAPE, PORTRAIT])
def test_a_sentence_to_be_read_covers_no_button(
    make_driver: MakeDriver, size: tuple[int, int], scale: float
) -> None:
    driver = make_driver(size=size, text_scale=scale)
    driver.go("visit", "b2u3-502|h-b2u3-502|door")
    before = ends(driver, "nextDoor")
    driver.app.bridge.refused.emit("这里不归你改。")
    driver.settle()
    notice = driver.find("dismissNotice")
    assert ends(driver, "nextDoor") <= notice.mapToScene(QPointF()).y()
    driver.tap("dismissNotice")
    assert ends(driver, "nextDoor") == before


def test_the_window_title_names_nobody(driver: AppDriver) -> None:
    driver.go("household", "h-b2u3-502")
    assert driver.window.title() == "网格员工作本"


def test_a_demo_says_so_in_the_rail_and_in_portrait(make_driver: MakeDriver) -> None:
    assert "演示数据" in make_driver().words()
    words = make_driver(size=PORTRAIT).words()
    assert any("演示数据" in word.replace(NO_BREAK, "") for word in words)


def test_a_home_that_cannot_be_opened_is_said_loudly(tmp_path: Path, quiet: list[str]) -> None:
    home = Home(tmp_path / "home")
    home.prepare()
    home.database_file.write_bytes(b"x")
    driver = AppDriver(home=home)
    assert "现在打不开" in driver.words()
    assert not home.keys_file.exists()
    driver.close()


@pytest.mark.parametrize("size", [LANDSCAPE, LAPTOP, PORTRAIT])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_every_screen_is_silent_in_every_size(
    device: Device, make_driver: MakeDriver, size: tuple[int, int], scale: float
) -> None:
    driver = make_driver(size=size, text_scale=scale, light="dark")
    for page, argument in [
        ("today", ""),
        ("doors", ""),
        ("household", "h-b2u3-502"),
        ("visit", "b2u3-502|h-b2u3-502|door"),
    ]:
        driver.go(page, argument)
        assert driver.app.shell.state.page == page


def status(waiting: int = 0, delivered: int = 0, *, proven_ms: int | None = None) -> SyncStatus:
    is_proven = proven_ms is not None
    return SyncStatus(waiting, delivered, is_proven, proven_ms, proven_ms, False, "", "", 0, 0)


@pytest.mark.parametrize(
    ("status_", "line", "words"),
    [
        (status(6), LineState.AWAY, "离线，6 条已存本机"),
        (status(6), LineState.REACHED, "6 条已存本机，等着送"),
        (status(0, 2), LineState.AWAY, "离线，2 条已送达，等入账"),
        (status(proven_ms=NINE), LineState.REACHED, "已同步到 09:00"),
        (status(proven_ms=NINE), LineState.OFF, "已同步到 09:00，可以离线用"),
        (status(proven_ms=NINE - DAY_MS), LineState.REACHED, "已同步到 昨天 09:00"),
        (status(), LineState.UNKNOWN, "还没有同步过"),
        (status(3), LineState.RUNNING, "正在同步"),
    ],
)
def test_the_state_of_the_records_is_said_in_words(
    status_: SyncStatus, line: LineState, words: str
) -> None:
    assert record_words(status_, line, NINE + 60_000)[0] == words
