"""Export and import: only facts read on the way back retire changes, whatever the order."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldapp.bundles.exporting import export_bundle, how_it_stands
from fieldapp.bundles.importing import import_bundle
from fieldapp.bundles.words import exported_lines, imported_lines, last_export_text
from fieldapp.errors import Refused, Trouble
from fieldapp.queries.standing import StandingQuery
from server.backup import restore_backup, write_backup
from server.exchange import SNAPSHOT_FROM
from sync.bundle import Kind, read_header
from sync.bundle_reader import Ending
from sync.bundle_writer import Writing, begin_bundle
from sync.protocol import Fact
from sync.seal import draw_signing_key
from tests.bundles.team import Mate, Team
from tests.server.town import GRID_2, GRID_SCOPE, NINE


def test_an_export_keeps_everything_here(team: Team, wang: Mate) -> None:
    wang.build("甲1")
    before = wang.waiting()
    done = wang.export(team.stick / "周三.gsb")
    assert done.count == before == wang.waiting() > 0
    assert "才算送到" in "".join(exported_lines(done))


def test_the_answer_retires_what_it_brings_back(team: Team, wang: Mate) -> None:
    wang.build("甲1")
    count = wang.waiting()
    wang.export(team.stick / "a.gsb")
    done = wang.import_(team.answer(team.stick / "a.gsb"))
    assert (done.retired, done.waiting, done.ending) == (count, 0, Ending.whole)
    assert done.is_level
    assert wang.desk.ask(StandingQuery()).result().is_proven


def test_what_is_written_meanwhile_stays_for_the_next_trip(team: Team, wang: Mate) -> None:
    wang.build("甲1")
    wang.export(team.stick / "a.gsb")
    wang.build("甲2")
    done = wang.import_(team.answer(team.stick / "a.gsb"))
    assert done.waiting == wang.waiting() > 0
    assert not done.is_level
    wang.export(team.stick / "b.gsb")
    assert wang.import_(team.answer(team.stick / "b.gsb")).waiting == 0


def test_many_changes_go_in_one_file(team: Team, wang: Mate) -> None:
    for number in range(6):
        wang.build(f"乙{number}", doors=120)
    count = wang.waiting()
    assert count > 400
    assert wang.export(team.stick / "a.gsb").count == count
    assert wang.import_(team.answer(team.stick / "a.gsb")).waiting == 0


def test_two_roads_at_once_do_no_harm(team: Team, wang: Mate, lin: Mate) -> None:
    wang.build("甲1")
    wang.export(team.stick / "a.gsb")
    wang.sync()
    before = wang.dump()
    done = wang.import_(team.answer(team.stick / "a.gsb"))
    assert (done.received, done.waiting) == (0, 0)
    assert wang.dump() == before
    assert "没有新的" in imported_lines(done)[0]
    lin.sync()
    ids = [one.id for one in _facts(team)]
    assert len(ids) == len(set(ids))


def test_facts_of_an_answer_count_after_a_round_over_the_line(
    team: Team, wang: Mate, lin: Mate
) -> None:
    wang.build("甲1")
    wang.export(team.stick / "a.gsb")
    wang.sync()  # stands further on than the export said
    lin.sync()
    lin.build("甲2")
    lin.sync()
    done = wang.import_(team.answer(team.stick / "a.gsb"))
    assert done.received > 0
    assert wang.dump() == [one for one in lin.dump() if one in wang.dump()]


def test_importing_twice_changes_nothing(team: Team, wang: Mate) -> None:
    wang.build("甲1")
    wang.export(team.stick / "a.gsb")
    answer = team.answer(team.stick / "a.gsb")
    wang.import_(answer)
    before = wang.dump()
    again = wang.import_(answer)
    assert (again.received, again.retired) == (0, 0)
    assert wang.dump() == before


def test_answers_in_the_wrong_order_do_no_harm(team: Team, wang: Mate) -> None:
    wang.build("甲1")
    wang.export(team.stick / "a.gsb")
    first = team.answer(team.stick / "a.gsb")
    wang.build("甲2")
    wang.export(team.stick / "b.gsb")
    second = team.answer(team.stick / "b.gsb")
    assert wang.import_(second).waiting == 0
    before = wang.dump()
    assert wang.import_(first).received == 0
    assert wang.dump() == before


def test_an_old_answer_takes_back_no_proof(team: Team, wang: Mate) -> None:
    wang.build("甲1")
    wang.export(team.stick / "a.gsb")
    old = team.answer(team.stick / "a.gsb")
    wang.sync()
    proven = wang.desk.ask(StandingQuery()).result()
    wang.import_(old)
    after = wang.desk.ask(StandingQuery()).result()
    assert after.is_proven
    assert after.proven_ms == proven.proven_ms


def test_an_old_answer_leaves_a_scope_joined_since(team: Team, wang: Mate) -> None:
    wang.export(team.stick / "a.gsb")
    old = team.answer(team.stick / "a.gsb")
    team.town.assign("王海示例", GRID_2, "part")
    wang.sync()
    wang.import_(old)
    held = {one.scope for one in wang.desk.ask(StandingQuery()).result().scopes}
    assert f"grid:{GRID_2}" in held


def test_a_scope_joined_meanwhile_comes_with_the_answer(team: Team, wang: Mate) -> None:
    wang.export(team.stick / "a.gsb")
    team.town.assign("王海示例", GRID_2, "part")
    assert wang.import_(team.answer(team.stick / "a.gsb")).is_level
    held = {one.scope for one in wang.desk.ask(StandingQuery()).result().scopes}
    assert f"grid:{GRID_2}" in held


def test_a_first_sync_comes_on_a_stick(team: Team, lin: Mate) -> None:
    for number in range(6):
        lin.build(f"乙{number}", doors=120)
    lin.sync()
    assert len(_facts(team)) > SNAPSHOT_FROM
    fresh = team.enrol("苗长根")
    fresh.export(team.stick / "a.gsb")
    done = fresh.import_(team.answer(team.stick / "a.gsb"))
    assert done.is_level
    buildings = [one for one in fresh.dump() if one["kind"] == "building"]
    assert len(buildings) == 6


def test_a_torn_answer_counts_as_far_as_it_goes(team: Team, wang: Mate) -> None:
    wang.build("甲1")
    wang.sync()
    for number in range(12):
        wang.build(f"乙{number}", doors=120)
    wang.export(team.stick / "a.gsb")
    answer = team.answer(team.stick / "a.gsb")
    whole = answer.read_bytes()
    answer.write_bytes(whole[: len(whole) * 3 // 4])
    done = wang.import_(answer)
    assert done.ending is Ending.torn
    assert done.waiting == wang.waiting() > 0
    assert done.retired > 0
    assert "后半截坏了" in "".join(imported_lines(done))
    answer.write_bytes(whole)
    assert wang.import_(answer).waiting == 0


def test_a_torn_export_is_told_on_the_way_back(team: Team, wang: Mate) -> None:
    for number in range(6):
        wang.build(f"乙{number}", doors=120)
    file = team.stick / "a.gsb"
    wang.export(file)
    file.write_bytes(file.read_bytes()[:-2000])
    done = wang.import_(team.answer(file))
    assert done.was_torn_there
    assert "再导一次" in "".join(imported_lines(done))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not-bundle"),
        (b"PK\x03\x04 some other file", "not-bundle"),
        (b"\x89GSB\r\n\x1a\n\x00\x02\x00\x00", "bundle-newer"),
        (b"\x89GSB\r\n\x1a\n\x00\x01\xff\xff", "bundle-damaged"),
    ],
)
def test_a_file_that_is_none_is_told(team: Team, wang: Mate, content: bytes, code: str) -> None:
    file = team.stick / "x.gsb"
    file.write_bytes(content)
    with pytest.raises((Refused, Trouble)) as caught:
        wang.import_(file)
    assert isinstance(caught.value, Refused | Trouble)
    assert caught.value.code == code


def test_a_missing_file_is_told(team: Team, wang: Mate) -> None:
    with pytest.raises(Refused) as caught:
        wang.import_(team.stick / "none.gsb")
    assert caught.value.code == "file-missing"


def test_ones_own_export_is_no_answer(team: Team, wang: Mate) -> None:
    wang.export(team.stick / "a.gsb")
    with pytest.raises(Refused) as caught:
        wang.import_(team.stick / "a.gsb")
    assert caught.value.code == "bundle-is-export"


def test_another_devices_answer_is_let_be(team: Team, wang: Mate, lin: Mate) -> None:
    wang.export(team.stick / "a.gsb")
    with pytest.raises(Refused) as caught:
        lin.import_(team.answer(team.stick / "a.gsb"))
    assert caught.value.code == "bundle-other-device"


def test_an_answer_of_another_server_is_let_be(team: Team, wang: Mate) -> None:
    wang.export(team.stick / "a.gsb")
    header, _ = read_header((team.stick / "a.gsb").read_bytes())
    writing = Writing(bytes.fromhex(header.reply), draw_signing_key())
    writer = begin_bundle(writing, Kind.answer, header.device, 7, about=header.id)
    (team.stick / "f.gsb").write_bytes(writer.begin() + writer.end())
    with pytest.raises(Refused) as caught:
        wang.import_(team.stick / "f.gsb")
    assert caught.value.code == "bundle-stranger"


def test_no_other_file_is_overwritten(team: Team, wang: Mate) -> None:
    file = team.stick / "表.gsb"
    file.write_bytes(b"somebody's table")
    with pytest.raises(Refused) as caught:
        wang.export(file)
    assert caught.value.code == "file-exists"
    assert file.read_bytes() == b"somebody's table"


def test_a_stick_that_was_pulled_out_is_told(team: Team, wang: Mate) -> None:
    with pytest.raises(Trouble) as caught:
        wang.export(team.stick / "gone" / "a.gsb")
    assert caught.value.code == "stick-gone"
    assert how_it_stands(wang.session) is None


def test_a_stopped_export_leaves_nothing(team: Team, wang: Mate) -> None:
    wang.build("甲1")
    with pytest.raises(Trouble) as caught:
        export_bundle(wang.session, team.stick / "a.gsb", is_cancelled=lambda: True)
    assert caught.value.code == "cancelled"
    assert list(team.stick.iterdir()) == []


def test_a_stopped_import_keeps_what_it_read_and_can_be_taken_up(team: Team, wang: Mate) -> None:
    for number in range(12):
        wang.build(f"乙{number}", doors=120)
    wang.export(team.stick / "a.gsb")
    answer = team.answer(team.stick / "a.gsb")
    asked = iter([False, *[True] * 1000])
    with pytest.raises(Trouble):
        import_bundle(wang.session, answer, is_cancelled=lambda: next(asked))
    assert wang.import_(answer).waiting == 0


def test_the_last_export_says_how_it_stands(team: Team, wang: Mate) -> None:
    now_ms = wang.session.clock.read().wall_ms
    assert last_export_text(how_it_stands(wang.session), now_ms) == ""
    wang.build("甲1")
    count = wang.export(team.stick / "a.gsb").things
    said = last_export_text(how_it_stands(wang.session), now_ms)
    assert said.endswith(f"，{count} 条，还没回来")
    wang.import_(team.answer(team.stick / "a.gsb"))
    assert "读了回信" in last_export_text(how_it_stands(wang.session), now_ms)


def test_a_restored_server_is_given_back_by_stick(team: Team, wang: Mate) -> None:
    wang.build("甲1")
    backup = _backup(team)
    wang.build("甲2")
    wang.sync()
    before = wang.dump()
    _restore(team, backup)
    for name in ("a", "b", "c"):
        wang.export(team.stick / f"{name}.gsb")
        done = wang.import_(team.answer(team.stick / f"{name}.gsb"))
    assert done.is_level
    assert wang.dump() == before


SPOILS = st.one_of(
    st.integers(0, 9999).map(lambda part: (part, ())),
    st.lists(st.tuples(st.integers(0, 9999), st.integers(0, 7)), min_size=1, max_size=4).map(
        lambda bits: (10_000, tuple(bits))
    ),
)
"""How a file is spoiled: cut off at so many parts of 10,000, or with bits turned over."""


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SPOILS)
def test_a_spoiled_answer_never_does_wrong(
    team: Team, spoil: tuple[int, tuple[tuple[int, int], ...]]
) -> None:
    wang = team.mates[0] if team.mates else team.enrol("王海示例")
    wang.build(f"丙{team.town.time.ms}", doors=8)
    file = team.stick / "a.gsb"
    wang.export(file)
    answer = team.answer(file)
    whole = answer.read_bytes()
    answer.write_bytes(_spoiled(whole, *spoil))
    with suppress(Refused, Trouble):
        wang.import_(answer)
    answer.write_bytes(whole)
    assert wang.import_(answer).waiting == 0


def _facts(team: Team) -> list[Fact]:
    return team.town.facts(GRID_SCOPE)


def _backup(team: Team) -> Path:
    service, file = team.town.service, team.folder / "backup"
    write_backup(service.store, service.keys, file, NINE)
    return file


def _restore(team: Team, file: Path) -> None:
    service = team.town.service
    restore_backup(service.store, service.keys, file, replace=True, now_ms=NINE)


def _spoiled(content: bytes, part: int, bits: tuple[tuple[int, int], ...]) -> bytes:
    spoiled = bytearray(content[: len(content) * part // 10_000])
    for at, bit in bits:
        spoiled[len(spoiled) * at // 10_000] ^= 1 << bit
    return bytes(spoiled)
