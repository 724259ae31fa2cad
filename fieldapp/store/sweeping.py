"""Sweeps the disk after an erasure by law: copies and pictures go, the file is written anew.

That it is due stands in the database with the erasure itself, so whatever cuts it off (a kill, a
full disk), it is taken up again after the next round, or when the home is looked after.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select
from sqlcipher3 import dbapi2 as sqlcipher

from fieldapp.store import kept_photos
from fieldapp.store.aside import FOLDER
from fieldapp.store.kept import keep, kept
from fieldapp.store.photo_files import files_beside
from fieldapp.store.schema import TABLES
from fieldapp.store.worker import DatabaseThread

_DUE = "sweep_due"
_OLD_DRAFT_S = 600
"""A draft of a picture this old is nobody's any more."""


def owe_sweep(connection: Connection, photos: Iterable[str]) -> None:
    """Note that it is due, and which pictures go with it."""
    due = {*_due(connection), *photos}
    keep(connection, _DUE, {"photos": sorted(due)})


def is_due(connection: Connection) -> bool:
    """Tell whether something that was erased may still lie about on this disk."""
    return kept(connection, _DUE) is not None


def sweep_if_due(thread: DatabaseThread) -> None:
    """Clear what may still hold, unreachable, what was erased.

    Copies of the file go: the one from before an update, and damaged ones that were kept aside.
    Where there is no room to write the file anew, it stays due.
    """
    if thread.run(is_due, write=False):
        thread.run(_sweep, write=True, gives_way=True)


def damaged_beside(connection: Connection) -> list[Path]:
    """List the damaged files that are kept beside this one, with their journals."""
    folder = folder_of(connection)
    return [] if folder is None else sorted(folder.glob("field.db.damaged-*"))


def folder_of(connection: Connection) -> Path | None:
    """Give the folder in which the file lies; None for one in memory."""
    file = str(connection.exec_driver_sql("PRAGMA database_list").all()[0][2])
    return Path(file).parent if file else None


def _sweep(connection: Connection) -> None:
    photos = _to_go(connection)
    is_clear = _clear_files(connection, photos)
    driver: Any = connection.connection.driver_connection
    # A file cannot be written anew inside a transaction; the thread's own is empty.
    driver.execute("COMMIT")
    try:
        driver.execute("VACUUM")
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        driver.execute("PRAGMA secure_delete = OFF").fetchall()
    except sqlcipher.Error:
        return
    finally:
        driver.execute("BEGIN IMMEDIATE")
    kept_photos.forget(connection, photos)
    if is_clear:
        keep(connection, _DUE, None)


def _due(connection: Connection) -> list[str]:
    found = kept(connection, _DUE) or {"photos": []}
    return [str(name) for name in found["photos"]]


def _to_go(connection: Connection) -> list[str]:
    """Choose the pictures that no other record on this device shows."""
    shown = set(connection.execute(select(TABLES["photo"].c.sha256)).scalars())
    return [name for name in _due(connection) if name not in shown]


def _clear_files(connection: Connection, photos: Iterable[str]) -> bool:
    """Throw away every copy and these pictures; tell whether nothing stood in the way."""
    folder = folder_of(connection)
    if folder is None:
        return True
    files = files_beside(connection)
    pictures = [] if files is None else files.paths(photos)
    for one in (FOLDER, f"{FOLDER}.part"):
        shutil.rmtree(folder / one, ignore_errors=True)
    copies = [*damaged_beside(connection), *folder.glob("field.db.building*")]
    for path in [*pictures, *copies, *_old_drafts(folder)]:
        with suppress(OSError):
            path.unlink(missing_ok=True)
    return not any(path.exists() for path in [*pictures, *copies, folder / FOLDER])


def _old_drafts(folder: Path) -> list[Path]:
    """List what a write of a picture that was killed has left."""
    before_s = time.time() - _OLD_DRAFT_S
    return [one for one in folder.glob("photos/.*.tmp") if one.stat().st_mtime < before_s]
