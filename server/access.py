"""The only permission code of the server: who is a member of what, now, by the rows themselves."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from fieldapp.domain.issue_words import Deed
from fieldapp.domain.roles import (
    SERVER_ACTOR,
    Assignment,
    Community,
    Post,
    Role,
    Tie,
    Wish,
    deed_of,
    refusal,
    refusal_to_decide,
    refused_side,
    shanghai_date,
    ties_in,
)
from server.log import Head, OpenLog, read_head
from server.tables import ROW, STAFFING
from sync.codec import derived_id
from sync.protocol import Change, ChangeKind, Edit, RowId, ScopeId


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: a person, on a device of hers. `devices` are all she ever enrolled.

    A revoked device may still hand in what it holds, and is told nothing (`Exchange.answer`).
    """

    person: str
    device: str
    role: Role
    community: str
    devices: frozenset[str] = frozenset()
    is_revoked: bool = False

    def owns(self, device: str) -> bool:
        """Tell whether a change may name this device as its maker."""
        return device == self.device or device in self.devices


SERVER = Caller(SERVER_ACTOR, SERVER_ACTOR, Role.admin, "", frozenset())
"""The server itself, as the author of regions, staff and catalogues."""


@dataclass(slots=True)
class Access:
    """Membership of every scope, read from staff and assignment rows and kept while they stand."""

    _read: dict[str, tuple[str, Community]] = field(default_factory=dict)

    def ties(self, connection: Connection, person: str, now_ms: int) -> dict[ScopeId, Tie]:
        """List the scopes that a person may hold at `now_ms`, and by which tie."""
        today = shanghai_date(now_ms)
        ties: dict[ScopeId, Tie] = {}
        for code in _communities_of(connection, person):
            ties |= ties_in(self.community(connection, code), person, today)
        return ties

    def community(self, connection: Connection, code: str) -> Community:
        """Read what decides membership in a community, unless its log has not moved since."""
        head = read_head(connection, f"community:{code}")
        stand = head.hash if head else ""
        known = self._read.get(code)
        if known is not None and known[0] == stand:
            return known[1]
        read = _read_community(connection, code)
        self._read[code] = (stand, read)
        return read

    def members(self, connection: Connection, head: Head, now_ms: int) -> frozenset[str]:
        """List the people who may hold a scope at `now_ms`."""
        community, today = self.community(connection, head.community), shanghai_date(now_ms)
        return frozenset(
            post.person
            for post in community.posts
            if head.scope in ties_in(community, post.person, today)
        )


def has_served(connection: Connection, head: Head, person: str) -> bool:
    """Tell whether a person ever was a member of a scope, as far as the rows remember."""
    kind, _, code = head.scope.partition(":")
    if kind == "diary":
        return code == person
    query = select(ROW.c.kind, ROW.c.id, ROW.c.fields).where(
        ROW.c.community_id == head.community,
        ROW.c.scope == f"community:{head.community}",
        ROW.c.kind.in_(("staff", "assignment")),
    )
    for entity, id_, text in connection.execute(query):
        fields = json.loads(text)
        if entity == "staff" and id_ == person:
            if kind == "community" or fields.get("role") == Role.secretary:
                return True
        elif entity == "assignment" and (fields.get("person"), fields.get("grid")) == (
            person,
            code,
        ):
            return True
    return False


def _communities_of(connection: Connection, person: str) -> list[str]:
    query = select(STAFFING.c.community_id).where(STAFFING.c.person == person)
    return sorted(connection.scalars(query))


def _read_community(connection: Connection, code: str) -> Community:
    query = select(ROW.c.kind, ROW.c.id, ROW.c.fields).where(
        ROW.c.community_id == code,
        ROW.c.scope == f"community:{code}",
        ROW.c.kind.in_(("grid", "staff", "assignment")),
    )
    rows: dict[str, dict[str, Mapping[str, Any]]] = {"grid": {}, "staff": {}, "assignment": {}}
    for kind, id_, fields in connection.execute(query):
        content = json.loads(fields)
        if not content.get("archived"):
            rows[kind][id_] = content
    return Community(
        code,
        tuple(sorted(rows["grid"])),
        tuple(_posts(rows["staff"])),
        tuple(_assignments(rows["assignment"])),
    )


def _posts(rows: Mapping[str, Mapping[str, Any]]) -> Iterator[Post]:
    for person, fields in sorted(rows.items()):
        is_active = fields.get("is_active", True)
        yield Post(person, fields.get("role", ""), fields.get("region", ""), bool(is_active))


def _assignments(rows: Mapping[str, Mapping[str, Any]]) -> Iterator[Assignment]:
    for _, fields in sorted(rows.items()):
        yield Assignment(
            fields.get("person", ""),
            fields.get("grid", ""),
            fields.get("role", ""),
            fields.get("from_on"),
            fields.get("to_on"),
        )


