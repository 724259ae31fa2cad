"""The program leaves nothing where others look: clipboard, lists of recent files, temp folders."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.sources import PACKAGES, ROOT, name_of, parsed, tracked

_OURS = tuple(f"{package}/" for package in PACKAGES)
_PYTHON = [path for path in tracked("*.py") if name_of(path).startswith(_OURS)]
_QML = [path for path in tracked("*.qml") if name_of(path).startswith(_OURS)]
_NAMES = re.compile(
    r"tempfile|mkstemp|mkdtemp|gettempdir|NamedTemporaryFile|TemporaryDirectory|QTemporary\w+"
    r"|QClipboard|clipboard|setMimeData|QMimeData|QSettings|RecentManager|recently_used"
    r"|QSharedMemory|TempLocation"
)
_WORDS = re.compile(r"^/(?:var/)?tmp\b|^/dev/shm\b|recently-used|\.local/share/RecentDocuments")
_IN_QML = re.compile(r"Clipboard|clipboard|LocalStorage|QtCore\s*$|\bSettings\s*\{")
_TAKES_OUT = re.compile(r"\.(?:copy|cut)\(\)")


def named(tree: ast.Module) -> set[str]:
    """Name what a file uses that would leave a trace."""
    found = set()
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name):
                found |= {name} if _NAMES.search(name) else set()
            case ast.ImportFrom(module=str(name)):
                found |= {name} if _NAMES.search(name) else set()
            case ast.Constant(value=str(words)):
                found |= {words} if _WORDS.search(words) else set()
    return found


@pytest.mark.parametrize("path", _PYTHON, ids=name_of)
def test_no_code_writes_into_clipboard_recent_files_or_temp_folders(path: Path) -> None:
    assert named(parsed(path)) == set()


@pytest.mark.parametrize("path", _QML, ids=name_of)
def test_no_page_copies_by_itself_or_keeps_settings_of_its_own(path: Path) -> None:
    text = path.read_text("utf-8")
    assert _IN_QML.search(text) is None
    assert _TAKES_OUT.search(text) is None


@pytest.mark.parametrize(
    "line",
    [
        "import tempfile",
        "from tempfile import mkstemp",
        "QGuiApplication.clipboard().setText(name)",
        "open('/tmp/note')",
        "folder = Path('/var/tmp')",
    ],
)
def test_the_guard_would_see_one(line: str) -> None:
    assert named(ast.parse(line)) != set()


A_DAY = """
import json, sys
from pathlib import Path

from tests.devices import make_device
from tests.ui.sample import add_diary, as_session, fill
from ui.pictures import AppDriver

device = make_device()
fill(device)
add_diary(device)
with AppDriver(as_session(device, Path(sys.argv[1]))) as driver:
    driver.go("visit", "b2u3-502|h-b2u3-502|door")
    driver.tap("outcome-met")
    driver.type_text("heating is cold", into="note")
    driver.go("household", "h-b2u3-502")
    driver.tap("revealId-r-b2u3-502")
    driver.go("diary")
    driver.type_text("a line", into="words-0")
    driver.go("search")
    from PySide6.QtGui import QGuiApplication
    print(json.dumps(QGuiApplication.clipboard().text()))
device.close()
"""


def test_a_day_of_work_leaves_nothing_outside_its_home(tmp_path: Path) -> None:
    person, temp = tmp_path / "person", tmp_path / "temp"
    person.mkdir()
    temp.mkdir()
    quiet = {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
    kept = {one: word for one, word in os.environ.items() if not one.startswith("XDG_")}
    places = {"HOME": str(person), "TMPDIR": str(temp), "QML_DISABLE_DISK_CACHE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", A_DAY, str(tmp_path / "home")],
        cwd=ROOT,
        env={**kept, **quiet, **places},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == ""
    left = [one.name for folder in (person, temp) for one in folder.rglob("*") if one.is_file()]
    assert [one for one in left if not one.endswith((".cache", ".CACHEDIR.TAG"))] == []
