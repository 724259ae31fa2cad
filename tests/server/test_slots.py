"""The slot chain: a cloned or restored device is noticed, and loses and doubles nothing."""

from __future__ import annotations

import uuid

from msgspec.structs import replace

from sync.protocol import Change, Group, Sent, Status
from tests.server.town import GRID_SCOPE, Phone, Stand, Town


def village(phone: Phone, name: str = "上沟组") -> Change:
    return phone.create("village_group", name=name)


def group_of(phone: Phone, size: int) -> list[Change]:
    return [
        replace(village(phone, f"{index}"), group=Group(id="g", index=index, size=size))
        for index in range(size)
    ]


def again(phone: Phone, sent: list[Sent]) -> list[Sent]:
    """Offer the same changes under a new incarnation, as a device does after FORK, GAP, RESET."""
    stand = phone.stand()
    phone.stands[GRID_SCOPE] = Stand(stand.cursor, stand.hash, uuid.uuid4().hex)
    return [phone.send_body(bytes(one.body), one.id) for one in sent]


def test_a_slot_taken_by_another_change_is_a_fork(wang: Phone) -> None:
    wang.push(*wang.send(village(wang)))
    wang.stand().n, wang.stand().prev = 0, ""
    answer = wang.push(*wang.send(village(wang, "下沟组")))
    assert (answer.status, answer.judged) == (Status.fork, ())


def test_another_predecessor_is_a_fork(wang: Phone) -> None:
    wang.push(*wang.send(village(wang)))
    wang.stand().prev = str(uuid.uuid4())
    assert wang.push(*wang.send(village(wang, "下沟组"))).status is Status.fork


def test_a_slot_too_far_is_a_gap(wang: Phone) -> None:
    wang.send(village(wang))
    answer = wang.push(*wang.send(village(wang, "下沟组")))
    assert (answer.status, answer.judged) == (Status.gap, ())


def test_an_unknown_stream_begins_at_one(wang: Phone) -> None:
    wang.stand().n = 4
    assert wang.push(*wang.send(village(wang))).status is Status.gap


def test_an_incarnation_belongs_to_its_first_device(wang: Phone, miao: Phone) -> None:
    wang.push(*wang.send(village(wang)))
    miao.stands[GRID_SCOPE] = Stand(incarnation=wang.stand().incarnation)
    assert miao.push(*miao.send(village(miao))).status is Status.fork


def test_changes_before_the_broken_slot_are_judged(wang: Phone, town: Town) -> None:
    good = wang.send(village(wang))
    wang.stand().n += 1
    answer = wang.push(*good, *wang.send(village(wang, "下沟组")))
    assert answer.status is Status.gap
    assert [judged.id for judged in answer.judged] == [good[0].id]
    assert len(town.facts(GRID_SCOPE)) == 1


def test_a_new_incarnation_doubles_nothing_and_drops_nothing(wang: Phone, town: Town) -> None:
    sent = wang.send(village(wang), village(wang, "下沟组"))
    wang.push(*sent)
    repeated = again(wang, sent)
    more = wang.send(village(wang, "河滩组"))
    answer = wang.push(*repeated, *more)
    assert answer.status is Status.ok
    assert [judged.seq for judged in answer.judged] == [1, 2, 3]
    assert len(town.facts(GRID_SCOPE)) == 3


def test_the_stream_advances_over_known_changes(wang: Phone) -> None:
    sent = wang.send(village(wang))
    wang.push(*sent)
    wang.push(*again(wang, sent))
    assert wang.push(*wang.send(village(wang, "下沟组"))).status is Status.ok


def test_facts_still_come_down_when_a_stream_is_broken(wang: Phone, miao: Phone) -> None:
    miao.push(*miao.send(village(miao)))
    wang.stand().n = 4
    answer = wang.push(*wang.send(village(wang, "下沟组")))
    assert answer.status is Status.gap
    assert len(answer.facts) == 1


def test_a_stop_inside_a_group_leaves_the_whole_group(wang: Phone, town: Town) -> None:
    first = wang.send(village(wang))
    group = wang.send(*group_of(wang, 3))
    broken = replace(group[2], slot=replace(group[2].slot, n=99))
    answer = wang.push(*first, *group[:2], broken)
    assert answer.status is Status.gap
    assert [judged.id for judged in answer.judged] == [first[0].id]
    assert len(town.facts(GRID_SCOPE)) == 1
    whole = wang.push(*again(wang, [*first, *group]))
    assert [judged.verdict.word for judged in whole.judged] == ["taken"] * 4


def test_the_same_change_twice_in_one_offer_is_judged_once(wang: Phone, town: Town) -> None:
    (sent,) = wang.send(village(wang))
    twin = wang.send_body(bytes(sent.body), sent.id)
    answer = wang.push(sent, twin)
    assert [judged.seq for judged in answer.judged] == [1, 1]
    assert len(town.facts(GRID_SCOPE)) == 1
