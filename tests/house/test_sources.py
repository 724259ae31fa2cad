"""What a reader may rely on in every file: it says what it is, and it is not long."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.sources import PACKAGES, ROOT, name_of, parsed, tracked

_LONGEST = 350
# A test file is a list: longer, and still one idea.
_LONGEST_LIST = 500
_LISTS = ("tests/",)
_EMPTY_WORDS = frozenset({"manager", "helper", "helpers", "util", "utils", "info", "handle"})
_EMPTY_WORDS |= {"data", "process"}
# Names of Qt, SQLAlchemy and logging: they are taken over, not invented here.
_OVERRIDDEN = frozenset(
    {"data", "setData", "headerData", "process_bind_param", "process_result_value", "info"}
)

# Put together here, or this file would break its own rule.
_NOT_OURS_TO_NAME = [
    ".".join(("pypi", "org")),
    ".".join(("pythonhosted", "org")),
    ".".join(("deb", "debian", "org")),
    "/".join(("", "opt", "pypi")),
    "/".join(("", "opt", "wheels")),
    "/".join(("..", "shared", "")),
    "/".join(("", "work", "")),
    ".".join(("", "library")) + "/",
]

_PYTHON = [path for path in tracked("*.py") if path.stat().st_size]  # an empty one says nothing
_SHOWN = tracked("*.py", "*.qml")
_TEXT = [path for path in tracked() if path.suffix not in {".png", ".ttf", ".otf", ".xlsx"}]


@pytest.mark.parametrize("path", _PYTHON, ids=name_of)
def test_a_module_opens_by_saying_what_it_is(path: Path) -> None:
    said = ast.get_docstring(parsed(path)) or ""
    assert said.partition("\n")[0].endswith((".", "?", "。", ":"))


def test_no_file_is_too_long_to_read_in_one_sitting() -> None:
    lengths = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in _SHOWN}
    assert {name: n for name, n in lengths.items() if n > _longest(name)} == {}


def _longest(name: str) -> int:
    return _LONGEST_LIST if name.startswith(_LISTS) else _LONGEST


def test_no_file_names_a_place_that_is_not_the_projects() -> None:
    found = [
        (name_of(path), word)
        for path in _TEXT
        for word in _NOT_OURS_TO_NAME
        if word in path.read_text("utf-8", "replace")
    ]
    assert found == []


def test_no_test_is_skipped() -> None:
    calls = re.compile(r"\bpytest\.(?:skip|importorskip|mark\.skip|mark\.skipif|mark\.xfail)\b")
    found = [name_of(path) for path in _PYTHON if calls.search(_without_strings(path))]
    assert found == []


def test_names_say_what_a_thing_is() -> None:
    found = [
        f"{name_of(path)}: {name}"
        for path in _PYTHON
        if path.relative_to(ROOT).parts[0] in PACKAGES
        for name in _names(path)
        if name not in _OVERRIDDEN and not _EMPTY_WORDS.isdisjoint(_words(name))
    ]
    assert found == []


def _names(path: Path) -> Iterator[str]:
    yield path.stem
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name


def _words(name: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def _without_strings(path: Path) -> str:
    tree = parsed(path)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return ast.unparse(tree)
