"""更新 through the window: a signed file on a stick is looked at, installed, or turned away."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldapp.updating import Installed
from tests.bundles.team import Team
from tests.releases import PUBLISHER, written
from tests.ui.conftest import Opened
from ui import update
from ui.pictures import PORTRAIT, AppDriver


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the folder of a packed program that takes new editions."""
    folder = tmp_path / "programs" / "fieldapp"
    folder.mkdir(parents=True)
    monkeypatch.setattr(update, "installed", lambda: Installed("0.1.0", folder, PUBLISHER))
    return folder


def said(driver: AppDriver) -> str:
    """Give what the page says came of it."""
    driver.wait_for(lambda: driver.shows("updateResult"), "the end")
    return str(driver.find("updateResult").property("text")).replace("\u2060", "")


def test_a_new_edition_from_a_stick_waits_for_the_next_start(
    team: Team, opened: Opened, program: Path
) -> None:
    written(team.stick / "fieldapp-9.gsu")
    driver = opened(team.enrol("王海示例"))
    driver.go("update", str(team.stick))
    driver.tap("update-fieldapp-9.gsu")
    driver.wait_for(lambda: driver.shows("updateGo"), "what changed")
    assert "敲门页快了一半" in str(driver.find("updateNotes").property("text")).replace(
        "\u2060", ""
    )
    driver.tap("updateGo")
    assert "下次打开就是新的" in said(driver)
    assert (program.with_name("fieldapp.next") / "fieldapp").exists()


def test_an_older_edition_is_turned_away_in_a_sentence(
    team: Team, opened: Opened, program: Path
) -> None:
    written(team.stick / "old.gsu", version="0.0.1")
    driver = opened(team.enrol("王海示例"))
    driver.go("update", str(team.stick))
    driver.tap("update-old.gsu")
    assert "旧的 0.0.1 版" in said(driver)
    assert not driver.shows("updateGo")


@pytest.mark.parametrize("size", [(1280, 800), PORTRAIT])
def test_a_source_tree_says_how_it_is_updated(
    team: Team, opened: Opened, size: tuple[int, int]
) -> None:
    driver = opened(team.enrol("王海示例"))
    driver.resize(size)
    driver.go("me")
    driver.tap("openUpdate")
    assert any("git pull" in one for one in driver.words())
