"""Whatever takes a tap, on any screen, has room for a thumb, a name, a role, and says its state."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from fieldapp.services.campaigns import StartCampaign
from fieldapp.services.people import AddResident
from fieldapp.services.visits import LogVisit
from fieldapp.session import Home
from fieldapp.store.round_history import RoundEntry, note_round
from tests.devices import GRID, NINE, Device
from tests.ui.access import faults, touched
from tests.ui.conftest import MakeDriver
from tests.ui.issues import add_issues
from tests.ui.sample import add_diary, add_village
from tests.ui.test_closed import hear_nobody
from tests.ui.test_conflicts import seed_conflict, seed_quarantine
from tests.ui.test_layout import HOUSEHOLD
from tests.ui.test_review import hand_in
from ui.pictures import PORTRAIT, AppDriver
from ui.viewmodels.registry import PAGES

VISIT = f"b2u3-502|{HOUSEHOLD}|door"
WORKERS = {
    "today": "",
    "campaigns": "",
    "doors": "b2u3-502",
    "household": HOUSEHOLD,
    "visit": VISIT,
    "diary": "e1",
    "issues": "i-late",
    "search": "",
    "sync": "",
    "conflicts": "all",
    "rounds": "all",
    "duplicates": "",
    "quarantine": "",
    "handover": "",
    "stick": "",
    "forms": "new:",
    "roster": "",
    "update": "",
    "me": "",
}
SECRETARYS = {
    "today": "",
    "start_campaign": "",
    "review": "",
    "issues": "i-late",
    "coverage": "",
    "month": "",
    "handover": "",
}
SHEETS = [
    ("today", "", "help"),
    ("doors", "b2u3-502", "log-others"),
    ("household", HOUSEHOLD, "history"),
    ("household", HOUSEHOLD, "allVisits"),
    ("household", HOUSEHOLD, "editDoor"),
    ("household", HOUSEHOLD, "edit-r-b2u3-502"),
    ("household", HOUSEHOLD, "打电话"),
    ("conflicts", "all", "ownWords"),
    ("me", "", "changePin"),
    ("me", "", "changeRecovery"),
    ("me", "", "aboutKey"),
    ("me", "", "openNote"),
    ("me", "", "openAbout"),
]
SCALES = pytest.mark.parametrize("scale", [1.0, 1.5])


@pytest.fixture
def full(device: Device) -> Device:
    """Give the worker's device with something on every page."""
    add_diary(device)
    add_village(device)
    add_issues(device)
    seed_conflict(device)
    seed_quarantine(device)
    device.do(AddResident("高玉芬", "away", household="h-b1u1-1101", birth_date="1936-11-11"))
    device.do(StartCampaign("SNOW_ALONE", grid=GRID))
    for outcome in ("no_answer", "refused", "no_answer", "met"):
        device.do(LogVisit("b2u3-502", outcome, HOUSEHOLD))
    entry = RoundEntry(NINE - 60_000, NINE - 51_000, 0, 0, "level", is_proven=True)
    device.run(lambda connection: note_round(connection, entry))
    return device


def seen_on(driver: AppDriver, pages: Iterable[tuple[str, str]], scale: float) -> list[str]:
    """List the faults of pages."""
    found = []
    for page, argument in pages:
        driver.go(page, argument)
        assert driver.app.shell.state.page == page
        found += [f"{page}: {fault}" for fault in faults(driver.window, scale)]
    return found


def test_no_page_is_forgotten() -> None:
    assert {*WORKERS, *SECRETARYS, "closed"} == set(PAGES)


@SCALES
def test_the_workers_pages(full: Device, make_driver: MakeDriver, scale: float) -> None:
    assert seen_on(make_driver(text_scale=scale), WORKERS.items(), scale) == []


def test_the_workers_pages_in_portrait(full: Device, make_driver: MakeDriver) -> None:
    assert seen_on(make_driver(size=PORTRAIT), WORKERS.items(), 1.0) == []


@SCALES
def test_the_secretarys_pages(
    secretary_device: Device, make_driver: MakeDriver, scale: float
) -> None:
    add_diary(secretary_device)
    hand_in(secretary_device, "e-now", "燃气报警器响，已关阀", urgency="now")
    driver = make_driver(device=secretary_device, role="secretary", text_scale=scale)
    assert seen_on(driver, SECRETARYS.items(), scale) == []


@pytest.mark.parametrize(("page", "argument", "opener"), SHEETS)
def test_a_sheet_over_a_page(
    full: Device, driver: AppDriver, page: str, argument: str, opener: str
) -> None:
    driver.go(page, argument)
    below = len(touched(driver.window))
    driver.tap(opener)
    assert len(touched(driver.window)) != below
    assert faults(driver.window) == []
    driver.dress(text_scale=1.5)
    driver.settle()
    assert faults(driver.window, 1.5) == []


def test_the_keys_are_told_to_a_finger_too(driver: AppDriver) -> None:
    driver.tap("help")
    assert {"键盘怎么用", "Esc 两下", "遮一下"} <= set(driver.words())


@SCALES
def test_the_lock(make_driver: MakeDriver, scale: float) -> None:
    driver = make_driver(text_scale=scale)
    driver.app.lock()
    driver.settle()
    assert len(touched(driver.window)) > 10
    assert faults(driver.window, scale) == []
    driver.tap("help")
    assert faults(driver.window, scale) == []


@SCALES
def test_the_first_start(tmp_path: Path, quiet: list[str], scale: float) -> None:
    with AppDriver(home=Home(tmp_path / "home"), text_scale=scale) as driver:
        assert driver.app.shell.state.stage == "wizard"
        assert faults(driver.window, scale) == []
        driver.tap("help")
        assert faults(driver.window, scale) == []


@SCALES
def test_closed_records(device: Device, make_driver: MakeDriver, scale: float) -> None:
    hear_nobody(device, 31)
    device.desk.is_closed = True
    driver = make_driver(text_scale=scale)
    assert driver.app.shell.state.page == "closed"
    assert faults(driver.window, scale) == []


def test_the_curtain_is_one_large_button(driver: AppDriver) -> None:
    for _ in range(2):
        driver.press(Qt.Key.Key_Escape)
    assert [one for one in faults(driver.window) if "MouseArea" in one] == []


def test_an_open_choice_says_that_it_is_open_and_what_is_chosen(
    full: Device, driver: AppDriver
) -> None:
    driver.go("doors")
    driver.tap("placeChoice")
    driver.press(Qt.Key.Key_Down)
    assert faults(driver.window) == []


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("height", 40, "is 320x40"),
        ("height", 60, "is a main action of 60"),
        ("spoken", "Go", "is called 'Go'"),
    ],
)
def test_what_is_wrong_is_noticed(driver: AppDriver, name: str, value: object, fault: str) -> None:
    driver.go("doors", "b2u3-502")
    driver.find("log-met").setProperty(name, value)
    assert any(one.endswith(fault) for one in faults(driver.window))
