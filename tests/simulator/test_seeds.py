"""A quick share of the simulator's seeds; `make laws SEEDS=2000` runs many."""

from __future__ import annotations

import pytest

from tests.postgres import Postgres
from tests.simulator import runs
from tests.simulator.ablations import ABLATIONS, Ablation, catch
from tests.simulator.cases import CASES
from tests.simulator.databases import Templates
from tests.simulator.twice import run_seed

_QUICK = frozenset({"silent last-writer-wins", "level said too early", "no id dedupe"})


@pytest.mark.parametrize("seed", range(8))
def test_a_seed_breaks_no_law_and_leaves_the_same_trace_twice(seed: int) -> None:
    run_seed(seed, runs.stage())


@pytest.mark.parametrize("seed", CASES)
def test_what_once_broke_a_law_breaks_none_now(seed: int) -> None:
    runs.run_once(seed, runs.stage())


def test_seeds_break_no_law_on_postgresql(postgres: Postgres) -> None:
    at = runs.build_stage(Templates(postgres.create_database()))
    for seed in (1, 2):
        runs.run_once(seed, at)


@pytest.mark.parametrize(
    "ablation", [one for one in ABLATIONS if one.name in _QUICK], ids=lambda one: one.name
)
def test_without_a_guard_the_simulator_goes_red(ablation: Ablation) -> None:
    assert catch(ablation, runs.stage())
