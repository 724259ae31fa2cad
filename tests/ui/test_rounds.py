"""前几次同步: a round is opened from 同步, and says that nothing was sent or shows what was."""

from __future__ import annotations

from fieldapp.store.round_history import RoundEntry, note_round
from tests.devices import NINE, Device
from ui.pictures import AppDriver


def went(device: Device, outcome: str, started_ms: int) -> None:
    """Write one round into the history."""
    entry = RoundEntry(started_ms, started_ms + 9_000, 0, 0, outcome, outcome == "level")
    device.run(lambda connection: note_round(connection, entry))


def test_a_round_is_opened_from_sync(driver: AppDriver, device: Device) -> None:
    went(device, "broken", NINE - 7_200_000)
    went(device, "level", NINE - 60_000)
    driver.go("sync")
    driver.tap("round-1")
    assert driver.app.shell.state.page == "rounds"
    assert driver.shows("这一次没有送，也没有收。")


def test_without_any_round_the_page_says_what_to_do(driver: AppDriver) -> None:
    driver.go("rounds", "all")
    assert driver.shows("还没同步过。")
