"""Tables with merges, hidden parts, several sheets and broken cells, and what becomes of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fieldapp.roster.answers import Answers, answers_from_json, answers_to_json
from fieldapp.roster.fates import Fate
from fieldapp.roster.read import read_table
from tests.roster.books import (
    HEAD,
    HEADER,
    WIFE,
    book_of,
    codes,
    judged,
    only_row,
    person,
    write_book,
)


def test_total_rows_and_repeated_headers_are_refused(tmp_path: Path) -> None:
    found = judged(book_of(tmp_path, HEAD, ["合计", "2人"], HEADER, ["注：以上均已核实"]))
    assert [row.fate for row in found.rows] == [Fate.NEW, *[Fate.REFUSED] * 3]
    assert found.rows[1].reason == "这是合计行，不是一个人"


def test_a_row_without_a_door_is_refused(tmp_path: Path) -> None:
    row = only_row(judged(book_of(tmp_path, person(address=""))))
    assert (row.fate, row.reason) == (Fate.REFUSED, "没写住哪个门")


def test_an_empty_door_is_a_door_and_nobody(tmp_path: Path) -> None:
    found = judged(book_of(tmp_path, person(name="空置")))
    assert found.plan.count("dwelling") == 1
    assert found.plan.count("resident") == 0
    assert found.plan.records[-1].fields["use"] == "vacant"


def test_merged_cells_fill_their_rows(tmp_path: Path) -> None:
    def shape(sheet: Any) -> None:
        sheet.merge_cells("G2:G3")

    rows = [HEAD, [*WIFE[:6], None]]
    found = judged(book_of(tmp_path, *rows, shape=shape))
    assert found.rows[1].where == "杏林家园 3-2-501"
    assert "B57" in codes(found.rows[1])
    assert found.plan.count("household") == 1


def test_blank_doors_that_are_not_merged_are_asked_about_once(tmp_path: Path) -> None:
    rows = [HEAD, [*WIFE[:6], None], ["某丙", *[""] * 6]]
    found = judged(book_of(tmp_path, *rows))
    (question,) = found.questions
    assert question.rows == 2
    settled = found.answered(Answers({question.id: "same"}))
    assert settled.plan.count("household") == 1
    assert settled.plan.count("resident") == 3


def test_hidden_rows_and_sheets_are_counted_and_not_read(tmp_path: Path) -> None:
    def shape(sheet: Any) -> None:
        sheet.row_dimensions[3].hidden = True

    more = {"藏": [HEADER, person(name="藏着的人")]}
    path = write_book(tmp_path / "a.xlsx", [HEADER, HEAD, WIFE], shape=shape, more=more)
    found = judged(read_table(path))
    assert [row.who for row in found.rows] == ["魏淑珍", "藏着的人"]
    assert [f.sentence for f in found.findings if f.code == "B59"] == ["有 1 行藏起来的没有读"]


def test_a_broken_cell_is_refused_with_its_address(tmp_path: Path) -> None:
    def shape(sheet: Any) -> None:
        sheet["B2"] = "#REF!"

    row = only_row(judged(book_of(tmp_path, HEAD, shape=shape)))
    assert ("B63", "B2") in [(f.finding.code, f.cell) for f in row.findings]
    assert "id_no" not in row.reading.care


def test_one_phone_on_many_people_is_warned_about(tmp_path: Path) -> None:
    rows = [person(name=f"人{c}", phone="13800001234") for c in "甲乙丙丁戊己"]
    found = judged(book_of(tmp_path, *rows))
    assert "同号 6 人" in [f.finding.sentence for f in found.rows[0].findings]


def test_impossible_households_are_warned_about_and_come_in(tmp_path: Path) -> None:
    child = ["某子", "560102193611110403", "女", "", "女儿", "", HEAD[6]]
    found = judged(book_of(tmp_path, HEAD, child))
    assert found.rows[1].fate is Fate.NEW
    assert "B19" in codes(found.rows[1])


def test_sheets_by_building_give_their_building(tmp_path: Path) -> None:
    header = ("姓名", "房号")
    more = {"4栋": [header, ("乙某", "1101")]}
    path = write_book(tmp_path / "a.xlsx", [header, ("甲某", "2-501")], sheet="3栋", more=more)
    found = judged(read_table(path))
    assert [row.where for row in found.rows] == ["3-2-501", "4-1101"]
    assert "B60" in [f.code for f in found.findings]


def test_columns_apart_make_the_same_door(tmp_path: Path) -> None:
    header = ("小区", "楼栋", "单元", "楼层", "房号", "姓名")
    rows = [header, ("杏林家园", "3号楼", "2单元", "5", "01", "甲某")]
    row = only_row(judged(read_table(write_book(tmp_path / "a.xlsx", rows))))
    assert row.where == "杏林家园 3-2-501"


def test_a_village_row_needs_a_number_or_a_landmark(tmp_path: Path) -> None:
    header = ("村民小组", "户主", "地标", "姓名")
    rows = [
        header,
        ("上沟组", "石满仓", "老槐树西第二家", "石满仓"),
        ("上沟组", "吕保国", "", "吕保国"),
    ]
    found = judged(read_table(write_book(tmp_path / "a.xlsx", rows)))
    assert found.rows[0].where == "上沟组 老槐树西第二家"
    assert found.rows[1].fate is Fate.DOUBTFUL
    settled = found.answered(Answers({"B31@*": "head"}))
    assert settled.rows[1].where == "上沟组 吕保国家"


def test_tags_go_where_their_level_belongs(tmp_path: Path) -> None:
    header = ("姓名", "住址", "人群类别", "是否低保")
    rows = [header, ("甲某", "3-2-501", "独居老人、重残、吸毒人员、高龄老人", "是")]
    row = only_row(judged(read_table(write_book(tmp_path / "a.xlsx", rows))))
    assert (row.reading.person or {})["tags"] == ["ALONE", "DIBAO"]
    assert row.reading.care["tags"] == ["DISAB_SEV"]
    assert "B67" in codes(row)


def test_answers_survive_their_file() -> None:
    answers = Answers({"B05@名单!B2": "to18", "B37@名单!A2": {"name": "丁䶮"}})
    assert answers_from_json(answers_to_json(answers)) == answers


def test_a_hidden_column_is_read_only_when_told_to(tmp_path: Path) -> None:
    def shape(sheet: Any) -> None:
        sheet.column_dimensions["B"].hidden = True

    book = book_of(tmp_path, HEAD, shape=shape)
    assert "id_no" not in only_row(judged(book)).reading.care
    taken = judged(book, answers={"B59@file": "take"})
    assert only_row(taken).reading.care["id_no"] == HEAD[1]


def test_a_note_that_should_not_be_kept_is_asked_about(tmp_path: Path) -> None:
    header = ("姓名", "住址", "备注")
    rows = [header, ("甲某", "3-2-501", "曾吸毒"), ("乙某", "3-2-502", "工作单位在外地")]
    book = read_table(write_book(tmp_path / "a.xlsx", rows))
    assert [row.fate for row in judged(book).rows] == [Fate.DOUBTFUL, Fate.NEW]
    settled = judged(book, answers={"B67@*": "drop"})
    assert "note" not in (settled.rows[0].reading.person or {})
