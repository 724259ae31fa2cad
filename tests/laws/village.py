"""A village for laws: a real server in the same process, real devices, and a line that lies.

The line encodes and decodes every message as it travels, loses requests, loses answers after the
server committed, delivers twice, and answers in pages of one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from sqlalchemy import Connection

from fieldapp.desk import Desk
from fieldapp.ids import seeded_ids
from fieldapp.queries.dump import DumpQuery
from fieldapp.store import outbox, scopes
from fieldapp.store.database import open_memory
from fieldapp.store.fold import base_rows, change_of, sums_from_rows
from fieldapp.store.rows import read_row
from fieldapp.store.schema import create_everything
from fieldapp.store.seals import keep_server_keys
from fieldapp.store.unit import Author, Unit
from fieldapp.store.worker import DatabaseThread
from server.access import Caller
from server.problems import Problem
from server.service import Service
from sync import line
from sync.client import Progress, run_round
from sync.clock import FixedClock
from sync.codec import pack, unpack
from sync.line import Unreachable
from sync.protocol import Answer, Edit, Fact, Offer, SnapshotRef, Value
from tests.server.town import NINE, Town, make_town

R = TypeVar("R")


class Fault(StrEnum):
    """What the line does to one exchange."""

    none = "none"
    request_lost = "request_lost"
    answer_lost = "answer_lost"
    delivered_twice = "delivered_twice"
    page_of_one = "page_of_one"


@dataclass
class LyingLine:
    """A transport in the same process; `faults` are used up one an exchange, then none."""

    service: Service
    caller: Caller
    faults: list[Fault] = field(default_factory=list)
    before_exchange: Callable[[], None] = lambda: None
    token: str = ""

    def exchange(self, offer: Offer) -> Answer:
        """Carry an offer, or do to it what the next fault says."""
        self.before_exchange()
        fault = self.faults.pop(0) if self.faults else Fault.none
        if fault is Fault.request_lost:
            raise Unreachable("request lost")
        if fault is Fault.page_of_one:
            offer = msgspec.structs.replace(offer, page_facts=1)
        sent = unpack(Offer, pack(offer))
        caller = self._admitted()
        answer = self.service.exchange.answer(caller, sent)
        if fault is Fault.delivered_twice:
            answer = self.service.exchange.answer(caller, sent)
        if fault is Fault.answer_lost:
            raise Unreachable("answer lost")
        return unpack(Answer, pack(answer))

    def leave(self, offer: Offer) -> Answer:
        """Hand in what a revoked device holds."""
        caller = self.service.caller_leaving(self.token)
        answer = self.service.exchange.answer(caller, unpack(Offer, pack(offer)))
        return unpack(Answer, pack(answer))

    def _admitted(self) -> Caller:
        if not self.token:
            return self.caller
        try:
            return self.service.caller(self.token)
        except Problem as problem:
            told = line.Problem(int(problem.number), problem.number.name)
            raise line.TurnedAway(told) from problem

    def snapshot(self, ref: SnapshotRef, on_bytes: Callable[[int], None]) -> bytes:
        """Fetch a snapshot."""
        content = self.service.snapshot(self.caller, ref.name)
        on_bytes(len(content))
        return content


@dataclass
class Member:
    """One person's device: a desk over an encrypted database, and its line."""

    name: str
    desk: Desk
    thread: DatabaseThread
    clock: FixedClock
    line: LyingLine
    author: Author
    made: list[str] = field(default_factory=list)

    def write(self, work: Callable[[Unit], R]) -> R:
        """Run one command's work in its transaction, as the desk does."""

        def inside(connection: Connection) -> tuple[R, list[str]]:
            unit = Unit(connection, self.author, self.clock, self._make_id)
            result = work(unit)
            unit.finish()
            return result, list(unit.change_ids)

        self.clock.advance(1)
        result, ids = self.thread.run(inside, write=True)
        self.made += ids
        return result

    def sync(self, *faults: Fault) -> Progress | None:
        """Run one round; None when the line broke."""
        self.line.faults = list(faults)
        try:
            return run_round(self.desk.replica(), self.line, self.clock)
        except Unreachable:
            return None
        finally:
            self.line.faults = []

    def read(self, work: Callable[[Connection], R]) -> R:
        """Read something in one transaction."""
        return self.thread.run(work, write=False)

    def shown(self, kind: str, id_: str) -> dict[str, Value] | None:
        """Give a row's fields as the screen shows them."""
        found = self.read(lambda connection: read_row(connection, kind, id_))
        return found.row.fields if found else None

    def dump(self) -> list[dict[str, Any]]:
        """Give the whole view as `fieldapp dump --reveal` prints it."""
        return self.desk.ask(DumpQuery(reveal=True)).result()

    def waiting(self) -> list[str]:
        """Name the changes in the outbox."""

        def inside(connection: Connection) -> list[str]:
            return [
                entry.id
                for stand in scopes.all_stands(connection)
                for entry in outbox.pending(connection, stand.scope)
            ]

        return self.read(inside)

    def _make_id(self, wall_ms: int) -> str:
        return self.desk._make_id(wall_ms)


