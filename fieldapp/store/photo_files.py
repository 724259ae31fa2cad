"""The sealed files of photographs, in a folder beside the encrypted database (docs/adr/0005).

A file's name tells nothing of its content: it is made of the picture's hash and the key. The key
lies in the database, so the files are worth nothing without it.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection

from fieldapp.store.files import remove, trouble_of, write_whole
from fieldapp.store.kept import keep, kept
from sync import frames

FOLDER = "photos"
_KEPT_KEY = "photo_key"


class Kind(StrEnum):
    """What a file holds: the photograph as it travels, the file it was made of, or a beginning."""

    photo = "photo"
    original = "original"
    begun = "begun"


def photo_key(connection: Connection) -> bytes:
    """Give the key of this device's photographs, drawing it the first time."""
    found = kept(connection, _KEPT_KEY)
    if found is None:
        found = secrets.token_hex(32)
        keep(connection, _KEPT_KEY, found)
    return bytes.fromhex(found)


def files_beside(connection: Connection) -> PhotoFiles | None:
    """Give the files that lie beside an open database; None where there never were any."""
    key, file = kept(connection, _KEPT_KEY), _path_of(connection)
    return PhotoFiles(Path(file).parent / FOLDER, bytes.fromhex(key)) if key and file else None


def _path_of(connection: Connection) -> str:
    return str(connection.exec_driver_sql("PRAGMA database_list").all()[0][2])


class PhotoFiles:
    """Reads and writes the sealed files of one home."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        self._key = key

    def write(self, name: str, content: bytes, kind: Kind = Kind.photo) -> None:
        """Keep a picture, whole or not at all. Raises `Trouble`."""
        self._prepare()
        sealed = frames.seal_whole(self._key, _purpose(name, kind), content)
        write_whole(self.path(name, kind), sealed)

    def read(self, name: str, kind: Kind = Kind.photo) -> bytes | None:
        """Open a picture; None when it is not here, or damaged."""
        try:
            sealed = self.path(name, kind).read_bytes()
            content = frames.open_whole(self._key, _purpose(name, kind), sealed)
        except (OSError, frames.Damaged):
            return None
        is_right = kind is not Kind.photo or hashlib.sha256(content).hexdigest() == name
        return content if is_right else None

    def is_gone(self, name: str, kind: Kind = Kind.photo) -> bool:
        """Tell whether there is no such file; one that cannot be read just now is not gone."""
        try:
            self.path(name, kind).stat()
        except FileNotFoundError:
            return True
        except OSError:
            return False
        return False

    def begun(self, name: str) -> bytes:
        """Give what an earlier, broken transfer brought of a picture."""
        return b"".join(self._parts(name)[0])

    def go_on(self, name: str, part: bytes) -> None:
        """Keep the next part of a picture that is being fetched. Raises `Trouble`."""
        self._prepare()
        parts, length = self._parts(name)
        try:
            handle = os.open(self.path(name, Kind.begun), os.O_RDWR | os.O_CREAT, 0o600)
            with os.fdopen(handle, "r+b") as file:
                file.truncate(length)
                salt = file.read(frames.SALT) or frames.begin()
                purpose = _purpose(name, Kind.begun)
                frame = frames.next_frame(self._key, purpose, salt, len(parts), part)
                file.seek(length)
                file.write(frame if length else salt + frame)
        except OSError as error:
            raise trouble_of(error) from error

    def forget(self, name: str, *kinds: Kind) -> None:
        """Throw away what is here of a picture; all of it when no kind is named."""
        for kind in kinds or Kind:
            if self.path(name, kind).exists():
                remove(self.path(name, kind))

    def forget_all_but(self, names: Iterable[str], before_ms: int) -> int:
        """Throw away old files that belong to none of these pictures; count them."""
        known = {self.path(name, kind).name for name in names for kind in Kind}
        strange = [one for one in self._folder.glob("*") if one.name not in known]
        old = [one for one in strange if one.stat().st_mtime * 1000 < before_ms]
        for one in old:
            remove(one)
        return len(old)

    def paths(self, names: Iterable[str]) -> list[Path]:
        """Say where these pictures lie, if they do, in every form."""
        return [self.path(name, kind) for name in names for kind in Kind]

    def path(self, name: str, kind: Kind) -> Path:
        """Where a picture lies."""
        told = hmac.new(self._key, _purpose(name, kind).encode(), hashlib.sha256).hexdigest()
        return self._folder / f"{told[:40]}.sealed"

    def _parts(self, name: str) -> tuple[list[bytes], int]:
        try:
            sealed = self.path(name, Kind.begun).read_bytes()
        except OSError:
            return [], 0
        return frames.open_growing(self._key, _purpose(name, Kind.begun), sealed)

    def _prepare(self) -> None:
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise trouble_of(error) from error


def _purpose(name: str, kind: Kind) -> str:
    return f"{kind} {name}"
