"""Photographs from a device that has left their scope: opened, checked, shelved, signed for.

Their rows may be in another grid by now, may still lie set aside for the successor, or may have
been erased. Only what a row or a change set aside names by its hash is kept.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, select

from fieldapp.domain.photos import MAX_BYTES
from server.access import Caller, has_served
from server.audit import Entry, note
from server.log import Head, is_plain, read_head, within
from server.photos import Photo, photo_of, shelf_of, still_wanted, write_receipt
from server.problems import Number, Problem
from server.purging import decoded
from server.service import Service
from server.tables import ROW
from sync.leaving import LeftPhoto, PhotoTaken, open_photo, sign_photo
from sync.scrub import mark_id

MAX_LEFT = 1_000_000
"""Bytes of one photograph, sealed and spelt out."""
_MOST_MOVES = 32


def take_left_photo(service: Service, caller: Caller, left: LeftPhoto) -> PhotoTaken:
    """Take one in; again is nothing. Raises `Problem` where no record is known that names it."""
    content = open_photo(service.keys.opening, left)
    if content is None or len(content) > MAX_BYTES:
        raise Problem(Number.malformed)
    if hashlib.sha256(content).hexdigest() != left.name:
        raise Problem(Number.photo_damaged)
    with service.store.read() as connection:
        photo = _wanted(connection, service, caller, left)
    if photo is not None:
        _keep(service, photo, content)
        who = (caller.community, caller.person, caller.device)
        with service.store.write() as connection:
            write_receipt(connection, service.keys, photo, service.clock())
            entry = Entry(*who, "photo_left", service.clock(), photo.scope, {"photo": left.row})
            note(connection, entry)
    return sign_photo(service.keys.signing, left)


def _keep(service: Service, photo: Photo, content: bytes) -> None:
    shelf = shelf_of(service)
    with shelf.alone(photo), still_wanted(service, photo):
        shelf.keep(photo, content)


def _wanted(
    connection: Connection, service: Service, caller: Caller, left: LeftPhoto
) -> Photo | None:
    """Find where it belongs; None where its record was erased or taken back. Raises `Problem`."""
    head = read_head(connection, left.scope) if is_plain(left.row) else None
    if head is None or not _may(connection, service, head, caller):
        raise Problem(Number.photo_unknown)
    for _ in range(_MOST_MOVES):
        rows = _rows(connection, head, left.row)
        if ("purged", mark_id(("photo", left.row))) in rows:
            return None
        fields = rows.get(("photo", left.row))
        if fields is not None:
            if fields.get("sha256") != left.name:
                raise Problem(Number.photo_unknown)
            receipt = rows.get(("photo_receipt", left.row))
            return photo_of(str(head.scope), left.row, fields, receipt)
        moved = read_head(connection, str(rows.get(("moved", left.row), {}).get("to") or ""))
        if moved is None:
            break
        head = moved
    if left.name in dict(photos_set_aside(connection, str(head.scope))).values():
        return Photo(str(head.scope), left.row, left.name, 0)
    raise Problem(Number.photo_unknown)


def _may(connection: Connection, service: Service, head: Head, caller: Caller) -> bool:
    """Tell whether somebody is, or was, a member of a scope."""
    ties = service.exchange.access.ties(connection, caller.person, service.clock())
    return str(head.scope) in ties or has_served(connection, head, caller.person)


def _rows(connection: Connection, head: Head, row: str) -> dict[tuple[str, str], dict[str, object]]:
    ids = (row, str(mark_id(("photo", row))))
    query = select(ROW.c.kind, ROW.c.id, ROW.c.fields).where(*within(ROW, head), ROW.c.id.in_(ids))
    return {(kind, id_): json.loads(text) for kind, id_, text in connection.execute(query)}


def photos_set_aside(connection: Connection, scope: str) -> Iterator[tuple[str, str]]:
    """Give row and name of the photographs in changes that were set aside."""
    query = select(ROW.c.fields).where(
        ROW.c.scope == scope, ROW.c.kind == "quarantine", ROW.c.fields.contains('"photo"')
    )
    for text in connection.scalars(query):
        yield from photo_in(json.loads(text))


def photo_in(fields: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Give row and name of the photograph in a change that was set aside, if it is one."""
    change = decoded(str(fields.get("change") or "").encode())
    if change is not None and change.entity == "photo" and "sha256" in change.fields:
        yield str(change.row), str(change.fields["sha256"].new)
