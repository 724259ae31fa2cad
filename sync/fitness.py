"""Whether a change fits the schema at all: what does not is set aside whole, with the reason."""

from __future__ import annotations

from collections.abc import Callable

from sync.protocol import Change, ChangeKind, Edit, RowId
from sync.schema import Entity, Field, Rule, Schema
from sync.values import element_problem, has_shape, value_problem

Exists = Callable[[str, RowId], object | None]


class Unfit(Exception):
    """The change cannot be judged; `reason` is one of a fixed list of words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def entity_of(schema: Schema, change: Change) -> Entity:
    """Give the kind of record a change is about. Raises `Unfit`."""
    if change.schema > schema.version:
        raise Unfit("newer_app")
    entity = schema.entities.get(change.entity)
    if entity is None:
        raise Unfit("unknown_kind")
    return entity


def check_change(entity: Entity, rows: Exists, change: Change) -> None:
    """Check scope, fields, values and parents of a change. Raises `Unfit`."""
    if entity.scope not in ("*", change.scope.partition(":")[0]):
        raise Unfit("wrong_scope")
    for name, edit in change.fields.items():
        spec = entity.by_name.get(name)
        if spec is None and change.kind is ChangeKind.resolve:
            continue
        if spec is None:
            raise Unfit("unknown_field")
        check_edit(spec, edit)
        parent = _parent_of(spec, change)
        if parent and edit.new is not None and rows(parent, edit.new) is None:
            raise Unfit("parent_missing")


def _parent_of(spec: Field, change: Change) -> str | None:
    """Give the kind of record a field points to, where it points to any."""
    if spec.parent_by is None:
        return spec.parent
    return str(change.fields.get(spec.parent_by, Edit()).new or "")


def check_edit(spec: Field, edit: Edit) -> None:
    """Check that one edit fits its field. Raises `Unfit`."""
    is_set = spec.rule is Rule.set
    if is_set != bool(edit.add or edit.remove) and (is_set or edit.add or edit.remove):
        raise Unfit("bad_edit")
    # A value that stands may be nonsense from before; what replaces it may not.
    if not has_shape(spec, edit.old):
        raise Unfit("bad_type")
    problem = edit_problem(spec, edit)
    if problem:
        raise Unfit(problem)


def edit_problem(spec: Field, edit: Edit) -> str | None:
    """Say why what an edit sets or adds does not fit its field, or None."""
    added = (element_problem(spec, element) for element in edit.add.values())
    return value_problem(spec, edit.new) or next(filter(None, added), None)


def check_required(entity: Entity, change: Change) -> None:
    """Check that a creation has what it must have. Raises `Unfit`."""
    for spec in entity.fields:
        if spec.is_required and change.fields.get(spec.name, Edit()).new is None:
            raise Unfit("field_missing")
