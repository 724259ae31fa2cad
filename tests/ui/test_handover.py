"""交接 through the window: real homes, a grid that changes hands, what was held is taken over."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QImage, QPainter

from fieldapp.queries.handover import HandoverQuery
from fieldapp.services.diary import SubmitDiary, WriteDiary
from fieldapp.services.issues import RaiseIssue
from fieldapp.services.people import AddResident
from fieldapp.services.transfer import TransferHousehold
from tests.bundles.team import Mate, Team
from tests.devices import COMMUNITY, NINE, Device
from tests.server.town import GRID
from tests.ui import access
from tests.ui.conftest import Opened
from tests.ui.test_desk_layout import seen
from ui.handover_paper import draw, lines
from ui.month_paper import HEIGHT, MARGIN, WIDTH
from ui.pictures import PORTRAIT, AppDriver

DAY_MS = 86_400_000


@pytest.fixture
def lin(team: Team) -> Mate:
    """The secretary, after a worker who held two buildings had to give up her grid."""
    secretary = team.enrol("林示范")
    secretary.sync()
    wang = team.enrol("王海示例")
    wang.sync()
    wang.build("甲1")
    wang.build("甲2")
    # Her tablet's clock is today's: the assignment ends after what she wrote.
    team.town.assign("王海示例", GRID, "responsible", (None, "2026-11-19"))
    wang.sync()
    secretary.sync()
    return secretary


def buildings(mate: Mate) -> set[str]:
    """Name the buildings that this home shows."""
    rows = mate.dump()
    return {str(row["fields"]["label"]) for row in rows if row["kind"] == "building"}


def ticks(driver: AppDriver) -> list[str]:
    """Name what can be ticked."""
    names = [item.objectName() for item in driver.items()]
    return [name for name in names if name.startswith("handover-")]


def test_what_was_held_is_taken_over_as_one_act_and_taken_back(lin: Mate, opened: Opened) -> None:
    driver = opened(lin)
    driver.go("sync")
    driver.wait_for(lambda: driver.shows("look-handover"), "the look")
    driver.tap("look-handover")
    driver.wait_for(lambda: bool(ticks(driver)), "the rows")
    # Written after the assignment ended, so nothing is ticked by itself.
    assert not driver.shows("takeOver")
    assert len(ticks(driver)) == 2  # a building and its doors are one thing
    for name in ticks(driver):
        driver.tap(name)
    driver.tap("takeOver")
    driver.wait_for(lambda: driver.shows("handoverUndo"), "the end")
    assert buildings(lin) == {"甲1", "甲2"}
    driver.tap("handoverUndo")
    driver.wait_for(
        lambda: "撤回" in str(driver.find("handoverDone").property("text")), "the undoing"
    )


def test_it_is_reached_from_me_and_says_when_there_is_nothing(team: Team, opened: Opened) -> None:
    wang = team.enrol("王海示例")
    wang.sync()
    driver = opened(wang)
    driver.go("me")
    driver.tap("openHandover")
    driver.wait_for(lambda: "没有交过来要看的" in driver.words(), "the words")


def test_it_fits_every_look(lin: Mate, opened: Opened, tmp_path: Path) -> None:
    driver = opened(lin)
    driver.go("handover")
    driver.wait_for(lambda: bool(ticks(driver)), "the rows")
    driver.grab(tmp_path / "handover.png")
    driver.dress(light="dark", text_scale=1.5)
    driver.settle()
    driver.grab(tmp_path / "handover-dark.png")
    driver.resize(PORTRAIT)
    driver.dress(light="light", text_scale=1.0)
    driver.settle()
    driver.grab(tmp_path / "handover-portrait.png")


def test_a_paper_in_hand_is_ticked_when_it_was_counted_over(team: Team, opened: Opened) -> None:
    wang = team.enrol("王海示例")
    wang.sync()
    draft = wang.desk.do(WriteDiary("医保本原件 1 本在我这里，要还")).result()
    wang.desk.do(SubmitDiary(draft.entry)).result()
    driver = opened(wang)
    driver.go("handover")
    driver.wait_for(lambda: driver.shows("医保本原件 1 本在我这里，要还"), "the paper")
    name = next(one.objectName() for one in driver.items() if "paper-" in one.objectName())
    driver.tap(name)
    driver.wait_for(lambda: bool(driver.find(name).property("chosen")), "the tick")


def test_what_waits_is_counted_as_everywhere_else(driver: AppDriver, device: Device) -> None:
    device.do(AddResident("高示例", "away", household="h-b1u1-1101"))
    assert len(device.changes()) > 1
    driver.go("handover")
    assert "还有 1 条没送" in [word.replace("\u2060", "") for word in driver.words()]


@pytest.fixture
def changing(device: Device) -> Device:
    """Give a grid that changed hands, with what goes to the next one and came from there."""
    other = f"{COMMUNITY}002"
    device.seed("grid", other, {"region": COMMUNITY, "name": "第二网格"})
    qian = {"name": "钱示例", "role": "worker", "region": COMMUNITY, "is_active": True}
    device.seed("staff", "worker-qian", qian)
    turn = {"person": "worker-qian", "grid": GRID, "role": "responsible", "to_on": "2026-11-18"}
    device.seed("assignment", "a9", turn)
    signed = {"grid": GRID, "person": "worker-qian", "until_on": "2026-11-18", "side": "gives"}
    numbers = {"papers": 2, "counted": 2, "promises": 1, "at_ms": NINE - DAY_MS}
    device.seed("handover", "ho1", {**signed, **numbers, "author": "worker-qian"})
    told = {"on_entity": "household", "at_ms": NINE - DAY_MS, "by": "worker-qian"}
    device.seed("arrived", "ar1", {**told, "from": f"grid:{other}", "on_row": "h-b2u1-302"})
    device.seed("moved", "away", {**told, "to": f"grid:{other}", "door": "b2u1-301"})
    device.do(TransferHousehold("h-b2u3-502", other))
    return device


def said(driver: AppDriver) -> str:
    """Give all that can be read."""
    return "\n".join(driver.words()).replace("\u2060", "")


def test_the_second_name_is_signed_and_taken_back(changing: Device, driver: AppDriver) -> None:
    driver.go("handover")
    assert "交：钱示例，2026年11月19日 09:00 签" in said(driver)
    assert "原件 2 份，点清 2 份，答应过没办的 1 件" in said(driver)
    assert "接：还没签" in said(driver)
    assert not driver.shows("sign-gives")
    driver.tap("sign-takes")
    driver.wait_for(lambda: "两边都签了" in said(driver), "both names")
    assert "接：王海示例，2026年11月20日 09:00 签\n这台平板" in said(driver)
    driver.tap("unsign-takes")
    driver.wait_for(lambda: driver.shows("sign-takes"), "the way back")


def test_what_goes_came_and_went_is_listed_for_both_sides(
    changing: Device, driver: AppDriver
) -> None:
    driver.go("handover")
    assert "乙1-3-502 高玉芬家\n转到第二网格，还在这台上，同步就送" in said(driver)
    assert "乙1-1-302 魏淑珍家\n昨天 09:00 从第二网格转来，钱示例转的" in said(driver)
    assert "乙1-1-301 的一户\n昨天 09:00 转到了第二网格，钱示例转的" in said(driver)


def test_the_state_stands_on_the_household_the_grid_and_in_mine(
    changing: Device, driver: AppDriver
) -> None:
    driver.go("household", "h-b2u3-502")
    assert "交接中：正在转到第二网格，还没送到社区。" in said(driver)
    driver.go("household", "h-b2u1-302")
    assert "昨天 09:00 从第二网格转来的。" in said(driver)
    driver.go("doors")
    assert "第三网格（交接中）" in said(driver)
    driver.go("me")
    assert "第三网格交接中，等你签，1 处正在转走，转走 1 处，转来 1 处" in said(driver)


def test_both_names_can_be_saved_as_a_page(
    changing: Device, driver: AppDriver, tmp_path: Path
) -> None:
    changing.do(RaiseIssue("hazard", "路灯不亮"))
    driver.go("handover")
    model: Any = driver.app.shell.model("handover")
    model.save(QUrl.fromLocalFile(str(tmp_path / "交接.pdf")))
    assert (tmp_path / "交接.pdf").read_bytes().startswith(b"%PDF")
    view = changing.ask(HandoverQuery())
    told = [words for words, _ in lines(view)]
    assert "第三网格：钱示例 → 王海示例" in told
    assert "接的人：还没签 ____________________" in told
    assert "王海示例手里的原件" in told
    assert "· 路灯不亮（已点单，第三网格）" in told


def test_its_pages_show_every_word_whole(changing: Device, driver: AppDriver) -> None:
    pages = (("handover", ""), ("household", "h-b2u3-502"), ("me", ""), ("doors", ""))
    assert seen(driver, *pages) == []


def test_each_of_its_controls_can_be_pressed_and_is_spoken(
    changing: Device, driver: AppDriver
) -> None:
    driver.go("handover")
    assert access.faults(driver.window) == []


def test_what_finds_no_room_on_the_page_is_counted_and_nothing_runs_off_it(
    changing: Device, driver: AppDriver
) -> None:
    view = changing.ask(HandoverQuery())
    for length in range(1, 1200, 30):
        long = replace(view.promises[0], text="修" * length)
        image = QImage(WIDTH, HEIGHT + 1200, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        draw(painter, replace(view, promises=(long,) * 40), NINE)
        painter.end()
        below = image.copy(0, HEIGHT - MARGIN, WIDTH, 1200 + MARGIN)
        blank = below.copy()
        blank.fill(Qt.GlobalColor.white)
        assert below == blank, length
