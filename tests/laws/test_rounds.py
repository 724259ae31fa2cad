"""The history of rounds says of each thing what became of it, and leads where one can act."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from fieldapp.queries.conflicts import ConflictsQuery
from fieldapp.queries.merged import MergedQuery
from fieldapp.queries.round_changes import RoundChange, RoundQuery, RoundShown, RoundsQuery
from fieldapp.services.fields import SetFields
from fieldapp.services.people import AddPhone
from fieldapp.store.round_history import RoundEntry, note_round
from server.purge import purge
from tests.laws.village import Member, Village, make_village
from tests.server.town import GRID_SCOPE


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Village]:
    """Give two workers of one grid and their secretary, level with the server."""
    url = f"sqlite:///{tmp_path / 'server.db'}"
    made = make_village(url, tmp_path / "data", ["王海示例", "苗长根", "林示范"])
    yield made
    made.close()


def went(member: Member) -> RoundShown:
    """Run one round, note it as the application does, and tell what it brought."""
    progress = member.sync()
    assert progress is not None
    now_ms = member.clock.read().wall_ms
    entry = RoundEntry(now_ms, now_ms, progress.retired, progress.received, "level", True)

    def work(connection: Connection) -> None:
        note_round(connection, entry)

    member.thread.run(work, write=True)
    newest = member.desk.ask(RoundsQuery()).result()[0]
    shown = member.desk.ask(RoundQuery(newest.last)).result()
    assert shown is not None
    return shown


def words(shown: RoundShown) -> list[tuple[str, str, str]]:
    """Give who, what and the verdict of each."""
    return [(one.who, one.text, one.verdict_word) for one in shown.changes]


def door(village: Village) -> str:
    """Make a door that everybody knows."""
    worker = village.members[0]
    fields = {"room_label": "502", "access_note": "铃坏了"}
    made = worker.write(lambda unit: unit.create("dwelling", GRID_SCOPE, fields))
    village.settle()
    for member in village.members:
        went(member)
    return made


def test_each_round_tells_its_own_changes_only(village: Village) -> None:
    worker, part_time, _ = village.members
    place = door(village)
    worker.desk.do(SetFields("dwelling", place, {"landmark": "锅炉房"})).result()
    assert words(went(worker)) == [("我", "502，改了地标", "入账")]
    assert words(went(part_time)) == [("王海示例", "502，改了地标", "入账")]
    assert went(worker).changes == ()


def test_a_clash_leads_to_its_card_and_a_refused_change_to_the_page_of_those(
    village: Village,
) -> None:
    worker, part_time, _ = village.members
    place = door(village)
    for member, words_ in ((worker, "敲窗户"), (part_time, "按铃")):
        member.desk.do(SetFields("dwelling", place, {"access_note": words_})).result()
    went(worker)
    orphan = {"dwelling_id": "gone", "status": "active"}
    part_time.write(lambda unit: unit.create("household", GRID_SCOPE, orphan))
    mine = {one.entity: one for one in went(part_time).changes if one.is_mine}
    (card,) = part_time.desk.ask(ConflictsQuery()).result().open
    assert led(mine["dwelling"]) == ("两边写得不一样", "conflicts", card.id)
    assert led(mine["household"]) == ("放一边，等着改", "quarantine", "all")


def led(one: RoundChange) -> tuple[str, str, str]:
    """Give the verdict and where it leads."""
    return one.verdict_word, one.opens, one.opens_at


def test_what_was_done_as_one_is_told_as_one(village: Village) -> None:
    worker = village.members[0]
    door(village)

    def work(unit: object) -> None:
        unit.begin_act()
        for room in ("601", "602"):
            unit.create("dwelling", GRID_SCOPE, {"room_label": room})

    worker.write(work)
    (one,) = went(worker).changes
    assert one.changes == 2


def test_a_round_that_is_not_in_the_history_is_nothing(village: Village) -> None:
    assert village.members[0].desk.ask(RoundQuery(99)).result() is None


def test_telephones_that_two_added_apart_are_told_as_both_kept(village: Village) -> None:
    worker, part_time, _ = village.members
    fields = {"name": "常福寿", "residence_type": "usual_local"}
    who = worker.write(lambda unit: unit.create("resident", GRID_SCOPE, fields))
    village.settle()
    assert worker.desk.ask(MergedQuery()).result() == ()
    for member, number in ((worker, "10000000001"), (part_time, "10000000002")):
        member.clock.advance(60_000)
        member.desk.do(AddPhone(who, number)).result()
        member.clock.advance(600_000)
    village.town.time.ms += 660_000
    village.settle()
    (row,) = worker.desk.ask(MergedQuery()).result()
    assert (row.title, row.text) == ("常福寿的电话", "两边添的都留下了")


def test_what_was_turned_down_with_an_erased_record_is_not_said_to_be_taken(
    village: Village,
) -> None:
    worker, part_time, _ = village.members
    fields = {"name": "常福寿", "residence_type": "usual_local"}
    who = worker.write(lambda unit: unit.create("resident", GRID_SCOPE, fields))
    village.settle()
    went(part_time)
    part_time.write(lambda unit: unit.patch("resident", who, {"speaks": "东北话"}))
    purge(village.town.service, ("resident", who), "申请")
    (one,) = [one for one in went(part_time).changes if one.is_mine]
    assert (one.text, one.verdict_word) == ("已按规定删除", "没有写入")
