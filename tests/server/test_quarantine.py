"""What a member sends is never refused without a trace: it is set aside, and can be mended."""

from __future__ import annotations

import uuid

import pytest
from msgspec.structs import replace

from fieldapp.domain.entities import SCHEMA
from server.log import is_plain
from sync.codec import canonical, change_id, derived_id
from sync.fitness import check_edit
from sync.protocol import Change, ChangeKind, Edit, Group, ScopeAnswer, ScopeId, Value
from tests.server.town import COMMUNITY, NINE, Phone, Town


def village(phone: Phone, name: str = "上沟组") -> Change:
    return phone.create("village_group", name=name)


def reasons(answer: ScopeAnswer) -> list[str | None]:
    return [judged.verdict.reason for judged in answer.judged]


def aside(answer: ScopeAnswer, place: int = -1) -> dict[str, Value]:
    (effect,) = answer.facts[place].effect
    assert effect.entity == "quarantine"
    return effect.fields


def test_a_body_that_is_no_change_is_kept_word_for_word(wang: Phone) -> None:
    id_ = change_id(village(wang))
    answer = wang.push(wang.send_body(b'{"not": "a change"}', id_))
    assert reasons(answer) == ["malformed"]
    assert aside(answer)["change"] == '{"not": "a change"}'
    assert aside(answer)["author"] == wang.caller.person


def test_other_words_under_a_known_name_are_set_aside(wang: Phone) -> None:
    body = canonical(village(wang, "下沟组"))
    answer = wang.push(wang.send_body(body, change_id(village(wang))))
    assert reasons(answer) == ["wrong_id"]


def test_poison_does_not_delay_its_neighbours(wang: Phone) -> None:
    good = wang.send(village(wang))
    poison = wang.send_body(b"[]", change_id(village(wang, "毒")))
    answer = wang.push(*good, poison, *wang.send(village(wang, "下沟组")))
    assert [judged.verdict.word for judged in answer.judged] == ["taken", "quarantined", "taken"]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"name": Edit(old="x", new=None)}, "field_missing"),
        ({"name": Edit(old=5, new="x")}, "bad_type"),
        ({"name": Edit(new="x", add={"d": 1})}, "bad_edit"),
        ({"name": Edit(new=["x"])}, "bad_type"),
        ({"name": Edit(new="x" * 501)}, "too_long"),
        ({"name": Edit(new="x"), "age": Edit(new=1)}, "unknown_field"),
    ],
)
def test_a_change_that_does_not_fit_is_set_aside(
    wang: Phone, fields: dict[str, Edit], reason: str
) -> None:
    assert reasons(wang.say(wang.change("village_group", fields))) == [reason]


@pytest.mark.parametrize(
    ("kind", "fields", "reason"),
    [
        ("resident", {"birth_date": Edit(new="x")}, "bad_day"),
        ("resident", {"life_status_on": Edit(new="2026-13-45")}, "bad_day"),
        ("resident", {"aliases": Edit(new=["小芬", 5])}, "bad_list"),
        ("resident", {"tags": Edit(add={"d": "ALONE"})}, "bad_element"),
        ("resident", {"phones": Edit(add={"d": {"whose": "女儿"}})}, "bad_element"),
        ("campaign", {"deadline_ms": Edit(new=1 << 52)}, "bad_moment"),
        ("building", {"floors_above": Edit(new=1 << 40)}, "bad_number"),
        ("resident", {"sex": Edit(new="3")}, "bad_choice"),
    ],
)
def test_a_value_that_says_nothing_is_set_aside(
    wang: Phone, kind: str, fields: dict[str, Edit], reason: str
) -> None:
    required = {
        "resident": {"name": Edit(new="高玉芬"), "residence_type": Edit(new="usual_local")},
        "campaign": {"title": Edit(new="雪天")},
        "building": {"label": Edit(new="4栋")},
    }
    assert reasons(wang.say(wang.change(kind, required[kind] | fields))) == [reason]


def test_a_day_that_stood_as_nonsense_can_be_put_right() -> None:
    spec = SCHEMA.entities["resident"].by_name["birth_date"]
    check_edit(spec, Edit(old="2026-13-45", new="1942-03-17"))


@pytest.mark.parametrize("row", ["", "a\0b", "x" * 65, "上沟", "-" * 3])
def test_a_row_id_that_is_none_is_set_aside(wang: Phone, row: str) -> None:
    change = replace(village(wang), row=row)
    assert not is_plain(row)
    assert reasons(wang.say(change)) == ["bad_row"]


