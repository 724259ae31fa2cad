"""Photographs at the server: the shelf of sealed files, and who may bring or fetch one.

A picture belongs to a `photo` row of a scope and is named by the SHA-256 of its bytes; each scope
keeps its own copy, so knowing a name from elsewhere opens nothing. Parts may come in any number
of tries. When every byte is here, the server writes the row's receipt into the log.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import TypeVar

import msgspec
from sqlalchemy import Connection, select

from fieldapp.domain.photos import CHUNK, MAX_BYTES, is_name
from fieldapp.errors import Trouble
from server.access import Caller
from server.audit import Entry, note
from server.drafts import write_whole
from server.founding import Wanted, write_wanted
from server.keys import Keys
from server.log import is_plain, read_head
from server.problems import Number, Problem
from server.service import Service
from server.tables import ROW
from sync import frames
from sync.scrub import mark_id

PHOTOS = "photos"
T = TypeVar("T")

_LOCKS = tuple(Lock() for _ in range(64))
"""Parts of one picture come one after another; pictures share these, as many as can be written."""


class PhotoStand(msgspec.Struct, frozen=True, kw_only=True):
    """How much of a photograph the server has, and whether its receipt is in the log."""

    name: str
    size: int
    has: int
    is_received: bool


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph as its row names it."""

    scope: str
    row: str
    name: str
    size: int
    is_received: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Some bytes of a picture, where they begin, and their own SHA-256."""

    start: int
    content: bytes
    digest: bytes


@dataclass(frozen=True, slots=True)
class PhotoShelf:
    """The sealed files of photographs, in a folder for each scope."""

    folder: Path
    keys: Keys

    def open(self, photo: Photo) -> bytes | None:
        """Open a picture; None when it is not here, or not what its name says."""
        try:
            content = frames.open_whole(
                self.keys.seal, _purpose(photo), self.file(photo).read_bytes()
            )
        except (OSError, frames.Damaged):
            return None
        return content if hashlib.sha256(content).hexdigest() == photo.name else None

    def follow(self, photo: Photo, scopes: Iterable[str]) -> None:
        """Put a picture beside its row, which came from one of these scopes; nothing if it is."""
        if self.file(photo).exists():
            return
        found = (self.open(replace(photo, scope=scope)) for scope in scopes)
        content = next((one for one in found if one is not None), None)
        if content is not None:
            self.keep(photo, content)

    def has(self, photo: Photo) -> int:
        """Count the bytes of a picture that are here."""
        return photo.size if self.is_whole(photo) else len(b"".join(self._parts(photo)[0]))

    def is_whole(self, photo: Photo) -> bool:
        """Tell whether a picture was brought to its end."""
        return self.file(photo).exists()

    def add(self, photo: Photo, part: Part) -> int:
        """Put the next part behind those that are here; count what there is now. Raises `Problem`.

        When all is here and it is not what its name says, all of it is thrown away.
        """
        parts, length = self._parts(photo)
        has = len(b"".join(parts))
        if part.start != has:
            raise Problem(Number.other_offset)
        if hashlib.sha256(part.content).digest() != part.digest:
            raise Problem(Number.part_damaged)
        if has + len(part.content) > photo.size:
            raise Problem(Number.malformed)
        if has + len(part.content) == photo.size:
            self._finish(photo, b"".join((*parts, part.content)))
        else:
            self._append(photo, part.content, len(parts), length)
        return has + len(part.content)

    def _parts(self, photo: Photo) -> tuple[list[bytes], int]:
        try:
            sealed = self.growing(photo).read_bytes()
        except OSError:
            return [], 0
        return frames.open_growing(self.keys.seal, _purpose(photo), sealed)

    def _append(self, photo: Photo, content: bytes, number: int, length: int) -> None:
        def write() -> None:
            self.growing(photo).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(self.growing(photo), os.O_RDWR | os.O_CREAT, 0o600)
            with os.fdopen(handle, "r+b") as file:
                file.truncate(length)
                salt = file.read(frames.SALT) or frames.begin()
                frame = frames.next_frame(self.keys.seal, _purpose(photo), salt, number, content)
                file.seek(length)
                file.write(frame if length else salt + frame)

        _on_disk(write)

    def _finish(self, photo: Photo, content: bytes) -> None:
        if hashlib.sha256(content).hexdigest() != photo.name:
            self.growing(photo).unlink(missing_ok=True)
            raise Problem(Number.photo_damaged)
        self.keep(photo, content)
        self.growing(photo).unlink(missing_ok=True)

    def keep(self, photo: Photo, content: bytes) -> None:
        """Seal a whole picture and put it on the shelf. Raises `Trouble`."""
        self.put(photo, frames.seal_whole(self.keys.seal, _purpose(photo), content))

    def put(self, photo: Photo, sealed: bytes) -> None:
        """Write a sealed file, whole or not at all. Raises `Trouble`."""

        _on_disk(lambda: write_whole(self.file(photo), sealed))

    def file(self, photo: Photo) -> Path:
        """Where a whole picture lies."""
        return self.folder / photo.scope.replace(":", "_", 1) / f"{photo.name}.photo"

    def growing(self, photo: Photo) -> Path:
        """Where a picture lies while it is being brought."""
        return self.file(photo).with_suffix(".part")

    @contextmanager
    def alone(self, photo: Photo) -> Iterator[None]:
        """Let nobody else write this picture meanwhile."""
        with _LOCKS[int(photo.name[:8], 16) % len(_LOCKS)]:
            yield


def shelf_of(service: Service) -> PhotoShelf:
    """Give the server's shelf of photographs."""
    return PhotoShelf(service.folder / PHOTOS, service.keys)


