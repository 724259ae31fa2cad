"""Photographs on the screens: added from a file, looked at, taken back, counted apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from fieldapp.queries.household import HouseholdQuery
from fieldapp.queries.photos import PhotoRow, PhotosQuery
from fieldapp.services.diary import WriteDiary
from tests.devices import DIARY_SCOPE, NINE, WORKER, Device
from tests.photos.pictures import picture_file
from tests.ui.conftest import MakeDriver
from ui.pictures import LAPTOP, AppDriver
from ui.viewmodels.issue_argument import new_issue

GAO = "b2u3-502|h-b2u3-502|door"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two pictures, and one that cannot be opened here."""
    made = tmp_path / "pictures"
    made.mkdir()
    for seed in (1, 2):
        picture_file(made, seed)
    (made / "apple.heic").write_bytes(b"\0\0\0\x18ftypheic" + bytes(20))
    return made


def add(driver: AppDriver, folder: Path, name: str) -> None:
    """Add a picture as a person does: the button, the folder, the file."""
    driver.tap("addPhoto")
    driver.replace_text(str(folder), into="photoPath")
    driver.press(Qt.Key.Key_Return)
    driver.tap(f"file-{name}")


def photos(device: Device) -> tuple[PhotoRow, ...]:
    return device.ask(PhotosQuery())


def test_a_picture_is_added_to_the_knock(device: Device, driver: AppDriver, folder: Path) -> None:
    driver.go("visit", GAO)
    driver.tap("outcome-met")
    add(driver, folder, "IMG_1.jpg")
    (row,) = photos(device)
    assert row.kind == "visit"
    assert driver.shows(f"photo-{row.id}")
    assert "照片 0/1" in driver.words()


def test_without_an_outcome_it_is_said_what_is_missing(driver: AppDriver) -> None:
    driver.go("visit", GAO)
    driver.tap("addPhoto")
    assert "先点一下结果，照片挂在这次敲门上。" in driver.words()
    driver.tap("outcome-met")
    assert "先点一下结果，照片挂在这次敲门上。" not in driver.words()


def test_what_cannot_be_opened_is_said_in_place(
    device: Device, driver: AppDriver, folder: Path
) -> None:
    driver.go("visit", GAO)
    driver.tap("outcome-met")
    add(driver, folder, "apple.heic")
    assert any("HEIC" in word for word in driver.words())
    assert photos(device) == ()


def test_more_words_about_the_knock_keep_its_photographs(
    device: Device, driver: AppDriver, folder: Path
) -> None:
    driver.go("visit", GAO)
    driver.tap("outcome-met")
    add(driver, folder, "IMG_1.jpg")
    driver.type_text("暖气不热", into="note")
    driver.go("household", "h-b2u3-502")
    (row,) = photos(device)
    assert device.read("visit", row.on)["note"] == "暖气不热"
    assert "照片 0/1" in driver.words()


def test_a_photograph_is_looked_at_and_taken_back(
    device: Device, driver: AppDriver, folder: Path
) -> None:
    driver.go("visit", GAO)
    driver.tap("outcome-met")
    add(driver, folder, "IMG_1.jpg")
    (row,) = photos(device)
    driver.tap(f"photo-{row.id}")
    before = driver.find("photoPicture").property("width")
    driver.tap("photoLarger")
    assert driver.find("photoPicture").property("width") == 2 * before
    driver.tap("undoPhoto")
    assert photos(device) == ()
    assert not driver.shows(f"photo-{row.id}")


def test_a_visit_of_the_past_shows_its_photographs(
    device: Device, driver: AppDriver, folder: Path
) -> None:
    driver.go("visit", GAO)
    driver.tap("outcome-met")
    driver.go("household", "h-b2u3-502")
    card = device.ask(HouseholdQuery("h-b2u3-502", 1))
    driver.tap(f"visit-{card.visits[0].id}")
    add(driver, folder, "IMG_2.jpg")
    (row,) = photos(device)
    assert row.on == card.visits[0].id
    assert driver.shows(f"photo-{row.id}")


def test_a_diary_page_takes_photographs_as_a_draft(
    device: Device, driver: AppDriver, folder: Path
) -> None:
    entry = device.do(WriteDiary("楼道灯坏了")).entry
    driver.go("diary", entry)
    add(driver, folder, "IMG_2.jpg")
    (row,) = photos(device)
    assert (row.kind, row.on) == ("diary_entry", entry)
    assert "草稿里" in driver.words()


def test_photographs_are_counted_apart(device: Device, driver: AppDriver, folder: Path) -> None:
    driver.go("visit", GAO)
    driver.tap("outcome-met")
    add(driver, folder, "IMG_1.jpg")
    driver.go("sync")
    assert "照片 0/1，1 张等着送" in driver.words()


def test_undo_stays_in_view_beside_photographs(make_driver: MakeDriver, folder: Path) -> None:
    driver = make_driver(size=LAPTOP)
    driver.go("visit", GAO)
    driver.tap("outcome-met")
    for name in ("IMG_1.jpg", "IMG_2.jpg"):
        add(driver, folder, name)
    bar = driver.find("loggedBar")
    assert bar.mapToScene(bar.boundingRect().bottomLeft()).y() <= LAPTOP[1]


def test_the_secretary_sees_the_photographs_of_an_entry_and_adds_none(
    secretary_device: Device, make_driver: MakeDriver
) -> None:
    entry = "e1"
    handed_in = {"author": WORKER, "on": "2026-11-19", "submitted_ms": NINE - 3_600_000}
    secretary_device.seed("diary_entry", entry, handed_in)
    secretary_device.seed("diary_line", "l1", {"entry_id": entry, "text": "楼道灯坏了"})
    secretary_device.seed(
        "photo",
        "p1",
        {"on_kind": "diary_entry", "on_id": entry, "sha256": "a" * 64, "size": 9, "author": WORKER},
        scope=DIARY_SCOPE,
    )
    driver = make_driver(device=secretary_device, role="secretary")
    driver.go("review", entry)
    assert driver.shows("photo-p1")
    assert not driver.shows("addPhoto")
    driver.tap("photo-p1")
    assert "这张照片还在加它的平板上，等它送到社区再看。" in driver.words()


def test_an_issue_takes_a_photograph_and_takes_it_along_when_it_is_taken_back(
    device: Device, driver: AppDriver, folder: Path
) -> None:
    driver.go("issues", new_issue("", "井盖松了", ""))
    driver.tap("category-hazard")
    driver.tap("saveOnly")
    add(driver, folder, "IMG_2.jpg")
    (row,) = photos(device)
    assert row.kind == "issue"
    assert driver.shows(f"photo-{row.id}")
    driver.tap("撤销")
    assert photos(device) == ()
