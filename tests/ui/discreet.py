"""A day in the window as a program of its own: all is looked at, something typed, one reveals."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from sync.clock import FixedClock
from tests.devices import NINE, Device
from tests.ui.sample import add_diary, fill
from tests.ui.test_layout import WORKER_PAGES
from tests.ui.typing import opened
from ui.pictures import AppDriver

NAME, ID_NUMBER, TYPED = "高玉芬", "560102193611110403", "暖气还是不热"
ROUTES = ("me", "roster", "stick", "update", "rounds", "duplicates", "month", "coverage")


def spend_a_day(folder: Path) -> None:
    """Go through all pages, type, reveal, copy nothing; tell the titles and the clipboard."""
    session = opened(folder)
    device = Device(session.desk, FixedClock(NINE), session.thread)
    fill(device)
    add_diary(device)
    titles = set()
    with AppDriver(session) as driver:
        for page, argument in {**WORKER_PAGES, **dict.fromkeys(ROUTES, "")}.items():
            driver.go(page, argument)
            titles.add(driver.window.title())
        driver.go("visit", WORKER_PAGES["visit"])
        driver.type_text(TYPED, into="note")
        driver.go("household", WORKER_PAGES["household"])
        driver.tap("点开看")
        seen = ID_NUMBER in "".join(driver.words()).replace(" ", "").replace("\u2060", "")
        driver.go("search")
        driver.type_text("gyf")
        clipboard = QGuiApplication.clipboard().text()
        titles.add(driver.window.title())
    sys.stdout.write(f"{sorted(titles)}\n{clipboard!r}\n{seen}\n")


if __name__ == "__main__":
    spend_a_day(Path(sys.argv[1]))
