"""Records of the day: visits, promises, campaigns."""

from __future__ import annotations

from fieldapp.domain.kinds.shorthand import BOOL, DAY, MAPS, MOMENT, ONCE, TEXT, TEXTS
from sync.schema import Entity, Field

OUTCOMES = (
    "met",
    "met_other",
    "no_answer",
    "refused",
    "moved_out",
    "vacant",
    "wrong_door",
    "not_safe",
    "declined_info",
    "deceased",
)
"""Outcomes of a visit (docs/domain.md, visits)."""
MODES = ("door", "phone", "video", "met_on_street", "visitor_came", "relative_reported")

WORK = (
    Entity(
        "visit",
        "敲门",
        "grid",
        (
            Field("dwelling_id", "门", rule=ONCE, parent="dwelling", is_required=True),
            Field("household_id", "户", rule=ONCE, parent="household"),
            Field("mode", "方式", rule=ONCE, choices=MODES),
            Field("outcome", "结果", rule=ONCE, choices=OUTCOMES, is_required=True),
            Field("met", "见到谁", TEXTS, ONCE),
            Field("purposes", "目的", TEXTS, ONCE),
            Field("items", "检查项", MAPS, ONCE),
            Field("note", "一句话", rule=ONCE, limit=4000),
            Field("at_ms", "时间", MOMENT, ONCE),
            Field("recorded_ms", "记录时间", MOMENT, ONCE),
            Field("is_late_entry", "补记", BOOL, ONCE),
            Field("companions", "同行", TEXTS, ONCE),
            Field("campaign_id", "专项", rule=ONCE),
            Field("next_due_on", "下次", DAY, rule=ONCE),
            Field("next_due_reason", "下次原因", rule=ONCE),
            Field("author", "谁敲的", rule=ONCE, is_required=True),
        ),
        is_appended=True,
    ),
    Entity(
        "promise",
        "答应过的",
        "grid",
        (
            Field("household_id", "户", rule=ONCE, parent="household", is_required=True),
            Field("visit_id", "哪次", rule=ONCE),
            Field("text", "答应了什么", rule=TEXT, limit=2000, is_required=True),
            Field("made_ms", "什么时候", MOMENT, ONCE),
            Field("author", "谁答应的", rule=ONCE, is_required=True),
            Field("done_ms", "什么时候办了", MOMENT),
        ),
    ),
    Entity(
        "campaign",
        "专项入户",
        "grid",
        (
            Field("title", "名称", is_required=True),
            Field("reason", "事由"),
            Field("template", "模板"),
            Field("on", "日期", DAY),
            Field("starts_ms", "开始", MOMENT),
            Field("deadline_ms", "截止", MOMENT),
            Field("tags", "对象标签", TEXTS),
            Field("places", "楼和组", TEXTS),
            Field("is_for_all", "每一户", BOOL),
            Field("dwellings", "指定的门", TEXTS),
            Field("asks", "要问的", TEXTS),
            Field("ended_ms", "结束", MOMENT),
        ),
    ),
)