@dataclass
class Village:
    """The server and its devices."""

    town: Town
    members: list[Member]

    def close(self) -> None:
        """End every thread and the server."""
        for member in self.members:
            member.thread.close()
        self.town.service.close()

    def settle(self) -> None:
        """Let everybody sync without faults until all are level and nobody hears news."""
        for _ in range(8):
            done = [member.sync() for member in self.members]
            if all(one is not None and one.is_level and not one.received for one in done):
                return
        raise AssertionError("the devices never became level")

    def check_between(self, member: Member) -> None:
        """Between two exchanges of one round the laws hold as well."""
        check_outbox(member, self.logs())

    def logs(self) -> dict[str, list[Fact]]:
        """Read every scope's whole log."""
        held = {stand.scope for member in self.members for stand in member.read(scopes.all_stands)}
        return {scope: self.town.facts(scope) for scope in sorted(held)}


def make_village(
    url: str, folder: Path, names: Iterable[str], prepare: Callable[[Town], None] = lambda _: None
) -> Village:
    """Found a town and give each named person a device that has done its first sync."""
    town = make_town(url, folder)
    prepare(town)
    members = [_member(town, name, seed) for seed, name in enumerate(names, start=1)]
    village = Village(town, members)
    for member in members:
        member.line.before_exchange = partial(village.check_between, member)
    village.settle()
    return village


def _member(town: Town, name: str, seed: int) -> Member:
    phone = town.phone(name)
    clock = FixedClock(NINE, boot_ms=1_000_000, boot_id=f"boot-{seed}")
    make_id = seeded_ids(seed)
    thread = DatabaseThread(open_memory)
    author = Author(phone.caller.person, phone.caller.device)
    with town.service.store.read() as connection:
        ties = town.service.exchange.access.ties(connection, author.person, NINE)

    def begin(connection: Connection) -> None:
        create_everything(connection)
        scopes.join(connection, sorted(ties), [make_id(NINE) for _ in ties])
        keep_server_keys(connection, town.service.keys.public())

    thread.run(begin, write=True)
    lying = LyingLine(town.service, phone.caller, token=phone.token)
    return Member(name, Desk(thread, author, clock, make_id), thread, clock, lying, author)


# --- invariants, by the names they have in docs/sync.md -------------------------------------


def check_once(facts: list[Fact]) -> None:
    """ONCE: no change id twice in a log."""
    ids = [fact.id for fact in facts]
    assert len(ids) == len(set(ids)), "ONCE: a change stands twice in the log"


def check_contig(facts: list[Fact]) -> None:
    """CONTIG: sequence numbers are 1, 2, 3 … and each fact continues the chain."""
    assert [fact.seq for fact in facts] == list(range(1, len(facts) + 1)), "CONTIG"
    assert all(b.was == a.hash for a, b in pairwise(facts)), "CHAIN"


def fold(facts: Iterable[Fact]) -> dict[tuple[str, str], dict[str, Value]]:
    """Fold effects into rows, knowing nothing of the shipping code."""
    rows: dict[tuple[str, str], dict[str, Value]] = {}
    for fact in facts:
        for effect in fact.effect:
            key = (effect.entity, effect.row)
            if effect.is_gone:
                rows.pop(key, None)
            elif effect.fields:
                rows.setdefault(key, {}).update(effect.fields)
    return {
        key: {name: value for name, value in fields.items() if value is not None}
        for key, fields in rows.items()
    }


def check_prefix(member: Member, logs: dict[str, list[Fact]]) -> None:
    """PREFIX and SUM: base = fold(log[1..cursor]), and the checksums say so."""

    def inside(connection: Connection) -> None:
        for stand in scopes.all_stands(connection):
            expected = fold(logs[stand.scope][: stand.cursor])
            base = {
                (kind, id_): row.fields for kind, id_, row in base_rows(connection, stand.scope)
            }
            assert base == expected, f"PREFIX: {member.name} in {stand.scope}"
            sums = {kind: total for kind, total in stand.sums.items() if total}
            assert sums == sums_from_rows(connection, stand.scope), "SUM"

    member.read(inside)


def check_outbox(member: Member, logs: dict[str, list[Fact]]) -> None:
    """OUTBOX: whatever left the outbox is in the log behind the cursor."""
    place = {
        fact.id: (scope, fact.seq)
        for scope, facts in logs.items()
        for fact in facts
        if (change := change_of(fact)) is None or change.scope == scope
    }
    waiting = set(member.waiting())
    stands = {stand.scope: stand.cursor for stand in member.read(scopes.all_stands)}
    for id_ in member.made:
        if id_ not in waiting:
            assert id_ in place, "OUTBOX: a change left the outbox and is nowhere"
            scope, seq = place[id_]
            assert seq <= stands[scope], "OUTBOX: a change left before it was read"


