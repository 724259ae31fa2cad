"""One row read to the end: parsed, questions answered, parsed again until nothing changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fieldapp.domain.findings import Severity
from fieldapp.domain.names import clean_name
from fieldapp.domain.text import clean_text
from fieldapp.roster.person_reading import coded, read_person, relation_of
from fieldapp.roster.place_reading import read_place
from fieldapp.roster.reading import Context, Draft, Reading, RowFinding
from fieldapp.roster.rows import RawRow
from fieldapp.roster.tables import code_of

_ROUNDS = 6
_NOBODY = frozenset(
    "无 空 空置 空房 空户 无人 无人居住 无人住 — - / 不详 未知 待查 没人 闲置 待入住".split()
)


def read_row(raw: RawRow, context: Context, given: Mapping[str, str] | None = None) -> Reading:
    """Understand a row with the answers there are; `given` replaces some of its texts."""
    overrides, settled = dict(given or {}), set[str]()
    reading = _read(Draft(raw, context, overrides, settled))
    for _ in range(_ROUNDS):
        draft = Draft(raw, context, overrides, settled, list(reading.findings))
        outcome = draft.settle(context.answers)
        if outcome is None:
            return replace(reading, is_left_out=True)
        if not outcome:
            break
        reading = _read(Draft(raw, context, overrides, settled))
    return reading


def _read(draft: Draft) -> Reading:
    draft.findings.extend(RowFinding(f, cell, f"{f.code}@{cell}") for f, cell in draft.raw.findings)
    place = read_place(draft)
    named = draft.text("name")
    if not named and not draft.raw.texts.get("name"):
        named = _head_alone(draft)
    name = clean_name(named)
    is_nobody = named in _NOBODY or not name.name
    person: dict[str, Any] | None = None
    care: dict[str, Any] = {}
    relation = None
    if not is_nobody:
        person, care = read_person(draft, name)
        relation = relation_of(draft)
    return Reading(
        draft.raw,
        place,
        person,
        care,
        relation,
        "" if draft.text("head_name") in _NOBODY else clean_name(draft.text("head_name")).name,
        _household(draft),
        _dwelling(draft, named, is_nobody),
        tuple(draft.findings),
        _refusal(draft, place, person),
    )


def _head_alone(draft: Draft) -> str:
    """Take the head's name where the roster lists heads only."""
    if draft.context.plan.columns_of("name"):
        return ""
    if draft.text("head_name") and not draft.text("relation_code"):
        draft.overrides.setdefault("relation_code", "02")
    return draft.text("head_name")


def _household(draft: Draft) -> dict[str, Any]:
    party = code_of("yes", draft.text("is_party_center")) if draft.text("is_party_center") else None
    found = {
        "household_no": draft.text("household_no") or None,
        "kind": coded(draft, "household_kind"),
        "is_party_center": True if party == "yes" else None,
    }
    return {name: value for name, value in found.items() if value is not None}


def _dwelling(draft: Draft, named: str, is_nobody: bool) -> dict[str, Any]:
    use = coded(draft, "dwelling_use")
    if use is None and is_nobody and code_of("dwelling_use", named) == "vacant":
        use = "vacant"
    note = clean_text(draft.text("access_note"), field="access_note").text
    found = {"use": use, "access_note": note or None}
    return {name: value for name, value in found.items() if value is not None}


def _refusal(draft: Draft, place: object, person: Mapping[str, Any] | None) -> str:
    blocking = [
        f.finding.sentence
        for f in draft.findings
        if f.finding.severity is Severity.REFUSE and f.finding.field == "name"
    ]
    if blocking:
        return blocking[0]
    if person is None and place is None:
        return "没有姓名也没有门牌"
    return "没写住哪个门" if place is None else ""
