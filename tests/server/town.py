"""A small town with a server for tests: two grids, two workers, a secretary, and bare devices."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from msgspec import Raw
from msgspec.structs import replace

from fieldapp.domain.roles import Role
from server.access import Caller
from server.accounts import Account, add_account, issue_code, new_account
from server.regions import import_regions, read_regions
from server.service import Service, found_service
from server.staffing import assign, find_grid
from sync.codec import canonical, change_id
from sync.protocol import (
    PROTOCOL_VERSION,
    Answer,
    Change,
    ChangeId,
    ChangeKind,
    DeviceTime,
    Edit,
    Fact,
    Group,
    Offer,
    RowId,
    ScopeAnswer,
    ScopeId,
    ScopeOffer,
    Sent,
    Slot,
    Value,
)

NINE = 1_795_136_400_000
"""2026-11-20 09:00 in Asia/Shanghai, in milliseconds."""
COMMUNITY = "560102001006"
GRID, GRID_2 = f"{COMMUNITY}003", f"{COMMUNITY}002"
GRID_SCOPE = ScopeId(f"grid:{GRID}")
REGIONS = """code,parent,level,name,kind
5601,,city,云川市,
560102,5601,district,明湖区,
560102001,560102,street,河湾街道,
560102001006,560102001,community,杏林社区,社区
560102001006003,560102001006,grid,第三网格,综合
560102001006002,560102001006,grid,第二网格,综合
560102101,560102,镇,青石镇,
560102101205,560102101,村,柳沟村,村
560102101205001,560102101205,网格,柳沟网格,综合
"""
VILLAGE, VILLAGE_GRID = "560102101205", "560102101205001"


@dataclass
class Time:
    """The server's clock, standing still until moved."""

    ms: int = NINE

    def __call__(self) -> int:
        return self.ms


@dataclass
class Town:
    """An open server with its people."""

    service: Service
    time: Time
    people: dict[str, Account] = field(default_factory=dict)

    def add(self, name: str, role: Role = Role.worker, community: str = COMMUNITY) -> Account:
        """Make an account."""
        account = new_account(community, name, role, community)
        with self.service.store.write() as connection:
            add_account(connection, self.service.keys, account, "", self.time())
        self.people[name] = account
        return account

    def assign(
        self, name: str, grid: str, how: str, days: tuple[str | None, str | None] = (None, None)
    ) -> str:
        """Give a person a grid."""
        account = self.people[name]
        with self.service.store.write() as connection:
            found = find_grid(connection, grid)
            return assign(connection, self.service.keys, account, found, how, days, self.time())

    def code(self, name: str) -> str:
        """Draw an enrolment code."""
        with self.service.store.write() as connection:
            return issue_code(connection, self.people[name], self.time())[0]

    def phone(self, name: str) -> Phone:
        """Enrol a device."""
        done = self.service.enrol(self.code(name), f"{name}的平板", "127.0.0.1")
        return Phone(self, self.service.caller(done.admitted.token), done.admitted.token)

    def facts(self, scope: str) -> list[Fact]:
        """Read a scope's whole log as its secretary would."""
        from server.log import read_head
        from server.pages import read_page

        with self.service.store.read() as connection:
            head = read_head(connection, scope)
            assert head is not None
            facts: list[Fact] = []
            while len(facts) < head.seq:
                facts += read_page(connection, head, len(facts), 500).facts
        return facts


@dataclass
class Stand:
    """Where a bare device stands in one scope."""

    cursor: int = 0
    hash: str = ""
    incarnation: str = field(default_factory=lambda: uuid.uuid4().hex)
    n: int = 0
    prev: str = ""