def check_ryw(member: Member) -> None:
    """RYW: the view contains every pending change's value, unless a later one of one's own."""

    def inside(connection: Connection) -> None:
        last: dict[tuple[str, str, str], Edit] = {}
        for stand in scopes.all_stands(connection):
            for entry in outbox.pending(connection, stand.scope):
                change = entry.change()
                if change.kind not in ("resolve", "move"):
                    for name, edit in change.fields.items():
                        last[change.entity, change.row, name] = edit
        for (kind, id_, name), edit in last.items():
            found = read_row(connection, kind, id_)
            if found is None and read_row(connection, "moved", id_) is not None:
                continue  # it was handed to another grid, and what waits shows there
            assert found is not None, "RYW: an own row is not shown"
            value = found.row.fields.get(name)
            if edit.add or edit.remove:
                dots = value["dots"] if value else {}
                assert set(edit.add) <= set(dots), "RYW: an own tag is not shown"
                assert not set(edit.remove) & set(dots), "RYW: an own removal is not shown"
            elif kind != "diary_line" or name != "text":
                assert value == edit.new, "RYW: an own value is not shown"

    member.read(inside)


def check_nosilent(facts: list[Fact]) -> None:
    """NOSILENT: a value is replaced by a change that had seen it, or a conflict tells of both."""
    rows: dict[tuple[str, str], dict[str, Value]] = {}
    told = {
        (effect.fields["on_row"], effect.fields["on_field"], fact.id)
        for fact in facts
        for effect in fact.effect
        if effect.entity == "conflict" and "on_row" in effect.fields
    }
    for fact in facts:
        change = change_of(fact)
        assert change is not None
        for effect in fact.effect:
            row = rows.setdefault((effect.entity, effect.row), {})
            if effect.entity == change.entity and change.kind not in ("resolve", "move"):
                _check_replaced(fact, effect.row, effect.fields, row, change.fields, told)
            row.update(effect.fields)
            if effect.is_gone:
                del rows[effect.entity, effect.row]


def _check_replaced(
    fact: Fact,
    id_: str,
    fields: dict[str, Value],
    before: dict[str, Value],
    edits: dict[str, Edit],
    told: set[tuple[str, str, str]],
) -> None:
    for name, value in fields.items():
        edit, current = edits.get(name), before.get(name)
        if edit is None or edit.add or edit.remove or current in (value, edit.old):
            continue
        if isinstance(current, str) and isinstance(value, str) and name in ("text", "note"):
            continue  # merged prose; TEXT is a law of its own
        assert (id_, name, fact.id) in told, f"NOSILENT: {name} was replaced unseen"


def check_move(village: Village) -> None:
    """MOVE: no row of a grid is in two grids, and whatever was handed over is in one."""
    rows = {scope: fold(facts) for scope, facts in village.logs().items()}
    seen: dict[tuple[str, str], str] = {}
    for scope, found in rows.items():
        for kind, id_ in found:
            if scope.startswith("grid:") and kind not in ("moved", "quarantine", "purged"):
                assert seen.setdefault((kind, id_), scope) == scope, f"MOVE: {kind} is in two grids"
    for scope, found in rows.items():
        erased = {one.get("on_row") for (kind, _), one in found.items() if kind == "purged"}
        for (kind, id_), fields in found.items():
            if kind == "moved" and scope.startswith("grid:") and fields.get("to") in rows:
                if id_ in erased:
                    continue
                assert any(id_ == key[1] for key in rows[fields["to"]]), "MOVE: a row is in none"


def check_everything(village: Village) -> None:
    """Check every invariant that holds at all times."""
    logs = village.logs()
    for facts in logs.values():
        check_once(facts)
        check_contig(facts)
        check_nosilent(facts)
    check_move(village)
    for member in village.members:
        check_prefix(member, logs)
        check_outbox(member, logs)
        check_ryw(member)


def check_equal(village: Village) -> None:
    """When all is quiet: same scopes, same bytes; nothing waits."""
    by_scope: dict[str, list[list[dict[str, Any]]]] = {}
    for member in village.members:
        assert not member.waiting(), f"{member.name} still has changes waiting"
        rows = member.dump()
        for stand in member.read(scopes.all_stands):
            mine = [row for row in rows if row["scope"] == stand.scope]
            by_scope.setdefault(stand.scope, []).append(mine)
    for scope, dumps in by_scope.items():
        for dump in dumps[1:]:
            assert [row for row in dump if row not in dumps[0]] == [], f"{scope} differs"
            assert dump == dumps[0], f"{scope} differs"
