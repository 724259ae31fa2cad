"""The rare roads, told as stories."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.simulator import runs
from tests.simulator.runs import Stage
from tests.simulator.stories import STORIES
from tests.simulator.stories_back import STORIES_BACK


@pytest.mark.parametrize("story", [*STORIES, *STORIES_BACK], ids=lambda one: one.__name__)
def test_a_rare_road_breaks_no_law(story: Callable[[Stage], None]) -> None:
    story(runs.stage())
