"""交接 over real homes: what was held, who guessed to be in time, and what taking over does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldapp.errors import Refused
from fieldapp.queries.handover import HandoverQuery, HandoverView
from fieldapp.queries.handover_turns import TurnsQuery
from fieldapp.services.diary import SubmitDiary, WriteDiary
from fieldapp.services.handover import NoteReturned, SignHandover, TakeOver, UndoSignature
from fieldapp.services.households import AddHousehold
from fieldapp.services.undo import UndoAct
from fieldapp.services.visits import LogVisit
from tests.bundles.team import Mate, Team
from tests.server.town import GRID


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    """A town and its homes."""
    made = Team(tmp_path)
    yield made
    made.close()


def hand_over(team: Team, until: str) -> tuple[Mate, Mate]:
    """Let a worker lose her grid with a building unsent; give the next worker and secretary."""
    miao, lin, wang = (team.enrol(name) for name in ("苗长根", "林示范", "王海示例"))
    for mate in (miao, lin, wang):
        mate.sync()
    wang.build("甲1")
    team.town.assign("王海示例", GRID, "responsible", (None, until))
    wang.sync()
    miao.sync()
    lin.sync()
    return miao, lin


def view(mate: Mate) -> HandoverView:
    return mate.desk.ask(HandoverQuery()).result()


def labels(mate: Mate) -> list[object]:
    rows = mate.dump()
    return [
        row["fields"]["label"]
        for row in rows
        if row["kind"] == "building" and not row["fields"].get("archived")
    ]


def everything(mate: Mate) -> tuple[str, ...]:
    return tuple(id_ for group in view(mate).groups for row in group.rows for id_ in row.ids)


def test_a_building_and_its_doors_are_one_thing_to_take_over(team: Team) -> None:
    miao, _ = hand_over(team, "2026-11-19")
    (group,) = view(miao).groups
    (row,) = group.rows
    assert (group.place, row.author_name, row.can_take) == ("甲1", "王海示例", True)
    assert not row.was_in_time


def test_whose_turn_it_was_and_is_stands_with_both_names(team: Team) -> None:
    miao, _ = hand_over(team, "2026-11-19")
    (turn,) = view(miao).turns
    assert (turn.name, turn.leaving, turn.until) == ("第三网格", "王海示例", "2026-11-19")
    assert "苗长根" in turn.taking


def test_what_was_taken_over_reaches_everybody_and_is_listed_no_more(team: Team) -> None:
    miao, lin = hand_over(team, "2026-11-19")
    done = miao.desk.do(TakeOver(everything(miao))).result()
    assert (done.left, view(miao).groups) == ((), ())
    miao.sync()
    lin.sync()
    assert labels(lin) == ["甲1"]
    assert view(lin).groups == ()


def test_it_is_taken_back_as_one_act(team: Team) -> None:
    miao, _ = hand_over(team, "2026-11-19")
    ids = everything(miao)
    first = miao.desk.do(TakeOver(ids[:3])).result()
    miao.desk.do(TakeOver(ids[3:], first.act)).result()
    assert labels(miao) == ["甲1"]
    miao.desk.do(UndoAct(first.act)).result()
    assert labels(miao) == []


def test_taking_over_twice_sends_nothing_twice(team: Team) -> None:
    miao, _ = hand_over(team, "2026-11-19")
    ids = everything(miao)
    # Doors without their building wait; with it they go.
    part = miao.desk.do(TakeOver(ids[1:2])).result()
    assert part.taken + len(part.left) == 1
    miao.desk.do(TakeOver(everything(miao))).result()
    assert view(miao).groups == ()


def states(mate: Mate) -> set[str]:
    """Tell how what was set aside stands, by its rows."""
    rows = mate.dump()
    return {row["fields"]["state"] for row in rows if row["kind"] == "quarantine"}


@pytest.mark.parametrize("is_sent", [False, True])
def test_what_is_taken_back_waits_for_everybody_again(team: Team, is_sent: bool) -> None:
    miao, lin = hand_over(team, "2026-11-19")
    before = everything(miao)
    done = miao.desk.do(TakeOver(before)).result()
    if is_sent:
        miao.sync()
    miao.desk.do(UndoAct(done.act)).result()
    assert everything(miao) == before
    miao.sync()
    lin.sync()
    for mate in (miao, lin):
        assert (states(mate), everything(mate), labels(mate)) == ({"waiting"}, before, [])


def test_what_was_taken_back_can_be_taken_over_again(team: Team) -> None:
    miao, lin = hand_over(team, "2026-11-19")
    done = miao.desk.do(TakeOver(everything(miao))).result()
    miao.sync()
    miao.desk.do(UndoAct(done.act)).result()
    miao.sync()
    lin.sync()
    again = lin.desk.do(TakeOver(everything(lin))).result()
    assert again.left == ()
    lin.sync()
    miao.sync()
    for mate in (miao, lin):
        assert (states(mate), everything(mate), labels(mate)) == ({"corrected"}, (), ["甲1"])
    assert [row for row in miao.dump() if row["kind"] == "dwelling"] != []
    assert not any(
        row["fields"].get("archived") for row in miao.dump() if row["kind"] == "dwelling"
    )


def originals(mate: Mate) -> list[tuple[str, bool]]:
    return [(one.text, one.is_returned) for one in view(mate).originals]


def test_papers_in_hand_are_listed_and_ticked_when_they_were_counted_over(team: Team) -> None:
    wang = team.enrol("王海示例")
    wang.sync()
    draft = wang.desk.do(WriteDiary("医保本原件 1 本在我这里，要还\n楼道灯不亮")).result()
    wang.desk.do(SubmitDiary(draft.entry)).result()
    (paper,) = view(wang).originals
    assert (paper.kind, paper.is_returned) == ("diary_line", False)
    for is_returned in (True, False, True):
        wang.desk.do(NoteReturned(paper.kind, paper.id, is_returned)).result()
        assert originals(wang) == [("医保本原件 1 本在我这里，要还", is_returned)]


def test_what_the_one_before_promised_stands_with_her_name(team: Team) -> None:
    miao, wang = team.enrol("苗长根"), team.enrol("王海示例")
    wang.sync()
    wang.build("甲1")
    door = next(row["id"] for row in wang.dump() if row["kind"] == "dwelling")
    household = wang.desk.do(AddHousehold(door)).result()
    wish = LogVisit(door, "met", household=household, promise="问供热站暖气")
    wang.desk.do(wish).result()
    (own,) = view(wang).promises
    assert (own.text, own.author_name) == ("问供热站暖气", "")
    wang.sync()
    miao.sync()
    assert view(miao).promises == ()
    team.town.assign("王海示例", GRID, "responsible", (None, "2026-11-19"))
    miao.sync()
    (left,) = view(miao).promises
    assert (left.text, left.author_name) == ("问供热站暖气", "王海示例")


def sign(mate: Mate, side: str, **counted: int) -> str:
    """Sign the only turn there is."""
    (turn,) = view(mate).turns
    wish = SignHandover(turn.grid, turn.person, turn.until, side, **counted)
    return mate.desk.do(wish).result()


def signers(mate: Mate) -> list[str]:
    """Say who signed, with what was counted."""
    (turn,) = view(mate).turns
    return [f"{one.name} {one.counted}".strip() for one in (turn.gives, turn.takes) if one]


def test_both_names_are_signed_and_read_by_both_and_the_secretary(team: Team) -> None:
    miao, lin = hand_over(team, "2026-11-19")
    wang = team.mates[-1]
    sign(wang, "gives", papers=2, counted=1, promises=3)
    sign(miao, "takes")
    for _ in range(2):
        for mate in (wang, miao, lin):
            mate.sync()
    said = "王海示例 原件 2 份，点清 1 份，答应过没办的 3 件，写的都送走了"
    for mate in (wang, miao, lin):
        assert signers(mate) == [said, "苗长根"]
        (turn,) = view(mate).turns
        assert (turn.is_done, turn.may_give, turn.may_take) == (True, False, False)
    assert miao.desk.ask(TurnsQuery(open_only=True)).result() == ()


def test_each_signs_her_own_side_and_the_secretary_in_her_place(team: Team) -> None:
    miao, lin = hand_over(team, "2026-11-19")
    with pytest.raises(Refused, match="not-your-side"):
        sign(miao, "gives")
    (turn,) = view(miao).turns
    assert (turn.may_give, turn.may_take) == (False, True)
    sign(lin, "gives")
    sign(lin, "takes")
    (turn,) = view(lin).turns
    assert turn.gives is not None
    assert turn.takes is not None
    assert (turn.gives.is_for_another, turn.takes.is_for_another) == (True, True)


def test_a_signature_is_taken_back_by_whoever_made_it(team: Team) -> None:
    miao, lin = hand_over(team, "2026-11-19")
    made = sign(miao, "takes")
    miao.sync()
    lin.sync()
    with pytest.raises(Refused, match="not_author"):
        lin.desk.do(UndoSignature(made)).result()
    miao.desk.do(UndoSignature(made)).result()
    miao.sync()
    lin.sync()
    assert (signers(miao), signers(lin)) == ([], [])


def test_a_turn_that_is_none_is_not_signed(team: Team) -> None:
    miao, _ = hand_over(team, "2026-11-19")
    (turn,) = view(miao).turns
    with pytest.raises(Refused, match="no-such-turn"):
        miao.desk.do(SignHandover(turn.grid, turn.person, "2026-11-01", "takes")).result()