def refused(
    log: OpenLog,
    caller: Caller,
    tie: Tie,
    change: Change,
    members: frozenset[str] = frozenset(),
) -> str | None:
    """Say why this change may not be taken from this caller; None when it may.

    `members` are the people who hold the scope.
    """
    if change.scope != log.head.scope:
        return "wrong_scope"
    if change.actor != caller.person or not caller.owns(change.device):
        return "not_author"
    if change.kind is ChangeKind.resolve and change.entity == "conflict":
        return _refused_decision(log, tie, change)
    if change.entity == "quarantine" and tie is not Tie.server:
        return _refused_to_set_aside_again(log, caller, tie, change)
    actor = _whose(log, change)
    author, deed = _author(log, change), deed_of(change)
    is_own_work = bool(members - {actor}) and _rates_own_work(log, actor, change)
    is_anothers = actor != change.actor
    wish = Wish(actor, change.entity, change.kind, author, deed, is_own_work, is_anothers)
    reason = refusal(tie, wish) or _refused_side(log, actor, change)
    if reason is None and change.kind is ChangeKind.create and _is_anothers(log, tie, change):
        return "id_taken"
    return reason


def _refused_side(log: OpenLog, actor: str, change: Change) -> str | None:
    if (change.entity, change.kind) != ("handover", ChangeKind.create):
        return None
    fields = {name: edit.new for name, edit in change.fields.items()}
    return refused_side(_read_community(log.connection, log.head.community), actor, fields)


def _rates_own_work(log: OpenLog, actor: str, change: Change) -> bool:
    """Tell whether a step says how content people are with what its author said was done."""
    edit = change.fields.get("after")
    if deed_of(change) != Deed.rate or edit is None or not isinstance(edit.new, str):
        return False
    row = log.row("issue_step", RowId(edit.new))
    return row is not None and row.fields.get("author") == actor


def _is_anothers(log: OpenLog, tie: Tie, change: Change) -> bool:
    """Tell whether a new row would bear the id of a row in another grid.

    Whoever holds both grids reads rows by their ids: a second one could stand in for the first.
    A masked row bears the id of its resident, so that one counts as well.
    """
    if tie is Tie.server or log.row(change.entity, change.row) is not None:
        return False
    if log.row("moved", change.row) is not None:
        return False  # it is the same row, and was handed over
    kinds = (change.entity, "resident") if change.entity == "care" else (change.entity,)
    return any(log.is_elsewhere(kind, change.row) for kind in kinds)


def _whose(log: OpenLog, change: Change) -> str:
    """Give whose act a change is: what was set aside stays its author's when another sends it."""
    if change.corrects is None:
        return change.actor
    aside = log.row("quarantine", derived_id("quarantine", change.corrects))
    author = aside.fields.get("author") if aside else None
    return author if isinstance(author, str) else change.actor


_AGAIN = {"state": Edit(old="corrected", new="waiting")}


def _refused_to_set_aside_again(
    log: OpenLog, caller: Caller, tie: Tie, change: Change
) -> str | None:
    """Whoever may correct what was set aside may take the correction back; nothing else of it."""
    row = log.row("quarantine", change.row)
    if row is None or change.kind is not ChangeKind.patch or change.fields != _AGAIN:
        return "server_only"
    is_hers = row.fields.get("author") == caller.person or tie is Tie.secretary
    return None if is_hers or row.fields.get("reason") == "handed_over" else "not_author"


def _author(log: OpenLog, change: Change) -> str | None:
    edit = change.fields.get("author")
    if change.kind is ChangeKind.create:
        return edit.new if edit is not None and isinstance(edit.new, str) else None
    row = log.row(change.entity, change.row)
    if row is None:
        return None
    stamp = row.stamps.get("author")
    if stamp is not None and stamp.actor == change.actor:
        return change.actor  # whoever took it over may undo that
    return row.fields.get("author")


def _refused_decision(log: OpenLog, tie: Tie, change: Change) -> str | None:
    record = log.row("conflict", change.row)
    about = record.fields.get("on_entity", "") if record else ""
    return refusal_to_decide(tie, change.actor, about) if about else None


def refused_correction(
    log: OpenLog, caller: Caller, tie: Tie, quarantined: RowId, members: frozenset[str]
) -> str | None:
    """Say why the caller may not correct a quarantined change; None when she may.

    Its author may, or the secretary; anyone of the scope once the author is gone.
    """
    row = log.row("quarantine", quarantined)
    author = row.fields.get("author") if row else None
    if author in (None, caller.person) or tie in (Tie.secretary, Tie.server):
        return None
    return None if author not in members else "not_author"
