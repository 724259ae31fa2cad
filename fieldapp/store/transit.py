"""Rows on their way to another grid: the moves that wait, and what stands in the way of one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, select

from fieldapp.domain.entities import SCHEMA
from fieldapp.domain.moving import ONE, ROOTS, THIS, ties_of_kind
from fieldapp.store.rows import Key, read_row, read_rows
from fieldapp.store.schema import outbox
from sync.codec import decode
from sync.protocol import Change, ChangeKind

GRID = "grid:"


class Where(StrEnum):
    """How a row that waits to go lies to another one."""

    same = "same"
    above = "above"
    below = "below"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A move of one's own that no log has told yet; `delivered`: the server has it."""

    key: Key
    scope: str
    grid: str
    at_ms: int
    is_delivered: bool


@dataclass(frozen=True, slots=True)
class InTheWay:
    """A move that waits, and how its row lies to the one that was asked about."""

    waiting: Waiting
    where: Where


def waiting_moves(connection: Connection) -> tuple[Waiting, ...]:
    """List rows whose last move brings them elsewhere, in the order they were handed over.

    A move that was taken back before it was sent waits as two; together they bring it nowhere.
    """
    query = select(outbox.c.body, outbox.c.delivered_seq).where(
        outbox.c.entity.in_(ROOTS), outbox.c.body.contains(f'"{ChangeKind.move}"')
    )
    last: dict[Key, Waiting] = {}
    for row in connection.execute(query.order_by(outbox.c.position)):
        change = decode(Change, row.body.encode())
        if change.kind is not ChangeKind.move:
            continue
        key = (change.entity, str(change.row))
        grid, is_delivered = str(change.fields["grid"].new), row.delivered_seq is not None
        last[key] = Waiting(key, change.scope, grid, change.time.wall_ms, is_delivered)
    found = read_rows(connection, list(last))
    here = {key: stored.scope for key, stored in found.items()}
    return tuple(one for key, one in last.items() if here.get(key) != GRID + one.grid)


def in_the_way(connection: Connection, key: Key) -> InTheWay | None:
    """Find a move that waits on a row, on what it hangs on, or on what hangs on it."""
    above = set(_above(connection, key))
    for one in waiting_moves(connection):
        if one.key == key:
            return InTheWay(one, Where.same)
        if one.key in above:
            return InTheWay(one, Where.above)
        if key in _above(connection, one.key):
            return InTheWay(one, Where.below)
    return None


def refusal_of_second(connection: Connection, key: Key) -> str:
    """Say why a row is not handed over while another move waits; "" where none is in the way.

    Both together would do what neither says: what goes along is no more in the grid that the
    second names, and what went ahead would not stand behind its own door over there.
    """
    found = in_the_way(connection, key)
    if found is None:
        return ""
    grid = read_row(connection, "grid", found.waiting.grid)
    to = str(grid.row.fields.get("name")) if grid else "那个网格"
    kind = found.waiting.key[0]
    match found.where:
        case Where.same:
            return f"{THIS[kind]}已经在转到{to}，同步以后就过去。要改，先在“我的”里撤销那一次。"
        case Where.above:
            return f"{THIS[kind]}已经在转到{to}，{THIS[key[0]]}跟着一起去，不用再转。"
        case Where.below:
            return f"{THIS[key[0]]}里有{ONE[kind]}正在转到{to}，等它转过去，再转{THIS[key[0]]}。"


def _above(connection: Connection, key: Key) -> Iterator[Key]:
    """List what a row hangs on, and what that hangs on."""
    found = read_row(connection, *key)
    fields = found.row.fields if found else {}
    for name in ties_of_kind(key[0], fields):
        parent = SCHEMA.entities[key[0]].by_name[name].parent
        if parent is not None and fields.get(name):
            over = (parent, str(fields[name]))
            yield over
            yield from _above(connection, over)
