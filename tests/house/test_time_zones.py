"""The machine's zone decides nothing: what is pure in time gives the same answers elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.house.sources import ROOT

_TIMELY = [name for name in ("tests/domain", "tests/queries") if (ROOT / name).is_dir()]


@pytest.mark.parametrize("zone", ["UTC", "America/Los_Angeles"])
def test_the_rules_hold_on_a_machine_in_another_zone(zone: str) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *_TIMELY],
        cwd=ROOT,
        env={**os.environ, "TZ": zone},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout[-2000:]
