"""A window as a program of its own, that types into a form and waits to be killed."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from fieldapp.session import Session, open_session
from fieldapp.store import keys
from fieldapp.store.home import Home
from fieldapp.store.os_secret import NoSecrets
from tests.cli.homes import PIN
from ui.pictures import AppDriver

FORM = "compound:"
TYPED = "纺织厂家属院"


def opened(folder: Path) -> Session:
    """Open the home in a folder."""
    home = Home(folder)
    home.lock()
    return open_session(home, keys.unlock(home, PIN, os_secrets=NoSecrets()))


def first_field(driver: AppDriver) -> str:
    """Name the field that a compound's name is typed into."""
    driver.go("forms", FORM)
    driver.wait_for(lambda: driver.shows("field-name"), "the form")
    return "field-name"


def type_and_wait(folder: Path) -> None:
    """Type, give the disk its second, say so, and wait for the end."""
    driver = AppDriver(opened(folder))
    driver.type_text(TYPED, into=first_field(driver))
    until = time.monotonic() + 1.5
    driver.wait_for(lambda: time.monotonic() > until, "the disk")
    sys.stdout.write("typed\n")
    sys.stdout.flush()
    time.sleep(60)


if __name__ == "__main__":
    type_and_wait(Path(sys.argv[1]))
