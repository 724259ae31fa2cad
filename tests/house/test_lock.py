"""The lock: all that pyproject.toml asks for, pinned and hashed, from nowhere in particular."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.sources import ROOT

_LOCK = (ROOT / "requirements.lock").read_text("utf-8")
_PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
_PINS = dict(re.findall(r"^([\w.-]+)==(\S+)", _LOCK, flags=re.MULTILINE))
_WANTED = [
    *_PYPROJECT["build-system"]["requires"],
    *_PYPROJECT["project"]["dependencies"],
    *_PYPROJECT["project"]["optional-dependencies"]["dev"],
]


@pytest.mark.parametrize("line", _WANTED)
def test_a_dependency_is_locked_at_a_version_it_allows(line: str) -> None:
    wanted = Requirement(line)
    assert wanted.specifier.contains(_PINS[canonicalize_name(wanted.name)])


def test_every_locked_package_carries_hashes() -> None:
    entries = re.split(r"\n(?=\S)", _LOCK)
    pinned = [entry for entry in entries if not entry.startswith("#")]
    assert [entry for entry in pinned if "--hash=sha256:" not in entry] == []


def test_the_lock_names_no_address_and_no_option_of_pip() -> None:
    assert re.findall(r"^\s*--(?!hash=).*|\S*://\S*|\S* @ \S*", _LOCK, flags=re.MULTILINE) == []
