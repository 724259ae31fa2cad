"""The stick's work beside the screen: one thing at a time on a thread of its own, and stoppable."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from fieldapp.bundles.carrying import Carried, Carry
from fieldapp.bundles.custody import Custody
from fieldapp.bundles.exporting import (
    Exported,
    ExportPlan,
    export_bundle,
    how_it_stands,
    plan_export,
    suggested_name,
)
from fieldapp.bundles.exports import LastExport
from fieldapp.bundles.importing import Imported, import_bundle
from fieldapp.session import Connect, Line, Session

if TYPE_CHECKING:
    from ui.update import UpdateDesk

R = TypeVar("R")
OnShare = Callable[[float], None]
_MOUNTS = ("/media", "/run/media", "/mnt")
_REMOVABLE = 2
"""What Windows calls a drive that can be taken out."""


class StickDesk:
    """Exports, imports and hands on for one session, until it is closed."""

    def __init__(self, session: Session, connect: Connect) -> None:
        self._session = session
        self._connect = connect
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="stick")
        self._is_cancelled = False

    def plan(self, folder: Path) -> Future[ExportPlan]:
        """Tell what an export into a folder would take, photographs too."""
        return self._thread.submit(lambda: plan_export(self._session, folder))

    def export(
        self, folder: Path, on_share: OnShare, *, with_photos: bool = True
    ) -> Future[Exported]:
        """Export into a folder, under a name of its own."""
        return self._begin(
            lambda: export_bundle(
                self._session,
                folder / suggested_name(self._session),
                photo_bytes=None if with_photos else 0,
                is_cancelled=self._asked,
                on_share=on_share,
            )
        )

    def import_(self, file: Path, on_share: OnShare) -> Future[Imported]:
        """Take in what a file brings."""
        return self._begin(
            lambda: import_bundle(self._session, file, is_cancelled=self._asked, on_share=on_share)
        )

    def carry(self, paths: Sequence[Path], on_share: OnShare, *, has_line: bool) -> Future[Carried]:
        """Hand on what lies there, and what is held; without a line it is held."""

        def work() -> Carried:
            carry = Carry(self._session, is_cancelled=self._asked, on_share=on_share)
            if not has_line:
                return carry.run(paths, None)
            line = self._connect.again(self._session.enlisted)
            try:
                return carry.run(paths, line)
            finally:
                line.close()

        return self._begin(work)

    def last(self) -> Future[tuple[LastExport | None, int]]:
        """Tell how the last export stands, and how many files of others are held."""

        def work() -> tuple[LastExport | None, int]:
            held = [one for one in Custody(self._session).all() if one.forwarded_ms is None]
            return how_it_stands(self._session), len(held)

        return self._thread.submit(work)

    def aside(self, work: Callable[[], R]) -> Future[R]:
        """Do something slow with a folder off the screen's thread."""
        return self._thread.submit(work)

    def updates(self) -> UpdateDesk:
        """Give what new editions are looked at and laid ready with, one thing at a time as here."""
        from ui.update import UpdateDesk

        def line() -> Line:
            return self._connect.again(self._session.enlisted)

        return UpdateDesk(self._session, self._begin, self._asked, line, sticks)

    def cancel(self) -> None:
        """Stop what is under way at the next step."""
        self._is_cancelled = True

    def close(self) -> None:
        """Stop, and end the thread before the session closes."""
        self._is_cancelled = True
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _begin(self, work: Callable[[], R]) -> Future[R]:
        self._is_cancelled = False
        return self._thread.submit(work)

    def _asked(self) -> bool:
        return self._is_cancelled


def sticks() -> list[Path]:
    """List the sticks that are plugged in, as far as this machine says so."""
    if sys.platform == "win32":
        return _drives()
    found = []
    for root in map(Path, _MOUNTS):
        for one in _folders(root):
            # A user's own folder holds the sticks on most desktops; elsewhere they lie beside it.
            found += [one] if one.is_mount() else [two for two in _folders(one) if two.is_mount()]
    return found


def _folders(path: Path) -> list[Path]:
    try:
        return sorted(one for one in path.iterdir() if one.is_dir())
    except OSError:
        return []


def _drives() -> list[Path]:
    import ctypes

    kinds: Any = getattr(ctypes, "windll").kernel32  # noqa: B009 - elsewhere it has none
    letters = [f"{chr(letter)}:\\" for letter in range(ord("D"), ord("Z") + 1)]
    return [Path(one) for one in letters if kinds.GetDriveTypeW(one) == _REMOVABLE]
