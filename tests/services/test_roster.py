"""Importing real roster files into a real store: once, twice, undone, and against edits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from fieldapp.queries.roster import KnownGridQuery
from fieldapp.roster.fates import Fate
from fieldapp.roster.preview import Preview
from fieldapp.roster.read import read_table
from fieldapp.services.roster import ImportRoster, RosterImported
from fieldapp.services.undo import UndoAct
from fieldapp.store.schema import TABLES
from sync.merge import live_elements
from tests.devices import CARE_SCOPE, COMMUNITY_SCOPE, GRID_SCOPE, Device, make_device
from tests.roster.books import HEAD, HEADER, WIFE, judged, write_book

FILES = Path(__file__).parent.parent / "files"
ANSWERS = {"B05@*": "to18", "B42@*": "keep", "B29@*": "杏林家园"}
REAL = FILES / "roster-libreoffice.xlsx"


@pytest.fixture
def device() -> Iterator[Device]:
    made = make_device()
    yield made
    made.close()


def seen(device: Device, path: Path, answers: dict[str, Any] | None = None) -> Preview:
    return judged(read_table(path), device.ask(KnownGridQuery()), answers)


def imported(device: Device, path: Path, answers: dict[str, Any] | None = None) -> RosterImported:
    return device.do(ImportRoster(seen(device, path, answers).plan))


def rows(device: Device, kind: str) -> dict[str, dict[str, Any]]:
    """Read the rows of a kind that were not taken out."""
    table = TABLES[kind]
    query = select(table).where(table.c.archived.is_not(True))
    found = device.run(lambda connection: connection.execute(query).mappings().all())
    return {row["id"]: dict(row) for row in found}


def named(device: Device, name: str) -> dict[str, Any]:
    (found,) = (row for row in rows(device, "resident").values() if row["name"] == name)
    return found


def test_a_real_file_becomes_doors_households_and_people(device: Device) -> None:
    done = imported(device, REAL, ANSWERS)
    assert done.created["resident"] == len(rows(device, "resident")) == 12
    assert done.created["dwelling"] == len(rows(device, "dwelling")) == 11
    assert done.created["household"] == len(rows(device, "household")) == 10
    grandchild = named(device, "吕小禾")
    (member,) = (m for m in rows(device, "member").values() if m["resident_id"] == grandchild["id"])
    household = rows(device, "household")[member["household_id"]]
    assert member["relation_code"] == "42"
    assert household["head_id"] == named(device, "吕保国")["id"]
    dwelling = rows(device, "dwelling")[household["dwelling_id"]]
    assert dwelling["addr_key"] == "杏林家园|3|2|502"


def test_rare_characters_and_long_names_arrive_whole(device: Device) -> None:
    imported(device, REAL, ANSWERS)
    names = {row["name"] for row in rows(device, "resident").values()}
    assert {"丁䶮", "岳𬭎", "阿依努尔·吐尔逊江", "王芳"} <= names


def test_numbers_and_guarded_tags_stay_in_the_masked_rows(device: Device) -> None:
    imported(device, REAL, ANSWERS)
    grandchild = named(device, "吕小禾")
    care = rows(device, "care")[grandchild["id"]]
    assert (care["scope"], care["id_no"]) == (CARE_SCOPE, "560102201509090263")
    assert [e["code"] for e in live_elements(care["tags"]).values()] == ["LEFT_CHILD"]
    assert live_elements(grandchild["tags"]) == {}
    assert grandchild["has_care"] == 1


def test_phones_keep_whose_they_are(device: Device) -> None:
    imported(device, REAL, ANSWERS)
    phones = live_elements(named(device, "石满仓")["phones"]).values()
    assert {p["number"]: p.get("whose") for p in phones} == {
        "10012340003": None,
        "10012340004": "儿子",
        "0931-8000001": None,
    }


def test_the_same_file_again_changes_nothing(device: Device) -> None:
    imported(device, REAL, ANSWERS)
    again = seen(device, REAL, ANSWERS)
    judged_again = {row.fate for row in again.rows if row.fate is not Fate.REFUSED}
    assert judged_again == {Fate.SAME}
    assert device.do(ImportRoster(again.plan)) == RosterImported(None, {}, 0, 0, 0)


def test_doubtful_rows_come_in_later_into_the_same_household(device: Device) -> None:
    imported(device, REAL, {"B29@*": "杏林家园"})
    assert "石满仓" not in {row["name"] for row in rows(device, "resident").values()}
    imported(device, REAL, ANSWERS)
    head, wife = named(device, "石满仓"), named(device, "石秀英")
    members = rows(device, "member").values()
    homes = {m["household_id"] for m in members if m["resident_id"] in (head["id"], wife["id"])}
    assert len(homes) == 1
    assert rows(device, "household")[homes.pop()]["head_id"] == head["id"]


def test_an_import_is_undone_whole(device: Device) -> None:
    done = imported(device, REAL, ANSWERS)
    assert done.act is not None
    undone = device.do(UndoAct(done.act))
    assert undone.left == ()
    assert all(row["id_no"] is None for row in rows(device, "care").values())
    kinds = "resident member household dwelling unit building compound"
    for kind in kinds.split():
        assert rows(device, kind) == {}, kind


def test_an_undone_import_can_be_made_again(device: Device) -> None:
    done = imported(device, REAL, ANSWERS)
    device.do(UndoAct(str(done.act)))
    again = imported(device, REAL, ANSWERS)
    assert again.created == done.created


def test_an_import_is_one_act(device: Device) -> None:
    done = imported(device, REAL, ANSWERS)
    changes = [*device.changes(GRID_SCOPE), *device.changes(CARE_SCOPE)]
    assert {change.act for change in changes} == {done.act}


def test_a_household_and_its_people_share_one_fate(device: Device) -> None:
    imported(device, REAL, ANSWERS)
    groups: dict[str, set[str]] = {}
    for change in device.changes():
        if change.group is not None:
            groups.setdefault(change.group.id, set()).add(change.entity)
    assert {"household", "resident", "member"} in groups.values()


def test_a_gap_is_filled_and_our_own_value_stays(device: Device, tmp_path: Path) -> None:
    path = write_book(tmp_path / "a.xlsx", [HEADER, [*HEAD[:5], "", HEAD[6]]])
    imported(device, path)
    newer = [*HEAD[:2], "女", "", "户主", "13800001234", HEAD[6]]
    done = imported(device, write_book(tmp_path / "b.xlsx", [HEADER, newer]))
    assert done.changed == 1
    phones = live_elements(named(device, "魏淑珍")["phones"]).values()
    assert [p["number"] for p in phones] == ["13800001234"]


def test_the_files_value_is_taken_only_when_told_to(device: Device, tmp_path: Path) -> None:
    header = ("姓名", "住址", "居住类别")
    path = write_book(tmp_path / "a.xlsx", [header, ("甲某", "3-2-501", "常住户籍")])
    imported(device, path)
    other = write_book(tmp_path / "b.xlsx", [header, ("甲某", "3-2-501", "外出")])
    assert seen(device, other).rows[0].has_clash
    imported(device, other)
    assert named(device, "甲某")["residence_type"] == "usual_local"
    imported(device, other, {"DIFF@*": "take"})
    assert named(device, "甲某")["residence_type"] == "away"


def test_a_move_ends_one_membership_and_begins_another(device: Device, tmp_path: Path) -> None:
    imported(device, write_book(tmp_path / "a.xlsx", [HEADER, HEAD, WIFE]))
    moved = [*WIFE[:4], "户主", "", "杏林家园3-2-601"]
    path = write_book(tmp_path / "b.xlsx", [HEADER, moved])
    imported(device, path, {"DIFF@*": "take"})
    mother = named(device, "唐桂兰")
    own = [m for m in rows(device, "member").values() if m["resident_id"] == mother["id"]]
    assert sorted(m["to_on"] is None for m in own) == [False, True]


def test_a_change_made_since_the_preview_is_left_alone(device: Device, tmp_path: Path) -> None:
    header = ("姓名", "住址", "居住类别")
    imported(device, write_book(tmp_path / "a.xlsx", [header, ("甲某", "3-2-501", "常住户籍")]))
    other = write_book(tmp_path / "b.xlsx", [header, ("甲某", "3-2-501", "外出")])
    plan = seen(device, other, {"DIFF@*": "take"}).plan
    imported(device, other.rename(tmp_path / "c.xlsx"), {"DIFF@*": "take"})
    (change,) = plan.changes
    assert change.was == "usual_local"
    assert device.do(ImportRoster(plan)).left == 1


def test_who_may_not_hold_masked_rows_imports_the_rest() -> None:
    device = make_device(scopes_held=(COMMUNITY_SCOPE, GRID_SCOPE))
    try:
        done = imported(device, REAL, ANSWERS)
        assert done.masked > 0
        assert done.created["resident"] == 12
        assert rows(device, "care") == {}
    finally:
        device.close()
