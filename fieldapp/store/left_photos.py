"""Photographs the server has not got when their rows leave this device: sealed to it, and owed.

Once no record here shows such a picture it is sealed, and only the server can open it. It is
handed in at each contact until the server has signed for it, and kept for 90 days all the same.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, exists, func, insert, select, update

from fieldapp.store import kept_photos
from fieldapp.store.kept import heard_ms
from fieldapp.store.photo_files import files_beside
from fieldapp.store.schema import TABLES, left_photo, photo_file
from fieldapp.store.seals import server_keys
from fieldapp.store.worker import DatabaseThread
from sync.leaving import LeftPhoto, PhotoTaken, is_photo_taken, pack_photo

KEPT_MS = 90 * 86_400_000
_OWED = 0


def owe_unsent(connection: Connection, scope: str, photos: Iterable[str] | None = None) -> None:
    """Owe what is here of a scope, or of these photographs, and has no receipt."""
    present = set(connection.execute(select(left_photo.c.row)).scalars())
    values = [
        {
            "row": row,
            "scope": scope,
            "name": name,
            "sealed": "",
            "packed_ms": heard_ms(connection),
            "given_ms": _OWED,
        }
        for row, name in kept_photos.unsent(connection, scope, photos)
        if row not in present
    ]
    if values:
        connection.execute(insert(left_photo), values)


def look_after_left(thread: DatabaseThread) -> None:
    """Seal what is to be sealed, and forget what the server has had for long."""
    seal_left(thread)
    if thread.run(lambda one: bool(_old(one)), write=False):
        thread.run(lambda one: drop(one, _old(one)), write=True, gives_way=True)


def seal_left(thread: DatabaseThread) -> int:
    """Seal what no record here shows any more; counts it. The readable file goes with tidying."""
    if not thread.run(lambda one: bool(_to_seal(one)), write=False):
        return 0
    return thread.run(_seal, write=True, gives_way=True)


def _to_seal(connection: Connection) -> list[tuple[str, str, str]]:
    shown = exists().where(TABLES["photo"].c.sha256 == left_photo.c.name)
    query = select(left_photo.c.row, left_photo.c.scope, left_photo.c.name)
    query = query.where(left_photo.c.sealed == "", ~shown)
    return [(row, scope, name) for row, scope, name in connection.execute(query)]


def _seal(connection: Connection) -> int:
    keys, files = server_keys(connection), files_beside(connection)
    if keys is None or files is None:
        return 0
    count = 0
    for row, scope, name in _to_seal(connection):
        content = files.read(name)
        here = left_photo.c.row == row
        if content is None:  # it was lost before, and the doctor told of it
            connection.execute(delete(left_photo).where(here))
            continue
        sealed = pack_photo(keys.seal, scope, row, name, content).sealed
        connection.execute(update(left_photo).where(here).values(sealed=sealed))
        connection.execute(update(photo_file).where(photo_file.c.name == name).values(kept_ms=0))
        count += 1
    return count


def owed(connection: Connection) -> list[LeftPhoto]:
    """Give what is to be handed in, in the order in which it was packed up."""
    query = select(left_photo.c.scope, left_photo.c.row, left_photo.c.name, left_photo.c.sealed)
    query = query.where(left_photo.c.given_ms == _OWED, left_photo.c.sealed != "")
    return [LeftPhoto(*found) for found in connection.execute(query.order_by(left_photo.c.row))]


def count_owed(connection: Connection) -> dict[str, int]:
    """Count by scope what the server has not signed for, and no record here shows."""
    shown = exists().where(TABLES["photo"].c.id == left_photo.c.row)
    query = select(left_photo.c.scope, func.count()).where(left_photo.c.given_ms == _OWED, ~shown)
    found = connection.execute(query.group_by(left_photo.c.scope)).all()
    return {str(scope): int(count) for scope, count in found}


def note_taken(connection: Connection, taken: PhotoTaken) -> bool:
    """Note that the server has one, if it signed just that; tell whether it did."""
    keys = server_keys(connection)
    if keys is None or not is_photo_taken(keys.sign, taken):
        return False
    here = (left_photo.c.row == taken.row, left_photo.c.name == taken.name)
    at_ms = heard_ms(connection) or 1
    return bool(connection.execute(update(left_photo).where(*here).values(given_ms=at_ms)).rowcount)


def owe_again(connection: Connection, scopes: Iterable[str], before_ms: int = 1 << 60) -> None:
    """Owe once more what was given before a moment: this scope's server was restored."""
    here = (left_photo.c.scope.in_(list(scopes)), left_photo.c.given_ms < before_ms)
    connection.execute(update(left_photo).where(*here).values(given_ms=_OWED))


def prune(connection: Connection) -> None:
    """Forget what was packed up 90 days ago; for after it was offered, for the last time."""
    drop(connection, _old(connection, also_owed=True))


def _old(connection: Connection, *, also_owed: bool = False) -> list[str]:
    """List what was packed up 90 days ago, by the server's clock, and that it has signed for."""
    old = left_photo.c.packed_ms < heard_ms(connection) - KEPT_MS
    query = select(left_photo.c.row).where(old, left_photo.c.sealed != "")
    query = query if also_owed else query.where(left_photo.c.given_ms != _OWED)
    return list(connection.execute(query).scalars())


def drop(connection: Connection, photos: Iterable[str]) -> set[str]:
    """Forget these photographs; gives the pictures they named."""
    here = left_photo.c.row.in_(list(photos))
    names = set(connection.execute(select(left_photo.c.name).where(here)).scalars())
    connection.execute(delete(left_photo).where(here))
    return names
