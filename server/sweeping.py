"""Sweeps the disk after an erasure by law: files thrown away, the database's own written anew.

That it is due stands in the database with the erasure itself, so that one which was cut off is
finished when the server is opened next.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlalchemy import Connection, select

from server.drafts import sweep_drafts
from server.photos import PHOTOS, Photo, shelf_of
from server.service import SNAPSHOTS, Service
from server.sweep_due import Picture, due, settle
from server.tables import ROW, SNAPSHOT


def sweep(service: Service) -> bool:
    """Do what is due; tell whether all of it could be done. Another time it goes on."""
    with service.store.read() as connection:
        pictures = due(connection)
        named = set(connection.scalars(select(SNAPSHOT.c.name)))
        _drop_photos(service, connection, pictures or ())
    for file in service.exchange.shelf.folder.glob("*.snap"):
        if file.stem not in named:
            file.unlink(missing_ok=True)
    sweep_left(service)
    is_swept = service.store.sweep()
    if is_swept:
        with service.store.write() as connection:
            if due(connection) == pictures:  # else another erasure was done meanwhile, and sweeps
                settle(connection)
    return is_swept


def sweep_left(service: Service) -> None:
    """Throw away the drafts of writers that were killed: they may hold what was erased since."""
    sweep_drafts(service.folder / SNAPSHOTS, service.folder / PHOTOS)


def sweep_if_due(service: Service) -> None:
    """Finish what an erasure that was cut off has left on the disk."""
    sweep_left(service)
    with service.store.read() as connection:
        is_due = due(connection) is not None
    if is_due:
        sweep(service)


def _drop_photos(service: Service, connection: Connection, pictures: Iterable[Picture]) -> None:
    """Throw pictures away wherever their rows were; not where another record shows the same."""
    query = select(ROW.c.scope, ROW.c.fields).where(ROW.c.kind == "photo")
    shown = {(scope, json.loads(text).get("sha256")) for scope, text in connection.execute(query)}
    shelf = shelf_of(service)
    for scope, name in pictures:
        if (scope, name) not in shown:
            photo = Photo(scope, "", name, 0)
            shelf.file(photo).unlink(missing_ok=True)
            shelf.growing(photo).unlink(missing_ok=True)
