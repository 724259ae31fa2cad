"""A check that is switched off says beside it why, and only where the check looks at all."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator

import pytest

from tests.house.sources import PACKAGES, name_of, tracked

_SWITCH = re.compile(r"(?i)# *(?:noqa|type: *ignore|ruff:|mypy:|pylint:|pyright:|pragma:|nosec)")
_EXPLAINED = (
    re.compile(r"# noqa: [A-Z]+\d+(?:, [A-Z]+\d+)* - \w"),
    re.compile(r"# type: ignore\[[a-z-]+(?:,[a-z-]+)*\]  # \w"),
)


def test_each_check_that_is_switched_off_has_its_reason_beside_it() -> None:
    found = [
        f"{name_of(path)}:{line}"
        for path in tracked("*.py")
        for line in unexplained(path.read_text("utf-8"), name_of(path))
    ]
    assert found == []


def unexplained(source: str, name: str) -> Iterator[int]:
    """Number the lines that switch a check off without a reason, or one that never looks there."""
    for line, comment in _comments(source):
        switch = _SWITCH.search(comment)
        is_typed = name.partition("/")[0] in PACKAGES
        is_explained = any(one.match(comment) for one in _EXPLAINED)
        if switch and (not is_explained or ("type:" in switch.group() and not is_typed)):
            yield line


def _comments(source: str) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("sync/merge.py", "import os  # noqa"),
        ("sync/merge.py", "import os  # noqa: F401"),
        ("sync/merge.py", "import os  # NOQA:F401"),
        ("sync/merge.py", "import os  # to have it read  # noqa: F401"),
        ("sync/merge.py", "age: int = ''  # type: ignore"),
        ("sync/merge.py", "age: int = ''  # type: ignore[assignment]"),
        ("sync/merge.py", "# mypy: ignore-errors"),
        ("tests/planted.py", "age: int = ''  # type: ignore[assignment]  # mypy reads no tests"),
    ],
)
def test_a_check_switched_off_for_no_reason_is_found(name: str, line: str) -> None:
    assert list(unexplained(f'"""Planted."""\n{line}\n', name)) == [2]


@pytest.mark.parametrize(
    "line",
    [
        "import os  # noqa: F401, E402 - to have it read",
        "age: int = ''  # type: ignore[assignment,misc]  # it is told below",
        "said = '# noqa'",
    ],
)
def test_a_reason_beside_it_is_enough(line: str) -> None:
    assert list(unexplained(f'"""Planted."""\n{line}\n', "sync/merge.py")) == []
