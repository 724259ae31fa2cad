"""How a pending change shows on the rows it touches, before the server has said its word."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection

from fieldapp.domain.entities import SCHEMA
from fieldapp.store.rows import Key, read_row
from sync.merge import Row, Stamp, show_edit
from sync.protocol import Change, ChangeKind, Edit


def overlays(connection: Connection, change: Change) -> dict[Key, dict[str, Edit]]:
    """Tell which rows a pending change shows on, and with which edits."""
    own: Key = (change.entity, change.row)
    if change.kind is not ChangeKind.resolve:
        return {own: change.fields}
    shown = {own: {name: edit for name, edit in change.fields.items() if name == "state"}}
    record = read_row(connection, "conflict", change.row)
    if record is not None and "value" in change.fields:
        fields = record.row.fields
        target: Key = (fields["on_entity"], fields["on_row"])
        shown[target] = {fields["on_field"]: change.fields["value"]}
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
