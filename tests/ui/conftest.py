"""The real window over a device in memory; any word from Qt and any bug fails the test."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

import pytest
from PySide6.QtCore import QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication

from tests.bundles.team import Mate, NearConnect, Team
from tests.devices import COMMUNITY_SCOPE, SCOPES, Device, make_device
from tests.ui.sample import SECRETARY, as_session, fill
from ui.pictures import AppDriver

ABOUT_THE_PLATFORM = ("This plugin does not support", "propagateSizeHints")


@pytest.fixture(scope="session")
def qapp_cls() -> type[QGuiApplication]:
    """Have pytest-qt take the application that the windows run in: there are no widgets."""
    return QGuiApplication


@pytest.fixture
def quiet() -> Iterator[list[str]]:
    """Collect what Qt says and what nobody caught, and fail if it was anything."""
    words: list[str] = []

    def take(kind: QtMsgType, _context: object, message: str) -> None:
        if kind != QtMsgType.QtDebugMsg and not message.startswith(ABOUT_THE_PLATFORM):
            words.append(message)

    def uncaught(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        words.append(f"{kind.__name__}: {error}")
        sys.__excepthook__(kind, error, trace)

    before, hook = qInstallMessageHandler(take), sys.excepthook
    sys.excepthook = uncaught
    yield words
    sys.excepthook = hook
    qInstallMessageHandler(before)
    assert words == []


@pytest.fixture
def device() -> Iterator[Device]:
    """Give the worker's device with the sample grid."""
    made = make_device()
    fill(made)
    yield made
    made.close()


@pytest.fixture
def secretary_device() -> Iterator[Device]:
    """Give the secretary's device with the sample grid."""
    made = make_device(person=SECRETARY, scopes_held=(COMMUNITY_SCOPE, *SCOPES[1:]), seed=2)
    fill(made)
    yield made
    made.close()


MakeDriver = Callable[..., AppDriver]


@pytest.fixture
def make_driver(device: Device, tmp_path: Path, quiet: list[str]) -> Iterator[MakeDriver]:
    """Open windows over the worker's device; closed at the end, and no bug may have been told."""
    opened: list[AppDriver] = []

    def make(**options: object) -> AppDriver:
        role = str(options.pop("role", "worker"))
        given = options.pop("device", device)
        assert isinstance(given, Device)
        session = as_session(given, tmp_path / f"home-{len(opened)}", role=role)
        driver = AppDriver(session, **options)
        driver.app.bridge.crashed.connect(quiet.append)
        opened.append(driver)
        return driver

    yield make
    for driver in opened[:-1]:
        # Windows of one test may share a device; the last one closes it.
        driver.app.session = None
    for driver in opened:
        driver.close()


@pytest.fixture
def driver(make_driver: MakeDriver) -> AppDriver:
    """Give the window at 1280×800."""
    return make_driver()


Opened = Callable[[Mate], AppDriver]


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    """A town and its homes, each of which is closed with its window."""
    made = Team(tmp_path)
    yield made
    made.town.service.close()


@pytest.fixture
def opened(team: Team, quiet: list[str]) -> Iterator[Opened]:
    """Open windows over homes; closed at the end, and no bug may have been told."""
    drivers: list[AppDriver] = []

    def open_window(mate: Mate) -> AppDriver:
        driver = AppDriver(mate.session, connect=NearConnect(team.town))
        driver.app.bridge.crashed.connect(quiet.append)
        drivers.append(driver)
        return driver

    yield open_window
    for driver in drivers:
        driver.close()
