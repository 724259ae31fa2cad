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
        stored = read_rows(reader.connection, keys)
        for key in keys:
            fields = stored[key].row.fields
            shown = fields if reveal else _masked(kind, fields, stand.hash)
            yield {"scope": stand.scope, "kind": kind, "id": key[1], "fields": shown}


def _masked(kind: str, fields: dict[str, Any], key: str) -> dict[str, Any]:
    by_name = SCHEMA.entities[kind].by_name
    if not _may_hold_secrets(kind):
        return fields
    return {
        name: _keyed_hash(key, value) if _is_secret(by_name, name) else value
        for name, value in fields.items()
    }


def _may_hold_secrets(kind: str) -> bool:
    """Tell whether rows of a kind can hold L3 values: their own, or quoted from another row."""
    return kind in ("conflict", "quarantine") or any(
        spec.level == 3 for spec in SCHEMA.entities[kind].fields
    )


def _is_secret(by_name: Any, name: str) -> bool:
    quoted = ("base", "kept", "other", "change")
    return name in quoted or (name in by_name and by_name[name].level == 3)


def _keyed_hash(key: str, value: Any) -> str:
    digest = hmac.new(key.encode(), canonical(value), hashlib.sha256).hexdigest()
    return f"hash:{digest[:32]}"
