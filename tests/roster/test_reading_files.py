"""Files: whatever a roster file really is, it is read or refused by name."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from fieldapp.domain import gb18030
from fieldapp.errors import Refused
from fieldapp.roster import limits
from fieldapp.roster.read import read_table
from fieldapp.roster.sheets import CellKind, address, column_letters, column_number
from tests.roster.books import write_book

TABLE = "姓名,证件号码,住址\n岳𬭎,560102199801010179,4-1101\n丁䶮,,3-2-501\n"


def texts(path: Path) -> list[list[str]]:
    return [[cell.text for cell in row] for row in read_table(path).sheets[0].rows]


def written(path: Path, raw: bytes) -> Path:
    path.write_bytes(raw)
    return path


EXPECTED = [line.split(",") for line in TABLE.strip().split("\n")]


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (TABLE.encode(), "UTF-8"),
        (TABLE.encode("utf-8-sig"), "UTF-8"),
        (gb18030.encode(TABLE), "GB18030"),
        (TABLE.encode("utf-16"), "UTF-16"),
        (TABLE.encode("utf-16-le"), "UTF-16"),
        (TABLE.encode("utf-16-be"), "UTF-16"),
        (TABLE.replace("\n", "\r").encode(), "UTF-8"),
        (TABLE.replace("\n", "\r\n").replace(",", "\t").encode(), "UTF-8"),
        (TABLE.replace(",", ";").encode(), "UTF-8"),
    ],
    ids=["utf8", "bom", "gb18030", "utf16", "utf16le", "utf16be", "cr", "tab", "semicolon"],
)
def test_a_text_table_is_read_in_any_encoding_and_shape(
    tmp_path: Path, raw: bytes, encoding: str
) -> None:
    path = written(tmp_path / "名册.csv", raw)
    assert texts(path) == EXPECTED
    assert read_table(path).encoding == encoding


def test_characters_that_the_2005_table_misplaces_are_put_right(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "姓名,住址\n".encode("gb18030") + b"\xfe\x59,1-1-101\n")
    assert texts(path)[1][0] == "龴"


def test_gb18030_survives_there_and_back() -> None:
    for text in ("岳𬭎", "龴䶮", "𠂇某"):
        assert gb18030.decode(gb18030.encode(text)) == text


def test_quotes_hold_breaks_and_separators(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", '姓名,备注\n甲某,"一行\n二行,还是备注"\n'.encode())
    assert texts(path)[1] == ["甲某", "一行\n二行,还是备注"]


def test_a_quote_that_is_never_closed_loses_no_line(tmp_path: Path) -> None:
    lines = ["姓名,备注", '甲某,"没有关上', *(f"某{i},好" for i in range(40))]
    path = written(tmp_path / "a.csv", "\n".join(lines).encode())
    book = read_table(path)
    assert len(book.sheets[0].rows) == 42
    assert "B61" in [f.code for f in book.findings]


@pytest.mark.parametrize(
    ("name", "raw", "code"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "roster-xls"),
        ("a.et", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "roster-et"),
        (
            "a.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "roster-password",
        ),
        ("a.xlsx", "<html><table><tr><td>姓名</td></tr></table>".encode(), "roster-html"),
        ("a.xls", b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "roster-html"),
        ("a.xlsx", b"PK\x03\x04" + b"broken" * 40, "roster-corrupt"),
        ("a.xlsx", "姓名\n".encode(), "roster-corrupt"),
        ("a.csv", b"%PDF-1.7 ...", "roster-not-table"),
        ("a.csv", b"", "roster-empty"),
        ("a.csv", b" \r\n\r\n", "roster-empty"),
    ],
)
def test_what_is_no_roster_is_refused_by_name(
    tmp_path: Path, name: str, raw: bytes, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        read_table(written(tmp_path / name, raw))
    assert refused.value.code == code
    assert refused.value.is_input


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="roster-no-file"):
        read_table(tmp_path / "没有.xlsx")


def test_a_zip_bomb_is_refused_unopened(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * 60_000_000)
    with pytest.raises(Refused, match="roster-bomb"):
        read_table(path)


def test_a_cell_in_the_last_corner_is_refused_quickly(tmp_path: Path) -> None:
    def far(sheet: object) -> None:
        sheet["XFD1048576"] = "x"

    path = write_book(tmp_path / "a.xlsx", [["姓名", "住址"]], shape=far)
    with pytest.raises(Refused, match="roster-too-many-cells"):
        read_table(path)


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as stream:
        stream.truncate(limits.MAX_FILE_BYTES + 1)
    with pytest.raises(Refused, match="roster-too-large"):
        read_table(path)


def test_other_archives_are_no_tables(tmp_path: Path) -> None:
    for member, code in (("mimetype", "roster-ods"), ("word/document.xml", "roster-not-table")):
        path = tmp_path / f"{code}.xlsx"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(member, "x")
        with pytest.raises(Refused, match=code):
            read_table(path)


def test_a_document_type_in_a_sheet_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "xl/workbook.xml", '<!DOCTYPE a [<!ENTITY b "c">]><workbook>&b;</workbook>'
        )
    with pytest.raises(Refused, match="roster-corrupt"):
        read_table(path)


def test_an_xlsx_keeps_what_a_cell_was(tmp_path: Path) -> None:
    rows = [["姓名", "数", "日期"], ["甲某", 560102194203170241, 15417]]

    def dated(sheet: object) -> None:
        sheet["C2"].number_format = "yyyy-mm-dd"

    row = read_table(write_book(tmp_path / "a.xlsx", rows, shape=dated)).sheets[0].rows[1]
    assert [cell.kind for cell in row] == [CellKind.TEXT, CellKind.NUMBER, CellKind.DATE]
    assert row[2].text == "1942-03-17"


def test_a_1904_workbook_tells_the_same_day(tmp_path: Path) -> None:
    rows = [["姓名", "日期"], ["甲某", 15417 - 1462]]

    def dated(sheet: object) -> None:
        sheet["B2"].number_format = "yyyy-mm-dd"

    book = read_table(write_book(tmp_path / "a.xlsx", rows, shape=dated, is_1904=True))
    assert book.is_1904
    assert book.sheets[0].rows[1][1].text == "1942-03-17"


def test_hidden_and_merged_parts_are_marked(tmp_path: Path) -> None:
    def shape(sheet: object) -> None:
        sheet.merge_cells("A2:A3")
        sheet.row_dimensions[4].hidden = True
        sheet.column_dimensions["B"].hidden = True

    rows = [["姓名", "住址"], ["甲", "1"], [None, "2"], ["乙", "3"]]
    sheet = read_table(write_book(tmp_path / "a.xlsx", rows, shape=shape)).sheets[0]
    assert [tuple(m) for m in sheet.merges] == [(1, 0, 2, 0)]
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({3}, {1})


def test_errors_and_formulas_without_a_value_are_marked(tmp_path: Path) -> None:
    def shape(sheet: object) -> None:
        sheet["A2"] = "#REF!"
        sheet["B2"] = "=VLOOKUP(1,A:A,1)"

    path = write_book(tmp_path / "a.xlsx", [["姓名", "住址"], ["x", "y"]], shape=shape)
    cells = read_table(path).sheets[0].rows[1]
    assert [(c.kind, c.text) for c in cells] == [
        (CellKind.ERROR, "#REF!"),
        (CellKind.ERROR, "公式"),
    ]


def test_the_same_bytes_have_the_same_mark(tmp_path: Path) -> None:
    first = read_table(written(tmp_path / "a.csv", TABLE.encode()))
    second = read_table(written(tmp_path / "b.csv", TABLE.encode()))
    assert first.sha256 == second.sha256


def test_cells_are_named_as_spreadsheets_do() -> None:
    assert address(16, 2) == "C17"
    assert [column_letters(c) for c in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert all(column_number(column_letters(c)) == c for c in range(1000))
