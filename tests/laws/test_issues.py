"""Issues over several devices: one outcome, nothing lost, handed over and erased like the rest."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fieldapp.queries.issue_page import IssueQuery, IssueView
from fieldapp.queries.notices import NoticesQuery
from fieldapp.services.conflicts import RestoreConflict
from fieldapp.services.fields import SetFields
from fieldapp.services.issues import RaiseIssue, TakeBackIssue, TakeStep
from fieldapp.services.notices import LetNoticeGo
from fieldapp.services.transfer import TransferHousehold
from fieldapp.store.unit import Unit
from server.purge import purge
from tests.laws.village import Member, Village, check_equal, check_everything, make_village
from tests.server.town import GRID_2, GRID_SCOPE, Town

SCOPE_2 = f"grid:{GRID_2}"


def _with_second_grid(town: Town) -> None:
    town.add("陈二格")
    town.assign("陈二格", GRID_2, "responsible")


@pytest.fixture
def village(database_url: str, tmp_path: Path) -> Iterator[Village]:
    """Two workers of the third grid, one of the second, and their secretary."""
    names = ["王海示例", "苗长根", "陈二格", "林示范"]
    made = make_village(database_url, tmp_path / "data", names, _with_second_grid)
    yield made
    made.settle()
    check_everything(made)
    check_equal(made)
    made.close()


def home_of(member: Member) -> tuple[str, str]:
    """Write down somebody with a household; give the household and her."""

    def make(unit: Unit) -> tuple[str, str]:
        door = unit.create("dwelling", GRID_SCOPE, {"room_label": "502"})
        home = unit.create("household", GRID_SCOPE, {"dwelling_id": door, "status": "active"})
        fields = {"name": "高玉芬", "residence_type": "usual_local"}
        person = unit.create("resident", GRID_SCOPE, fields)
        unit.create("member", GRID_SCOPE, {"household_id": home, "resident_id": person})
        return home, person

    return member.write(make)


def raised(village: Village, **about: Any) -> str:
    """Let the first worker raise an issue that everybody hears of."""
    issue = village.members[0].desk.do(RaiseIssue("livelihood", "暖气不热", **about)).result()
    village.settle()
    return issue


def step(member: Member, issue: str, deed: str, **said: Any) -> str:
    """Take a step on one device."""
    member.clock.advance(60_000)
    return member.desk.do(TakeStep(issue, deed, **said)).result()


def seen(member: Member, issue: str) -> IssueView:
    """Give an issue as a device shows it."""
    return member.desk.ask(IssueQuery(issue)).result()


def test_a_worker_whose_verification_came_too_late_is_told_in_plain_words(
    village: Village,
) -> None:
    wang, miao, _, lin = village.members
    issue = raised(village)
    step(lin, issue, "place")
    step(wang, issue, "verify", note="去看过了，是总阀的事")
    village.settle()
    for member in (wang, miao, lin):
        assert seen(member, issue).row.state_word == "已下单"
    (late,) = [one for one in seen(wang, issue).steps if one.stale_text]
    assert late.stale_text == "书记已先下单，你的核单意见附在后面"
    assert late.note == "去看过了，是总阀的事"
    notices = [one.sentence for one in wang.desk.ask(NoticesQuery()).result()]
    assert "“暖气不热”：书记已先下单，你的核单意见附在后面。" in notices
    wang.desk.do(LetNoticeGo("late_step")).result()
    assert not [one for one in wang.desk.ask(NoticesQuery()).result() if one.code == "late_step"]
    assert not [one for one in lin.desk.ask(NoticesQuery()).result() if one.code == "late_step"]


def test_an_issue_goes_its_whole_way_over_two_devices(village: Village) -> None:
    wang, miao, _, lin = village.members
    issue = raised(village)
    step(wang, issue, "verify")
    village.settle()
    for deed in ("place", "report"):
        step(lin, issue, deed)
    step(lin, issue, "dispatch", unit="供热站")
    step(lin, issue, "accept")
    step(lin, issue, "resolve", note="换了阀门")
    village.settle()
    step(miao, issue, "rate", rating="satisfied")
    village.settle()
    step(lin, issue, "close")
    village.settle()
    assert {seen(one, issue).row.state_word for one in (wang, miao, lin)} == {"结案"}


def test_an_issue_taken_back_apart_stays_where_the_secretary_went_on(village: Village) -> None:
    wang, lin = village.members[0], village.members[-1]
    issue = raised(village)
    wang.desk.do(TakeBackIssue(issue)).result()
    step(lin, issue, "place")
    village.settle()
    assert {seen(member, issue).row.state for member in (wang, lin)} == {"placed"}


def test_two_titles_are_a_clash_that_somebody_settles(village: Village) -> None:
    wang, miao, _, lin = village.members
    issue = raised(village)
    wang.desk.do(SetFields("issue", issue, {"title": "三单元暖气不热"})).result()
    miao.desk.do(SetFields("issue", issue, {"title": "整栋暖气不热"})).result()
    village.settle()
    rows = [row for row in lin.dump() if row["kind"] == "conflict"]
    assert len(rows) == 1
    lin.desk.do(RestoreConflict(rows[0]["id"], "other")).result()
    village.settle()
    assert seen(wang, issue).row.title == "整栋暖气不热"


def test_an_issue_goes_with_its_household_and_a_late_step_follows(village: Village) -> None:
    wang, miao, chen, lin = village.members
    home, person = home_of(wang)
    issue = raised(village, household=home, resident=person)
    step(wang, issue, "verify")
    village.settle()
    wang.desk.do(TransferHousehold(home, GRID_2)).result()
    wang.sync()
    step(miao, issue, "add", note="她晚上在家")
    step(lin, issue, "place")
    village.settle()
    shown = seen(chen, issue)
    assert shown.row.state_word == "已下单"
    assert {one.deed for one in shown.steps} == {"verify", "add", "place"}
    assert miao.shown("issue", issue) is None


def test_an_issue_of_a_household_that_went_is_raised_where_it_is(village: Village) -> None:
    wang, miao, chen, _ = village.members
    home, person = home_of(wang)
    village.settle()
    wang.desk.do(TransferHousehold(home, GRID_2)).result()
    wang.sync()
    wish = RaiseIssue("hazard", "灶具漏气", household=home, resident=person, then="verify")
    issue = miao.desk.do(wish).result()
    village.settle()
    assert seen(chen, issue).row.state_word == "已核单"


def test_an_issue_that_names_an_erased_resident_goes_with_her(village: Village) -> None:
    wang, miao, _, lin = village.members
    home, person = home_of(wang)
    hers = raised(village, household=home, resident=person)
    homes = raised(village, household=home)
    step(lin, hers, "place", note="马上去")
    village.settle()
    step(miao, hers, "add", note="还没有送出去的话")
    purge(village.town.service, ("resident", person), "申请")
    village.settle()
    for member in (wang, miao, lin):
        assert member.shown("issue", hers) is None
        assert member.shown("issue", homes) is not None
        text = str(member.dump())
        assert "马上去" not in text
        assert "还没有送出去的话" not in text
