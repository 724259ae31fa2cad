"""The disk runs full in the middle of a real round: nothing is lost, and the rest comes later."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.hands import PIN, build, enrolled, settle
from tests.journeys.server_process import ServerProcess

_MOUNTED = (
    'mount -t tmpfs -o size=64m tmpfs "$1" || exit 77;'
    ' exec "$2" -m tests.journeys.full_disk "$1" "$3"'
)
_NO_MOUNT = 77


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ServerProcess]:
    """A real server, serving."""
    monkeypatch.setenv("FIELDAPP_PIN", PIN)
    made = ServerProcess(tmp_path / "server", f"sqlite:///{tmp_path / 'server.db'}")
    made.found()
    made.start()
    yield made
    made.kill()


def test_a_disk_that_runs_full_in_a_pull_loses_nothing(
    server: ServerProcess, tmp_path: Path
) -> None:
    """In a mount of its own; on a machine that permits none the simulator's full disk has to do."""
    lin = enrolled(server, tmp_path / "lin", "林示范")
    build(lin, "甲0")
    lin.run("sync")
    wang = enrolled(server, tmp_path / "wang", "王海示例")
    build(wang, "甲1")  # waits, and is in the home that is copied to the small disk
    for number in range(8):
        build(lin, f"乙{number}", 30, 20)
    settle(lin)
    disk = tmp_path / "disk"
    disk.mkdir()
    ran = _on_a_small_disk(disk, wang.home, tmp_path)
    if ran is None or ran.returncode == _NO_MOUNT or "unshare" in ran.stderr:
        return
    assert ran.returncode == 0, ran.stderr
    seen = json.loads(ran.stdout)
    lin.run("sync")
    rows = seen.pop("rows")
    told = seen.pop("told")
    assert "写的照样能存" in told
    assert seen == {
        "round": "disk-tight",
        "read_a_part": True,
        "saved": True,
        "again": "disk-tight",
        "status": {"outbox": 0, "is_proven": True},
        "is_well": True,
    }
    assert rows == lin.rows()
    assert {"甲0", "甲1", "甲2", "乙7"} <= {row["fields"].get("label") for row in rows}


def _on_a_small_disk(
    disk: Path, home: Path, folder: Path
) -> subprocess.CompletedProcess[str] | None:
    try:
        return subprocess.run(
            ["unshare", "-Urm", "sh", "-c", _MOUNTED, "sh", str(disk), sys.executable, str(home)],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "XDG_STATE_HOME": str(folder / "state")},
        )
    except FileNotFoundError:
        return None
