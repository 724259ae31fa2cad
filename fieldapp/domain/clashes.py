"""Why one of two writings is in use for now, in one sentence; nobody is said to be wrong."""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.domain.when import MINUTE_MS, length_text
from sync.merge import CLEARLY_LATER_MS


@dataclass(frozen=True, slots=True)
class Writing:
    """One side, by `writer` (我, 对方, a name), at `at_ms` (0: unknown); `is_sure` of its time."""

    writer: str
    at_ms: int
    is_sure: bool


def why_in_use(rule: str, label: str, kept: Writing, other: Writing) -> str:
    """Say why `kept` is in use, by the rule that picked it (`sync.merge`); "" for an unknown one.

    `label` is the field's: 姓名, 敲门提示.
    """
    match rule:
        case "identity":
            return f"这是{label}，不看谁先谁后，先照社区账上的用，等人看过再定"
        case "text":
            return "同一句改得不一样，先照社区账上的用，另一种写法也留着"
        case "later" | "incumbent":
            return _by_time(kept, other)
        case _:
            return ""


def _by_time(kept: Writing, other: Writing) -> str:
    ahead = kept.at_ms - other.at_ms
    if kept.at_ms and other.at_ms and kept.is_sure and other.is_sure:
        if ahead > CLEARLY_LATER_MS:
            return f"{kept.writer}写得更晚，相差 {length_text(ahead)}，先用{kept.writer}的"
        apart = f"只差 {length_text(ahead)}" if abs(ahead) >= MINUTE_MS else "几乎同时"
        return f"两边写的{apart}，分不出先后，先用先到社区的"
    doubtful = [one.writer for one in (kept, other) if one.at_ms and not one.is_sure]
    if len(doubtful) == 1:
        return f"{doubtful[0]}那台的钟靠不住，分不出先后，先用先到社区的"
    return "分不出哪个先写，先用先到社区的"
