"""The snapshot format: what goes in comes out, torn or strange bytes do not, and it is small."""

from __future__ import annotations

import random
import uuid

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from sync.codec import SUM_MODULUS, BadMessage, row_sum
from sync.merge import Row, Stamp
from sync.protocol import RowId
from sync.snapshot import KeyedRow, read_snapshot, write_snapshot

NAMES = st.sampled_from(["name", "note", "tags", "use", "author"])
VALUES = st.one_of(
    st.text(max_size=8),
    st.integers(-(2**53), 2**53),
    st.booleans(),
    st.lists(st.integers(0, 9), max_size=3),
    st.dictionaries(st.text(max_size=3), st.text(max_size=3), max_size=2),
)
STAMPS = st.builds(
    Stamp,
    st.sampled_from(["", "王", "林"]),
    st.sampled_from(["d1", "d2"]),
    st.integers(0, 2**50),
    st.booleans(),
)


@st.composite
def rows(draw: st.DrawFn) -> Row:
    fields = draw(st.dictionaries(NAMES, VALUES, max_size=5))
    emptied = draw(st.sets(NAMES, max_size=2))
    usual = draw(STAMPS)
    stamps = {
        name: draw(st.one_of(st.just(usual), STAMPS)) for name in sorted(fields.keys() | emptied)
    }
    return Row(fields, stamps)


SCOPES = st.dictionaries(
    st.tuples(st.sampled_from(["visit", "household"]), st.text("abc-", min_size=1, max_size=4)),
    rows(),
    max_size=12,
)


def keyed(found: dict[tuple[str, str], Row]) -> list[KeyedRow]:
    return [(kind, RowId(id_), row) for (kind, id_), row in found.items()]


@given(SCOPES)
def test_what_is_written_is_read(found: dict[tuple[str, str], Row]) -> None:
    read = read_snapshot(write_snapshot("grid:1", 7, "ab", keyed(found)))
    assert (read.scope, read.seq, read.hash) == ("grid:1", 7, "ab")
    assert {(kind, str(id_)): row for kind, id_, row in read.rows} == found


@given(SCOPES, st.randoms())
def test_the_order_of_rows_makes_no_difference(
    found: dict[tuple[str, str], Row], lots: random.Random
) -> None:
    shuffled = keyed(found)
    lots.shuffle(shuffled)
    assert write_snapshot("s", 1, "", shuffled) == write_snapshot("s", 1, "", keyed(found))


ONE = [("visit", RowId("v"), Row({"note": "好"}, {"note": Stamp("a", "d", 1, True)}))]


def packed(*lines: bytes) -> bytes:
    return zstandard.compress(b"".join(line + b"\n" for line in lines))


def lines_of_one() -> list[bytes]:
    content = zstandard.decompress(write_snapshot("s", 1, "h", ONE))
    return content.split(b"\n")[:-1]


def test_every_torn_end_is_noticed() -> None:
    whole = write_snapshot("s", 1, "h", ONE)
    for length in range(len(whole)):
        with pytest.raises(BadMessage):
            read_snapshot(whole[:length])


def test_a_snapshot_without_its_end_mark_is_torn() -> None:
    *lines, _ = lines_of_one()
    with pytest.raises(BadMessage):
        read_snapshot(packed(*lines))


@pytest.mark.parametrize("lost", [1, 2])
def test_a_snapshot_that_lost_a_line_is_torn(lost: int) -> None:
    lines = lines_of_one()
    del lines[lost]
    with pytest.raises(BadMessage) as caught:
        read_snapshot(packed(*lines))
    assert caught.value.code == "truncated"


def test_another_format_is_told_apart() -> None:
    header, *lines = lines_of_one()
    newer = header.replace(b'"version":2', b'"news":0,"version":3')
    with pytest.raises(BadMessage) as caught:
        read_snapshot(packed(newer, *lines))
    assert caught.value.code == "unknown_version"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"kinds":[["visit",1]]', b'"kinds":[["household",1]]'),
        (b'"kinds":[["visit",1]]', b'"kinds":[["visit",1]],"more":1'),
        (b'["visit","v",', b'["household","v",'),
        (b'["visit","v",', b'["visit",7,'),
        (b'["visit","v",{"note":"\xe5\xa5\xbd"}]', b""),
        (b'{"note":"\xe5\xa5\xbd"}', b'{"note":null}'),
        (b'[["a","d",1,true,["note"]]]', b""),
        (b'[["a","d",1,true,["note"]]]', b'[["a","d",1,true,"note"]]'),
        (b'[["a","d",1,', b'[["a","d","1",'),
    ],
)
def test_a_line_that_does_not_fit_is_malformed(old: bytes, new: bytes) -> None:
    content = b"\n".join(lines_of_one())
    assert old in content
    with pytest.raises(BadMessage) as caught:
        read_snapshot(packed(*content.replace(old, new).split(b"\n")))
    assert caught.value.code == "malformed"


