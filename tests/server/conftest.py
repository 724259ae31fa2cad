"""Fixtures of the server's tests: a town on SQLite, and the same on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.town import Phone, Town, make_town


@pytest.fixture
def town(database_url: str, tmp_path: Path) -> Iterator[Town]:
    """A small town with a server, once on each database."""
    made = make_town(database_url, tmp_path / "data")
    yield made
    made.service.close()


@pytest.fixture
def wang(town: Town) -> Phone:
    """The tablet of the worker responsible for the grid."""
    return town.phone("王海示例")


@pytest.fixture
def miao(town: Town) -> Phone:
    """The tablet of the part-time worker of the same grid."""
    return town.phone("苗长根")


@pytest.fixture
def lin(town: Town) -> Phone:
    """The laptop of the community's secretary."""
    return town.phone("林示范")
