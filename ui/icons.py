"""The drawn signs: SVG files of one style, coloured by role before they are rasterised."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtQuick import QQuickImageProvider
from PySide6.QtSvg import QSvgRenderer

RESOURCES = Path(__file__).resolve().parent.parent / "resources"
MARK_PREFIX = "mark-"
LARGEST_PX = 512

ColourOf = Callable[[str, str], str]


def icon_names() -> tuple[str, ...]:
    """List the icons that exist, in alphabetical order."""
    return tuple(sorted(path.stem for path in (RESOURCES / "icons").glob("*.svg")))


def mark_names() -> tuple[str, ...]:
    """List the state marks that exist, without their prefix."""
    return tuple(sorted(path.stem for path in (RESOURCES / "marks").glob("*.svg")))


@lru_cache(maxsize=256)
def svg_text(name: str) -> str:
    """Read one drawing; raises FileNotFoundError for a name nobody drew."""
    folder = "marks" if name.startswith(MARK_PREFIX) else "icons"
    path = RESOURCES / folder / f"{name.removeprefix(MARK_PREFIX)}.svg"
    return path.read_text(encoding="utf-8")


@lru_cache(maxsize=1024)
def drawn(name: str, colour: str, paper: str, px: int) -> QImage:
    """Rasterise a drawing, `px` device pixels square, in `colour` with holes in `paper`."""
    svg = svg_text(name).replace("currentColor", colour).replace('"paper"', f'"{paper}"')
    # Clear bytes, copied into Qt's own memory, which outlives Python's. Not `fill`: it has PySide
    # build the namespace of all of Qt's words, 20 ms of every start.
    clear = bytes(4 * px * px)
    image = QImage(clear, px, px, QImage.Format.Format_ARGB32_Premultiplied).copy()
    painter = QPainter(image)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, px, px))
    painter.end()
    return image


class IconProvider(QQuickImageProvider):
    """Serves `image://icon/<name>/<role>/<px>/<light>`.

    `px` counts device pixels. The light stands in the address so that the engine's own cache
    cannot show yesterday's colour after a change of theme.
    """

    def __init__(self, colour_of: ColourOf) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._colour_of = colour_of

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:  # noqa: N802, N803, A002 - Qt names them
        """Draw the icon that an address names; an unknown one yields an empty image."""
        parts = id.split("/")
        try:
            name, role, px, light = parts[0], parts[1], int(parts[2]), parts[3]
            colour, paper = self._colour_of(role, light), self._colour_of("surface", light)
            image = drawn(name, colour, paper, max(1, min(px, LARGEST_PX)))
        except (IndexError, KeyError, ValueError, FileNotFoundError):
            return QImage()
        size.setWidth(image.width())
        size.setHeight(image.height())
        return image
