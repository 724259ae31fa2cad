"""Real homes at a server in the same process, and a folder that is the stick between them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from fieldapp.bundles.carrying import Carried, Carry
from fieldapp.bundles.exporting import Exported, export_bundle
from fieldapp.bundles.importing import Imported, import_bundle
from fieldapp.clock import SystemClock
from fieldapp.desk import Desk
from fieldapp.photos.album import Album
from fieldapp.photos.transfer import Sending, send_photos
from fieldapp.queries.dump import DumpQuery
from fieldapp.rounds import sync_now
from fieldapp.services.places import AddBuilding
from fieldapp.session import Enlisted, Enrolment, Line, Session, enrol, open_session
from fieldapp.store import keys, outbox
from fieldapp.store.home import Home
from fieldapp.store.key_slots import Cost
from fieldapp.store.os_secret import NoSecrets
from server.access import Caller
from server.bundles import answer_bundle
from server.introductions import introduce
from server.left_photos import take_left_photo
from server.photos import Part, bring, fetch
from server.problems import Problem
from sync.attachments import Attachment, Stand
from sync.leaving import LeftPhoto, PhotoTaken
from sync.line import Enrolled, TurnedAway, Unreachable
from sync.line import Problem as Told
from sync.protocol import Answer, Offer, SnapshotRef
from sync.seal import PublicKeys
from tests.server.town import GRID, Town, make_town

T = TypeVar("T")
PIN = "274951"
CHEAP = Cost(passes=1, memory_kib=8, lanes=1)


@dataclass
class NearLine(Line):
    """A line to a server in the same process, which can be cut."""

    town: Town
    caller: Caller | None = None
    is_cut: bool = False
    token: str = ""

    def enrol(self, code: str, device_name: str) -> Enrolled:
        """Enrol."""
        done = self.town.service.enrol(code, device_name, "127.0.0.1")
        account = done.admitted.account
        return Enrolled(
            device=done.admitted.device,
            token=done.admitted.token,
            person=account.person,
            person_name=account.name,
            role=account.role.value,
            community=account.community,
            scopes=tuple(done.scopes),
        )

    def introduce(self, sign: bytes) -> PublicKeys:
        """Tell keys."""
        return self._say(lambda caller: introduce(self.town.service, caller, sign))

    def exchange(self, offer: Offer) -> Answer:
        """Exchange."""
        return self._say(lambda caller: self.town.service.exchange.answer(caller, offer))

    def leave(self, offer: Offer) -> Answer:
        """Hand in what a revoked device holds."""
        self.town.time.ms += 1000
        if self.is_cut or self.token == "":
            raise Unreachable("cut")
        caller = self.town.service.caller_leaving(self.token)
        return self.town.service.exchange.answer(caller, offer)

    def snapshot(self, ref: SnapshotRef, on_bytes: Callable[[int], None]) -> bytes:
        """Fetch a snapshot."""
        return self._say(lambda caller: self.town.service.snapshot(caller, ref.name))

    def carry(self, content: bytes) -> bytes:
        """Hand another's file in."""
        service = self.town.service
        return self._say(lambda caller: answer_bundle(service, content, caller).content)

    def put_part(self, one: Attachment, start: int | None, part: bytes) -> Stand:
        """Carry a part of a picture."""
        digest = hashlib.sha256(part).digest()
        brought = None if start is None else Part(start, part, digest)
        service = self.town.service
        stand = self._say(lambda caller: bring(service, caller, one.scope, one.row, brought))
        return Stand(stand.name, stand.size, stand.has, stand.is_received)

    def get_rest(self, one: Attachment, start: int, on_part: Callable[[bytes], None]) -> None:
        """Fetch a picture."""
        service = self.town.service
        on_part(self._say(lambda caller: fetch(service, caller, one.scope, one.row)[1])[start:])

    def leave_photo(self, left: LeftPhoto) -> PhotoTaken:
        """Hand in a photograph of what was left."""
        if self.is_cut:
            raise Unreachable("cut")
        try:
            caller = self.town.service.caller_leaving(self.token)
            return take_left_photo(self.town.service, caller, left)
        except Problem as problem:
            told = Told(int(problem.number), problem.code, problem.sentence)
            raise TurnedAway(told) from problem

    def away(self, offer: Offer) -> Answer:
        """Be away."""
        raise Unreachable("cut")

    def close(self) -> None:
        """Hang up."""

    def _admitted(self) -> Caller:
        if self.token:
            return self.town.service.caller(self.token)
        assert self.caller is not None
        return self.caller

    def _say(self, work: Callable[[Caller], T]) -> T:
        self.town.time.ms += 1000
        if self.is_cut or not (self.caller or self.token):
            raise Unreachable("cut")
        try:
            return work(self._admitted())
        except Problem as problem:
            told = Told(int(problem.number), problem.code, problem.sentence)
            raise TurnedAway(told) from problem


