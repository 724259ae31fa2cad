"""Opens a home in the real window, waits until 今天 has drawn its rows, and ends."""

from __future__ import annotations

import sys
from pathlib import Path

from fieldapp.session import open_session
from fieldapp.store import keys
from fieldapp.store.home import Home
from fieldapp.store.os_secret import NoSecrets
from ui.pictures import AppDriver


def main(folder: str, pin: str) -> int:
    """Draw the first screen of a home once."""
    home = Home(Path(folder))
    with home:
        session = open_session(home, keys.unlock(home, pin, os_secrets=NoSecrets()))
        with AppDriver(session) as driver:
            driver.wait_for(lambda: any("今天该去" in word for word in driver.words()), "今天")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
