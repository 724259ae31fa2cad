"""Records of what people ask for: the issue, and its steps, which are only ever added."""

from __future__ import annotations

from fieldapp.domain.issue_words import CATEGORY, DEED, ORIGIN, RATING, STATE
from fieldapp.domain.kinds.shorthand import DAY, MOMENT, ONCE, TEXT
from sync.schema import Entity, Field

ISSUES = (
    Entity(
        "issue",
        "事项",
        "grid",
        (
            Field("category", "哪一类", choices=tuple(CATEGORY), is_required=True),
            Field("title", "什么事", limit=200, is_required=True),
            Field("text", "详细", rule=TEXT, limit=4000),
            Field("household_id", "户", rule=ONCE, parent="household"),
            Field("dwelling_id", "门", rule=ONCE, parent="dwelling"),
            Field("resident_id", "谁的事", rule=ONCE),
            Field("visit_id", "哪次敲门", rule=ONCE),
            Field("line_id", "哪条日记", rule=ONCE),
            Field("origin", "从哪来", rule=ONCE, choices=tuple(ORIGIN)),
            Field("on_behalf_of", "替谁提的"),
            Field("raised_on", "哪天提的", DAY, ONCE),
            Field("raised_ms", "什么时候记的", MOMENT, ONCE),
            Field("author", "谁记的", rule=ONCE, is_required=True),
        ),
    ),
    Entity(
        "issue_step",
        "事项的一步",
        "grid",
        (
            Field("issue_id", "哪件事", rule=ONCE, parent="issue", is_required=True),
            Field("household_id", "户", rule=ONCE, parent="household"),
            Field("dwelling_id", "门", rule=ONCE, parent="dwelling"),
            Field("deed", "做了什么", rule=ONCE, choices=tuple(DEED), is_required=True),
            Field("after", "接着哪一步", rule=ONCE),
            Field("from_state", "原来到哪了", rule=ONCE, choices=tuple(STATE)),
            Field("to_state", "现在到哪了", rule=ONCE, choices=tuple(STATE)),
            Field("note", "说明", rule=ONCE, limit=4000),
            Field("unit", "哪个单位", rule=ONCE, limit=200),
            Field("due_on", "约在哪天前", DAY, ONCE),
            Field("rating", "评得怎样", rule=ONCE, choices=tuple(RATING)),
            Field("into_id", "并到哪件", rule=ONCE),
            Field("at_ms", "什么时候", MOMENT, ONCE),
            Field("author", "谁做的", rule=ONCE, is_required=True),
        ),
        is_appended=True,
    ),
)
"""An issue names its household or its door, not both: with that it goes to another grid. Its steps
name the same, so that a new one finds where an issue went that nobody had heard of.

Where it stands is in no field: it is the fold of its steps (`fieldapp.domain.issues`).
"""
