"""On a disk that is full the last page can still be saved, and reading in waits."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine

from fieldapp.errors import Trouble
from fieldapp.store.database import create_database, writing
from fieldapp.store.worker import DatabaseThread

KEY = bytes(range(32))
_MOUNTED = (
    'mount -t tmpfs -o size=24m tmpfs "$1" || exit 77; exec "$2" -m tests.store.small_disk "$1"'
)
_NO_MOUNT = 77


def test_a_full_disk_stops_the_reading_and_not_the_saving(tmp_path: Path) -> None:
    """In a mount of its own, a real one; a machine that permits none has the test below alone."""
    try:
        ran = subprocess.run(
            ["unshare", "-Urm", "sh", "-c", _MOUNTED, "sh", str(tmp_path), sys.executable],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "XDG_STATE_HOME": str(tmp_path / "state")},
        )
    except FileNotFoundError:
        return
    if ran.returncode == _NO_MOUNT or "unshare" in ran.stderr:
        return
    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == {
        "held_at_first": True,
        "reading_in": "disk-full",
        "held_after_reading_in": True,
        "saving": "fine",
        "is_saved": True,
        "held_after_saving": False,
        "round": "disk-tight",
        "held_at_last": True,
        "opening": "fine",
    }


@pytest.mark.parametrize("gives_way", [True, False])
def test_a_write_that_meets_a_full_file_is_tried_again_where_room_was_found(
    tmp_path: Path, gives_way: bool
) -> None:
    def remedy(trouble: Trouble, engine: Engine, gives_way: bool) -> Engine | None:
        if trouble.code != "disk-full" or gives_way:
            return None
        limit(engine, 10_000)
        return engine

    with DatabaseThread(lambda: full_file(tmp_path / "field.db"), remedy) as thread:
        if gives_way:
            with pytest.raises(Trouble) as trouble:
                thread.run(add, write=True, gives_way=True)
            assert trouble.value.code == "disk-full"
        else:
            thread.run(add, write=True)
        assert thread.run(count, write=False) == (0 if gives_way else 1)


def full_file(path: Path) -> Engine:
    engine = create_database(path, KEY)
    with writing(engine) as connection:
        connection.exec_driver_sql("CREATE TABLE note (body TEXT)")
    limit(engine, 3)
    return engine


def limit(engine: Engine, pages: int) -> None:
    with engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


def add(connection: Connection) -> None:
    connection.exec_driver_sql("INSERT INTO note VALUES (?)", ("长" * 20_000,))


def count(connection: Connection) -> int:
    return int(connection.exec_driver_sql("SELECT count(*) FROM note").scalar_one())
