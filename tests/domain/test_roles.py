"""Ties and refusals: who holds which scope, and what she may write there."""

from __future__ import annotations

from datetime import date

import pytest

from fieldapp.domain.entities import ENTITIES
from fieldapp.domain.roles import (
    Assignment,
    Community,
    Post,
    Tie,
    Wish,
    is_current,
    refusal,
    refusal_to_decide,
    refused_side,
    shanghai_date,
    ties_in,
)
from sync.protocol import ChangeKind

TODAY = date(2026, 11, 20)
CREATE, PATCH, RESOLVE = ChangeKind.create, ChangeKind.patch, ChangeKind.resolve


def town(*assignments: Assignment, is_active: bool = True) -> Community:
    posts = (
        Post("wang", "worker", "c", is_active),
        Post("lin", "secretary", "c"),
        Post("helper", "worker", "other"),
        Post("boss-of-other", "secretary", "other"),
    )
    return Community("c", ("g1", "g2"), posts, assignments)


def test_the_day_is_that_of_shanghai() -> None:
    just_before = 1_795_190_399_999
    assert shanghai_date(just_before) == TODAY
    assert shanghai_date(just_before + 1) == date(2026, 11, 21)


@pytest.mark.parametrize(
    ("from_on", "to_on", "expected"),
    [
        (None, None, True),
        ("2026-11-20", "2026-11-20", True),
        ("2026-11-21", None, False),
        (None, "2026-11-19", False),
    ],
)
def test_both_days_of_an_assignment_count(
    from_on: str | None, to_on: str | None, expected: bool
) -> None:
    assert is_current(Assignment("wang", "g1", "full", from_on, to_on), TODAY) is expected


def test_somebody_who_is_not_staff_holds_nothing() -> None:
    assert ties_in(town(), "stranger", TODAY) == {}


def test_somebody_who_left_holds_nothing() -> None:
    gone = town(Assignment("wang", "g1", "responsible"), is_active=False)
    assert ties_in(gone, "wang", TODAY) == {}


def test_the_stronger_of_two_assignments_counts() -> None:
    both = town(Assignment("wang", "g1", "part"), Assignment("wang", "g1", "responsible"))
    ties = ties_in(both, "wang", TODAY)
    assert (ties["grid:g1"], ties["care:g1"]) == (Tie.responsible, Tie.responsible)


def test_an_unknown_manner_gives_nothing() -> None:
    ties = ties_in(town(Assignment("wang", "g1", "visitor")), "wang", TODAY)
    assert set(ties) == {"community:c", "diary:wang"}


def test_a_helper_from_elsewhere_keeps_her_diary_at_home() -> None:
    ties = ties_in(town(Assignment("helper", "g2", "full")), "helper", TODAY)
    assert set(ties) == {"community:c", "grid:g2"}


def test_a_secretary_is_one_only_at_home() -> None:
    assert set(ties_in(town(), "boss-of-other", TODAY)) == {"community:c"}


def test_the_secretary_is_the_author_of_her_own_diary() -> None:
    ties = ties_in(town(), "lin", TODAY)
    assert (ties["diary:lin"], ties["diary:wang"]) == (Tie.author, Tie.secretary)
    assert "diary:helper" not in ties


SHARED = [one.kind for one in ENTITIES if one.scope == "community" and one.kind != "handover"]


@pytest.mark.parametrize("entity", SHARED)
@pytest.mark.parametrize("tie", [Tie.staff, Tie.secretary, Tie.responsible])
def test_what_a_community_shares_is_the_servers_to_write(entity: str, tie: Tie) -> None:
    assert refusal(tie, Wish("me", entity, CREATE)) == "server_only"


@pytest.mark.parametrize(
    ("entity", "kind"), [("conflict", CREATE), ("conflict", PATCH), ("quarantine", CREATE)]
)
def test_conflicts_and_quarantine_are_not_written_by_hand(entity: str, kind: ChangeKind) -> None:
    assert refusal(Tie.secretary, Wish("me", entity, kind)) == "server_only"


def test_a_correction_may_be_taken_back_where_records_are_written() -> None:
    assert refusal(Tie.part, Wish("me", "quarantine", PATCH)) is None
    assert refusal(Tie.staff, Wish("me", "quarantine", PATCH)) == "server_only"


def test_a_handover_is_signed_by_each_in_her_own_name_and_taken_back_by_her() -> None:
    for kind in (CREATE, ChangeKind.archive):
        assert refusal(Tie.staff, Wish("me", "handover", kind, "me")) is None
        assert refusal(Tie.staff, Wish("me", "handover", kind, "you")) == "not_author"
    assert refusal(Tie.staff, Wish("me", "handover", PATCH, "me")) == "bad_edit"


