"""The three statements by which rows of a scope are written, many at a time."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Delete, Insert, Update, bindparam, delete, insert, update

from server.tables import ROW


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
