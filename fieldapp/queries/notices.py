"""What a person should know about her device: a sentence each, blocking nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from fieldapp.domain.lease import CLOSED, DAY_MS, DOUBTED_DAYS, LEASE_DAYS, WAY_BACK
from fieldapp.queries.issue_page import told_of_steps
from fieldapp.queries.moves import told_of_moves
from fieldapp.queries.parting import partings
from fieldapp.queries.sync import clock_sentence
from fieldapp.store import scopes, unknown
from fieldapp.store.found import Copied, Rebuilt, Repaired, found
from fieldapp.store.headroom import room_of
from fieldapp.store.kept import heard_ms, server_offset_ms
from fieldapp.store.lease import kept_lease
from fieldapp.store.sweeping import damaged_beside
from fieldapp.verbs import Query, Reader, answers

MB = 1_000_000
AWAY_DAYS = 25
"""Days without a word from the community after which it is told."""
_JOIN = "连上网同步一次，或者用U盘带。"


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing to know. `code` is stable; `can_go`: it goes away once it was seen.

    `wants_care`: something was lost, or something must be done.
    """

    code: str
    sentence: str
    advice: str
    can_go: bool = False
    wants_care: bool = False


@dataclass(frozen=True, slots=True)
class NoticesQuery(Query[tuple[Notice, ...]]):
    """Ask for them, what wants care first."""


@answers(NoticesQuery)
def notices(reader: Reader, query: NoticesQuery) -> tuple[Notice, ...]:
    """Tell everything there is to know."""
    moves = [Notice(*one, can_go=True) for one in told_of_moves(reader)]
    steps = [Notice(*one, can_go=True) for one in told_of_steps(reader)]
    return (*notices_in(reader.connection, reader.now_ms), *moves, *steps)


def notices_in(connection: Connection, now_ms: int) -> tuple[Notice, ...]:
    """Tell what this database and its disk have to say."""
    told = list(_notices(connection, now_ms))
    return tuple(sorted(told, key=lambda one: not one.wants_care))


def _notices(connection: Connection, now_ms: int) -> Iterator[Notice]:
    for part in partings(connection, now_ms):
        is_stopped = part.code == "revoked"
        yield Notice(part.code, part.sentence, part.advice, wants_care=is_stopped)
    for one in found(connection):
        if isinstance(one, Rebuilt):
            yield _rebuilt(connection, one)
        elif isinstance(one, Copied):
            yield _copied(one)
        elif isinstance(one, Repaired):
            yield _repaired(one)
    yield from _away(connection, now_ms)
    yield from _returning(connection)
    yield from _storage(connection)
    yield from _from_newer(connection)
    clock = clock_sentence(server_offset_ms(connection))
    if clock:
        yield Notice("clock", clock, "记录照存，顺序不会乱。到办公室再对。")


def _away(connection: Connection, now_ms: int) -> Iterator[Notice]:
    """Tell that the community was not heard for long, and when the records close."""
    heard, lease = heard_ms(connection), kept_lease(connection)
    if not heard:
        return
    by_wall = (now_ms + server_offset_ms(connection) - heard) // DAY_MS
    days = by_wall if lease is None else lease.passed_days
    if lease is not None and lease.is_over:
        yield Notice("away", CLOSED, WAY_BACK, wants_care=True)
    elif by_wall > DOUBTED_DAYS:
        sentence = "很久没联系上社区了，要么是本机时间不对。"
        yield Notice("away", sentence, f"写的都在。{_JOIN}", wants_care=True)
    elif days >= AWAY_DAYS:
        left = LEASE_DAYS - days
        when = (
            f"再过 {left} 天会先锁上，一条都不会少。"
            if left > 0
            else "快要先锁上了，一条都不会少。"
        )
        yield Notice(
            "away", f"{days} 天没联系上社区了。", f"写的都在。{when}{_JOIN}", wants_care=True
        )


def _rebuilt(connection: Connection, one: Rebuilt) -> Notice:
    lost = _lost_words(one)
    waiting = {stand.scope for stand in scopes.all_stands(connection) if stand.is_resetting}
    is_refetching = bool(waiting & set(one.refetched))
    advice = "有些记录下次同步会重新取。" if is_refetching else ""
    # What was erased by law takes it along.
    kept = "坏的那份还加密留着，先别删文件夹。" if damaged_beside(connection) else ""
    return Notice(
        "rebuilt",
        f"记录文件坏过一处，已经修好{'，' + lost if lost else '，记录都在'}。",
        f"{advice}{kept}" if lost and kept else f"{advice}照常用就行。",
        can_go=True,
        wants_care=one.missing != 0,
    )


def _lost_words(one: Rebuilt) -> str:
    """Say what could not be read and nobody can give back; "" when there is nothing."""
    parts = []
    if one.missing > 0:
        parts.append(f"没送出去的少了 {one.missing} 条")
    elif one.missing < 0:
        parts.append("没送出去的可能少了几条")
    if one.unread:
        parts.append("没写完的可能少了几句")
    return "，".join(parts)


def _copied(one: Copied) -> Notice:
    where = {
        "older": "这台设备的记录像是从旧备份恢复的。",
        "moved": "这台设备的记录像是从另一台机器搬来的。",
    }
    return Notice(
        "copy",
        where.get(one.code, where["older"]),
        "照常用就行：没送的会重新排号再送，不会重，也不会丢。",
        can_go=True,
    )


def _repaired(one: Repaired) -> Notice:
    return Notice(
        "repaired",
        f"有 {one.rows} 条和社区的不一样，已经改成一样的。",
        "还没送的改动都在，照常用就行。",
        can_go=True,
    )


def _returning(connection: Connection) -> Iterator[Notice]:
    if any(stand.is_returning for stand in scopes.all_stands(connection)):
        yield Notice(
            "returning",
            "社区的记录退回到了以前，正在把这台有的送回去。",
            "有些“已入账”会先退回“已送达”，送完就好。",
        )


def _from_newer(connection: Connection) -> Iterator[Notice]:
    rows = unknown.count(connection)
    if rows:
        yield Notice(
            "older",
            f"这台设备的程序旧了，有 {rows} 条记录要升级后才看得到。",
            "它们都在，没有动过。请社区给这台升级。",
        )


def _storage(connection: Connection) -> Iterator[Notice]:
    room = room_of(connection)
    if room is None or not room.is_low:
        return
    if room.is_tight:
        yield Notice(
            "storage-tight",
            "地方不够了，先不收新的。",
            "写的照样能存。清出一些地方，就会接着收。",
            wants_care=True,
        )
        return
    yield Notice(
        "storage-low",
        f"地方只剩 {room.free // MB} MB 了。",
        "写的照样能存。清一清，不然过些天收不了新的。",
    )
