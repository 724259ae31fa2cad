"""The sync screen: a sentence a person could say, four counts, every waiting record by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Select, func, select

from fieldapp.domain.days import day_of, start_of
from fieldapp.domain.when import clock_text, length_text, when_text
from fieldapp.queries.photos import PhotoCount
from fieldapp.queries.rounds import RoundLine, round_lines
from fieldapp.queries.standing import ScopeRow, Standing, StandingQuery, rounds, standing
from fieldapp.queries.telling import Told, main_change, tell_changes
from fieldapp.store.kept import server_offset_ms
from fieldapp.store.outbox import thing, things
from fieldapp.store.schema import TABLES, outbox, tail
from fieldapp.verbs import Query, Reader, answers
from sync.codec import decode
from sync.protocol import Change

CLOCK_TOLERANCE_MS = 600_000
WAITING_SHOWN = 100
_READ_OF_EACH = 20
_FINE = frozenset({"level", "done", "stick"})


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """The line at the top. `is_away`: the newest round did not come through."""

    waiting: int
    delivered: int
    is_proven: bool
    proven_ms: int | None
    last_done_ms: int | None
    is_away: bool
    sentence: str
    clock_sentence: str
    conflicts: int
    quarantine: int
    photos: PhotoCount = field(default_factory=lambda: PhotoCount(0, 0, ""))


@dataclass(frozen=True, slots=True)
class SyncCount:
    """One of the four counts that fill up."""

    key: str
    word: str
    number: int
    note: str


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One thing that waits here, however many changes it is made of."""

    kind_word: str
    text: str
    at_ms: int
    when: str
    state: str
    state_word: str
    entity: str
    row: str
    changes: int


@dataclass(frozen=True, slots=True)
class _Item:
    """The first changes of one thing that waits, and how many it has."""

    first: Sequence[Change]
    count: int
    is_delivered: bool


@dataclass(frozen=True, slots=True)
class SyncView:
    """The whole screen. `waiting` are the newest; the counts are of all."""

    sentence: str
    detail: str
    status: SyncStatus
    counts: tuple[SyncCount, ...]
    waiting: tuple[WaitingRow, ...]
    rounds: tuple[RoundLine, ...]
    conflicts: int
    quarantine: int
    scopes: tuple[ScopeRow, ...]


@dataclass(frozen=True, slots=True)
class SyncQuery(Query[SyncView]):
    """Ask for the sync screen."""


@dataclass(frozen=True, slots=True)
class StatusQuery(Query[SyncStatus]):
    """Ask for the line at the top."""


@answers(StatusQuery)
def status(reader: Reader, query: StatusQuery) -> SyncStatus:
    """Tell how the records stand, in words."""
    return _status(reader, standing(reader, StandingQuery()))


@answers(SyncQuery)
def sync_view(reader: Reader, query: SyncQuery) -> SyncView:
    """Tell everything about sync."""
    stands = standing(reader, StandingQuery())
    told = _status(reader, stands)
    counts = _counts(reader, told)
    recorded = next(one.number for one in counts if one.key == "recorded")
    sentence, detail = _sentences(told, recorded)
    return SyncView(
        sentence,
        detail,
        told,
        counts,
        _waiting_rows(reader),
        round_lines(reader),
        told.conflicts,
        told.quarantine,
        stands.scopes,
    )


def _status(reader: Reader, stands: Standing) -> SyncStatus:
    saved, delivered = _waiting(reader.connection)
    latest = rounds(reader.connection, 50)
    done = next((one.ended_ms for one in latest if one.outcome == "level"), None)
    is_away = bool(latest) and latest[0].outcome not in _FINE
    return SyncStatus(
        saved,
        delivered,
        stands.is_proven,
        stands.proven_ms,
        done,
        is_away,
        _sentence(reader, stands, saved, delivered, done, is_away),
        clock_sentence(server_offset_ms(reader.connection)),
        stands.conflicts,
        stands.quarantine,
        stands.photos,
    )


def clock_sentence(offset_ms: int) -> str:
    """Say by how much this machine's clock is off; "" when it is right."""
    if abs(offset_ms) < CLOCK_TOLERANCE_MS:
        return ""
    return f"本机时间相差 {length_text(offset_ms)}"


