"""交接 through the window: real homes, a grid that changes hands, what was held is taken over."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldapp.services.diary import SubmitDiary, WriteDiary
from fieldapp.services.people import AddResident
from tests.bundles.team import Mate, Team
from tests.devices import Device
from tests.server.town import GRID
from tests.ui.conftest import Opened
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
