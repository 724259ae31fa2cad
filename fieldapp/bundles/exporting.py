"""导出到U盘: everything that waits, and where this device stands, as one sealed file."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from fieldapp.bundles.exports import Export, LastExport, last_export, note_export
from fieldapp.bundles.faults import cancelled, keys_missing
from fieldapp.bundles.stick import read_file, write_file
from fieldapp.domain.days import moment
from fieldapp.errors import Refused, Trouble
from fieldapp.log import EventLog
from fieldapp.session import Session
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

    `things` counts as a person does: an act or a group is one.
    """

    file: Path
    id: str
    count: int
    things: int
    bytes: int


@dataclass(frozen=True, slots=True)
class _Load:
    offers: list[Offer]
    position: int
    things: int
    own: DeviceKeys
    server: PublicKeys

    @property
    def count(self) -> int:
        return sum(len(one.changes) for offer in self.offers for one in offer.scopes)


def export_bundle(
    session: Session,
    file: Path,
    *,
    is_cancelled: IsCancelled = lambda: False,
    on_share: OnShare = lambda _: None,
) -> Exported:
    """Write what waits to a file; all of it stays here too, until it is read back.

    An older export of this device under the same name is replaced; any other file is let be.
    Raises Refused: file-exists; Trouble: keys-not-told, stick-…, cancelled.
    """
    _require_ours(session, file)
    now = session.clock.read()
    load = session.thread.run(lambda connection: _load(connection, now), write=True)
    writing = Writing(load.server.seal, load.own.signing)
    reply = load.own.public().seal
    writer = begin_bundle(writing, Kind.offer, session.enlisted.device, now.wall_ms, reply=reply)
    try:
        size = write_file(file, _parts(writer, load.offers, is_cancelled, on_share))
    except Cancelled as error:
        raise cancelled("停下了，U盘上没有留下半截。平板里的都在。") from error
    export = Export(
        id=writer.header.id, at_ms=now.wall_ms, count=load.things, position=load.position
    )
    session.thread.run(lambda connection: note_export(connection, export), write=True)
    session.desk.tell(frozenset({"sync"}))
    log.info("exported", count=load.count, size_bytes=size)
    return Exported(file, writer.header.id, load.count, load.things, size)


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
    return _Load(read_all_offers(connection, now), position, things, own, server)


def _parts(
    writer: BundleWriter, offers: list[Offer], is_cancelled: IsCancelled, on_share: OnShare
) -> Iterator[bytes]:
    yield writer.begin()
    for number, offer in enumerate(offers, 1):
        if is_cancelled():
            raise Cancelled
        yield writer.offer(offer)
        on_share(number / len(offers))
    yield writer.end()


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
