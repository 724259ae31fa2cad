"""What a record may hold: fields, their types and merge rules, handed to the library as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


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
    """What a field's value is; what fits each is in `sync.values`."""

    text = "text"
    day = "day"
    """A day of the calendar, as 2026-11-20."""
    integer = "integer"
    moment = "moment"
    """Milliseconds since 1970."""
    boolean = "boolean"
    texts = "texts"
    """A list of texts."""
    maps = "maps"
    """A list of flat maps."""
    json = "json"
    """Any list or map."""
    set = "set"
    """A set of flat maps, each under its dot."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record. `level` is its sensitivity 1–3, `parent` the kind it points to.

    Where a row may hang on several kinds, `parent_by` names the field that says which.
    `limit` counts the code points of a text and of each text within, `span` holds the least and
    the greatest integer, `keys` name the texts that each element of a set must have.
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
    span: tuple[int, int] | None = None
    keys: tuple[str, ...] = ()


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
        Field("decided_at_ms", "什么时候定的", FieldType.moment),
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

MOVED = Entity(
    "moved",
    "转走的",
    "*",
    (
        Field("to", "转到哪里"),
        Field("on_entity", "哪一类"),
        Field("door", "原来的门"),
        Field("by", "谁转的"),
        Field("at_ms", "什么时候转的", FieldType.moment),
    ),
)
"""Bears the id of a row that went to another scope: what is still said of it follows there.

Only the row that was handed over itself tells more than where to."""

ARRIVED = Entity(
    "arrived",
    "转来的",
    "*",
    (
        Field("from", "从哪里", rule=Rule.once),
        Field("on_entity", "哪一类", rule=Rule.once),
        Field("on_row", "哪一条", rule=Rule.once),
        Field("door", "替它立的门", rule=Rule.once),
        Field("rows", "几条", FieldType.integer, Rule.once),
        Field("by", "谁转的", rule=Rule.once),
        Field("at_ms", "什么时候转的", FieldType.moment, Rule.once),
    ),
)
"""Tells that a row came from another scope, with all that hangs on it."""

PURGED = Entity(
    "purged",
    "已依法删除",
    "*",
    (
        Field("on_entity", "哪一类", rule=Rule.once),
        Field("on_row", "哪一条", rule=Rule.once),
        Field("at_ms", "什么时候", FieldType.moment, Rule.once),
        Field("is_grown", "后来才到的", FieldType.boolean, Rule.once),
    ),
)
"""The mark of a record that was erased by law: nobody can bring it back, wherever it comes from.

`is_grown`: it was never here; it hung on an erased record and came afterwards.
"""
