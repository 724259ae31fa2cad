"""What the person on this device may write, by the same rules as the server's."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection, select

from fieldapp.domain.days import day_of
from fieldapp.domain.roles import (
    SIGNED,
    Assignment,
    Community,
    Post,
    Tie,
    Wish,
    deed_of,
    refusal,
    refusal_to_decide,
    ties_in,
)
from fieldapp.errors import Refused
from fieldapp.store.rows import read_row
from fieldapp.store.schema import TABLES
from sync.codec import derived_id
from sync.protocol import Change, ChangeKind

_SENTENCES = {
    "secretary_only": "这一步由社区书记来做，已写的字还在。",
    "worker_only": "这一步由网格员来做，已写的字还在。",
    "not_author": "这是别人记的，只有本人能改。",
}
_ANOTHERS = "这里不归你改。要改请找社区书记。"


def ties_of(connection: Connection, person: str, now_ms: int) -> dict[str, Tie]:
    """List the scopes this person may hold, as far as the community's rows are here."""
    ties: dict[str, Tie] = {}
    for code in _codes(connection):
        found = ties_in(read_community(connection, code), person, day_of(now_ms))
        ties |= {str(scope): tie for scope, tie in found.items()}
    return ties


def has_colleagues(connection: Connection, scope: str, person: str, now_ms: int) -> bool:
    """Tell whether anybody else holds a scope today, as far as the community's rows are here."""
    today = day_of(now_ms)
    for code in _codes(connection):
        community = read_community(connection, code)
        others = {post.person for post in community.posts} - {person}
        if any(scope in ties_in(community, one, today) for one in others):
            return True
    return False


@dataclass(slots=True)
class KnownTies:
    """A person's ties, kept for the day until staff or assignments change."""

    _day: date | None = None
    _ties: dict[str, Tie] = field(default_factory=dict)

    def of(self, connection: Connection, person: str, now_ms: int) -> Mapping[str, Tie]:
        """Give the ties, reading them when they are not known for this day."""
        if self._day != day_of(now_ms):
            self._ties = ties_of(connection, person, now_ms)
            self._day = day_of(now_ms)
        return self._ties

    def forget_if(self, kinds: Set[str]) -> None:
        """Forget the ties when kinds changed that decide them."""
        if kinds & _DECIDING:
            self._day = None


_DECIDING = frozenset({"staff", "assignment", "grid", "scope"})


def require_permission(connection: Connection, ties: Mapping[str, Tie], change: Change) -> None:
    """Raise `Refused` for what the server would set aside; silent where this device cannot know."""
    tie = ties.get(change.scope)
    if tie is None:
        return
    # Only signed kinds turn on their author; reading the row for every change would cost too much.
    author = _author(connection, change) if change.entity in SIGNED else None
    actor = _whose(connection, change)
    is_anothers = actor != change.actor
    wish = Wish(
        actor, change.entity, change.kind, author, deed_of(change), is_for_another=is_anothers
    )
    reason = refusal(tie, wish) or _refused_decision(connection, tie, change)
    if reason is not None:
        raise Refused(reason.replace("_", "-"), _SENTENCES.get(reason, _ANOTHERS))


def _whose(connection: Connection, change: Change) -> str:
    """Give whose act a change is: what was set aside stays its author's when another sends it."""
    if change.corrects is None:
        return change.actor
    found = read_row(connection, "quarantine", derived_id("quarantine", change.corrects))
    author = found.row.fields.get("author") if found else None
    return author if isinstance(author, str) else change.actor


def _refused_decision(connection: Connection, tie: Tie, change: Change) -> str | None:
    """A decision on a conflict is also an edit of the record it is about."""
    if change.kind is not ChangeKind.resolve:
        return None
    record = read_row(connection, "conflict", change.row)
    entity = record.row.fields.get("on_entity", "") if record else ""
    return refusal_to_decide(tie, change.actor, entity)


def _author(connection: Connection, change: Change) -> str | None:
    named = change.fields.get("author")
    if change.kind is ChangeKind.create:
        return None if named is None else str(named.new)
    found = read_row(connection, change.entity, change.row)
    if found is None:
        return None
    stamp = found.row.stamps.get("author")
    if stamp is not None and stamp.actor == change.actor:
        return change.actor  # whoever took it over may undo that
    return found.row.fields.get("author")


def _codes(connection: Connection) -> list[str]:
    table = TABLES["staff"]
    scopes = connection.execute(select(table.c.scope).distinct()).scalars()
    return sorted(scope.removeprefix("community:") for scope in scopes)


def read_community(connection: Connection, code: str) -> Community:
    """Read the grids, people and assignments of a community, as far as they are here."""
    rows = {kind: _rows(connection, kind, code) for kind in ("grid", "staff", "assignment")}
    return Community(
        code,
        tuple(str(row["id"]) for row in rows["grid"]),
        tuple(_post(row) for row in rows["staff"]),
        tuple(_assignment(row) for row in rows["assignment"]),
    )


def _rows(connection: Connection, kind: str, code: str) -> list[Mapping[str, object]]:
    table = TABLES[kind]
    query = select(table).where(table.c.scope == f"community:{code}", table.c.archived.is_not(True))
    return [dict(found) for found in connection.execute(query.order_by(table.c.id)).mappings()]


def _post(row: Mapping[str, object]) -> Post:
    is_active = row["is_active"] is not False
    return Post(str(row["id"]), str(row["role"]), str(row["region"]), is_active)


def _assignment(row: Mapping[str, object]) -> Assignment:
    return Assignment(
        str(row["person"]),
        str(row["grid"]),
        str(row["role"]),
        _text(row["from_on"]),
        _text(row["to_on"]),
    )


def _text(value: object) -> str | None:
    return None if value is None else str(value)
