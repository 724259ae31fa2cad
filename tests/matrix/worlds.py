"""The states in which the screens are drawn: windows by role, each over a device of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import datetime
from pathlib import Path

from fieldapp.domain.days import ms_of
from fieldapp.services.people import AddResident
from fieldapp.session import Home
from sync.clock import FixedClock
from tests.devices import COMMUNITY_SCOPE, NINE, SCOPES, Device, make_device
from tests.matrix.screens import NEWCOMER, SECRETARY, WORKER
from tests.queries import big
from tests.ui import sample
from tests.ui.test_conflicts import seed_conflict, seed_note, seed_quarantine
from tests.ui.test_rounds import went
from ui.demo.community import served
from ui.demo.run import FROZEN
from ui.pictures import AppDriver

Windows = dict[str, AppDriver]


@contextmanager
def demo(folder: Path) -> Iterator[Windows]:
    """Open the worker's and the secretary's devices of the demo community, offline."""
    clock = FixedClock(ms_of(datetime.fromisoformat(FROZEN)))
    with ExitStack() as stack:
        community = stack.enter_context(
            served(folder / "demo", clock, lambda _: None, clock_text=FROZEN)
        )
        windows = {}
        for who in (WORKER, SECRETARY):
            device = community.devices[who]
            windows[who] = AppDriver(device.open(clock), connect=device.connect)
            stack.callback(windows[who].close)
            windows[who].app.set_offline(is_offline=True)
        yield windows


def large(folder: Path) -> AbstractContextManager[Windows]:
    """Open devices with a grid of 3000 doors and 5000 residents."""

    def fill(device: Device) -> None:
        sample.begin(device)
        big.fill(device)

    return _own(folder, fill)


def empty(folder: Path) -> AbstractContextManager[Windows]:
    """Open devices that have a grid and nothing in it."""
    return _own(folder, sample.begin)


def trouble(folder: Path) -> AbstractContextManager[Windows]:
    """Open devices with something to decide, something turned down, and no network."""

    def fill(device: Device) -> None:
        sample.fill(device)
        sample.add_diary(device)
        seed_conflict(device)
        seed_note(device)
        seed_quarantine(device)
        twin = AddResident("高玉芬", "away", household="h-b1u1-1101", birth_date="1936-11-11")
        device.do(twin)
        went(device, "level", NINE - 60_000)

    return _own(folder, fill)


@contextmanager
def first(folder: Path) -> Iterator[Windows]:
    """Open a window over a folder in which there is nothing yet."""
    driver = AppDriver(home=Home(folder / "first"))
    yield {NEWCOMER: driver}
    driver.close()


@contextmanager
def _own(folder: Path, fill: Callable[[Device], None]) -> Iterator[Windows]:
    worker = make_device()
    secretary = make_device(
        person=sample.SECRETARY, scopes_held=(COMMUNITY_SCOPE, *SCOPES[1:]), seed=2
    )
    windows = {}
    for who, device in ((WORKER, worker), (SECRETARY, secretary)):
        fill(device)
        windows[who] = AppDriver(sample.as_session(device, folder / who, role=who))
        windows[who].app.set_offline(is_offline=True)
    yield windows
    for driver in windows.values():
        driver.close()


WORLDS = {"demo": demo, "large": large, "empty": empty, "trouble": trouble, "first": first}
