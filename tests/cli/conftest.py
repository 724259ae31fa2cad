"""A console over an enrolled home, and over one that is still bare."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.homes import PIN, Console, Offices, enrol_home


@pytest.fixture
def bare(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Console:
    """Give a console whose home is not there yet; the PIN comes from the environment."""
    monkeypatch.setenv("FIELDAPP_PIN", PIN)
    return Console(tmp_path / "home", capsys)


@pytest.fixture
def console(bare: Console) -> Console:
    """Give a console over the home of an enrolled worker whose grid is empty."""
    enrol_home(bare.path, bare.offices)
    return bare


@pytest.fixture
def offices() -> Offices:
    """Give somebody to connect to."""
    return Offices()