def bring(service: Service, caller: Caller, scope: str, row: str, part: Part | None) -> PhotoStand:
    """Take a part of a photograph, or with None just tell how much is here. Raises `Problem`.

    Whoever may hold the scope may bring it: also a colleague who still has it when we have lost it.
    """
    if part is not None and len(part.content) > CHUNK:
        raise Problem(Number.too_large)
    with service.store.read() as connection:
        photo = _permitted(connection, service, caller, scope, row)
    shelf = shelf_of(service)
    with shelf.alone(photo), still_wanted(service, photo):
        shelf.follow(photo, scopes_left(service, photo))
        has = shelf.has(photo)
        if part is not None and has < photo.size:
            has = shelf.add(photo, part)
    is_received = photo.is_received
    if has == photo.size and not is_received:
        with service.store.write() as connection:
            write_receipt(connection, service.keys, photo, service.clock())
        is_received = True
    return PhotoStand(name=photo.name, size=photo.size, has=has, is_received=is_received)


def fetch(service: Service, caller: Caller, scope: str, row: str) -> tuple[str, bytes]:
    """Give a photograph's name and bytes to somebody who may hold its scope. Raises `Problem`."""
    with service.store.read() as connection:
        photo = _permitted(connection, service, caller, scope, row)
    shelf = shelf_of(service)
    with shelf.alone(photo), still_wanted(service, photo):
        shelf.follow(photo, scopes_left(service, photo))
    content = shelf.open(photo)
    if content is None:
        raise Problem(Number.not_found)
    return photo.name, content


@contextmanager
def still_wanted(service: Service, photo: Photo) -> Iterator[None]:
    """Throw away what was written where the record was erased meanwhile. Raises `Problem` then."""
    try:
        yield
    finally:
        with service.store.read() as connection:
            is_gone = _is_erased(connection, photo)
        if is_gone:
            shelf = shelf_of(service)
            shelf.file(photo).unlink(missing_ok=True)
            shelf.growing(photo).unlink(missing_ok=True)
    if is_gone:
        raise Problem(Number.photo_unknown)


def _is_erased(connection: Connection, photo: Photo) -> bool:
    """Tell whether a picture's record was erased, and no other in its scope shows the same."""
    here = select(ROW.c.id).where(ROW.c.scope == photo.scope)
    marks = here.where(ROW.c.kind == "purged", ROW.c.id == mark_id(("photo", photo.row)))
    if connection.scalar(marks) is None:
        return False
    shown = here.where(ROW.c.kind == "photo", ROW.c.fields.contains(photo.name))
    return connection.scalar(shown.limit(1)) is None


def scopes_left(service: Service, photo: Photo) -> list[str]:
    """List the scopes that a photograph's row once left, by the marks it left there."""
    if shelf_of(service).file(photo).exists():
        return []
    query = select(ROW.c.scope).where(ROW.c.kind == "moved", ROW.c.id == photo.row)
    with service.store.read() as connection:
        return sorted(connection.scalars(query))


def note_fetched(service: Service, caller: Caller, scope: str, row: str) -> None:
    """Note in the audit who took a photograph away."""
    with service.store.write() as connection:
        who = (caller.community, caller.person, caller.device)
        note(connection, Entry(*who, "photo_fetched", service.clock(), scope, {"photo": row}))


def _permitted(
    connection: Connection, service: Service, caller: Caller, scope: str, row: str
) -> Photo:
    ties = service.exchange.access.ties(connection, caller.person, service.clock())
    if scope not in ties:
        raise Problem(Number.not_member)
    found = read_photo(connection, scope, row) if is_plain(row) else None
    if found is None:
        raise Problem(Number.photo_unknown)
    return found


def read_photo(connection: Connection, scope: str, row: str) -> Photo | None:
    """Read a photograph's row and receipt; None when there is none, or it was taken back."""
    head = read_head(connection, scope)
    if head is None:
        return None
    query = select(ROW.c.kind, ROW.c.fields).where(
        ROW.c.community_id == head.community,
        ROW.c.scope == scope,
        ROW.c.kind.in_(("photo", "photo_receipt")),
        ROW.c.id == row,
    )
    rows = {kind: json.loads(fields) for kind, fields in connection.execute(query)}
    return photo_of(scope, row, rows.get("photo"), rows.get("photo_receipt"))


def photo_of(
    scope: str, row: str, fields: dict[str, object] | None, receipt: dict[str, object] | None
) -> Photo | None:
    """Make of a row's fields the photograph they name, or None."""
    if fields is None or fields.get("archived"):
        return None
    name, size = fields.get("sha256"), fields.get("size")
    if not isinstance(name, str) or not is_name(name):
        return None
    if not isinstance(size, int) or not 0 < size <= MAX_BYTES:
        return None
    is_received = receipt is not None and not receipt.get("archived")
    return Photo(scope, row, name, size, is_received)


def write_receipt(connection: Connection, keys: Keys, photo: Photo, now_ms: int) -> None:
    """Put a picture's receipt into the log, unless it is there, or the record is not."""
    present = read_photo(connection, photo.scope, photo.row)
    if present is None or present.is_received:
        return
    fields = {"sha256": photo.name, "size": photo.size, "at_ms": now_ms, "archived": None}
    wanted = Wanted("photo_receipt", photo.row, fields)
    write_wanted(connection, keys, photo.scope, [wanted], now_ms)


def _purpose(photo: Photo) -> str:
    return f"{photo.scope} {photo.name}"


def _on_disk(write: Callable[[], T]) -> T:
    try:
        return write()
    except OSError as error:
        raise Trouble(
            "photo_not_written", "照片写不进数据目录，请检查服务器的磁盘空间和权限。"
        ) from error
