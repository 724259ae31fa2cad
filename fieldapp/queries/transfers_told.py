"""交接中: what is on its way to another grid, what went, and what came, for both sides to read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from fieldapp.domain.moving import ONE
from fieldapp.domain.when import when_text
from fieldapp.queries.door_names import door_names
from fieldapp.queries.staff import grid_names, names
from fieldapp.queries.transfers import name_of
from fieldapp.store.moves_told import TOLD_MS
from fieldapp.store.rows import Key, read_rows
from fieldapp.store.schema import TABLES
from fieldapp.store.transit import GRID, Waiting, in_the_way, waiting_moves
from fieldapp.verbs import Query, Reader, answers

_MOST = 50


@dataclass(frozen=True, slots=True)
class Transfer:
    """One thing that goes, went or came. `state`: `waiting`, `sent`, `gone` or `came`.

    `place` is what it is called here, `grid` the other end's name, `note` how far it is, in words.
    """

    key: str
    place: str
    grid: str
    state: str
    at_ms: int
    note: str


@dataclass(frozen=True, slots=True)
class TransfersQuery(Query[tuple[Transfer, ...]]):
    """Ask what is being handed over, and what was within two weeks: what waits goes first."""


@answers(TransfersQuery)
def transfers(reader: Reader, query: TransfersQuery) -> tuple[Transfer, ...]:
    """List it."""
    came = list(_came(reader))
    gone = _gone(reader, {one.key for one in came})
    done = sorted((*came, *gone), key=lambda one: -one.at_ms)
    return (*_waiting(reader), *done[:_MOST])


def going_text(reader: Reader, household: str) -> str:
    """Say of a household that it is being handed over, or came lately; "" where neither is so."""
    connection = reader.connection
    found = in_the_way(connection, ("household", household))
    if found is not None:
        to = grid_names(connection).get(found.waiting.grid, "别的网格")
        how = "再同步一次就转完" if found.waiting.is_delivered else "还没送到社区"
        return f"交接中：正在转到{to}，{how}。"
    row = next((one for one in _arrivals(reader) if one["on_row"] == household), None)
    if row is None:
        return ""
    grid = grid_names(connection).get(str(row["from"]).removeprefix(GRID), "别的网格")
    return f"{when_text(row['at_ms'], reader.now_ms)} 从{grid}转来的。"


def _waiting(reader: Reader) -> Iterator[Transfer]:
    moves = waiting_moves(reader.connection)
    grids = grid_names(reader.connection)
    for one in moves:
        grid, place = grids.get(one.grid, one.grid), _called(reader.connection, one.key)
        state = "sent" if one.is_delivered else "waiting"
        yield Transfer(one.key[1], place, grid, state, one.at_ms, _how_far(one, grid))


def _how_far(one: Waiting, grid: str) -> str:
    if one.is_delivered:
        return f"转到{grid}，社区收到了，再同步一次就转完"
    return f"转到{grid}，还在这台上，同步就送"


def _arrivals(reader: Reader) -> list[dict[str, Any]]:
    table = TABLES["arrived"]
    since = reader.now_ms - TOLD_MS
    query = select(table).where(table.c.at_ms > since).order_by(table.c.at_ms.desc())
    return [dict(row) for row in reader.connection.execute(query).mappings()]


def _came(reader: Reader) -> Iterator[Transfer]:
    """List what came and is still where it came to."""
    rows = _arrivals(reader)
    keys = [(str(one["on_entity"]), str(one["on_row"])) for one in rows]
    at = {key: stored.scope for key, stored in read_rows(reader.connection, keys).items()}
    grids, people = grid_names(reader.connection), names(reader.connection)
    for key, row in zip(keys, rows, strict=True):
        if at.get(key) == row["scope"]:
            grid = grids.get(str(row["from"]).removeprefix(GRID), "别的网格")
            at_ms = int(row["at_ms"])
            note = f"{when_text(at_ms, reader.now_ms)} 从{grid}转来"
            place, told = _called(reader.connection, key), _by(note, people, row["by"])
            yield Transfer(key[1], place, grid, "came", at_ms, told)


def _gone(reader: Reader, came: set[str]) -> Iterator[Transfer]:
    """List what went; whoever holds the other grid too reads it once, where it is now."""
    table = TABLES["moved"]
    query = select(table).where(
        table.c.on_entity.is_not(None), table.c.at_ms > reader.now_ms - TOLD_MS
    )
    rows = [row for row in reader.connection.execute(query).mappings() if row["id"] not in came]
    doors = door_names(reader.connection, [row["door"] for row in rows if row["door"]])
    grids, people = grid_names(reader.connection), names(reader.connection)
    for row in rows:
        door, one = doors.get(row["door"] or ""), ONE.get(row["on_entity"], "一处")
        grid = grids.get(str(row["to"]).removeprefix(GRID), "别的网格")
        note = f"{when_text(row['at_ms'], reader.now_ms)} 转到了{grid}"
        place = f"{door.full} 的{one}" if door else one
        yield Transfer(row["id"], place, grid, "gone", row["at_ms"], _by(note, people, row["by"]))


def _by(note: str, people: dict[str, str], person: object) -> str:
    name = people.get(str(person), "")
    return f"{note}，{name}转的" if name else note


def _called(connection: Connection, key: Key) -> str:
    """Name a row as people call it; what is not here by its kind."""
    found = read_rows(connection, [key]).get(key)
    is_here = found is not None and not found.row.fields.get("archived")
    return name_of(connection, found.scope, key) if found and is_here else ONE.get(key[0], "一处")
