"""The typed tables of a device: one per kind of record, and the bookkeeping of sync.

A record's row always shows the *view* (base plus own pending changes). Where changes are
pending, `base_image` holds the row as the log has it. `extra` keeps fields that a newer app wrote.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Dialect,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import TypeEngine

from fieldapp.domain.entities import ENTITIES
from sync.codec import canonical, decode
from sync.schema import Entity, Field, FieldType

LOCAL_SCOPE = "local"
"""Scope of rows that never leave this device: drafts."""


class Json(TypeDecorator[Any]):
    """A JSON value stored as canonical text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Encode for the file."""
        return None if value is None else canonical(value).decode()

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Decode from the file."""
        return None if value is None else decode(object, value.encode())


_COLUMN_TYPES: dict[FieldType, type[TypeEngine[Any]]] = {
    FieldType.text: Text,
    FieldType.day: Text,
    FieldType.integer: Integer,
    FieldType.moment: Integer,
    FieldType.boolean: Boolean,
    FieldType.texts: Json,
    FieldType.maps: Json,
    FieldType.json: Json,
    FieldType.set: Json,
}
_INDEXED = {
    ("dwelling", "addr_key"),
    ("dwelling", "building_id"),
    ("household", "dwelling_id"),
    ("member", "household_id"),
    ("member", "resident_id"),
    ("visit", "dwelling_id"),
    ("visit", "household_id"),
    ("visit", "at_ms"),
    ("promise", "household_id"),
    ("diary_entry", "on"),
    ("diary_line", "entry_id"),
    ("tick", "line_id"),
    ("review", "entry_id"),
    ("reply", "entry_id"),
    ("conflict", "on_row"),
    ("photo", "on_id"),
    ("photo", "sha256"),
    ("care", "id_no"),
    ("issue", "household_id"),
    ("issue_step", "issue_id"),
}

_READ_OTHERWISE = {"visit", "promise", "diary_entry", "diary_line", "tick", "issue_step"}
"""Kinds of many rows that are looked for by door, entry or time: another index costs each save."""

metadata = MetaData()


def _column(spec: Field) -> Column[Any]:
    return Column(spec.name, _COLUMN_TYPES[spec.type])


def _table(entity: Entity) -> Table:
    table = Table(
        entity.kind,
        metadata,
        Column("id", Text, primary_key=True),
        # Catalogues, regions and staff bear the same ids in every community that has them.
        Column("scope", Text, primary_key=True, index=entity.kind not in _READ_OTHERWISE),
        *(_column(spec) for spec in entity.by_name.values()),
        Column("stamps", Json, nullable=False),
        Column("extra", Json),
    )
    for name in entity.by_name:
        if (entity.kind, name) in _INDEXED:
            Index(f"ix_{entity.kind}_{name}", table.c[name])
    return table


TABLES: dict[str, Table] = {entity.kind: _table(entity) for entity in ENTITIES}
"""Kind of record → its typed table."""

base_image = Table(
    "base_image",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("scope", Text, primary_key=True),
    Column("fields", Json),
    Column("stamps", Json),
)
"""Rows as the log has them, only where changes are pending; `fields` null: not in the log.

It keeps its rowid, for a rebuild reads the pages of such tables alone."""

scope_state = Table(
    "scope_state",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("cursor", Integer, nullable=False),
    Column("hash", Text, nullable=False),
    Column("incarnation", Text, nullable=False),
    Column("last_n", Integer, nullable=False),
    Column("last_id", Text, nullable=False),
    Column("sums", Json, nullable=False),
    Column("head", Integer, nullable=False),
    Column("proven_ms", Integer),
    Column("is_returning", Boolean, nullable=False),
    Column("is_resetting", Boolean, nullable=False),
    Column("has_left", Boolean, nullable=False),
    Column("differs", Integer, nullable=False),
)
"""Where this device stands in each scope, and the end of its own stream there.

`is_returning`: the server has another history, and is being given back what it may have lost.
`is_resetting`: all was given back, and the scope is read from the start.
"""

outbox = Table(
    "outbox",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True),
    Column("scope", Text, nullable=False),
    Column("change_id", Text, nullable=False, unique=True),
    Column("n", Integer, nullable=False),
    Column("prev", Text, nullable=False),
    Column("entity", Text, nullable=False),
    Column("row", Text, nullable=False),
    Column("act", Text),
    Column("group_id", Text),
    Column("body", Text, nullable=False),
    Column("saved_ms", Integer, nullable=False),
    Column("delivered_seq", Integer),
    UniqueConstraint("scope", "n", name="uq_outbox_slot"),
    Index("ix_outbox_act", "act", sqlite_where=text("act IS NOT NULL")),
)
"""Own changes not yet seen in the log, in the order they were made.

Not indexed by row: they are few, and each save would pay for the page."""

