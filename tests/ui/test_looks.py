"""The screens look as they did when somebody last looked at them.

A picture is kept small, 320 pixels wide, and compared tile by tile: letters of another font version
or a point of anti-aliasing pass, a colour, a moved button or a missing line does not. After a
change that is meant: `FIELDAPP_DRAW_LOOKS=1 pytest tests/ui/test_looks.py`, look at the pictures in
tests/ui/looks, and commit them.
"""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from tests.devices import Device
from tests.ui.conftest import MakeDriver
from tests.ui.issues import add_issues
from tests.ui.sample import add_diary
from tests.ui.test_layout import SECRETARY_PAGES, WORKER_PAGES
from ui.pictures import LANDSCAPE, PORTRAIT, AppDriver

LOOKS = Path(__file__).parent / "looks"
REDRAWN = bool(os.environ.get("FIELDAPP_DRAW_LOOKS"))
WIDTH = 320
TILE = 16
# Of 255, the mean over a tile: a changed word is about 20, another filled colour above 100.
TOLERANCE = 12.0
# 我的 tells ids and ports, 导入花名册 a folder of this machine.
WORKERS = [page for page in WORKER_PAGES if page not in ("me", "roster", "stick")]


def small(picture: QImage) -> QImage:
    grey = picture.convertToFormat(QImage.Format.Format_RGB888)
    return grey.scaledToWidth(WIDTH, Qt.TransformationMode.SmoothTransformation)


def tile_of(picture: QImage, left: int, top: int) -> list[int]:
    part = picture.copy(left, top, TILE, TILE).convertToFormat(QImage.Format.Format_RGB888)
    width = part.width() * 3
    lines = (bytes(part.constScanLine(line))[:width] for line in range(part.height()))
    return [value for line in lines for value in line]


def differing_tiles(first: QImage, second: QImage) -> list[tuple[int, int, float]]:
    if first.size() != second.size():
        return [(0, 0, 255.0)]
    found = []
    for top in range(0, first.height(), TILE):
        for left in range(0, first.width(), TILE):
            one, other = tile_of(first, left, top), tile_of(second, left, top)
            mean = sum(abs(a - b) for a, b in zip(one, other, strict=True)) / len(one)
            if mean > TOLERANCE:
                found.append((left, top, round(mean, 1)))
    return found


def compare(driver: AppDriver, name: str, folder: Path) -> str:
    seen = small(QImage(str(driver.grab(folder / f"{name}.png"))))
    kept = LOOKS / f"{name}.png"
    if REDRAWN:
        LOOKS.mkdir(exist_ok=True)
        assert seen.save(str(kept))
    if not kept.exists():
        return f"{name} has no picture yet"
    tiles = differing_tiles(seen, QImage(str(kept)))
    return f"{name} looks otherwise at {tiles[:3]}, of {len(tiles)}" if tiles else ""


def test_the_workers_screens_look_as_they_did(
    device: Device, make_driver: MakeDriver, tmp_path: Path
) -> None:
    add_diary(device)
    add_issues(device)
    driver = make_driver()
    found = []
    for page in WORKERS:
        driver.go(page, WORKER_PAGES[page])
        found.append(compare(driver, f"worker-{page}", tmp_path))
    driver.dress(light="dark")
    for page in ("today", "doors"):
        driver.go(page)
        found.append(compare(driver, f"worker-{page}-dark", tmp_path))
    driver.dress(light="light")
    driver.resize(PORTRAIT)
    for page in ("today", "doors", "household"):
        driver.go(page, WORKER_PAGES[page])
        found.append(compare(driver, f"worker-{page}-portrait", tmp_path))
    assert [one for one in found if one] == []


def test_the_secretarys_screens_look_as_they_did(
    secretary_device: Device,
    make_driver: MakeDriver,
    tmp_path: Path,
) -> None:
    add_diary(secretary_device)
    add_issues(secretary_device)
    driver = make_driver(device=secretary_device, role="secretary", size=LANDSCAPE)
    found = []
    for page, argument in SECRETARY_PAGES.items():
        driver.go(page, argument)
        found.append(compare(driver, f"secretary-{page}", tmp_path))
    assert [one for one in found if one] == []


def test_a_filled_button_of_another_colour_is_noticed(driver: AppDriver, tmp_path: Path) -> None:
    driver.go("today")
    before = small(QImage(str(driver.grab(tmp_path / "before.png"))))
    driver.find("goNext").setProperty("filled", False)
    after = small(QImage(str(driver.grab(tmp_path / "after.png"))))
    assert differing_tiles(before, after)
