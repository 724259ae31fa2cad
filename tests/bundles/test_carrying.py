"""Handing on: a carrier holds what she cannot read, orders nothing, and brings answers back."""

from __future__ import annotations

from pathlib import Path

import pytest

from fieldapp.bundles.custody import Custody
from fieldapp.bundles.exporting import how_it_stands
from fieldapp.bundles.words import carried_lines, last_export_text
from fieldapp.errors import Refused
from server.accounts import revoke
from sync.bundle import Kind, look
from sync.bundle_writer import Writing, begin_bundle
from sync.seal import draw_sealing_key, draw_signing_key, sealing_public
from tests.bundles.team import Mate, Team
from tests.server.town import GRID, GRID_SCOPE

ANSWER, RECEIPT = "周三-回信.gsb", "周三-收条.gsb"


@pytest.fixture
def file(team: Team, wang: Mate) -> Path:
    """An export of the worker on the stick."""
    wang.build("甲1")
    wang.export(team.stick / "周三.gsb")
    return team.stick / "周三.gsb"


def test_with_a_line_the_answer_lies_on_the_stick_at_once(
    team: Team, wang: Mate, lin: Mate, file: Path
) -> None:
    done = lin.carry(team.stick)
    assert (done.taken, done.forwarded, done.given, done.held) == (1, 1, 1, 0)
    assert wang.import_(team.stick / ANSWER).waiting == 0


def test_without_a_line_the_file_is_held_until_there_is_one(
    team: Team, wang: Mate, lin: Mate, file: Path
) -> None:
    lin.line.is_cut = True
    done = lin.carry(team.stick)
    assert done.is_away
    assert done.held == 1
    assert "先存在这台电脑上" in "".join(carried_lines(done))
    assert team.town.facts(GRID_SCOPE) == []
    lin.line.is_cut = False
    assert lin.carry().forwarded == 1
    assert lin.carry(team.stick, with_line=False).given == 1
    assert wang.import_(team.stick / ANSWER).waiting == 0


def test_a_receipt_tells_and_retires_nothing(team: Team, wang: Mate, lin: Mate, file: Path) -> None:
    lin.carry(team.stick, with_line=False)
    before = wang.waiting()
    assert wang.import_(team.stick / RECEIPT).kind is Kind.receipt
    assert wang.waiting() == before
    now_ms = wang.session.clock.read().wall_ms
    assert "有人收下了" in last_export_text(how_it_stands(wang.session), now_ms)


def test_an_answer_waits_for_the_stick_whose_file_is_gone(
    team: Team, wang: Mate, lin: Mate, file: Path
) -> None:
    lin.carry(team.stick, with_line=False)
    file.unlink()
    lin.carry()
    wang.export(team.stick / "周四.gsb")
    done = lin.carry(team.stick)
    assert done.given == 2
    answers = sorted(one for one in team.stick.iterdir() if "回信" in one.name)
    assert len(answers) == 2
    for answer in answers:
        wang.import_(answer)
    assert wang.waiting() == 0


def test_carrying_twice_is_no_harm(team: Team, wang: Mate, lin: Mate, file: Path) -> None:
    lin.carry(team.stick)
    count = len(team.town.facts(GRID_SCOPE))
    done = lin.carry(team.stick)
    assert done.forwarded == 0
    assert len(team.town.facts(GRID_SCOPE)) == count
    assert wang.import_(team.stick / ANSWER).waiting == 0


def test_two_carriers_of_one_file_are_no_harm(
    team: Team, wang: Mate, lin: Mate, file: Path
) -> None:
    lin.carry(team.stick)
    team.enrol("苗长根").carry(team.stick)
    assert wang.import_(team.stick / ANSWER).waiting == 0
    ids = [one.id for one in team.town.facts(GRID_SCOPE)]
    assert len(ids) == len(set(ids))


