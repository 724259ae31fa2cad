"""The whole view of a device, in an order and spelling that two equal replicas share."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from fieldapp.domain.entities import SCHEMA
from fieldapp.store import scopes
from fieldapp.store.rows import read_rows
from fieldapp.store.schema import TABLES
from fieldapp.verbs import Query, Reader, answers
from sync.codec import canonical


@dataclass(frozen=True, slots=True)
class DumpQuery(Query[list[dict[str, Any]]]):
    """All rows of one scope or of all, local-only ones left out.

    L3 values come as a keyed hash unless `reveal`; the key is the scope's chain hash, so that
    replicas that stand at the same place print the same bytes.
    """

    scope: str | None = None
    reveal: bool = False


@answers(DumpQuery)
def dump(reader: Reader, query: DumpQuery) -> list[dict[str, Any]]:
    """List `{"scope", "kind", "id", "fields"}`, sorted by scope, kind, id."""
    return [
        row
        for stand in scopes.all_stands(reader.connection)
        if query.scope in (None, stand.scope)
        for row in _scope_rows(reader, stand, reveal=query.reveal)
    ]


def _scope_rows(
    reader: Reader, stand: scopes.ScopeStand, *, reveal: bool
) -> Iterator[dict[str, Any]]:
    for kind in sorted(TABLES):
        table = TABLES[kind]
        chosen = select(table.c.id).where(table.c.scope == stand.scope).order_by(table.c.id)
        keys = [(kind, id_) for id_ in reader.connection.execute(chosen).scalars()]
        stored = read_rows(reader.connection, keys, stand.scope)
        for key in keys:
            fields = stored[key].row.fields
            shown = fields if reveal else _masked(kind, fields, stand.hash)
            yield {"scope": stand.scope, "kind": kind, "id": key[1], "fields": shown}


def _masked(kind: str, fields: dict[str, Any], key: str) -> dict[str, Any]:
    secret = _secret_fields(kind, fields)
    return {
        name: _keyed_hash(key, value) if name in secret else value for name, value in fields.items()
    }


def _secret_fields(kind: str, fields: dict[str, Any]) -> frozenset[str]:
    """Name the fields of a row that are for few: its own, or quoted from another row.

    A line of the diary is taken as sealed where it is only quoted.
    """
    quoted = _QUOTED.get(kind)
    if quoted is None:
        is_sealed = kind == "diary_line" and fields.get("is_sealed")
        return _SEALED if is_sealed else _own_secrets(kind)
    about = fields.get("on_entity", "")
    theirs = _SEALED if about == "diary_line" else _own_secrets(about)
    is_open = kind == "conflict" and fields.get("on_field") not in theirs
    return frozenset() if is_open or not theirs else quoted


def _own_secrets(kind: str) -> frozenset[str]:
    entity = SCHEMA.entities.get(kind)
    if entity is None:
        return frozenset({kind})  # a kind of a newer version: nothing is known of its fields
    return frozenset(spec.name for spec in entity.fields if spec.level == 3)


_SEALED = frozenset({"text", "households"})
_QUOTED = {
    "conflict": frozenset({"base", "kept", "other"}),
    "quarantine": frozenset({"change"}),
}
"""Fields that repeat values of another row."""


def _keyed_hash(key: str, value: Any) -> str:
    digest = hmac.new(key.encode(), canonical(value), hashlib.sha256).hexdigest()
    return f"hash:{digest[:32]}"
