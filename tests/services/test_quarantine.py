"""What was not taken: told in plain words, and sent again as a new change that names the old."""

from __future__ import annotations

import msgspec
import pytest

from fieldapp.desk import Desk
from fieldapp.errors import Refused
from fieldapp.ids import new_id
from fieldapp.queries.quarantine import REASONS, QuarantineQuery
from fieldapp.queries.standing import StandingQuery
from fieldapp.services.quarantine import LetQuarantinedGo, RetryQuarantined
from fieldapp.services.visits import LogVisit
from fieldapp.store.unit import Author
from sync.codec import canonical, change_id, derived_id
from sync.protocol import Change, Edit
from tests.devices import COMMUNITY_SCOPE, GRID_SCOPE, WORKER, Device


@pytest.fixture
def town(device: Device) -> Device:
    """Give a device with two doors."""
    device.seed("building", "b1", {"label": "甲1"})
    for number in (1, 2):
        fields = {
            "building_id": "b1",
            "room_label": f"10{number}",
            "addr_key": f"|甲1|无|10{number}",
        }
        device.seed("dwelling", f"d{number}", fields)
    return device


def set_aside(device: Device, reason: str, changes: list[Change]) -> list[str]:
    """Make quarantine rows of changes, as the server does."""
    ids = []
    for change in changes:
        fields = {"reason": reason, "state": "waiting", "author": change.actor}
        fields |= {"on_entity": change.entity, "on_row": change.row}
        row = derived_id("quarantine", change_id(change))
        device.seed("quarantine", row, {**fields, "change": canonical(change).decode()})
        ids.append(str(row))
    return ids


def visit(device: Device, promise: str = "") -> list[Change]:
    """Log a visit at the first door and take its changes."""
    before = len(device.changes())
    device.do(LogVisit("d1", "met", promise=promise))
    return device.changes()[before:]


def test_the_reason_is_told_in_words(town: Device) -> None:
    set_aside(town, "parent_missing", visit(town))
    (row,) = town.ask(QuarantineQuery())
    assert (row.kind_word, row.what) == ("敲门", "见到")
    assert row.sentence.startswith("它挂着的那一户")
    assert row.can_retry


def test_a_retry_is_a_new_change_that_names_the_old_one(town: Device) -> None:
    (change,) = visit(town)
    (row,) = set_aside(town, "parent_missing", [change])
    assert town.do(RetryQuarantined(row, {"dwelling_id": "d2"})) == 1
    again = town.changes()[-1]
    assert again.corrects == change_id(change)
    assert again.fields["dwelling_id"].new == "d2"
    assert again.row == change.row


def test_a_correction_on_its_way_is_not_sent_twice(town: Device) -> None:
    (row,) = set_aside(town, "parent_missing", visit(town))
    town.do(RetryQuarantined(row))
    with pytest.raises(Refused, match="corrected-already"):
        town.do(RetryQuarantined(row))
    assert town.ask(QuarantineQuery())[0].is_retried


def test_a_group_is_sent_again_whole(town: Device) -> None:
    town.seed("household", "h1", {"dwelling_id": "d1"})
    first, second = set_aside(town, "group_poisoned", visit(town, "问供热站"))
    assert town.do(RetryQuarantined(second)) == 2
    pair = town.changes()[-2:]
    assert [one.entity for one in pair] == ["visit", "promise"]
    assert pair[0].group is not None
    assert {one.group.id for one in pair if one.group} == {pair[0].group.id}
    assert first


def test_anothers_change_is_left_to_its_author(town: Device) -> None:
    (change,) = visit(town)
    (row,) = set_aside(town, "bad_type", [change])
    town.desk.author = type(town.desk.author)("worker-zhao", "device-9")
    assert not town.ask(QuarantineQuery())[0].can_retry
    with pytest.raises(Refused, match="not-author"):
        town.do(RetryQuarantined(row))


def test_the_secretary_may_send_a_workers_visit_again(town: Device) -> None:
    (row,) = set_aside(town, "parent_missing", visit(town))
    code, grid = (one.partition(":")[2] for one in (COMMUNITY_SCOPE, GRID_SCOPE))
    town.seed("grid", grid, {}, scope=COMMUNITY_SCOPE)
    post = {"role": "secretary", "region": code, "is_active": True}
    town.seed("staff", "secretary-lin", post, scope=COMMUNITY_SCOPE)
    desk = Desk(town.thread, Author("secretary-lin", "device-9"), town.clock, new_id)
    assert desk.do(RetryQuarantined(row, {"dwelling_id": "d2"})).result(timeout=60) == 1


def test_words_that_came_under_anothers_id_are_not_sent_again(town: Device) -> None:
    (change,) = visit(town)
    (row,) = set_aside(town, "wrong_id", [change])
    other = {"note": Edit(new="别的话")}
    forged = msgspec.structs.replace(change, fields=other)
    town.seed("quarantine", row, {"change": canonical(forged).decode()})
    with pytest.raises(Refused, match="unreadable"):
        town.do(RetryQuarantined(row))


def test_what_cannot_be_read_is_shown_and_kept(town: Device) -> None:
    fields = {"reason": "malformed", "state": "waiting", "author": WORKER, "change": "{"}
    town.seed("quarantine", "q1", fields, scope=GRID_SCOPE)
    assert town.ask(QuarantineQuery())[0].sentence == "原文读不出来。"
    with pytest.raises(Refused, match="unreadable"):
        town.do(RetryQuarantined("q1"))


def test_no_sentence_shows_a_code() -> None:
    for sentence, advice in REASONS.values():
        assert not any("a" <= c <= "z" for c in sentence + advice)


def erased(device: Device, author: str) -> str:
    """Have a change turned down, without its words, because its record was erased; gives it."""
    fields = {"reason": "purged", "state": "waiting", "author": author}
    device.seed("quarantine", f"of-{author}", fields)
    return f"of-{author}"


def test_that_a_record_was_erased_is_told_to_its_author_until_it_was_seen(town: Device) -> None:
    mine, _ = erased(town, WORKER), erased(town, "worker-zhao")
    (row,) = town.ask(QuarantineQuery())
    assert (row.id, row.can_go) == (mine, True)
    town.do(LetQuarantinedGo(mine))
    assert town.ask(QuarantineQuery()) == ()
    assert town.ask(StandingQuery()).quarantine == 0


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("resident", "这位居民的记录已按规定删除，你的改动没有再写入。"),
        ("visit", "这次敲门没有再写入：它或者它说的那一户已按规定删除。"),
        ("diary_line", "这篇日记已按规定删除，你后来写的没有再写入。"),
        (None, "你后来写的没有再写入：它说的那一条已按规定删除。"),
    ],
)
def test_what_was_erased_is_told_in_the_words_of_its_kind(
    town: Device, kind: str | None, told: str
) -> None:
    fields = {"reason": "purged", "state": "waiting", "author": WORKER}
    town.seed("quarantine", "q9", fields | ({"on_entity": kind} if kind else {}))
    (row,) = town.ask(QuarantineQuery())
    assert row.sentence == told


def test_what_wants_a_correction_is_not_let_go(town: Device) -> None:
    (row,) = set_aside(town, "too_long", visit(town))
    with pytest.raises(Refused):
        town.do(LetQuarantinedGo(row))
    assert town.ask(QuarantineQuery())
