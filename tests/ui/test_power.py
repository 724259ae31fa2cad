"""A low battery: nothing moves and nothing is sent unasked; what is written is kept as ever."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from fieldapp.store import scopes
from fieldapp.store.fold import sums_from_rows
from tests.bundles.team import Mate, Team
from tests.devices import Device
from tests.server.town import GRID_SCOPE
from tests.ui.conftest import MakeDriver, Opened
from tests.ui.sample import as_session
from ui.battery import Battery, read_battery
from ui.pictures import AppDriver
from ui.power import Power
from ui.sync_loop import SyncLoop
from ui.sync_state import LineState, LoopState
from ui.work import EXAMINE_MS


def supply(folder: Path, name: str, **words: str) -> None:
    """Lay down what the system tells of one supply."""
    (folder / name).mkdir(parents=True)
    for file, word in words.items():
        (folder / name / file).write_text(f"{word}\n")


def test_the_battery_is_read_as_the_system_tells_it(tmp_path: Path) -> None:
    supply(tmp_path, "AC", type="Mains", online="0")
    supply(tmp_path, "BAT0", type="Battery", capacity="18", status="Discharging")
    supply(tmp_path, "hid", type="Battery", scope="Device", capacity="90", status="Discharging")
    battery = read_battery(tmp_path)
    assert battery == Battery(18, is_charging=False)
    assert battery.is_low


@pytest.mark.parametrize(
    ("percent", "status", "is_low"),
    [("19", "Discharging", True), ("20", "Discharging", False), ("5", "Charging", False)],
)
def test_low_is_below_a_fifth_and_not_charging(
    tmp_path: Path, percent: str, status: str, is_low: bool
) -> None:
    supply(tmp_path, "BAT0", type="Battery", capacity=percent, status=status)
    battery = read_battery(tmp_path)
    assert battery is not None
    assert battery.is_low == is_low


def test_a_machine_without_a_battery_is_never_low(tmp_path: Path) -> None:
    supply(tmp_path, "AC", type="Mains", online="1")
    assert read_battery(tmp_path) is None
    assert read_battery(tmp_path / "missing") is None


def becomes(driver: AppDriver, battery: Battery) -> None:
    """Have the battery stand so."""
    assert driver.app.work is not None
    driver.app.work.power.read = lambda: battery
    driver.app.work.power.look()
    driver.settle()


def test_a_low_battery_is_said_once_and_stills_the_screen(driver: AppDriver) -> None:
    driver.app.theme.setProperty("reducedMotion", False)
    becomes(driver, Battery(18, is_charging=False))
    assert any(word.startswith("电量 18%，已转省电") for word in driver.words())
    assert set(driver.app.theme.property("durations").values()) == {0}
    driver.tap("知道了")
    becomes(driver, Battery(17, is_charging=False))
    assert not any("省电" in word for word in driver.words())


def test_on_the_charger_everything_moves_again(driver: AppDriver) -> None:
    driver.app.theme.setProperty("reducedMotion", False)
    becomes(driver, Battery(18, is_charging=False))
    becomes(driver, Battery(18, is_charging=True))
    assert any(driver.app.theme.property("durations").values())


def test_thrift_is_chosen_by_hand_too_and_kept(device: Device, make_driver: MakeDriver) -> None:
    first = make_driver()
    first.go("me")
    first.tap("thrift")
    assert first.app.theme.property("sparesPower")
    second = make_driver()
    second.wait_for(lambda: bool(second.app.theme.property("thrift")), "the choice")


def test_work_that_begins_while_power_is_spared_is_told_so(driver: AppDriver) -> None:
    theme, told, low = driver.app.theme, list[bool](), Battery(18, is_charging=False)
    theme.setProperty("isPowerLow", True)
    power = Power(theme, told.append, lambda _: None, theme, lambda: low)
    power.begin()
    power.end()
    theme.setProperty("isPowerLow", False)
    assert told == [True]


def are_sums_right(mate: Mate) -> bool:
    """Tell whether the checksums of the grid are those of its rows."""
    right = mate.session.thread.run(lambda one: sums_from_rows(one, GRID_SCOPE), write=False)
    stand = mate.session.thread.run(lambda one: scopes.require(one, GRID_SCOPE), write=False)
    return right == {kind: total for kind, total in stand.sums.items() if total}


def test_the_file_is_examined_once_power_is_back(team: Team, opened: Opened) -> None:
    mate = team.enrol("王海示例")
    mate.sync()
    wrong = {"sums": {"household": 7}}
    mate.session.thread.run(lambda one: scopes.change(one, GRID_SCOPE, **wrong), write=True)
    driver = opened(mate)
    becomes(driver, Battery(18, is_charging=False))
    QTest.qWait(EXAMINE_MS + 1_000)
    assert not are_sums_right(mate)
    becomes(driver, Battery(18, is_charging=True))
    driver.wait_for(lambda: are_sums_right(mate), "the examination")


class Away:
    """A line that counts how often it was asked for, and is away."""

    def __init__(self) -> None:
        self.asked = threading.Semaphore(0)

    def again(self, enlisted: object) -> object:
        self.asked.release()
        from fieldapp.errors import Trouble

        raise Trouble("away", "没有网。")


def test_while_power_is_spared_only_asked_rounds_run(device: Device, tmp_path: Path) -> None:
    away, said = Away(), list[LoopState]()
    session = as_session(device, tmp_path / "home")
    loop = SyncLoop(session, away, said.append)
    loop.set_sparing(True)
    loop.start()
    loop.saved()
    assert not away.asked.acquire(timeout=0.5)
    loop.try_now()
    assert away.asked.acquire(timeout=10)
    loop.set_sparing(False)
    loop.close()
    assert LineState.RUNNING in [one.line for one in said]
