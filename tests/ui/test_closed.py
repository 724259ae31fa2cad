"""The window while the community has not been heard for thirty days, and from day 25 on."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from fieldapp.domain.lease import DAY_MS, Lease
from fieldapp.store.kept import note_server_time
from fieldapp.store.lease import note_lease
from tests.devices import NINE, Device
from tests.ui.conftest import MakeDriver
from ui.pictures import PORTRAIT, AppDriver

CLOSED = "30 天没联系上社区，记录先锁上了，一条都没少。"


def hear_nobody(device: Device, days: int) -> None:
    """Let the last word from the community be so many days ago."""
    heard = NINE - days * DAY_MS
    now = device.clock.read()
    said = days * DAY_MS if days >= 30 else None
    lease = Lease(heard, days * DAY_MS, 0, said, now.wall_ms, now.boot_ms, now.boot_id)

    def work(connection: Connection) -> None:
        note_server_time(connection, heard, heard)
        note_lease(connection, lease)

    device.run(work)


def hear(device: Device) -> None:
    """Let the community be heard now."""
    device.run(lambda connection: note_server_time(connection, NINE, NINE))


def read_clocks(driver: AppDriver) -> None:
    """Look at the clocks, as after a round."""
    assert driver.app.session is not None
    driver.app.session.read_clocks()
    driver.settle()


@pytest.fixture
def closed(device: Device, make_driver: MakeDriver) -> AppDriver:
    """Give a window that was opened on the thirty-first day."""
    hear_nobody(device, 31)
    device.desk.is_closed = True
    return make_driver()


def test_one_page_says_what_happened_and_what_to_do(closed: AppDriver) -> None:
    assert closed.app.shell.state.page == "closed"
    assert CLOSED in closed.words()
    assert closed.shows("closedSync")
    assert closed.shows("closedStick")


def test_no_other_page_can_be_reached_but_the_stick(closed: AppDriver) -> None:
    for page, argument in [("today", ""), ("doors", ""), ("household", "h-b2u3-502"), ("me", "")]:
        closed.go(page, argument)
        assert closed.app.shell.state.page == "closed"
    assert not any("高玉芬" in word for word in closed.words())
    closed.tap("closedStick")
    assert closed.app.shell.state.page == "stick"
    closed.tap("返回")
    assert closed.app.shell.state.page == "closed"


def test_a_word_from_the_community_opens_the_first_page(closed: AppDriver, device: Device) -> None:
    hear(device)
    read_clocks(closed)
    assert closed.app.shell.state.page == "today"
    assert len(closed.app.shell._rail) > 3


def test_from_the_stick_the_way_back_leads_to_the_first_page_once_open(
    closed: AppDriver, device: Device
) -> None:
    closed.tap("closedStick")
    hear(device)
    read_clocks(closed)
    assert closed.app.shell.state.page == "stick"
    closed.tap("返回")
    assert closed.app.shell.state.page == "today"


def test_it_closes_under_the_pin_and_what_was_half_typed_comes_back(
    driver: AppDriver, device: Device
) -> None:
    driver.go("visit", "b2u3-502|h-b2u3-502|door")
    driver.type_text("说到一半", into="note")
    hear_nobody(device, 31)
    assert driver.app.shell.state.page == "visit"
    driver.app.lock()
    driver.wait_for(lambda: driver.app.shell.state.page == "closed", "the closing")
    driver.app.shell.publish(is_locked=False)
    driver.settle()
    assert not any("说到一半" in word for word in driver.words())
    hear(device)
    read_clocks(driver)
    driver.go("visit", "b2u3-502|h-b2u3-502|door")
    assert driver.find("note").property("text") == "说到一半"


@pytest.mark.parametrize(("days", "is_told"), [(24, False), (25, True), (29, True)])
def test_today_tells_it_kindly_from_the_twenty_fifth_day_on(
    device: Device, make_driver: MakeDriver, days: int, is_told: bool
) -> None:
    hear_nobody(device, days)
    driver = make_driver()
    assert driver.shows("awayLine") is is_told
    if is_told:
        text = str(driver.find("awayLine").property("title"))
        assert text == f"{days} 天没联系上社区了。"
        driver.tap("awayLine")
        assert driver.app.shell.state.page == "sync"
        assert any(f"{days} 天没联系上社区了" in word for word in driver.words())


def test_the_page_fits_every_look(closed: AppDriver) -> None:
    closed.dress(light="dark", text_scale=1.5)
    closed.resize(PORTRAIT)
    assert CLOSED in closed.words()
