"""The server's word on steps of issues: it holds to the same table as the devices."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.protocol import Change, ChangeKind, Edit, ScopeAnswer
from tests.server.town import Phone, Town, make_town


@pytest.fixture
def town(database_url: str, tmp_path: Path) -> Iterator[Town]:
    """A server with two workers of one grid and their secretary."""
    made = make_town(database_url, tmp_path / "data")
    yield made
    made.service.close()


def reasons(answer: ScopeAnswer) -> list[str | None]:
    """Give the reason of each verdict."""
    return [one.verdict.reason for one in answer.judged]


def issue_of(phone: Phone) -> Change:
    """Let somebody raise an issue."""
    person = phone.caller.person
    made = phone.create("issue", category="hazard", title="路灯不亮", author=person)
    assert reasons(phone.say(made)) == [None]
    return made


def step(
    phone: Phone, issue: Change, deed: str, way: tuple[str, str], after: Change | None = None
) -> Change:
    """Make a step, allowed or not."""
    said = {"rating": "satisfied"} if deed == "rate" else {}
    return phone.create(
        "issue_step",
        issue_id=issue.row,
        deed=deed,
        after=after.row if after else None,
        from_state=way[0],
        to_state=way[1],
        author=phone.caller.person,
        **said,
    )


def test_a_worker_does_not_place_an_issue(town: Town) -> None:
    wang = town.phone("王海示例")
    issue = issue_of(wang)
    placed = step(wang, issue, "place", ("ordered", "placed"))
    assert reasons(wang.say(placed)) == ["secretary_only"]


def test_the_secretary_does_not_verify_one(town: Town) -> None:
    wang, lin = town.phone("王海示例"), town.phone("林示范")
    issue = issue_of(wang)
    verified = step(lin, issue, "verify", ("ordered", "verified"))
    assert reasons(lin.say(verified)) == ["worker_only"]


def test_nobody_takes_a_step_in_anothers_name(town: Town) -> None:
    wang, miao = town.phone("王海示例"), town.phone("苗长根")
    issue = issue_of(wang)
    forged = step(wang, issue, "verify", ("ordered", "verified"))
    in_her_name = miao.create(
        "issue_step", **{name: edit.new for name, edit in forged.fields.items()}
    )
    assert reasons(miao.say(in_her_name)) == ["not_author"]


def test_whoever_did_it_does_not_rate_it_where_another_could(town: Town) -> None:
    wang, miao = town.phone("王海示例"), town.phone("苗长根")
    issue = issue_of(wang)
    settled = step(wang, issue, "settle", ("ordered", "resolved"))
    own = step(wang, issue, "rate", ("resolved", "rated"), settled)
    assert reasons(wang.say(settled, own)) == [None, "own_work"]
    anothers = step(miao, issue, "rate", ("resolved", "rated"), settled)
    assert reasons(miao.say(anothers)) == [None]


def test_a_deed_that_is_none_is_set_aside(town: Town) -> None:
    wang = town.phone("王海示例")
    issue = issue_of(wang)
    assert reasons(wang.say(step(wang, issue, "score", ("ordered", "verified")))) == ["bad_choice"]


def test_a_stale_step_is_taken_and_kept(town: Town) -> None:
    wang, lin = town.phone("王海示例"), town.phone("林示范")
    issue = issue_of(wang)
    assert reasons(lin.say(step(lin, issue, "place", ("ordered", "placed")))) == [None]
    assert reasons(wang.say(step(wang, issue, "verify", ("ordered", "verified")))) == [None]


def test_an_issue_is_taken_back_by_its_author_or_the_secretary_only(town: Town) -> None:
    wang, miao, lin = (town.phone(name) for name in ("王海示例", "苗长根", "林示范"))
    for phone, reason in ((miao, "not_author"), (wang, None), (lin, None)):
        issue = issue_of(wang)
        gone = {"archived": Edit(new=True)}
        taken = phone.change("issue", gone, row=issue.row, kind=ChangeKind.archive)
        assert reasons(phone.say(taken)) == [reason]
