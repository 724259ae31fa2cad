"""Backups: one format for both databases, checked whole before anything is written."""

from __future__ import annotations

from pathlib import Path

import pytest
import zstandard

from fieldapp.errors import Refused, Trouble
from server.backup import restore_backup, write_backup
from server.doctor import examine
from server.service import open_service
from server.store import Store
from sync.protocol import Status
from tests.server.town import GRID_SCOPE, NINE, Phone, Town


@pytest.fixture
def backup(town: Town, wang: Phone, tmp_path: Path) -> Path:
    """A backup of a town in which something was done."""
    wang.say(wang.create("village_group", name="上沟组"), wang.create("village_group", name=5))
    file = tmp_path / "town.backup"
    write_backup(town.service.store, town.service.keys, file, NINE)
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def elsewhere(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Another empty database, of either make."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'elsewhere.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


def test_a_backup_is_restored_into_either_database(
    town: Town, wang: Phone, backup: Path, elsewhere: str
) -> None:
    store = Store(elsewhere)
    restore_backup(store, town.service.keys, backup, replace=False, now_ms=NINE)
    store.close()
    other = open_service(elsewhere, town.service.folder, town.time)
    assert examine(other.store, other.keys).findings == []
    wang.town = Town(other, town.time, town.people)
    answer = wang.say(wang.create("village_group", name="下沟组"))
    assert (answer.status, answer.head) == (Status.ok, 3)
    other.close()


def test_the_backup_of_a_restored_database_is_the_same(
    town: Town, backup: Path, elsewhere: str, tmp_path: Path
) -> None:
    store = Store(elsewhere)
    restore_backup(store, town.service.keys, backup, replace=False, now_ms=NINE)
    again = tmp_path / "again.backup"
    write_backup(store, town.service.keys, again, NINE)
    store.close()
    assert again.read_bytes() == backup.read_bytes()


def test_what_came_after_the_backup_is_gone_and_noticed(
    town: Town, wang: Phone, backup: Path
) -> None:
    wang.say(wang.create("village_group", name="下沟组"))
    store = town.service.store
    restore_backup(store, town.service.keys, backup, replace=True, now_ms=NINE)
    assert len(town.facts(GRID_SCOPE)) == 2
    assert wang.push().status is Status.reset


def test_a_database_with_content_is_not_overwritten(town: Town, backup: Path) -> None:
    with pytest.raises(Refused) as caught:
        restore_backup(town.service.store, town.service.keys, backup, replace=False, now_ms=NINE)
    assert caught.value.code == "database_not_empty"


def test_a_backup_is_not_written_over_another(town: Town, backup: Path) -> None:
    with pytest.raises(Refused) as caught:
        write_backup(town.service.store, town.service.keys, backup, NINE)
    assert caught.value.code == "file_exists"


def spoiled(backup: Path, how: str) -> bytes:
    whole = backup.read_bytes()
    content = zstandard.ZstdDecompressor().decompressobj().decompress(whole)
    lines = content.split(b"\n")
    if how == "torn":
        return whole[: len(whole) // 2]
    if how == "bent":
        return zstandard.compress(content.replace("上沟组".encode(), "下沟组".encode()))
    if how == "shorter":
        return zstandard.compress(b"\n".join(lines[:-3] + lines[-2:]))
    return zstandard.compress(b"\n".join(lines[:-2]))


@pytest.mark.parametrize("how", ["torn", "bent", "shorter", "endless"])
def test_a_damaged_backup_changes_nothing(town: Town, backup: Path, how: str) -> None:
    backup.write_bytes(spoiled(backup, how))
    with pytest.raises(Trouble) as caught:
        restore_backup(town.service.store, town.service.keys, backup, replace=True, now_ms=NINE)
    assert caught.value.code == "backup_damaged"
    assert len(town.facts(GRID_SCOPE)) == 2


def test_a_file_that_is_no_backup_is_told(town: Town, tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_bytes(b"hello")
    with pytest.raises(Trouble) as caught:
        restore_backup(town.service.store, town.service.keys, file, replace=True, now_ms=NINE)
    assert caught.value.code == "backup_damaged"
