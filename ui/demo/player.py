"""Plays on real windows: one per device, steps that leave a picture each, rounds that are real."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from fieldapp.session import Session
from sync.clock import FixedClock
from ui.demo.community import Community
from ui.pictures import AppDriver
from ui.sync_state import LineState
from ui.viewmodels.registry import PAGES

MINUTE_MS = 60_000
Say = Callable[[str], None]


class Left(Exception):  # noqa: N818 - no error: a part of the story that is not built yet
    """A step that needs a screen which does not exist."""


class Player:
    """The windows of the devices that the story has opened so far."""

    def __init__(
        self, community: Community, clock: FixedClock, folder: Path, say: Say, stack: ExitStack
    ) -> None:
        self.clock = clock
        self.pictures: list[Path] = []
        self.sessions: dict[str, Session] = {}
        self._community = community
        self._folder = folder
        self._say = say
        self._stack = stack
        self._drivers: dict[str, AppDriver] = {}

    def window(self, key: str) -> AppDriver:
        """Give the window of a device, opened at its first use; it starts offline."""
        if key not in self._drivers:
            device = self._community.devices[key]
            session = device.open(self.clock)
            driver = AppDriver(session, connect=device.connect)
            self._stack.callback(driver.close)
            self.sessions[key] = session
            self._drivers[key] = driver
            driver.app.set_offline(is_offline=True)
            driver.settle()
        return self._drivers[key]

    def need(self, *pages: str) -> None:
        """See that these screens exist. Raises Left."""
        missing = [page for page in pages if page not in PAGES]
        if missing:
            raise Left(", ".join(missing))

    def picture(self, key: str, name: str) -> None:
        """Save what a window shows."""
        path = self._folder / f"{len(self.pictures) + 1:02}-{name}.png"
        self.pictures.append(self.window(key).grab(path))

    def pass_time(self) -> None:
        """Let the shared clock go on by one minute."""
        self.clock.advance(MINUTE_MS)

    def sync(self, *keys: str) -> None:
        """Bring devices online one after the other: one real round each, then offline again."""
        for key in keys:
            driver = self.window(key)
            loop = driver.app.loop
            assert loop is not None
            done = loop.state.rounds
            driver.app.set_offline(is_offline=False)
            driver.wait_for(
                lambda loop=loop, done=done: loop.state.rounds > done  # type: ignore[misc]
                or loop.state.line is LineState.AWAY,
                "a round",
            )
            driver.settle()
            driver.app.set_offline(is_offline=True)
            driver.settle()

    def play(self, title: str, step: Callable[[Player], None]) -> None:
        """Play one step; one whose screen or control is missing is left out, and said so."""
        try:
            step(self)
        except (Left, LookupError) as missing:
            self._say(f"{title}：这一步还没有，先略过（{missing}）")
        else:
            self._say(f"{title}")
        self.pass_time()
