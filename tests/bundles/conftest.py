"""Fixtures of the stick's tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bundles.team import Mate, Team


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    """A town with a stick."""
    made = Team(tmp_path)
    yield made
    made.close()


@pytest.fixture
def wang(team: Team) -> Mate:
    """The responsible worker, who has synced once."""
    mate = team.enrol("王海示例")
    mate.sync()
    return mate


@pytest.fixture
def lin(team: Team) -> Mate:
    """The secretary, whose machine carries."""
    mate = team.enrol("林示范")
    mate.sync()
    return mate
