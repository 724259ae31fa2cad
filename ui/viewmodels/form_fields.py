"""What a form is made of: frozen fields, the command they become, and how typed text is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from fieldapp.domain.dates import parse_date
from fieldapp.domain.days import day_of
from fieldapp.errors import Refused
from fieldapp.services.typed import read_value
from fieldapp.verbs import Command
from sync.schema import Field, FieldType

Values = Mapping[str, str]
"""What stands in a form, by field: text, a code, or several codes with a space between."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose."""

    key: str
    label: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class FormField:
    """One field. `shape`: text, area, chips (one), ticks (several), list (one of many), find.

    `finds` names the kind of record a `find` field looks for.
    """

    key: str
    label: str
    shape: str = "text"
    value: str = ""
    note: str = ""
    problem: str = ""
    choices: tuple[Choice, ...] = ()
    limit: int = 500
    finds: str = ""
    prompt: str = ""

    def holding(self, value: str) -> FormField:
        """Give the same field with a value, its choices marked."""
        held = set(value.split(" ")) if self.shape == "ticks" else {value}
        marked = tuple(replace(one, chosen=one.key in held) for one in self.choices)
        return replace(self, value=value, choices=marked)


@dataclass(frozen=True, slots=True)
class Form:
    """One form: `make` builds the command, `told` says afterwards what was saved.

    `live` makes the command of a tap on a tick, for forms that save each tap at once.
    `opens` names what the result is the id of, to be looked at next.
    """

    title: str
    fields: tuple[FormField, ...]
    make: Callable[[Values], Command[Any]] | None = None
    told: Callable[[Values], str] = lambda values: ""
    button: str = "存下"
    context: str = ""
    hint: str = ""
    opens: str = ""
    live: Callable[[str, str, bool], Command[Any]] | None = None
    draws: bool = False


def chips(words: Mapping[str, str] | Iterable[tuple[str, str]]) -> tuple[Choice, ...]:
    """Turn codes and their words into choices."""
    pairs = words.items() if isinstance(words, Mapping) else words
    return tuple(Choice(code, word) for code, word in pairs)


def number(values: Values, key: str, label: str) -> int:
    """Read a whole number, 0 for nothing. Raises `Refused` at its field."""
    text = values.get(key, "").strip()
    if not text:
        return 0
    if text.isdecimal() and len(text) < 6:
        return int(text)
    raise Refused("bad-number", f"“{label}”只写数字。", field=key, is_input=True)


def day(values: Values, key: str, label: str, now_ms: int) -> date | None:
    """Read a day as people write it, None for nothing (which means today). Raises `Refused`."""
    text = values.get(key, "").strip()
    if text in ("", "今天"):
        return None
    if len(text) < 6 and not text.isdecimal():
        text = f"{day_of(now_ms).year}-{text}"
    read = read_value("", Field(key, label, FieldType.day), text)
    try:
        return date.fromisoformat(str(read))
    except ValueError:
        raise Refused("bad-day", f"“{label}”写成 2026-11-20 这样。", field=key) from None


def birth(values: Values, now_ms: int) -> str:
    """Give a birth date as typed. Raises `Refused` for a day that there is not."""
    text = values.get("birth_date", "").strip()
    read = parse_date(text, today=day_of(now_ms)) if text else None
    if read is None or read.on or read.lunar_text or any(one.options for one in read.findings):
        return text
    raise Refused(
        "no-such-day",
        "没有这一天，看一下有没有写错。写成 1942-03-17 这样，只知道年份就写年份。",
        field="birth_date",
        is_input=True,
    )


def words(values: Values, key: str) -> tuple[str, ...]:
    """Read several labels written with any mark between them."""
    text = values.get(key, "")
    for sign in "，,；;/ 　":
        text = text.replace(sign, "、")
    return tuple(part.strip() for part in text.split("、") if part.strip())


def text_or_none(values: Values, key: str) -> str | None:
    """Give what is written, None for nothing."""
    return values.get(key, "").strip() or None


def yes_no(values: Values, key: str) -> bool | None:
    """Read 是 or 否, None for neither."""
    return {"是": True, "否": False}.get(values.get(key, ""))


YES_NO = (Choice("是", "是"), Choice("否", "否"))
