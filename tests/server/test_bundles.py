"""Sealed files at the server: the same offers and answers, and nothing for strangers."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import TestClient
from msgspec.structs import replace
from sqlalchemy import select

from server.accounts import revoke
from server.bundle_web import BUNDLE
from server.bundles import answer_bundle
from server.exchange import SNAPSHOT_FROM
from server.introductions import introduce
from server.problems import Number, Problem
from server.tables import AUDIT
from server.web import build_app
from sync.bundle import Kind, Piece, look
from sync.bundle_reader import BundleReader, Ending, known_by, read_inside
from sync.bundle_writer import Writing, begin_bundle
from sync.leaving import is_receipt
from sync.protocol import Answer, Fact, Offer, Returned, Sent, Status, Word
from sync.seal import draw_sealing_key, draw_signing_key, sealing_public, signing_public
from sync.snapshot import read_snapshot
from tests.server.town import GRID, GRID_SCOPE, NINE, Phone, Town


@dataclass
class Stick:
    """A tablet that sends files instead of calling."""

    phone: Phone
    opening: bytes = field(default_factory=draw_sealing_key)
    signing: bytes = field(default_factory=draw_signing_key)

    def introduce(self) -> Stick:
        """Make its key known, as an enrolment does."""
        introduce(self.phone.town.service, self.phone.caller, signing_public(self.signing))
        return self

    def export(self, *offers: Offer, seal_to: bytes = b"") -> bytes:
        """Write offers into a file."""
        keys = self.phone.town.service.keys.public()
        writing = Writing(seal_to or keys.seal, self.signing)
        reply = sealing_public(self.opening)
        writer = begin_bundle(writing, Kind.offer, self.phone.caller.device, NINE, reply=reply)
        parts = [writer.begin(), *(writer.offer(one) for one in offers), writer.end()]
        return b"".join(parts)

    def bring(self, content: bytes) -> bytes:
        """Bring a file to the server."""
        return answer_bundle(self.phone.town.service, content, None).content

    def read(self, content: bytes) -> tuple[list[Answer], list[bytes]]:
        """Open an answer file: its answers and its pieces of snapshots."""
        signed = known_by(self.phone.town.service.keys.public().sign)
        reader = BundleReader(content, self.opening)
        pieces = list(reader.pieces(signed))
        assert reader.ending is Ending.whole
        answers = [read_inside(Answer, one) for kind, one in pieces if kind is Piece.answer]
        return answers, [one for kind, one in pieces if kind is Piece.picture]

    def carry(self, *offers: Offer) -> list[Answer]:
        """Send offers there and read the answers."""
        return self.read(self.bring(self.export(*offers)))[0]

    def problem(self, content: bytes) -> Number:
        """Bring a file that is turned away."""
        with pytest.raises(Problem) as caught:
            self.bring(content)
        return caught.value.number


@pytest.fixture
def stick(wang: Phone) -> Stick:
    """The worker's tablet, known to the server."""
    return Stick(wang).introduce()


def village(phone: Phone, number: int = 1) -> list[Sent]:
    names = [f"柳沟村{at}号" for at in range(number)]
    return phone.send(*(phone.create("dwelling", addr=one) for one in names))


def facts_of(answers: list[Answer], scope: str = GRID_SCOPE) -> list[Fact]:
    return [
        fact
        for answer in answers
        for one in answer.scopes
        if one.scope == scope
        for fact in one.facts
    ]


def test_changes_in_a_file_are_judged_and_answered(stick: Stick, wang: Phone, town: Town) -> None:
    sent = village(wang, 3)
    answers = stick.carry(wang.offer(*sent))
    ids = [one.id for one in sent]
    assert [fact.id for fact in town.facts(GRID_SCOPE)] == ids
    assert [one.id for one in answers[0].scopes[0].judged] == ids
    assert [fact.id for fact in facts_of(answers)] == ids


def test_many_offers_of_one_file_continue_each_other(stick: Stick, wang: Phone, town: Town) -> None:
    sent = village(wang, 6)
    answers = stick.carry(*(wang.offer(*sent[at : at + 2]) for at in (0, 2, 4)))
    assert [fact.id for fact in facts_of(answers)] == [one.id for one in sent]
    assert len(town.facts(GRID_SCOPE)) == 6


def test_the_answer_leads_to_the_head_in_pages(
    stick: Stick, wang: Phone, miao: Phone, town: Town
) -> None:
    stand = wang.stand()
    wang.say(wang.create("dwelling", addr="柳沟村1号"))
    here = (stand.cursor, stand.hash)
    for _ in range(4):
        miao.push(*village(miao, 200))
    answers = stick.carry(wang.offer())
    facts = facts_of(answers)
    assert [fact.seq for fact in facts] == list(range(here[0] + 1, 802))
    assert answers[-1].scopes[0].checksum


