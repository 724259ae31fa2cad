"""The look in numbers: the token file, and the switchable theme that QML binds to."""

# Qt's stubs know no "QVariantMap" although Property takes it, hence the ignores below.
from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF, QGuiApplication
from PySide6.QtQml import QmlElement, QmlSingleton, QQmlEngine

from ui.icons import RESOURCES, IconProvider
from ui.qt_types import QVariantMap

QML_IMPORT_NAME = "FieldTheme"
QML_IMPORT_MAJOR_VERSION = 1

QML_FOLDER = Path(__file__).resolve().parent / "qml"
TOKEN_FILE = RESOURCES / "theme" / "tokens.json"


class Light(StrEnum):
    """The three lights a screen is read in."""

    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the token file says; colours by role and light, sizes in px at 100 %."""

    colours: dict[str, dict[str, str]]
    type: dict[str, dict[str, list[int]]]
    families: tuple[str, ...]
    text_scales: tuple[float, ...]
    scaled: dict[str, int]
    fixed: dict[str, int]
    door_cell: dict[str, Any]
    motion: dict[str, int]

    def colour(self, role: str, light: str) -> str:
        """Look up a colour; raises KeyError for an unknown role or light."""
        return self.colours[role][light]


@lru_cache(maxsize=1)
def tokens() -> Tokens:
    """Read the token file once."""
    raw = json.loads(TOKEN_FILE.read_text(encoding="utf-8"))
    lights = raw["lights"]
    return Tokens(
        colours={role: dict(zip(lights, row, strict=True)) for role, row in raw["colours"].items()},
        type=raw["type"],
        families=tuple(raw["families"]),
        text_scales=tuple(raw["textScales"]),
        scaled=raw["scaled"],
        fixed=raw["fixed"],
        door_cell=raw["doorCell"],
        motion=raw["motion"],
    )


@QmlElement
@QmlSingleton
class ThemeSource(QObject):
    """The theme in force; the QML singleton Theme turns it into typed properties."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._light = Light.LIGHT
        self._text_scale = 1.0
        self._is_motion_reduced = _draws_in_software()
        self._is_for_gloves = False
        self._is_thrifty = False
        self._is_power_low = False

    @Property(str, notify=changed)
    def light(self) -> str:
        """One of light, dark, contrast."""
        return self._light

    @light.setter  # type: ignore[no-redef]  # mypy knows Python's setters alone
    def light(self, light: str) -> None:
        self._light = Light(light)
        self.changed.emit()

    @Property(float, notify=changed)
    def textScale(self) -> float:  # noqa: N802 - QML reads it
        """One of 1.0, 1.25, 1.5."""
        return self._text_scale

    @textScale.setter  # type: ignore[no-redef]  # mypy knows Python's setters alone
    def textScale(self, scale: float) -> None:  # noqa: N802 - QML reads it
        self._text_scale = min(tokens().text_scales, key=lambda known: abs(known - scale))
        self.changed.emit()

    @Property(bool, notify=changed)
    def reducedMotion(self) -> bool:  # noqa: N802 - QML reads it
        """Say whether every duration is 0; so from the start where a CPU draws the screen."""
        return self._is_motion_reduced

    @reducedMotion.setter  # type: ignore[no-redef]  # mypy knows Python's setters alone
    def reducedMotion(self, is_reduced: bool) -> None:  # noqa: N802 - QML reads it
        self._is_motion_reduced = is_reduced
        self.changed.emit()

    @Property(bool, notify=changed)
    def gloves(self) -> bool:
        """Say whether door cells are large for gloved hands."""
        return self._is_for_gloves

    @gloves.setter  # type: ignore[no-redef]  # mypy knows Python's setters alone
    def gloves(self, is_for_gloves: bool) -> None:
        self._is_for_gloves = is_for_gloves
        self.changed.emit()

    @Property(bool, notify=changed)
    def thrift(self) -> bool:
        """Say whether the battery is to be spared by choice."""
        return self._is_thrifty

    @thrift.setter  # type: ignore[no-redef]  # mypy knows Python's setters alone
    def thrift(self, is_thrifty: bool) -> None:
        self._is_thrifty = is_thrifty
        self.changed.emit()

    @Property(bool, notify=changed)
    def isPowerLow(self) -> bool:  # noqa: N802 - QML reads it
        """Say whether the battery is low and not being charged."""
        return self._is_power_low

    @isPowerLow.setter  # type: ignore[no-redef]  # mypy knows Python's setters alone
    def isPowerLow(self, is_low: bool) -> None:  # noqa: N802 - QML reads it
        self._is_power_low = is_low
        self.changed.emit()

    @Property(bool, notify=changed)
    def sparesPower(self) -> bool:  # noqa: N802 - QML reads it
        """Say whether the battery is spared, by choice or because it is low."""
        return self._is_thrifty or self._is_power_low

    @Property(QVariantMap, notify=changed)
    def colours(self) -> dict[str, str]:
        """Give the colour of every role in the light in force."""
        return {role: row[self._light] for role, row in tokens().colours.items()}

    @Property(str, notify=changed)
    def family(self) -> str:
        """Name the family in use, for controls that do not take the application's font."""
        return QFontInfo(app_font()).family()

    @Property(QVariantMap, notify=changed)
    def letters(self) -> dict[str, dict[str, float]]:
        """Give px, line height and the paddings that centre a line, by type token."""
        step = tokens().text_scales.index(self._text_scale)
        return {
            token: _letters(row["px"][step], row["line"][step])
            for token, row in tokens().type.items()
        }

    @Property(QVariantMap, notify=changed)
    def sizes(self) -> dict[str, int]:
        """Give every size in px, targets and gutters grown with the text."""
        grown = {name: round(px * self._text_scale) for name, px in tokens().scaled.items()}
        return grown | tokens().fixed

    @Property(QVariantMap, notify=changed)
    def doorCells(self) -> dict[str, Any]:  # noqa: N802 - QML reads it
        """Give width and height of a door cell by layout."""
        return tokens().door_cell

    @Property(QVariantMap, notify=changed)
    def durations(self) -> dict[str, int]:
        """Give the durations in ms, all 0 when motion is reduced or power is spared."""
        is_still = self._is_motion_reduced or self._is_thrifty or self._is_power_low
        return {name: 0 if is_still else ms for name, ms in tokens().motion.items()}


def install(engine: QQmlEngine) -> ThemeSource:
    """Make the kit importable in `engine` and return its theme."""
    engine.addImportPath(str(QML_FOLDER))
    engine.addImageProvider("icon", IconProvider(tokens().colour))
    QGuiApplication.setFont(app_font())
    source = engine.singletonInstance(QML_IMPORT_NAME, ThemeSource.__name__)
    assert isinstance(source, ThemeSource)
    return source


def app_font() -> QFont:
    """Build the application's font: the families in order, body size."""
    font = QFont(list(tokens().families))
    font.setPixelSize(tokens().type["body"]["px"][0])
    return font


def _letters(px: int, line: int) -> dict[str, float]:
    """Centre a line of `px` in its line height as a typesetter does.

    Qt puts the whole leading below the glyphs, and never makes a last line lower than the
    font wants; the two paddings, which may be negative, undo both.
    """
    font = app_font()
    font.setPixelSize(px)
    natural = -(-QFontMetricsF(font).height() // 1)
    above = round((line - natural) / 2)
    return {"px": px, "line": line, "above": above, "below": min(0, line - natural) - above}


def _draws_in_software() -> bool:
    from PySide6.QtQuick import QQuickWindow

    return QQuickWindow.sceneGraphBackend() == "software"
