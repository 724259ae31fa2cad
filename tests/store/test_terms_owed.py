"""Search terms after a first sync: owed in its transaction, made later, and no search knows it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from fieldapp.ids import new_id
from fieldapp.queries.search import SearchQuery
from fieldapp.store import idle, replica, search
from fieldapp.store.database import create_database, open_database
from fieldapp.store.schema import create_everything, search_term, terms_owed
from fieldapp.store.scopes import join
from fieldapp.store.unit import Author, Unit
from fieldapp.store.worker import DatabaseThread
from sync.merge import Row, Stamp
from sync.protocol import RowId
from sync.snapshot import KeyedRow, Snapshot, read_snapshot, write_snapshot
from tests.devices import GRID_SCOPE, NINE, WORKER, Device, make_device

NAMES = {"p1": "高玉芬", "p2": "关永丰", "p3": "顾艳芳", "p4": "王示例", "p5": "李望海"}
STAMP = Stamp("worker-wang", "tablet", NINE, good=True)


def resident(name: str) -> Row:
    return Row({"name": name, "residence_type": "usual_local"}, {"name": STAMP})


def picture() -> Snapshot:
    rows: list[KeyedRow] = [("resident", RowId(id_), resident(one)) for id_, one in NAMES.items()]
    rows += [("dwelling", RowId("d1"), Row({"addr_key": "|3|2|501"}, {"addr_key": STAMP}))]
    return read_snapshot(write_snapshot(GRID_SCOPE, 7, "ab", rows))


def fill(connection: Connection) -> None:
    replica.install(connection, picture(), NINE)


def found(device: Device, text: str) -> list[str]:
    return [one.id for one in device.ask(SearchQuery(text)).people]


def terms(connection: Connection) -> list[tuple[str, ...]]:
    return sorted(tuple(one) for one in connection.execute(select(search_term)))


def owed(connection: Connection) -> list[tuple[str, ...]]:
    return [tuple(one) for one in connection.execute(select(terms_owed))]


@pytest.fixture
def device() -> Iterator[Device]:
    """A device that has just read its grid for the first time."""
    made = make_device()
    made.run(fill)
    yield made
    made.close()


def test_a_first_sync_owes_the_terms(device: Device) -> None:
    assert device.run(terms) == []
    assert [kind for kind, *_ in device.run(owed)] == ["dwelling", "resident"]


@pytest.mark.parametrize(("typed", "id_"), [("高玉", "p1"), ("gyf", "p2"), ("wanghai", "p5")])
def test_the_first_search_finds_everything(device: Device, typed: str, id_: str) -> None:
    assert id_ in found(device, typed)


def test_after_the_first_search_nothing_is_owed(device: Device) -> None:
    found(device, "g")
    assert device.run(owed) == []


def test_doors_are_found_by_the_first_search(device: Device) -> None:
    assert [one.id for one in device.ask(SearchQuery("3-2-501")).doors] == ["d1"]


def test_what_is_half_worked_off_is_found_whole(device: Device) -> None:
    device.run(partial(search.settle, most=3))
    assert sorted(found(device, "g")) == ["p1", "p2", "p3"]


def test_pieces_make_what_a_rebuilding_makes(device: Device) -> None:
    while device.run(partial(search.settle, most=2)):
        pass
    made = device.run(terms)
    device.run(search.rebuild)
    assert device.run(terms) == made != []


def test_a_piece_that_was_killed_is_made_again(device: Device) -> None:
    def die(connection: Connection) -> None:
        search.settle(connection, most=3)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        device.run(die)
    assert sorted(found(device, "g")) == ["p1", "p2", "p3"]


def test_a_first_sync_that_was_killed_owes_nothing() -> None:
    made = make_device()

    def die(connection: Connection) -> None:
        fill(connection)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        made.run(die)
    assert made.run(owed) == []
    made.close()


def test_what_is_owed_outlives_the_program(tmp_path: Path) -> None:
    key, path = bytes(32), tmp_path / "field.db"

    def begin(connection: Connection) -> None:
        create_everything(connection)
        join(connection, [GRID_SCOPE], ["i"])
        fill(connection)

    with DatabaseThread(lambda: create_database(path, key)) as thread:
        thread.run(begin, write=True)
    with DatabaseThread(lambda: open_database(path, key)) as thread:
        assert thread.run(search.is_owing, write=False)


def test_idle_time_works_it_off(device: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idle, "PIECE", 2)
    idle.settle_all(device.thread)
    assert device.run(owed) == []
    assert device.run(terms) != []


def test_a_scope_read_anew_owes_nothing_that_is_gone(device: Device) -> None:
    left = [("resident", RowId("p1"), resident("高玉芳"))]
    newer = read_snapshot(write_snapshot(GRID_SCOPE, 9, "cd", left))
    device.run(lambda connection: replica.install(connection, newer, NINE))
    assert found(device, "g") == ["p1"]
    assert {id_ for _, _, id_, _ in device.run(terms)} == {"p1"}


Step = tuple[str, str, str]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["piece", "rename", "archive", "new"]),
        st.sampled_from(sorted(NAMES)),
        st.sampled_from(["张三", "高玉芬", "欧阳示例"]),
    ),
    max_size=8,
)


@given(STEPS)
def test_whatever_is_edited_meanwhile_the_terms_are_those_of_the_rows(steps: list[Step]) -> None:
    made = make_device()
    try:
        made.run(fill)
        for step in steps:
            made.run(partial(_take, device=made, step=step))
        made.run(search.settle)
        settled = made.run(terms)
        made.run(search.rebuild)
        assert made.run(terms) == settled
    finally:
        made.close()


def _take(connection: Connection, device: Device, step: Step) -> None:
    verb, id_, name = step
    unit = Unit(connection, Author(WORKER, "tablet"), device.clock, new_id)
    if verb == "piece":
        search.settle(connection, most=2)
    elif verb == "rename":
        unit.patch("resident", id_, {"name": name})
    elif verb == "archive":
        unit.archive("resident", id_, "duplicate")
    else:
        unit.create("resident", GRID_SCOPE, {"name": name, "residence_type": "usual_local"})
    unit.finish()
