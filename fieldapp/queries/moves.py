"""What came from other grids, and which of one's own words went on there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fieldapp.domain.moving import ONE
from fieldapp.queries.door_names import household_names
from fieldapp.queries.staff import grid_names, grids_held
from fieldapp.store.moves_told import TOLD_MS, arrived, code_of, own_facts
from fieldapp.store.rows import read_rows
from fieldapp.verbs import Reader

GRID = "grid:"

Told = tuple[str, str, str]
"""Code, sentence and advice of a notice."""


@dataclass(frozen=True, slots=True)
class _Came:
    """One thing that came: from which grid, to which, what it is, and whether it wants a door."""

    whence: str
    where: str
    label: str
    wants_door: bool


def told_of_moves(reader: Reader) -> Iterator[Told]:
    """Tell what came lately, and which of one's own words went on elsewhere."""
    names = grid_names(reader.connection)
    came = _arrived(reader)
    if came:
        advice = "还没定门的排在“转来的户”里。" if any(one.wants_door for one in came) else ""
        yield "arrived", _sentence(reader, came), f"记录都跟着来了。{advice}"
    forwarded, late = _of_mine(reader)
    if forwarded:
        where = "、".join(dict.fromkeys(names.get(one, one) for one in forwarded))
        sentence = f"你写的 {len(forwarded)} 处记到了{where}：那一处已经转过去了。"
        yield "forwarded", sentence, "一个字都没丢，那边的网格员看得到。"
    if late:
        sentence = f"有 {late} 处已经先转到了另外的网格，你的那次没有再转。"
        yield "moved", sentence, "不对的话，和那边的网格员或书记商量。"


def _sentence(reader: Reader, came: Sequence[_Came]) -> str:
    """Say what came whence; whoever holds several grids also reads where to."""
    names = grid_names(reader.connection)
    labels = "、".join(dict.fromkeys(one.label for one in came[:3]))
    more = f"等 {len(came)} 处" if len(came) > 3 else ""
    whence = "、".join(dict.fromkeys(names.get(one.whence, one.whence) for one in came))
    where = "、".join(dict.fromkeys(names.get(one.where, one.where) for one in came))
    to = f"转给{where}的：" if len(grids_held(reader.connection)) > 1 else "转来了"
    return f"{whence}{to}{labels}{more}。"


def _arrived(reader: Reader) -> list[_Came]:
    """List what others brought lately and is still here."""
    rows = arrived(reader.connection, reader.author.person, reader.now_ms - TOLD_MS)
    here = read_rows(reader.connection, [(one["on_entity"], one["on_row"]) for one in rows])
    there = {key: stored.scope for key, stored in here.items()}
    rows = [one for one in rows if there.get((one["on_entity"], one["on_row"])) == one["scope"]]
    homes = household_names(reader.connection, [one["on_row"] for one in rows])
    called = {id_: f"{name.name}家" if name.name else "一户" for id_, name in homes.items()}
    return [
        _Came(
            str(one["from"]).removeprefix(GRID),
            str(one["scope"]).removeprefix(GRID),
            called.get(one["on_row"], ONE[one["on_entity"]]),
            bool(one["door"]),
        )
        for one in rows
    ]


def _of_mine(reader: Reader) -> tuple[list[str], int]:
    """Give the grids that own changes were forwarded to, and count moves that came too late."""
    facts = own_facts(reader.connection, reader.author.person, reader.now_ms - TOLD_MS)
    forwarded = [
        str(fact.verdict.reason).partition(":")[2] for fact in facts if code_of(fact) == "forwarded"
    ]
    return forwarded, len(facts) - len(forwarded)
