"""The program's icon in the sizes that desktops ask for, drawn from its SVG."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

SVG = Path(__file__).resolve().parent.parent / "resources" / "app" / "fieldapp.svg"
SIZES = (16, 24, 32, 48, 64, 128, 256)


def draw(folder: Path, name: str = "fieldapp") -> None:
    """Write the icon below a `hicolor` folder: each size as PNG, and the SVG. Raises OSError."""
    for size, content in _drawn():
        path = folder / f"{size}x{size}" / "apps" / f"{name}.png"
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
    scalable = folder / "scalable" / "apps" / f"{name}.svg"
    scalable.parent.mkdir(parents=True)
    scalable.write_bytes(SVG.read_bytes())


def draw_for_windows(path: Path) -> None:
    """Write all sizes into one .ico file. Raises OSError."""
    from PIL import Image

    images = [Image.open(io.BytesIO(content)) for _, content in _drawn()]
    path.parent.mkdir(parents=True, exist_ok=True)
    images[-1].save(
        path, format="ICO", sizes=[(size, size) for size in SIZES], append_images=images
    )


def _drawn() -> Iterator[tuple[int, bytes]]:
    """Draw each size as PNG."""
    from PySide6.QtCore import QBuffer, QIODevice, Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    renderer = QSvgRenderer(str(SVG))
    for size in SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        if not image.save(buffer, "PNG"):
            raise OSError(f"cannot draw the icon in {size} pixels")
        yield size, buffer.data().data()