def test_a_prose_edit_that_breaks_the_judge_is_set_aside(wang: Phone, town: Town) -> None:
    door = wang.create("dwelling", room_label="101")
    home = wang.create("household", dwelling_id=door.row, note="一。二。")
    edit = {"note": Edit(old=7, new="三。")}
    broken = wang.change("household", edit, row=home.row, kind=ChangeKind.text)
    answer = wang.say(door, home, broken)
    assert answer.judged[2].verdict.word == "quarantined"


def test_a_parent_that_is_a_name_of_nothing_is_missing(wang: Phone) -> None:
    assert reasons(wang.say(wang.create("household", dwelling_id="a\0b"))) == ["parent_missing"]


def test_a_change_for_another_scope_is_set_aside(wang: Phone) -> None:
    change = replace(village(wang), scope=ScopeId("grid:999"))
    assert reasons(wang.say(change)) == ["wrong_scope"]


def test_a_change_in_anothers_name_is_set_aside(wang: Phone, lin: Phone) -> None:
    change = replace(village(wang), actor=lin.caller.person)
    assert reasons(wang.say(change)) == ["not_author"]


def test_a_change_of_a_strange_device_is_set_aside(wang: Phone) -> None:
    change = replace(village(wang), device="somebody-elses")
    assert reasons(wang.say(change)) == ["not_author"]


def test_changes_made_on_ones_former_device_are_taken(wang: Phone, town: Town) -> None:
    change = village(wang)
    fresh = town.phone("王海示例")
    assert reasons(fresh.say(change)) == [None]


def test_a_group_is_all_in_or_all_aside(wang: Phone, town: Town) -> None:
    group = [
        replace(one, group=Group(id="g", index=index, size=3))
        for index, one in enumerate(
            [village(wang), wang.create("village_group", name=5), village(wang, "下沟组")]
        )
    ]
    answer = wang.say(*group)
    assert reasons(answer) == ["group_poisoned", "bad_type", "group_poisoned"]
    assert {effect.entity for fact in answer.facts for effect in fact.effect} == {"quarantine"}


def test_an_incomplete_group_is_set_aside_whole(wang: Phone) -> None:
    group = [
        replace(village(wang, str(index)), group=Group(id="g", index=index, size=3))
        for index in range(2)
    ]
    answer = wang.say(*group, village(wang, "别的"))
    assert reasons(answer) == ["group_incomplete", "group_incomplete", None]


def test_later_members_of_a_group_stand_on_earlier_ones(wang: Phone) -> None:
    door = replace(wang.create("dwelling", room_label="1"), group=Group(id="g", index=0, size=2))
    home = wang.create("household", dwelling_id=door.row)
    answer = wang.say(door, replace(home, group=Group(id="g", index=1, size=2)))
    assert reasons(answer) == [None, None]


def test_a_correction_marks_what_it_corrects(wang: Phone) -> None:
    bad = wang.create("village_group", name=5)
    wang.say(bad)
    mended = replace(village(wang), corrects=change_id(bad))
    answer = wang.say(mended)
    last = answer.facts[-1].effect[-1]
    assert last.row == derived_id("quarantine", change_id(bad))
    assert last.fields == {"state": "corrected"}


def test_a_correction_may_arrive_first(wang: Phone) -> None:
    bad = wang.create("village_group", name=5)
    wang.say(replace(village(wang), corrects=change_id(bad)))
    answer = wang.say(bad)
    assert aside(answer)["state"] == "corrected"


def test_a_stranger_to_a_change_may_not_correct_it(wang: Phone, miao: Phone) -> None:
    bad = wang.create("village_group", name=5)
    wang.say(bad)
    answer = miao.say(replace(village(miao), corrects=change_id(bad)))
    assert answer.judged[0].verdict.reason == "not_author"


def test_the_secretary_may_correct(wang: Phone, lin: Phone) -> None:
    bad = wang.create("village_group", name=5)
    wang.say(bad)
    answer = lin.say(replace(village(lin), corrects=change_id(bad)))
    assert reasons(answer) == [None]


AGAIN = {"state": Edit(old="corrected", new="waiting")}


def corrected(wang: Phone) -> str:
    """Let a change be set aside and corrected; give its quarantine row."""
    bad = wang.create("village_group", name=5)
    wang.say(bad)
    wang.say(replace(village(wang), corrects=change_id(bad)))
    return derived_id("quarantine", change_id(bad))


def again(phone: Phone, row: str, fields: dict[str, Edit] = AGAIN) -> Change:
    return phone.change("quarantine", fields, row=row, kind=ChangeKind.patch)


