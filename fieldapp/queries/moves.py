"""What came from other grids, and which of one's own words went on there."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from fieldapp.domain.moving import ONE
from fieldapp.queries.door_names import household_names
from fieldapp.queries.staff import grid_names
from fieldapp.store.rows import read_rows
from fieldapp.store.schema import TABLES, tail
from fieldapp.verbs import Reader
from sync.codec import decode
from sync.protocol import Fact, Word

TOLD_MS = 14 * 86_400_000
"""So long it is told that something came, or went on elsewhere."""
GRID = "grid:"

Told = tuple[str, str, str]
"""Code, sentence and advice of a notice."""


def told_of_moves(reader: Reader) -> Iterator[Told]:
    """Tell what came lately, and which of one's own words went on elsewhere."""
    names = grid_names(reader.connection)
    arrived = _arrived(reader)
    if arrived:
        came = "、".join(dict.fromkeys(label for _, label in arrived[:3]))
        more = f"等 {len(arrived)} 处" if len(arrived) > 3 else ""
        whence = "、".join(dict.fromkeys(names.get(one, one) for one, _ in arrived))
        advice = "记录都跟着来了。还没定门的排在“转来的户”里。"
        yield "arrived", f"{whence}转来了{came}{more}。", advice
    forwarded, late = _of_mine(reader)
    if forwarded:
        where = "、".join(dict.fromkeys(names.get(one, one) for one in forwarded))
        sentence = f"你写的 {len(forwarded)} 处记到了{where}：那家已经转过去了。"
        yield "forwarded", sentence, "一个字都没丢，那边的网格员看得到。"
    if late:
        sentence = f"有 {late} 处别人先转到了另外的网格，你的那次没有再转。"
        yield "moved", sentence, "不对的话，和那边的网格员或书记商量。"


def _arrived(reader: Reader) -> list[tuple[str, str]]:
    """List what came lately and is still here: the grid it came from, and what it is called."""
    table = TABLES["arrived"]
    query = select(table).where(table.c.at_ms > reader.now_ms - TOLD_MS)
    found = reader.connection.execute(query.order_by(table.c.at_ms.desc())).mappings()
    rows = [one for one in found if one["by"] != reader.author.person]
    here = read_rows(reader.connection, [(one["on_entity"], one["on_row"]) for one in rows])
    there = {key: stored.scope for key, stored in here.items()}
    rows = [one for one in rows if there.get((one["on_entity"], one["on_row"])) == one["scope"]]
    homes = household_names(reader.connection, [one["on_row"] for one in rows])
    called = {id_: f"{name.name}家" if name.name else "一户" for id_, name in homes.items()}
    return [
        (str(one["from"]).removeprefix(GRID), called.get(one["on_row"], ONE[one["on_entity"]]))
        for one in rows
    ]


def _of_mine(reader: Reader) -> tuple[list[str], int]:
    """Give the grids that own changes were forwarded to, and count moves that came too late."""
    query = select(tail.c.wire).where(
        tail.c.actor == reader.author.person,
        tail.c.at_ms > reader.now_ms - TOLD_MS,
        tail.c.wire.contains('"word":"forwarded"') | tail.c.wire.contains('"moved_already"'),
    )
    facts = [decode(Fact, wire.encode()) for wire in reader.connection.scalars(query)]
    forwarded = [
        str(fact.verdict.reason).partition(":")[2]
        for fact in facts
        if fact.verdict.word is Word.forwarded
    ]
    return forwarded, sum(fact.verdict.reason == "moved_already" for fact in facts)
