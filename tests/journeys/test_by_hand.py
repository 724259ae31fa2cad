"""What a person can do to a device by hand, told with a real server and the commands themselves.

In each: nothing is lost, what `status` and `doctor` say is true, `doctor` is clean afterwards, and
`dump` is equal everywhere. A week on a stick is told in test_by_stick, a disk that runs full in
test_full_disk.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.hands import PIN, Hand, build, enrolled, labels, require_equal, settle
from tests.journeys.server_process import ServerProcess

PAGE = 4096
TEN_YEARS = 3652


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ServerProcess]:
    """A real server, serving; the PIN of every home stands in the environment."""
    monkeypatch.setenv("FIELDAPP_PIN", PIN)
    made = ServerProcess(tmp_path / "server", f"sqlite:///{tmp_path / 'server.db'}")
    made.found()
    made.start()
    yield made
    made.kill()


@pytest.fixture
def wang(server: ServerProcess, tmp_path: Path) -> Hand:
    """The worker's home, with a first building everywhere."""
    hand = enrolled(server, tmp_path / "wang", "王海示例")
    build(hand, "甲0")
    hand.run("sync")
    return hand


@pytest.fixture
def lin(server: ServerProcess, wang: Hand, tmp_path: Path) -> Hand:
    """The secretary's home."""
    return enrolled(server, tmp_path / "lin", "林示范")


def test_a_home_is_cloned_and_both_are_used(wang: Hand, lin: Hand, tmp_path: Path) -> None:
    build(wang, "甲1")
    shutil.copytree(wang.home, tmp_path / "clone")
    clone = Hand(tmp_path / "clone")
    build(wang, "甲2")
    wang.run("sync")
    build(clone, "甲3")
    assert "像是从旧备份恢复的" in clone.notices()
    clone.run("sync")
    build(wang, "甲4")
    build(clone, "甲5")
    settle(clone, wang, clone, lin)
    require_equal(wang, clone, lin)
    assert labels(lin) == ["甲0", "甲1", "甲2", "甲3", "甲4", "甲5"]


def test_the_server_goes_back_to_yesterday(
    server: ServerProcess, wang: Hand, lin: Hand, tmp_path: Path
) -> None:
    miao = enrolled(server, tmp_path / "miao", "苗长根")
    server.run("backup", str(tmp_path / "yesterday"))
    build(wang, "甲1")
    build(lin, "甲2")
    settle(wang, lin, miao)
    build(wang, "甲3")
    server.kill()
    server.run("restore", str(tmp_path / "yesterday"), "--replace")
    server.start()
    build(miao, "甲4")
    settle(miao, wang, lin)
    settle(miao, wang, lin)
    require_equal(wang, lin, miao)
    assert labels(lin) == ["甲0", "甲1", "甲2", "甲3", "甲4"]
    assert server.run("doctor")["is_clean"] is True


@pytest.mark.parametrize("page", [1, 7])
def test_a_page_of_the_file_is_spoiled(wang: Hand, lin: Hand, page: int) -> None:
    build(wang, "甲1")
    before = wang.rows()
    file = wang.home / "field.db"
    content = bytearray(file.read_bytes())
    content[page * PAGE - 1_900] ^= 0xFF
    file.write_bytes(content)
    assert "已经修好，记录都在" in wang.told("rebuilt")
    assert "已经修好" in wang.notices()
    assert wang.rows() == before
    settle(wang, lin)
    require_equal(wang, lin)
    assert labels(lin) == ["甲0", "甲1"]


@pytest.mark.parametrize("days", [TEN_YEARS, -TEN_YEARS])
def test_the_clock_is_wrong_by_ten_years(wang: Hand, lin: Hand, days: int) -> None:
    wrong = wang.under_a_clock_off_by(days)
    build(wrong, "甲1")
    assert not wrong.run("status")["is_closed"]
    wrong.run("sync")
    assert "本机时间相差" in wrong.notices()
    assert "本机时间相差" in wrong.told("clock")
    assert wrong.run("doctor")["is_well"]
    build(wrong, "甲2")
    build(wang, "甲3")  # the clock is right again, before the next word from the community
    settle(wang, lin)
    require_equal(wang, lin)
    assert labels(lin) == ["甲0", "甲1", "甲2", "甲3"]
    assert "本机时间相差" not in wang.notices()


def test_a_device_with_three_hundred_waiting_changes_is_revoked(
    server: ServerProcess, wang: Hand, lin: Hand
) -> None:
    build(wang, "甲9", floors=10, doors=30)
    waiting = wang.run("status")["outbox"]
    assert waiting > 300
    device = wang.run("status")["device"]
    server.run("device", "revoke", device)
    told = wang.run("sync", code=3)
    assert "都没有丢" in told["sentence"]
    assert f"写的 {waiting} 条都交上去了" in wang.notices()
    assert wang.run("status")["outbox"] == 0
    assert wang.rows() == []
    assert wang.run("doctor", code=3)["is_well"] is False  # stopped for good, and says so
    lin.run("sync")
    assert lin.run("status")["quarantine"] == waiting
    taken = lin.run("handover", "take", "--all")
    assert (taken["taken"], taken["left"]) == (waiting, [])
    lin.run("sync")
    require_equal(lin)
    assert labels(lin) == ["甲0", "甲9"]
