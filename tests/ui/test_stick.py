"""用U盘带 through the window: export, hand on, import, over real homes."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldapp.photos.album import Album
from fieldapp.services.visits import LogVisit
from sync.clock import FixedClock
from tests.bundles.team import Mate, Team
from tests.devices import Device
from tests.photos.pictures import picture_file
from tests.services.grids import build, door
from tests.ui.conftest import Opened
from ui.__main__ import window_of
from ui.pictures import PORTRAIT, AppDriver


@pytest.fixture
def wang(team: Team) -> Mate:
    """The worker, with something that waits."""
    mate = team.enrol("王海示例")
    mate.sync()
    mate.build("甲1")
    return mate


def said(driver: AppDriver) -> str:
    """Give what the page says came of it."""
    driver.wait_for(lambda: not driver.shows("stickBusy"), "the end")
    driver.settle()
    texts = [str(driver.find("stickResult").property("text"))]
    if driver.shows("stickNote"):
        texts.append(str(driver.find("stickNote").property("text")))
    return "\n".join(texts).replace("\u2060", "")


def test_a_file_goes_out_is_handed_on_and_comes_back(
    team: Team, wang: Mate, opened: Opened
) -> None:
    hers = opened(wang)
    hers.go("sync")
    hers.tap("goStick")
    hers.tap("stick-export")
    hers.replace_text(str(team.stick), into="stickFolder")
    hers.find("stickFolder").accepted.emit()
    hers.settle()
    hers.tap("stickGo")
    assert "才算送到" in said(hers)
    (exported,) = team.stick.iterdir()

    secretary = team.enrol("林示范")
    secretary.sync()
    carrier = opened(secretary)
    carrier.go("stick", f"carry:{team.stick}")
    carrier.tap("stickGo")
    assert "放好了 1 封回信" in said(carrier)

    hers.go("stick", f"import:{team.stick}")
    hers.tap(f"place-{exported.stem}-回信.gsb")
    assert "已入账" in said(hers)
    assert wang.waiting() == 0


def test_a_file_the_window_was_opened_with_is_the_one_to_choose(
    team: Team, wang: Mate, opened: Opened
) -> None:
    wang.export(team.stick / "a.gsb")
    wang.export(team.stick / "b.gsb")
    secretary = team.enrol("林示范")
    secretary.sync()
    carrier = opened(secretary)
    carrier.app.shell.open("stick", f"open:{team.stick / 'a.gsb'}")
    carrier.wait_for(lambda: carrier.shows("place-a.gsb"), "the file")
    assert not carrier.shows("place-b.gsb")
    carrier.tap("place-a.gsb")
    assert "放好了 1 封回信" in said(carrier)
    hers = opened(wang)
    hers.app.shell.open("stick", f"open:{team.stick / 'a-回信.gsb'}")
    hers.wait_for(lambda: hers.shows("place-a-回信.gsb"), "the answer")
    hers.tap("place-a-回信.gsb")
    assert "已入账" in said(hers)


def test_a_file_that_is_gone_is_told(team: Team, wang: Mate, opened: Opened) -> None:
    driver = opened(wang)
    driver.app.shell.open("stick", f"open:{team.stick / 'gone.gsb'}")
    assert "这个文件打不开" in said(driver)


@pytest.mark.parametrize(
    ("words", "home", "file"),
    [
        ([], None, None),
        (["--home", "/h"], "/h", None),
        (["/s/包.GSB"], None, "/s/包.GSB"),
        (["--home", "/h", "/s/a.gsb"], "/h", "/s/a.gsb"),
    ],
)
def test_the_window_opens_with_a_file_of_a_stick(
    words: list[str], home: str | None, file: str | None
) -> None:
    assert window_of(words) == (home and Path(home), file and Path(file))


def test_what_is_no_file_of_a_stick_is_for_the_console() -> None:
    assert window_of(["status"]) is None
    assert window_of(["bundle", "import", "a.gsb"]) is None


def test_the_last_export_is_told_at_the_top(team: Team, wang: Mate, opened: Opened) -> None:
    driver = opened(wang)
    driver.go("stick", f"export:{team.stick}")
    driver.tap("stickGo")
    said(driver)
    driver.wait_for(lambda: any("1 条，还没回来" in one for one in driver.words()), "the count")


def test_what_is_no_answer_is_told_in_a_sentence(team: Team, wang: Mate, opened: Opened) -> None:
    (team.stick / "怪.gsb").write_bytes(b"something else")
    driver = opened(wang)
    driver.go("stick", f"import:{team.stick}")
    driver.tap("place-怪.gsb")
    assert "不是导出的文件" in said(driver)


def test_photographs_go_along_or_stay_as_one_says(
    team: Team, wang: Mate, opened: Opened, tmp_path: Path
) -> None:
    device = Device(wang.desk, FixedClock(0), wang.session.thread)
    build(device)
    visit = device.do(LogVisit(door(device, "502"), "met"))
    Album(wang.session).add("visit", visit, picture_file(tmp_path))
    driver = opened(wang)
    driver.go("stick", f"export:{team.stick}")
    driver.wait_for(lambda: driver.shows("stickPhotos"), "the photographs")
    assert any("照片 1 张，约 0.1 MB" in one for one in driver.words())
    driver.wait_for(lambda: any("照片 0/1" in one for one in driver.words()), "the count")
    driver.tap("stickPhotos")
    driver.tap("stickGo")
    assert "1 张照片没有带" in said(driver)
    driver.tap("stickPhotos")
    driver.tap("stickGo")
    assert "和 1 张照片" in said(driver)


def test_without_a_line_files_are_kept_here(team: Team, wang: Mate, opened: Opened) -> None:
    wang.export(team.stick / "a.gsb")
    secretary = team.enrol("林示范")
    secretary.sync()
    driver = opened(secretary)
    driver.app.shell.setOffline(True)
    driver.go("stick", f"carry:{team.stick}")
    driver.tap("stickGo")
    assert "收下 1 个文件" in said(driver)
    assert not any("回信" in one.name for one in team.stick.iterdir())


def test_it_fits_every_look(team: Team, wang: Mate, opened: Opened, tmp_path: Path) -> None:
    wang.export(team.stick / "民情-20261120-0912.gsb")
    driver = opened(wang)
    driver.go("stick")
    driver.grab(tmp_path / "stick.png")
    driver.go("stick", f"export:{team.stick}")
    driver.tap("stickGo")
    said(driver)
    driver.grab(tmp_path / "stick-done.png")
    driver.dress(light="dark")
    driver.grab(tmp_path / "stick-dark.png")
    driver.dress(light="light", text_scale=1.5)
    driver.grab(tmp_path / "stick-150.png")
    driver.dress(text_scale=1.0)
    driver.resize(PORTRAIT)
    driver.grab(tmp_path / "stick-portrait.png")
    assert len(list(tmp_path.glob("stick*.png"))) == 5
