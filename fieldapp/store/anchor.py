"""Where this device stood, written outside its home: so that an old copy of the home is noticed.

A home that was copied back, or to another machine, would use slots of its streams twice. The
server notices that (FORK, GAP); the anchor notices it earlier, and can say so. It blocks nothing,
and no anchor is no finding.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
from platformdirs import user_state_path
from sqlalchemy import Connection

from fieldapp.errors import Trouble
from fieldapp.ids import NewId
from fieldapp.log import EventLog
from fieldapp.store import outbox, scopes
from fieldapp.store.files import write_whole
from fieldapp.store.found import Copied, note
from fieldapp.store.installation import Installation, machine_mark

log = EventLog("anchor")


class Mark(msgspec.Struct, frozen=True):
    """How far one stream and one log had come."""

    incarnation: str
    n: int
    cursor: int


class Anchor(msgspec.Struct, frozen=True):
    """How far a home had come in every scope, and how many changes waited."""

    waiting: int = 0
    scopes: dict[str, Mark] = {}


def anchor_file(home: str) -> Path:
    """Say where the anchor of a home lies; `home` is the name in its installation.json."""
    return user_state_path("fieldapp", appauthor=False) / "anchors" / f"{home}.json"


def read_anchor(home: str) -> Anchor | None:
    """Read the anchor of a home; None when there is none, or none that can be read."""
    if not home:
        return None
    try:
        return msgspec.json.decode(anchor_file(home).read_bytes(), type=Anchor)
    except (OSError, msgspec.DecodeError):
        return None


def stand_of(connection: Connection) -> Anchor:
    """Read where the database stands."""
    return Anchor(
        waiting=outbox.count(connection),
        scopes={
            one.scope: Mark(one.incarnation, _last_n(connection, one.scope), one.cursor)
            for one in scopes.all_stands(connection)
        },
    )


def write_anchor(home: str, now: Anchor) -> None:
    """Write the anchor, if it is another one. What stands in the way of it is no matter."""
    path = anchor_file(home)
    if not home or read_anchor(home) == now:
        return
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(path, msgspec.json.encode(now))
    except (OSError, Trouble) as error:
        log.warning("not-written", error=type(error).__name__)


def copied(connection: Connection, known: Installation) -> str:
    """Tell by a code whether this home is a copy: `moved` to another machine, `older`; or ""."""
    if known.home and known.machine and known.machine != machine_mark(known.home):
        return "moved"
    anchor = read_anchor(known.home)
    if anchor is None:
        return ""
    is_older = any(
        _is_older(connection, stand, anchor.scopes[stand.scope])
        for stand in scopes.all_stands(connection)
        if stand.scope in anchor.scopes
    )
    return "older" if is_older else ""


def _is_older(connection: Connection, stand: scopes.ScopeStand, mark: Mark) -> bool:
    """Compare only within one stream; whoever is reading a log anew stands behind herself."""
    if stand.incarnation != mark.incarnation:
        return False
    is_at_rest = not stand.is_on_the_way_back and stand.cursor == stand.head
    is_behind = is_at_rest and stand.cursor < mark.cursor
    return is_behind or _last_n(connection, stand.scope) < mark.n


def start_streams_anew(connection: Connection, code: str, make_id: NewId, now_ms: int) -> None:
    """Take new incarnations in every scope, the same change ids in them, and remember why."""
    for stand in scopes.all_stands(connection, also_left=True):
        scopes.change(connection, stand.scope, incarnation=make_id(now_ms), proven_ms=None)
        outbox.renumber(connection, stand.scope)
    note(connection, Copied(code, now_ms))
    log.warning("copy", code=code)


def _last_n(connection: Connection, scope: str) -> int:
    query = "SELECT last_n FROM scope_state WHERE scope = ?"
    return int(connection.exec_driver_sql(query, (scope,)).scalar_one())
