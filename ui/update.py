"""A new edition's work beside the screen, on the stick's thread: looking, putting aside, laying."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import closing
from pathlib import Path
from typing import Protocol, TypeVar

from fieldapp.session import Line, Session
from fieldapp.updating import (
    SUFFIX,
    Installed,
    ask_community,
    fetch,
    installed,
    lay_ready,
    look,
    put_aside,
)
from sync.release import Offered, Release, UpdateLine

R = TypeVar("R")
OnShare = Callable[[float], None]
_LINE_SHARE = 0.7
"""How much of the whole is the way over the line."""


class Begin(Protocol):
    """Begins one thing on the thread, stoppable."""

    def __call__(self, work: Callable[[], R]) -> Future[R]:
        """Give its outcome to come."""
        ...


class UpdateDesk:
    """Finds, looks at and lays ready new editions for one session."""

    def __init__(
        self,
        session: Session,
        begin: Begin,
        is_cancelled: Callable[[], bool],
        line: Callable[[], Line],
        sticks: Callable[[], list[Path]],
    ) -> None:
        self._session = session
        self._line = line
        self._sticks = sticks
        self._begin = begin
        self._is_cancelled = is_cancelled
        self.here: Installed = installed()

    def find(self, folder: str = "") -> Future[tuple[Path, ...]]:
        """List files of new editions: on the sticks and where files usually lie, or in a folder."""
        return self._begin(lambda: _files([Path(folder)] if folder else self._usual()))

    def look(self, file: Path) -> Future[Release]:
        """See whether a file can be installed here. The Future raises Refused, Trouble."""
        return self._begin(lambda: look(file, self.here))

    def ask(self) -> Future[Offered | None]:
        """Ask the community's server for a newer edition. The Future raises Refused, Trouble."""

        def work() -> Offered | None:
            with closing(self._line()) as line:
                return ask_community(line, self.here)

        return self._begin(work)

    def bring(self, found: Offered, on_share: OnShare) -> Future[bool]:
        """Fetch what the server offers and install it; False when it was cancelled."""

        def work() -> bool:
            with closing(self._line()) as line:
                assert isinstance(line, UpdateLine)
                file = fetch(
                    line,
                    found,
                    self._session.home.path,
                    on_share=lambda share: on_share(share * _LINE_SHARE),
                    is_cancelled=self._is_cancelled,
                )
            return file is not None and self._lay(file, on_share, _LINE_SHARE)

        return self._begin(work)

    def install(self, file: Path, on_share: OnShare) -> Future[bool]:
        """Put the records aside and lay the new edition ready; False when it was cancelled."""

        return self._begin(lambda: self._lay(file, on_share, 0.0))

    def _lay(self, file: Path, on_share: OnShare, begun: float) -> bool:
        release = look(file, self.here)
        put_aside(self._session)
        is_whole = lay_ready(
            file,
            release,
            self.here,
            on_share=lambda share: on_share(begun + share * (1 - begun)),
            is_cancelled=self._is_cancelled,
        )
        if begun and is_whole:
            file.unlink()
        return is_whole

    def _usual(self) -> list[Path]:
        home = Path.home()
        return [*self._sticks(), *(home / one for one in ("Desktop", "桌面", "Downloads", "下载"))]


def _files(folders: list[Path]) -> tuple[Path, ...]:
    found: list[Path] = []
    for folder in folders:
        try:
            found += [one for one in folder.iterdir() if one.suffix.lower() == SUFFIX]
        except OSError:
            continue  # not there, or pulled out meanwhile
    return tuple(sorted(found, key=lambda one: one.name, reverse=True))
