"""事项: what waits for me, what waits for others, what is done; who has it and until when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select

from fieldapp.domain.days import day_of
from fieldapp.domain.issue_turns import Looker, Turn, holder, next_words, turn
from fieldapp.domain.issue_words import STATE
from fieldapp.domain.issues import Course, Hand, Step
from fieldapp.domain.reasons import day_text
from fieldapp.domain.roles import Tie, hand_of
from fieldapp.domain.when import when_text
from fieldapp.domain.words import word_of
from fieldapp.queries.marks import Key, SyncMark, least, marks_of
from fieldapp.queries.staff import grid_names, grids_held, names
from fieldapp.queries.telling import places_of
from fieldapp.store.issue_steps import courses, is_standing
from fieldapp.store.schema import TABLES
from fieldapp.store.ties import has_colleagues, ties_of
from fieldapp.verbs import Query, Reader, answers
from sync.values import read_day

DONE_SHOWN = 50
"""So many that are done stay in sight, the newest first."""


@dataclass(frozen=True, slots=True)
class IssueRow:
    """One issue in a list. `turn` is mine, others or done, for whoever asks.

    `holder` has it now, `since_text` since when; `due_text` is "约11月24日" or "". `late_steps`
    counts own steps that came too late and stay as comments.
    """

    id: str
    title: str
    category_word: str
    place: str
    household: str
    grid: str
    state: str
    state_word: str
    turn: str
    holder: str
    since_ms: int
    since_text: str
    next_words: str
    due_on: date | None
    due_text: str
    is_late: bool
    is_due: bool
    raised_ms: int
    raised_text: str
    author_name: str
    is_mine: bool
    late_steps: int
    sync: SyncMark


@dataclass(frozen=True, slots=True)
class IssueList:
    """All issues of the grids on this device, by whose turn it is; the pressing first."""

    mine: tuple[IssueRow, ...]
    others: tuple[IssueRow, ...]
    done: tuple[IssueRow, ...]
    done_count: int


@dataclass(frozen=True, slots=True)
class IssuesQuery(Query[IssueList]):
    """Ask for the list, of one grid or of all that are held."""

    grid: str | None = None


@answers(IssuesQuery)
def issues(reader: Reader, query: IssuesQuery) -> IssueList:
    """List them."""
    table = TABLES["issue"]
    held = [f"grid:{code}" for code, _ in grids_held(reader.connection)]
    wanted = [one for one in held if query.grid in (None, one.removeprefix("grid:"))]
    rows = read_issues(reader, table.c.scope.in_(wanted))
    turns: dict[str, list[IssueRow]] = {str(one): [] for one in Turn}
    for row in rows:
        turns[row.turn].append(row)
    done = sorted(turns[Turn.done], key=lambda row: (-row.since_ms, row.id))
    return IssueList(
        _pressing(turns[Turn.mine]),
        _pressing(turns[Turn.others]),
        tuple(done[:DONE_SHOWN]),
        len(done),
    )


def open_issues(reader: Reader, household: str) -> tuple[IssueRow, ...]:
    """Read what is not settled yet of a household, the pressing first."""
    rows = read_issues(reader, TABLES["issue"].c.household_id == household)
    return _pressing(row for row in rows if row.turn != Turn.done)


def read_issues(reader: Reader, where: ColumnElement[bool]) -> list[IssueRow]:
    """Read issues that were not taken back, or had been gone on with by then."""
    query = select(TABLES["issue"]).where(where, is_standing())
    found = [dict(one) for one in reader.connection.execute(query).mappings()]
    telling = Telling(reader, found)
    return [telling.row(one) for one in found]


class Telling:
    """Puts issues into words: everything that they share is looked up once."""

    def __init__(self, reader: Reader, rows: Sequence[Mapping[str, Any]]) -> None:
        self.reader = reader
        self.people = names(reader.connection)
        self.courses = courses(reader.connection, (row["id"] for row in rows))
        self._ties = ties_of(reader.connection, reader.author.person, reader.now_ms)
        self._alone: dict[str, bool] = {}
        self._grids = grid_names(reader.connection)
        records = {("issue", row["id"]): _placed(row) for row in rows}
        self._places = places_of(reader.connection, records)
        self._marks = marks_of(reader.connection, _keys(self.courses))

    def looker(self, scope: str) -> Looker:
        """Tell who asks, as a scope knows her."""
        person = self.reader.author.person
        if scope not in self._alone:
            self._alone[scope] = not has_colleagues(
                self.reader.connection, scope, person, self.reader.now_ms
            )
        hand = hand_of(self._ties.get(scope, Tie.part))
        return Looker(person, hand, self._alone[scope])

    def row(self, row: Mapping[str, Any]) -> IssueRow:
        """Make the row of one issue."""
        stand, scope = self.courses[row["id"]], str(row["scope"])
        looker = self.looker(scope)
        raised = row["raised_ms"] or 0
        since = stand.way[-1].at_ms if stand.way else raised
        due = read_day(stand.due_on)
        today = day_of(self.reader.now_ms)
        return IssueRow(
            row["id"],
            row["title"] or "",
            word_of("issue", "category", row["category"]),
            self.place(row),
            row["household_id"] or "",
            scope.removeprefix("grid:"),
            str(stand.state),
            STATE[stand.state],
            str(turn(stand, looker)),
            holder_words(stand, looker),
            since,
            when_text(since, self.reader.now_ms),
            next_words(stand),
            due,
            due_words(due, today),
            due is not None and due < today,
            due is not None and due <= today,
            raised,
            when_text(raised, self.reader.now_ms),
            self.people.get(row["author"], ""),
            row["author"] == looker.person,
            sum(step.author == looker.person for step in stand.stale),
            self.mark(row["id"]),
        )

    def place(self, row: Mapping[str, Any]) -> str:
        """Say where an issue is: a door and a name, else the grid."""
        said = self._places.get(("issue", row["id"]), "")
        code = str(row["scope"]).removeprefix("grid:")
        return said or self._grids.get(code, "")

    def mark(self, issue: str) -> SyncMark:
        """Tell how far an issue got, with all its steps."""
        keys = [("issue", issue), *(("issue_step", one.id) for one in _steps(self.courses[issue]))]
        return least(self._marks[key] for key in keys)

    def step_mark(self, step: str) -> SyncMark:
        """Tell how far a step got."""
        return self._marks["issue_step", step]


def holder_words(stand: Course, looker: Looker) -> str:
    """Say who has it, oneself included; "" where nobody has."""
    who = holder(stand)
    own = {Hand.worker: "网格员", Hand.secretary: "书记"}[looker.hand]
    is_mine = turn(stand, looker) is Turn.mine
    return "我" if is_mine and who in (own, "社区") else who


def due_words(due: date | None, today: date) -> str:
    """Say until when, about: 约11月24日, 约今天, 过了约期 2 天."""
    if due is None:
        return ""
    if due < today:
        return f"过了约期 {(today - due).days} 天"
    if due == today:
        return "约今天"
    return f"约{day_text(due)}" if due.year == today.year else f"约{due.year}年{day_text(due)}"


def _placed(row: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out the title, which is no place."""
    return {name: row[name] for name in ("household_id", "dwelling_id") if row[name]} | {
        "title": ""
    }


def _steps(stand: Course) -> tuple[Step, ...]:
    return (*stand.way, *stand.beside, *stand.stale)


def _keys(stands: Mapping[str, Course]) -> Iterable[Key]:
    for issue, stand in stands.items():
        yield "issue", issue
        yield from (("issue_step", step.id) for step in _steps(stand))


def _pressing(rows: Iterable[IssueRow]) -> tuple[IssueRow, ...]:
    """What has a day first, by day; then what waits longest."""

    def order(row: IssueRow) -> tuple[bool, date, int, str]:
        return row.due_on is None, row.due_on or date.max, row.since_ms, row.id

    return tuple(sorted(rows, key=order))
