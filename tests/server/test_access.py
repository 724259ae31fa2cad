"""Who holds which scope: by staff and assignment rows, by the day in Asia/Shanghai."""

from __future__ import annotations

import pytest

from fieldapp.domain.roles import Role
from fieldapp.errors import Refused
from sync.protocol import ScopeId, Status, Value, Word
from tests.server.town import (
    COMMUNITY,
    GRID,
    GRID_2,
    NINE,
    VILLAGE,
    VILLAGE_GRID,
    Phone,
    Town,
)

DAY_MS = 86_400_000


def scopes(phone: Phone) -> set[str]:
    return set(phone.exchange(phone.offer(scope=f"community:{COMMUNITY}")).member_of)


def test_only_the_responsible_worker_holds_what_is_confidential(wang: Phone, miao: Phone) -> None:
    assert f"care:{GRID}" in scopes(wang)
    assert scopes(miao) == {
        f"community:{COMMUNITY}",
        f"grid:{GRID}",
        f"diary:{miao.caller.person}",
    }


def test_the_secretary_holds_every_grid_and_every_diary(lin: Phone, wang: Phone) -> None:
    held = scopes(lin)
    assert {f"{kind}:{grid}" for kind in ("grid", "care") for grid in (GRID, GRID_2)} <= held
    assert f"diary:{wang.caller.person}" in held


def test_an_assignment_ends_with_its_day_in_shanghai(town: Town) -> None:
    town.add("短工")
    town.assign("短工", GRID_2, "full", (None, "2026-11-20"))
    phone = town.phone("短工")
    town.time.ms = NINE + 14 * 3_600_000
    assert f"grid:{GRID_2}" in scopes(phone)
    town.time.ms = NINE + 15 * 3_600_000
    assert f"grid:{GRID_2}" not in scopes(phone)


def test_an_assignment_begins_with_its_day(town: Town) -> None:
    town.add("新人")
    town.assign("新人", GRID_2, "full", ("2026-11-21", None))
    phone = town.phone("新人")
    assert f"grid:{GRID_2}" not in scopes(phone)
    town.time.ms = NINE + DAY_MS
    assert f"grid:{GRID_2}" in scopes(phone)


def test_a_grid_lost_is_closed_at_once_and_what_comes_is_set_aside(town: Town, miao: Phone) -> None:
    town.assign("苗长根", GRID, "part", (None, "2026-11-19"))
    answer = miao.push(*miao.send(miao.create("village_group", name="上沟组")))
    assert answer.status is Status.gone
    assert [one.verdict.reason for one in answer.judged] == ["handed_over"]
    assert answer.facts == ()


def test_helping_out_in_another_community_opens_it(town: Town, wang: Phone) -> None:
    town.assign("王海示例", VILLAGE_GRID, "responsible")
    held = scopes(wang)
    assert {f"community:{VILLAGE}", f"grid:{VILLAGE_GRID}", f"care:{VILLAGE_GRID}"} <= held
    assert f"diary:{wang.caller.person}" in held


def test_a_secretary_of_elsewhere_does_not_read_a_helpers_diary(town: Town, wang: Phone) -> None:
    town.assign("王海示例", VILLAGE_GRID, "responsible")
    town.add("村书记", Role.secretary, VILLAGE)
    held = scopes(town.phone("村书记"))
    assert f"grid:{VILLAGE_GRID}" in held
    assert f"diary:{wang.caller.person}" not in held


def test_two_people_cannot_be_responsible_on_one_day(town: Town) -> None:
    with pytest.raises(Refused) as caught:
        town.assign("苗长根", GRID, "responsible")
    assert (caught.value.code, caught.value.is_input) == ("grid_taken", False)


def test_a_grid_is_handed_over_on_a_day(town: Town) -> None:
    town.assign("王海示例", GRID, "responsible", (None, "2026-11-30"))
    town.assign("苗长根", GRID, "responsible", ("2026-12-01", None))
    assert f"care:{GRID}" not in scopes(town.phone("苗长根"))


def test_the_street_holds_no_scope(town: Town) -> None:
    town.add("街道", Role.street, "560102001")
    assert scopes(town.phone("街道")) == set()


def test_edits_of_the_server_are_facts_like_others(town: Town, wang: Phone) -> None:
    scope = ScopeId(f"community:{COMMUNITY}")
    answer = wang.push(scope=scope)
    assert {fact.verdict.word for fact in answer.facts} == {Word.taken}
    kinds = {effect.entity for fact in answer.facts for effect in fact.effect}
    assert {"region", "grid", "staff", "assignment", "tag_kind", "checklist"} <= kinds


def test_each_side_of_a_handover_is_signed_by_whose_it_is_or_the_secretary(
    town: Town, wang: Phone, miao: Phone, lin: Phone
) -> None:
    town.assign("王海示例", GRID, "responsible", (None, "2026-11-25"))
    town.add("外人")
    other, shared = town.phone("外人"), f"community:{COMMUNITY}"
    turn: dict[str, Value] = {"grid": GRID, "person": wang.caller.person, "until_on": "2026-11-25"}

    def reason(phone: Phone, side: str) -> str | None:
        made = phone.create("handover", shared, side=side, author=phone.caller.person, **turn)
        return phone.say(made, scope=shared).judged[0].verdict.reason

    refused = [(other, "gives"), (other, "takes"), (miao, "gives"), (wang, "takes")]
    assert {reason(*one) for one in refused} == {"not_author"}
    taken = [(wang, "gives"), (miao, "takes"), (lin, "gives"), (lin, "takes")]
    assert {reason(*one) for one in taken} == {None}
