"""A sealed line between homes: who gets its words, and what opening it leaves behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldapp.queries.diary import DiaryPageQuery
from fieldapp.queries.merged import MergedQuery
from fieldapp.queries.sealed import SEALED
from fieldapp.services.diary import Draft, DraftLine, SubmitDiary, WriteDraft
from fieldapp.services.diary_lines import EditLine
from fieldapp.services.fields import LogReveal
from tests.bundles.team import Mate, Team
from tests.server.test_people import events

WORDS = "孩子的事谁也不愿提"


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    """A town and its homes."""
    made = Team(tmp_path)
    yield made
    made.close()


@pytest.fixture
def draft(team: Team) -> Draft:
    """Let a worker hand a sealed line in."""
    wang = team.enrol("王海示例")
    wang.sync()
    made = wang.desk.do(WriteDraft((DraftLine(WORDS, is_sealed=True),))).result()
    wang.desk.do(SubmitDiary(made.entry)).result()
    wang.sync()
    return made


def lin(team: Team) -> Mate:
    """Give the secretary's home, with what the others sent."""
    home = team.enrol("林示范")
    home.sync()
    return home


def test_a_colleague_of_the_same_grid_is_never_sent_its_words(team: Team, draft: Draft) -> None:
    miao = team.enrol("苗长根")
    miao.sync()
    assert not any(row["kind"].startswith("diary") for row in miao.dump())


def test_the_secretary_has_it_and_reads_it_once_it_is_opened(team: Team, draft: Draft) -> None:
    home = lin(team)
    before = home.desk.ask(DiaryPageQuery(draft.entry)).result()
    after = home.desk.ask(DiaryPageQuery(draft.entry, frozenset(draft.lines))).result()
    assert (before.lines[0].text, after.lines[0].text) == (SEALED, WORDS)


def test_opening_it_is_in_the_audit_beside_the_masks_that_were_lifted(
    team: Team, draft: Draft
) -> None:
    home = lin(team)
    home.desk.do(LogReveal("diary_line", draft.lines[0], "text")).result()
    home.sync()
    assert [scope[:6] for _, scope in events(team.town, "revealed")] == ["diary:"]


def test_two_writings_that_merged_are_told_to_her_without_the_words(
    team: Team, draft: Draft
) -> None:
    """Its author wrote on at two tablets; both see what became of it, the secretary that it did."""
    reader = lin(team)
    homes = [team.enrol("王海示例") for _ in range(2)]
    for home in homes:
        home.sync()
    for home, words in zip(homes, (f"先去看看。{WORDS}", f"{WORDS}。再说"), strict=True):
        home.desk.do(EditLine(draft.lines[0], words)).result()
    for home in (*homes, homes[0], reader):
        home.sync()
    (own,) = homes[0].desk.ask(MergedQuery()).result()
    (told,) = reader.desk.ask(MergedQuery()).result()
    assert any(WORDS in side.text for side in own.sides)
    assert told.sides == ()
