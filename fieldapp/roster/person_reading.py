"""Who a row is: every field through its parser, contradictions asked about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from fieldapp.domain.consistency import compare_birth, compare_sex
from fieldapp.domain.dates import BirthDate, Precision, age_on, parse_age, parse_date
from fieldapp.domain.findings import Option, ask, fix, refuse, warn
from fieldapp.domain.identity import IdNumber, IdType, mask, parse_id
from fieldapp.domain.names import PersonName, clean_name
from fieldapp.domain.phones import parse_phones
from fieldapp.domain.text import clean_text
from fieldapp.roster.reading import Draft
from fieldapp.roster.tables import (
    TAG_PREFIX,
    code_choices,
    code_of,
    guarded_tags,
    is_computed_tag,
    plain_value,
    reason_to_keep_out,
    reason_to_leave_out,
    tag_names,
    tag_of,
    value_label,
)

NOTE_LIMIT = 2000
DEFAULT_RESIDENCE = "usual_local"
_ID_INSIDE = re.compile(r"(?<![0-9])([0-9]{17}[0-9Xx]|[0-9]{15})(?![0-9])")
_NOTHING = frozenset({"", "无", "/", "-", "不详", "未知", "没有", "否", "N/A"})
_OFTEN = ("02", "10", "20", "30", "38", "28", "40", "51", "52", "70", "97", "99")
_KEEP_NOTE = Option("keep", "就留在备注里")
_LISTS = re.compile(r"[、,，;；/\s]+")


def read_person(draft: Draft, name: PersonName) -> tuple[dict[str, Any], dict[str, Any]]:
    """Read all fields of a resident; gives those open to the grid team and those kept secret."""
    draft.notes(name.findings)
    identity = _identity(draft)
    birth = _birth(draft, identity)
    tags = _tags(draft)
    residence = coded(draft, "residence_type")
    if residence is None and not draft.text("residence_type"):
        residence = DEFAULT_RESIDENCE
    person = {
        "name": name.name,
        "aliases": _aliases(draft),
        "latin_name": name.latin_name,
        "sex": _sex(draft, identity),
        **_birth_fields(birth, draft),
        "residence_type": residence,
        "hukou_division": _short(draft, "hukou_division"),
        "politics": coded(draft, "politics"),
        "life_status": coded(draft, "life_status"),
        "phones": _phones(draft, "phones"),
        "tags": [code for code in tags if code not in guarded_tags()],
        "speaks": _short(draft, "speaks"),
        "emergency_name": _emergency_name(draft),
        "emergency_phone": _emergency_phone(draft),
        "emergency_relation": _short(draft, "emergency_relation"),
        "note": _note(draft, identity),
    }
    secret = {
        "id_type": identity.id_type.value if identity.number else None,
        "id_no": identity.number,
        "no_id_reason": _reason(identity),
        "tags": [code for code in tags if code in guarded_tags()],
    }
    return _present(person), _present(secret)


def coded(draft: Draft, field: str) -> str | None:
    """Translate a value by its table; an unknown word is asked about once for all its rows."""
    text = draft.text(field)
    if plain_value(text) in _NOTHING and code_of(field, text) is None:
        return None
    code = code_of(field, text)
    if code is not None:
        if plain_value(text) not in (code, value_label(field, code)):
            draft.note(fix("B65", field, f"记作“{value_label(field, code)}”"))
        return code
    choices = code_choices(field)
    if field == "relation_code":
        choices = tuple((c, label) for c, label in choices if c in _OFTEN)
    options = [Option(c, label, ((field, c),)) for c, label in choices]
    options.append(Option("blank", "先空着", ((field, ""),)))
    question = ask("B65", field, f"“{text[:12]}”是哪一种", options)
    draft.note(question, f"{field}:{plain_value(text)}")
    return None


def relation_of(draft: Draft) -> str | None:
    """Translate the relation to the head: 之妻, 户主之子 and 丈母娘 too."""
    text = draft.text("relation_code")
    bare = re.sub(r"^(户主)?[之的](?=.)", "", text)
    if bare != text and code_of("relation_code", bare) is not None:
        draft.overrides["relation_code"] = bare
    code = coded(draft, "relation_code")
    if code is None and code_of("yes", draft.text("is_head")) == "yes":
        return "02"
    return code


def _present(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, "", [])}


def _identity(draft: Draft) -> IdNumber:
    declared = code_of("id_type", draft.text("id_type"))
    given = draft.text("id_type")
    known = declared or (given if given in tuple(IdType) else None)
    identity = parse_id(
        draft.text("id_no"),
        today=draft.context.today,
        is_numeric_cell=draft.is_number("id_no"),
        declared=IdType(known) if known else None,
    )
    draft.notes(identity.findings)
    return identity


def _reason(identity: IdNumber) -> str | None:
    said = identity.no_id_reason
    return None if said is None or said.value == "not_asked" else said.value


def _sex(draft: Draft, identity: IdNumber) -> str | None:
    said = coded(draft, "sex")
    if said is not None:
        draft.note(compare_sex(said, identity))
        return said
    return identity.sex if identity.is_verified else None


def _birth(draft: Draft, identity: IdNumber) -> BirthDate:
    today = draft.context.today
    age = _age(draft)
    if age is None and identity.is_verified and identity.birth_on is not None:
        age = age_on(identity.birth_on, today)
    said = parse_date(
        draft.text("birth_date"),
        today=today,
        is_1904=draft.context.is_1904,
        is_numeric_cell=draft.is_number("birth_date"),
        age=age,
    )
    draft.notes(said.findings)
    draft.note(compare_birth(said, identity))
    if identity.is_verified and identity.birth_on is not None and _id_decides(said, draft):
        return BirthDate(
            identity.birth_on, Precision.DAY, said.original, lunar_text=said.lunar_text
        )
    if said.on is None and said.lunar_text is None and draft.text("age"):
        by_age = parse_age(draft.text("age"), today=today)
        draft.notes(by_age.findings)
        return by_age
    return said


def _id_decides(said: BirthDate, draft: Draft) -> bool:
    if draft.has_settled("B10"):
        return False
    return said.on is None or said.is_estimate or said.precision is not Precision.DAY


def _age(draft: Draft) -> int | None:
    digits = re.sub(r"[^0-9]", "", draft.text("age"))
    return int(digits) if 0 < len(digits) <= 3 else None


def _birth_fields(birth: BirthDate, draft: Draft) -> dict[str, str | None]:
    return {
        "birth_date": birth.on.isoformat() if birth.on else None,
        "birth_precision": birth.precision.value if birth.on else None,
        "birth_lunar_text": draft.text("birth_lunar_text") or birth.lunar_text,
    }


def _aliases(draft: Draft) -> list[str]:
    text = draft.text("aliases")
    return [a for a in _LISTS.split(text) if a and a not in _NOTHING]


def _phones(draft: Draft, field: str) -> list[dict[str, str]]:
    parsed = parse_phones(draft.text(field), field=field)
    draft.notes(parsed.findings)
    return [
        {"number": p.number, "whose": p.whose} if p.whose else {"number": p.number}
        for p in parsed.numbers
    ]


def _emergency_name(draft: Draft) -> str | None:
    text = draft.text("emergency_name")
    return None if text in _NOTHING else clean_name(text, field="emergency_name").name


def _emergency_phone(draft: Draft) -> str | None:
    numbers = _phones(draft, "emergency_phone")
    return numbers[0]["number"] if numbers else None


def _short(draft: Draft, field: str) -> str | None:
    text = clean_text(draft.text(field), field=field).text.strip()
    return None if text in _NOTHING else text[:500]


def _note(draft: Draft, identity: IdNumber) -> str | None:
    cleaned = clean_text(draft.text("note"), field="note")
    draft.notes(cleaned.findings)
    text = cleaned.text.strip()
    inside = _ID_INSIDE.search(text)
    if inside is not None:
        rest = (text[: inside.start()] + text[inside.end() :]).strip(" ,，:：")
        also = () if identity.number else (("id_no", inside.group().upper()),)
        options = (
            Option("move", f"号码 {mask(inside.group())} 不留在备注里", (("note", rest), *also)),
            _KEEP_NOTE,
        )
        draft.note(ask("B20", "note", "备注里写了证件号，谁都看得到", options))
    secret = reason_to_keep_out(text)
    if secret:
        drop = Option("drop", "备注不要了", (("note", ""),))
        draft.note(ask("B67", "note", f"备注里有不该留的：{secret}", (drop, _KEEP_NOTE)))
    if len(text) > NOTE_LIMIT:
        draft.note(refuse("B46", "note", f"备注超过 {NOTE_LIMIT} 字，没有导入备注"))
        return None
    return text or None


def _tags(draft: Draft) -> list[str]:
    words = [w for w in _LISTS.split(draft.text("tags")) if w not in _NOTHING]
    found = [code for word in words if (code := _tag(draft, word, words)) is not None]
    for name in draft.raw.texts:
        if name.startswith(TAG_PREFIX) and code_of("yes", draft.text(name)) != "no":
            found.append(name.removeprefix(TAG_PREFIX))
    return [code for code in dict.fromkeys(found) if code in tag_names()]


def _tag(draft: Draft, word: str, words: Iterable[str]) -> str | None:
    reason = reason_to_leave_out(word)
    if reason:
        draft.note(warn("B67", "tags", f"有一个标签没收：{reason}"))
        return None
    code = tag_of(word)
    if code is not None or is_computed_tag(word):
        return code
    rest = "、".join(w for w in words if w != word)
    note = "，".join(part for part in (draft.text("note"), word) if part)
    options = (
        Option("note", "不是标签，写进备注", (("tags", rest), ("note", note))),
        Option("drop", "不用记", (("tags", rest),)),
    )
    draft.note(ask("B65", "tags", f"“{word[:12]}”不在标签里", options), f"tags:{word}")
    return None
