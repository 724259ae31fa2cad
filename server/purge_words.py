"""An erasure in words: what it took, or would take, and what it left."""

from __future__ import annotations

from collections.abc import Mapping

from fieldapp.domain.entities import SCHEMA


def told(
    counts: tuple[int, int, int],
    mentions: Mapping[str, int],
    is_done: bool,
    is_swept: bool,
    is_again: bool,
) -> str:
    """Say it to a person; `counts` are rows, changes that lose their words, and photographs."""
    counted = "{} 行、{} 条改动的原文、{} 张照片".format(*counts)
    if not is_done:
        return f"会删 {counted}。现在什么都没有删。{_mentioned(mentions)}"
    if is_again:
        return f"这一条已经删过了。{_swept(is_swept)}"
    old = "以前的备份里还有，请按维护手册换掉。"
    return f"删了 {counted}。{_swept(is_swept)}{old}{_mentioned(mentions)}"


def _mentioned(mentions: Mapping[str, int]) -> str:
    labels = {kind: spec.label for kind, spec in SCHEMA.entities.items()}
    each = "、".join(f"{labels.get(kind, kind)} {count}" for kind, count in mentions.items())
    count = sum(mentions.values())
    return f"\n别的记录里有 {count} 处写到这个名字，没有动：{each}。" if count else ""


def _swept(is_swept: bool) -> str:
    return "" if is_swept else "数据库正被占着，文件里的旧页还没有清，停下服务再运行一次。"