def test_a_correction_may_be_taken_back_by_whoever_may_correct(wang: Phone) -> None:
    row = corrected(wang)
    answer = wang.say(again(wang, row))
    assert reasons(answer) == [None]
    assert answer.facts[-1].effect[0].fields == {"state": "waiting"}


def test_by_a_stranger_to_the_change_it_may_not(wang: Phone, miao: Phone) -> None:
    row = corrected(wang)
    assert reasons(miao.say(again(miao, row))) == ["not_author"]


@pytest.mark.parametrize(
    "fields",
    [
        {"state": Edit(old="waiting", new="corrected")},
        {"reason": Edit(new="handed_over")},
        {**AGAIN, "change": Edit(new="{}")},
    ],
)
def test_nothing_else_is_written_to_what_was_set_aside(
    lin: Phone, wang: Phone, fields: dict[str, Edit]
) -> None:
    row = corrected(wang)
    assert reasons(lin.say(again(lin, row, fields))) == ["server_only"]


def test_asking_again_gives_the_same_verdict(wang: Phone) -> None:
    offer = wang.offer(*wang.send(wang.create("village_group", name=5)))
    first, second = (wang.exchange(offer).scopes[0].judged for _ in range(2))
    assert first == second


@pytest.mark.parametrize("entity", ["staff", "assignment", "tag_kind", "region"])
def test_staff_and_catalogues_are_the_servers_to_write(lin: Phone, entity: str) -> None:
    scope = f"community:{COMMUNITY}"
    change = lin.create(entity, scope, name="x")
    assert reasons(lin.say(change, scope=scope)) == ["server_only"]


def test_nobody_writes_a_conflict_by_hand(wang: Phone) -> None:
    assert reasons(wang.say(wang.create("conflict", state="open"))) == ["server_only"]


def test_a_visit_is_its_authors(wang: Phone, lin: Phone) -> None:
    door = wang.create("dwelling", room_label="101")
    visit = wang.create("visit", dwelling_id=door.row, outcome="met", author=lin.caller.person)
    assert reasons(wang.say(door, visit)) == [None, "not_author"]


def test_only_the_secretary_reviews(wang: Phone, lin: Phone) -> None:
    scope = f"diary:{wang.caller.person}"
    me = wang.caller.person
    entry = wang.create("diary_entry", scope, author=me, on="2026-11-20")
    own = wang.create("review", scope, author=me, entry_id=entry.row, kind="praise")
    assert reasons(wang.say(entry, own, scope=scope)) == [None, "secretary_only"]
    lin.say(scope=scope)
    boss = lin.caller.person
    review = lin.create("review", scope, author=boss, entry_id=entry.row, kind="praise")
    assert reasons(lin.say(review, scope=scope)) == [None]


def test_the_secretary_writes_nothing_else_in_a_diary(wang: Phone, lin: Phone) -> None:
    scope = f"diary:{wang.caller.person}"
    entry = lin.create("diary_entry", scope, author=lin.caller.person, on="2026-11-20")
    assert reasons(lin.say(entry, scope=scope)) == ["not_author"]


def test_a_future_day_of_the_clock_refuses_nothing(wang: Phone) -> None:
    late = replace(wang.now(), wall_ms=NINE * 10_000_000, boot_id="other")
    change = wang.change("village_group", {"name": Edit(new="上沟组")}, time=late)
    assert reasons(wang.say(change)) == [None]


def test_a_missing_row_is_never_made_by_a_patch(wang: Phone) -> None:
    edits = {"name": Edit(new="上沟组")}
    change = wang.change("village_group", edits, row=str(uuid.uuid4()), kind=ChangeKind.patch)
    assert reasons(wang.say(change)) == ["row_missing"]


def test_a_decision_on_a_conflict_is_one_change(wang: Phone, miao: Phone) -> None:
    made = village(wang)
    wang.say(made)
    miao.say()
    wang.say(wang.patch(made, "name", "上沟组", "东组"))
    (conflict,) = miao.say(miao.patch(made, "name", "上沟组", "西组")).facts[-1].effect
    kept = conflict.fields["kept"]["value"]
    other = conflict.fields["other"]["value"]
    edits = {"state": Edit(old="open", new="restored"), "value": Edit(old=kept, new=other)}
    decision = wang.change("conflict", edits, row=conflict.row, kind=ChangeKind.resolve)
    answer = wang.say(decision)
    assert [effect.entity for effect in answer.facts[-1].effect] == ["conflict", "village_group"]
