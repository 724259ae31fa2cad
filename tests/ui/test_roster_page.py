"""导入花名册: what the preview says is what the database then holds, and all of it comes back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fieldapp.queries.household import HouseholdQuery
from fieldapp.queries.roster import KnownGridQuery
from fieldapp.services.fields import SetFields
from tests.devices import Device
from ui.pictures import PORTRAIT, AppDriver

HEAD = "姓名,性别,出生日期,楼栋,单元,房号,与户主关系,备注"
GAO = "h-b2u3-502"
ROWS = (
    "高玉芬,女,1936-11-11,乙1,3,502,户主,爱听戏",
    "高小示例,女,1966-02-03,乙1,3,502,女儿,",
    "高大示例,男,05/06/1962,乙1,3,502,儿子,",
    "合计,3,,,,,,",
)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Write a small roster: one known, one new, one doubtful, one refused."""
    path = tmp_path / "三网格名单.csv"
    path.write_text("\n".join((HEAD, *ROWS)) + "\n", encoding="utf-8")
    return path


def _people(device: Device) -> list[str]:
    return sorted(one.name for one in device.ask(HouseholdQuery(GAO)).people)


def _opened(driver: AppDriver, table: Path) -> None:
    driver.go("roster", str(table))
    driver.tap("rosterGo")


def test_a_file_is_chosen_from_its_folder(driver: AppDriver, table: Path) -> None:
    driver.go("roster", str(table.parent))
    driver.tap(f"file-{table.name}")
    assert "每一列是什么" in driver.words()


def test_a_folder_without_a_table_says_so_and_is_no_dead_end(
    driver: AppDriver, tmp_path: Path
) -> None:
    bare = tmp_path / "空的"
    bare.mkdir()
    driver.go("roster", str(bare))
    assert "这里没有要找的文件" in driver.words()
    driver.tap("file-这里没有要找的文件")
    assert "每一列是什么" not in driver.words()
    driver.tap("file-上一层")
    assert "空的" in driver.words()


def test_every_row_has_a_fate_and_a_doubtful_cell_its_address(
    driver: AppDriver, table: Path
) -> None:
    _opened(driver, table)
    counts = {name: driver.find(f"fate-{name}").property("count") for name in ("all", "new")}
    counts |= {name: driver.find(f"fate-{name}").property("count") for name in ("doubtful",)}
    assert counts == {"all": "4", "new": "1", "doubtful": "1"}
    assert any("C4" in word for word in driver.words())


def test_only_the_rows_of_one_fate_are_shown(driver: AppDriver, table: Path) -> None:
    _opened(driver, table)
    driver.tap("fate-refused")
    assert driver.find("rosterRows").property("count") == 1
    assert any("合计" in word for word in driver.words())


def test_what_is_clear_is_imported_and_what_is_doubtful_waits(
    device: Device, driver: AppDriver, table: Path
) -> None:
    _opened(driver, table)
    driver.tap("rosterGo")
    assert _people(device) == ["高小示例", "高玉芬"]
    assert device.read("resident", "r-b2u3-502")["note"] == "爱听戏"


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Write a roster that says otherwise about somebody who is known, in two cells."""
    path = tmp_path / "两处不一样.csv"
    row = "高玉芬,女,1936-11-11,乙1,3,502,子,爱听戏"
    path.write_text(f"{HEAD}\n{row}\n", encoding="utf-8")
    return path


def test_each_cell_is_decided_by_itself(device: Device, driver: AppDriver, other: Path) -> None:
    device.do(SetFields("resident", "r-b2u3-502", {"note": "爱唱歌"}))
    _opened(driver, other)
    driver.tap(f"take-DIFF@{other.stem}!2!note")
    assert driver.find(f"take-DIFF@{other.stem}!2!note").property("chosen")
    driver.tap("rosterGo")
    assert device.read("resident", "r-b2u3-502")["note"] == "爱听戏"
    assert device.read("member", "m-b2u3-502")["relation_code"] == "02"


def test_a_row_is_decided_in_one_tap_against_the_whole_file(
    device: Device, driver: AppDriver, other: Path
) -> None:
    device.do(SetFields("resident", "r-b2u3-502", {"note": "爱唱歌"}))
    _opened(driver, other)
    driver.tap("takeTheirs")
    driver.tap(f"keep-DIFF@{other.stem}!2")
    assert not driver.shows("rosterGo")
    assert device.read("resident", "r-b2u3-502")["note"] == "爱唱歌"


def test_a_doubtful_row_is_decided_with_one_tap_and_imported(
    device: Device, driver: AppDriver, table: Path
) -> None:
    _opened(driver, table)
    driver.tap("1962-05-06")
    assert not driver.shows("fate-doubtful")
    driver.tap("rosterGo")
    assert _people(device) == ["高大示例", "高小示例", "高玉芬"]


def test_a_doubtful_row_is_left_out_on_purpose(
    device: Device, driver: AppDriver, table: Path
) -> None:
    _opened(driver, table)
    driver.tap("不导这一行")
    assert driver.find("fate-left_out").property("count") == "1"
    driver.tap("rosterGo")
    assert _people(device) == ["高小示例", "高玉芬"]


def test_the_whole_import_is_taken_back(device: Device, driver: AppDriver, table: Path) -> None:
    before = device.ask(KnownGridQuery())
    _opened(driver, table)
    driver.tap("rosterGo")
    driver.tap("整个撤销")
    assert _people(device) == ["高玉芬"]
    assert len(device.ask(KnownGridQuery()).residents) == len(before.residents)
    assert not device.read("resident", "r-b2u3-502").get("note")


def test_nobody_is_taken_out_who_is_not_in_the_file(
    device: Device, driver: AppDriver, table: Path
) -> None:
    before = {one.id for one in device.ask(KnownGridQuery()).residents}
    _opened(driver, table)
    driver.tap("rosterGo")
    assert before <= {one.id for one in device.ask(KnownGridQuery()).residents}
    assert "表里没有的人都还在，一个没动。" in driver.words()


def test_a_column_that_is_left_out_is_not_read(
    device: Device, driver: AppDriver, table: Path
) -> None:
    driver.go("roster", str(table))
    model = driver.app.shell.model("roster")
    model.setColumn("三网格名单|7", 0)
    driver.tap("rosterGo")
    driver.tap("rosterGo")
    assert not device.read("resident", "r-b2u3-502").get("note")


def test_an_old_table_is_refused_by_name_and_nothing_is_lost(
    driver: AppDriver, tmp_path: Path
) -> None:
    old = tmp_path / "名单.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    driver.go("roster", str(old))
    assert "老的 .xls" in str(driver.find("rosterProblem").property("text"))


def test_ten_thousand_rows_are_listed_without_making_each(
    driver: AppDriver, tmp_path: Path
) -> None:
    many = tmp_path / "很多.csv"
    rows = (f"示例{number},男,1970-01-01,9,1,{number},户主," for number in range(10_000))
    many.write_text("\n".join((HEAD, *rows)) + "\n", encoding="utf-8")
    _opened(driver, many)
    listed = driver.find("rosterRows")
    assert listed.property("count") == 10_000
    assert len(listed.property("contentItem").childItems()) < 60


def test_the_preview_fits_a_tablet_held_upright(
    make_driver: Callable[..., AppDriver], table: Path
) -> None:
    driver = make_driver(size=PORTRAIT, light="contrast", text_scale=1.5)
    _opened(driver, table)
    go = driver.find("rosterGo")
    assert go.mapToScene(go.boundingRect().bottomRight()).y() <= PORTRAIT[1]
