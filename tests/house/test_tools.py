"""Lint, types and import contracts hold, and each of these checks goes red on a planted error."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.sources import PACKAGES, ROOT

_BIN = Path(sys.executable).parent


def _run(tool: str, *arguments: str, cwd: Path = ROOT, given: str | None = None) -> tuple[int, str]:
    result = subprocess.run(
        [_BIN / tool, *arguments],
        cwd=cwd,
        input=given,
        stdin=subprocess.DEVNULL if given is None else None,
        capture_output=True,
        text=True,
        check=False,
    )
    return result.returncode, result.stdout + result.stderr


def _assert_clean(outcome: tuple[int, str]) -> None:
    code, said = outcome
    assert code == 0, said


def test_ruff_finds_nothing() -> None:
    _assert_clean(_run("ruff", "check", "--quiet", "."))


def test_ruff_would_format_nothing_anew() -> None:
    _assert_clean(_run("ruff", "format", "--check", "--quiet", "."))


def test_mypy_strict_finds_nothing() -> None:
    _assert_clean(_run("mypy"))


def test_nothing_is_asked_of_windows_that_it_does_not_have() -> None:
    """What a branch for one system leaves out of reach on the other is meant to be so."""
    words = ("--platform", "win32", "--no-warn-unreachable", "--cache-dir", ".mypy_cache/windows")
    _assert_clean(_run("mypy", *words))


def test_imports_keep_their_contracts() -> None:
    _assert_clean(_run("lint-imports", "--no-cache"))


@pytest.mark.parametrize("module", ["QtQuick", "QtWidgets"])
def test_a_view_model_that_draws_turns_ruff_red(module: str) -> None:
    planted = f'"""A view-model that draws."""\n\nfrom PySide6 import {module}\n\nprint({module})\n'
    name = "ui/viewmodels/planted.py"
    _, said = _run("ruff", "check", "--stdin-filename", name, "-", given=planted)
    assert "TID251" in said


def test_a_value_of_the_wrong_type_turns_mypy_red(tmp_path: Path) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text('"""Wrong."""\n\n\ndef age() -> int:\n    return "eighty"\n', "utf-8")
    code, said = _run("mypy", "--cache-dir", str(tmp_path / "cache"), str(planted))
    assert (code, "return-value" in said) == (1, True)


@pytest.mark.parametrize(
    ("module", "planted", "contract"),
    [
        ("sync/merge.py", "import time", "no clock, no chance"),
        ("fieldapp/domain/__init__.py", "import random", "no clock, no chance"),
        ("fieldapp/domain/__init__.py", "import fieldapp.store", "The application's floors"),
        ("fieldapp/errors.py", "from PySide6 import QtCore", "Qt is the face's alone"),
        ("sync/codec.py", "import sqlalchemy", "SQL stays in the stores"),
        ("sync/codec.py", "import fieldapp.domain", "The faces stand on the application"),
        ("sync/protocol.py", "import sync.merge", "No package imports itself in a circle"),
        ("server/__init__.py", "import fieldapp.store", "The server knows"),
        ("sync/codec.py", "import requests", "HTTP is spoken by sync.http alone"),
        ("ui/__init__.py", "import fieldapp.store", "The face asks the desk"),
        ("ui/__init__.py", "import server", "The faces stand on the application"),
    ],
    ids=lambda value: value.replace("/", "."),
)
def test_a_forbidden_import_turns_its_contract_red(
    tmp_path: Path, module: str, planted: str, contract: str
) -> None:
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=_only_python)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{planted}\n")
    code, said = _run("lint-imports", "--no-cache", cwd=tmp_path)
    broken = " ".join(said.partition("Broken contracts")[2].split())
    assert (code, contract in broken) == (1, True), said


def _only_python(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if not (Path(folder, name).is_dir() or name.endswith(".py"))]
