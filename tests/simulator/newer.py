"""A newer app among old ones: it writes a field that the others do not know and must not lose."""

from __future__ import annotations

from fieldapp.domain.entities import SCHEMA
from fieldapp.store.unit import Unit
from sync.protocol import Change, ChangeKind, Edit, RowId, ScopeId
from sync.schema import Entity, Field, Schema

VERSION = 2
FIELD = "nickname"
_RESIDENT = SCHEMA.entities["resident"]
NEWER = Schema(
    VERSION,
    {
        **SCHEMA.entities,
        "resident": Entity(
            _RESIDENT.kind,
            _RESIDENT.label,
            _RESIDENT.scope,
            (*_RESIDENT.fields, Field(FIELD, "小名")),
        ),
    },
)
"""The catalogue of the server, one version ahead of most devices."""


def set_nickname(unit: Unit, resident: str, value: str) -> None:
    """Do on an old device's tables what the newer app would do on its own."""
    scope = unit.scope_of("resident", resident)
    present = (unit.read("resident", resident) or {}).get(FIELD)
    if present == value:
        return
    edits = {FIELD: Edit(old=present, new=value)}
    change = Change(
        scope=ScopeId(scope),
        kind=ChangeKind.patch,
        entity="resident",
        row=RowId(resident),
        fields=edits,
        actor=unit.author.person,
        device=unit.author.device,
        schema=VERSION,
        time=unit.now,
    )
    unit._changes.append(change)
    unit._lay(("resident", resident), scope, edits)
