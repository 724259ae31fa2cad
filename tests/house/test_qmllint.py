"""Every QML file is checked against the types it really gets, ours from Python included."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from ui.theme import QML_FOLDER

ROOT = QML_FOLDER.parent.parent
TOOLS = Path(sys.executable).parent


def module_of(source: Path) -> str | None:
    """Read the QML module that a Python file registers its types in, if any."""
    named = re.search(r'^QML_IMPORT_NAME = "(\w+)"$', source.read_text(encoding="utf-8"), re.M)
    return named.group(1) if named else None


def describe(sources: list[Path], module: str, folder: Path) -> None:
    """Write the qmldir and the type file of one module, as a build would."""
    target = folder / module
    target.mkdir()
    dumped = folder / f"{module}.json"
    classes = []
    for source in sources:
        printed = run("pyside6-metaobjectdump", str(source)).stdout
        classes += json.loads(printed) if printed.strip() else []
    dumped.write_text(json.dumps(classes), encoding="utf-8")
    types = target / f"{module}.qmltypes"
    run(
        "pyside6-qmltyperegistrar",
        *("--generate-qmltypes", str(types), "-o", str(folder / f"{module}.cpp"), str(dumped)),
        *("--import-name", module, "--major-version", "1", "--minor-version", "0"),
    )
    (target / "qmldir").write_text(f"module {module}\ntypeinfo {types.name}\n", encoding="utf-8")


def run(tool: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one of the tools that come with PySide."""
    return subprocess.run(
        [str(TOOLS / tool), *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
        cwd=ROOT,
    )


@pytest.fixture(scope="session")
def types(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Describe every Python type that QML can name; gives the import path."""
    folder = tmp_path_factory.mktemp("qmltypes")
    modules: dict[str, list[Path]] = defaultdict(list)
    for source in sorted((ROOT / "ui").rglob("*.py")):
        module = module_of(source)
        if module:
            modules[module].append(source)
    for module, sources in modules.items():
        describe(sources, module, folder)
    return folder


def lint(types: Path, *files: Path) -> subprocess.CompletedProcess[str]:
    """Lint files; without the limit of 0 the tool shrugs at warnings."""
    paths = ["-I", str(types), "-I", str(QML_FOLDER), "--max-warnings", "0"]
    return run("pyside6-qmllint", *paths, *map(str, files))


def test_no_qml_file_has_a_warning(types: Path) -> None:
    result = lint(types, *sorted(QML_FOLDER.rglob("*.qml")))
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    "typo",
    [
        "Button { texxt: '去' }",
        "Rectangle { color: Theme.pagge }",
        "Text { text: ThemeSource.lihgt }",
        "Buttonn { }",
        "Button { onClicked: nobody.go() }",
    ],
)
def test_a_planted_typo_is_found(types: Path, tmp_path: Path, typo: str) -> None:
    page = tmp_path / "Planted.qml"
    page.write_text(
        f"import QtQuick\nimport FieldTheme\nimport kit\n\nItem {{\n    {typo}\n}}\n",
        encoding="utf-8",
    )
    assert lint(types, page).returncode != 0


def test_the_same_page_without_a_typo_is_clean(types: Path, tmp_path: Path) -> None:
    page = tmp_path / "Planted.qml"
    page.write_text(
        "import QtQuick\nimport FieldTheme\nimport kit\n\n"
        "Item {\n    Button { text: ThemeSource.light }\n    Divider { color: Theme.page }\n}\n",
        encoding="utf-8",
    )
    result = lint(types, page)
    assert result.returncode == 0, result.stdout + result.stderr
