"""Draws one state's screens in all sizes, lights and text sizes, and says what breaks a law."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from PySide6.QtCore import Qt

from tests.matrix.screens import Screen
from tests.ui.layout import faults
from ui.pictures import LANDSCAPE, LAPTOP, PORTRAIT, AppDriver

SIZES = (LANDSCAPE, LAPTOP, PORTRAIT)
LIGHTS = ("light", "dark")
SCALES = (1.0, 1.5)


@dataclass(frozen=True, slots=True)
class Dress:
    """How a screen is drawn."""

    size: tuple[int, int]
    light: str
    scale: float

    @property
    def name(self) -> str:
        """Name it by all that distinguishes it."""
        return f"{self.size[0]}x{self.size[1]}-{self.light}-{round(self.scale * 100)}"


def dresses() -> Iterator[Dress]:
    """Give every size, light and text size."""
    return (Dress(*one) for one in product(SIZES, LIGHTS, SCALES))


def draw(driver: AppDriver, screen: Screen, dress: Dress, folder: Path) -> list[str]:
    """Draw one screen into a folder; gives what is wrong with it, one sentence each."""
    if not driver.window.isActive():
        # Keys go to the window in front, and each state has several.
        driver.window.requestActivate()
        driver.wait_for(driver.window.isActive, "the window in front")
    if driver.app.idle is not None:
        driver.app.idle.begin()
    driver.dress(light=dress.light, text_scale=dress.scale)
    driver.resize(dress.size)
    try:
        _open(driver, screen)
        driver.grab(folder / f"{screen.name}-{dress.name}.png")
        return [f"{screen.name} {dress.name}: {one}" for one in faults(driver.window)]
    except LookupError as missing:
        return [f"{screen.name} {dress.name}: {missing}"]
    finally:
        _leave(driver, screen)


def _open(driver: AppDriver, screen: Screen) -> None:
    if screen.page:
        driver.go(screen.page, screen.argument)
    if screen.types:
        driver.replace_text(screen.types, "searchField")
    if screen.stage == "lock":
        driver.app.lock()
    elif screen.stage == "cover":
        driver.tap("遮一下")
    driver.settle()
    for name in screen.taps:
        driver.tap(name)


def _leave(driver: AppDriver, screen: Screen) -> None:
    """Take away what lies over the page, and let the page begin anew."""
    if screen.takes_back:
        driver.tap(screen.takes_back)
    elif screen.stage == "lock":
        driver.app.shell.publish(is_locked=False)
    elif screen.stage == "cover" or screen.taps:
        driver.press(Qt.Key.Key_Escape)
    driver.settle()
