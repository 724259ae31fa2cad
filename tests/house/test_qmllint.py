"""Every QML file is checked against the types it really gets, ours from Python included."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from ui.theme import QML_FOLDER

ROOT = QML_FOLDER.parent.parent
TOOLS = Path(sys.executable).parent


def module_of(source: Path) -> str | None:
    """Read the QML module that a Python file registers its types in, if any."""
    named = re.search(
        r'^QML_IMPORT_NAME = "(\w+)"$', source.read_text(encoding="utf-8"), re.MULTILINE
    )
    return named.group(1) if named else None


def dumped(source: Path) -> list[dict[str, Any]]:
    """Describe a file's types, with what the tool passes over.

    It sees no QObject behind a base class of our own, and no property that is constant.
    """
    printed = run("pyside6-metaobjectdump", str(source)).stdout
    units: list[dict[str, Any]] = json.loads(printed) if printed.strip() else []
    tree = ast.parse(source.read_text(encoding="utf-8"))
    classes = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    for described in (described for unit in units for described in unit["classes"]):
        node = classes[described["className"]]
        bases = [base.id for base in node.bases if isinstance(base, ast.Name)]
        described["object"] = True
        described["superClasses"] = [{"access": "public", "name": (bases or ["QObject"])[0]}]
        constant = constants(node)
        for prop in described.get("properties", []):
            prop["constant"] = prop["name"] in constant
    return units


def constants(node: ast.ClassDef) -> set[str]:
    """Name the properties that are declared with constant=True."""
    return {
        method.name
        for method in node.body
        if isinstance(method, ast.FunctionDef)
        for mark in method.decorator_list
        if isinstance(mark, ast.Call) and any(word.arg == "constant" for word in mark.keywords)
    }


def describe(sources: list[Path], module: str, folder: Path) -> None:
    """Write the qmldir and the type file of one module, as a build would."""
    target = folder / module
    target.mkdir()
    named, foreign = folder / f"{module}.json", folder / f"{module}-bases.json"
    named.write_text(json.dumps([unit for path in sources for unit in dumped(path)]), "utf-8")
    others = [path for path in python_files() if module_of(path) is None]
    foreign.write_text(json.dumps([unit for path in others for unit in dumped(path)]), "utf-8")
    types = target / f"{module}.qmltypes"
    run(
        "pyside6-qmltyperegistrar",
        *("--generate-qmltypes", str(types), "-o", str(folder / f"{module}.cpp"), str(named)),
        *("--import-name", module, "--major-version", "1", "--minor-version", "0"),
        *("--foreign-types", str(foreign)),
    )
    (target / "qmldir").write_text(f"module {module}\ntypeinfo {types.name}\n", encoding="utf-8")


def python_files() -> list[Path]:
    """List the face's Python files that know Qt."""
    files = sorted((ROOT / "ui").rglob("*.py"))
    return [path for path in files if re.search("QObject|QmlElement", path.read_text("utf-8"))]


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
    for source in python_files():
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