LEAVING, NEXT = Assignment("wang", "g1", "responsible", None, "2026-11-20"), "2026-11-21"


@pytest.mark.parametrize(
    ("actor", "side", "expected"),
    [
        ("wang", "gives", None),
        ("miao", "gives", "not_author"),
        ("miao", "takes", None),
        ("lin", "gives", None),
        ("lin", "takes", None),
        ("boss-of-other", "gives", "not_author"),
        ("boss-of-other", "takes", "not_author"),
        ("left-before", "takes", "not_author"),
        ("of-g2", "takes", "not_author"),
    ],
)
def test_a_side_of_a_handover_is_whose_it_is_or_the_communitys_own_secretarys(
    actor: str, side: str, expected: str | None
) -> None:
    community = town(
        LEAVING,
        Assignment("miao", "g1", "responsible", NEXT, None),
        Assignment("left-before", "g1", "part", None, "2026-11-20"),
        Assignment("of-g2", "g2", "responsible", None, None),
    )
    turn = {"grid": "g1", "person": "wang", "until_on": "2026-11-20", "side": side}
    assert refused_side(community, actor, turn) == expected


def test_who_leaves_does_not_take_over_from_herself() -> None:
    community = town(LEAVING, Assignment("wang", "g1", "part", NEXT, None))
    turn = {"grid": "g1", "person": "wang", "until_on": "2026-11-20", "side": "takes"}
    assert refused_side(community, "wang", turn) == "not_author"


def test_a_secretary_who_has_left_signs_for_nobody() -> None:
    gone = Community("c", ("g1",), (Post("lin", "secretary", "c", is_active=False),), (LEAVING,))
    for side in ("gives", "takes"):
        turn = {"grid": "g1", "person": "wang", "until_on": "2026-11-20", "side": side}
        assert refused_side(gone, "lin", turn) == "not_author"


def test_what_was_set_aside_keeps_its_hand_when_another_sends_it() -> None:
    def wish(deed: str) -> Wish:
        return Wish("wang", "issue_step", CREATE, "wang", deed, is_for_another=True)

    assert refusal(Tie.secretary, wish("verify")) is None
    assert refusal(Tie.full, wish("verify")) is None
    assert refusal(Tie.full, wish("place")) == "secretary_only"


@pytest.mark.parametrize("entity", ["household", "resident", "dwelling", "campaign", "care"])
@pytest.mark.parametrize("tie", [Tie.responsible, Tie.full, Tie.part, Tie.secretary])
def test_everybody_of_a_grid_writes_places_and_people(entity: str, tie: Tie) -> None:
    assert refusal(tie, Wish("me", entity, CREATE)) is None


@pytest.mark.parametrize("entity", ["visit", "promise"])
def test_a_knock_and_a_promise_are_signed_by_their_maker(entity: str) -> None:
    assert refusal(Tie.full, Wish("me", entity, CREATE, "me")) is None
    assert refusal(Tie.full, Wish("me", entity, CREATE, "you")) == "not_author"
    assert refusal(Tie.full, Wish("me", entity, CREATE)) == "not_author"


def test_anothers_promise_may_be_marked_done() -> None:
    assert refusal(Tie.full, Wish("me", "promise", PATCH, "you")) is None


@pytest.mark.parametrize("entity", ["diary_entry", "diary_line", "tick", "reply"])
def test_a_diary_is_its_authors_alone(entity: str) -> None:
    assert refusal(Tie.author, Wish("me", entity, CREATE, "me")) is None
    assert refusal(Tie.secretary, Wish("me", entity, CREATE, "me")) == "not_author"


def test_a_review_is_the_secretarys_alone() -> None:
    assert refusal(Tie.secretary, Wish("me", "review", CREATE, "me")) is None
    assert refusal(Tie.author, Wish("me", "review", CREATE, "me")) == "secretary_only"


def test_what_is_asked_of_a_colleague_is_the_secretarys_to_write() -> None:
    assert refusal(Tie.secretary, Wish("me", "instruction", CREATE, "me")) is None
    assert refusal(Tie.secretary, Wish("me", "instruction", CREATE, "lin")) == "not_author"
    assert refusal(Tie.author, Wish("me", "instruction", CREATE, "me")) == "secretary_only"


def test_a_decision_needs_the_right_to_what_it_decides() -> None:
    assert refusal(Tie.full, Wish("me", "conflict", RESOLVE)) is None
    assert refusal(Tie.full, Wish("me", "household", RESOLVE)) == "bad_edit"
    assert refusal_to_decide(Tie.full, "me", "household") is None
    assert refusal_to_decide(Tie.secretary, "me", "diary_line") == "not_author"


def test_the_server_may_do_everything() -> None:
    assert refusal(Tie.server, Wish("server", "staff", CREATE)) is None
