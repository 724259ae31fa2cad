"""Where this device stands with the community: outbox, scopes, last round, and what is proven."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from fieldapp.queries.photos import PhotoCount, count_photos
from fieldapp.store import scopes
from fieldapp.store.left import left_scopes, revoked_ms
from fieldapp.store.quarantined import ERASED
from fieldapp.store.road_back import owes_anything
from fieldapp.store.schema import TABLES, outbox, sync_round
from fieldapp.verbs import Query, Reader, answers


@dataclass(frozen=True, slots=True)
class ScopeRow:
    """One scope's stand."""

    scope: str
    cursor: int
    hash: str
    head: int
    waiting: int
    proven_ms: int | None


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One round of the history. `outcome`: level, done, or the code of what broke it."""

    id: int
    started_ms: int
    ended_ms: int | None
    sent: int
    received: int
    outcome: str
    is_proven: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """`is_proven`: the newest round proved every scope level, and nothing waits, no photograph.

    `has_grid`: a grid is held; `has_parted`: one was, and went to others; `is_stopped`: revoked.
    """

    outbox: int
    conflicts: int
    quarantine: int
    photos: PhotoCount
    is_proven: bool
    proven_ms: int | None
    scopes: tuple[ScopeRow, ...]
    last_round: RoundRow | None
    has_grid: bool = True
    has_parted: bool = False
    is_stopped: bool = False


@dataclass(frozen=True, slots=True)
class StandingQuery(Query[Standing]):
    """Ask where this device stands."""


@answers(StandingQuery)
def standing(reader: Reader, query: StandingQuery) -> Standing:
    """Tell counts, stands, and whether 已同步 may be said."""
    connection = reader.connection
    waiting = _waiting(connection)
    stands = scopes.all_stands(connection)
    rows = tuple(
        ScopeRow(
            one.scope, one.cursor, one.hash, one.head, waiting.get(one.scope, 0), one.proven_ms
        )
        for one in stands
    )
    last = rounds(connection, 1)
    # A round that was killed leaves no line of its own, only where it had come to.
    is_half_way = any(
        one.is_on_the_way_back or one.differs or one.cursor < one.head for one in stands
    ) or owes_anything(connection)
    photos = count_photos(connection, reader.author.person, reader.now_ms)
    is_level = bool(last and last[0].is_proven and not waiting and not is_half_way)
    is_proven = is_level and not photos.waiting
    proven = [row.proven_ms for row in rows if row.proven_ms is not None]
    return Standing(
        outbox=sum(waiting.values()),
        conflicts=count_state(connection, "conflict", "open"),
        quarantine=_set_aside(connection),
        photos=photos,
        is_proven=is_proven,
        proven_ms=min(proven) if is_proven and proven else None,
        scopes=rows,
        last_round=last[0] if last else None,
        has_grid=any(row.scope.startswith("grid:") for row in rows),
        has_parted=bool(left_scopes(connection)),
        is_stopped=revoked_ms(connection) > 0,
    )


def rounds(connection: Connection, limit: int) -> list[RoundRow]:
    """Read the newest rounds, newest first."""
    query = select(sync_round).order_by(sync_round.c.id.desc()).limit(limit)
    return [
        RoundRow(
            found["id"],
            found["started_ms"],
            found["ended_ms"],
            found["sent"],
            found["received"],
            found["outcome"],
            found["is_proven"],
        )
        for found in connection.execute(query).mappings()
    ]


def count_state(connection: Connection, kind: str, state: str) -> int:
    """Count rows of the sync library's own kinds that are in a state."""
    table = TABLES[kind]
    query = select(func.count()).select_from(table).where(table.c.state == state)
    return connection.execute(query).scalar_one()


def _set_aside(connection: Connection) -> int:
    """Count what wants a look by somebody; nothing can be done about what was erased by law."""
    table = TABLES["quarantine"]
    query = select(func.count()).where(
        table.c.state == "waiting", table.c.reason.is_distinct_from(ERASED)
    )
    return connection.execute(query).scalar_one()


def _waiting(connection: Connection) -> dict[str, int]:
    query = select(outbox.c.scope, func.count().label("number")).group_by(outbox.c.scope)
    return {found.scope: found.number for found in connection.execute(query)}
