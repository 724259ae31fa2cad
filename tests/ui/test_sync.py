"""同步: every waiting record by name, the ways out, and what wants a look."""

from __future__ import annotations

from fieldapp.services.visits import LogVisit
from fieldapp.store.found import Repaired, note
from fieldapp.store.kept import note_server_time
from tests.devices import DAY_MS, NINE, Device
from ui.pictures import AppDriver


def plain_words(driver: AppDriver) -> str:
    """Give the words on the screen without the joiners that keep them whole."""
    return "\n".join(driver.words()).replace("\u2060", "")


def test_a_visit_waits_by_name(driver: AppDriver, device: Device) -> None:
    device.do(LogVisit("b2u3-502", "met", "h-b2u3-502"))
    driver.go("sync")
    assert driver.find("count-saved").property("text") == "1"
    assert "高玉芬" in plain_words(driver)


def test_what_is_saved_meanwhile_is_counted_in_place(driver: AppDriver, device: Device) -> None:
    driver.go("sync")
    device.do(LogVisit("b2u3-502", "met", "h-b2u3-502"))
    driver.settle()
    assert driver.find("count-saved").property("text") == "1"


def test_the_switch_leaves_the_network_alone(driver: AppDriver) -> None:
    driver.go("sync")
    driver.tap("offlineSwitch")
    driver.wait_for(lambda: driver.app.shell.state.is_offline, "offline")
    assert "先不联网，都存在这台平板上" in plain_words(driver)
    driver.tap("offlineSwitch")
    driver.wait_for(lambda: not driver.app.shell.state.is_offline, "the network again")


def test_a_try_in_vain_is_told_and_loses_nothing(driver: AppDriver, device: Device) -> None:
    device.do(LogVisit("b2u3-502", "met", "h-b2u3-502"))
    driver.go("sync")
    driver.tap("syncNow")
    driver.wait_for(lambda: not driver.app.shell.state.is_syncing, "the end of the round")
    driver.wait_for(lambda: "没连上" in plain_words(driver), "the broken round in the history")
    assert driver.find("count-saved").property("text") == "1"
    assert driver.find("syncTrouble").property("text")


def test_what_the_device_found_out_is_told_until_it_was_seen(
    driver: AppDriver, device: Device
) -> None:
    device.run(lambda connection: note(connection, Repaired(3, NINE)))
    driver.go("sync")
    driver.wait_for(lambda: driver.shows("notice-repaired"), "the notice")
    assert "有 3 条和社区的不一样" in plain_words(driver)
    driver.tap("letGo-repaired")
    driver.wait_for(lambda: not driver.shows("notice-repaired"), "no notice")


def test_a_clock_that_is_off_is_told_and_stays(driver: AppDriver, device: Device) -> None:
    device.run(lambda connection: note_server_time(connection, NINE + 3 * DAY_MS, NINE))
    driver.go("sync")
    driver.wait_for(lambda: "本机时间相差 3 天" in plain_words(driver), "the clock's notice")