def _sentence(
    reader: Reader,
    stands: Standing,
    saved: int,
    delivered: int,
    done_ms: int | None,
    is_away: bool,
) -> str:
    away = "离线，" if is_away else ""
    if saved:
        return f"{away}{saved} 条已存本机"
    if delivered:
        return f"{away}{delivered} 条已送达，等入账"
    if stands.photos.waiting:
        return f"{away}{stands.photos.text}"
    if done_ms is None:
        return "还没同步过"
    day = when_text(done_ms, reader.now_ms).removeprefix("今天 ")
    until = day if ":" in day else f"{day} {clock_text(done_ms)}"
    if stands.is_proven:
        return f"已同步到 {until}，可以离线用"
    return f"{away}上次同步完 {until}"


def _sentences(told: SyncStatus, recorded: int) -> tuple[str, str]:
    waiting = told.waiting + told.delivered
    kept = f"{waiting} 条记录在等着送。关机、没电都不会丢。"
    if told.is_proven:
        today = f"今天 {recorded} 条，全部入账。" if recorded else "没有要送的，也没有没收的。"
        return "都送到了，和社区的一样", today
    if told.is_away and told.photos.waiting and not waiting:
        return "没有网，都存在这台平板上", f"{told.photos.text}，有网接着送。"
    if told.is_away:
        return "没有网，都存在这台平板上", kept if waiting else "没有要送的，有网再收新的。"
    if waiting:
        return f"还有 {waiting} 条没入账", kept
    if told.photos.waiting:
        left = f"{told.photos.waiting} 张照片在等着送。关机、没电都不会丢。"
        return f"文字都送到了，{told.photos.text}", left
    return "没有要送的", "还没和社区核对过，同步一次就知道。"


def _waiting(connection: Connection) -> tuple[int, int]:
    """Count the things that wait: those of which something is here alone, and the rest."""
    here = things(connection, outbox.c.delivered_seq.is_(None))
    return here, things(connection) - here


def _counts(reader: Reader, told: SyncStatus) -> tuple[SyncCount, ...]:
    today = start_of(day_of(reader.now_ms))
    one = func.coalesce(tail.c.act, tail.c.change_id)
    entered = select(func.count(one.distinct())).where(
        tail.c.actor == reader.author.person, tail.c.at_ms >= today
    )
    review, entry = TABLES["review"], TABLES["diary_entry"]
    read = (
        select(func.count(review.c.entry_id.distinct()))
        .join(entry, entry.c.id == review.c.entry_id)
        .where(
            entry.c.author == reader.author.person,
            review.c.at_ms >= today,
            review.c.archived.is_not(True),
        )
    )
    return (
        SyncCount("saved", "已存本机", told.waiting, "条"),
        SyncCount("delivered", "已送达", told.delivered, "条，等入账"),
        SyncCount(
            "recorded", "已入账", reader.connection.execute(entered).scalar_one(), "条，今天"
        ),
        SyncCount("read", "已阅", reader.connection.execute(read).scalar_one(), "条，今天"),
    )


def _number(reader: Reader, query: Select[Any]) -> int:
    return int(reader.connection.execute(query).scalar() or 0)


def _waiting_rows(reader: Reader) -> tuple[WaitingRow, ...]:
    items = _waiting_items(reader.connection)
    mains = [main_change(item.first) for item in items]
    told = tell_changes(reader.connection, mains)
    return tuple(
        _waiting_row(reader, main, words, item)
        for main, words, item in zip(mains, told, items, strict=True)
    )


def _waiting_items(connection: Connection) -> list[_Item]:
    """Read the newest things that wait, each with its first changes only."""
    first, last = func.min(outbox.c.position), func.max(outbox.c.position)
    query = (
        select(first, last, func.count(), func.count(outbox.c.delivered_seq), thing)
        .group_by(thing)
        .order_by(last.desc())
        .limit(WAITING_SHOWN)
    )
    items = []
    for start, end, count, delivered, name in connection.execute(query).all():
        bodies = select(outbox.c.body).where(outbox.c.position.between(start, end), thing == name)
        found = connection.execute(bodies.order_by(outbox.c.position).limit(_READ_OF_EACH))
        changes = [decode(Change, body.encode()) for body in found.scalars()]
        items.append(_Item(changes, count, count == delivered))
    return items


def _waiting_row(
    reader: Reader,
    main: Change,
    told: Told,
    item: _Item,
) -> WaitingRow:
    at_ms = main.time.wall_ms
    many = f"，等 {item.count} 处" if item.count > _READ_OF_EACH else ""
    when = when_text(at_ms, reader.now_ms).removeprefix("今天 ")
    return WaitingRow(
        told.kind_word,
        told.text + many,
        at_ms,
        when,
        "delivered" if item.is_delivered else "saved",
        "已送达" if item.is_delivered else "已存本机",
        main.entity,
        main.row,
        item.count,
    )
