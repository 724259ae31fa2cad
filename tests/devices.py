"""A device for tests: a desk over an encrypted database in memory, with its time standing still."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection

from fieldapp.desk import Desk
from fieldapp.ids import seeded_ids
from fieldapp.store import derived, outbox, scopes
from fieldapp.store.database import open_memory
from fieldapp.store.outbox import Pending
from fieldapp.store.rows import Stored, read_row, write_rows
from fieldapp.store.schema import create_everything
from fieldapp.store.unit import Author
from fieldapp.store.worker import DatabaseThread
from fieldapp.verbs import Command, Query
from sync.clock import FixedClock
from sync.merge import Row, Stamp
from sync.protocol import Change, Value

R = TypeVar("R")

NINE = 1_795_136_400_000
"""2026-11-20 09:00 in Asia/Shanghai, in milliseconds."""
DAY_MS = 86_400_000
GRID = "560102001006003"
COMMUNITY = "560102001006"
WORKER = "worker-wang"
GRID_SCOPE, CARE_SCOPE = f"grid:{GRID}", f"care:{GRID}"
COMMUNITY_SCOPE, DIARY_SCOPE = f"community:{COMMUNITY}", f"diary:{WORKER}"
SCOPES = (COMMUNITY_SCOPE, GRID_SCOPE, CARE_SCOPE, DIARY_SCOPE)
"""What the responsible worker of one grid holds."""


@dataclass(frozen=True, slots=True)
class Device:
    """A desk, its clock and its database thread, and short ways to look behind them."""

    desk: Desk
    clock: FixedClock
    thread: DatabaseThread

    def do(self, command: Command[R]) -> R:
        """Do one command and wait for its result; raises what the handler raises."""
        return self.desk.do(command).result(timeout=60)

    def ask(self, query: Query[R]) -> R:
        """Ask one query and wait for the answer."""
        return self.desk.ask(query).result(timeout=60)

    def run(self, work: Callable[[Connection], R]) -> R:
        """Run a function of the connection in a writing transaction."""
        return self.thread.run(work, write=True)

    def read(self, kind: str, id_: str) -> dict[str, Value]:
        """Read one row's fields; a row that does not exist is an empty one."""
        found = self.run(lambda connection: read_row(connection, kind, id_))
        return found.row.fields if found else {}

    def waiting(self, scope: str = GRID_SCOPE) -> list[Pending]:
        """List what waits in the outbox of one scope."""
        return self.run(lambda connection: outbox.pending(connection, scope))

    def changes(self, scope: str = GRID_SCOPE) -> list[Change]:
        """Decode what waits in the outbox of one scope."""
        return [entry.change() for entry in self.waiting(scope)]

    def seed(self, kind: str, id_: str, fields: Mapping[str, Value], *, scope: str = "") -> str:
        """Put a row into the base, as if it had been read from the log. Gives its id."""
        self.seed_many(kind, {id_: fields}, scope=scope)
        return id_

    def seed_many(
        self, kind: str, rows: Mapping[str, Mapping[str, Value]], *, scope: str = ""
    ) -> None:
        """Put many rows of one kind into the base."""
        where = scope or _usual_scope(kind)
        stamp = Stamp("server", "server", self.clock.wall_ms, good=True)
        stored = {
            (kind, id_): Stored(where, Row(dict(fields), dict.fromkeys(fields, stamp)))
            for id_, fields in rows.items()
        }

        def work(connection: Connection) -> None:
            write_rows(connection, stored)
            derived.refresh(connection, stored.keys())

        self.run(work)

    def close(self) -> None:
        """End the database thread."""
        self.thread.close()


def make_device(
    *,
    person: str = WORKER,
    scopes_held: Iterable[str] = SCOPES,
    at_ms: int = NINE,
    seed: int = 1,
) -> Device:
    """Make a device that holds these scopes and knows nothing yet; `close` it afterwards."""
    clock = FixedClock(at_ms)
    make_id = seeded_ids(seed)
    thread = DatabaseThread(open_memory)
    author = Author(person, f"device-{seed}")
    held = tuple(scopes_held)

    def begin(connection: Connection) -> None:
        create_everything(connection)
        scopes.join(connection, held, [make_id(at_ms) for _ in held])

    thread.run(begin, write=True)
    return Device(Desk(thread, author, clock, make_id), clock, thread)


@contextmanager
def device(**options: Any) -> Iterator[Device]:
    """Make a device for the length of a `with` block."""
    made = make_device(**options)
    try:
        yield made
    finally:
        made.close()


_OF_THE_COMMUNITY = (
    "region grid staff assignment handover tag_kind checklist campaign_template setting"
)
_SCOPE_BY_KIND = dict.fromkeys(_OF_THE_COMMUNITY.split(), COMMUNITY_SCOPE) | {"care": CARE_SCOPE}


def _usual_scope(kind: str) -> str:
    if kind in ("diary_entry", "diary_line", "tick", "review", "instruction", "reply"):
        return DIARY_SCOPE
    return _SCOPE_BY_KIND.get(kind, GRID_SCOPE)
