"""Which photographs' bytes are kept on this device, and which of them may be let go."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, delete, select, update
from sqlalchemy.dialects.sqlite import insert

from fieldapp.store.schema import TABLES, photo_file

_CHUNK = 500


def note_here(
    connection: Connection, name: str, size: int, now_ms: int, *, has_original: bool = False
) -> None:
    """Note that a picture's bytes are kept here; one that was here before stays as it was."""
    values = {"name": name, "size": size, "has_original": has_original, "kept_ms": now_ms}
    connection.execute(insert(photo_file).values(values).on_conflict_do_nothing())


def names_here(connection: Connection) -> list[str]:
    """List every picture that is kept here."""
    return list(connection.execute(select(photo_file.c.name)).scalars())


def own_not_here(connection: Connection, person: str) -> list[tuple[str, int]]:
    """List name and size of one's own photographs that are not noted as kept here."""
    photo = TABLES["photo"]
    noted = select(photo_file.c.name)
    query = select(photo.c.sha256, photo.c.size).where(
        photo.c.author == person, photo.c.archived.is_not(True), photo.c.sha256.not_in(noted)
    )
    return [(row[0], row[1]) for row in connection.execute(query.distinct())]


def received_here(connection: Connection) -> list[str]:
    """List those that the server has, wherever they hang: they can be fetched again."""
    return list(connection.execute(_names(_has_receipt(), ~_is_open())).scalars())


def originals_not_needed(connection: Connection) -> list[str]:
    """List those whose original is here though the server's receipt is in the log."""
    query = _names(photo_file.c.has_original.is_(True), _has_receipt(), ~_is_open())
    return list(connection.execute(query).scalars())


def old_ones(connection: Connection, before_ms: int) -> list[str]:
    """List those kept for long that nothing waits for."""
    return list(connection.execute(_names(photo_file.c.kept_ms < before_ms, ~_is_open())).scalars())


def unsent(
    connection: Connection, scope: str, photos: Iterable[str] | None = None
) -> list[tuple[str, str]]:
    """List row and name of what is here of a scope and that the server has not got."""
    photo = TABLES["photo"]
    here = photo.c.sha256.in_(select(photo_file.c.name))
    query = select(photo.c.id, photo.c.sha256).where(
        photo.c.scope == scope, photo.c.archived.is_not(True), here, ~_receipt()
    )
    wanted = None if photos is None else set(photos)
    found = connection.execute(query.order_by(photo.c.id)).all()
    return [(row, name) for row, name in found if wanted is None or row in wanted]


def part_with(connection: Connection, scope: str, photos: Iterable[str]) -> None:
    """Let the pictures of these photographs go where the server has them: their rows leave."""
    photo = TABLES["photo"]
    for some in _chunks(photos):
        here = select(photo.c.id).where(
            photo.c.sha256 == photo_file.c.name, photo.c.scope == scope, photo.c.id.in_(some)
        )
        received = here.where(_receipt()).exists()
        connection.execute(update(photo_file).where(received).values(kept_ms=0))


def let_go_of_scope(connection: Connection, scope: str) -> None:
    """Let the pictures of a scope that is erased be thrown away where the server has them.

    The others stay sealed for as long as what was packed up.
    """
    photo = TABLES["photo"]
    here = select(photo.c.id).where(photo.c.sha256 == photo_file.c.name, photo.c.scope == scope)
    received = here.where(_receipt()).exists()
    connection.execute(update(photo_file).where(received).values(kept_ms=0))


def forget(connection: Connection, names: Iterable[str]) -> None:
    """Note that these are no longer here."""
    for some in _chunks(names):
        connection.execute(delete(photo_file).where(photo_file.c.name.in_(some)))


def forget_originals(connection: Connection, names: Iterable[str]) -> None:
    """Note that the originals of these are no longer here."""
    for some in _chunks(names):
        query = update(photo_file).where(photo_file.c.name.in_(some))
        connection.execute(query.values(has_original=False))


def _names(*conditions: ColumnElement[bool]) -> Select[Any]:
    return select(photo_file.c.name).where(*conditions)


def _has_receipt() -> ColumnElement[bool]:
    """A receipt is there for a row that this picture hangs on."""
    photo = TABLES["photo"]
    return select(photo.c.id).where(photo.c.sha256 == photo_file.c.name, _receipt()).exists()


def _is_open() -> ColumnElement[bool]:
    """It hangs somewhere, a draft included, for which there is no receipt."""
    photo = TABLES["photo"]
    hung = select(photo.c.id).where(photo.c.sha256 == photo_file.c.name)
    return hung.where(photo.c.archived.is_not(True), ~_receipt()).exists()


def _receipt() -> ColumnElement[bool]:
    photo, receipt = TABLES["photo"], TABLES["photo_receipt"]
    query = select(receipt.c.id).where(
        receipt.c.id == photo.c.id,
        receipt.c.scope == photo.c.scope,
        receipt.c.archived.is_not(True),
    )
    return query.correlate(photo).exists()


def _chunks(names: Iterable[str]) -> Iterable[list[str]]:
    everything = list(names)
    return (everything[at : at + _CHUNK] for at in range(0, len(everything), _CHUNK))
