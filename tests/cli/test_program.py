"""The installed program as a process of its own: what a script sees of it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.cli.homes import PIN, Console, opened_home

PROGRAM = Path(sys.executable).with_name("fieldapp")


def environment(**more: str) -> dict[str, str]:
    """Give an environment that says nothing of its own encoding or zone."""
    wanted = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return {**wanted, "FIELDAPP_PIN": PIN, "PYTHON_KEYRING_BACKEND": _NO_KEYRING, **more}


_NO_KEYRING = "keyring.backends.null.Keyring"


def run(home: Path, *words: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    """Run the program on a home."""
    command = [str(PROGRAM), "--home", str(home), *words]
    return subprocess.run(command, capture_output=True, check=False, env=environment(**more))


def test_status_prints_one_document_in_utf8_on_stdout_and_nothing_on_stderr(
    console: Console,
) -> None:
    said = run(console.path, "status", "--json", LC_ALL="C", PYTHONIOENCODING="ascii")
    assert (said.returncode, said.stderr) == (0, b"")
    assert json.loads(said.stdout)["person"] == "worker-wang"


def test_help_needs_no_display_and_no_home(tmp_path: Path) -> None:
    said = run(tmp_path / "nowhere", "--help")
    assert said.returncode == 0
    assert "用法：fieldapp".encode() in said.stdout


def test_a_wrong_command_line_ends_with_two(tmp_path: Path) -> None:
    assert run(tmp_path, "visit").returncode == 2


def test_a_home_that_is_not_enrolled_ends_with_three_and_stays_as_it_was(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert run(home, "status").returncode == 3
    assert not home.exists()


def test_a_program_killed_while_it_holds_the_home_leaves_it_to_the_next(console: Console) -> None:
    holding = (
        "import sys, time; from pathlib import Path; from tests.cli.homes import opened_home;"
        "session = opened_home(Path(sys.argv[1])); print('open', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holding, str(console.path)],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"open"
        assert run(console.path, "status").returncode == 3
        holder.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
    assert run(console.path, "status").returncode == 0
    opened_home(console.path).close()


def test_a_reader_that_stops_reading_is_no_bug(console: Console) -> None:
    command = [str(PROGRAM), "--home", str(console.path), "dump"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    ) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.close()
        assert program.stderr.read() == b""
    assert program.returncode == 0
