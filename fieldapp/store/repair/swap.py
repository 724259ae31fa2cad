"""The swap of a damaged file for the one built from it, which can stop at any point.

Whoever opens the home next finishes it. The damaged file is kept aside for 90 days, encrypted as
it was.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Final

from fieldapp.domain.days import day_of
from fieldapp.errors import Trouble
from fieldapp.store.home import Home
from sync.clock import Clock

_DAMAGED_DAYS: Final = 90


def building_file(home: Home) -> Path:
    """Say where the new file is built; what is there from an earlier try is worth nothing."""
    return _beside(home, "building")


def complete(home: Home, clock: Clock) -> None:
    """Put the new file, closed and complete, in the place of the damaged one."""
    os.replace(building_file(home), _beside(home, "rebuilt"))
    finish_swap(home, clock)


def finish_swap(home: Home, clock: Clock) -> None:
    """Put a complete new file in its place, however far that had come; prune old damaged ones."""
    rebuilt = _beside(home, "rebuilt")
    if rebuilt.exists():
        aside = _name_for_damaged(home, clock)
        for end in ("-wal", ""):
            part = home.database_file.with_name(home.database_file.name + end)
            if part.exists():
                os.replace(part, aside.with_name(aside.name + end))
        home.database_file.with_name(home.database_file.name + "-shm").unlink(missing_ok=True)
        os.replace(rebuilt, home.database_file)
    _prune(home, clock)


def damaged_files(home: Home) -> list[Path]:
    """List the damaged files kept aside, oldest first."""
    return sorted(home.path.glob(f"{home.database_file.name}.damaged-*"))


def _beside(home: Home, end: str) -> Path:
    return home.database_file.with_name(f"{home.database_file.name}.{end}")


def _name_for_damaged(home: Home, clock: Clock) -> Path:
    """Give a name that no other damaged file has."""
    day = day_of(clock.read().wall_ms).isoformat()
    for count in range(1, 1000):
        path = _beside(home, f"damaged-{day}" + (f".{count}" if count > 1 else ""))
        if not path.exists():
            return path
    raise Trouble("disk-error", "坏了的记录文件太多了，记录都在。找管电脑的人来看看。")


def _prune(home: Home, clock: Clock) -> None:
    oldest = (day_of(clock.read().wall_ms) - timedelta(days=_DAMAGED_DAYS)).isoformat()
    for path in damaged_files(home):
        if path.name.partition(".damaged-")[2][:10] < oldest:
            path.unlink(missing_ok=True)


def discard(path: Path) -> None:
    """Remove a database and what lies beside it."""
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)
