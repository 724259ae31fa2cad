"""Reviews: offline, with the words as they stood, and undone by their author alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from fieldapp.errors import Refused
from fieldapp.queries.diary import DiaryPageQuery
from fieldapp.queries.reviews import ReviewQueueQuery
from fieldapp.services.reviews import ReviewEntry, UndoReview
from tests.devices import COMMUNITY_SCOPE, DIARY_SCOPE, GRID_SCOPE, NINE, Device, make_device


@pytest.fixture
def desk() -> Iterator[Device]:
    """Give the secretary's device with one entry of a worker on it."""
    held = (COMMUNITY_SCOPE, GRID_SCOPE, DIARY_SCOPE)
    made = make_device(person="secretary-lin", scopes_held=held)
    write(made, "e1", "note", NINE)
    yield made
    made.close()


def write(desk: Device, entry: str, urgency: str, at_ms: int) -> None:
    """Put an entry of one line into the log."""
    fields = {"author": "worker-wang", "on": "2026-11-20", "urgency": urgency}
    desk.seed("diary_entry", entry, {**fields, "submitted_ms": at_ms})
    desk.seed("diary_line", f"{entry}-1", {"entry_id": entry, "text": "暖气不热。", "sort_no": 1})


def test_a_review_waits_in_the_diary_of_its_author(desk: Device) -> None:
    desk.do(ReviewEntry("e1", "instruction", "今天请供热站上门", NINE))
    (change,) = desk.changes(DIARY_SCOPE)
    assert change.fields["text"].new == "今天请供热站上门"


def test_an_instruction_needs_words(desk: Device) -> None:
    with pytest.raises(Refused, match="text-missing"):
        desk.do(ReviewEntry("e1", "instruction", " "))


def test_reading_needs_no_words(desk: Device) -> None:
    desk.do(ReviewEntry("e1", "acknowledged"))
    assert desk.ask(DiaryPageQuery("e1")).state_word == "已阅"


def test_a_review_tells_that_the_words_changed_after_it(desk: Device) -> None:
    desk.do(ReviewEntry("e1", "praise"))
    assert not desk.ask(DiaryPageQuery("e1")).reviews[0].is_before_change
    desk.seed("diary_line", "e1-1", {"entry_id": "e1", "text": "暖气热了。", "sort_no": 1})
    assert desk.ask(DiaryPageQuery("e1")).reviews[0].is_before_change


def test_an_undone_review_leaves_the_entry_unread(desk: Device) -> None:
    review = desk.do(ReviewEntry("e1", "acknowledged"))
    desk.do(UndoReview(review))
    assert desk.ask(ReviewQueueQuery()).unread == 1


def test_anothers_review_is_not_undone(desk: Device) -> None:
    fields = {"entry_id": "e1", "kind": "praise", "author": "somebody", "at_ms": NINE}
    desk.seed("review", "r1", fields)
    with pytest.raises(Refused, match="not-author"):
        desk.do(UndoReview("r1"))


def test_the_queue_takes_the_urgent_first_and_the_read_last(desk: Device) -> None:
    write(desk, "e2", "today", NINE - 1)
    write(desk, "e3", "now", NINE - 2)
    write(desk, "e4", "now", NINE - 3)
    desk.do(ReviewEntry("e4", "acknowledged"))
    queue = desk.ask(ReviewQueueQuery())
    assert [row.entry for row in queue.rows] == ["e3", "e2", "e1", "e4"]
    assert (queue.total, queue.unread) == (4, 3)
    assert [row.state_word for row in queue.rows] == ["马上", "今天办", "", "已阅"]


def test_an_entry_about_an_earlier_day_says_so(desk: Device) -> None:
    write(desk, "e5", "note", NINE + 86_400_000)
    (late,) = [row for row in desk.ask(ReviewQueueQuery()).rows if row.entry == "e5"]
    assert late.late_on is not None