def test_the_time_of_a_carried_change_is_weak(stick: Stick, wang: Phone) -> None:
    answers = stick.carry(wang.offer(*village(wang)))
    assert [fact.estimate.good for fact in facts_of(answers)] == [False]


def test_bringing_a_file_twice_changes_nothing(stick: Stick, wang: Phone, town: Town) -> None:
    content = stick.export(wang.offer(*village(wang, 3)))
    first = stick.read(stick.bring(content))[0]
    again = stick.read(stick.bring(content))[0]
    assert len(town.facts(GRID_SCOPE)) == 3
    assert facts_of(first) == facts_of(again)


def test_two_files_in_the_wrong_order_are_both_taken_in_the_end(
    stick: Stick, wang: Phone, town: Town
) -> None:
    sent = village(wang, 4)
    early, late = (stick.export(wang.offer(*half)) for half in (sent[:2], sent[2:]))
    assert stick.read(stick.bring(late))[0][0].scopes[0].status is Status.gap
    stick.bring(early)
    stick.bring(late)
    assert [fact.id for fact in town.facts(GRID_SCOPE)] == [one.id for one in sent]


def test_two_roads_at_once_do_no_harm(stick: Stick, wang: Phone, town: Town) -> None:
    offer = wang.offer(*village(wang, 3))
    content = stick.export(offer)
    wang.exchange(offer)
    stick.bring(content)
    assert len(town.facts(GRID_SCOPE)) == 3


