"""What is packed: Chinese stays in a smaller ICU, nothing of the building system slips in."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import PySide6
import pytest
from msgspec import _core
from PIL import Image

from bundling import closed, icons, icu, man
from bundling.left_out import kept
from bundling.licences import parts
from bundling.release import newest_notes

_SORTS = """
from PySide6.QtCore import QCollator, QDateTime, QLocale, QTimeZone
chinese = QLocale("zh_CN")
words = ["高玉芬", "安", "赵", "王", "李", "ab", "Ac", "10", "9"]
print(sorted(words, key=QCollator(chinese).sortKey))
name, when = QTimeZone.NameType.LongName, QDateTime.currentDateTime()
print(QTimeZone(b"Asia/Shanghai").displayName(when, name, chinese))
"""


def test_a_smaller_icu_sorts_chinese_as_the_whole_one_does(tmp_path: Path) -> None:
    (whole,) = (Path(PySide6.__file__).parent / "Qt" / "lib").glob("libicudata.so.*")
    smaller = tmp_path / whole.name
    icu.shrink(whole, smaller)
    assert smaller.stat().st_size < whole.stat().st_size / 5
    assert _sorted_with(str(smaller)) == _sorted_with("")


def _sorted_with(library: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", _SORTS],
        env={"LD_PRELOAD": library, "LANG": "C.UTF-8"},
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def test_the_building_systems_libraries_stay_there() -> None:
    ours = ("PySide6/Qt/lib/libQt6Core.so.6", "/v/PySide6/Qt/lib/libQt6Core.so.6", "BINARY")
    pythons = ("libssl.so.3", "/usr/lib/x86_64-linux-gnu/libssl.so.3", "BINARY")
    systems = ("libcairo.so.2", "/lib/x86_64-linux-gnu/libcairo.so.2", "BINARY")
    widgets = ("PySide6/Qt/lib/libQt6Widgets.so.6", "/v/libQt6Widgets.so.6", "BINARY")
    assert kept([ours, pythons, systems, widgets]) == [ours, pythons]


def test_input_methods_are_packed() -> None:
    place = "PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so"
    assert kept([(place, f"/v/{place}", "BINARY")])


def test_the_man_pages_name_every_command() -> None:
    pages = man.pages("2026-11-22")
    assert ".SS fieldapp bundle export" in pages["fieldapp"]
    assert ".SS fieldserver device code" in pages["fieldserver"]


def test_tools_of_the_developers_are_no_parts() -> None:
    names = {one.metadata["Name"].lower() for one in parts()}
    assert names.isdisjoint({"pytest", "mypy", "faker", "pyinstaller"})
    assert "pyside6_essentials" in names


@pytest.mark.parametrize(
    "place",
    [
        "qml/QtQuick/qtquick2plugin.dll",
        "qml/QtQuick/Controls/qtquickcontrols2plugin.dll",
        "qml/QtQuick/Controls/Basic/qtquickcontrols2basicstyleplugin.dll",
        "qml/QtQuick/Window/quickwindowplugin.dll",
        "qml/QtQml/Models/modelsplugin.dll",
        "qml/Qt/labs/folderlistmodel/qmlfolderlistmodelplugin.dll",
        "plugins/platforms/qwindows.dll",
        "plugins/platforms/qoffscreen.dll",
        "plugins/imageformats/qjpeg.dll",
        "Qt6QuickControls2Basic.dll",
        "Qt6LabsFolderListModel.dll",
        "Qt6QuickTemplates2.dll",
    ],
)
def test_what_the_window_needs_is_packed_on_windows(place: str) -> None:
    assert kept([(f"PySide6\\{place}".replace("/", "\\"), "C:\\v", "BINARY")])


@pytest.mark.parametrize(
    "place",
    [
        "translations/qtbase_zh_CN.qm",
        "qml/QtQuick/VirtualKeyboard/qmldir",
        "qml/QtQuick/NativeStyle/qtquickcontrols2nativestyleplugin.dll",
        "qml/QtQuick/Controls/Windows/qtquickcontrols2windowsstyleplugin.dll",
        "qml/QtTest/quicktestplugin.dll",
        "plugins/platforms/qdirect2d.dll",
        "plugins/imageformats/qtiff.dll",
        "plugins/sqldrivers/qsqlite.dll",
        "Qt6Widgets.dll",
        "Qt6QuickControls2Imagine.dll",
        "Qt6LabsStyleKit.dll",
        "opengl32sw.dll",
    ],
)
def test_what_nothing_needs_is_left_out_on_windows(place: str) -> None:
    assert not kept([(f"PySide6\\{place}".replace("/", "\\"), "C:\\v", "BINARY")])


def test_the_programs_links_to_what_is_left_out_go_along() -> None:
    assert not kept([("libQt6Widgets.so.6", "PySide6/Qt/lib/libQt6Widgets.so.6", "SYMLINK")])


def test_windows_gets_an_icon_of_every_size(tmp_path: Path) -> None:
    icons.draw_for_windows(tmp_path / "made" / "fieldapp.ico")
    with Image.open(tmp_path / "made" / "fieldapp.ico") as icon:
        assert icon.info["sizes"] == {(size, size) for size in icons.SIZES}


def test_the_package_asks_for_the_c_library_that_it_was_linked_with(tmp_path: Path) -> None:
    (tmp_path / "part.so").write_bytes(Path(_core.__file__).read_bytes())
    since = closed.newest_c_library(tmp_path)
    assert since.startswith("2.")
    assert f"libc6 (>= {since})" in closed.packages(tmp_path)


def test_what_is_new_is_told_in_the_workers_words() -> None:
    notes = newest_notes()
    assert 3 <= len(notes) <= 12
    assert [note for note in notes if not note.endswith("。") or len(note) > 60] == []
    technical = ("失败", "系统", "用户", "数据", "您")
    assert not [note for note in notes if any(word in note for word in technical)]
