"""Answers sealed files: the same offers and the same answers, by a road without a line.

Who carried a file proves nothing: each frame is signed by the device that wrote it, and only those
that are count. The answer is sealed to that device, so whoever carries it back cannot read it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection

from server.access import Caller
from server.accounts import caller_on
from server.audit import Entry, note
from server.bundle_batches import halved
from server.bundle_photos import PhotoRoad
from server.introductions import signing_keys
from server.problems import Number, Problem
from server.service import Service
from sync.bundle import MAX_BUNDLE, BadBundle, Fault, Kind, Piece, TakenBack
from sync.bundle_reader import BundleReader, Ending, known_by, read_inside
from sync.bundle_writer import BundleWriter, Writing, begin_bundle
from sync.codec import BadMessage
from sync.protocol import (
    PROTOCOL_VERSION,
    Answer,
    ChangeId,
    DeviceTime,
    Judged,
    Offer,
    ScopeAnswer,
    ScopeId,
    ScopeOffer,
    SnapshotRef,
    Status,
)

MAX_PAGES = 2_000
"""Answers in one file: a million facts."""
NO_STREAM = "none"
"""Stands for the incarnation of a device in a scope that it does not hold yet."""
_BATCH_PROBLEMS = (Number.malformed, Number.too_large)
_STOPS = (Status.fork, Status.gap)
_FAULTS = {
    Fault.not_bundle: Number.not_bundle,
    Fault.newer: Number.newer_bundle,
    Fault.damaged: Number.damaged_bundle,
    Fault.too_large: Number.too_large,
    Fault.elsewhere: Number.bundle_elsewhere,
}


class _Mark(Struct):
    """As much of an offer as tells its version."""

    version: int


@dataclass(frozen=True, slots=True)
class AnsweredFile:
    """An answer file, and what was found in the file it answers. `stuck` names a problem."""

    content: bytes
    id: str
    device: str
    offers: int
    changes: int
    photos: int
    was_torn: bool
    stuck: str


def answer_bundle(service: Service, content: bytes, carrier: Caller | None) -> AnsweredFile:
    """Judge what a file holds, as far as it is whole, and write the answer.

    `carrier` is None where the file was brought to the server itself. Bringing a file again
    changes nothing and gives an answer of now. Raises `Problem`; then nothing was changed.
    """
    try:
        return _answered(service, content, carrier)
    except BadBundle as bad:
        raise Problem(_FAULTS[bad.fault]) from bad


def _answered(service: Service, content: bytes, carrier: Caller | None) -> AnsweredFile:
    caller, keys, reader = _opened(service, content)
    road, photos = Road(service, caller), PhotoRoad(service, caller)
    offers = 0
    for piece, inside in reader.pieces(known_by(*keys)):
        if piece is Piece.offer:
            _hear(road, inside)
            offers += 1
        elif piece is Piece.photo:
            photos.hear(inside)
        elif piece is Piece.left_photo:
            photos.take_left(inside)
    if offers == 0:
        is_stranger = reader.ending is Ending.stranger
        raise Problem(Number.stranger_bundle if is_stranger else Number.damaged_bundle)
    header, was_torn = reader.header, reader.ending is not Ending.whole
    writing = Writing(bytes.fromhex(header.reply), service.keys.signing)
    writer = begin_bundle(writing, Kind.answer, caller.device, service.clock(), about=header.id)
    answer = _written(writer, road, photos, offers, was_torn=was_torn)
    _note(service, caller, carrier, header.id, road.changes)
    found = (offers, road.changes, photos.received + len(photos.taken))
    return AnsweredFile(answer, header.id, caller.device, *found, was_torn, road.stuck)


def _hear(road: Road, inside: bytes) -> None:
    """Hear one frame. One that cannot be read stops what comes after it, not what came before."""
    try:
        if read_inside(_Mark, inside).version != PROTOCOL_VERSION:
            raise Problem(Number.unknown_version)
        road.hear(read_inside(Offer, inside))
    except BadMessage:
        road.stuck = "malformed"


def _opened(service: Service, content: bytes) -> tuple[Caller, list[bytes], BundleReader]:
    """Tell who wrote a file and with which keys she signs, and begin to read it."""
    reader = BundleReader(content, service.keys.opening)
    if reader.header.kind is not Kind.offer or not reader.header.reply:
        raise Problem(Number.not_bundle)
    with service.store.read() as connection:
        caller = _writer_of(connection, reader.header.device)
        return caller, signing_keys(connection, caller), reader


def _writer_of(connection: Connection, device: str) -> Caller:
    """Tell who works, or worked, on the device that wrote a file."""
    try:
        return caller_on(connection, device)
    except Problem as problem:
        raise Problem(Number.stranger_bundle) from problem


def _written(
    writer: BundleWriter, road: Road, photos: PhotoRoad, offers: int, *, was_torn: bool
) -> bytes:
    """Write the answer file; what would make it too large is left for the next one."""
    parts = [writer.begin(), *map(writer.photo_taken, photos.taken)]
    size = 0
    for frame in _frames(writer, road):
        size += len(frame)
        if size > MAX_BUNDLE - (8 << 20):
            break
        parts.append(frame)
    parts.append(writer.end(read=offers, was_torn=was_torn, stuck=road.stuck))
    return b"".join(parts)


def _frames(writer: BundleWriter, road: Road) -> Iterator[bytes]:
    for scope, ids in road.taken_back.items():
        yield writer.taken_back(TakenBack(scope=scope, ids=tuple(ids)))
    for answer, pictures in road.answers():
        yield writer.answer(answer)
        for content in pictures:
            yield from writer.picture(content)


def _note(service: Service, caller: Caller, carrier: Caller | None, id_: str, changes: int) -> None:
    who = carrier or caller
    detail = {"bundle": id_, "device": caller.device, "changes": changes}
    entry = Entry(
        caller.community, who.person, who.device, "bundle_answered", service.clock(), "", detail
    )
    with service.store.write() as connection:
        note(connection, entry)


@dataclass(slots=True)
class _Place:
    """How far the answer has come in one scope."""

    cursor: int
    hash: str
    incarnation: str
    gave_back: bool = False
    tells: bool = True
    """Whether the next answer says what became of everything that was offered."""

    def move(self, answer: ScopeAnswer) -> bool:
        """Go on to the end of what was answered; tell whether more must follow."""
        self.tells = answer.snapshot is not None
        if answer.status is Status.gone:
            return False
        if answer.status is Status.reset:
            # What was given back did not heal the log: from the start, in the same file.
            was_returning, self.gave_back = self.gave_back, False
            self.cursor, self.hash = 0, ""
            return was_returning
        if answer.snapshot is not None:
            # What the snapshot covers may leave the outbox by the next answer, given from there.
            self.cursor, self.hash = answer.snapshot.seq, answer.snapshot.hash
            return True
        if answer.facts:
            self.cursor, self.hash = answer.facts[-1].seq, answer.facts[-1].hash
        return self.cursor < answer.head or answer.status in _STOPS


@dataclass(slots=True)
class Road:
    """One device's offers out of one file, and the answers to all of them."""

    service: Service
    caller: Caller
    changes: int = 0
    stuck: str = ""
    pages: int = 0
    taken_back: dict[ScopeId, list[ChangeId]] = field(default_factory=dict)
    _places: dict[ScopeId, _Place] = field(default_factory=dict)
    _judged: dict[ScopeId, list[Judged]] = field(default_factory=dict)
    _stops: dict[ScopeId, Status] = field(default_factory=dict)
    _reveals: list[str] = field(default_factory=list)
    _gone: set[ScopeId] = field(default_factory=set)
    _farewells: list[Answer] = field(default_factory=list)

    def hear(self, offer: Offer) -> None:
        """Judge one offer. Raises `Problem` for one that is no batch's fault."""
        for one in offer.scopes:
            if one.scope not in self._gone:
                self._places.setdefault(one.scope, _Place(one.cursor, one.hash, one.incarnation))
        if self.stuck:
            return
        going = tuple(one for one in offer.scopes if one.scope not in self._stops)
        try:
            self._push(replace(offer, scopes=going))
        except Problem as problem:
            if problem.number not in _BATCH_PROBLEMS:
                raise
            self._isolate(replace(offer, scopes=going), problem)

    def _isolate(self, offer: Offer, problem: Problem) -> None:
        """Halve a batch until the change at fault stands alone; nothing after it is heard."""
        halves = halved(offer)
        if not halves:
            self.stuck = problem.code
        for half in halves:
            self.hear(half)

    def _push(self, offer: Offer) -> None:
        # The clock of a file that lay about proves nothing: no reading is of the same boot.
        now = replace(offer.now, boot_id=secrets.token_hex(16))
        answer = self.service.exchange.answer(self.caller, replace(offer, now=now, page_facts=1))
        offered = {one.scope: one for one in offer.scopes}
        for one in answer.scopes:
            is_heard = bool(offered[one.scope].changes or offered[one.scope].sealed)
            if one.status is Status.gone and is_heard:
                self._take_leave(offered[one.scope], one, answer)
            else:
                self._keep(offered[one.scope], one)
        self._reveals += answer.reveals_taken

    def _keep(self, offered: ScopeOffer, answer: ScopeAnswer) -> None:
        if offered.scope in self._gone:
            return
        self.changes += len(offered.changes)
        self._judged.setdefault(offered.scope, []).extend(answer.judged)
        if offered.returns:
            ids = self.taken_back.setdefault(offered.scope, [])
            ids += [one.id for one in offered.returns]
            self._places[offered.scope].gave_back = True
        if answer.status in _STOPS:
            self._stops[offered.scope] = answer.status

    def _take_leave(self, offered: ScopeOffer, one: ScopeAnswer, answer: Answer) -> None:
        """Keep what was signed to somebody outside as it is: the signature covers just that."""
        self.changes += len(offered.changes)
        self._gone.add(one.scope)
        self._places.pop(one.scope, None)
        self._farewells.append(replace(answer, scopes=(one,), reveals_taken=()))

    def answers(self) -> Iterator[tuple[Answer, Sequence[bytes]]]:
        """Give answer after answer, each with the snapshots it names, until the heads."""
        yield from ((one, ()) for one in self._farewells)
        first = True
        while self._places:
            answer = self.service.exchange.answer(self.caller, self._question())
            answer = self._with_verdicts(answer, first)
            yield answer, [self._picture(one.snapshot) for one in answer.scopes if one.snapshot]
            if not self._move(answer, first):
                return
            first = False

    def _question(self) -> Offer:
        scopes = tuple(
            ScopeOffer(scope=scope, cursor=one.cursor, hash=one.hash, incarnation=one.incarnation)
            for scope, one in self._places.items()
        )
        return Offer(version=PROTOCOL_VERSION, now=_NO_CLOCK, offset_ms=0, scopes=scopes)

    def _with_verdicts(self, answer: Answer, first: bool) -> Answer:
        """Say what became of what was offered: at first, and again behind a snapshot."""
        scopes = tuple(
            self._with_verdict(one, first) if self._places[one.scope].tells else one
            for one in answer.scopes
        )
        reveals = tuple(self._reveals) if first else ()
        return replace(answer, scopes=scopes, reveals_taken=reveals)

    def _with_verdict(self, answer: ScopeAnswer, first: bool) -> ScopeAnswer:
        judged = tuple(self._judged.get(answer.scope, ()))
        stop = self._stops.get(answer.scope)
        if stop is None or not first or answer.status in (Status.gone, Status.reset):
            return replace(answer, judged=judged)
        # The device begins a new stream at this word; what it lacks follows in the next answer.
        return replace(answer, judged=judged, status=stop, facts=(), checksum="", snapshot=None)

    def _move(self, answer: Answer, first: bool) -> bool:
        """Go on in each scope; tell whether anything is left to say."""
        by_scope = {one.scope: one for one in answer.scopes}
        self._places = {
            scope: place
            for scope, place in self._places.items()
            if scope in by_scope and place.move(by_scope[scope])
        }
        if first:
            fresh = set(answer.member_of) - set(by_scope)
            self._places |= {scope: _Place(0, "", NO_STREAM) for scope in sorted(fresh)}
        self.pages += 1
        return self.pages < MAX_PAGES

    def _picture(self, ref: SnapshotRef) -> bytes:
        content = self.service.exchange.shelf.open(ref.name)
        if content is None:
            raise Problem(Number.busy, retry_after_s=1)
        return content


_NO_CLOCK = DeviceTime(wall_ms=0, boot_ms=0, boot_id="")
