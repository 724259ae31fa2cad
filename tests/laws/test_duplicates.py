"""Two merge the same person at once, or one writes while another merges: everywhere the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fieldapp.queries.conflicts import ConflictsQuery
from fieldapp.queries.duplicates import DuplicatesQuery
from fieldapp.services.duplicates import CatchUpDuplicate, MergeResidents, SplitResident
from fieldapp.store.unit import Unit
from tests.laws.village import Member, Village, check_equal, check_everything, make_village
from tests.server.town import GRID_SCOPE

FIELDS = {"residence_type": "usual_local", "life_status": "living"}


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Village]:
    """Give the responsible worker, a part-time one and the secretary, level with the server."""
    url = f"sqlite:///{tmp_path / 'server.db'}"
    made = make_village(url, tmp_path / "data", ["王海示例", "苗长根", "林示范"])
    yield made
    made.close()


def written_twice(village: Village) -> tuple[str, str]:
    """Have one woman written down twice, at two doors, and everybody know it."""

    def work(unit: Unit) -> tuple[str, str]:
        people = []
        for number, speaks in (("10000000001", None), ("10000000002", "东北话")):
            phones = {unit.new_id(): {"number": number}}
            fields = {**FIELDS, "name": "高玉芬", "birth_date": "1936-11-11", "phones": phones}
            people.append(unit.create("resident", GRID_SCOPE, {**fields, "speaks": speaks}))
            door = unit.create("dwelling", GRID_SCOPE, {"room_label": number})
            home = {"dwelling_id": door, "head_id": people[-1]}
            household = unit.create("household", GRID_SCOPE, home)
            member = {"household_id": household, "resident_id": people[-1]}
            unit.create("member", GRID_SCOPE, member)
        return people[0], people[1]

    first, second = village.members[0].write(work)
    village.settle()
    return first, second


def do(member: Member, work: Callable[[], object]) -> None:
    """Let a minute go by and do something, offline."""
    member.clock.advance(60_000)
    work()


def merge(member: Member, first: str, second: str, *take: str) -> None:
    """Merge on a device, offline."""
    do(member, lambda: member.desk.do(MergeResidents(first, second, take)).result())


def everywhere(village: Village, kind: str, id_: str) -> dict[str, object]:
    """Give a row that all devices show alike."""
    shown = [member.shown(kind, id_) for member in village.members]
    assert shown[0] == shown[1] == shown[2]
    return dict(shown[0] or {})


def check(village: Village) -> None:
    """All laws hold, and all devices are equal."""
    village.settle()
    check_everything(village)
    check_equal(village)


def test_two_who_merge_the_same_at_once_have_merged_once(village: Village) -> None:
    first, second = written_twice(village)
    worker, _, secretary = village.members
    merge(worker, first, second)
    merge(secretary, second, first)
    check(village)
    kept, other = everywhere(village, "resident", first), everywhere(village, "resident", second)
    assert (other["duplicate_of"], kept.get("archived")) == (first, None)
    assert len(kept["phones"]["dots"]) == 2
    assert secretary.desk.ask(ConflictsQuery()).result().open == ()


def test_two_who_choose_differently_leave_one_card_and_one_way_back(village: Village) -> None:
    first, second = written_twice(village)
    worker, _, secretary = village.members
    before = [everywhere(village, "resident", one) for one in (first, second)]
    do(worker, lambda: worker.write(lambda unit: unit.patch("resident", second, {"sex": "2"})))
    do(worker, lambda: worker.write(lambda unit: unit.patch("resident", first, {"sex": "1"})))
    village.settle()
    merge(worker, first, second, "sex")
    merge(secretary, first, second)
    check(village)
    do(worker, lambda: worker.desk.do(SplitResident(second)).result())
    check(village)
    after = [everywhere(village, "resident", one) for one in (first, second)]
    assert [{**one, "sex": sex} for one, sex in zip(before, "12", strict=True)] == after


def test_what_is_written_on_the_other_meanwhile_is_kept_and_brought_over(
    village: Village,
) -> None:
    first, second = written_twice(village)
    worker, part_time, secretary = village.members
    merge(worker, first, second)
    do(
        part_time,
        lambda: part_time.write(
            lambda unit: unit.patch("resident", second, {"hearing_note": "大声说"})
        ),
    )
    check(village)
    (merged,) = secretary.desk.ask(DuplicatesQuery()).result().merged
    assert merged.late == ("怎么说话",)
    do(secretary, lambda: secretary.desk.do(CatchUpDuplicate(second)).result())
    check(village)
    assert everywhere(village, "resident", first)["hearing_note"] == "大声说"


def test_what_is_written_on_the_one_who_stays_is_not_turned_back(village: Village) -> None:
    first, second = written_twice(village)
    worker, part_time, _ = village.members
    do(
        part_time,
        lambda: part_time.write(lambda unit: unit.patch("resident", first, {"note": "有狗"})),
    )
    merge(worker, first, second)
    check(village)
    do(worker, lambda: worker.desk.do(SplitResident(second)).result())
    check(village)
    assert everywhere(village, "resident", first)["note"] == "有狗"
    assert "speaks" not in everywhere(village, "resident", first)


def test_two_who_part_them_at_once_can_merge_them_again(village: Village) -> None:
    first, second = written_twice(village)
    worker, _, secretary = village.members
    merge(worker, first, second)
    village.settle()
    for one in (worker, secretary):
        do(one, lambda one=one: one.desk.do(SplitResident(second)).result())
    check(village)
    merge(worker, first, second)
    check(village)
    kept = everywhere(village, "resident", first)
    numbers = {one["number"] for one in kept["phones"]["dots"].values()}
    assert numbers == {"10000000001", "10000000002"}
