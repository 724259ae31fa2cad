"""The words rosters use for columns, values and tags, read once from resources/roster."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

MANY = frozenset({"phones", "tags", "note", "aliases"})
"""Fields that several columns may fill together."""
TAG_PREFIX = "tag:"
_COMPUTED_TAGS = re.compile(
    r"(高龄|[678]0(周?岁)?(以上|及以上)|80\+|60\+|老年人|老人)(老人|老年人)?(\(80\+\))?"
)


@dataclass(frozen=True, slots=True)
class ColumnMeaning:
    """What a column title stands for: a field, or a reason why it is not taken."""

    field: str | None
    confidence: float
    reason: str = ""


def plain_title(text: str) -> str:
    """Reduce a column title to its words: no spaces, marks or brackets."""
    wide = unicodedata.normalize("NFKC", text).lower()
    bare = re.sub(r"\([^)]*\)|\[[^\]]*\]|【[^】]*】", "", wide)
    return "".join(c for c in (bare or wide) if unicodedata.category(c)[0] in "LN" or c in "+/")


@cache
def field_label(field: str) -> str:
    """Name a field in Chinese."""
    if field.startswith(TAG_PREFIX):
        return f"标签·{tag_names().get(field.removeprefix(TAG_PREFIX), '')}"
    label: str = _load("fields")[field]["label"]
    return label


@cache
def all_fields() -> tuple[str, ...]:
    """List the fields a column can be mapped to, tags by themselves left out."""
    return tuple(_load("fields"))


def is_field(name: str) -> bool:
    """True for a field name that a mapping may use."""
    if name.startswith(TAG_PREFIX):
        return name.removeprefix(TAG_PREFIX) in tag_names()
    return name in all_fields()


@cache
def meaning_of(title: str) -> ColumnMeaning:
    """Tell what a column title stands for."""
    plain = plain_title(title)
    if not plain:
        return ColumnMeaning(None, 0.0)
    exact = _exact_fields().get(plain)
    if exact is not None:
        return ColumnMeaning(exact, 1.0)
    reason = reason_to_leave_out(title)
    if reason:
        return ColumnMeaning(None, 1.0, reason)
    tag = tag_of(re.sub(r"^是否为?|标记$|标识$", "", plain))
    if tag is not None:
        return ColumnMeaning(TAG_PREFIX + tag, 0.9)
    return _contained(plain)


def _contained(plain: str) -> ColumnMeaning:
    best = max(
        (
            (word, field)
            for word, field in _exact_fields().items()
            if len(word) > 1 and word in plain
        ),
        key=lambda pair: len(pair[0]),
        default=None,
    )
    if best is None:
        return ColumnMeaning(None, 0.0)
    return ColumnMeaning(best[1], round(0.4 + 0.4 * len(best[0]) / len(plain), 2))


def reason_to_leave_out(text: str) -> str:
    """Tell why a column or a tag must not be taken (B67); "" when it may."""
    for entry in _load("left_out"):
        if any(word.lower() in text.lower() for word in entry["words"]):
            reason: str = entry["reason"]
            return reason
    return ""


def reason_to_keep_out(text: str) -> str:
    """Tell why a note should not be stored as it stands; "" when nothing in it must be guarded."""
    for entry in _load("left_out"):
        if entry.get("is_secret") and any(w.lower() in text.lower() for w in entry["words"]):
            reason: str = entry["reason"]
            return reason
    return ""


def code_of(field: str, text: str) -> str | None:
    """Translate a value into its code by the synonym table; None when it is not known."""
    return _codes(field).get(plain_value(text))


def plain_value(text: str) -> str:
    """Reduce a value to what the synonym tables are keyed by."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@cache
def value_label(field: str, code: str) -> str:
    """Name a code in Chinese, as the first word of its table."""
    words = _load("values").get(field, {}).get(code)
    return words[0] if words else code


@cache
def code_choices(field: str) -> tuple[tuple[str, str], ...]:
    """List the codes of a field with their names."""
    return tuple((code, words[0]) for code, words in _load("values")[field].items())


def tag_of(text: str) -> str | None:
    """Translate a word into a tag code; None when it is no tag we keep."""
    return _tag_words().get(plain_title(text))


def is_computed_tag(text: str) -> bool:
    """True for tags that follow from the birth date and are never stored."""
    return bool(_COMPUTED_TAGS.fullmatch(plain_title(text)))


@cache
def tag_names() -> Mapping[str, str]:
    """Map each tag code to its name."""
    return {tag["code"]: tag["name"] for tag in _catalogue()}


@cache
def guarded_tags() -> frozenset[str]:
    """Tags of level 3, which live with what must be kept secret."""
    return frozenset(tag["code"] for tag in _catalogue() if tag["level"] >= 3)


@cache
def _exact_fields() -> Mapping[str, str]:
    return {
        plain_title(word): field
        for field, entry in _load("fields").items()
        for word in (*entry["synonyms"], field)
    }


@cache
def _codes(field: str) -> Mapping[str, str]:
    table = _load("values")[field]
    known = {plain_value(word): code for code, words in table.items() for word in words}
    return {**{code: code for code in table}, **known}


@cache
def _tag_words() -> Mapping[str, str]:
    words = {plain_title(tag["name"]): tag["code"] for tag in _catalogue()}
    for code, synonyms in _load("tags").items():
        words.update({plain_title(word): code for word in synonyms})
    return words


@cache
def _catalogue() -> Any:
    return json.loads(files("resources").joinpath("catalogue/tags.json").read_text("utf-8"))


@cache
def _load(name: str) -> Any:
    return json.loads(files("resources").joinpath(f"roster/{name}.json").read_text("utf-8"))
