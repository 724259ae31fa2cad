"""Sweeps the disk after an erasure by law: files thrown away, the database's own written anew.

That it is due stands in the database with the erasure itself, so that one which was cut off is
finished when the server is opened next.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, select

from server.drafts import sweep_drafts
from server.photos import PHOTOS, Photo, shelf_of
from server.service import SNAPSHOTS, Service
from server.tables import NOWHERE, ROW, SETTING, SNAPSHOT

_DUE = "sweep_due"
_HERE = (SETTING.c.community_id == NOWHERE, SETTING.c.name == _DUE)


def owe_sweep(connection: Connection, photos: Iterable[Photo], scopes: Iterable[str]) -> None:
    """Note that it is due, and the pictures that go, in each of these scopes."""
    everywhere = sorted(set(scopes))
    named = {(scope, one.name) for one in photos for scope in (*everywhere, one.scope)}
    due = sorted(named | set(_due(connection) or ()))
    connection.execute(delete(SETTING).where(*_HERE))
    connection.execute(insert(SETTING).values(_VALUES | {"value": json.dumps(due)}))


def sweep(service: Service) -> bool:
    """Do what is due; tell whether all of it could be done. Another time it goes on."""
    with service.store.read() as connection:
        due = _due(connection)
        named = set(connection.scalars(select(SNAPSHOT.c.name)))
        _drop_photos(service, connection, due or ())
    for file in service.exchange.shelf.folder.glob("*.snap"):
        if file.stem not in named:
            file.unlink(missing_ok=True)
    sweep_left(service)
    is_swept = service.store.sweep()
    if is_swept:
        with service.store.write() as connection:
            if _due(connection) == due:  # else another erasure was done meanwhile, and sweeps
                connection.execute(delete(SETTING).where(*_HERE))
    return is_swept


def sweep_left(service: Service) -> None:
    """Throw away the drafts of writers that were killed: they may hold what was erased since."""
    sweep_drafts(service.folder / SNAPSHOTS, service.folder / PHOTOS)


def sweep_if_due(service: Service) -> None:
    """Finish what an erasure that was cut off has left on the disk."""
    sweep_left(service)
    with service.store.read() as connection:
        is_due = _due(connection) is not None
    if is_due:
        sweep(service)


_VALUES = {"community_id": NOWHERE, "name": _DUE}


def _due(connection: Connection) -> list[tuple[str, str]] | None:
    """Give the pictures that go, as scope and name; None where nothing is due."""
    text = connection.scalar(select(SETTING.c.value).where(*_HERE))
    return None if text is None else [(scope, name) for scope, name in json.loads(text)]


def _drop_photos(service: Service, connection: Connection, due: Iterable[tuple[str, str]]) -> None:
    """Throw pictures away wherever their rows were; not where another record shows the same."""
    query = select(ROW.c.scope, ROW.c.fields).where(ROW.c.kind == "photo")
    shown = {(scope, json.loads(text).get("sha256")) for scope, text in connection.execute(query)}
    shelf = shelf_of(service)
    for scope, name in due:
        if (scope, name) not in shown:
            photo = Photo(scope, "", name, 0)
            shelf.file(photo).unlink(missing_ok=True)
            shelf.growing(photo).unlink(missing_ok=True)
