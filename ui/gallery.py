"""The kit's gallery: every control in every light and text size, drawn without a display."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from PySide6.QtCore import QEventLoop, QTimer, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickView

from ui.theme import QML_FOLDER, Light, ThemeSource, install, tokens

SHEETS = QML_FOLDER / "kit" / "sheets"
LANDSCAPE = (1280, 800)
LAPTOP = (1366, 768)
PORTRAIT = (800, 1280)
SETTLE_MS = 120


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: a sheet in one light, at one text scale and window size."""

    sheet: str
    light: Light
    text_scale: float
    size: tuple[int, int]

    @property
    def file_name(self) -> str:
        """Name the picture by all that distinguishes it."""
        sheet = self.sheet.removesuffix("Sheet").lower()
        width, height = self.size
        return f"{sheet}-{self.light}-{round(self.text_scale * 100)}-{width}x{height}.png"


def sheet_names() -> tuple[str, ...]:
    """List the sheets that can be drawn."""
    return tuple(sorted(path.stem for path in SHEETS.glob("*Sheet.qml")))


def shots() -> Iterator[Shot]:
    """Give every combination worth looking at: all lights and scales, then two more windows."""
    for sheet in sheet_names():
        for light, scale in product(Light, tokens().text_scales):
            yield Shot(sheet, light, scale, LANDSCAPE)
        yield Shot(sheet, Light.LIGHT, 1.0, PORTRAIT)
        yield Shot(sheet, Light.LIGHT, 1.0, LAPTOP)


def draw(view: QQuickView, theme: ThemeSource, shot: Shot, folder: Path) -> Path:
    """Draw one sheet and save it; returns the picture's path."""
    theme.setProperty("light", str(shot.light))
    theme.setProperty("textScale", shot.text_scale)
    view.resize(*shot.size)
    view.setSource(QUrl.fromLocalFile(str(SHEETS / f"{shot.sheet}.qml")))
    _settle()
    path = folder / shot.file_name
    view.grabWindow().save(str(path))
    return path


def main(arguments: list[str] | None = None) -> int:
    """Draw the gallery into a folder and say where each picture lies."""
    parser = argparse.ArgumentParser(prog="python -m ui.gallery", description=__doc__)
    parser.add_argument("--pictures", type=Path, required=True, metavar="DIR")
    parser.add_argument("--only", default="", help="draw pictures whose name holds this word")
    chosen = parser.parse_args(arguments)
    chosen.pictures.mkdir(parents=True, exist_ok=True)
    app = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    view = QQuickView()
    view.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
    theme = install(view.engine())
    view.show()
    for shot in shots():
        if chosen.only in shot.file_name:
            sys.stdout.write(f"{draw(view, theme, shot, chosen.pictures)}\n")
    view.close()
    del view, app
    return 0


def _settle() -> None:
    loop = QEventLoop()
    QTimer.singleShot(SETTLE_MS, loop.quit)
    loop.exec()


if __name__ == "__main__":
    sys.exit(main())
