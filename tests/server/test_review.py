"""Holes that a second look found: what an author may rewrite, and messages that swell."""

from __future__ import annotations

import tracemalloc

import pytest
import zstandard

from sync.codec import BadMessage, inflate
from sync.protocol import ChangeKind, Edit, Word
from tests.server.town import NINE, Phone


def test_an_author_cannot_rewrite_her_visit_by_archiving_it(wang: Phone) -> None:
    door = wang.create("dwelling", room_label="502")
    person = wang.caller.person
    visit = wang.create(
        "visit", dwelling_id=door.row, outcome="no_answer", author=person, at_ms=NINE
    )
    edits = {"outcome": Edit(old="no_answer", new="met")}
    rewritten = wang.change("visit", edits, row=visit.row, kind=ChangeKind.archive)
    answer = wang.say(door, visit, rewritten)
    assert answer.judged[-1].verdict.word is Word.quarantined
    assert answer.judged[-1].verdict.reason == "never_changed"


def test_an_author_can_still_take_her_visit_back(wang: Phone) -> None:
    door = wang.create("dwelling", room_label="502")
    person = wang.caller.person
    visit = wang.create(
        "visit", dwelling_id=door.row, outcome="no_answer", author=person, at_ms=NINE
    )
    edits = {"archived": Edit(new=True), "archived_reason": Edit(new="记错门")}
    undone = wang.change("visit", edits, row=visit.row, kind=ChangeKind.archive)
    answer = wang.say(door, visit, undone)
    assert answer.judged[-1].verdict.word is Word.taken


def test_a_small_message_that_swells_never_takes_much_memory() -> None:
    packed = zstandard.ZstdCompressor(level=19).compress(bytes(200_000_000))
    tracemalloc.start()
    try:
        with pytest.raises(BadMessage):
            inflate(packed, limit=2_000_000)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 10_000_000
