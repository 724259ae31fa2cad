"""VERS: a device that knows less keeps what it does not know, word for word, until it does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection

from fieldapp.domain.entities import ENTITIES
from fieldapp.queries.notices import notices_in
from fieldapp.store import fold, scopes, unknown
from fieldapp.store.rows import read_row
from fieldapp.store.schema import TABLES
from fieldapp.store.unit import Unit
from fieldapp.store.upgrade import take_in
from tests.laws.village import Member, Village, check_prefix, make_village
from tests.server.town import GRID_SCOPE

KIND = "compound"
NEW, OLD = "王海示例", "林示范"


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Village]:
    """A worker with today's app, and the secretary, whose app will be yesterday's."""
    made = make_village(f"sqlite:///{tmp_path / 'server.db'}", tmp_path / "data", [NEW, OLD])
    yield made
    made.close()


@contextmanager
def older_app() -> Iterator[None]:
    """Let the device forget that there is such a kind of record."""
    with pytest.MonkeyPatch.context() as patched:
        patched.delitem(TABLES, KIND)
        patched.setattr(fold, "ENTITIES", [one for one in ENTITIES if one.kind != KIND])
        yield


def new_compound(unit: Unit) -> str:
    return unit.create(KIND, GRID_SCOPE, {"name": "杏林家园", "gate_note": "走东门"})


def kept(member: Member) -> list[dict[str, object]]:
    return member.read(
        lambda connection: [row.fields for *_, row in unknown.of_scope(connection, GRID_SCOPE)]
    )


def sync_old(village: Village) -> Member:
    """Sync the older app; it must be level at once, without anything fetched anew."""
    old = village.members[1]
    with older_app():
        done = old.sync()
        assert done is not None
        assert done.is_level
        assert not done.snapshot_bytes
        check_prefix(old, village.logs())
    return old


def test_a_row_of_an_unknown_kind_is_kept_and_patched(village: Village) -> None:
    new = village.members[0]
    row = new.write(new_compound)
    new.sync()
    old = sync_old(village)
    assert kept(old) == [{"name": "杏林家园", "gate_note": "走东门"}]
    new.write(lambda unit: unit.patch(KIND, row, {"gate_note": "走西门"}))
    new.sync()
    sync_old(village)
    assert kept(old) == [{"name": "杏林家园", "gate_note": "走西门"}]


def test_the_sync_page_says_how_much_waits_for_an_upgrade(village: Village) -> None:
    village.members[0].write(new_compound)
    village.members[0].sync()
    old = sync_old(village)
    sentences = [one.sentence for one in old.read(lambda one: notices_in(one, 0))]
    assert sentences == ["这台设备的程序旧了，有 1 条记录要升级后才看得到。"]


def test_after_an_upgrade_the_rows_are_where_they_belong(village: Village) -> None:
    new = village.members[0]
    row = new.write(new_compound)
    new.sync()
    old = sync_old(village)
    old.thread.run(take_in, write=True)
    assert kept(old) == []
    assert old.shown(KIND, row) == new.shown(KIND, row)
    check_prefix(old, village.logs())
    done = old.sync()
    assert done is not None
    assert done.is_level


def test_a_device_that_leaves_takes_them_out(village: Village) -> None:
    village.members[0].write(new_compound)
    village.members[0].sync()
    old = sync_old(village)

    def replaced(connection: Connection) -> None:
        stand = scopes.require(connection, GRID_SCOPE)
        work = fold.Fold(connection, stand)
        work.replace_all({}, 0, keep_aside=True)
        work.lay_outbox_over()

    with older_app():
        old.thread.run(replaced, write=True)
    assert kept(old) == []


def test_a_field_that_was_unknown_gets_its_column(village: Village) -> None:
    new = village.members[0]
    row = new.write(new_compound)
    new.sync()
    old = village.members[1]
    old.sync()

    def forget(connection: Connection) -> None:
        connection.exec_driver_sql(
            'UPDATE compound SET gate_note = NULL, extra = \'{"gate_note": "走东门"}\''
        )

    old.thread.run(forget, write=True)
    old.thread.run(take_in, write=True)
    query = "SELECT gate_note, extra FROM compound"
    found = old.read(lambda connection: connection.exec_driver_sql(query).fetchall())
    assert [tuple(one) for one in found] == [("走东门", None)]
    shown = old.read(lambda connection: read_row(connection, KIND, row))
    assert shown is not None
