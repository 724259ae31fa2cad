"""What a record may hold: fields, their types and merge rules, handed to the library as data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sync.protocol import Value


class Rule(StrEnum):
    """How concurrent edits of one field meet (docs/sync.md, merge table)."""

    scalar = "scalar"
    """Later good estimate wins by default when more than ten minutes apart, else the incumbent."""
    identity = "identity"
    """The incumbent wins, and a person must look."""
    set = "set"
    """Additions win over concurrent removals; a removal names the dots it saw."""
    text = "text"
    """Three-way by sentence; overlapping edits are kept side by side."""
    once = "once"
    """Set when the row is created, never changed."""
    archived = "archived"
    """The incumbent wins; absent means not archived."""


class FieldType(StrEnum):
    """JSON shape of a field's value."""

    text = "text"
    integer = "integer"
    boolean = "boolean"
    json = "json"
    set = "set"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record. `level` is its sensitivity 1–3, `parent` the kind it points to.

    Where a row may hang on several kinds, `parent_by` names the field that says which.
    """

    name: str
    label: str
    type: FieldType = FieldType.text
    rule: Rule = Rule.scalar
    level: int = 1
    parent: str | None = None
    choices: tuple[str, ...] = ()
    limit: int = 500
    is_required: bool = False
    parent_by: str | None = None


_ARCHIVE_FIELDS = (
    Field("archived", "已撤下", FieldType.boolean, Rule.archived),
    Field("archived_reason", "撤下原因", FieldType.text, Rule.archived),
)
ARCHIVE_FIELDS = frozenset(one.name for one in _ARCHIVE_FIELDS)
"""What every record has besides its own fields: whether it was taken down, and why."""


@dataclass(frozen=True, slots=True)
class Entity:
    """One kind of record: where it lives (`scope` prefix) and which fields it has.

    `is_appended` rows are created once; only their author (field `author`) may archive them.
    """

    kind: str
    label: str
    scope: str
    fields: tuple[Field, ...]
    is_appended: bool = False
    by_name: Mapping[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        everything = (*self.fields, *_ARCHIVE_FIELDS)
        object.__setattr__(self, "by_name", {one.name: one for one in everything})


@dataclass(frozen=True, slots=True)
class Schema:
    """All kinds of records of one version of the application."""

    version: int
    entities: Mapping[str, Entity]


def value_problem(spec: Field, value: Value) -> str | None:
    """Say why `value` does not fit the field ("bad_type", "too_long", "bad_choice"), or None."""
    if value is None:
        return None
    if not _TYPE_CHECKS[spec.type](value):
        return "bad_type"
    if isinstance(value, str) and len(value) > spec.limit:
        return "too_long"
    if spec.choices and value not in spec.choices:
        return "bad_choice"
    return None


def _is_integer(value: Value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 53


_TYPE_CHECKS: dict[FieldType, Callable[[Value], bool]] = {
    FieldType.text: lambda value: isinstance(value, str),
    FieldType.integer: _is_integer,
    FieldType.boolean: lambda value: isinstance(value, bool),
    FieldType.json: lambda value: isinstance(value, dict | list),
    FieldType.set: lambda value: isinstance(value, dict),
}

CONFLICT = Entity(
    "conflict",
    "两处改得不一样",
    "*",
    (
        Field("on_entity", "哪一类", rule=Rule.once),
        Field("on_row", "哪一条", rule=Rule.once),
        Field("on_field", "哪一项", rule=Rule.once),
        Field("base", "原来的", FieldType.json, Rule.once),
        Field("kept", "正在用的", FieldType.json, Rule.once),
        Field("other", "另一个", FieldType.json, Rule.once),
        Field("rule", "为什么", rule=Rule.once),
        Field("state", "定了没有", choices=("open", "kept", "restored", "both")),
        Field("decided_by", "谁定的"),
        Field("decided_at_ms", "什么时候定的", FieldType.integer),
    ),
)
"""A clash of two edits of one field; the losing value lives on in it."""

QUARANTINE = Entity(
    "quarantine",
    "没收下的",
    "*",
    (
        Field("reason", "原因", rule=Rule.once),
        Field("author", "谁写的", rule=Rule.once),
        Field("on_entity", "哪一类", rule=Rule.once),
        Field("on_row", "哪一条", rule=Rule.once),
        Field("change", "原文", rule=Rule.once, limit=1_000_000),
        Field("state", "怎么样了", choices=("waiting", "corrected")),
    ),
)
"""A change that could not be taken, whole and verbatim, waiting for a correction."""
