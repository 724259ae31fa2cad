"""Whom a 批示 is for: the author, a colleague who gets it, or somebody in a few words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from fieldapp.errors import Refused
from fieldapp.queries.addressees import AddresseesQuery
from fieldapp.queries.diary import DiaryPageQuery, NewReviewRow, NewReviewsQuery
from fieldapp.queries.review_rows import ReviewRow
from fieldapp.services.diary_lines import ReplyReview
from fieldapp.services.reviews import ReviewEntry, UndoReview
from sync.protocol import Value
from tests.devices import (
    COMMUNITY_SCOPE,
    DAY_MS,
    DIARY_SCOPE,
    GRID,
    GRID_SCOPE,
    NINE,
    WORKER,
    Device,
    make_device,
)

MIAO, SECRETARY = "worker-miao", "secretary-lin"
OF_MIAO = f"diary:{MIAO}"


def people(device: Device) -> None:
    """Let two workers share the grid, and a third work elsewhere."""
    for person, name in ((WORKER, "王海示例"), (MIAO, "苗长根"), ("worker-li", "李示例")):
        device.seed("staff", person, {"name": name, "role": "worker"})
        grid = GRID if person != "worker-li" else "560102001006001"
        assigned: dict[str, Value] = {"person": person, "grid": grid, "role": "responsible"}
        device.seed("assignment", f"a-{person}", assigned)


def page(device: Device) -> None:
    """Put the author's page with an open line and a sealed one into the log."""
    entry: dict[str, Value] = {"author": WORKER, "grid": GRID, "on": "2026-11-19"}
    device.seed("diary_entry", "e1", {**entry, "submitted_ms": NINE})
    line: dict[str, Value] = {"entry_id": "e1", "text": "暖气不热", "households": ["h1"]}
    device.seed("diary_line", "l1", {**line, "sort_no": 1})
    sealed: dict[str, Value] = {"entry_id": "e1", "text": "孩子的事", "households": ["h2"]}
    device.seed("diary_line", "l2", {**sealed, "sort_no": 2, "is_sealed": True})


@pytest.fixture
def desk() -> Iterator[Device]:
    """Give the secretary's device with a worker's page on it."""
    held = (COMMUNITY_SCOPE, GRID_SCOPE, DIARY_SCOPE, OF_MIAO, "diary:worker-li")
    made = make_device(person=SECRETARY, scopes_held=held)
    people(made)
    page(made)
    yield made
    made.close()


@pytest.fixture
def miao() -> Iterator[Device]:
    """Give the colleague's device, with what the secretary wrote to her."""
    made = make_device(person=MIAO, scopes_held=(COMMUNITY_SCOPE, GRID_SCOPE, OF_MIAO))
    people(made)
    made.seed("staff", SECRETARY, {"name": "林示范", "role": "secretary"})
    handed: dict[str, Value] = {"review_id": "r1", "entry_id": "e1", "written_by": WORKER}
    handed |= {"on": "2026-11-19", "text": "今天上门看看", "households": ["h1"]}
    made.seed("instruction", "i1", {**handed, "at_ms": NINE, "author": SECRETARY}, scope=OF_MIAO)
    yield made
    made.close()


def only_review(device: Device) -> ReviewRow:
    """Read the one review of the page."""
    (review,) = device.ask(DiaryPageQuery("e1")).reviews
    return review


def waiting(device: Device) -> list[NewReviewRow]:
    """List the 批示 that wait."""
    return list(device.ask(NewReviewsQuery()))


def test_those_who_can_be_chosen_work_in_that_grid(desk: Device) -> None:
    offered = [(one.person, one.name) for one in desk.ask(AddresseesQuery("e1"))]
    assert offered == [(MIAO, "苗长根")]


def test_whose_turn_is_over_is_not_offered(desk: Device) -> None:
    over: dict[str, Value] = {"person": MIAO, "grid": GRID, "role": "responsible"}
    desk.seed("assignment", f"a-{MIAO}", {**over, "to_on": "2026-11-19"})
    assert desk.ask(AddresseesQuery("e1")) == ()


def test_it_is_for_the_author_when_nobody_is_named(desk: Device) -> None:
    desk.do(ReviewEntry("e1", "instruction", "去看看", for_person=WORKER))
    review = only_review(desk)
    assert (review.for_person, review.for_name, desk.changes(OF_MIAO)) == ("", "", [])


