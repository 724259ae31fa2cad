"""A home is one program's at a time, is never mistaken for a new one, and says what is missing."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from fieldapp.errors import Trouble
from fieldapp.store.home import Home, HomeState, default_path


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def put(*files: Path) -> None:
    for file in files:
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(b"x")


def code_of(trouble: pytest.ExceptionInfo[Trouble]) -> str:
    return trouble.value.code


def test_a_prepared_home_is_its_owners_alone(home: Home) -> None:
    home.prepare()
    assert stat.S_IMODE(home.path.stat().st_mode) == 0o700


def test_without_a_name_the_home_lies_where_the_platform_keeps_such_things() -> None:
    assert Home().path == default_path()


def test_a_file_is_no_home(tmp_path: Path) -> None:
    put(tmp_path / "file")
    with pytest.raises(Trouble) as trouble:
        Home(tmp_path / "file").prepare()
    assert code_of(trouble) == "home-not-a-folder"


def test_a_folder_below_a_file_is_no_home(tmp_path: Path) -> None:
    put(tmp_path / "file")
    with pytest.raises(Trouble) as trouble:
        Home(tmp_path / "file" / "home").prepare()
    assert code_of(trouble) == "home-not-a-folder"


def test_a_home_that_cannot_be_written_is_told(home: Home) -> None:
    """Nobody, not even root, writes below /proc; elsewhere a closed folder does."""
    home.prepare()
    closed = Home(Path("/proc/1/home")) if os.access("/proc/1", os.R_OK) else home
    home.path.chmod(0o500)
    with pytest.raises(Trouble) as trouble:
        closed.prepare()
    assert code_of(trouble) in {"home-not-writable", "disk-error"}


@pytest.mark.parametrize(
    ("names", "state"),
    [
        ([], HomeState.EMPTY),
        (["lock", "demo"], HomeState.EMPTY),
        (["keys.json"], HomeState.UNFINISHED),
        (["keys.json", "field.db"], HomeState.ENROLLED),
        (["field.db"], HomeState.KEYS_MISSING),
        (["keys.json", "installation.json"], HomeState.DATABASE_MISSING),
        (["keys.json", "field.db-wal"], HomeState.DATABASE_MISSING),
        (["installation.json"], HomeState.BOTH_MISSING),
    ],
)
def test_the_files_tell_the_state(home: Home, names: list[str], state: HomeState) -> None:
    put(*(home.path / name for name in names))
    assert home.state is state


@pytest.mark.parametrize(
    ("names", "code"),
    [
        ([], "not-enrolled"),
        (["keys.json"], "not-enrolled"),
        (["field.db"], "keys-missing"),
        (["keys.json", "installation.json"], "database-missing"),
        (["installation.json"], "both-missing"),
    ],
)
def test_half_a_home_is_told_and_not_opened(home: Home, names: list[str], code: str) -> None:
    put(*(home.path / name for name in names))
    with pytest.raises(Trouble) as trouble:
        home.require_enrolled()
    assert code_of(trouble) == code


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["keys.json", "field.db"], "home-already-set-up"),
        (["field.db"], "keys-missing"),
        (["keys.json", "installation.json"], "database-missing"),
    ],
)
def test_set_up_leaves_records_alone(home: Home, names: list[str], code: str) -> None:
    put(*(home.path / name for name in names))
    with pytest.raises(Trouble) as trouble:
        home.require_fresh()
    assert code_of(trouble) == code


def test_set_up_that_stopped_half_way_may_begin_again(home: Home) -> None:
    put(home.keys_file)
    home.require_fresh()


def test_a_second_program_is_kept_out(home: Home) -> None:
    program = (
        "import sys; from pathlib import Path; from fieldapp.errors import Trouble\n"
        "from fieldapp.store.home import Home\n"
        "try: Home(Path(sys.argv[1])).lock()\n"
        "except Trouble as trouble: print(trouble.code)\n"
    )
    with home:
        told = subprocess.run(
            [sys.executable, "-c", program, str(home.path)],
            capture_output=True,
            text=True,
            check=True,
        )
    assert told.stdout.strip() == "home-in-use"


def test_a_second_window_of_one_program_is_kept_out(home: Home) -> None:
    with home, pytest.raises(Trouble) as trouble:
        Home(home.path).lock()
    assert code_of(trouble) == "home-in-use"


def test_the_next_program_gets_in_when_the_first_has_left(home: Home) -> None:
    with home:
        pass
    with Home(home.path):
        pass


def test_a_killed_program_leaves_the_home_open(home: Home) -> None:
    program = (
        "import sys, time; from pathlib import Path; from fieldapp.store.home import Home\n"
        "home = Home(Path(sys.argv[1])); home.lock(); print('in', flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(home.path)], stdout=subprocess.PIPE
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"in\n"
        other.kill()
        other.wait()
    with home:
        pass


def test_the_demo_marks_an_empty_home(home: Home) -> None:
    home.become_demo()
    assert home.is_demo


def test_the_demo_comes_back_to_its_own_home(home: Home) -> None:
    home.become_demo()
    put(home.keys_file, home.database_file)
    home.become_demo()
    assert home.is_demo


def test_the_demo_refuses_a_home_with_real_records(home: Home) -> None:
    put(home.keys_file, home.database_file)
    with pytest.raises(Trouble) as trouble:
        home.become_demo()
    assert code_of(trouble) == "home-holds-real-records"
    assert not home.is_demo


def test_a_home_shows_no_folder_name_when_printed(tmp_path: Path) -> None:
    assert "高玉芬" not in repr(Home(tmp_path / "高玉芬"))