def test_a_whole_copy_takes_the_place_of_a_torn_one(
    team: Team, wang: Mate, lin: Mate, file: Path
) -> None:
    whole = file.read_bytes()
    file.write_bytes(whole[:-100])
    assert lin.carry(team.stick, with_line=False).torn == 1
    file.write_bytes(whole)
    lin.carry(team.stick)
    assert not wang.import_(team.stick / ANSWER).was_torn_there


def test_a_carrier_can_read_nothing(team: Team, lin: Mate, file: Path) -> None:
    lin.carry(team.stick)
    folder = Custody(lin.session).folder
    contents = [one.read_bytes() for one in (*folder.iterdir(), *team.stick.iterdir())]
    assert len(contents) == 5
    assert not any("甲1".encode() in one or b"grid:" in one for one in contents)


def test_a_strangers_file_is_held_and_told_by_the_server(team: Team, lin: Mate) -> None:
    writing = Writing(team.town.service.keys.public().seal, draw_signing_key())
    reply = sealing_public(draw_sealing_key())
    writer = begin_bundle(writing, Kind.offer, "nobody-known", 7, reply=reply)
    (team.stick / "x.gsb").write_bytes(writer.begin() + writer.end())
    done = lin.carry(team.stick)
    assert (done.forwarded, done.given) == (0, 0)
    assert "没有在这里登记过" in "".join(carried_lines(done))
    assert lin.carry().sentences == []


def test_a_revoked_device_lets_go_of_what_was_signed_for(
    team: Team, wang: Mate, lin: Mate, file: Path
) -> None:
    with team.town.service.store.write() as connection:
        revoke(connection, wang.session.enlisted.device, team.town.time())
    lin.carry(team.stick)
    assert wang.import_(team.stick / ANSWER).waiting == 0
    facts = team.town.facts(GRID_SCOPE)
    assert {one.verdict.reason for one in facts} == {"device_revoked"}
    assert not any("甲1" in str(one) for one in wang.dump())


def test_who_lost_her_grid_lets_go_of_it_by_stick(
    team: Team, wang: Mate, lin: Mate, file: Path
) -> None:
    """All she still holds is set aside for her successor, and her rows are gone."""
    team.town.assign("王海示例", GRID, "responsible", (None, "2026-11-19"))
    lin.carry(team.stick)
    done = wang.import_(team.stick / ANSWER)
    assert done.waiting == 0
    assert not any("甲1" in str(one) for one in wang.dump())


def test_a_file_for_elsewhere_is_not_taken(team: Team, lin: Mate) -> None:
    writing = Writing(sealing_public(draw_sealing_key()), draw_signing_key())
    writer = begin_bundle(writing, Kind.offer, "device-9", 7)
    other = team.stick / "x.gsb"
    other.write_bytes(writer.begin() + writer.end())
    with pytest.raises(Refused) as caught:
        lin.carry(other)
    assert caught.value.code == "bundle-elsewhere"
    assert Custody(lin.session).all() == []


def test_an_answer_is_not_handed_on(team: Team, wang: Mate, lin: Mate, file: Path) -> None:
    lin.carry(team.stick)
    with pytest.raises(Refused) as caught:
        lin.carry(team.stick / ANSWER)
    assert caught.value.code == "bundle-is-answer"


def test_a_folder_with_nothing_in_it_is_told(team: Team, lin: Mate) -> None:
    (team.stick / "照片.jpg").write_bytes(b"not ours")
    assert "没有找到" in "".join(carried_lines(lin.carry(team.stick)))


def test_a_stick_that_is_gone_is_told(team: Team, lin: Mate) -> None:
    with pytest.raises(Refused) as caught:
        lin.carry(team.stick / "gone")
    assert caught.value.code == "file-missing"


def test_what_lies_in_the_open_names_nobody(file: Path, wang: Mate) -> None:
    header = look(file.read_bytes()).header
    assert header.device == wang.session.enlisted.device
    assert wang.session.enlisted.person not in str(header)
