"""What goes with a record that is erased by law, and which records a change is about. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from fieldapp.domain.entities import SCHEMA
from sync.codec import BadMessage, decode
from sync.protocol import Change, ChangeKind, Fact, Value
from sync.schema import Rule
from sync.scrub import Key, scrub

PURGEABLE = ("resident", "household", "visit", "diary_entry", "issue")
"""Kinds of records that a person may demand to have erased (docs/operations.md)."""
POINTERS: Mapping[str, Mapping[str, str]] = {
    "household": {"head_id": "resident", "contact_id": "resident"}
}
"""Fields that only name another record: they are emptied, and their record stays."""
_IN_ANOTHER_SCOPE = {
    ("care", "resident_id"): "resident",
    ("issue", "resident_id"): "resident",
    ("instruction", "entry_id"): "diary_entry",
}
"""Fields that name a record which may stand in another scope, and hang on it all the same."""


def keys_named(change: Change) -> set[Key]:
    """Name the row that a change is about, and those that this hangs on by what is set."""
    values = {name: edit.new for name, edit in change.fields.items()}
    return {(change.entity, change.row), *_parents(change.entity, change.row, values)}


def has_words_about(fact: Fact, gone: Collection[Key]) -> bool:
    """Tell whether a fact has words about one of these rows; what erased them has none."""
    change = _change_of(fact)
    if change is not None and change.kind is ChangeKind.purge:
        return False
    touches = any((one.entity, str(one.row)) in gone and one.fields for one in fact.effect)
    return touches or _is_said_of(fact, change, gone)


def scrubbed(fact: Fact, gone: Collection[Key]) -> Fact:
    """Leave of a fact what is not about these rows, and what proves it."""
    return scrub(fact, gone, is_about=_is_said_of(fact, _change_of(fact), gone))


def _change_of(fact: Fact) -> Change | None:
    try:
        return decode(Change, bytes(fact.body))
    except BadMessage:
        return None


def _is_said_of(fact: Fact, change: Change | None, gone: Collection[Key]) -> bool:
    """Tell whether a body has words about these rows; where it cannot be read, their ids tell."""
    if change is not None:
        return bool(change.fields) and not keys_named(change).isdisjoint(gone)
    text = bytes(fact.body).decode("utf-8", "replace")
    return any(id_ in text for _, id_ in gone)


def hangs_on(kind: str, id_: str, fields: Mapping[str, Value]) -> set[Key]:
    """Name the rows with which a row has to go; whom somebody was written twice as is one."""
    twin = fields.get("duplicate_of") if kind == "resident" else None
    return {*_parents(kind, id_, fields), *({("resident", str(twin))} if twin else ())}


def pointers_to(gone: Collection[Key], kind: str, fields: Mapping[str, Value]) -> dict[str, None]:
    """Give the fields of a row that name a row which is gone, to be emptied."""
    named = POINTERS.get(kind, {})
    return {name: None for name, to in named.items() if (to, fields.get(name)) in gone}


def _parents(kind: str, id_: str, values: Mapping[str, Value]) -> Iterator[Key]:
    """A conflict hangs on what it quotes, a receipt on its photograph, care on its resident."""
    if kind in ("conflict", "quarantine") and values.get("on_row"):
        yield str(values.get("on_entity") or ""), str(values.get("on_row") or "")
    if kind == "photo_receipt":
        yield "photo", id_
    if kind == "care":
        yield "resident", id_
    entity = SCHEMA.entities.get(kind)
    for name, spec in entity.by_name.items() if entity else ():
        parent = str(values.get(spec.parent_by) or "") if spec.parent_by else spec.parent
        parent = parent or _IN_ANOTHER_SCOPE.get((kind, name))
        value = values.get(name)
        if parent and spec.rule is Rule.once and isinstance(value, str):
            yield parent, value
