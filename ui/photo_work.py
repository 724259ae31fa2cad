"""Photographs in the window: added and opened beside the screen, brought on a thread of their own.

Words never wait for them: the line is another, and it is tried only after a round of words.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, TypeVar

from fieldapp.errors import Refused, Trouble
from fieldapp.log import EventLog
from fieldapp.session import Connect, Session
from sync.attachments import AttachmentLine
from sync.schedule import next_wait_s
from ui.photo_images import PhotoImages

if TYPE_CHECKING:
    from fieldapp.photos.album import Album
    from fieldapp.photos.transfer import Sending

log = EventLog("photos")
R = TypeVar("R")
_LEAVE_S = 3.0
"""How long closing waits for a part under way; cut off, it is sent again next time."""


@dataclass(frozen=True, slots=True)
class PhotoLine:
    """How bringing photographs goes: 正在送第 2 张照片，共 5 张; why the last try stopped."""

    text: str = ""
    trouble: str = ""


class _Lane:
    """One thing after another on a thread that the end of the program does not wait for."""

    def __init__(self, name: str) -> None:
        self._jobs: SimpleQueue[tuple[Future[Any], Callable[[], Any]] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._live, name=name, daemon=True)

    def submit(self, work: Callable[[], R]) -> Future[R]:
        """Have `work` done in its turn."""
        future: Future[R] = Future()
        self._jobs.put((future, work))
        if self._thread.ident is None:
            self._thread.start()
        return future

    def close(self) -> None:
        """End after what is under way, and wait a moment for that."""
        self._jobs.put(None)
        if self._thread.is_alive():
            self._thread.join(_LEAVE_S)

    def _live(self) -> None:
        while (job := self._jobs.get()) is not None:
            future, work = job
            try:
                future.set_result(work())
            except BaseException as error:  # noqa: BLE001 - it travels in the Future
                future.set_exception(error)


class PhotoWork:
    """One session's photographs. `on_line` is called on the threads of this class."""

    def __init__(
        self,
        session: Session,
        connect: Connect,
        on_line: Callable[[PhotoLine], None],
        on_sent: Callable[[], None],
        *,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.line = PhotoLine()
        self.images = PhotoImages()
        self._session = session
        self._connect = connect
        self._on_line = on_line
        self._on_sent = on_sent
        self._chance = chance
        self._gate = threading.Lock()
        self._known: Album | None = None
        self._aside = ThreadPoolExecutor(1, thread_name_prefix="photos")
        self._network = _Lane("photo-line")
        self.is_offline = False
        self._is_asked = False
        self._is_cancelled = self._is_closed = False
        self._broken = 0
        self._not_before_s = 0.0

    def add(self, kind: str, id_: str, source: Path) -> Future[str]:
        """Scale a picture and hang it on a record."""
        return self._aside.submit(lambda: self._album().add(kind, id_, source))

    def show(self, photo: str, px: int = 0) -> Future[str]:
        """Open a photograph that is here for QML, `px` small or whole; gives its address, or ""."""
        return self._aside.submit(self._hold, photo, px)

    def fetch(self, photo: str) -> Future[bytes]:
        """Fetch what is not here; waits behind what is being brought."""
        return self._network.submit(lambda: self._fetch(photo))

    def clear(self) -> Future[int]:
        """Make room of what the community has."""
        return self._aside.submit(lambda: self._album().clear_received())

    def forget_waiting(self) -> None:
        """Try at the next chance, however often it broke before: somebody asks for it."""
        self._not_before_s = 0.0

    def bring(self) -> None:
        """Bring what waits, now that a round of words came through."""
        with self._gate:
            too_soon = time.monotonic() < self._not_before_s
            if self._is_asked or self._is_closed or self.is_offline or too_soon:
                return
            self._is_asked = True
            self._is_cancelled = False
        self._network.submit(self._bring)

    def cancel(self) -> None:
        """Stop bringing; what the community has of a picture stays there."""
        self._is_cancelled = True

    def close(self) -> None:
        """Stop, and let what is being kept be finished."""
        self._is_closed = self._is_cancelled = True
        self._aside.shutdown(wait=True, cancel_futures=True)
        self._network.close()

    def _album(self) -> Album:
        """Open the album when it is first needed: a start without photographs pays nothing."""
        from fieldapp.photos.album import Album

        with self._gate:
            if self._known is None:
                self._known = Album(self._session)
            return self._known

    def _hold(self, photo: str, px: int) -> str:
        content = self._album().content(photo)
        return self.images.hold(photo, px, content) if content else ""

    def _fetch(self, photo: str) -> bytes:
        from fieldapp.photos.transfer import fetch_photo

        if self.is_offline:
            raise Trouble("offline", "现在先不联网，照片取不来。恢复联网再点一次。")
        line = self._connect.again(self._session.enlisted)
        try:
            if not isinstance(line, AttachmentLine):
                raise Trouble("network-away", "没有连上社区，照片取不来。有网再点一次。")
            return fetch_photo(self._album(), line, photo, is_cancelled=lambda: self._is_closed)
        finally:
            line.close()

    def _bring(self) -> None:
        with self._gate:
            self._is_asked = False
        try:
            self._send_all()
        except (Refused, Trouble) as error:
            self._broke(error)
        except Exception as error:  # noqa: BLE001 - a bug here must not end the thread
            if self._is_closed:
                return
            log.error("photo-bug", error=error)
            self._broke(Trouble("bug", "照片这次没有送完，都在这台平板上。"))
        else:
            self._broken, self._not_before_s = 0, 0.0
            self._say(PhotoLine())

    def _send_all(self) -> None:
        from fieldapp.photos.transfer import Sending, send_photos
        from fieldapp.queries.photos import PhotoCountQuery

        if self._is_closed:
            return
        self._album()
        if not self._session.desk.ask(PhotoCountQuery()).result().waiting:
            return
        line, told = self._connect.again(self._session.enlisted), Sending()
        try:
            if isinstance(line, AttachmentLine):
                send_photos(
                    self._album(),
                    line,
                    told,
                    is_cancelled=lambda: self._is_cancelled,
                    on_progress=self._show,
                )
        finally:
            line.close()
            if told.sent and not self._is_closed:
                self._on_sent()

    def _show(self, told: Sending) -> None:
        self._say(PhotoLine(told.text))

    def _broke(self, error: Refused | Trouble) -> None:
        self._broken += 1
        after_s = error.retry_after_s if isinstance(error, Trouble) else None
        wait_s = next_wait_s(self._broken, self._chance(), after_s)
        self._not_before_s = time.monotonic() + wait_s
        self._say(PhotoLine(trouble="" if error.code == "cancelled" else error.sentence))

    def _say(self, line: PhotoLine) -> None:
        if line != self.line and not self._is_closed:
            self.line = line
            self._on_line(line)
