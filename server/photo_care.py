"""Photographs looked after: which are missing, which nobody refers to, and how both are mended."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from server.doctor import Finding
from server.founding import Wanted, write_wanted
from server.left_photos import photos_set_aside
from server.photos import Photo, PhotoShelf, photo_of, scopes_left, shelf_of, still_wanted
from server.problems import Problem
from server.service import Service
from server.tables import HEAD, ROW

UNUSED_MS = 30 * 86_400_000
"""A file that no record refers to is kept this long: the record may be in a backup put back."""


@dataclass(frozen=True, slots=True)
class PhotoCheckup:
    """What was looked at: how many there are, which are missing, and the files nobody refers to."""

    looked_at: int
    missing: tuple[Photo, ...]
    unused: tuple[Path, ...]

    @property
    def findings(self) -> list[Finding]:
        """Say which are missing as the doctor says it."""
        return [Finding(one.scope, "photo_missing", one.row) for one in self.missing]


def examine_photos(service: Service) -> PhotoCheckup:
    """Open every photograph whose receipt was given, and look for files that nobody refers to."""
    shelf = shelf_of(service)
    referred: set[Path] = set()
    missing: list[Photo] = []
    received = 0
    for photo in _all_photos(service):
        referred.add(shelf.file(photo))
        if photo.is_received:
            received += 1
            with suppress(Problem), still_wanted(service, photo):
                shelf.follow(photo, scopes_left(service, photo))
            if shelf.open(photo) is None:
                missing.append(photo)
    referred |= set(_set_aside(service, shelf))
    before_ms = service.clock() - UNUSED_MS
    return PhotoCheckup(received, tuple(missing), tuple(_unused(shelf, referred, before_ms)))


def mend_photos(service: Service, checkup: PhotoCheckup) -> int:
    """Take the receipts of what is missing back, and unused files away; count the files.

    Without its receipt a photograph waits again, on every device that still has it.
    """
    shelf = shelf_of(service)
    for photo in checkup.missing:
        shelf.file(photo).unlink(missing_ok=True)
        gone = {"archived": True, "archived_reason": "missing"}
        with service.store.write() as connection:
            wanted = Wanted("photo_receipt", photo.row, gone)
            write_wanted(connection, service.keys, photo.scope, [wanted], service.clock())
    for file in checkup.unused:
        file.unlink(missing_ok=True)
    return len(checkup.unused)


def _all_photos(service: Service) -> Iterator[Photo]:
    """Read every photograph's row; one taken back still needs its file, should it come back."""
    query = select(ROW.c.scope, ROW.c.kind, ROW.c.id, ROW.c.fields).where(
        ROW.c.kind.in_(("photo", "photo_receipt"))
    )
    with service.store.read() as connection:
        rows = {
            (scope, id_, kind): json.loads(fields)
            for scope, kind, id_, fields in connection.execute(query)
        }
    for scope, id_, kind in rows:
        if kind == "photo":
            fields = {**rows[scope, id_, "photo"], "archived": None}
            photo = photo_of(scope, id_, fields, rows.get((scope, id_, "photo_receipt")))
            if photo is not None:
                yield photo


def _set_aside(service: Service, shelf: PhotoShelf) -> Iterator[Path]:
    """List the files of photographs that somebody may still take over with their records."""
    with service.store.read() as connection:
        for scope in connection.scalars(select(HEAD.c.scope)).all():
            for row, name in photos_set_aside(connection, scope):
                yield shelf.file(Photo(scope, row, name, 0))


def _unused(shelf: PhotoShelf, referred: set[Path], before_ms: int) -> Iterator[Path]:
    """List old files without a record, and parts that nobody has gone on with."""
    for file in sorted(shelf.folder.glob("*/*")):
        with suppress(FileNotFoundError):
            if file not in referred and file.stat().st_mtime * 1000 < before_ms:
                yield file