def test_a_torn_file_is_taken_as_far_as_it_goes(stick: Stick, wang: Phone, town: Town) -> None:
    sent = village(wang, 4)
    content = stick.export(wang.offer(*sent[:2]), wang.offer(*sent[2:]))
    torn = content[: -len(content) // 4]
    answered = answer_bundle(town.service, torn, None)
    assert answered.was_torn
    assert len(facts_of(stick.read(answered.content)[0])) in (2, 4)


def test_a_file_torn_before_its_first_word_is_told(stick: Stick, wang: Phone) -> None:
    content = stick.export(wang.offer(*village(wang)))
    assert stick.problem(content[: look(content).start + 9]) is Number.damaged_bundle


def test_a_device_nobody_introduced_is_a_stranger(wang: Phone, town: Town) -> None:
    stranger = Stick(wang)
    assert stranger.problem(stranger.export(wang.offer(*village(wang)))) is Number.stranger_bundle
    assert town.facts(GRID_SCOPE) == []


def test_a_device_cannot_write_in_anothers_name(stick: Stick, wang: Phone, miao: Phone) -> None:
    thief = Stick(wang).introduce()
    thief.phone = miao
    assert thief.problem(thief.export(wang.offer(*village(wang)))) is Number.stranger_bundle


def test_what_a_device_that_is_shut_out_still_holds_is_set_aside_and_signed_for(
    stick: Stick, wang: Phone, town: Town
) -> None:
    sent = village(wang, 3)
    content = stick.export(wang.offer(*sent[:2]), wang.offer(sent[2]))
    with town.service.store.write() as connection:
        revoke(connection, wang.caller.device, NINE)
    farewells = [
        one for answer in stick.read(stick.bring(content))[0] for one in answer.scopes if one.judged
    ]
    assert {one.status for one in farewells} == {Status.gone}
    assert [two.id for one in farewells for two in one.judged] == [one.id for one in sent]
    public = town.service.keys.public().sign
    assert all(is_receipt(public, one.receipt, one.scope, one.judged) for one in farewells)
    assert {one.verdict.word for one in town.facts(GRID_SCOPE)} == {Word.quarantined}


def test_a_file_of_somebody_who_left_may_give_back_after_she_took_leave(
    stick: Stick, wang: Phone, town: Town
) -> None:
    wang.say(wang.create("dwelling", addr="柳沟村1号"))
    town.assign("王海示例", GRID, "responsible", (None, "2026-11-19"))
    (sent,) = village(wang)
    leaving = wang.offer(sent)
    back = Returned(id=sent.id, body=bytes(sent.body).decode())
    (one,) = leaving.scopes
    giving = replace(leaving, scopes=(replace(one, changes=(), returns=(back,)),))
    answers = stick.carry(leaving, giving)
    assert answers[0].scopes[0].status is Status.gone


def test_a_file_for_another_server_is_told_apart(stick: Stick, wang: Phone) -> None:
    other = sealing_public(draw_sealing_key())
    content = stick.export(wang.offer(*village(wang)), seal_to=other)
    assert stick.problem(content) is Number.bundle_elsewhere


def test_an_answer_is_no_file_for_the_server(stick: Stick, wang: Phone) -> None:
    answer = stick.bring(stick.export(wang.offer()))
    assert stick.problem(answer) in (Number.not_bundle, Number.bundle_elsewhere)


def test_an_offer_of_a_newer_protocol_is_told(stick: Stick, wang: Phone) -> None:
    content = stick.export(replace(wang.offer(), version=99))
    assert stick.problem(content) is Number.unknown_version


def test_a_change_that_cannot_be_read_stops_only_what_comes_after(
    stick: Stick, wang: Phone, town: Town
) -> None:
    good = village(wang, 3)
    bad = wang.send_body(b"{}", "no-id-at-all")
    answered = answer_bundle(
        town.service, stick.export(wang.offer(*good, bad, *village(wang))), None
    )
    assert answered.stuck == "malformed"
    assert [fact.id for fact in town.facts(GRID_SCOPE)] == [one.id for one in good]


def test_a_frame_that_cannot_be_read_stops_only_what_comes_after(
    stick: Stick, wang: Phone, town: Town
) -> None:
    good = village(wang, 3)
    bad = wang.send_body(b"\xff\xfe", good[0].id)
    content = stick.export(wang.offer(*good), wang.offer(bad))
    assert answer_bundle(town.service, content, None).stuck == "malformed"
    assert len(town.facts(GRID_SCOPE)) == 3


def test_a_first_file_brings_the_snapshot_back(stick: Stick, wang: Phone, miao: Phone) -> None:
    for _ in range(SNAPSHOT_FROM // 200):
        miao.push(*village(miao, 200))
    answers, pieces = stick.read(stick.bring(stick.export(wang.offer())))
    ref = answers[0].scopes[0].snapshot
    assert ref is not None
    picture = read_snapshot(b"".join(pieces))
    assert (picture.seq, picture.hash) == (ref.seq, ref.hash)


def test_scopes_held_since_are_answered_from_their_start(stick: Stick, wang: Phone) -> None:
    answers = stick.carry(wang.offer())
    scopes = {one.scope for answer in answers for one in answer.scopes}
    assert scopes == set(answers[0].member_of)


def test_a_scope_of_others_is_gone(stick: Stick, wang: Phone) -> None:
    answers = stick.carry(wang.offer(scope="grid:560102101205001"))
    assert answers[0].scopes[0].status is Status.gone


def test_a_cloned_device_is_told_and_still_reads(stick: Stick, wang: Phone) -> None:
    wang.push(*village(wang, 2))
    stand = wang.stand()
    stand.n, stand.prev = 0, ""
    answers = stick.carry(wang.offer(*village(wang)))
    assert answers[0].scopes[0].status is Status.fork
    assert len(facts_of(answers)) == 2


def test_what_must_not_be_is_quarantined_as_on_any_road(stick: Stick, wang: Phone) -> None:
    change = wang.create("dwelling", addr="柳沟村1号")
    answers = stick.carry(wang.offer(*wang.send(wang.patch(change, "addr", "a", "b"))))
    assert [one.verdict.word for one in answers[0].scopes[0].judged] == [Word.quarantined]


def test_who_carried_what_is_on_record(stick: Stick, wang: Phone, lin: Phone, town: Town) -> None:
    content = stick.export(wang.offer(*village(wang, 2)))
    answer_bundle(town.service, content, lin.caller)
    with town.service.store.read() as connection:
        query = select(AUDIT.c.person, AUDIT.c.detail).where(AUDIT.c.event == "bundle_answered")
        ((person, detail),) = connection.execute(query)
    assert person == lin.caller.person
    assert json.loads(detail)["device"] == wang.caller.device


def test_a_file_goes_over_http(stick: Stick, wang: Phone, lin: Phone, town: Town) -> None:
    content = stick.export(wang.offer(*village(wang)))
    client: TestClient[Any]
    with TestClient(build_app(town.service)) as client:
        headers = {"Authorization": f"Bearer {lin.token}", "Content-Type": BUNDLE}
        response = client.post("/v1/bundles", content=content, headers=headers)
        noise = client.post("/v1/bundles", content=b"noise", headers=headers)
        nobody = client.post("/v1/bundles", content=content)
    assert response.status_code == HTTPStatus.OK
    assert len(facts_of(stick.read(response.content)[0])) == 1
    assert noise.json()["number"] == Number.not_bundle
    assert nobody.status_code == HTTPStatus.UNAUTHORIZED


def number_of(stick: Stick, content: bytes) -> Number | None:
    """Give the number of the problem that a file meets, if any."""
    try:
        stick.bring(content)
    except Problem as problem:
        return problem.number
    return None


def test_no_torn_file_ever_fails_in_another_way(stick: Stick, wang: Phone, tmp_path: Path) -> None:
    content = stick.export(wang.offer(*village(wang, 2)))
    for size in range(0, len(content), 97):
        # Cut between two pieces a file raises nothing, which is right as well.
        number = number_of(stick, content[:size])
        assert number in (None, Number.damaged_bundle, Number.not_bundle)
