"""The matrix draws what it is asked for, shows it on one page, and fails where a law is broken."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.matrix.__main__ import main
from tests.matrix.draw import draw, dresses
from tests.matrix.screens import CAPTIONS, STATES, WORKER, Screen
from ui.pictures import AppDriver
from ui.viewmodels.registry import PAGES

# Opened by itself, in place of every other page, while the records are closed.
ELSEWHERE = {"closed"}


def test_a_screen_is_drawn_and_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], quiet: list[str]
) -> None:
    asked = ["--state", "first", "--dress", "800x1280-dark-150"]
    assert main([str(tmp_path), *asked]) == 0
    shown = (tmp_path / "index.html").read_text("utf-8")
    assert 'src="first/newcomer-wizard-800x1280-dark-150.png"' in shown
    assert (tmp_path / "first" / "newcomer-wizard-800x1280-dark-150.png").exists()
    assert "0 faults" in capsys.readouterr().out


def test_a_word_over_another_is_a_fault(driver: AppDriver, tmp_path: Path) -> None:
    driver.go("today")
    driver.find("goNext").setScale(3)
    found = draw(driver, Screen(WORKER, "today"), next(dresses()), tmp_path)
    assert any("over one another" in fault for fault in found)


def test_a_screen_that_cannot_be_reached_is_a_fault(driver: AppDriver, tmp_path: Path) -> None:
    screen = Screen(WORKER, "today", taps=("nowhere",))
    (fault,) = draw(driver, screen, next(dresses()), tmp_path)
    assert "nowhere" in fault


def test_every_page_of_the_register_is_drawn() -> None:
    drawn = {screen.page for screens in STATES.values() for screen in screens}
    assert set(PAGES) - ELSEWHERE <= drawn


def test_every_state_has_its_words() -> None:
    assert set(CAPTIONS) == set(STATES)