def test_a_row_that_comes_twice_is_malformed() -> None:
    header, row, stamps, _ = lines_of_one()
    twice = header.replace(b'["visit",1]', b'["visit",2]')
    with pytest.raises(BadMessage) as caught:
        read_snapshot(packed(twice, row, row, stamps, stamps, b'{"end":2}'))
    assert caught.value.code == "malformed"


@given(SCOPES)
def test_the_sums_of_what_came_are_those_of_the_rows(found: dict[tuple[str, str], Row]) -> None:
    totals = dict.fromkeys((kind for kind, _ in found), 0)
    for (kind, id_), row in found.items():
        totals[kind] = (totals[kind] + row_sum(kind, id_, row.fields)) % SUM_MODULUS
    assert read_snapshot(write_snapshot("grid:1", 7, "ab", keyed(found))).sums == totals


def test_a_large_grid_stays_under_one_megabyte() -> None:
    lots = random.Random(20261120)
    grid = write_snapshot("grid:1", 9_000, "h" * 32, _grid(lots))
    diary = write_snapshot("diary:1", 4_000, "h" * 32, _diaries(lots))
    assert len(grid) + len(diary) < 1_000_000


def _id(lots: random.Random) -> str:
    return str(uuid.UUID(int=lots.getrandbits(128), version=4))


def _words(lots: random.Random, count: int) -> str:
    letters = "老人家里暖气不热明天再去看望孩子上学电话没有接通社区通知燃气安全检查"
    return "".join(lots.choice(letters) for _ in range(count))


def _row(fields: dict[str, object], at_ms: int) -> Row:
    return Row(fields, dict.fromkeys(fields, Stamp("worker", "device", at_ms, True)))


def _grid(lots: random.Random) -> list[KeyedRow]:
    at_ms = 1_780_000_000_000
    doors = [_id(lots) for _ in range(300)]
    homes = [_id(lots) for _ in range(300)]
    found: list[KeyedRow] = []
    for number, (door, home) in enumerate(zip(doors, homes, strict=True)):
        at_ms += lots.randrange(90_000)
        place = {"room_label": str(number), "floor_sort": number % 11, "use": "own"}
        found.append(("dwelling", RowId(door), _row(place, at_ms)))
        family = {"dwelling_id": door, "household_no": f"{number:04}", "kind": "family"}
        found.append(("household", RowId(home), _row(family, at_ms)))
    for number in range(900):
        at_ms += lots.randrange(90_000)
        person = {"name": _words(lots, 3), "birth_date": f"19{number % 80:02}-03-04", "sex": "1"}
        phones = {"phones": {"dots": {_id(lots): f"100{lots.randrange(10**8):08}"}}}
        found.append(("resident", RowId(_id(lots)), _row(person | phones, at_ms)))
    for _ in range(5_000):
        at_ms += lots.randrange(900_000)
        place = lots.randrange(300)
        visit = {
            "dwelling_id": doors[place],
            "household_id": homes[place],
            "outcome": lots.choice(["met", "no_answer", "met_other"]),
            "mode": "door",
            "at_ms": at_ms,
            "author": "worker",
        }
        if lots.random() < 0.4:
            visit["note"] = _words(lots, 20)
        found.append(("visit", RowId(_id(lots)), _row(visit, at_ms)))
    return found


def _diaries(lots: random.Random) -> list[KeyedRow]:
    at_ms = 1_780_000_000_000
    found: list[KeyedRow] = []
    for _ in range(2_000):
        at_ms += lots.randrange(900_000)
        entry = _id(lots)
        head = {"author": "worker", "on": "2026-11-20", "urgency": "note", "submitted_ms": at_ms}
        found.append(("diary_entry", RowId(entry), _row(head, at_ms)))
        line = {"entry_id": entry, "text": _words(lots, 60), "sort_no": 1}
        found.append(("diary_line", RowId(_id(lots)), _row(line, at_ms)))
    return found
