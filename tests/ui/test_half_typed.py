"""What is half typed survives the power cut, comes back into its form, and can be let go."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from fieldapp.queries.kept_text import KeptTextQuery
from fieldapp.services.kept_text import KeepText
from fieldapp.session import Enrolment, enrol
from fieldapp.store.home import Home
from fieldapp.store.os_secret import NoSecrets
from tests.cli.homes import CHEAP, CODE, PIN, Offices
from tests.devices import Device
from tests.ui.typing import FORM, TYPED, first_field, opened
from ui.pictures import AppDriver

BACK = "上次没写完的，已经给你放回来了"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Give the home of an enrolled device."""
    home = Home(tmp_path / "home")
    home.prepare()
    wish = Enrolment("http://127.0.0.1:9", CODE, PIN)
    enrol(home, Offices(), wish, cost=CHEAP, os_secrets=NoSecrets())
    return home


def test_typing_survives_a_killed_process(home: Home) -> None:
    command = [sys.executable, "-m", "tests.ui.typing", str(home.path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ}) as window:
        assert window.stdout is not None
        assert window.stdout.readline() == b"typed\n"
        window.kill()
        window.wait()
    with AppDriver(opened(home.path)) as driver:
        field = first_field(driver)
        driver.wait_for(lambda: driver.find(field).property("text") == TYPED, "what was typed")
        assert any(BACK in words for words in driver.words())


def test_what_came_back_can_be_let_go(driver: AppDriver, device: Device) -> None:
    device.do(KeepText(f"form:{FORM}", '{"name":"纺织厂"}'))
    field = first_field(driver)
    driver.wait_for(lambda: driver.find(field).property("text") == "纺织厂", "what was kept")
    driver.tap("dropHalfTyped")
    driver.wait_for(lambda: driver.find(field).property("text") == "", "an empty form")
    assert not driver.shows("dropHalfTyped")
    assert device.ask(KeptTextQuery(f"form:{FORM}")) == ""


def test_a_form_nobody_left_half_typed_says_nothing(driver: AppDriver) -> None:
    first_field(driver)
    assert not driver.shows("dropHalfTyped")


def test_typing_without_a_pause_is_kept_all_the_same(driver: AppDriver, device: Device) -> None:
    field = first_field(driver)
    driver.tap(field)
    for _ in range(60):
        if device.ask(KeptTextQuery(f"form:{FORM}")):
            break
        driver.type_text("院", into=field)
    assert device.ask(KeptTextQuery(f"form:{FORM}"))
