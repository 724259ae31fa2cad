"""Plays on real windows: one per device, steps that leave a picture each, rounds that are real."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path

from fieldapp.queries.standing import StandingQuery
from fieldapp.queries.sync import SyncQuery
from fieldapp.session import Session
from sync.clock import FixedClock
from ui import theme
from ui.demo.community import Community
from ui.pictures import AppDriver
from ui.sync_state import LineState
from ui.viewmodels.registry import PAGES

STEP_MS = 30_000
"""Between two steps; all of them stay within what a right clock may differ by."""
Say = Callable[[str], None]


class Left(Exception):
    """A step that needs a screen which does not exist."""


def _is_there(page: str) -> bool:
    """Tell whether a screen is in the register, with its drawing and its model."""
    spec = PAGES.get(page)
    if spec is None:
        return False
    module = f"ui.viewmodels.{spec.model.partition(':')[0]}"
    drawing = theme.QML_FOLDER / "pages" / f"{spec.file}.qml"
    return drawing.exists() and find_spec(module) is not None


class Player:
    """The windows of the devices that the story has opened so far."""

    def __init__(
        self, community: Community, clock: FixedClock, folder: Path, say: Say, stack: ExitStack
    ) -> None:
        self.clock = clock
        self.pictures: list[Path] = []
        self.sessions: dict[str, Session] = {}
        self.stuck: list[str] = []
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
        driver = self._drivers[key]
        # Keys go to the window in front, as on a desk with several.
        if not driver.window.isActive():
            driver.window.requestActivate()
            driver.wait_for(driver.window.isActive, "the window in front")
        driver.settle()
        return driver

    def need(self, *pages: str) -> None:
        """See that these screens exist. Raises Left."""
        missing = [page for page in pages if not _is_there(page)]
        if missing:
            raise Left(", ".join(missing))

    def picture(self, key: str, name: str) -> None:
        """Save what a window shows."""
        path = self._folder / f"{len(self.pictures) + 1:02}-{name}.png"
        self.pictures.append(self.window(key).grab(path))

    def pass_time(self) -> None:
        """Let the shared clock go on a little."""
        self.clock.advance(STEP_MS)

    def sync(self, *keys: str) -> None:
        """Bring devices online one after the other: one real round each, then offline again."""
        for key in keys:
            driver = self.window(key)
            assert driver.app.work is not None
            loop = driver.app.work.loop
            done = loop.state.rounds
            driver.app.set_offline(is_offline=False)
            driver.wait_for(
                lambda loop=loop, done=done: (
                    loop.state.rounds > done  # type: ignore[misc]  # bound above
                    or loop.state.line is LineState.AWAY
                ),
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
        except TimeoutError as stuck:
            self.stuck.append(title)
            self._say(f"{title}：卡住了，接着演下一步（{stuck}）")
        else:
            self._say(title)
        self.pass_time()

    def summary(self) -> list[str]:
        """Say of each device, after a last round, what was sent and whether all is proven."""
        self.sync(*self._drivers, *self._drivers)
        lines = ["同步："]
        for key, session in self.sessions.items():
            stands = session.desk.ask(StandingQuery()).result()
            word = "已同步，已核对" if stands.is_proven else f"还有 {stands.outbox} 条没送"
            rounds = len(session.desk.ask(SyncQuery()).result().rounds)
            facts = sum(scope.cursor for scope in stands.scopes)
            lines.append(
                f"  {self._community.devices[key].person}：{word}；账上 {facts} 条，"
                f"{len(stands.scopes)} 个范围，{rounds} 次同步，要选的 {stands.conflicts} 处"
            )
        return lines
