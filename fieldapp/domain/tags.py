"""The kinds of tags: what each is called, who may see it, and how often it asks for a visit.

The community's catalogue (`tag_kind` rows, whose id is the code) goes before what is built in.
Figures and sources: docs/domain.md, tags.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

WEEKLY = 7
"""Days between visits to an elder of 80 or more who is on her own."""


@dataclass(frozen=True, slots=True)
class TagKind:
    """One kind of tag. `level` 3 is masked; `cadence_days` None asks for no visit of its own.

    `phone_counts` lets a telephone call stand for a visit; `weekly_from_80` makes the cadence
    seven days from the age of 80; `mark` is the one character in a door's cell.
    """

    code: str
    name: str
    level: int = 1
    cadence_days: int | None = None
    phone_counts: bool = False
    mark: str = ""
    short: str = ""
    group: str = ""
    weekly_from_80: bool = False
    is_computed: bool = False

    @property
    def word(self) -> str:
        """The tag in a reason or a filter: short where there is a short form."""
        return self.short or self.name


AGE80, AGE60 = "AGE80", "AGE60"
ALONE = "ALONE"

_ELDERS, _CHILDREN, _HEALTH = "老人", "孩子", "身体"
_HARDSHIP, _HONOUR, _LIVING = "困难", "荣誉和志愿", "居住和工作"

BUILT_IN: Mapping[str, TagKind] = {
    kind.code: kind
    for kind in (
        TagKind(AGE80, "80 岁以上", group=_ELDERS, is_computed=True),
        TagKind(AGE60, "60 岁以上", group=_ELDERS, is_computed=True),
        TagKind(ALONE, "独居老人", 2, 30, False, "独", "独居", _ELDERS, weekly_from_80=True),
        TagKind("EMPTY", "空巢老人", 2, 30, False, "巢", "空巢", _ELDERS, weekly_from_80=True),
        TagKind("LEFT_ELDER", "留守老人", 2, 30, short="留守", group=_ELDERS, weekly_from_80=True),
        TagKind("DISABLED_ELDER", "失能老人", 3, 30, group=_ELDERS),
        TagKind("SHIDU", "计划生育特殊家庭", 3, 30, group=_HARDSHIP),
        TagKind("LEFT_CHILD", "留守儿童", 3, 30, group=_CHILDREN),
        TagKind("HARD_CHILD", "困境儿童", 3, 30, group=_CHILDREN),
        TagKind("ORPHAN", "孤儿", 3, 30, group=_CHILDREN),
        TagKind("INFANT", "0–3 岁", 3, group=_CHILDREN),
        TagKind("PREG", "孕产妇", 3, group=_HEALTH),
        TagKind("DISAB", "残疾人", 3, 90, group=_HEALTH),
        TagKind("DISAB_SEV", "重度残疾人", 3, 30, group=_HEALTH),
        TagKind("ILL", "重病慢病", 3, 30, group=_HEALTH),
        TagKind("HOMEBOUND", "行动不便", 2, 30, group=_HEALTH),
        TagKind("DIBAO", "低保", 2, 30, group=_HARDSHIP),
        TagKind("BIANYUAN", "低保边缘", 2, 30, group=_HARDSHIP),
        TagKind("TEKUN", "特困供养", 2, 30, short="特困", group=_HARDSHIP),
        TagKind("TUOPIN", "脱贫监测户", 2, 30, group=_HARDSHIP),
        TagKind("VET", "退役军人", 1, 90, group=_HONOUR),
        TagKind("MARTYR", "烈属优抚", 2, 90, group=_HONOUR),
        TagKind("PARTY", "党员", 2, group=_HONOUR),
        TagKind("VOL", "志愿者", 1, group=_HONOUR),
        TagKind("FLOAT", "流动人口", 1, 30, short="流动", group=_LIVING),
        TagKind("TENANT", "租户", 1, 90, mark="租", group=_LIVING),
        TagKind("LANDLORD", "房东", 1, 90, group=_LIVING),
        TagKind("NEWJOB", "新就业群体", 1, group=_LIVING),
        TagKind("OUT", "外出务工", 1, 90, True, short="外出", group=_LIVING),
        TagKind("FOREIGN", "境外人员", 2, 90, group=_LIVING),
        TagKind("ETH_NEED", "语言饮食提示", 2, group=_LIVING),
        TagKind("DISPUTE", "矛盾纠纷当事", 3, group=_HARDSHIP),
    )
}
"""The defaults; a community changes name, level, cadence and mark in its own catalogue."""

NEVER_KEPT = frozenset({"PSY", "CORR", "RELEASED", "DRUG", "PUBSEC", "PETITION", "HIV", "RELIGION"})
"""Codes that must not be kept on a tablet (L4) or at all (docs/domain.md, tags)."""

Catalogue = Mapping[str, TagKind]


def catalogue(rows: Iterable[tuple[str, Mapping[str, Any]]]) -> dict[str, TagKind]:
    """Lay the community's `tag_kind` rows, as `(code, fields)`, over what is built in."""
    kinds = dict(BUILT_IN)
    for code, fields in rows:
        if code in NEVER_KEPT:
            continue
        if fields.get("archived"):
            kinds.pop(code, None)
            continue
        kinds[code] = _overlaid(kinds.get(code) or TagKind(code, code), fields)
    return kinds


def _overlaid(kind: TagKind, fields: Mapping[str, Any]) -> TagKind:
    given = {
        name: fields[name]
        for name in ("name", "level", "cadence_days", "phone_counts", "mark", "group")
        if fields.get(name) is not None
    }
    if "name" in given and given["name"] != kind.name:
        given["short"] = ""
    return replace(kind, **given)


def cadence_of(kind: TagKind, *, is_80: bool) -> int | None:
    """Give the days between visits that a tag asks for, for a person of that age."""
    if kind.weekly_from_80 and is_80:
        return min(WEEKLY, kind.cadence_days or WEEKLY)
    return kind.cadence_days


def marks(codes: Iterable[str], kinds: Catalogue) -> tuple[str, ...]:
    """Give at most two one-character marks for a door's cell; never of a level 3 tag."""
    held = [kinds[code] for code in codes if code in kinds]
    shown = {kind.code for kind in held if kind.mark and kind.level < 3}
    if len(shown) < 2:
        return tuple(kinds[code].mark for code in shown)
    ordered = [kind.mark for code, kind in kinds.items() if code in shown]
    return tuple(dict.fromkeys(ordered))[:2]