def test_it_can_be_for_somebody_in_a_few_words(desk: Device) -> None:
    desk.do(ReviewEntry("e1", "instruction", "今天上门", for_words="供热站"))
    assert only_review(desk).for_name == "供热站"


def test_a_colleague_gets_it_in_her_own_diary_without_the_lines(desk: Device) -> None:
    desk.do(ReviewEntry("e1", "instruction", "今天上门看看", NINE, for_person=MIAO))
    (change,) = desk.changes(OF_MIAO)
    told = {name: edit.new for name, edit in change.fields.items()}
    assert (told["text"], told["households"], told["written_by"]) == (
        "今天上门看看",
        ["h1"],
        WORKER,
    )
    assert "暖气" not in str(told)
    assert only_review(desk).for_name == "苗长根"


def test_only_an_instruction_is_for_somebody_else(desk: Device) -> None:
    with pytest.raises(Refused, match="not-for-others"):
        desk.do(ReviewEntry("e1", "praise", for_person=MIAO))


def test_who_keeps_no_diary_here_is_named_in_words(desk: Device) -> None:
    with pytest.raises(Refused, match="not-reachable"):
        desk.do(ReviewEntry("e1", "instruction", "去看看", for_person="worker-chen"))


def test_undone_it_is_gone_from_her_too(desk: Device) -> None:
    review = desk.do(ReviewEntry("e1", "instruction", "今天上门看看", for_person=MIAO))
    desk.do(UndoReview(review))
    assert [change.kind for change in desk.changes(OF_MIAO)] == ["create", "archive"]


def test_it_is_not_undone_while_her_copy_is_not_here(desk: Device) -> None:
    review: dict[str, Value] = {"entry_id": "e1", "kind": "instruction", "text": "上门看看"}
    review |= {"for_person": MIAO, "at_ms": NINE, "author": SECRETARY}
    desk.seed("review", "r1", review)
    with pytest.raises(Refused, match="copy-not-here"):
        desk.do(UndoReview("r1"))
    assert only_review(desk).id == "r1"


def test_she_finds_it_among_what_waits(miao: Device) -> None:
    (row,) = waiting(miao)
    told = (row.review.text, row.review.for_person, row.entry, row.written_by)
    assert told == ("今天上门看看", MIAO, "", "王海示例")


def test_it_waits_until_it_is_done_and_not_only_received(miao: Device) -> None:
    miao.do(ReplyReview("", "received", "i1"))
    assert [one.review.replies[0].kind for one in waiting(miao)] == ["received"]
    miao.do(ReplyReview("", "done", "i1", "去过了"))
    assert waiting(miao) == []


def test_what_was_taken_back_waits_no_more(miao: Device) -> None:
    miao.seed(
        "instruction", "i1", {**miao.read("instruction", "i1"), "archived": True}, scope=OF_MIAO
    )
    assert waiting(miao) == []


def test_it_waits_however_long_it_takes_until_it_is_done(miao: Device) -> None:
    miao.clock.advance(15 * DAY_MS)
    assert [one.review.id for one in waiting(miao)] == ["i1"]
    miao.do(ReplyReview("", "done", "i1", "去过了"))
    assert waiting(miao) == []


def test_her_answer_stands_under_it_before_the_secretary(desk: Device) -> None:
    desk.do(ReviewEntry("e1", "instruction", "今天上门看看", for_person=MIAO))
    (change,) = desk.changes(OF_MIAO)
    answer: dict[str, Value] = {"instruction_id": str(change.row), "kind": "done", "author": MIAO}
    desk.seed("reply", "p1", {**answer, "at_ms": NINE + 1}, scope=OF_MIAO)
    assert [(one.kind, one.author_name) for one in only_review(desk).replies] == [
        ("done", "苗长根")
    ]


def test_the_author_is_told_whom_it_is_for_until_she_says_so(device: Device) -> None:
    people(device)
    page(device)
    review: dict[str, Value] = {"entry_id": "e1", "kind": "instruction", "text": "上门看看"}
    review |= {"for_person": MIAO, "at_ms": NINE, "author": SECRETARY}
    device.seed("review", "r1", review)
    assert [one.review.for_name for one in waiting(device)] == ["苗长根"]
    device.do(ReplyReview("e1", "received", "r1"))
    assert waiting(device) == []
