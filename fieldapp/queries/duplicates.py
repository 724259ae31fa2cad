"""Who may be written twice, side by side; and who was merged lately, with the way back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from fieldapp.domain.duplicates import Candidate, Likeness, Sighting, candidates, steps
from fieldapp.domain.identity import mask
from fieldapp.domain.joining import UNITS_OF, Choice, Key, Rows, choices, written_since
from fieldapp.domain.when import when_text
from fieldapp.queries.kept_readings import unless_written
from fieldapp.queries.staff import names
from fieldapp.queries.telling import label_of, places_of, value_text
from fieldapp.queries.two_grids import hindrance
from fieldapp.store.rows import read_rows
from fieldapp.store.schema import TABLES
from fieldapp.verbs import Query, Reader, answers
from sync.merge import live_elements

MOST_PAIRS = 200
WHY: Mapping[Likeness, str] = {
    Likeness.id_number: "证件号码一样",
    Likeness.birth: "姓名和生日一样",
    Likeness.phone: "姓名和电话一样",
}


@dataclass(frozen=True, slots=True)
class TwinSide:
    """One of two records: whose, and where she lives."""

    id: str
    name: str
    place: str


@dataclass(frozen=True, slots=True)
class TwinField:
    """One field of both. `is_choice`: both say something, and not the same; these stand first."""

    key: str
    label: str
    kept: str
    other: str
    is_choice: bool


@dataclass(frozen=True, slots=True)
class TwinPair:
    """Two records that may be one person, a step of `group`, which has so many `records`.

    `refusal` says why they cannot be merged here; `bring` is the household to hand over first, if
    that helps, and `bring_words` say which.
    """

    kept: TwinSide
    other: TwinSide
    why: str
    fields: tuple[TwinField, ...]
    united: str
    refusal: str
    bring: str
    bring_words: str
    group: str
    records: int


@dataclass(frozen=True, slots=True)
class MergedTwin:
    """A merge that can be taken back. `late` labels what was written on the other one since."""

    kept: TwinSide
    other: TwinSide
    by: str
    when: str
    at_ms: int
    late: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class DuplicatesView:
    """Pairs to look at, group by group, the surest first; merges, the newest first."""

    pairs: tuple[TwinPair, ...]
    merged: tuple[MergedTwin, ...]


@dataclass(frozen=True, slots=True)
class DuplicatesQuery(Query[DuplicatesView]):
    """Ask for everybody who may be written twice among those held here."""


@dataclass(frozen=True, slots=True)
class DuplicateCountQuery(Query[int]):
    """Ask how many people may be written more than once."""


@dataclass(frozen=True, slots=True)
class TwinQuery(Query["TwinSide | None"]):
    """Ask whom a resident looks like, if anybody."""

    resident: str


@answers(TwinQuery)
def twin(reader: Reader, query: TwinQuery) -> TwinSide | None:
    """Give the other one of the surest pair."""
    found = (pair for group in _groups(reader.connection) for pair in group)
    pairs = ({one.kept, one.other} for one in found)
    pair = next((one for one in pairs if query.resident in one), None)
    if pair is None:
        return None
    (other,) = pair - {query.resident}
    rows = _rows_of(reader.connection, [other])
    return _side(other, rows, _places(reader.connection, rows))


@answers(DuplicatesQuery)
def duplicates(reader: Reader, query: DuplicatesQuery) -> DuplicatesView:
    """Find them in what is held now: a second one may come by hand, by a roster or by sync."""
    groups = _groups(reader.connection)
    found = [pair for group in groups for pair in group]
    rows = _rows_of(reader.connection, [one for pair in found for one in (pair.kept, pair.other)])
    places = _places(reader.connection, rows)
    pairs = tuple(
        _pair(reader.connection, pair, rows, places, group) for group in groups for pair in group
    )
    return DuplicatesView(pairs, tuple(_merged(reader)))


@answers(DuplicateCountQuery)
def duplicate_count(reader: Reader, query: DuplicateCountQuery) -> int:
    """Count them."""
    return len(_groups(reader.connection))


def _groups(connection: Connection) -> tuple[tuple[Candidate, ...], ...]:
    """Find them once, until somebody is written again."""

    def read() -> tuple[tuple[Candidate, ...], ...]:
        return steps(candidates(_sightings(connection))[:MOST_PAIRS])

    return unless_written(connection, "duplicates", ("resident", "care"), read)


def _sightings(connection: Connection) -> list[Sighting]:
    """Read only residents whose name or number stands twice; the others cannot be anybody's."""
    table, care = TABLES["resident"], TABLES["care"]
    here = table.c.archived.is_not(True)
    twice = select(table.c.name).where(here).group_by(table.c.name).having(func.count() > 1)
    numbers = (
        select(care.c.id_no)
        .where(care.c.id_no.is_not(None), care.c.id_no != "")
        .group_by(care.c.id_no)
        .having(func.count() > 1)
    )
    same_number = select(care.c.id).where(care.c.id_no.in_(numbers))
    query = (
        select(
            table.c.id, table.c.name, table.c.birth_date, table.c.phones, table.c.distinct_from,
            care.c.id_no,
        )
        .select_from(table.outerjoin(care, care.c.id == table.c.id))
        .where(here, table.c.name.in_(twice) | table.c.id.in_(same_number))
    )  # fmt: skip
    return [
        Sighting(
            row.id,
            row.name or "",
            row.birth_date or "",
            frozenset(str(one.get("number")) for one in live_elements(row.phones).values()),
            row.id_no or "",
            frozenset(
                str(one.get("resident")) for one in live_elements(row.distinct_from).values()
            ),
        )
        for row in connection.execute(query)
    ]


