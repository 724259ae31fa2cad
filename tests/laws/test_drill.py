"""Where rows differ though cursors agree, exactly those rows are fetched and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete

from fieldapp.store import scopes
from fieldapp.store.found import REPAIRED
from fieldapp.store.kept import kept
from fieldapp.store.repairing import recheck
from fieldapp.store.schema import tail
from server.drill import drill
from server.problems import Number, Problem
from sync.codec import canonical
from sync.drill import DrillAnswer, DrillQuestion
from sync.protocol import Answer, Offer
from tests.laws.test_road_back import Yesterday, finish
from tests.laws.test_stories import hint, new_door, shown_hint
from tests.laws.village import Fault, LyingLine, Member, Village, check_everything, make_village
from tests.server.town import GRID_SCOPE


@dataclass
class DrillingLine(LyingLine):
    """A line over which single rows can be compared; counts what travels for it."""

    questions: list[DrillQuestion] = field(default_factory=list)
    carried: int = 0
    facts: int = 0

    def exchange(self, offer: Offer) -> Answer:
        """Carry an offer, and count the facts that come back."""
        told = super().exchange(offer)
        self.facts += sum(len(one.facts) for one in told.scopes)
        return told

    def drill(self, question: DrillQuestion) -> DrillAnswer:
        """Carry a question."""
        self.questions.append(question)
        told = drill(self.service, self.caller, question)
        self.carried += len(canonical(told)) + len(canonical(question))
        return told


@pytest.fixture
def village(database_url: str, tmp_path: Path) -> Iterator[Village]:
    """Two workers of one grid and forty doors."""
    made = make_village(database_url, tmp_path / "data", ["王海示例", "苗长根"])
    for member in made.members:
        line = member.line
        member.line = DrillingLine(line.service, line.caller, token=line.token)
    yield made
    made.close()


def doors(village: Village, count: int = 40) -> list[str]:
    """Draw up doors that everybody has read."""
    found = [village.members[0].write(new_door) for _ in range(count)]
    village.settle()
    return found


def line_of(member: Member) -> DrillingLine:
    assert isinstance(member.line, DrillingLine)
    line = member.line
    line.questions, line.carried, line.facts = [], 0, 0
    return line


def by_hand(member: Member, *statements: str) -> None:
    def work(connection: Connection) -> None:
        for statement in statements:
            connection.exec_driver_sql(statement)
        for stand in scopes.all_stands(connection):
            recheck(connection, stand.scope)

    member.thread.run(work, write=True)


SPOILED: dict[str, Callable[[list[str]], str]] = {
    "changed": lambda ids: f"UPDATE dwelling SET access_note = '改坏了' WHERE id = '{ids[3]}'",
    "missing": lambda ids: f"DELETE FROM dwelling WHERE id = '{ids[7]}'",
    "extra": lambda ids: (
        "INSERT INTO dwelling (id, scope, room_label, stamps)"
        f" VALUES ('extra', '{GRID_SCOPE}', '909', '[]')"
    ),
}


@pytest.mark.parametrize(
    "how", [["changed"], ["missing"], ["extra"], ["changed", "missing", "extra"]]
)
def test_exactly_the_rows_that_differ_are_replaced(village: Village, how: list[str]) -> None:
    member = village.members[0]
    ids = doors(village)
    by_hand(member, *(SPOILED[one](ids) for one in how))
    line = line_of(member)
    done = member.sync()
    assert done is not None
    assert (done.is_level, done.repaired) == (True, len(how))
    assert line.facts == 0
    check_everything(village)


def test_what_waits_lies_over_the_repaired_row_again(village: Village) -> None:
    member = village.members[0]
    ids = doors(village)
    member.write(hint(ids[3], "先打电话"))
    by_hand(member, f"UPDATE base_image SET fields = '{{}}' WHERE id = '{ids[3]}'")
    line = line_of(member)
    line.faults = []
    village.settle()
    assert shown_hint(member, ids[3]) == "先打电话"
    assert shown_hint(village.members[1], ids[3]) == "先打电话"
    check_everything(village)


def test_little_travels_for_one_row(village: Village) -> None:
    member = village.members[0]
    ids = doors(village, 150)
    by_hand(member, SPOILED["changed"](ids))
    line = line_of(member)
    member.sync()
    assert [bool(one.rows) for one in line.questions] == [False, False, False, True]
    assert line.carried < 8_000


def test_a_line_without_questions_fetches_the_scope_anew(village: Village) -> None:
    member = village.members[0]
    ids = doors(village)
    line = member.line
    member.line = LyingLine(line.service, line.caller, token=line.token)
    by_hand(member, SPOILED["changed"](ids))
    done = member.sync()
    assert done is not None
    assert (done.is_level, done.repaired) == (True, 0)
    check_everything(village)


def test_what_a_restored_server_lost_is_given_back_by_who_fetches_a_scope_anew(
    village: Village, tmp_path: Path
) -> None:
    wang, miao = village.members
    yesterday = Yesterday(village, tmp_path)
    door = miao.write(new_door)
    village.settle()
    miao.write(lambda unit: unit.connection.execute(delete(tail)))
    wang.line = LyingLine(wang.line.service, wang.line.caller, token=wang.line.token)
    by_hand(wang, f"UPDATE dwelling SET access_note = '改坏了' WHERE id = '{door}'")
    wang.sync(Fault.none, Fault.none, Fault.none, Fault.request_lost)
    assert wang.read(lambda one: scopes.require(one, GRID_SCOPE)).is_resetting
    yesterday.put_back()
    finish(village)
    assert (miao.shown("dwelling", door) or {})["room_label"] == "502"


def test_a_log_that_moved_on_is_not_compared(village: Village) -> None:
    doors(village, 1)
    stand = village.members[0].read(lambda one: scopes.require(one, GRID_SCOPE))
    question = DrillQuestion(scope=GRID_SCOPE, cursor=stand.cursor, hash="")
    with pytest.raises(Problem) as problem:
        drill(village.town.service, village.members[0].line.caller, question)
    assert problem.value.number is Number.moved_on


def test_whoever_may_not_hold_a_scope_learns_nothing_of_it(village: Village) -> None:
    question = DrillQuestion(scope="diary:somebody", cursor=0, hash="")
    with pytest.raises(Problem) as problem:
        drill(village.town.service, village.members[0].line.caller, question)
    assert problem.value.number is Number.not_member


def test_a_repair_is_told(village: Village) -> None:
    member = village.members[0]
    by_hand(member, SPOILED["changed"](doors(village, 5)))
    member.sync()
    assert member.read(lambda one: kept(one, REPAIRED))["rows"] == 1
