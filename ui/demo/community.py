"""Founds the invented community in a folder of its own, once a day, and opens its devices."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from fieldapp.demo import (
    ASSIGNMENTS,
    COMMUNITY,
    STAFF,
    hand_in_as_colleague,
    populate,
    regions_csv,
)
from fieldapp.domain.days import SHANGHAI, day_of, ms_of
from fieldapp.errors import Trouble
from fieldapp.session import Home, Session
from sync.clock import Clock, FixedClock
from ui.demo.devices import DemoConnect, DemoDevice, device
from ui.demo.server import DemoServer

VERSION = 6
"""Raised when the demo's rows change, so that an older folder is made anew."""
WORKER, STAND_IN, SECRETARY = "worker", "stand-in", "secretary"
PEOPLE = {WORKER: "王海示例", STAND_IN: "赵示例", SECRETARY: "林示范"}
COLLEAGUES = ("赵示例", "钱示例", "孙示例", "李示例", "周示例")
_FOLDERS = ("server", "devices")
Say = Callable[[str], None]


@dataclass(slots=True)
class Community:
    """A served community and its three devices."""

    server: DemoServer
    devices: dict[str, DemoDevice]

    def sync(self, sessions: dict[str, Session]) -> None:
        """Bring everybody level: up from all, then down to all."""
        for key in (*sessions, *sessions):
            self.devices[key].sync(sessions[key])


@contextmanager
def served(
    folder: Path,
    clock: Clock,
    say: Say,
    *,
    clock_text: str = "",
    is_for_one_play: bool = False,
) -> Iterator[Community]:
    """Serve the community of a folder, made anew unless it was made today.

    One made for one play is made anew every time. `clock_text` is where the server's time stands.
    Raises Trouble: home-holds-real-records, demo-server, demo-in-use, and what devices raise.
    """
    Home(folder).become_demo()
    today = day_of(clock.read().wall_ms)
    with _alone(folder), ExitStack() as stack:
        server = DemoServer(folder / "server", clock_text)
        is_ready = _is_made_for(folder, today)
        if not is_ready:
            _clear(folder)
            say("正在建演示社区：区划、网格、人员……")
            _found(server)
        stack.enter_context(server)
        connect = DemoConnect(server.url)
        devices = {
            key: device(folder / "devices", key, person, connect) for key, person in PEOPLE.items()
        }
        community = Community(server, devices)
        if not is_ready:
            _settle(community, folder, clock, say, is_snowing=not is_for_one_play)
            if not is_for_one_play:
                _mark_made(folder, today)
        yield community


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one demo at a time use the folder."""
    home = Home(folder)
    try:
        home.lock()
    except Trouble as trouble:
        if trouble.code != "home-in-use":
            raise
        raise Trouble("demo-in-use", "演示已经开着一份。先关掉那一份再开。") from trouble
    try:
        yield
    finally:
        home.unlock()


def _is_made_for(folder: Path, today: date) -> bool:
    try:
        told = json.loads((folder / "made.json").read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return bool(told == {"day": today.isoformat(), "version": VERSION})


def _mark_made(folder: Path, today: date) -> None:
    text = json.dumps({"day": today.isoformat(), "version": VERSION})
    (folder / "made.json").write_text(text, "utf-8")


def _clear(folder: Path) -> None:
    """Remove what an earlier demo made here, and nothing else."""
    (folder / "made.json").unlink(missing_ok=True)
    for name in _FOLDERS:
        shutil.rmtree(folder / name, ignore_errors=True)


def _found(server: DemoServer) -> None:
    server.folder.mkdir(mode=0o700, parents=True)
    regions = server.folder / "regions.csv"
    regions.write_text(regions_csv(), "utf-8")
    users = [["user", "add", one.name, "--role", one.role, "--region", one.region] for one in STAFF]
    posts = [["assign", one.name, one.grid, "--as", one.role] for one in ASSIGNMENTS]
    server.command(["init"], ["import-regions", str(regions)], *users, *posts)


def _codes(server: DemoServer, names: list[str]) -> list[str]:
    return [str(told["code"]) for told in server.command(*(["device", "code", n] for n in names))]


def _settle(
    community: Community, folder: Path, clock: Clock, say: Say, *, is_snowing: bool
) -> None:
    """Enrol the devices and fill them through their desks, with real rounds between."""
    server = community.server
    say("正在登记三台设备：网格员、替班网格员、书记……")
    codes = _codes(server, [*PEOPLE.values(), *COLLEAGUES])
    for one, code in zip(community.devices.values(), codes, strict=False):
        one.enrol(code, clock)
    say("正在写五位同事昨天的日记……")
    _colleagues(community, folder, codes[len(PEOPLE) :], clock)
    say("正在录入 296 户、742 人和三个月的走访……")
    with ExitStack() as stack:
        opened = {
            key: stack.enter_context(one.open(clock)) for key, one in community.devices.items()
        }
        community.sync(opened)
        done = populate(
            opened[WORKER].desk,
            opened[SECRETARY].desk,
            clock.read().wall_ms,
            lambda: community.sync(opened),
            is_snowing=is_snowing,
        )
        community.sync(opened)
    say(f"已入账：{done.households} 户、{done.people} 人、{done.visits} 次走访。")


def _colleagues(community: Community, folder: Path, codes: list[str], clock: Clock) -> None:
    """Let each colleague write from a device of her own, which is then put away."""
    now = clock.read()
    yesterday = day_of(now.wall_ms) - timedelta(1)
    connect = community.devices[WORKER].connect
    for place, (person, code) in enumerate(zip(COLLEAGUES, codes, strict=True)):
        own = device(folder / "devices", f"colleague-{place + 1}", person, connect)
        at = datetime.combine(yesterday, time(15 + place % 2, 10 + 7 * place), SHANGHAI)
        then = FixedClock(ms_of(at), now.boot_ms, now.boot_id)
        own.enrol(code, then)
        with own.open(then) as session:
            own.sync(session)
            hand_in_as_colleague(session.desk, person)
            then.advance(now.wall_ms - then.wall_ms)
            own.sync(session)
        shutil.rmtree(own.home.path)


__all__ = ["COMMUNITY", "PEOPLE", "SECRETARY", "STAND_IN", "WORKER", "Community", "served"]
