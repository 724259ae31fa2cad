"""A snapshot put into a scope: into an empty one at once, into another in place of what was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, select

from fieldapp.ids import seeded_ids
from fieldapp.queries.dump import DumpQuery
from fieldapp.store import replica, scopes, search
from fieldapp.store.fold import Fold, sums_from_rows
from fieldapp.store.rows import read_row
from fieldapp.store.schema import search_term, tagged
from sync.codec import combined_sum
from sync.merge import Row, Stamp
from sync.protocol import RowId, ScopeAnswer, ScopeId, ScopeOffer, Status
from sync.snapshot import KeyedRow, Snapshot, read_snapshot, write_snapshot
from tests.devices import GRID_SCOPE, NINE, Device, make_device

WANG = Stamp("worker-wang", "tablet", NINE, good=True)
LIN = Stamp("secretary-lin", "laptop", NINE + 1, good=False)


def row(stamp: Stamp = WANG, **fields: Any) -> Row:
    return Row(fields, dict.fromkeys(fields, stamp))


def keyed() -> list[KeyedRow]:
    """Rows with everything that a column must be spelt for."""
    odd = '一\n二\t"三" \\ \x00\x01\x7f \u2028😀𬭎'
    answers = [{"q": odd, "n": -(2**53), "deep": {"b": [True, False, {}, []]}}]
    tags = {"dots": {"t1": {"code": "ALONE"}}}
    two_hands = row(name="高玉芬", tags=tags, aliases=["芬姐"], archived_reason=None)
    two_hands.stamps["name"] = LIN
    return [
        ("resident", RowId("p1"), two_hands),
        ("resident", RowId("p2"), row(name="关永丰", archived=True)),
        ("resident", RowId("p3"), row(name="顾艳芳", shoe_size=37, hats=["草帽"])),
        ("dwelling", RowId("d1"), row(addr_key="|1|无|201", floor_sort=20)),
        ("visit", RowId("v1"), row(dwelling_id="d1", at_ms=NINE, is_late_entry=False)),
        (
            "visit",
            RowId("v2"),
            row(note=odd, at_ms=-1, items=answers, companions=[odd]),
        ),
        ("visit", RowId("v3"), row(note="", at_ms=2**62, outcome="12")),
        ("of_tomorrow", RowId("x"), row(name="新的一类")),
        ("building", RowId("b0"), row()),
    ]


def snapshot(rows: list[KeyedRow], seq: int = 7) -> Snapshot:
    return read_snapshot(write_snapshot(GRID_SCOPE, seq, "ab", rows))


def install(device: Device, picture: Snapshot) -> None:
    device.run(lambda connection: replica.install(connection, picture, NINE))


def derived_of(device: Device) -> list[tuple[Any, ...]]:
    def work(connection: Connection) -> list[tuple[Any, ...]]:
        search.settle(connection)
        found = [tuple(one) for one in connection.execute(select(search_term))]
        tags = select(tagged.c.kind, tagged.c.id, tagged.c.dot, tagged.c.code)
        return sorted(found + [tuple(one) for one in connection.execute(tags)])

    return device.run(work)


@pytest.fixture
def device() -> Iterator[Device]:
    """A device that holds scopes in which nothing has been read yet."""
    made = make_device()
    yield made
    made.close()


@pytest.fixture
def other() -> Iterator[Device]:
    """A second device, on which snapshots are always laid in row by row."""
    made = make_device(seed=2)
    yield made
    made.close()


def install_by_rows(device: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(Fold, "is_empty", lambda _: False)
        install(device, snapshot(keyed()))


def test_filling_an_empty_scope_leaves_what_replacing_leaves(
    device: Device, other: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(device, snapshot(keyed()))
    install_by_rows(other, monkeypatch)
    assert device.ask(DumpQuery(reveal=True)) == other.ask(DumpQuery(reveal=True))


def test_filling_derives_what_replacing_derives(
    device: Device, other: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(device, snapshot(keyed()))
    install_by_rows(other, monkeypatch)
    assert derived_of(device) == derived_of(other) != []


@pytest.mark.parametrize("id_", ["p1", "p2", "p3"])
def test_rows_are_read_as_they_were_sent(device: Device, id_: str) -> None:
    install(device, snapshot(keyed()))
    sent = {id_: row for _, id_, row in snapshot(keyed()).rows}
    found = device.run(lambda connection: read_row(connection, "resident", id_))
    assert found is not None
    assert found.row == sent[RowId(id_)]


def test_the_sums_kept_are_those_of_the_rows(device: Device) -> None:
    install(device, snapshot(keyed()))
    kept, fresh = device.run(
        lambda connection: (
            scopes.require(connection, GRID_SCOPE).sums,
            sums_from_rows(connection, GRID_SCOPE),
        )
    )
    assert kept == fresh


def test_a_scope_that_holds_rows_is_replaced(device: Device) -> None:
    install(device, snapshot(keyed()))
    install(device, snapshot([("resident", RowId("p1"), row(name="高玉芳"))], seq=9))
    assert device.read("resident", "p1") == {"name": "高玉芳"}
    assert device.read("visit", "v1") == {}


def test_the_terms_of_replaced_rows_are_gone(device: Device) -> None:
    install(device, snapshot(keyed()))
    install(device, snapshot([("resident", RowId("p1"), row(name="张三"))], seq=9))
    assert {found[2] for found in derived_of(device) if found[1] == "resident"} == {"p1"}


def answer_to(device: Device, checksum: str) -> tuple[ScopeOffer, ScopeAnswer]:
    stand = device.run(lambda connection: scopes.require(connection, GRID_SCOPE))
    scope = ScopeId(GRID_SCOPE)
    offer = ScopeOffer(
        scope=scope, cursor=stand.cursor, hash=stand.hash, incarnation=stand.incarnation
    )
    answer = ScopeAnswer(
        scope=scope,
        cursor=stand.cursor,
        was=stand.hash,
        incarnation=stand.incarnation,
        status=Status.ok,
        head=stand.cursor,
        head_hash=stand.hash,
        checksum=checksum,
    )
    return offer, answer


@pytest.mark.parametrize("is_right", [True, False])
def test_a_snapshot_with_a_row_too_few_is_noticed_at_the_next_answer(
    device: Device, *, is_right: bool
) -> None:
    whole = snapshot(keyed())
    install(device, whole if is_right else snapshot(keyed()[1:]))
    offer, answer = answer_to(device, combined_sum(whole.sums))
    done = device.run(
        lambda connection: replica.accept(connection, offer, answer, seeded_ids(5), NINE)
    )
    assert done.is_level is is_right
