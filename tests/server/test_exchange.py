"""One exchange: what is judged, in which order, what comes back, what is left alone."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from server.exchange import SNAPSHOT_FROM
from server.problems import Number, Problem
from sync.codec import canonical, chain_next, chain_start, change_id, combined_sum, decode, row_sum
from sync.merge import Row, absorb, stamp_of
from sync.protocol import Change, Edit, Fact, Group, Status, Word
from tests.server.town import GRID, GRID_SCOPE, Phone, Town


def village(phone: Phone, name: str = "上沟组") -> Change:
    return phone.create("village_group", name=name)


def words(answer: object) -> list[str]:
    return [judged.verdict.word.value for judged in answer.judged]


def test_a_change_is_taken_and_read_back(wang: Phone) -> None:
    answer = wang.say(village(wang))
    assert answer.status is Status.ok
    assert words(answer) == ["taken"]
    assert [fact.seq for fact in answer.facts] == [1]
    assert (answer.head, answer.head_hash) == (1, answer.facts[0].hash)


def test_another_device_reads_the_same_facts(wang: Phone, lin: Phone) -> None:
    facts = wang.say(village(wang)).facts
    assert lin.say().facts == facts


def test_the_answer_echoes_where_the_device_stood(wang: Phone) -> None:
    wang.say(village(wang))
    stand = wang.stand()
    answer = wang.push()
    assert (answer.cursor, answer.was) == (stand.cursor, stand.hash)
    assert answer.incarnation == stand.incarnation


def test_an_offer_sent_twice_is_judged_once(wang: Phone, town: Town) -> None:
    offer = wang.offer(*wang.send(village(wang), village(wang, "下沟组")))
    first, second = (wang.exchange(offer).scopes[0] for _ in range(2))
    assert first.judged == second.judged
    assert len(town.facts(GRID_SCOPE)) == 2


def test_the_chain_proves_each_fact(wang: Phone, town: Town) -> None:
    wang.say(village(wang), village(wang, "下沟组"))
    key = town.service.keys.chain
    was = chain_start(key, GRID_SCOPE)
    for fact in town.facts(GRID_SCOPE):
        assert fact.was == was
        was = chain_next(key, was, replace(fact, hash=""))
        assert fact.hash == was


def test_the_checksum_is_that_of_the_folded_log(wang: Phone, miao: Phone) -> None:
    made = village(wang)
    wang.say(made, village(wang, "下沟组"))
    wang.say(wang.patch(made, "name", "上沟组", "上沟一组"))
    miao.say()
    miao.say(miao.patch(made, "name", "上沟组", "上沟二组"))
    answer = replace(miao.push(), facts=())
    fresh = wang.town.phone("林示范")
    facts = fresh.push().facts
    assert answer.checksum == _folded(facts)


def _folded(facts: tuple[Fact, ...]) -> str:
    rows: dict[tuple[str, str], Row] = {}
    for fact in facts:
        stamp = stamp_of(decode(Change, bytes(fact.body)), fact.estimate)
        for one in fact.effect:
            key = (one.entity, one.row)
            rows[key] = absorb(rows.get(key), one.fields, stamp)
    sums: dict[str, int] = {}
    for (kind, row), value in rows.items():
        sums[kind] = (sums.get(kind, 0) + row_sum(kind, row, value.fields)) % (1 << 64)
    return combined_sum(sums)


def test_a_page_before_the_head_has_no_checksum(wang: Phone) -> None:
    wang.push(*wang.send(village(wang), village(wang, "下沟组")))
    page = wang.exchange(wang.offer(page_facts=1)).scopes[0]
    assert (len(page.facts), page.head, page.checksum) == (1, 2, "")


def test_pages_never_cut_a_group(wang: Phone) -> None:
    group = [
        replace(village(wang, f"{index}组"), group=Group(id="g", index=index, size=3))
        for index in range(3)
    ]
    wang.push(*wang.send(village(wang), *group, village(wang, "末组")))
    sizes = []
    while True:
        page = wang.exchange(wang.offer(page_facts=2)).scopes[0]
        if not page.facts:
            break
        sizes.append(len(page.facts))
        wang.take(page)
    assert sizes == [1, 3, 1]


def test_clashing_edits_are_kept_both(wang: Phone, miao: Phone) -> None:
    made = village(wang)
    wang.say(made)
    miao.say()
    wang.say(wang.patch(made, "name", "上沟组", "上沟东组"))
    answer = miao.say(miao.patch(made, "name", "上沟组", "上沟西组"))
    assert words(answer) == ["clashed"]
    (conflict,) = answer.facts[-1].effect
    assert conflict.entity == "conflict"
    assert {conflict.fields[side]["value"] for side in ("kept", "other")} == {
        "上沟东组",
        "上沟西组",
    }


def test_a_wrong_hash_is_told_to_start_again(wang: Phone) -> None:
    wang.say(village(wang))
    wang.stand().hash = "0" * 32
    answer = wang.push(*wang.send(village(wang)))
    assert (answer.status, answer.judged) == (Status.reset, ())


def test_a_cursor_beyond_the_head_is_told_to_start_again(wang: Phone) -> None:
    wang.say(village(wang))
    wang.stand().cursor = 9
    assert wang.push().status is Status.reset


def test_the_start_of_the_chain_is_a_prefix(wang: Phone, town: Town) -> None:
    wang.stand().hash = chain_start(town.service.keys.chain, GRID_SCOPE)
    assert wang.push(*wang.send(village(wang))).status is Status.ok


def test_a_scope_of_others_is_closed(wang: Phone, town: Town) -> None:
    town.add("外人")
    stranger = town.phone("外人")
    answer = stranger.push(*stranger.send(village(stranger)))
    assert (answer.status, answer.facts, answer.head) == (Status.gone, (), 0)
    assert town.facts(GRID_SCOPE) == []


def test_a_scope_that_never_was_is_closed(wang: Phone) -> None:
    assert wang.push(scope="grid:000").status is Status.gone


def test_the_answer_lists_every_scope_the_person_may_hold(wang: Phone) -> None:
    answer = wang.exchange(wang.offer())
    assert set(answer.member_of) == {
        "community:560102001006",
        f"grid:{GRID}",
        f"care:{GRID}",
        f"diary:{wang.caller.person}",
    }


def test_a_new_device_of_a_long_log_gets_a_snapshot(wang: Phone, lin: Phone) -> None:
    for start in range(0, SNAPSHOT_FROM, 100):
        wang.say(*(village(wang, f"{start + index}组") for index in range(100)))
    answer = lin.push(*lin.send(village(lin, "书记组")))
    assert answer.status is Status.snap
    assert words(answer) == ["taken"]
    assert answer.snapshot is not None
    assert (answer.snapshot.seq, answer.snapshot.hash) == (answer.head, answer.head_hash)


def test_an_unknown_version_is_turned_away(wang: Phone) -> None:
    with pytest.raises(Problem) as caught:
        wang.exchange(replace(wang.offer(), version=2))
    assert caught.value.number is Number.unknown_version


def test_too_many_changes_are_turned_away_whole(wang: Phone, town: Town) -> None:
    with pytest.raises(Problem) as caught:
        wang.push(*wang.send(*(village(wang, str(n)) for n in range(201))))
    assert caught.value.number is Number.too_large
    assert town.facts(GRID_SCOPE) == []


def test_an_id_that_is_none_is_turned_away(wang: Phone) -> None:
    body = canonical(village(wang))
    with pytest.raises(Problem) as caught:
        wang.push(wang.send_body(body, "no-id"))
    assert caught.value.number is Number.malformed


def test_an_estimate_comes_from_the_boot_clock(wang: Phone, town: Town) -> None:
    then = replace(wang.now(), wall_ms=0, boot_ms=wang.boot_ms - 5_000)
    change = wang.change("village_group", {"name": Edit(new="上沟组")}, time=then)
    (fact,) = wang.say(change).facts
    assert (fact.estimate.at_ms, fact.estimate.good) == (town.time() - 5_000, True)


def test_an_estimate_of_another_boot_is_weak(wang: Phone, town: Town) -> None:
    then = replace(wang.now(), boot_id="boot-0")
    change = wang.change("village_group", {"name": Edit(new="上沟组")}, time=then)
    offer = replace(wang.offer(*wang.send(change)), offset_ms=700)
    (fact,) = wang.exchange(offer).scopes[0].facts
    assert (fact.estimate.at_ms, fact.estimate.good) == (town.time() + 700, False)


def test_a_fact_carries_the_change_word_for_word(wang: Phone) -> None:
    change = village(wang)
    body = b" " + canonical(change)
    (fact,) = wang.push(wang.send_body(body, change_id(change, body))).facts
    assert bytes(fact.body).strip() == body.strip()
    assert fact.verdict.word is Word.taken