def _caller(town: Town, token: str) -> Caller | None:
    try:
        return town.service.caller(token)
    except Problem:
        return None


@dataclass
class NearConnect:
    """Connects to the server in the same process."""

    town: Town

    def first(self, server: str, code: str) -> tuple[Line, str, str | None]:
        """Open the line for enrolling."""
        return NearLine(self.town), code, None

    def again(self, enlisted: Enlisted) -> Line:
        """Open the line of an enrolled device."""
        return NearLine(self.town, _caller(self.town, enlisted.token), token=enlisted.token)


@dataclass
class Mate:
    """One person's opened home and her line."""

    session: Session
    line: NearLine

    @property
    def desk(self) -> Desk:
        """Her desk."""
        return self.session.desk

    def build(self, name: str, doors: int = 4) -> None:
        """Write something down: a building with its doors."""
        self.desk.do(AddBuilding(name, floors=2, doors_per_floor=doors // 2, grid=GRID)).result()

    def sync(self) -> None:
        """Run a round over the line."""
        sync_now(self.session, self.line)

    def bring_photos(self) -> int:
        """Bring the photographs that wait over the line; counts them."""
        told = Sending()
        send_photos(Album(self.session), self.line, told)
        return told.sent

    def export(self, file: Path) -> Exported:
        """Export."""
        return export_bundle(self.session, file)

    def import_(self, file: Path) -> Imported:
        """Import."""
        return import_bundle(self.session, file)

    def carry(self, *paths: Path, with_line: bool = True) -> Carried:
        """Hand on."""
        return Carry(self.session).run(paths, self.line if with_line else None)

    def waiting(self) -> int:
        """Count what waits."""
        return self.session.thread.run(outbox.count, write=False)

    def dump(self) -> list[dict[str, Any]]:
        """Give everything as it is shown, in its order."""
        return list(self.desk.ask(DumpQuery(reveal=True)).result())


@dataclass
class Team:
    """A town, its homes, and the stick."""

    folder: Path
    town: Town = field(init=False)
    mates: list[Mate] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.town = make_town(f"sqlite:///{self.folder / 'server.db'}", self.folder / "data")
        self.stick.mkdir()

    @property
    def stick(self) -> Path:
        """The folder that is the stick."""
        return self.folder / "stick"

    def enrol(self, name: str) -> Mate:
        """Enrol one person's home and open it."""
        home = Home(self.folder / f"home-{len(self.mates)}")
        home.prepare()
        home.lock()
        connect = NearConnect(self.town)
        wish = Enrolment("http://127.0.0.1", self.town.code(name), PIN)
        enrol(home, connect, wish, cost=CHEAP, os_secrets=NoSecrets(), clock=SystemClock())
        session = open_session(home, keys.unlock(home, PIN))
        line = connect.again(session.enlisted)
        assert isinstance(line, NearLine)
        mate = Mate(session, line)
        self.mates.append(mate)
        return mate

    def answer(self, file: Path) -> Path:
        """Let the server's own machine answer a file; gives the answer's file."""
        self.town.time.ms += 1000
        out = file.with_name(f"{file.stem}-回信.gsb")
        out.write_bytes(answer_bundle(self.town.service, file.read_bytes(), None).content)
        return out

    def close(self) -> None:
        """Close everything."""
        for mate in self.mates:
            mate.session.close()
        self.town.service.close()
