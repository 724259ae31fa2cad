"""What was seen and typed is in the encrypted file and nowhere else on the machine."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from fieldapp.session import Enrolment, enrol
from fieldapp.store.home import Home
from fieldapp.store.os_secret import NoSecrets
from tests.cli.homes import CHEAP, CODE, PIN, Offices
from tests.ui.discreet import ID_NUMBER, NAME, TYPED


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """Spend a day on a machine of its own; give its folder, and what the program told."""
    machine = tmp_path_factory.mktemp("machine")
    home = Home(machine / "records")
    home.prepare()
    wish = Enrolment("http://127.0.0.1:9", CODE, PIN)
    enrol(home, Offices(), wish, cost=CHEAP, os_secrets=NoSecrets())
    for name in ("person", "temp", "run"):
        (machine / name).mkdir(mode=0o700)
    places = {"HOME": "person", "TMPDIR": "temp", "XDG_RUNTIME_DIR": "run"}
    kept = {name: word for name, word in os.environ.items() if not name.startswith("XDG_")}
    told = subprocess.run(
        [sys.executable, "-m", "tests.ui.discreet", str(home.path)],
        env={**kept, **{name: str(machine / place) for name, place in places.items()}},
        capture_output=True,
        text=True,
        check=True,
    )
    return machine, told.stdout.splitlines()


def test_the_title_of_the_window_never_says_whom_one_looks_at(
    day: tuple[Path, list[str]],
) -> None:
    assert day[1][0] == "['网格员工作本']"


def test_nothing_was_put_on_the_clipboard(day: tuple[Path, list[str]]) -> None:
    assert day[1][1] == "''"


def test_the_number_was_really_seen(day: tuple[Path, list[str]]) -> None:
    assert day[1][2] == "True"


@pytest.mark.parametrize("secret", [NAME, ID_NUMBER, TYPED])
def test_no_file_of_the_machine_holds_what_was_seen_or_typed(
    day: tuple[Path, list[str]], secret: str
) -> None:
    forms = {secret.encode(code) for code in ("utf-8", "utf-16-le", "gb18030")}
    files = [path for path in day[0].rglob("*") if path.is_file()]
    assert [path for path in files if any(form in path.read_bytes() for form in forms)] == []
    assert files


def test_no_list_of_recent_files_was_written(day: tuple[Path, list[str]]) -> None:
    assert [one.name for one in day[0].rglob("*recent*")] == []


def test_nothing_is_left_in_the_folder_for_temporary_files(day: tuple[Path, list[str]]) -> None:
    assert list((day[0] / "temp").rglob("*")) == []
