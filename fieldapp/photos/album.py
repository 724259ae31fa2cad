"""The photographs of one opened device: adding, looking, saving a copy, and clearing room."""

from __future__ import annotations

from pathlib import Path

from fieldapp.errors import Refused, Trouble
from fieldapp.photos.scaling import Scaled, read_source, scale
from fieldapp.queries.photos import PhotoQuery, PhotoRow, PhotoState
from fieldapp.services.photos import HangPhoto
from fieldapp.session import Session
from fieldapp.store import kept_photos
from fieldapp.store.photo_files import FOLDER, Kind, PhotoFiles, photo_key
from fieldapp.store.tidying import KEPT_MS, tidy_photos

_FULL = "这张照片没存下，地方不够了。文字已存。清掉已收到的照片再拍。"


class Album:
    """One session's photographs. Every method may wait for the disk, none for the network.

    Call it on any thread but the database's.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        key = session.thread.run(photo_key, write=True)
        self.files = PhotoFiles(session.home.path / FOLDER, key)
        self._find_again()

    def add(self, kind: str, id_: str, source: Path) -> str:
        """Scale a picture and hang it on a record; gives the photograph's id.

        Raises `Refused` for what is no picture or no record, `Trouble` where there is no room.
        """
        original = read_source(source)
        made = scale(original)
        has_original = self._keep(made, original)
        wish = HangPhoto(
            kind, id_, made.name, len(made.content), made.width, made.height, has_original
        )
        return self.session.desk.do(wish).result()

    def content(self, photo: str) -> bytes | None:
        """Give a photograph's bytes, or None when they have to be fetched first."""
        row = self.session.desk.ask(PhotoQuery(photo)).result()
        return self.files.read(row.name) if row.is_here else None

    def save(self, photo: str, target: Path, *, original: bool = False) -> int:
        """Write a copy into a new file; count its bytes. Raises `Refused`, `Trouble`."""
        row = self.session.desk.ask(PhotoQuery(photo)).result()
        content = self.files.read(row.name, Kind.original if original else Kind.photo)
        if content is None:
            raise _not_here(row, original=original)
        try:
            with target.open("xb") as file:
                file.write(content)
        except FileExistsError as error:
            raise Refused(
                "file-exists", "这个文件已经有了，没有动它。换个名字。", field="file", is_input=True
            ) from error
        except OSError as error:
            raise Trouble("photo-not-saved", "写不进那个位置，照片还在。换个位置再存。") from error
        return len(content)

    def settle(self) -> int:
        """Let go of what is no longer needed: originals with a receipt, old copies, stray files.

        Counts the files that were thrown away.
        """
        now_ms = self.session.clock.read().wall_ms
        gone = tidy_photos(self.session.thread, now_ms)
        known = self.session.thread.run(kept_photos.names_here, write=False)
        return gone + self.files.forget_all_but(known, now_ms - KEPT_MS)

    def clear_received(self) -> int:
        """Make room: throw away what the server has; it can be fetched again. Counts pictures."""
        names = self.session.thread.run(kept_photos.received_here, write=False)
        for name in names:
            self.files.forget(name)
        self.session.thread.run(lambda one: kept_photos.forget(one, names), write=True)
        self.session.desk.tell(_PHOTOS)
        return len(names)

    def missing(self) -> tuple[int, int]:
        """Count the kept photographs, and those nobody else has whose files are gone or damaged."""
        here, received = self.session.thread.run(
            lambda one: (kept_photos.names_here(one), kept_photos.received_here(one)), write=False
        )
        lost = [name for name in here if self.files.read(name) is None]
        return len(here), len(set(lost) - set(received))

    def note_here(self, name: str, size: int) -> None:
        """Note that a picture's bytes are kept here now."""
        now_ms = self.session.clock.read().wall_ms
        self.session.thread.run(
            lambda one: kept_photos.note_here(one, name, size, now_ms), write=True
        )
        self.session.desk.tell(_PHOTOS)

    def _find_again(self) -> None:
        """Note what lies here and is not noted: the note may have been on a page that was lost."""
        thread, person = self.session.thread, self.session.enlisted.person
        for name, size in thread.run(
            lambda one: kept_photos.own_not_here(one, person), write=False
        ):
            if self.files.read(name) is not None:
                self.note_here(name, size)

    def _keep(self, made: Scaled, original: bytes) -> bool:
        """Keep both; where there is only room for the photograph, keep that."""
        try:
            self.files.write(made.name, made.content)
        except Trouble as trouble:
            if trouble.code == "disk-full":
                raise Trouble("photo-disk-full", _FULL) from trouble
            raise
        try:
            self.files.write(made.name, original, Kind.original)
        except Trouble:
            return False
        return True


def _not_here(row: PhotoRow, *, original: bool) -> Refused:
    if original:
        return Refused(
            "original-gone", "原来的大图已经不在了，社区收到后只留小的。去掉 --original。"
        )
    if row.state is PhotoState.elsewhere:
        return Refused("photo-elsewhere", "这张照片还在加它的平板上，等它送到社区再来。")
    return Refused("photo-not-fetched", "这张照片还没取到这台平板上。有网时取一次再存。")


_PHOTOS = frozenset({"photo"})
