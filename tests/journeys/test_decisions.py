"""Decisions across devices: a conflict settled and turned back, a record corrected and taken."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from fieldapp.demo import GRID, clash_at_the_bell
from fieldapp.demo.populate import BELL_OF, PutRows
from fieldapp.demo.rows import Batch, dwelling_id
from fieldapp.queries.conflict_cards import ConflictCard
from fieldapp.queries.conflicts import ConflictsQuery
from fieldapp.queries.diary import DiaryListQuery, DiaryPageQuery, NewReviewsQuery
from fieldapp.queries.quarantine import QuarantineQuery
from fieldapp.queries.reviews import ReviewQueueQuery
from fieldapp.queries.sync import StatusQuery
from fieldapp.services.conflicts import RestoreConflict, UndoConflict
from fieldapp.services.diary import SubmitDiary, WithdrawDiary, WriteDiary
from fieldapp.services.diary_lines import EditLine, ReplyReview
from fieldapp.services.quarantine import RetryQuarantined
from fieldapp.services.reviews import ReviewEntry
from fieldapp.store.rows import read_row
from tests.demo.neighbourhood import Colleague, Neighbourhood, make_neighbourhood

WANG, LIN, ZHAO = "王海示例", "林示范", "赵示例"


@pytest.fixture
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neighbourhood]:
    """Give three devices and one door on a real server."""
    made = make_neighbourhood(tmp_path_factory.mktemp("town"), (WANG, LIN, ZHAO))
    batch = Batch()
    batch.add("building", "building-4", {"label": "4"})
    door = {"building_id": "building-4", "room_label": "1101", "access_note": "门铃坏了，敲门"}
    batch.add("dwelling", dwelling_id(BELL_OF), door)
    made.people[WANG].desk.do(PutRows(f"grid:{GRID}", batch.grid)).result()
    made.sync()
    yield made
    made.close()


def bell(one: Colleague) -> object:
    """Read the access note as one device shows it."""
    found = one.thread.run(
        lambda connection: read_row(connection, "dwelling", dwelling_id(BELL_OF)), write=False
    )
    return found.row.fields["access_note"] if found else None


def clash(town: Neighbourhood) -> ConflictCard:
    """Let two workers write differently; gives the card of the one who came second."""
    clash_at_the_bell(town.people[ZHAO].desk, "门铃修好了，按铃")
    clash_at_the_bell(town.people[WANG].desk, "门铃坏了，敲窗户")
    town.people[ZHAO].sync()
    town.sync()
    (card,) = town.people[WANG].desk.ask(ConflictsQuery()).result().open
    return card


def test_everybody_is_told_of_a_clash_and_shows_the_same(town: Neighbourhood) -> None:
    clash(town)
    assert {bell(one) for one in town.people.values()} == {"门铃修好了，按铃"}
    for one in town.people.values():
        assert one.desk.ask(StatusQuery()).result().conflicts == 1


def test_a_decision_reaches_everybody_and_so_does_its_undoing(town: Neighbourhood) -> None:
    card = clash(town)
    town.people[LIN].desk.do(RestoreConflict(card.id)).result()
    town.sync()
    assert {bell(one) for one in town.people.values()} == {"门铃坏了，敲窗户"}
    decided = town.people[WANG].desk.ask(ConflictsQuery()).result().decided
    assert [one.decided_by for one in decided] == [LIN]
    town.people[LIN].desk.do(UndoConflict(card.id)).result()
    town.sync()
    assert {bell(one) for one in town.people.values()} == {"门铃修好了，按铃"}
    assert len(town.people[WANG].desk.ask(ConflictsQuery()).result().open) == 1


def test_the_second_of_two_decisions_changes_nothing_and_is_told(town: Neighbourhood) -> None:
    card = clash(town)
    town.people[LIN].desk.do(RestoreConflict(card.id, value="先打电话")).result()
    town.people[WANG].desk.do(RestoreConflict(card.id)).result()
    town.people[LIN].sync()
    town.sync()
    assert {bell(one) for one in town.people.values()} == {"先打电话"}
    told = town.people[WANG].desk.ask(ConflictsQuery()).result().merged
    assert [row.text for row in told] == ["别人先选好了，照先选的用"]


def test_a_record_set_aside_is_corrected_by_its_author(town: Neighbourhood) -> None:
    desk = town.people[ZHAO].desk
    visit = {"dwelling_id": "no-such-door", "outcome": "met", "author": desk.author.person}
    desk.do(PutRows(f"grid:{GRID}", {("visit", "visit-1"): visit})).result()
    town.sync()
    (row,) = desk.ask(QuarantineQuery()).result()
    assert row.reason == "parent_missing"
    desk.do(RetryQuarantined(row.id, {"dwelling_id": dwelling_id(BELL_OF)})).result()
    town.sync()
    assert desk.ask(QuarantineQuery()).result() == ()
    shown = town.people[WANG].thread.run(
        lambda connection: read_row(connection, "visit", "visit-1"), write=False
    )
    assert shown is not None


def test_a_diary_goes_to_the_secretary_and_her_words_come_back(town: Neighbourhood) -> None:
    wang, lin = town.people[WANG].desk, town.people[LIN].desk
    draft = wang.do(WriteDiary("暖气不热。")).result()
    wang.do(SubmitDiary(draft.entry)).result()
    town.sync()
    assert lin.ask(ReviewQueueQuery()).result().unread == 1
    lin.do(ReviewEntry(draft.entry, "instruction", "今天请供热站上门")).result()
    wang.do(EditLine(draft.lines[0], "暖气不热。屋里 15 度。")).result()
    town.sync()
    (new,) = wang.ask(NewReviewsQuery()).result()
    assert (new.review.text, new.review.is_before_change) == ("今天请供热站上门", True)
    wang.do(ReplyReview(draft.entry, "done", text="热了")).result()
    town.sync()
    page = lin.ask(DiaryPageQuery(draft.entry)).result()
    assert [reply.text for reply in page.reviews[0].replies] == ["热了"]
    assert page.state_word == "有批示"


def test_an_entry_taken_back_leaves_the_secretarys_queue(town: Neighbourhood) -> None:
    wang, lin = town.people[WANG].desk, town.people[LIN].desk
    draft = wang.do(WriteDiary("写错了")).result()
    wang.do(SubmitDiary(draft.entry)).result()
    town.sync()
    wang.do(WithdrawDiary(draft.entry)).result()
    town.sync()
    assert lin.ask(ReviewQueueQuery()).result().rows == ()
    assert [row.state for row in wang.ask(DiaryListQuery()).result()] == ["draft"]
