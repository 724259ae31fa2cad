"""The invented community: 杏林社区 with its third grid, and 柳沟村. Nobody in it can exist."""

from __future__ import annotations

from fieldapp.demo.community import (
    ASSIGNMENTS,
    COMMUNITY,
    GRID,
    STAFF,
    VILLAGE,
    VILLAGE_GRID,
    Post,
    StaffPlan,
    regions_csv,
)
from fieldapp.demo.populate import (
    Populated,
    begin_draft,
    clash_at_the_bell,
    hand_in_as_colleague,
    knock_in_the_morning,
    populate,
    review_yesterday,
    settle,
)

__all__ = [
    "ASSIGNMENTS",
    "COMMUNITY",
    "GRID",
    "STAFF",
    "VILLAGE",
    "VILLAGE_GRID",
    "Populated",
    "Post",
    "StaffPlan",
    "begin_draft",
    "clash_at_the_bell",
    "hand_in_as_colleague",
    "knock_in_the_morning",
    "populate",
    "regions_csv",
    "review_yesterday",
    "settle",
]
