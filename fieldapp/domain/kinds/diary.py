"""Records of the diary scope: entries, lines, ticks, reviews, what one is asked, replies."""

from __future__ import annotations

from fieldapp.domain.kinds.shorthand import BOOL, DAY, INT, JSON, MOMENT, ONCE, TEXT, TEXTS
from sync.schema import Entity, Field

REVIEW_KINDS = ("acknowledged", "instruction", "to_issue", "more_please", "praise", "talk")
REPLY_KINDS = ("received", "done")
URGENCIES = ("note", "week", "today", "now")

DIARY = (
    Entity(
        "diary_entry",
        "民情日记",
        "diary",
        (
            Field("author", "谁写的", rule=ONCE, is_required=True),
            Field("grid", "网格", rule=ONCE),
            Field("on", "日期", DAY, rule=ONCE, is_required=True),
            Field("weather", "天气"),
            Field("categories", "类别", TEXTS),
            Field("mood", "冷暖"),
            Field("urgency", "缓急", choices=URGENCIES),
            Field("submitted_ms", "交上时间", MOMENT),
        ),
    ),
    Entity(
        "diary_line",
        "日记的一条",
        "diary",
        (
            Field("entry_id", "哪一篇", rule=ONCE, parent="diary_entry", is_required=True),
            Field("text", "内容", rule=TEXT, limit=20_000, is_required=True),
            Field("households", "关联的户", TEXTS),
            Field("visit_id", "哪次敲门"),
            Field("sort_no", "顺序", INT),
            Field("is_sealed", "密封", BOOL),
        ),
    ),
    Entity(
        "tick",
        "打钩",
        "diary",
        (
            Field("line_id", "哪一条", rule=ONCE, parent="diary_line", is_required=True),
            Field("done_ms", "什么时候", MOMENT, ONCE),
            Field("author", "谁", rule=ONCE, is_required=True),
        ),
        is_appended=True,
    ),
    Entity(
        "review",
        "批示",
        "diary",
        (
            Field("entry_id", "哪一篇", rule=ONCE, parent="diary_entry", is_required=True),
            Field("kind", "怎么批", rule=ONCE, choices=REVIEW_KINDS, is_required=True),
            Field("text", "内容", rule=ONCE, limit=4000),
            Field("for_person", "给谁", rule=ONCE),
            Field("for_words", "给谁", rule=ONCE, limit=40),
            Field("due_ms", "什么时候前", MOMENT, ONCE),
            Field("at_ms", "什么时候批的", MOMENT, ONCE),
            Field("seen_lines", "批时的内容", JSON, ONCE),
            Field("author", "谁批的", rule=ONCE, is_required=True),
        ),
        is_appended=True,
    ),
    Entity(
        "reply",
        "回话",
        "diary",
        (
            Field("entry_id", "哪一篇", rule=ONCE, parent="diary_entry"),
            Field("review_id", "哪条批示", rule=ONCE, parent="review"),
            Field("instruction_id", "哪条批给我的", rule=ONCE, parent="instruction"),
            Field("kind", "怎么回", rule=ONCE, choices=REPLY_KINDS, is_required=True),
            Field("text", "内容", rule=ONCE, limit=4000),
            Field("at_ms", "什么时候", MOMENT, ONCE),
            Field("author", "谁回的", rule=ONCE, is_required=True),
        ),
        is_appended=True,
    ),
    # A 批示 on somebody's page for a colleague: it stands in her own diary, without the page.
    Entity(
        "instruction",
        "批给我的",
        "diary",
        (
            Field("review_id", "哪条批示", rule=ONCE, is_required=True),
            Field("entry_id", "哪一篇", rule=ONCE, is_required=True),
            Field("written_by", "谁的日记", rule=ONCE, is_required=True),
            Field("on", "日记的日期", DAY, ONCE),
            Field("text", "内容", rule=ONCE, limit=4000, is_required=True),
            Field("households", "关联的户", TEXTS, ONCE),
            Field("due_ms", "什么时候前", MOMENT, ONCE),
            Field("at_ms", "什么时候批的", MOMENT, ONCE),
            Field("author", "谁批的", rule=ONCE, is_required=True),
        ),
        is_appended=True,
    ),
)
