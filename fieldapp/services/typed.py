"""A value typed as text, read by the type of the field it is meant for."""

from __future__ import annotations

import json
import re
from datetime import date

from fieldapp.domain.words import CHOICES, code_of, offered
from fieldapp.errors import Refused
from sync.protocol import Value
from sync.schema import Field, FieldType

_YES = frozenset({"是", "有", "true", "yes", "1", "对"})
_NO = frozenset({"否", "没有", "无", "false", "no", "0", "不是"})


def read_value(kind: str, spec: Field, typed: Value) -> Value:
    """Read one field's value; anything that is not text passes as it is, "" empties the field.

    Raises `Refused` for text that does not fit.
    """
    if not isinstance(typed, str):
        return typed
    text = typed if spec.limit > 500 else typed.strip()
    if not text.strip():
        return None
    match spec.type:
        case FieldType.integer | FieldType.moment:
            return _integer(spec, text)
        case FieldType.boolean:
            return _boolean(spec, text)
        case FieldType.json | FieldType.texts | FieldType.maps:
            return _json(spec, text)
        case FieldType.set:
            raise Refused("own-command", "标签和电话一个一个加减，不在这里改。", field=spec.name)
        case FieldType.day:
            return _day(spec, text)
        case _:
            return _text(kind, spec, text)


def _text(kind: str, spec: Field, text: str) -> str:
    if (kind, spec.name) in CHOICES:
        return _choice(kind, spec, text)
    return text


def _choice(kind: str, spec: Field, text: str) -> str:
    code = code_of(kind, spec.name, text)
    words = CHOICES[kind, spec.name]
    if spec.choices and code not in spec.choices:
        raise Refused(
            "bad-choice",
            f"“{spec.label}”从这几个里选：{'、'.join(words.values())}。",
            field=spec.name,
            is_input=True,
            candidates=offered(words),
        )
    return code


def _day(spec: Field, text: str) -> str:
    found = re.fullmatch(r"([0-9]{4})[-./年]?([0-9]{1,2})[-./月]?([0-9]{1,2})日?", text)
    try:
        if found is not None:
            return date(*(int(part) for part in found.groups())).isoformat()
    except ValueError:
        pass
    raise Refused(
        "bad-day", f"“{spec.label}”写成 2026-11-20 这样。", field=spec.name, is_input=True
    )


def _integer(spec: Field, text: str) -> int:
    if re.fullmatch(r"-?[0-9]{1,15}", text):
        return int(text)
    raise Refused("bad-number", f"“{spec.label}”只写数字。", field=spec.name, is_input=True)


def _boolean(spec: Field, text: str) -> bool:
    if text.lower() in _YES:
        return True
    if text.lower() in _NO:
        return False
    raise Refused("bad-choice", f"“{spec.label}”写 是 或 否。", field=spec.name, is_input=True)


def _json(spec: Field, text: str) -> Value:
    if text[0] in "[{":
        try:
            return json.loads(text, parse_float=str)
        except ValueError:
            raise Refused(
                "bad-list", f"“{spec.label}”用、隔开写。", field=spec.name, is_input=True
            ) from None
    return [part.strip() for part in re.split(r"[、,，;；]", text) if part.strip()]
