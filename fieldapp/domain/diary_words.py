"""The Chinese words of a diary entry's codes, and where an entry stands."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

CATEGORY: Mapping[str, str] = {
    "care": "特殊关爱",
    "livelihood": "民生诉求",
    "dispute": "矛盾纠纷",
    "hazard": "安全隐患",
    "policy": "政策反映",
    "good_deed": "好人好事",
    "family_change": "家庭变动",
    "other": "其他",
}
MOOD: Mapping[str, str] = {
    "calm": "平稳",
    "anxious": "着急",
    "discontent": "不满",
    "sad": "悲伤",
    "grateful": "感谢",
}
"""The residents' mood, never the worker's."""
URGENCY: Mapping[str, str] = {
    "note": "记一笔",
    "week": "本周办",
    "today": "今天办",
    "now": "马上",
}
REVIEW: Mapping[str, str] = {
    "acknowledged": "已阅",
    "instruction": "批示",
    "to_issue": "转为事项",
    "more_please": "请补充",
    "praise": "表扬",
    "talk": "面谈",
}
REPLY: Mapping[str, str] = {"received": "收到", "done": "已办"}


class EntryState(StrEnum):
    """Where a diary entry stands, the furthest that it has come."""

    draft = "draft"
    saved = "saved"
    delivered = "delivered"
    recorded = "recorded"
    read = "read"
    instructed = "instructed"
    withdrawn = "withdrawn"


ENTRY_STATE: Mapping[EntryState, str] = {
    EntryState.draft: "草稿",
    EntryState.saved: "已存本机",
    EntryState.delivered: "已送达",
    EntryState.recorded: "已入账",
    EntryState.read: "已阅",
    EntryState.instructed: "有批示",
    EntryState.withdrawn: "收回了",
}


def code_for(words: Mapping[str, str], typed: str) -> str | None:
    """Give the code of a code or of its word; None for anything else."""
    if typed in words:
        return typed
    return next((code for code, word in words.items() if word == typed), None)
