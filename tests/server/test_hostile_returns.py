"""What is given back or left behind in bad faith: it is answered, and harms nobody's words."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from server.backup import restore_backup, write_backup
from server.doctor import examine
from sync.codec import canonical, change_id
from sync.protocol import Change, ChangeId, Fact, Group, Returned, ScopeAnswer
from tests.server.town import GRID, GRID_SCOPE, NINE, Phone, Stand, Town


def village(phone: Phone, name: str = "上沟组") -> Change:
    return phone.create("village_group", name=name)


@pytest.fixture
def put_back(town: Town, tmp_path: Path) -> Callable[[], int]:
    """Restore the server from a backup of when it knew no change of the grid."""
    service, file = town.service, tmp_path / "yesterday.backup"
    write_backup(service.store, service.keys, file, NINE)
    return lambda: restore_backup(service.store, service.keys, file, replace=True, now_ms=NINE)


def give_back(phone: Phone, *backs: Returned) -> ScopeAnswer:
    """Give back in one exchange, from the start of the log."""
    phone.stands[GRID_SCOPE] = Stand()
    offer = phone.offer()
    (one,) = offer.scopes
    return phone.exchange(replace(offer, scopes=(replace(one, returns=backs),))).scopes[0]


def whole(fact: Fact) -> Returned:
    return Returned(id=fact.id, fact=canonical(fact).decode())


def test_one_fact_given_back_twice_is_taken_once(
    town: Town, wang: Phone, put_back: Callable[[], int]
) -> None:
    (fact,) = wang.say(village(wang)).facts
    put_back()
    give_back(wang, whole(fact), whole(fact))
    assert town.facts(GRID_SCOPE) == [fact]


def test_one_own_change_given_back_twice_is_taken_once(town: Town, wang: Phone) -> None:
    change = village(wang)
    back = Returned(id=change_id(change), body=canonical(change).decode())
    give_back(wang, back, back)
    assert [fact.id for fact in town.facts(GRID_SCOPE)] == [back.id]


def test_half_a_group_given_back_is_left_for_whoever_has_all_of_it(
    town: Town, wang: Phone, miao: Phone, put_back: Callable[[], int]
) -> None:
    group = [
        replace(village(wang, f"{index}组"), group=Group(id="g", index=index, size=2))
        for index in range(2)
    ]
    facts = wang.say(*group).facts
    put_back()
    give_back(miao, whole(facts[0]))
    assert town.facts(GRID_SCOPE) == []
    give_back(wang, *map(whole, facts))
    assert town.facts(GRID_SCOPE) == list(facts)
    assert examine(town.service.store, town.service.keys).findings == []


def test_a_device_that_is_none_stops_no_healing(
    town: Town, wang: Phone, put_back: Callable[[], int]
) -> None:
    facts = wang.say(*(replace(village(wang), device=name) for name in ("x" * 100, "a\0b"))).facts
    put_back()
    give_back(wang, *map(whole, facts))
    assert town.facts(GRID_SCOPE) == list(facts)


def test_what_somebody_who_left_sends_in_anothers_name_is_told_as_that(
    town: Town, wang: Phone, miao: Phone
) -> None:
    wang.say(village(wang))
    town.assign("王海示例", GRID, "responsible", (None, "2026-11-19"))
    forged = replace(village(wang), actor=miao.caller.person, device=miao.caller.device)
    wang.push(*wang.send(forged))
    *_, fact = town.facts(GRID_SCOPE)
    assert fact.id == change_id(forged)
    assert fact.effect[0].fields["reason"] == "not_author"


@pytest.mark.parametrize("field", ["body", "fact"])
@pytest.mark.parametrize(
    "text", ["[" * 100_000, "9" * 5_000, "\0", "{}", json.dumps({"seq": 10**4000})]
)
def test_nonsense_given_back_is_passed_over(town: Town, wang: Phone, field: str, text: str) -> None:
    id_ = ChangeId(change_id(village(wang)))
    answer = give_back(wang, Returned(id=id_, **{field: text}))
    assert (answer.judged, town.facts(GRID_SCOPE)) == ((), [])
