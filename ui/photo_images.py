"""Photographs for QML: decoded beside the screen, held here, and handed over without waiting.

Nothing is read when the scene asks: a provider that waited, or ran on a thread of the engine,
would meet Python's lock while the screen holds it.
"""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickImageProvider

NAME = "photo"
MOST_SMALL, MOST_LARGE = 120, 3
"""Pictures held at a time: about 100 kB for a tile, 8 MB for a whole one."""


class PhotoImages(QQuickImageProvider):
    """Serves `image://photo/<id>/<px>`, the shorter side `px` high or wide; 0 is the whole."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._small: OrderedDict[str, QImage] = OrderedDict()
        self._large: OrderedDict[str, QImage] = OrderedDict()

    def hold(self, photo: str, px: int, content: bytes) -> str:
        """Decode a photograph and hold it; gives its address, "" for what is no picture."""
        image = QImage.fromData(content)
        if image.isNull():
            return ""
        if px:
            shape = Qt.AspectRatioMode.KeepAspectRatioByExpanding
            image = image.scaled(px, px, shape, Qt.TransformationMode.SmoothTransformation)
        held, most = (self._small, MOST_SMALL) if px else (self._large, MOST_LARGE)
        held[f"{photo}/{px}"] = image
        while len(held) > most:
            held.popitem(last=False)
        return f"image://{NAME}/{photo}/{px}"

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:  # noqa: N802, N803, A002 - Qt names them
        """Hand over what is held; nothing to be seen for anything else."""
        image = self._small.get(id) or self._large.get(id) or _nothing()
        size.setWidth(image.width())
        size.setHeight(image.height())
        return image


def _nothing() -> QImage:
    image = QImage(1, 1, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    return image
