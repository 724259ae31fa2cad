"""Photographs on their way: what waits is brought part by part, what is wanted is fetched.

They travel after the round of words, on a line of their own. One that is turned away does not
hold up the others; a broken line ends this try, and the next goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from fieldapp.errors import Refused
from fieldapp.log import EventLog
from fieldapp.photos.album import Album
from fieldapp.queries.photos import PhotoQuery, PhotoState, ready_to_send
from fieldapp.session import Session
from fieldapp.store import left_photos
from fieldapp.store.left_photos import seal_left
from fieldapp.store.photo_files import Kind
from fieldapp.troubles import line_troubles, turned_away
from sync.attachments import Attachment, AttachmentLine, download, upload
from sync.client import Cancelled
from sync.leaving import LeavingLine
from sync.line import TurnedAway, Unreachable

log = EventLog("photos")

_LEAVES_THE_REST = (2001, 2002, 2004, 5000, 5031)
"""Problems that the next picture would meet as well."""


@dataclass(slots=True)
class Sending:
    """How far this try has come. `size` and `sent_bytes` are of the picture under way."""

    sent: int = 0
    total: int = 0
    sent_bytes: int = 0
    size: int = 0
    turned_away: int = 0

    @property
    def text(self) -> str:
        """Say it in words: 正在送第 2 张，共 5 张."""
        return f"正在送第 {min(self.sent + 1, self.total)} 张照片，共 {self.total} 张"


def send_photos(
    album: Album,
    line: AttachmentLine,
    told: Sending,
    *,
    is_cancelled: Callable[[], bool] = lambda: False,
    on_progress: Callable[[Sending], None] = lambda _: None,
) -> None:
    """Bring everything that waits and whose record the server has. Raises `Trouble`.

    `told` is filled as it goes. What was brought gets its receipt in the next round of words.
    """
    waiting = [Attachment(*one) for one in album.session.thread.run(ready_to_send, write=False)]
    told.total, refused = len(waiting), list[TurnedAway]()
    try:
        for one in waiting:
            told.sent_bytes, told.size = 0, one.size
            on_progress(told)
            _send(album, line, one, told, refused, is_cancelled, on_progress)
    finally:
        told.turned_away = len(refused)
        log.info("sent", sent=told.sent, waiting=told.total - told.sent)
    if refused and not told.sent:
        raise turned_away(refused[0].problem)
    album.settle()


def _send(
    album: Album,
    line: AttachmentLine,
    one: Attachment,
    told: Sending,
    refused: list[TurnedAway],
    is_cancelled: Callable[[], bool],
    on_progress: Callable[[Sending], None],
) -> None:
    content = album.files.read(one.name)
    if content is None or len(content) != one.size:
        return  # the doctor tells of it; the others go on

    def on_bytes(count: int) -> None:
        told.sent_bytes = count
        on_progress(told)
        if is_cancelled():
            raise Cancelled

    with line_troubles():
        try:
            upload(line, one, content, on_bytes=on_bytes)
        except TurnedAway as away:
            if away.problem.number in _LEAVES_THE_REST:
                raise
            refused.append(away)
            return
    told.sent += 1


def hand_in_left(
    session: Session, line: LeavingLine, is_cancelled: Callable[[], bool] = lambda: False
) -> int:
    """Hand in what is owed of scopes that were left; counts what the server signed for.

    What it does not know yet stays owed, and what was not reached before it was cancelled.
    Raises what the line raises when it breaks.
    """
    seal_left(session.thread)
    count = 0
    for row in session.thread.run(left_photos.owed, write=False):
        if is_cancelled():
            return count
        left = session.thread.run(partial(left_photos.read_owed, row=row), write=False)
        if left is None:
            continue
        with suppress(TurnedAway):
            taken = line.leave_photo(left)
            note = partial(left_photos.note_taken, taken=taken)
            count += session.thread.run(note, write=True)
    session.thread.run(left_photos.prune, write=True, gives_way=True)
    log.info("handed-in", count=count)
    return count


def fetch_photo(
    album: Album,
    line: AttachmentLine,
    photo: str,
    *,
    is_cancelled: Callable[[], bool] = lambda: False,
    on_bytes: Callable[[int], None] = lambda _: None,
) -> bytes:
    """Give a photograph's bytes, fetching what is not here. Raises `Refused`, `Trouble`."""
    row = album.session.desk.ask(PhotoQuery(photo)).result()
    here = album.files.read(row.name)
    if here is not None:
        if not row.is_here:
            album.note_here(row.name, row.size)
        return here
    one = Attachment(row.scope, row.id, row.name, row.size)
    if row.state is not PhotoState.delivered and not _is_there(line, one):
        raise Refused("photo-elsewhere", "这张照片还在加它的平板上，等它送到社区再看。")
    return _fetch(album, line, one, is_cancelled, on_bytes)


def _is_there(line: AttachmentLine, one: Attachment) -> bool:
    """Ask for one without a receipt: it may have come with what its author left behind."""
    try:
        with line_troubles():
            return line.put_part(one, None, b"").is_received
    except Refused:
        return False


def _fetch(
    album: Album,
    line: AttachmentLine,
    one: Attachment,
    is_cancelled: Callable[[], bool],
    on_bytes: Callable[[int], None],
) -> bytes:
    begun = album.files.begun(one.name)
    count = len(begun)

    def keep(part: bytes) -> None:
        nonlocal count
        if is_cancelled():
            raise Cancelled
        album.files.go_on(one.name, part)
        count += len(part)
        on_bytes(count)

    with line_troubles():
        try:
            content = download(line, one, begun, keep)
        except Unreachable:
            if count >= one.size:  # all of it came, and it is something else: from the start again
                album.files.forget(one.name, Kind.begun)
            raise
    album.files.write(one.name, content)
    album.files.forget(one.name, Kind.begun)
    album.note_here(one.name, one.size)
    return content
