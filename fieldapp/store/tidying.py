"""Tidies the pictures on the disk: originals that got there, and old ones that nobody waits for.

A file goes before the note of it, so that a kill in between leaves a note and no stray file.
"""

from __future__ import annotations

from sqlalchemy import Connection

from fieldapp.store import kept_photos
from fieldapp.store.photo_files import Kind, PhotoFiles, files_beside
from fieldapp.store.worker import DatabaseThread

KEPT_MS = 90 * 86_400_000
"""How long bytes stay that could be had from the server again, or belong to no record any more."""


def tidy_photos(thread: DatabaseThread, now_ms: int) -> int:
    """Throw away what is no longer needed; count the files. Raises `Trouble`."""
    files, originals, old = thread.run(lambda one: _idle(one, now_ms), write=False)
    if files is None or not (originals or old):
        return 0
    for name in originals:
        files.forget(name, Kind.original)
    for name in old:
        files.forget(name)

    def note(connection: Connection) -> None:
        kept_photos.forget_originals(connection, originals)
        kept_photos.forget(connection, old)

    thread.run(note, write=True, gives_way=True)
    return len(originals) + len(old)


def _idle(connection: Connection, now_ms: int) -> tuple[PhotoFiles | None, list[str], list[str]]:
    originals = kept_photos.originals_not_needed(connection)
    return files_beside(connection), originals, kept_photos.old_ones(connection, now_ms - KEPT_MS)
