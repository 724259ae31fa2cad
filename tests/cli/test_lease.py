"""The console while the community has not been heard for thirty days."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection

from fieldapp.clock import SystemClock
from fieldapp.domain.lease import DAY_MS, Lease
from fieldapp.store.kept import note_server_time
from fieldapp.store.lease import note_lease
from tests.cli.homes import Console, opened_home


@pytest.fixture
def closed(console: Console) -> Console:
    """Give a console over a home that heard nobody for 31 days."""
    now = SystemClock().read()
    heard = now.wall_ms - 31 * DAY_MS
    lease = Lease(heard, 31 * DAY_MS, 0, 30 * DAY_MS, now.wall_ms, now.boot_ms, now.boot_id)

    def work(connection: Connection) -> None:
        note_server_time(connection, heard, heard)
        note_lease(connection, lease)

    with opened_home(console.path) as session:
        session.thread.run(work, write=True)
    return console


@pytest.mark.parametrize(
    "words",
    [
        ("dump",),
        ("due",),
        ("search", "王"),
        ("coverage",),
        ("building", "add", "甲1", "--floors", "1", "--doors", "1"),
        ("undo",),
        ("quarantine",),
        ("diary", "list"),
    ],
)
def test_records_are_refused_with_the_sentence(closed: Console, words: tuple[str, ...]) -> None:
    said = closed.run(*words, "--json")
    assert (said.code, said.document["error"]) == (4, "lease-over")
    assert "一条都没少" in said.err


def test_status_says_so(closed: Console) -> None:
    document = closed.json("status")
    assert document["is_closed"]
    assert [one["code"] for one in document["notices"]] == ["away"]
    assert "记录先锁上了，一条都没少。" in closed.run("status").out


def test_doctor_looks_and_says_so(closed: Console) -> None:
    said = closed.run("doctor", "--json")
    ill = [one["check"] for one in said.document["findings"] if not one["is_well"]]
    assert (said.code, ill) == (3, ["away"])


def test_sync_is_tried(closed: Console) -> None:
    assert closed.run("sync").code == 3


def test_what_waits_goes_out_by_stick(closed: Console, tmp_path: Path) -> None:
    said = closed.run("bundle", "export", str(tmp_path / "a.gsb"))
    assert "lease" not in said.err
    assert said.code != 4