def _rows_of(connection: Connection, residents: Iterable[str]) -> Rows:
    keys = [(kind, one) for one in residents for kind in ("resident", "care")]
    return {key: found.row.fields for key, found in read_rows(connection, keys).items()}


def _places(connection: Connection, rows: Rows) -> Mapping[Key, str]:
    """Say at which doors; a record in no household has none."""
    return places_of(connection, {key: {} for key in rows if key[0] == "resident"})


def _pair(
    connection: Connection,
    pair: Candidate,
    rows: Rows,
    places: Mapping[Key, str],
    group: tuple[Candidate, ...],
) -> TwinPair:
    chosen = choices(rows, pair.kept, pair.other)
    kept, other = (_side(one, rows, places) for one in (pair.kept, pair.other))
    told = hindrance(connection, pair.kept, pair.other)
    whose = {one.id: one.place for one in (kept, other)}
    first = told.first
    return TwinPair(
        kept,
        other,
        WHY[pair.likeness],
        tuple(sorted(_fields(connection, pair, rows, chosen), key=lambda one: not one.is_choice)),
        _united(rows, pair),
        told.sentence,
        first.household if first else "",
        f"先转{whose[first.resident]}这家" if first else "",
        min(one.kept for one in group),
        len(group) + 1,
    )


def _side(id_: str, rows: Rows, places: Mapping[Key, str]) -> TwinSide:
    name = str(rows["resident", id_].get("name") or "")
    place = places.get(("resident", id_), "").removesuffix(name).strip()
    return TwinSide(id_, name, place or "没有记在哪一户")


def _fields(
    connection: Connection, pair: Candidate, rows: Rows, chosen: tuple[Choice, ...]
) -> Iterator[TwinField]:
    differing = {(one.kind, one.name) for one in chosen}
    for kind, units in UNITS_OF.items():
        mine, theirs = rows.get((kind, pair.kept), {}), rows.get((kind, pair.other), {})
        for name in (unit[0] for unit in units if unit[0] != "health_note"):
            if mine.get(name) is None and theirs.get(name) is None:
                continue
            yield TwinField(
                name,
                label_of(kind, name),
                _text(connection, kind, name, mine.get(name)),
                _text(connection, kind, name, theirs.get(name)),
                is_choice=(kind, name) in differing,
            )


def _text(connection: Connection, kind: str, name: str, value: object) -> str:
    if value is None:
        return ""
    return mask(str(value)) if name == "id_no" else value_text(connection, kind, name, value)


def _united(rows: Rows, pair: Candidate) -> str:
    """Say what comes together whatever is chosen."""
    parts = []
    for name, word, unit in (("phones", "电话", "个"), ("tags", "标签", "个")):
        count = len(
            {
                one.get("number") or one.get("code")
                for id_ in (pair.kept, pair.other)
                for one in live_elements(rows["resident", id_].get(name)).values()
            }
        )
        parts += [f"{word} {count} {unit}"] if count else []
    return "、".join([*parts, "两边的门、走访和备注"]) + "都归到一起"


def _merged(reader: Reader) -> Iterator[MergedTwin]:
    table = TABLES["resident"]
    query = select(table.c.id).where(table.c.duplicate_of.is_not(None))
    ids = reader.connection.execute(query).scalars().all()
    found = read_rows(reader.connection, [("resident", one) for one in ids])
    people = names(reader.connection)
    told = []
    for key, stored in found.items():
        fields, stamp = stored.row.fields, stored.row.stamps.get("duplicate_of")
        kept = str(fields["duplicate_of"])
        rows = dict(_rows_of(reader.connection, [kept]))
        if ("resident", kept) not in rows:
            continue
        places = _places(reader.connection, rows)
        at_ms = stamp.at_ms if stamp else 0
        late = sorted(written_since(fields))
        told.append(
            MergedTwin(
                _side(kept, rows, places),
                TwinSide(key[1], str(fields.get("name") or ""), ""),
                people.get(stamp.actor, "") if stamp else "",
                when_text(at_ms, reader.now_ms) if at_ms else "",
                at_ms,
                tuple(label_of("resident", name) for name in late),
                "留下的那一条后来撤下了" if rows["resident", kept].get("archived") else "",
            )
        )
    return iter(sorted(told, key=lambda one: (-one.at_ms, one.other.id)))
