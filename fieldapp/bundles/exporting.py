"""导出到U盘: all that waits, and where this device stands, as one sealed file; pictures last."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from fieldapp.bundles.exports import Export, LastExport, last_export, note_export
from fieldapp.bundles.faults import cancelled, keys_missing
from fieldapp.bundles.photo_load import PhotoLoad, chosen, load_photos, room_on
from fieldapp.bundles.stick import read_file, write_file
from fieldapp.domain.days import moment
from fieldapp.errors import Refused, Trouble
from fieldapp.log import EventLog
from fieldapp.session import Session
from fieldapp.store import outbox
from fieldapp.store.carried import last_position, read_all_offers, waiting_up_to
from fieldapp.store.seals import DeviceKeys, own_keys, server_keys
from sync.bundle import BadBundle, Kind, read_header
from sync.bundle_writer import BundleWriter, Writing, begin_bundle
from sync.client import Cancelled
from sync.protocol import DeviceTime, Offer
from sync.seal import PublicKeys

log = EventLog("bundle")

OnShare = Callable[[float], None]
IsCancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Exported:
    """One file written: what it is called, how many changes it holds, and its size.

    `things` counts as a person does: an act or a group is one. Of the photographs that wait
    `photos_left` are not in it; `wanted_photos`: not because that was chosen.
    """

    file: Path
    id: str
    count: int
    things: int
    bytes: int
    photos: int = 0
    photos_left: int = 0
    photo_bytes: int = 0
    wanted_photos: bool = True


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """What an export into a folder would take; `fitting` of the `photos` have room there."""

    things: int
    photos: int
    photo_bytes: int
    fitting: int


@dataclass(frozen=True, slots=True)
class _Load:
    offers: list[Offer]
    position: int
    things: int
    own: DeviceKeys
    server: PublicKeys
    photos: PhotoLoad

    @property
    def count(self) -> int:
        return sum(len(one.changes) for offer in self.offers for one in offer.scopes)


def plan_export(session: Session, folder: Path) -> ExportPlan:
    """Tell what waits, and how many of the photographs a stick has room for."""

    def read(connection: Connection) -> tuple[int, int, PhotoLoad]:
        return outbox.things(connection), outbox.size(connection), load_photos(connection)

    things, words, photos = session.thread.run(read, write=False)
    room = room_on(folder, 0, None) - words
    fitting = list(chosen(photos.waiting, room))
    parted = len(photos.parted)
    return ExportPlan(things, len(photos.waiting) + parted, photos.size, len(fitting) + parted)


def export_bundle(
    session: Session,
    file: Path,
    *,
    photo_bytes: int | None = None,
    is_cancelled: IsCancelled = lambda: False,
    on_share: OnShare = lambda _: None,
) -> Exported:
    """Write what waits to a file; all of it stays here too, until it is read back.

    Photographs follow the words, as many as have room; `photo_bytes` at most, 0 for none.
    An older export of this device under the same name is replaced; any other file is let be.
    Raises Refused: file-exists; Trouble: keys-not-told, stick-…, cancelled.
    """
    _require_ours(session, file)
    now = session.clock.read()
    load = session.thread.run(lambda connection: _load(connection, now), write=True)
    task = _Task(session, file, load, now.wall_ms, is_cancelled, on_share)
    try:
        id_, size = task.write(photo_bytes)
    except Trouble as trouble:
        if trouble.code != "stick-full" or not load.photos.carried:
            raise
        id_, size = task.write(0)  # the words before all
    export = Export(
        id=id_,
        at_ms=now.wall_ms,
        count=load.things,
        position=load.position,
        photos=load.photos.carried,
    )
    session.thread.run(lambda connection: note_export(connection, export), write=True)
    session.desk.tell(frozenset({"sync"}))
    photos = load.photos
    log.info("exported", count=load.count, photos=photos.carried, size_bytes=size)
    told = (photos.carried, photos.left, photos.carried_bytes, photo_bytes != 0)
    return Exported(file, id_, load.count, load.things, size, *told)


@dataclass(frozen=True, slots=True)
class _Task:
    """One file being written."""

    session: Session
    file: Path
    load: _Load
    now_ms: int
    is_cancelled: IsCancelled
    on_share: OnShare

    def write(self, photo_bytes: int | None) -> tuple[str, int]:
        """Write it under a fresh id; gives that and the size."""
        load, photos = self.load, self.load.photos
        photos.carried = photos.carried_bytes = 0
        writing = Writing(load.server.seal, load.own.signing)
        reply = load.own.public().seal
        device = self.session.enlisted.device
        writer = begin_bundle(writing, Kind.offer, device, self.now_ms, reply=reply)
        try:
            size = write_file(self.file, self._parts(writer, photo_bytes))
        except Cancelled as error:
            raise cancelled("停下了，U盘上没有留下半截。平板里的都在。") from error
        return writer.header.id, size

    def _parts(self, writer: BundleWriter, photo_bytes: int | None) -> Iterator[bytes]:
        """Give the words first, then pictures while there is room, and the end."""
        written = 0
        yield self._passed(writer.begin())
        for number, offer in enumerate(self.load.offers, 1):
            frame = self._passed(writer.offer(offer))
            written += len(frame)
            yield frame
            self.on_share(number / len(self.load.offers) * self._words_share)
        room = room_on(self.file.parent, written, photo_bytes)
        for frame in self.load.photos.frames(writer, room, self.session.thread):
            yield self._passed(frame)
            carried, left = self.load.photos.carried, self.load.photos.left
            self.on_share(0.3 + 0.7 * carried / max(1, carried + left))
        yield writer.end()

    @property
    def _words_share(self) -> float:
        return 0.3 if self.load.photos.left else 1.0

    def _passed(self, frame: bytes) -> bytes:
        """Pass a frame on, unless it was to stop here."""
        if self.is_cancelled():
            raise Cancelled
        return frame


def how_it_stands(session: Session) -> LastExport | None:
    """Tell when the last export was, and how much of it has not come back."""
    return session.thread.run(last_export, write=False)


def suggested_name(session: Session) -> str:
    """Give a file name that says when, and nothing about whom."""
    return f"民情-{moment(session.clock.read().wall_ms):%Y%m%d-%H%M%S}.gsb"


def _load(connection: Connection, now: DeviceTime) -> _Load:
    own, server = own_keys(connection), server_keys(connection)
    if own is None or server is None:
        raise keys_missing()
    position = last_position(connection)
    things = waiting_up_to(connection, position)
    offers, photos = read_all_offers(connection, now), load_photos(connection)
    return _Load(offers, position, things, own, server, photos)


def _require_ours(session: Session, file: Path) -> None:
    """See that nothing else is lost by writing here."""
    if not file.exists():
        return
    try:
        header, _ = read_header(read_file(file))
    except (BadBundle, Refused, Trouble):
        header = None
    if header is None or (header.kind, header.device) != (Kind.offer, session.enlisted.device):
        raise Refused(
            "file-exists",
            "已经有一个同名的文件，没有动它。换个名字再导。",
            field="file",
            is_input=True,
        )
