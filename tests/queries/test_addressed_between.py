"""A 批示 for a colleague between homes: it goes to her alone, and her answer comes back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldapp.queries.diary import DiaryPageQuery, NewReviewsQuery
from fieldapp.services.diary import Draft, SubmitDiary, WriteDiary
from fieldapp.services.diary_lines import ReplyReview
from fieldapp.services.reviews import ReviewEntry
from server.purge import purge
from tests.bundles.team import Mate, Team

WORDS = "高奶奶家水管滴水"


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    """A town and its homes."""
    made = Team(tmp_path)
    yield made
    made.close()


@pytest.fixture
def wang(team: Team) -> Mate:
    """Give the author's home."""
    return team.enrol("王海示例")


@pytest.fixture
def lin(team: Team) -> Mate:
    """Give the secretary's home."""
    return team.enrol("林示范")


@pytest.fixture
def miao(team: Team) -> Mate:
    """Give the colleague's home."""
    return team.enrol("苗长根")


def ask(wang: Mate, lin: Mate, miao: Mate) -> Draft:
    """Let the secretary write under the author's page, to the colleague; gives the page."""
    wang.sync()
    draft = wang.desk.do(WriteDiary(WORDS)).result()
    wang.desk.do(SubmitDiary(draft.entry)).result()
    wang.sync()
    lin.sync()
    person = miao.desk.author.person
    wish = ReviewEntry(draft.entry, "instruction", "今天上门看看", for_person=person)
    lin.desk.do(wish).result()
    lin.sync()
    miao.sync()
    wang.sync()
    return draft


def test_she_gets_the_words_to_her_and_none_of_the_page(wang: Mate, lin: Mate, miao: Mate) -> None:
    ask(wang, lin, miao)
    (row,) = miao.desk.ask(NewReviewsQuery()).result()
    assert (row.review.text, row.written_by) == ("今天上门看看", "王海示例")
    assert WORDS not in str(miao.dump())


def test_her_answer_reaches_the_secretary(wang: Mate, lin: Mate, miao: Mate) -> None:
    draft = ask(wang, lin, miao)
    (row,) = miao.desk.ask(NewReviewsQuery()).result()
    miao.desk.do(ReplyReview("", "done", row.review.id, "去过了")).result()
    miao.sync()
    lin.sync()
    (review,) = lin.desk.ask(DiaryPageQuery(draft.entry)).result().reviews
    assert [(one.text, one.author_name) for one in review.replies] == [("去过了", "苗长根")]


def test_the_author_reads_whom_it_is_for(wang: Mate, lin: Mate, miao: Mate) -> None:
    draft = ask(wang, lin, miao)
    (review,) = wang.desk.ask(DiaryPageQuery(draft.entry)).result().reviews
    assert review.for_name == "苗长根"


def test_an_erased_page_takes_it_out_of_her_diary(
    team: Team, wang: Mate, lin: Mate, miao: Mate
) -> None:
    draft = ask(wang, lin, miao)
    (row,) = miao.desk.ask(NewReviewsQuery()).result()
    miao.desk.do(ReplyReview("", "done", row.review.id, "去过了")).result()
    miao.sync()
    purge(team.town.service, ("diary_entry", draft.entry), "第 7 号")
    miao.sync()
    assert not any(row["kind"] in ("instruction", "reply") for row in miao.dump())
