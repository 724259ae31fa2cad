"""What contradicts itself in one person's fields, or among the people of one household."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fieldapp.domain.dates import BirthDate, Precision
from fieldapp.domain.findings import Finding, Option, ask, warn
from fieldapp.domain.identity import IdNumber

_SEX_WORDS = {"1": "男", "2": "女"}
_HEAD = ("01", "02")
_SPOUSE = ("10", "11", "12")
_CHILDREN = tuple(str(code) for code in range(20, 48))
_PARENTS = tuple(str(code) for code in range(50, 65))


def compare_sex(said: str, identity: IdNumber) -> Finding | None:
    """Ask when the sex column and the number disagree (B09)."""
    if said not in _SEX_WORDS or identity.sex is None or said == identity.sex:
        return None
    own = identity.sex
    options = (
        Option("id", f"按证件号，是{_SEX_WORDS[own]}", (("sex", own),)),
        Option("column", f"按性别一列，是{_SEX_WORDS[said]}", (("sex", said),)),
    )
    return ask("B09", "sex", "性别和证件号对不上", options)


def compare_birth(said: BirthDate, identity: IdNumber) -> Finding | None:
    """Ask when the birth date column and the number disagree (B10); an estimate never does."""
    if said.on is None or identity.birth_on is None or said.is_estimate:
        return None
    if is_same_birth(said.on, said.precision, identity.birth_on):
        return None
    by_id, by_column = identity.birth_on.isoformat(), said.on.isoformat()
    options = (
        Option("id", f"按证件号，{by_id}", (("birth_date", by_id),)),
        Option("column", f"按出生日期一列，{by_column}", (("birth_date", by_column),)),
        Option("both", f"证件上 {by_id}，平时过 {by_column}", _both(by_id, said)),
    )
    return ask("B10", "birth_date", "出生日期和证件号对不上", options)


def is_same_birth(said: date, precision: Precision, exact: date) -> bool:
    """True when a date known to this precision can be the exact one."""
    if precision is Precision.YEAR:
        return said.year == exact.year
    if precision is Precision.MONTH:
        return (said.year, said.month) == (exact.year, exact.month)
    return said == exact


def _both(by_id: str, said: BirthDate) -> tuple[tuple[str, str], ...]:
    return (("birth_date", by_id), ("birth_lunar_text", said.original.strip()))


@dataclass(frozen=True, slots=True)
class MemberSketch:
    """As much of a household's member as its structure needs."""

    relation_code: str | None
    sex: str | None
    birth_on: date | None


def check_household(members: Sequence[MemberSketch]) -> tuple[tuple[int, Finding], ...]:
    """Warn of impossible households (B19, B68), each finding with the index of its member."""
    heads = [i for i, m in enumerate(members) if m.relation_code in _HEAD]
    told: list[tuple[int, Finding]] = []
    if not members or all(m.relation_code is None for m in members):
        return ()
    if not heads:
        told.append((0, _odd("这一户没有写户主")))
    told += [(i, _odd("一户写了两个户主")) for i in heads[1:]]
    spouses = [i for i, m in enumerate(members) if m.relation_code in _SPOUSE]
    told += [(i, _odd("一户写了好几个配偶")) for i in spouses[1:]]
    if heads:
        told += _against_head(members, members[heads[0]])
    return tuple(told)


def _against_head(members: Sequence[MemberSketch], head: MemberSketch) -> list[tuple[int, Finding]]:
    told = []
    for i, member in enumerate(members):
        code = member.relation_code or ""
        if code in _SPOUSE and member.sex is not None and member.sex == head.sex:
            told.append((i, _odd("户主和配偶性别一样")))
        if member.birth_on is None or head.birth_on is None:
            continue
        if code in _CHILDREN and member.birth_on <= head.birth_on:
            told.append((i, _odd("子女比户主还大，证件号会不会是别人的", "B19")))
        if code in _PARENTS and member.birth_on >= head.birth_on:
            told.append((i, _odd("父母比户主还小，证件号会不会是别人的", "B19")))
    return told


def _odd(sentence: str, code: str = "B68") -> Finding:
    return warn(code, "relation_code", sentence)
