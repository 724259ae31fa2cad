"""Rows of a scope as their columns have them, and the statements by which many are written."""

from __future__ import annotations

import json

from sqlalchemy import ColumnElement, Delete, Insert, Update, bindparam, delete, insert, update

from server.tables import ROW
from sync.codec import canonical
from sync.merge import Row, Stamp


def write_row(row: Row) -> dict[str, str]:
    """Give a row's columns."""
    stamps = {
        name: [stamp.actor, stamp.device, stamp.at_ms, stamp.good]
        for name, stamp in row.stamps.items()
    }
    return {"fields": canonical(row.fields).decode(), "stamps": canonical(stamps).decode()}


def read_row(fields: str, stamps: str) -> Row:
    """Give a row from its columns."""
    read = {name: Stamp(*parts) for name, parts in json.loads(stamps).items()}
    return Row(json.loads(fields), read)


def insert_row(community: str, scope: str) -> Insert:
    """Insert rows `k`, `i` of a scope."""
    return insert(ROW).values(
        community_id=community, scope=scope, kind=bindparam("k"), id=bindparam("i")
    )


def delete_row(community: str, scope: str) -> Delete:
    """Take rows `k`, `i` out of a scope."""
    return delete(ROW).where(
        *_within(community, scope), ROW.c.kind == bindparam("k"), ROW.c.id == bindparam("i")
    )


def update_row(community: str, scope: str) -> Update:
    """Write rows `k`, `i` of a scope anew."""
    return (
        update(ROW)
        .where(*_within(community, scope), ROW.c.kind == bindparam("k"), ROW.c.id == bindparam("i"))
        .values(fields=bindparam("fields"), stamps=bindparam("stamps"))
    )


def _within(community: str, scope: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return ROW.c.community_id == community, ROW.c.scope == scope
