"""Homes for tests of the console: enrolled without a server, opened by a PIN that costs little."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import Connection

from fieldapp.cli.main import TWO_WORDS, main, parser
from fieldapp.cli.parser import join_two_word_commands, wants_json
from fieldapp.cli.shapes import DoctorReport, ErrorDocument
from fieldapp.clock import SystemClock
from fieldapp.session import Enlisted, Enrolment, Line, Session, enrol, open_session
from fieldapp.store import keys, scopes
from fieldapp.store.fold import sums_from_rows
from fieldapp.store.home import Home
from fieldapp.store.key_slots import Cost
from fieldapp.store.os_secret import NoSecrets
from sync.clock import FixedClock
from sync.line import Enrolled, Unreachable
from sync.protocol import Answer, Offer, SnapshotRef, Value
from tests.devices import COMMUNITY, GRID, SCOPES, WORKER, Device

PIN = "274951"
CODE = "ABCD2345"
CHEAP = Cost(passes=1, memory_kib=8, lanes=1)
Rows = Mapping[str, Mapping[str, Mapping[str, Value]]]


@dataclass
class Registry(Line):
    """A line to a registry office that enrols whoever brings the code, and knows nothing else."""

    scopes: Sequence[str] = SCOPES
    person: str = WORKER
    role: str = "worker"

    def enrol(self, code: str, device_name: str) -> Enrolled:
        """Enrol."""
        if code != CODE:
            raise Unreachable
        return Enrolled(
            device="device-1",
            token="token",
            person=self.person,
            person_name="王秀兰",
            role=self.role,
            community=COMMUNITY,
            scopes=tuple(self.scopes),
        )

    def exchange(self, offer: Offer) -> Answer:
        """Be away."""
        raise Unreachable

    def snapshot(self, ref: SnapshotRef, on_bytes: Any) -> bytes:
        """Be away."""
        raise Unreachable

    def close(self) -> None:
        """Hang up."""


@dataclass
class Offices:
    """Connects to a registry for enrolling, and to nobody afterwards: the network is away."""

    registry: Registry = field(default_factory=Registry)

    def first(self, server: str, code: str) -> tuple[Line, str, str | None]:
        """Open the line for enrolling."""
        return self.registry, code, None

    def again(self, enlisted: Enlisted) -> Line:
        """Open the line of an enrolled device."""
        return self.registry


@dataclass
class Said:
    """What one command said, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on stdout; fails when there is not exactly one."""
        assert self.out.count("\n") == 1, self.out
        return json.loads(self.out)


@dataclass
class Console:
    """The console program over one home, run in this process."""

    path: Path
    capsys: pytest.CaptureFixture[str]
    offices: Offices = field(default_factory=Offices)

    def run(self, *words: str) -> Said:
        """Run one command on this home."""
        return self.bare("--home", str(self.path), *words)

    def bare(self, *words: str) -> Said:
        """Run a whole command line, as it stands."""
        self.capsys.readouterr()
        code = main(words, self.offices)
        out, err = self.capsys.readouterr()
        if out and wants_json(words):
            _require_shape(out, list(words), code)
        return Said(code, out, err)

    def json(self, *words: str) -> Any:
        """Run one command that succeeds, and give its document."""
        said = self.run(*words, "--json")
        assert said.code == 0, said.err
        return said.document

    def id(self, *words: str) -> str:
        """Run one command that makes something, and give its id."""
        made: str = self.json(*words)["id"]
        return made


def _require_shape(out: str, words: list[str], code: int) -> None:
    """See that a document is of the committed shape of its command: nothing more, nothing less."""
    found = json.loads(out)
    shape: Any = ErrorDocument
    if "error" not in found:
        shape = parser().parse_args(join_two_word_commands(words, TWO_WORDS)).shape
    read = msgspec.convert(found, shape)
    assert msgspec.json.decode(msgspec.json.encode(read)) == found
    assert (shape is ErrorDocument) == (code != 0) or shape is DoctorReport


def enrol_home(path: Path, offices: Offices, rows: Rows | None = None) -> None:
    """Enrol a home whose PIN costs next to nothing, and put rows of the community into it."""
    home = Home(path)
    wish = Enrolment("http://127.0.0.1:1", CODE, PIN)
    with home:
        enrol(home, offices, wish, cost=CHEAP, os_secrets=NoSecrets())
    seed(path, COMMUNITY_ROWS if rows is None else rows)


def seed(path: Path, rows: Rows) -> None:
    """Put rows into a home's base, as if they had been read from the log."""
    with opened_home(path) as session:
        clock = FixedClock(SystemClock().read().wall_ms)
        device = Device(session.desk, clock, session.thread)
        for kind, of_kind in rows.items():
            device.seed_many(kind, of_kind)
        device.run(_sum_up)


def _sum_up(connection: Connection) -> None:
    for stand in scopes.all_stands(connection):
        scopes.change(connection, stand.scope, sums=sums_from_rows(connection, stand.scope))


def opened_home(path: Path) -> Session:
    """Open a home by its PIN; close it to let a command in."""
    home = Home(path)
    home.lock()
    return open_session(home, keys.unlock(home, PIN, os_secrets=NoSecrets()))


SECRETARY = "secretary-li"
COMMUNITY_ROWS: Rows = {
    "region": {COMMUNITY: {"code": COMMUNITY, "level": "community", "name": "杏林社区"}},
    "grid": {GRID: {"region": COMMUNITY, "name": "第三网格", "area_kind": "城"}},
    "staff": {
        WORKER: {"name": "王秀兰", "role": "worker", "region": COMMUNITY, "is_active": True},
        SECRETARY: {"name": "李春梅", "role": "secretary", "region": COMMUNITY, "is_active": True},
    },
    "assignment": {"assignment-1": {"person": WORKER, "grid": GRID, "role": "responsible"}},
}
"""One community with one grid, its worker and its secretary."""