@dataclass
class Phone:
    """A bare device: makes changes and offers by hand, so that tests may do it wrong."""

    town: Town
    caller: Caller
    token: str
    stands: dict[str, Stand] = field(default_factory=dict)
    boot_ms: int = 1_000_000
    _ticks: itertools.count[int] = field(default_factory=itertools.count)

    def now(self) -> DeviceTime:
        """Read the device's clocks, which agree with the server's."""
        return DeviceTime(wall_ms=self.town.time(), boot_ms=self.boot_ms, boot_id="boot-1")

    def stand(self, scope: str = GRID_SCOPE) -> Stand:
        """Where it stands in a scope."""
        return self.stands.setdefault(scope, Stand())

    def change(
        self,
        entity: str,
        fields: Mapping[str, Edit],
        *,
        row: str | None = None,
        kind: ChangeKind = ChangeKind.create,
        scope: str = GRID_SCOPE,
        group: Group | None = None,
        corrects: ChangeId | None = None,
        time: DeviceTime | None = None,
    ) -> Change:
        """Make a change by this device's person."""
        at = time or replace(self.now(), wall_ms=self.now().wall_ms + next(self._ticks))
        return Change(
            scope=ScopeId(scope),
            kind=kind,
            entity=entity,
            row=RowId(row or str(uuid.uuid4())),
            fields=dict(fields),
            actor=self.caller.person,
            device=self.caller.device,
            schema=1,
            time=at,
            group=group,
            corrects=corrects,
        )

    def create(self, entity: str, scope: str = GRID_SCOPE, **values: Value) -> Change:
        """Make a change that creates a row."""
        edits = {name: Edit(new=value) for name, value in values.items()}
        return self.change(entity, edits, scope=scope)

    def patch(self, made: Change, name: str, old: Value, new: Value) -> Change:
        """Make a change of one field of a row that `made` created."""
        edits = {name: Edit(old=old, new=new)}
        return self.change(
            made.entity, edits, row=made.row, kind=ChangeKind.patch, scope=made.scope
        )

    def send(self, *changes: Change, scope: str = GRID_SCOPE) -> list[Sent]:
        """Put changes into the stream, in order."""
        return [self.send_body(canonical(one), change_id(one), scope) for one in changes]

    def send_body(self, body: bytes, id_: str, scope: str = GRID_SCOPE) -> Sent:
        """Put a body into the stream under an id, whatever they are."""
        stand = self.stand(scope)
        slot = Slot(incarnation=stand.incarnation, n=stand.n + 1, prev=stand.prev)
        stand.n, stand.prev = stand.n + 1, id_
        return Sent(id=ChangeId(id_), slot=slot, body=Raw(body))

    def offer(self, *sent: Sent, scope: str = GRID_SCOPE, page_facts: int = 500) -> Offer:
        """Make an offer of one scope from where the device stands."""
        stand = self.stand(scope)
        one = ScopeOffer(
            scope=ScopeId(scope),
            cursor=stand.cursor,
            hash=stand.hash,
            incarnation=stand.incarnation,
            changes=sent,
        )
        return Offer(
            version=PROTOCOL_VERSION,
            now=self.now(),
            offset_ms=0,
            scopes=(one,),
            page_facts=page_facts,
        )

    def exchange(self, offer: Offer) -> Answer:
        """Carry an offer to the server in the same process."""
        return self.town.service.exchange.answer(self.caller, offer)

    def push(self, *sent: Sent, scope: str = GRID_SCOPE) -> ScopeAnswer:
        """Exchange one scope without taking the answer in."""
        return self.exchange(self.offer(*sent, scope=scope)).scopes[0]

    def say(self, *changes: Change, scope: str = GRID_SCOPE) -> ScopeAnswer:
        """Send changes, take the page in, give the answer."""
        answer = self.push(*self.send(*changes, scope=scope), scope=scope)
        self.take(answer)
        return answer

    def take(self, answer: ScopeAnswer) -> None:
        """Move on to the end of an answer's page."""
        if answer.facts:
            stand = self.stand(answer.scope)
            stand.cursor, stand.hash = answer.facts[-1].seq, answer.facts[-1].hash


def make_town(url: str, folder: Path) -> Town:
    """Found a server with regions and the usual people."""
    time = Time()
    town = Town(found_service(url, folder, time), time)
    with town.service.store.write() as connection:
        import_regions(connection, town.service.keys, read_regions(REGIONS.encode()), NINE)
    for name, role in (("王海示例", Role.worker), ("苗长根", Role.worker)):
        town.add(name, role)
    town.add("林示范", Role.secretary)
    town.assign("王海示例", GRID, "responsible")
    town.assign("苗长根", GRID, "part")
    return town