tail = Table(
    "tail",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True),
    Column("scope", Text, nullable=False),
    # A server that was restored goes on differently: what it forgot stays beside what it has now.
    Column("seq", Integer, nullable=False),
    Column("hash", Text, nullable=False),
    Column("change_id", Text, nullable=False, index=True),
    Column("entity", Text, nullable=False),
    Column("row", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("act", Text, index=True),
    Column("at_ms", Integer, nullable=False),
    Column("wire", Text, nullable=False),
    Column("owed", Integer, nullable=False, default=0),
    UniqueConstraint("scope", "change_id", name="uq_tail_change"),
    Index("ix_tail_row", "entity", "row"),
    Index("ix_tail_age", "scope", "at_ms"),
    Index("ix_tail_owed", "scope", sqlite_where=text("owed != 0")),
)
"""Facts read in the last 90 days, verbatim, each with its proof, in the order they were read.

`owed`: how it is owed to a server that may have lost it (`store.road_back.Owed`).
"""

covered = Table(
    "covered",
    metadata,
    Column("change_id", Text, primary_key=True),
    Column("scope", Text, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("act", Text, index=True),
    Column("body", Text, nullable=False),
    Column("at_ms", Integer, nullable=False),
    Column("owed", Integer, nullable=False, default=0),
    Index("ix_covered_owed", "scope", sqlite_where=text("owed != 0")),
)
"""Own changes that left the outbox without being read, because a snapshot covered them."""

aside = Table(
    "aside",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("at_ms", Integer, primary_key=True),
    Column("rows", Text, nullable=False),
)
"""Rows of a scope as they stood before a snapshot replaced them after a reset; 90 days."""

sync_round = Table(
    "sync_round",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("started_ms", Integer, nullable=False),
    Column("ended_ms", Integer),
    Column("sent", Integer, nullable=False),
    Column("received", Integer, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("is_proven", Boolean, nullable=False),
    Column("tail_end", Integer),
)
"""History of rounds, the broken ones too; `tail_end`: the last fact that had been read by then."""

reveal = Table(
    "reveal",
    metadata,
    Column("id", Text, primary_key=True),
    Column("at_ms", Integer, nullable=False),
    Column("scope", Text, nullable=False),
    Column("entity", Text, nullable=False),
    Column("row", Text, nullable=False),
    Column("field", Text, nullable=False),
)
"""Masked fields opened on this device and not yet told to the server's audit."""

note_kept = Table(
    "note_kept",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Json, nullable=False),
)
"""Small local facts: who is enrolled, settings of this device, half-typed text."""

tagged = Table(
    "tagged",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("dot", Text, primary_key=True),
    Column("code", Text, nullable=False, index=True),
    Column("element", Json, nullable=False),
)
"""Derived: the live tags of each row, for filters."""

search_term = Table(
    "search_term",
    metadata,
    Column("term", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("what", Text, primary_key=True),
    Index("ix_search_term_row", "kind", "id"),
    sqlite_with_rowid=False,
)
"""Derived: what a row can be found by; prefixes are matched by range on `term`."""


photo_file = Table(
    "photo_file",
    metadata,
    Column("name", Text, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("has_original", Boolean, nullable=False),
    Column("kept_ms", Integer, nullable=False),
)
"""Photographs whose bytes lie sealed beside this file, by their SHA-256."""

left_behind = Table(
    "left_behind",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True),
    Column("scope", Text, nullable=False, index=True),
    Column("cursor", Integer, nullable=False),
    Column("hash", Text, nullable=False),
    Column("sealed", Text, nullable=False),
    Column("packed_ms", Integer, nullable=False),
    Column("given_ms", Integer, nullable=False),
)
"""Of scopes that were erased here: outbox and tail, which only the server can open; 90 days.

`cursor` and `hash` tell where this device stood, `given_ms` when the piece was last handed in.
"""

receipt = Table(
    "receipt",
    metadata,
    Column("scope", Text, primary_key=True),
    Column("signature", Text, primary_key=True),
    Column("judged", Json, nullable=False),
    Column("at_ms", Integer, nullable=False),
)
"""The server's signatures that it took what was handed in; `judged` lists `[change id, seq]`."""

unknown_row = Table(
    "unknown_row",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("scope", Text, primary_key=True, index=True),
    Column("fields", Json, nullable=False),
    Column("stamps", Json, nullable=False),
)
"""Rows as the log has them, of kinds that only a newer program knows."""

terms_owed = Table(
    "terms_owed",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("scope", Text, primary_key=True),
    Column("after", Text, nullable=False),
)
"""Rows of a first sync that have no search terms yet: of a kind in a scope, by id from `after`."""

left_photo = Table(
    "left_photo",
    metadata,
    Column("row", Text, primary_key=True),
    Column("scope", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("sealed", Text, nullable=False),
    Column("packed_ms", Integer, nullable=False),
    Column("given_ms", Integer, nullable=False),
)
"""Photographs whose rows left before they were sent; `sealed` to the server, "" until then."""


def create_everything(connection: Connection) -> None:
    """Create all tables of version 1."""
    metadata.create_all(connection, checkfirst=False)
