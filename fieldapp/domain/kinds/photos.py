"""Records of photographs: what hangs on what, and the server's word that it has the picture."""

from __future__ import annotations

from fieldapp.domain.kinds.shorthand import INT, MOMENT, ONCE
from sync.schema import Entity, Field

PHOTO_PARENTS = ("visit", "diary_entry", "issue")
"""Kinds of records that a photograph can hang on."""

PHOTOS = (
    Entity(
        "photo",
        "照片",
        "*",
        (
            Field("on_kind", "挂在哪一类", rule=ONCE, choices=PHOTO_PARENTS, is_required=True),
            Field("on_id", "挂在哪一条", rule=ONCE, parent_by="on_kind", is_required=True),
            Field("sha256", "内容摘要", rule=ONCE, limit=64, is_required=True),
            Field("size", "字节", INT, ONCE, is_required=True),
            Field("width", "宽", INT, ONCE),
            Field("height", "高", INT, ONCE),
            Field("at_ms", "什么时候加的", MOMENT, ONCE),
            Field("author", "谁加的", rule=ONCE, is_required=True),
        ),
        is_appended=True,
    ),
    Entity(
        "photo_receipt",
        "照片收据",
        "*",
        (
            Field("sha256", "收到的内容摘要", limit=64, is_required=True),
            Field("size", "收到的字节", INT),
            Field("at_ms", "什么时候收齐的", MOMENT),
        ),
    ),
)
"""A receipt bears the id of its photograph; the server alone writes it, once it has every byte."""
