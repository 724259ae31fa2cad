"""Raising issues and taking their steps on one device: what is asked for, refused and told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from fieldapp.errors import Refused
from fieldapp.queries.handover import HandoverQuery
from fieldapp.queries.household import HouseholdQuery
from fieldapp.queries.issue_page import IssueQuery
from fieldapp.queries.issues import IssuesQuery
from fieldapp.queries.notices import NoticesQuery
from fieldapp.queries.search import SearchQuery
from fieldapp.services.issues import RaiseIssue, TakeBackIssue, TakeBackStep, TakeStep
from fieldapp.services.notices import LetNoticeGo
from fieldapp.services.undo import UndoLast
from tests.devices import COMMUNITY, COMMUNITY_SCOPE, DAY_MS, GRID, GRID_SCOPE, Device, make_device
from tests.services.grids import build, door, family

LIN, WANG, MIAO = "secretary-lin", "worker-wang", "worker-miao"


def people(device: Device) -> None:
    """Let the device know the staff of its grid."""
    device.seed("grid", GRID, {"name": "第三网格"})
    for person, name, role in ((LIN, "林示范", "secretary"), (WANG, "王海示例", "worker")):
        fields = {"name": name, "role": role, "region": COMMUNITY}
        device.seed("staff", person, fields)
    device.seed("assignment", "a", {"person": WANG, "grid": GRID, "role": "responsible"})


@pytest.fixture
def device() -> Iterator[Device]:
    """Give the responsible worker's device, with its staff."""
    made = make_device()
    people(made)
    yield made
    made.close()


@pytest.fixture
def secretary() -> Iterator[Device]:
    """Give the secretary's device, with an issue that the worker verified."""
    made = make_device(person=LIN, scopes_held=(COMMUNITY_SCOPE, GRID_SCOPE))
    people(made)
    made.seed("issue", "i", {"category": "hazard", "title": "路灯不亮", "author": WANG})
    step = {"deed": "verify", "from_state": "ordered", "to_state": "verified", "author": WANG}
    made.seed("issue_step", "s", {"issue_id": "i", **step})
    yield made
    made.close()


def state(device: Device, issue: str) -> str:
    """Say where an issue stands."""
    return device.ask(IssueQuery(issue)).row.state_word


def test_kind_and_what_it_is_about_are_all_that_is_needed(device: Device) -> None:
    issue = device.do(RaiseIssue("民生服务", "暖气不热"))
    (change,) = device.changes()
    assert change.fields["category"].new == "livelihood"
    assert state(device, issue) == "已点单"


@pytest.mark.parametrize(
    ("category", "title", "code"),
    [("", "暖气不热", "bad-choice"), ("hazard", " ", "text-missing"), ("x", "y", "bad-choice")],
)
def test_without_them_it_is_asked_for(device: Device, category: str, title: str, code: str) -> None:
    with pytest.raises(Refused, match=code):
        device.do(RaiseIssue(category, title))


def test_what_she_saw_herself_is_verified_at_once_and_shares_its_fate(device: Device) -> None:
    issue = device.do(RaiseIssue("hazard", "路灯不亮", then="verify"))
    assert state(device, issue) == "已核单"
    raised, verified = device.changes()
    assert raised.group is not None
    assert verified.group is not None
    assert raised.group.id == verified.group.id


def test_undo_takes_both_back(device: Device) -> None:
    device.do(RaiseIssue("hazard", "路灯不亮", then="verify"))
    device.do(UndoLast())
    assert device.ask(IssuesQuery()).others == ()


def test_it_stands_on_the_card_of_its_household(device: Device) -> None:
    build(device)
    home, (person,) = family(device, door(device, "502"), "高玉芬")
    device.do(RaiseIssue("livelihood", "暖气不热", resident=person))
    (row,) = device.ask(HouseholdQuery(home)).issues
    assert (row.title, row.place) == ("暖气不热", "乙1-3-502 高玉芬")


def test_a_search_finds_its_title(device: Device) -> None:
    device.do(RaiseIssue("livelihood", "三单元暖气不热"))
    (found,) = device.ask(SearchQuery("暖气")).issues
    assert (found.title, found.marks) == ("三单元暖气不热", ((3, 2),))


def test_what_waits_for_the_worker_is_in_the_handover(device: Device) -> None:
    device.do(RaiseIssue("livelihood", "暖气不热"))
    (row,) = device.ask(HandoverQuery()).issues
    assert (row.title, row.state_word) == ("暖气不热", "已点单")


def test_a_worker_is_told_whose_step_it_is(device: Device) -> None:
    issue = device.do(RaiseIssue("hazard", "路灯不亮"))
    with pytest.raises(Refused, match="secretary-only") as refused:
        device.do(TakeStep(issue, "place"))
    assert "“下单”由社区书记来做" in refused.value.sentence


def test_the_secretary_is_told_that_the_worker_verifies(secretary: Device) -> None:
    with pytest.raises(Refused, match="worker-only"):
        secretary.do(TakeStep("i", "settle"))


def test_a_step_out_of_its_turn_is_refused_with_where_it_stands(secretary: Device) -> None:
    with pytest.raises(Refused, match="step-not-now") as refused:
        secretary.do(TakeStep("i", "dispatch", unit="路灯所"))
    assert "现在是“已核单”" in refused.value.sentence


def test_the_street_and_a_department_are_noted_down_by_the_secretary(secretary: Device) -> None:
    for deed, unit in (("place", ""), ("report", ""), ("whistle", "路灯所"), ("arrive", "路灯所")):
        due = date(2026, 11, 24) if deed == "whistle" else None
        secretary.do(TakeStep("i", deed, unit=unit, due_on=due))
    row = secretary.ask(IssueQuery("i")).row
    assert (row.state_word, row.holder, row.due_text) == ("已接单", "路灯所", "约11月24日")


