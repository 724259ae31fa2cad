"""Photographs the server has not got when their rows leave this device: sealed to it, and owed.

Once its own row is gone from here such a picture is sealed, and only the server can open it. It is
handed in at each contact until the server has signed for it, and kept for 90 days all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from sqlalchemy import ColumnElement, Connection, delete, exists, func, insert, select, update

from fieldapp.store import kept_photos
from fieldapp.store.kept import heard_ms
from fieldapp.store.photo_files import files_beside
from fieldapp.store.schema import TABLES, left_photo, photo_file
from fieldapp.store.seals import server_keys
from fieldapp.store.worker import DatabaseThread
from sync.leaving import LeftPhoto, PhotoTaken, is_photo_taken, pack_photo

KEPT_MS = 90 * 86_400_000
_OWED = 0
_PIECE = 4
"""Pictures that are sealed in one transaction."""


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
    """Seal those whose rows are gone from here; counts them. The readable file goes with tidying.

    A few in each transaction, so that whoever saves meanwhile waits for no more than these.
    """
    rows = thread.run(_to_seal, write=False)
    some = (rows[at : at + _PIECE] for at in range(0, len(rows), _PIECE))
    return sum(thread.run(partial(_seal, rows=one), write=True, gives_way=True) for one in some)


def _to_seal(connection: Connection) -> list[str]:
    query = select(left_photo.c.row).where(left_photo.c.sealed == "", ~_is_shown())
    return list(connection.execute(query.order_by(left_photo.c.row)).scalars())


def _is_shown() -> ColumnElement[bool]:
    """Its own row is still here; that the same picture hangs elsewhere as well is no matter."""
    return exists().where(TABLES["photo"].c.id == left_photo.c.row)


def _seal(connection: Connection, rows: Sequence[str]) -> int:
    keys, files = server_keys(connection), files_beside(connection)
    if keys is None or files is None:
        return 0
    query = select(left_photo.c.row, left_photo.c.scope, left_photo.c.name)
    count = 0
    for row, scope, name in connection.execute(query.where(left_photo.c.row.in_(rows))).all():
        content = files.read(name)
        here = left_photo.c.row == row
        if content is not None:
            sealed = pack_photo(keys.seal, scope, row, name, content).sealed
            connection.execute(update(left_photo).where(here).values(sealed=sealed))
            _let_go(connection, name)
            count += 1
        elif files.is_gone(name):  # it was lost before, and the doctor told of it
            connection.execute(delete(left_photo).where(here))
    return count


def _let_go(connection: Connection, name: str) -> None:
    """Let a picture be thrown away, unless a record here shows it."""
    shown = exists().where(TABLES["photo"].c.sha256 == photo_file.c.name)
    here = update(photo_file).where(photo_file.c.name == name, ~shown)
    connection.execute(here.values(kept_ms=0))


def owed(connection: Connection) -> list[str]:
    """List the rows of what is to be handed in; one picture is read at a time, by `read_owed`."""
    query = select(left_photo.c.row).where(
        left_photo.c.given_ms == _OWED, left_photo.c.sealed != ""
    )
    return list(connection.execute(query.order_by(left_photo.c.row)).scalars())


def read_owed(connection: Connection, row: str) -> LeftPhoto | None:
    """Give one that is to be handed in; None where it was signed for or erased meanwhile."""
    query = select(left_photo.c.scope, left_photo.c.row, left_photo.c.name, left_photo.c.sealed)
    query = query.where(left_photo.c.given_ms == _OWED, left_photo.c.sealed != "")
    found = connection.execute(query.where(left_photo.c.row == row)).first()
    return LeftPhoto(*found) if found else None


def count_owed(connection: Connection) -> dict[str, int]:
    """Count by scope what the server has not signed for, and no record here shows."""
    here = (left_photo.c.given_ms == _OWED, ~_is_shown())
    query = select(left_photo.c.scope, func.count()).where(*here)
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


def owe_again(connection: Connection, scopes: Iterable[str]) -> None:
    """Owe once more what was given of these scopes: their server was restored."""
    here = left_photo.c.scope.in_(list(scopes))
    connection.execute(update(left_photo).where(here).values(given_ms=_OWED))


def prune(connection: Connection) -> None:
    """Forget what was packed up 90 days ago; for after it was offered, for the last time."""
    drop(connection, _old(connection, also_owed=True))


def _old(connection: Connection, *, also_owed: bool = False) -> list[str]:
    """List what was packed up 90 days ago, by the server's clock, and that it has signed for."""
    old = left_photo.c.packed_ms < heard_ms(connection) - KEPT_MS
    query = select(left_photo.c.row).where(old)
    query = query.where(~_is_shown() if also_owed else left_photo.c.given_ms != _OWED)
    return list(connection.execute(query).scalars())


def drop(connection: Connection, photos: Iterable[str]) -> set[str]:
    """Forget these photographs; gives the pictures they named."""
    here = left_photo.c.row.in_(list(photos))
    names = set(connection.execute(select(left_photo.c.name).where(here)).scalars())
    connection.execute(delete(left_photo).where(here))
    return names
