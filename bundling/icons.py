"""The program's icon in the sizes that desktops ask for, drawn from its SVG."""

from __future__ import annotations

from pathlib import Path

SVG = Path(__file__).resolve().parent.parent / "resources" / "app" / "fieldapp.svg"
SIZES = (16, 24, 32, 48, 64, 128, 256)


def draw(folder: Path, name: str = "fieldapp") -> None:
    """Write the icon below a `hicolor` folder: each size as PNG, and the SVG. Raises OSError."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    renderer = QSvgRenderer(str(SVG))
    for size in SIZES:
        image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        path = folder / f"{size}x{size}" / "apps" / f"{name}.png"
        path.parent.mkdir(parents=True)
        if not image.save(str(path)):
            raise OSError(f"cannot write {path.name}")
    scalable = folder / "scalable" / "apps" / f"{name}.svg"
    scalable.parent.mkdir(parents=True)
    scalable.write_bytes(SVG.read_bytes())
