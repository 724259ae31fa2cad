"""The demo community through a real server: what each screen of the story begins with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from fieldapp.demo import (
    GRID,
    begin_draft,
    clash_at_the_bell,
    hand_in_as_colleague,
    knock_in_the_morning,
)
from fieldapp.queries.conflicts import ConflictsQuery
from fieldapp.queries.diary import DiaryListQuery, NewReviewsQuery
from fieldapp.queries.diary_lines import UntickedQuery
from fieldapp.queries.doors_view import DoorsQuery
from fieldapp.queries.issues import IssuesQuery
from fieldapp.queries.quarantine import QuarantineQuery
from fieldapp.queries.reviews import ReviewQueueQuery
from fieldapp.queries.sync import StatusQuery
from fieldapp.queries.today import TodayQuery
from tests.demo.neighbourhood import Neighbourhood, make_neighbourhood
from tests.server.town import NINE

WANG, LIN, ZHAO = "王海示例", "林示范", "赵示例"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neighbourhood]:
    """Give the populated community with three devices; tests may add to it, not take away."""
    made = make_neighbourhood(tmp_path_factory.mktemp("demo"), (WANG, LIN, ZHAO))
    made.populate()
    yield made
    made.close()


def test_nothing_of_the_demo_is_set_aside(demo: Neighbourhood) -> None:
    desk = demo.people[WANG].desk
    assert desk.ask(QuarantineQuery()).result() == ()
    assert desk.ask(StatusQuery()).result().conflicts == 0


def test_the_figures_on_the_doors_are_those_of_the_story(demo: Neighbourhood) -> None:
    view = demo.people[WANG].desk.ask(DoorsQuery(GRID)).result()
    counts = {one.label.replace(" ", ""): one.count for one in view.filters}
    assert (view.households, counts["独居"], counts["80岁以上"]) == (296, 14, 27)


def test_nine_doors_are_due_and_seven_of_them_because_of_the_snow(demo: Neighbourhood) -> None:
    view = demo.people[WANG].desk.ask(TodayQuery(GRID)).result()
    rows = [row for group in view.groups for row in group.rows]
    assert len(rows) == 9
    assert sum(bool(row.campaigns) for row in rows) == 7
    assert [(one.total, one.left) for one in view.campaigns] == [(14, 7)]
    assert [row.due_text for row in rows if row.name == "高玉芬"] == ["超 2 天"]


def test_yesterday_left_three_lines_and_a_word_of_the_secretary(demo: Neighbourhood) -> None:
    desk = demo.people[WANG].desk
    assert len(desk.ask(UntickedQuery()).result()) == 3
    (new,) = desk.ask(NewReviewsQuery()).result()
    assert new.review.author_name == LIN
    states = [row.state_word for row in desk.ask(DiaryListQuery()).result()]
    assert Counter(states) == {"有批示": 2, "已阅": 4}


def test_the_issues_stand_in_four_different_places(demo: Neighbourhood) -> None:
    found = demo.people[WANG].desk.ask(IssuesQuery()).result()
    assert [row.state_word for row in found.mine] == ["已点单"]
    assert {(row.state_word, row.holder) for row in found.others} == {
        ("办理中", "社区"),
        ("已派单", "市政管护所"),
    }
    assert [row.state_word for row in found.done] == ["结案"]


def test_the_morning_waits_on_the_device(demo: Neighbourhood) -> None:
    desk = demo.people[WANG].desk
    knock_in_the_morning(desk, NINE)
    begin_draft(desk)
    assert desk.ask(StatusQuery()).result().waiting == 7


def test_the_two_workers_meet_over_the_bell(demo: Neighbourhood) -> None:
    demo.sync()
    clash_at_the_bell(demo.people[ZHAO].desk, "门铃修好了，按铃", "own")
    clash_at_the_bell(demo.people[WANG].desk, "门铃坏了，先打电话", "shop")
    demo.sync()
    cards = demo.people[WANG].desk.ask(ConflictsQuery()).result().open
    assert {card.place for card in cards} == {"4-1101 常福寿", "甲2-2-501 王示例"}
    assert all([side.title for side in card.sides][:2] == ["我的", "对方的"] for card in cards)


def test_a_colleagues_alarm_comes_first_in_the_queue(demo: Neighbourhood) -> None:
    hand_in_as_colleague(demo.people[ZHAO].desk, ZHAO)
    demo.sync()
    queue = demo.people[LIN].desk.ask(ReviewQueueQuery()).result()
    assert (queue.rows[0].state_word, queue.rows[0].author_name) == ("马上", ZHAO)
