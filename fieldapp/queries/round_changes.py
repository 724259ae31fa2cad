"""What one round brought: each thing by name, and what became of it, in everyday words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from fieldapp.domain.when import when_text
from fieldapp.queries.rounds import RoundLine, round_lines
from fieldapp.queries.staff import names
from fieldapp.queries.telling import Told, main_change, tell_changes
from fieldapp.store.fold import change_of
from fieldapp.store.schema import TABLES, sync_round, tail
from fieldapp.verbs import Query, Reader, answers
from sync.codec import decode
from sync.protocol import Change, Fact, Word

ROUNDS_SHOWN, CHANGES_SHOWN = 60, 200
_READ = 2000
_WORDS: Mapping[Word, str] = {
    Word.taken: "入账",
    Word.nothing: "入账，本来就一样",
    Word.merged: "合并了一处",
    Word.clashed: "两边写得不一样",
    Word.forwarded: "转给了别的网格",
    Word.quarantined: "放一边，等着改",
}
_REASONS: Mapping[str, str] = {
    "decided_already": "别人先选好了",
    "archived_row": "入账，那一条已经撤下",
    "moved_already": "别人先转走了",
    "purged": "没有写入",
}
_WEIGHT = (
    Word.quarantined,
    Word.clashed,
    Word.forwarded,
    Word.merged,
    Word.taken,
    Word.nothing,
)


@dataclass(frozen=True, slots=True)
class RoundChange:
    """One thing that a round brought, however many changes it is made of.

    `verdict` is the server's word; `opens` is the page where something can be done about it
    (`conflicts`, `quarantine` or ""), and `opens_at` what of it.
    """

    key: str
    kind_word: str
    text: str
    who: str
    is_mine: bool
    at_ms: int
    when: str
    verdict: str
    verdict_word: str
    opens: str
    opens_at: str
    entity: str
    row: str
    changes: int


@dataclass(frozen=True, slots=True)
class RoundShown:
    """Rounds told as one, and the newest of what they brought; one's own first."""

    line: RoundLine
    count: int
    changes: tuple[RoundChange, ...]


@dataclass(frozen=True, slots=True)
class RoundsQuery(Query[tuple[RoundLine, ...]]):
    """Ask for the history of rounds, newest first."""


@dataclass(frozen=True, slots=True)
class RoundQuery(Query["RoundShown | None"]):
    """Ask what rounds brought, by the id of the last of those told as one."""

    last: int


@answers(RoundsQuery)
def rounds_told(reader: Reader, query: RoundsQuery) -> tuple[RoundLine, ...]:
    """List them; broken ones are told with the one that came through."""
    return round_lines(reader, ROUNDS_SHOWN)


@answers(RoundQuery)
def round_shown(reader: Reader, query: RoundQuery) -> RoundShown | None:
    """Tell one; None when it is not in the history any more."""
    lines = round_lines(reader, ROUNDS_SHOWN)
    line = next((one for one in lines if one.first <= query.last <= one.last), None)
    if line is None:
        return None
    items = _items(_facts(reader.connection, line))
    changes = _told(reader, items[:CHANGES_SHOWN])
    return RoundShown(line, len(items), tuple(sorted(changes, key=lambda one: not one.is_mine)))


def _facts(connection: Connection, line: RoundLine) -> list[Fact]:
    ends = select(sync_round.c.tail_end)
    before = ends.where(sync_round.c.id < line.first).order_by(sync_round.c.id.desc()).limit(1)
    start = connection.execute(before).scalar() or 0
    newest = select(func.max(sync_round.c.tail_end)).where(sync_round.c.id <= line.last)
    end = connection.execute(newest).scalar() or 0
    query = (
        select(tail.c.wire)
        .where(tail.c.position > start, tail.c.position <= end)
        .order_by(tail.c.position.desc())
        .limit(_READ)
    )
    return [decode(Fact, wire.encode()) for wire in connection.execute(query).scalars()]


_Item = list[tuple[Fact, Change]]


def _items(facts: Iterable[Fact]) -> list[_Item]:
    """Tie together what was done as one, an act or a group, each in the order of the log."""
    items: dict[str, _Item] = {}
    for fact in facts:
        change = change_of(fact)
        if change is not None:
            key = change.act or (change.group.id if change.group else str(fact.id))
            items.setdefault(key, []).append((fact, change))
    return [item[::-1] for item in items.values()]


def _told(reader: Reader, items: Sequence[_Item]) -> list[RoundChange]:
    mains = [main_change([change for _, change in item]) for item in items]
    words = tell_changes(reader.connection, mains)
    people = names(reader.connection)
    still_open = _open_conflicts(reader.connection)
    return [
        _change(reader, item, main, told, people, still_open)
        for item, main, told in zip(items, mains, words, strict=True)
    ]


def _open_conflicts(connection: Connection) -> frozenset[str]:
    return frozenset(connection.execute(select(TABLES["conflict"].c.id)).scalars())


def _change(
    reader: Reader,
    item: _Item,
    main: Change,
    told: Told,
    people: Mapping[str, str],
    conflicts: frozenset[str],
) -> RoundChange:
    fact = min((fact for fact, _ in item), key=lambda one: _WEIGHT.index(one.verdict.word))
    word = fact.verdict.word
    is_mine = main.actor == reader.author.person
    opens, at = _way(fact, conflicts)
    return RoundChange(
        str(fact.id),
        told.kind_word,
        told.text,
        "我" if is_mine else people.get(main.actor, "社区"),
        is_mine,
        fact.estimate.at_ms,
        when_text(fact.estimate.at_ms, reader.now_ms),
        word.value,
        _REASONS.get(fact.verdict.reason or "", _WORDS[word]),
        opens,
        at,
        main.entity,
        str(main.row),
        len(item),
    )


def _way(fact: Fact, conflicts: frozenset[str]) -> tuple[str, str]:
    """Give the page on which something can be done about a verdict."""
    match fact.verdict.word:
        case Word.clashed:
            here = next((one for one in fact.verdict.conflicts if one in conflicts), None)
            return ("conflicts", str(here)) if here else ("", "")
        case Word.merged:
            return "conflicts", "merged"
        case Word.quarantined:
            return "quarantine", "all"
        case _:
            return "", ""
