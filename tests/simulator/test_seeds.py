"""A quick share of the simulator's seeds; `make laws SEEDS=2000` runs many."""

from __future__ import annotations

import pytest

from tests.simulator import runs


@pytest.mark.parametrize("seed", range(12))
def test_a_run_from_a_seed_breaks_no_law(seed: int) -> None:
    runs.run_once(seed, runs.stage())
