"""A home: the folder that holds one device's records, and the lock that lets one program in.

keys.json          the database key, wrapped by the PIN and by the recovery key
attempts.json      wrong PINs so far and how long to wait, only while there are any
field.db           everything else, encrypted (with field.db-wal and -shm beside it)
field.db.damaged-* a file that broke and was rebuilt, kept for 90 days, encrypted as it was
installation.json  what must be known of the home when the database cannot be read
headroom           8 MB held back, so that a save still finds room on a full disk
lock               held by the one program that uses the home
window             the socket at which its window hears of a second start, while it is open
log/               what happened, in ids and counts only
demo               there only in a home of the demo
"""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Self

from fieldapp.errors import Trouble
from fieldapp.store.files import trouble_of, write_whole
from fieldapp.store.one_program import HeldFile, hold


class HomeState(StrEnum):
    """What a home holds, judged by its files alone."""

    EMPTY = "empty"
    UNFINISHED = "unfinished"  # keys and nothing they could open: set-up stopped half-way
    ENROLLED = "enrolled"
    KEYS_MISSING = "keys-missing"
    DATABASE_MISSING = "database-missing"
    BOTH_MISSING = "both-missing"  # only the anchor is left: used once, not new


class Home:
    """One folder of one device. As a context manager it is locked for this program."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path if path is not None else default_path()
        self.keys_file = self.path / "keys.json"
        self.attempts_file = self.path / "attempts.json"
        self.database_file = self.path / "field.db"
        self.installation_file = self.path / "installation.json"
        self.lock_file = self.path / "lock"
        self.log_folder = self.path / "log"
        self._demo_file = self.path / "demo"
        self._lock: HeldFile | None = None

    def __repr__(self) -> str:
        return "Home()"

    def __enter__(self) -> Self:
        self.lock()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.unlock()

    @property
    def state(self) -> HomeState:
        """What the home holds. A missing half is told apart from a home never used."""
        has_keys, has_database = self.keys_file.exists(), self._has_database
        if has_keys and has_database:
            return HomeState.ENROLLED
        if has_database:
            return HomeState.KEYS_MISSING
        if not has_keys:
            return HomeState.BOTH_MISSING if self.installation_file.exists() else HomeState.EMPTY
        if self.installation_file.exists() or self._has_leftovers:
            return HomeState.DATABASE_MISSING
        return HomeState.UNFINISHED

    @property
    def is_demo(self) -> bool:
        """Whether the records in it are invented."""
        return self._demo_file.exists()

    @property
    def _has_database(self) -> bool:
        # A rebuilt file whose swap was cut off takes the old one's place at the next opening.
        rebuilt = self.database_file.with_name(self.database_file.name + ".rebuilt")
        return self.database_file.exists() or rebuilt.exists()

    @property
    def _has_leftovers(self) -> bool:
        return any(
            self.database_file.with_name(self.database_file.name + end).exists()
            for end in ("-wal", "-shm")
        )

    def prepare(self) -> None:
        """Make the folder (0700) if it is not there, and see that it can be written.

        Raises Trouble: home-not-a-folder, home-not-writable, disk-full, disk-error.
        """
        if self.path.exists() and not self.path.is_dir():
            raise _not_a_folder()
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError) as error:
            raise _not_a_folder() from error
        except OSError as error:
            raise trouble_of(error) from error
        if not os.access(self.path, os.R_OK | os.W_OK | os.X_OK):
            raise trouble_of(PermissionError(13, "closed"))

    def lock(self) -> None:
        """Take the home for this program; the lock ends with the process, however it ends.

        Again is nothing. Raises Trouble: home-in-use, and what `prepare` raises.
        """
        self.prepare()
        if self._lock is not None:
            return
        try:
            held = hold(self.lock_file)
        except OSError as error:
            raise trouble_of(error) from error
        if held is None:
            raise Trouble(
                "home-in-use",
                "另一个窗口正开着这里的记录，记录都在。到那个窗口里接着做，或者关掉它再来。",
            )
        self._lock = held

    def unlock(self) -> None:
        """Let the next program in."""
        if self._lock is not None:
            self._lock.let_go()
            self._lock = None

    def require_enrolled(self) -> None:
        """See that keys and records are both there.

        Raises Trouble: not-enrolled, keys-missing, database-missing, both-missing.
        """
        if self.state is HomeState.ENROLLED:
            return
        raise Trouble(*_WHY_NOT_ENROLLED[self.state])

    def require_fresh(self) -> None:
        """See that nothing here would be lost by setting up anew.

        Raises Trouble: home-already-set-up, keys-missing, database-missing, both-missing.
        """
        if self.state in (HomeState.EMPTY, HomeState.UNFINISHED):
            return
        if self.state is HomeState.ENROLLED:
            raise Trouble(
                "home-already-set-up",
                "这个文件夹里已经有记录了，都没有动。直接打开它，或者换个空文件夹。",
            )
        raise Trouble(*_WHY_NOT_ENROLLED[self.state])

    def become_demo(self) -> None:
        """Mark a fresh home as the demo's; a home of the demo stays one.

        Raises Trouble: home-holds-real-records, and what `prepare` raises.
        """
        self.prepare()
        if self.is_demo:
            return
        if self.state is not HomeState.EMPTY:
            raise Trouble(
                "home-holds-real-records",
                "这个文件夹里有真的记录，演示不能用它，什么都没有动。给演示换个空文件夹。",
            )
        write_whole(self._demo_file, b"demo\n")


def default_path() -> Path:
    """Where a home is when nobody says otherwise."""
    from platformdirs import user_data_path

    return user_data_path("fieldapp", appauthor=False)


def _not_a_folder() -> Trouble:
    return Trouble("home-not-a-folder", "这个位置是一个文件，不是文件夹。换个位置再来一次。")


_WHY_NOT_ENROLLED: dict[HomeState, tuple[str, str]] = {
    HomeState.EMPTY: (
        "not-enrolled",
        "这里还没有登记过。向社区要一个登记码，登记一次。",
    ),
    HomeState.UNFINISHED: (
        "not-enrolled",
        "上次登记到一半停下了，还没有存过记录。向社区要一个登记码，再登记一次。",
    ),
    HomeState.KEYS_MISSING: (
        "keys-missing",
        "记录还在，开它的钥匙文件不见了，什么都没有动。把原来的 keys.json 放回来再打开。",
    ),
    HomeState.DATABASE_MISSING: (
        "database-missing",
        "钥匙还在，记录文件不见了，没有另建空的。把原来的 field.db 放回来再打开。",
    ),
    HomeState.BOTH_MISSING: (
        "both-missing",
        "这里用过，记录和钥匙都不见了，没有另建空的。把原来的 keys.json 和 field.db 放回来再打开。",
    ),
}
