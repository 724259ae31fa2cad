"""从U盘导入: the answer to an export, read frame by frame; each that was whole counts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection

from fieldapp.bundles import faults
from fieldapp.bundles.exports import note_answered, note_received
from fieldapp.bundles.stick import read_file
from fieldapp.errors import Trouble
from fieldapp.ids import NewId, new_id
from fieldapp.log import EventLog
from fieldapp.queries.photos import all_waiting
from fieldapp.session import Session
from fieldapp.store import left_photos, outbox, scopes
from fieldapp.store.carried import accept_carried, install_carried
from fieldapp.store.round_history import RoundEntry, note_round
from fieldapp.store.seals import own_keys, server_keys
from sync.bundle import BadBundle, Fault, Kind, Piece, Receipt, TakenBack, look
from sync.bundle_reader import BundleReader, Ending, known_by, known_by_anybody, read_inside
from sync.client import Step
from sync.codec import BadMessage, decode
from sync.leaving import PhotoTaken
from sync.protocol import Answer, ChangeId, ScopeId, SnapshotRef
from sync.seal import PublicKeys
from sync.snapshot import read_snapshot

log = EventLog("bundle")

T = TypeVar("T")
OUTCOME = "stick"
"""What the history of rounds calls an answer that was carried here."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What one file brought.

    `ending` says how far it was whole. `waiting` changes are still here, in need of another trip.
    `entered` and `left` count retired and waiting as a person does: an act or a group is one.
    `photos` got there as this file tells, `photos_waiting` did not.
    `was_torn_there`: the server got the export itself torn; `stuck`: why it read no further.
    """

    kind: Kind
    ending: Ending
    received: int = 0
    retired: int = 0
    quarantined: int = 0
    waiting: int = 0
    entered: int = 0
    left: int = 0
    is_level: bool = False
    was_torn_there: bool = False
    stuck: str = ""
    received_there_ms: int | None = None
    photos: int = 0
    photos_waiting: int = 0


@dataclass(slots=True)
class _Taking:
    """An answer being taken in, frame by frame."""

    session: Session
    make_id: NewId
    things: int
    photos: int
    received: int = 0
    retired: int = 0
    quarantined: int = 0
    given: dict[ScopeId, tuple[ChangeId, ...]] = field(default_factory=dict)
    level: dict[ScopeId, bool] = field(default_factory=dict)
    _awaited: list[tuple[SnapshotRef, bool]] = field(default_factory=list)
    _picture: bytearray = field(default_factory=bytearray)

    def take(self, piece: Piece, inside: bytes) -> None:
        """Take one frame in; each answer and each snapshot is one transaction."""
        if piece is Piece.taken_back:
            taken = read_inside(TakenBack, inside)
            self.given[taken.scope] = taken.ids
        elif piece is Piece.answer:
            self._answer(read_inside(Answer, inside))
        elif piece is Piece.picture:
            self._picture_piece(inside)
        elif piece is Piece.photo_taken:
            taken_in = decode(PhotoTaken, inside)
            self._run(partial(left_photos.note_taken, taken=taken_in))

    def _answer(self, answer: Answer) -> None:
        now_ms = self.session.clock.read().wall_ms
        step, level = self._run(
            partial(
                accept_carried,
                answer=answer,
                given=self.given,
                make_id=self.make_id,
                now_ms=now_ms,
            )
        )
        self._count(step)
        wanted = {ref.name for _, ref in step.snapshots}
        self.level |= {one.scope: one.scope in level for one in answer.scopes}
        self._awaited = [
            (one.snapshot, one.snapshot.name in wanted) for one in answer.scopes if one.snapshot
        ]
        self._picture.clear()

    def _picture_piece(self, inside: bytes) -> None:
        """Collect a snapshot, and let it in once it is whole and bears its name."""
        if not self._awaited:
            return
        self._picture += inside
        ref, is_wanted = self._awaited[0]
        if len(self._picture) < ref.size:
            return
        content = bytes(self._picture)
        self._awaited.pop(0)
        self._picture.clear()
        if is_wanted and hashlib.sha256(content).hexdigest() == ref.name:
            self._install(ref, content)

    def _install(self, ref: SnapshotRef, content: bytes) -> None:
        snapshot = read_snapshot(content)
        now_ms = self.session.clock.read().wall_ms
        self._count(self._run(partial(install_carried, ref=ref, snapshot=snapshot, now_ms=now_ms)))

    def _run(self, work: Callable[[Connection], T]) -> T:
        return self.session.thread.run(work, write=True, gives_way=True)

    def _count(self, step: Step) -> None:
        self.received += step.received
        self.retired += step.retired
        self.quarantined += step.quarantined
        self.session.desk.tell(step.touched | {"sync"})


def import_bundle(
    session: Session,
    file: Path,
    *,
    is_cancelled: Callable[[], bool] = lambda: False,
    on_share: Callable[[float], None] = lambda _: None,
    make_id: NewId = new_id,
) -> Imported:
    """Take in what a file brings back; again, too early, torn or old it does no harm.

    Raises Refused: not-bundle, bundle-…; Trouble: bundle-newer, stick-…, keys-not-told, cancelled.
    """
    content = read_file(file, lambda share: on_share(share / 4))
    try:
        return _read(session, content, is_cancelled, on_share, make_id)
    except BadBundle as bad:
        raise faults.refusal(bad.fault) from bad


def _read(
    session: Session,
    content: bytes,
    is_cancelled: Callable[[], bool],
    on_share: Callable[[float], None],
    make_id: NewId,
) -> Imported:
    header = look(content).header
    if header.kind is Kind.offer:
        raise faults.is_export()
    if header.device != session.enlisted.device:
        raise faults.other_device()
    own, server = session.thread.run(
        lambda connection: (own_keys(connection), server_keys(connection)), write=False
    )
    if own is None or server is None:
        raise faults.keys_missing()
    reader = BundleReader(content, own.opening)
    if header.kind is Kind.receipt:
        return _read_receipt(session, reader)
    taking = _Taking(session, make_id, *session.thread.run(_standing, write=False))
    started_ms = session.clock.read().wall_ms
    try:
        _take_all(taking, reader, server, is_cancelled, on_share)
    finally:
        _write_history(session, started_ms, taking, _is_level(session, taking, reader))
        with suppress(Trouble):
            session.look_after()
    return _told(session, reader, taking)


def _take_all(
    taking: _Taking,
    reader: BundleReader,
    server: PublicKeys,
    is_cancelled: Callable[[], bool],
    on_share: Callable[[float], None],
) -> None:
    for piece, inside in reader.pieces(known_by(server.sign)):
        if is_cancelled():
            raise faults.cancelled("停下了。已经读到的都算数，剩下的再读一次这个文件就行。")
        try:
            taking.take(piece, inside)
        except BadMessage as error:
            # Signed by our server and yet not understood: it speaks a newer language.
            raise faults.refusal(Fault.newer) from error
        on_share(0.25 + 0.75 * reader.done())
    if reader.read == 0 and reader.ending is Ending.stranger:
        raise faults.stranger()
    if reader.read == 0 and reader.ending is not Ending.whole:
        raise faults.refusal(Fault.damaged)


def _read_receipt(session: Session, reader: BundleReader) -> Imported:
    """Note that somebody has an export in her hands; nothing counts as delivered by that."""
    pieces = reader.pieces(known_by_anybody)
    inside = next((inside for piece, inside in pieces if piece is Piece.receipt), None)
    if inside is None:
        raise faults.refusal(Fault.damaged)
    try:
        at_ms = read_inside(Receipt, inside).at_ms
    except BadMessage as error:
        raise faults.refusal(Fault.newer) from error
    about = reader.header.about
    session.thread.run(lambda connection: note_received(connection, about, at_ms), write=True)
    session.desk.tell(frozenset({"sync"}))
    return Imported(Kind.receipt, Ending.whole, received_there_ms=at_ms)


def _told(session: Session, reader: BundleReader, taking: _Taking) -> Imported:
    about, now_ms = reader.header.about, session.clock.read().wall_ms

    def work(connection: Connection) -> tuple[int, int, int]:
        if reader.ending is Ending.whole:
            note_answered(connection, about, now_ms)
        return outbox.count(connection), *_standing(connection)

    waiting, left, photos_left = session.thread.run(work, write=True)
    session.desk.tell(frozenset({"sync"}))
    end = reader.end
    log.info("imported", received=taking.received, retired=taking.retired)
    return Imported(
        Kind.answer,
        reader.ending,
        taking.received,
        taking.retired,
        taking.quarantined,
        waiting,
        max(0, taking.things - left),
        left,
        _is_level(session, taking, reader),
        was_torn_there=end.was_torn if end else False,
        stuck=end.stuck if end else "",
        photos=max(0, taking.photos - photos_left),
        photos_waiting=photos_left,
    )


def _standing(connection: Connection) -> tuple[int, int]:
    """Count the things and the photographs that wait."""
    photos = len(all_waiting(connection)) + sum(left_photos.count_owed(connection).values())
    return outbox.things(connection), photos


def _is_level(session: Session, taking: _Taking, reader: BundleReader) -> bool:
    """Tell whether this file, to its end, proved every scope level, and nothing waits."""
    if reader.ending is not Ending.whole:
        return False

    def work(connection: Connection) -> bool:
        held = {stand.scope for stand in scopes.all_stands(connection)}
        proven = {scope for scope, is_level in taking.level.items() if is_level}
        return held <= proven and outbox.count(connection) == 0

    return session.thread.run(work, write=False)


def _write_history(session: Session, started_ms: int, taking: _Taking, is_level: bool) -> None:
    """Tell it among the rounds, unless it brought nothing that was not known."""
    if not taking.received and not taking.retired:
        return
    entry = RoundEntry(
        started_ms,
        session.clock.read().wall_ms,
        taking.retired,
        taking.received,
        OUTCOME,
        is_level,
    )
    session.thread.run(lambda connection: note_round(connection, entry), write=True)
