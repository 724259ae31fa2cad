"""A new edition's work beside the screen, on the stick's thread: looking, putting aside, laying."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from fieldapp.session import Session
from fieldapp.updating import SUFFIX, Installed, installed, lay_ready, look, put_aside
from sync.release import Release
from ui.stick import Begin, sticks

OnShare = Callable[[float], None]


class UpdateDesk:
    """Finds, looks at and lays ready new editions for one session."""

    def __init__(self, session: Session, begin: Begin, is_cancelled: Callable[[], bool]) -> None:
        self._session = session
        self._begin = begin
        self._is_cancelled = is_cancelled
        self.here: Installed = installed()

    def find(self, folder: str = "") -> Future[tuple[Path, ...]]:
        """List files of new editions: on the sticks and where files usually lie, or in a folder."""
        return self._begin(lambda: _files([Path(folder)] if folder else _usual()))

    def look(self, file: Path) -> Future[Release]:
        """See whether a file can be installed here. The Future raises Refused, Trouble."""
        return self._begin(lambda: look(file, self.here))

    def install(self, file: Path, on_share: OnShare) -> Future[bool]:
        """Put the records aside and lay the new edition ready; False when it was cancelled."""

        def work() -> bool:
            release = look(file, self.here)
            put_aside(self._session)
            return lay_ready(
                file, release, self.here, on_share=on_share, is_cancelled=self._is_cancelled
            )

        return self._begin(work)


def _usual() -> list[Path]:
    home = Path.home()
    return [*sticks(), *(home / one for one in ("Desktop", "桌面", "Downloads", "下载"))]


def _files(folders: list[Path]) -> tuple[Path, ...]:
    found: list[Path] = []
    for folder in folders:
        try:
            found += [one for one in folder.iterdir() if one.suffix.lower() == SUFFIX]
        except OSError:
            continue  # not there, or pulled out meanwhile
    return tuple(sorted(found, key=lambda one: one.name, reverse=True))