def test_a_unit_must_be_named(secretary: Device) -> None:
    secretary.do(TakeStep("i", "place"))
    secretary.do(TakeStep("i", "report"))
    with pytest.raises(Refused, match="text-missing") as refused:
        secretary.do(TakeStep("i", "dispatch"))
    assert refused.value.field == "unit"


def test_closing_needs_that_somebody_was_asked_first(secretary: Device) -> None:
    secretary.do(TakeStep("i", "place"))
    secretary.do(TakeStep("i", "take_on"))
    secretary.do(TakeStep("i", "resolve", "换了灯泡"))
    with pytest.raises(Refused, match="feedback-first"):
        secretary.do(TakeStep("i", "close"))
    with pytest.raises(Refused, match="own-work"):
        secretary.do(TakeStep("i", "rate", rating="satisfied"))


def test_whoever_did_it_asks_herself_only_where_nobody_else_can(device: Device) -> None:
    issue = device.do(RaiseIssue("hazard", "路灯不亮", then="settle"))
    with pytest.raises(Refused, match="own-work") as refused:
        device.do(TakeStep(issue, "rate", rating="满意"))
    assert "评单请别人来问" in refused.value.sentence
    device.seed("staff", LIN, {"name": "林示范", "role": "secretary", "is_active": False})
    device.desk.tell(frozenset({"staff"}))
    device.do(TakeStep(issue, "rate", rating="满意"))
    assert state(device, issue) == "已评单"


def test_not_asked_needs_a_reason(device: Device) -> None:
    device.seed("staff", LIN, {"name": "林示范", "role": "secretary", "is_active": False})
    issue = device.do(RaiseIssue("hazard", "路灯不亮", then="settle"))
    with pytest.raises(Refused, match="text-missing"):
        device.do(TakeStep(issue, "rate", rating="unrated"))
    device.do(TakeStep(issue, "rate", "搬走了，找不到人", rating="unrated"))


def test_an_own_step_is_taken_back_until_somebody_goes_on(device: Device) -> None:
    issue = device.do(RaiseIssue("hazard", "路灯不亮"))
    step = device.do(TakeStep(issue, "verify"))
    device.do(TakeBackStep(step))
    assert state(device, issue) == "已点单"
    again = device.do(TakeStep(issue, "verify"))
    placed = {"deed": "place", "after": again, "from_state": "verified", "to_state": "placed"}
    device.seed("issue_step", "p", {"issue_id": issue, "author": LIN, **placed})
    with pytest.raises(Refused, match="gone-on"):
        device.do(TakeBackStep(again))


def test_an_issue_that_others_touched_is_not_taken_back(device: Device) -> None:
    issue = device.do(RaiseIssue("hazard", "路灯不亮"))
    note = {"issue_id": issue, "author": LIN, "deed": "urge", "from_state": "ordered"}
    device.seed("issue_step", "u", note)
    with pytest.raises(Refused, match="gone-on"):
        device.do(TakeBackIssue(issue))


def test_two_that_are_one_are_merged_and_the_other_is_named(device: Device) -> None:
    first = device.do(RaiseIssue("hazard", "路灯不亮"))
    second = device.do(RaiseIssue("hazard", "二单元门口没有灯"))
    device.do(TakeStep(second, "merge", into=first))
    page = device.ask(IssueQuery(second))
    assert (page.row.state_word, page.into) == ("已并案", (first, "路灯不亮"))
    with pytest.raises(Refused, match="same-issue"):
        device.do(TakeStep(first, "merge", into=first))


def test_the_list_puts_what_is_due_first(device: Device) -> None:
    plain = device.do(RaiseIssue("hazard", "路灯不亮"))
    due = device.do(RaiseIssue("hazard", "井盖松了"))
    later = {"deed": "supervise", "from_state": "ordered", "due_on": "2026-11-19", "at_ms": 1}
    device.seed("issue_step", "d", {"issue_id": due, "author": LIN, **later})
    rows = device.ask(IssuesQuery()).mine
    assert [row.id for row in rows] == [due, plain]
    assert (rows[0].due_text, rows[0].is_late) == ("过了约期 1 天", True)


def test_a_day_is_told_by_the_calendar_of_the_place(device: Device) -> None:
    issue = device.do(RaiseIssue("hazard", "路灯不亮"))
    device.clock.advance(DAY_MS)
    assert device.ask(IssueQuery(issue)).row.since_text == "昨天 09:00"


def seed_gone_on(device: Device) -> str:
    """Raise an issue that its author took back offline, while the secretary placed it."""
    issue = device.do(RaiseIssue("hazard", "路灯不亮"))
    device.do(TakeBackIssue(issue))
    step = {"deed": "place", "from_state": "ordered", "to_state": "placed", "author": LIN}
    device.seed("issue_step", "p", {"issue_id": issue, **step, "at_ms": device.clock.wall_ms})
    return issue


def test_an_issue_taken_back_offline_stays_where_a_colleague_went_on(device: Device) -> None:
    issue = seed_gone_on(device)
    assert state(device, issue) == "已下单"
    assert [row.id for row in device.ask(IssuesQuery()).others] == [issue]
    assert len(device.ask(SearchQuery("路灯")).issues) == 1
    device.do(TakeStep(issue, "add", "还是要修"))


def test_whoever_took_it_back_too_late_is_told_until_she_lets_it_go(device: Device) -> None:
    seed_gone_on(device)
    (told,) = device.ask(NoticesQuery())
    assert told.sentence == "“路灯不亮”你撤回了，可林示范已经接着办，这件事还留着。"
    device.do(LetNoticeGo(told.code))
    assert device.ask(NoticesQuery()) == ()
