"""Whose turn it was in a grid and whose it is, and who signed that it was handed over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, select

from fieldapp.domain.days import day_of
from fieldapp.domain.roles import Tie
from fieldapp.queries.staff import WhoAmIQuery, grid_names, grids_held, names, who_am_i
from fieldapp.store.rows import read_rows
from fieldapp.store.schema import TABLES
from fieldapp.verbs import Query, Reader, answers
from sync.values import read_day

ASKED_DAYS = 60
"""So long after the last day it is asked for a signature that is missing."""


@dataclass(frozen=True, slots=True)
class Signature:
    """That one side said it is done: who, when, on which device, and what was counted then.

    `is_for_another`: signed by the secretary in place of the one who hands over or takes over.
    """

    id: str
    name: str
    at_ms: int
    device: str
    is_this_device: bool
    is_mine: bool
    is_for_another: bool
    counted: str


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it was in a grid, and whose it is. `until` is a day, as a field holds it.

    `gap` tells of days on which nobody was responsible, or two were. `may_give` and `may_take`:
    whoever asks can sign for that side now.
    """

    grid: str
    name: str
    person: str
    leaving: str
    until: str
    taking: tuple[str, ...]
    gap: str
    gives: Signature | None
    takes: Signature | None
    may_give: bool
    may_take: bool

    @property
    def is_done(self) -> bool:
        """Whether both sides signed."""
        return self.gives is not None and self.takes is not None


@dataclass(frozen=True, slots=True)
class TurnsQuery(Query[tuple[Turn, ...]]):
    """Ask for handovers of grids held here, and of one's own; `open_only`: those not yet done."""

    open_only: bool = False


@answers(TurnsQuery)
def turns(reader: Reader, query: TurnsQuery) -> tuple[Turn, ...]:
    """List them, the latest first."""
    found = sorted(_turns(reader), key=lambda one: (one.until, one.grid), reverse=True)
    oldest = (day_of(reader.now_ms) - timedelta(days=ASKED_DAYS)).isoformat()
    return tuple(
        one for one in found if not query.open_only or (not one.is_done and one.until >= oldest)
    )


def ends_of(connection: Connection) -> Mapping[tuple[str, str], str]:
    """Give the last day of everybody's time in a grid that is over, or will be."""
    table = TABLES["assignment"]
    query = select(table.c.person, table.c.grid, table.c.to_on)
    found = connection.execute(query.where(table.c.archived.is_not(True))).all()
    open_ones = {(person, grid) for person, grid, to_on in found if to_on is None}
    ends: dict[tuple[str, str], str] = {}
    for person, grid, to_on in found:
        if to_on is not None and (person, grid) not in open_ones:
            ends[person, grid] = max(str(to_on), ends.get((person, grid), ""))
    return ends


def _turns(reader: Reader) -> Iterator[Turn]:
    connection, me = reader.connection, reader.author.person
    held = {code for code, _ in grids_held(connection)}
    called, people = grid_names(connection), names(connection)
    is_secretary = who_am_i(reader, WhoAmIQuery()).role == "secretary"
    signed = _signatures(reader, people)
    for (person, grid), until in ends_of(connection).items():
        if grid not in held and person != me:
            continue
        after = _after(connection, grid, person)
        gives, takes = (signed.get((grid, person, until, side)) for side in ("gives", "takes"))
        yield Turn(
            grid,
            called.get(grid, grid),
            person,
            people.get(person, ""),
            until,
            tuple(people.get(one, "") for one, _ in after),
            _gap(until, [from_on for _, from_on in after]),
            gives,
            takes,
            may_give=gives is None and (person == me or is_secretary),
            may_take=takes is None and (is_secretary or me in [one for one, _ in after]),
        )


def _after(connection: Connection, grid: str, leaving: str) -> list[tuple[str, str]]:
    """List who is responsible from then on, else who works there; since which day, or ""."""
    table = TABLES["assignment"]
    query = select(table.c.person, table.c.role, table.c.from_on).where(
        table.c.grid == grid,
        table.c.person != leaving,
        table.c.to_on.is_(None),
        table.c.archived.is_not(True),
    )
    found = connection.execute(query.order_by(table.c.person)).all()
    first = [row for row in found if row.role == Tie.responsible]
    return [(row.person, str(row.from_on or "")) for row in first or found]


def _gap(until: str, begins: Iterable[str]) -> str:
    """Say how many days lie between, or are double; nothing where a day is not known."""
    last, known = read_day(until), [read_day(one) for one in begins]
    first = min((one for one in known if one is not None), default=None)
    if last is None or first is None or None in known:
        return ""
    days = (first - last).days - 1
    if days > 0:
        return f"中间空了 {days} 天"
    return f"两个人一起管了 {-days} 天" if days < 0 else ""


_Key = tuple[str, str, str, str]


def _signatures(reader: Reader, people: Mapping[str, str]) -> dict[_Key, Signature]:
    """Give the newest signature of each side; one that was taken back is none."""
    table = TABLES["handover"]
    query = select(table.c.id).where(table.c.archived.is_not(True)).order_by(table.c.at_ms)
    ids = reader.connection.execute(query).scalars().all()
    found = read_rows(reader.connection, [("handover", one) for one in ids])
    signed: dict[_Key, Signature] = {}
    for id_ in ids:
        row = found["handover", id_].row
        fields = row.fields
        stamp = row.stamps.get("side")
        device = stamp.device if stamp else ""
        author = str(fields.get("author") or "")
        key = tuple(str(fields.get(name) or "") for name in ("grid", "person", "until_on", "side"))
        signed[key[0], key[1], key[2], key[3]] = Signature(
            id_,
            people.get(author, ""),
            int(str(fields.get("at_ms") or 0)),
            device,
            device == reader.author.device,
            author == reader.author.person,
            _is_for_another(reader.connection, fields, author),
            _counted(fields),
        )
    return signed


def _is_for_another(connection: Connection, fields: Mapping[str, Any], author: str) -> bool:
    if fields.get("side") == "gives":
        return author != fields.get("person")
    after = _after(connection, str(fields.get("grid")), str(fields.get("person")))
    return author not in [one for one, _ in after]


def _counted(fields: Mapping[str, Any]) -> str:
    """Say what stood open when it was signed; who signs for another has nothing to count."""
    papers, promises, waiting = (int(fields.get(name) or 0) for name in _NUMBERS)
    if fields.get("side") != "gives":
        return ""
    if fields.get("author") != fields.get("person"):
        return "代签，没有点"
    counted = int(fields.get("counted") or 0)
    parts = (
        f"原件 {papers} 份，点清 {counted} 份" if papers else "手里没有原件",
        f"答应过没办的 {promises} 件" if promises else "答应过的都办了",
        f"还有 {waiting} 条没送" if waiting else "写的都送走了",
    )
    return "，".join(parts)


_NUMBERS = ("papers", "promises", "waiting")
