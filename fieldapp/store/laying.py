"""How a pending change shows on the rows it touches, before the server has said its word."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fieldapp.domain.entities import SCHEMA
from fieldapp.store.rows import Key
from sync.merge import Row, Stamp, show_edit
from sync.protocol import Change, ChangeKind, Edit, Value
from sync.schema import Rule

ReadConflict = Callable[[str], Mapping[str, Value] | None]
"""Gives the fields of a conflict's record by its id."""


def first_edits(kind: str, fields: Mapping[str, Value]) -> dict[str, Edit]:
    """Make the edits that create a row; a field's rule decides how it is written."""
    specs = SCHEMA.entities[kind].by_name
    return {
        name: Edit(add=value) if specs[name].rule is Rule.set else Edit(new=value)
        for name, value in fields.items()
        if value is not None
    }


def changed_edits(before: Mapping[str, Value], after: Mapping[str, Value]) -> dict[str, Edit]:
    """Make the edits of those fields that do not hold their value yet."""
    return {
        name: Edit(old=before.get(name), new=value)
        for name, value in after.items()
        if before.get(name) != value
    }


def overlays(change: Change, conflict: ReadConflict) -> dict[Key, dict[str, Edit]]:
    """Tell which rows a pending change shows on, and with which edits.

    A move shows nowhere: the row stays until the server has handed it over. A decision shows on its
    conflict and on the field that this is about. Where a restored server knows nothing of the
    conflict, it shows nowhere and waits for the server's word.
    """
    own: Key = (change.entity, change.row)
    if change.kind is ChangeKind.move or not change.fields:
        return {}  # a change without fields lost its words by law, and its row is gone
    if change.kind is not ChangeKind.resolve:
        return {own: change.fields}
    record = conflict(change.row)
    if record is None:
        return {}
    shown = {own: {name: edit for name, edit in change.fields.items() if name == "state"}}
    if "value" in change.fields and record["on_entity"] in SCHEMA.entities:
        target: Key = (record["on_entity"], record["on_row"])
        shown[target] = {record["on_field"]: change.fields["value"]}
    return shown


def lay_edits(kind: str, row: Row, edits: Mapping[str, Edit], stamp: Stamp) -> Row:
    """Show edits over a row the way their author expects to see them."""
    fields, stamps = dict(row.fields), dict(row.stamps)
    entity = SCHEMA.entities[kind]
    for name, edit in edits.items():
        value = show_edit(entity.by_name.get(name), fields.get(name), edit)
        stamps[name] = stamp
        if value is None:
            fields.pop(name, None)
        else:
            fields[name] = value
    return Row(fields, stamps)
