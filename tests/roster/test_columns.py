"""Headers and columns: found under titles and in two lines, guessed, corrected by a file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fieldapp.errors import Refused
from fieldapp.roster.mapping import guess_mapping, mapping_from_json, mapping_to_json
from fieldapp.roster.read import read_table
from fieldapp.roster.sheets import Workbook
from fieldapp.roster.tables import (
    all_fields,
    code_of,
    field_label,
    guarded_tags,
    meaning_of,
    reason_to_leave_out,
    tag_of,
)
from tests.roster.books import HEAD, HEADER, judged, only_row, write_book


def fields(book: Workbook) -> dict[str, str | None]:
    return {c.title: c.field for c in guess_mapping(book).sheets[0].columns}


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("姓 名", "name"),
        ("姓名*", "name"),
        ("公民身份号码", "id_no"),
        ("身份证号（18位）", "id_no"),
        ("联系电话：", "phones"),
        ("与户主\n关系", "relation_code"),
        ("居民姓名（必填）", "name"),
        ("是否低保", "tag:DIBAO"),
        ("独居老人", "tag:ALONE"),
        ("家庭详细住址", "address"),
        ("户籍所在地", "hukou_division"),
    ],
)
def test_titles_are_understood(title: str, field: str) -> None:
    assert meaning_of(title).field == field


@pytest.mark.parametrize(
    "title", ["宗教信仰", "是否吸毒", "信访情况", "银行卡号", "民族", "文化程度", "社区矫正对象"]
)
def test_columns_that_must_not_be_kept_are_left_out_with_a_reason(title: str) -> None:
    meaning = meaning_of(title)
    assert meaning.field is None
    assert meaning.reason.endswith("。")


def test_every_field_has_a_name() -> None:
    assert all(field_label(field) for field in all_fields())


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("sex", "男", "1"),
        ("sex", "♀", "2"),
        ("relation_code", "大儿子", "22"),
        ("relation_code", "丈母娘", "56"),
        ("relation_code", "租客", "99"),
        ("residence_type", "空挂户", "paper"),
        ("dwelling_use", "出租房", "rented"),
    ],
)
def test_values_have_synonyms(field: str, text: str, code: str) -> None:
    assert code_of(field, text) == code


def test_tags_have_synonyms_and_levels() -> None:
    assert (tag_of("低保户"), tag_of("重残")) == ("DIBAO", "DISAB_SEV")
    assert "DISAB_SEV" in guarded_tags()
    assert reason_to_leave_out("吸毒人员")


def test_a_header_is_found_under_its_titles(tmp_path: Path) -> None:
    rows = [["杏林社区居民花名册"], ["填表日期：2026年11月"], [], list(HEADER), list(HEAD)]
    book = read_table(write_book(tmp_path / "a.xlsx", rows))
    plan = guess_mapping(book).sheets[0]
    assert (plan.header.row, plan.header.rows) == (3, 1)
    assert fields(book)["与户主关系"] == "relation_code"


def two_lines(sheet: object) -> None:
    for block in ("A1:A2", "B1:C1", "D1:D2"):
        sheet.merge_cells(block)


def test_a_header_of_two_lines_is_read_as_one(tmp_path: Path) -> None:
    rows = [["姓名", "联系方式", None, "住址"], [None, "手机", "座机", None]]
    rows.append(["甲某", "13800001234", "0931-8123456", "3-2-501"])
    book = read_table(write_book(tmp_path / "a.xlsx", rows, shape=two_lines))
    plan = guess_mapping(book).sheets[0]
    assert (plan.header.row, plan.header.rows) == (0, 2)
    assert fields(book) == {
        "姓名": "name",
        "手机": "phones",
        "座机": "phones",
        "住址": "address",
    }
    numbers = [p["number"] for p in (only_row(judged(book)).reading.person or {})["phones"]]
    assert numbers == ["13800001234", "0931-8123456"]


def test_a_column_without_a_telling_title_is_known_by_its_values(tmp_path: Path) -> None:
    rows = [["姓名", "住址", "栏三"], ["甲某", "3-2-501", "560102194203170241"]]
    book = read_table(write_book(tmp_path / "a.xlsx", rows))
    assert fields(book)["栏三"] == "id_no"


def test_a_head_column_of_yes_and_no_is_no_name(tmp_path: Path) -> None:
    rows = [["姓名", "户主", "住址"], ["甲某", "是", "3-2-501"], ["乙某", "否", "3-2-501"]]
    book = read_table(write_book(tmp_path / "a.xlsx", rows))
    assert fields(book)["户主"] == "is_head"


@pytest.mark.parametrize(
    ("sheet", "place"),
    [
        ("3栋", ("", "3", "")),
        ("杏林家园4号楼", ("杏林家园", "4", "")),
        ("乙1栋", ("", "乙1", "")),
        ("上沟组", ("", "", "上沟组")),
        ("Sheet1", ("", "", "")),
        ("花名册", ("", "", "")),
    ],
)
def test_a_sheet_name_can_be_a_place(
    tmp_path: Path, sheet: str, place: tuple[str, str, str]
) -> None:
    book = read_table(write_book(tmp_path / "a.xlsx", [HEADER, HEAD], sheet=sheet))
    plan = guess_mapping(book).sheets[0]
    assert (plan.compound, plan.building, plan.village_group) == place


def test_a_mapping_survives_its_file(tmp_path: Path) -> None:
    book = read_table(write_book(tmp_path / "a.xlsx", [HEADER, HEAD], sheet="3栋"))
    guessed = guess_mapping(book)
    again = mapping_from_json(mapping_to_json(guessed), book)
    assert [c.field for c in again.sheets[0].columns] == [
        c.field for c in guessed.sheets[0].columns
    ]
    assert again.sheets[0].building == "3"


def test_a_mapping_file_decides_where_nothing_can_be_guessed(tmp_path: Path) -> None:
    rows = [["甲", "乙", "丙"], ["高玉芬", "3-2-501", "x"]]
    book = read_table(write_book(tmp_path / "a.xlsx", rows))
    with pytest.raises(Refused, match="roster-no-header"):
        guess_mapping(book)
    given = {"名单": {"header": 1, "columns": {"A": "name", "B": "address"}}}
    mapping = mapping_from_json(json.dumps({"version": 1, "sheets": given}), book)
    row = only_row(judged(book, mapping=mapping))
    assert (row.who, row.where) == ("高玉芬", "3-2-501")


def test_a_mapping_file_cannot_take_a_forbidden_column(tmp_path: Path) -> None:
    rows = [["姓名", "住址", "宗教信仰"], ["高玉芬", "3-2-501", "x"]]
    book = read_table(write_book(tmp_path / "a.xlsx", rows))
    given = {"名单": {"header": 1, "columns": {"A": "name", "B": "address", "C": "note"}}}
    mapping = mapping_from_json(json.dumps({"version": 1, "sheets": given}), book)
    assert mapping.sheets[0].columns[2].field is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"sheets": 1}',
        '{"sheets": {"没有": {"header": 1, "columns": {}}}}',
        '{"sheets": {"名单": {"header": 99, "columns": {}}}}',
        '{"sheets": {"名单": {"header": 1, "columns": {"A": "unknown"}}}}',
    ],
)
def test_a_mapping_file_that_does_not_fit_is_refused(tmp_path: Path, text: str) -> None:
    book = read_table(write_book(tmp_path / "a.xlsx", [HEADER, HEAD]))
    with pytest.raises(Refused, match="roster-bad-map"):
        mapping_from_json(text, book)
