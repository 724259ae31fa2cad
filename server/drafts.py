"""Files written beside themselves and then renamed; the draft of a writer that was killed goes.

A draft is locked for as long as its writer lives, so that one which is being written is never
taken for one that was left. On Windows an open file cannot be removed, which does the same.
"""

from __future__ import annotations

import os
import secrets
import sys
from contextlib import suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl

ENDING = ".draft"


def write_whole(file: Path, content: bytes) -> None:
    """Write a file, whole or not at all, its owner's alone. Raises `OSError`."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    while not _written(file, content):
        pass


def _written(file: Path, content: bytes) -> bool:
    """Write it; not, if somebody took the draft for one that was left before it was locked."""
    draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}{ENDING}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as opened:
            if sys.platform != "win32":
                fcntl.flock(opened.fileno(), fcntl.LOCK_EX)
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
            if sys.platform != "win32":
                draft.replace(file)
        if sys.platform == "win32":
            draft.replace(file)
    except FileNotFoundError:
        return False
    except OSError:
        draft.unlink(missing_ok=True)
        raise
    return True


def sweep_drafts(*folders: Path) -> int:
    """Remove the drafts in these folders whose writer is no more; count them."""
    drafts = [draft for folder in folders for draft in folder.glob(f"**/*{ENDING}")]
    return sum(_removed(draft) for draft in drafts)


def _removed(draft: Path) -> bool:
    with suppress(OSError), draft.open("rb") as opened:
        if sys.platform != "win32":
            fcntl.flock(opened.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
            draft.unlink()
            return True
    if sys.platform == "win32":
        with suppress(OSError):
            draft.unlink()
            return True
    return False
