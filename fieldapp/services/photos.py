"""Hang a photograph on a record, take it back, and let it follow a record that is written anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from fieldapp.domain.kinds.photos import PHOTO_PARENTS
from fieldapp.domain.photos import MAX_BYTES, is_name
from fieldapp.errors import Refused
from fieldapp.store import kept_photos
from fieldapp.store.schema import LOCAL_SCOPE, TABLES
from fieldapp.store.unit import Unit
from fieldapp.verbs import Command, handles
from sync.protocol import Value


@dataclass(frozen=True, slots=True)
class HangPhoto(Command[str]):
    """Hang a photograph whose bytes are already kept on a record. Gives the photograph's id.

    `Album.add` scales a file, keeps it and asks for this; `name` is the SHA-256 of the bytes.
    """

    kind: str
    id: str
    name: str
    size: int
    width: int
    height: int
    has_original: bool = False


@dataclass(frozen=True, slots=True)
class UndoPhoto(Command[None]):
    """Take one's own photograph back: it stays in history, and is shown and sent no more."""

    photo: str
    reason: str = "撤销"


@handles(HangPhoto)
def hang_photo(unit: Unit, command: HangPhoto) -> str:
    """Create the photograph's row in the scope of what it hangs on."""
    if command.kind not in PHOTO_PARENTS:
        raise Refused("photo-not-here", "照片挂不到这里。", field="kind", is_input=True)
    if not is_name(command.name) or not 0 < command.size <= MAX_BYTES:
        raise ValueError("not a kept photograph")
    parent = _standing_parent(unit, command.kind, command.id)
    fields: dict[str, Value] = {
        "on_kind": command.kind,
        "on_id": parent,
        "sha256": command.name,
        "size": command.size,
        "width": command.width,
        "height": command.height,
        "at_ms": unit.now_ms,
        "author": unit.author.person,
    }
    kept_photos.note_here(
        unit.connection, command.name, command.size, unit.now_ms, has_original=command.has_original
    )
    return _create(unit, unit.scope_of(command.kind, parent), fields)


@handles(UndoPhoto)
def undo_photo(unit: Unit, command: UndoPhoto) -> None:
    """Archive a photograph of one's own; of a draft it is simply gone. Raises `Refused`."""
    fields = unit.read("photo", command.photo)
    if fields is None or fields.get("archived"):
        raise Refused("row-unknown", "没有这张照片，先同步一次再看。", is_input=True)
    if fields["author"] != unit.author.person:
        raise Refused("not-author", "这张是别人加的，只有本人能撤。")
    _take_back(unit, command.photo, command.reason)


def photos_on(unit: Unit, kind: str, id_: str) -> list[str]:
    """List one's own photographs on a record that were not taken back, oldest first."""
    table = TABLES["photo"]
    query = select(table.c.id).where(
        table.c.on_kind == kind,
        table.c.on_id == id_,
        table.c.author == unit.author.person,
        table.c.archived.is_not(True),
    )
    return list(unit.connection.execute(query.order_by(table.c.at_ms, table.c.id)).scalars())


def take_back_photos(unit: Unit, kind: str, id_: str, reason: str) -> None:
    """Take back what hangs on a record that is itself taken back."""
    for photo in photos_on(unit, kind, id_):
        _take_back(unit, photo, reason)


def hang_again(unit: Unit, photos: Sequence[str], kind: str, id_: str) -> None:
    """Hang photographs on the record that took another's place; no bytes are sent twice."""
    scope = unit.scope_of(kind, id_)
    for photo in photos:
        fields = unit.read("photo", photo) or {}
        shared = {name: fields[name] for name in _CARRIED if name in fields}
        _create(unit, scope, {**shared, "on_kind": kind, "on_id": id_})


def hand_in_photos(unit: Unit, entry: str, scope: str) -> None:
    """Create the photographs of a draft in the scope into which it is handed in, ids kept.

    The entry must be there already, and no longer as a draft.
    """
    for photo in photos_on(unit, "diary_entry", entry):
        fields = unit.read("photo", photo) or {}
        unit.delete_local("photo", photo)
        unit.create("photo", scope, fields, id_=photo)


def _standing_parent(unit: Unit, kind: str, id_: str) -> str:
    """Find the record meant: of a visit that was said anew, the one that took its place."""
    fields = unit.read(kind, id_)
    if fields is None:
        raise Refused(
            "row-unknown", "要挂照片的这一条不在这台平板上，先同步一次再看。", is_input=True
        )
    if not fields.get("archived"):
        return id_
    if kind == "visit":
        table = TABLES["visit"]
        query = select(table.c.id).where(
            table.c.dwelling_id == fields["dwelling_id"],
            table.c.at_ms == fields.get("at_ms"),
            table.c.author == unit.author.person,
            table.c.archived.is_not(True),
        )
        found = unit.connection.execute(query.order_by(table.c.id.desc())).scalars().first()
        if found is not None:
            return str(found)
    raise Refused("row-taken-back", "这一条已经撤了，照片没有挂上。", is_input=True)


_CARRIED = ("sha256", "size", "width", "height", "at_ms", "author")


def _create(unit: Unit, scope: str, fields: dict[str, Value]) -> str:
    if scope != LOCAL_SCOPE:
        return unit.create("photo", scope, fields)
    id_ = unit.new_id()
    unit.write_local("photo", id_, fields)
    return id_


def _take_back(unit: Unit, photo: str, reason: str) -> None:
    if unit.scope_of("photo", photo) == LOCAL_SCOPE:
        unit.delete_local("photo", photo)
    else:
        unit.archive("photo", photo, reason)
