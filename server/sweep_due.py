"""That the disk is to be swept after an erasure by law: a note in the erasure's own transaction."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable

from sqlalchemy import Connection, delete, insert, select

from server.tables import NOWHERE, ROW, SETTING
from sync.scrub import Key

_VALUES = {"community_id": NOWHERE, "name": "sweep_due"}
_HERE = tuple(SETTING.c[name] == value for name, value in _VALUES.items())
Picture = tuple[str, str]
"""A scope, and the name of a picture in it."""


def owe_sweep(connection: Connection, pictures: Iterable[Picture]) -> None:
    """Note that it is due, and the pictures that go with it."""
    value = json.dumps(sorted({*pictures, *(due(connection) or ())}))
    settle(connection)
    connection.execute(insert(SETTING).values(_VALUES | {"value": value}))


def due(connection: Connection) -> list[Picture] | None:
    """Give the pictures that go; None where nothing is due."""
    text = connection.scalar(select(SETTING.c.value).where(*_HERE))
    return None if text is None else [(scope, name) for scope, name in json.loads(text)]


def settle(connection: Connection) -> None:
    """Note that nothing is due any more."""
    connection.execute(delete(SETTING).where(*_HERE))


def pictures_of(connection: Connection, scope: str, gone: Collection[Key]) -> list[Picture]:
    """List the pictures of these rows that are in a scope."""
    ids = [id_ for kind, id_ in gone if kind == "photo"]
    query = select(ROW.c.fields).where(
        ROW.c.scope == scope, ROW.c.kind == "photo", ROW.c.id.in_(ids)
    )
    return [(scope, str(json.loads(text).get("sha256"))) for text in connection.scalars(query)]
