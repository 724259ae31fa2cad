"""One issue with its six slips, all its steps in words, and what can be done with it now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from fieldapp.domain.days import day_of
from fieldapp.domain.issue_turns import main_deed, offered, slips
from fieldapp.domain.issue_words import DEED, RATING, STATE, Deed, State
from fieldapp.domain.issues import WAYS, Course, Step
from fieldapp.domain.reasons import day_text
from fieldapp.domain.when import when_text
from fieldapp.domain.words import word_of
from fieldapp.errors import Refused
from fieldapp.queries.issues import IssueRow, Telling
from fieldapp.queries.marks import SyncMark
from fieldapp.queries.staff import StaffQuery, names, staff
from fieldapp.store.issue_steps import LATE, is_standing, kept_against, late_steps
from fieldapp.store.schema import TABLES
from fieldapp.verbs import Query, Reader, answers
from sync.values import read_day


@dataclass(frozen=True, slots=True)
class IssueStepRow:
    """One step in words. `stale_text` says why it stays as a comment, "" where it counts."""

    id: str
    deed: str
    word: str
    who: str
    at_ms: int
    when_text: str
    note: str
    unit: str
    due_text: str
    rating_word: str
    is_beside: bool
    stale_text: str
    is_mine: bool
    can_take_back: bool
    sync: SyncMark


@dataclass(frozen=True, slots=True)
class IssueDeed:
    """Something that can be done now; `needs` name what must be said with it."""

    deed: str
    word: str
    needs: tuple[str, ...]
    is_main: bool


@dataclass(frozen=True, slots=True)
class Slip:
    """One of the six slips: its word, and done, now, ahead or skipped."""

    word: str
    mark: str


@dataclass(frozen=True, slots=True)
class IssueView:
    """The page of one issue. `into` is what it was merged into, as id and title."""

    row: IssueRow
    text: str
    origin_word: str
    on_behalf_of: str
    slips: tuple[Slip, ...]
    steps: tuple[IssueStepRow, ...]
    deeds: tuple[IssueDeed, ...]
    into: tuple[str, str]
    can_take_back: bool


@dataclass(frozen=True, slots=True)
class IssueQuery(Query[IssueView]):
    """Ask for one issue. Raises `Refused` when there is none."""

    issue: str


@answers(IssueQuery)
def issue_page(reader: Reader, query: IssueQuery) -> IssueView:
    """Make the page."""
    table = TABLES["issue"]
    wanted = select(table).where(table.c.id == query.issue, is_standing())
    known = reader.connection.execute(wanted).mappings().first()
    if known is None:
        raise Refused("row-unknown", "找不到这件事。先同步一次再看。", is_input=True)
    row = dict(known)
    telling = Telling(reader, [row])
    stand = telling.courses[row["id"]]
    looker = telling.looker(row["scope"])
    main = main_deed(stand, looker)
    steps = tuple(_Steps(telling, stand).rows())
    return IssueView(
        telling.row(row),
        row["text"] or "",
        word_of("issue", "origin", row["origin"]) if row["origin"] else "",
        row["on_behalf_of"] or "",
        tuple(Slip(word, str(mark)) for word, mark in slips(stand)),
        steps,
        tuple(
            IssueDeed(str(one), DEED[one], WAYS[one].needs, one is main)
            for one in offered(stand, looker)
        ),
        _into(reader, stand),
        row["author"] == looker.person and all(step.is_mine for step in steps),
    )


def _into(reader: Reader, stand: Course) -> tuple[str, str]:
    if stand.state is not State.merged:
        return "", ""
    id_, table = stand.way[-1].into_id, TABLES["issue"]
    title = reader.connection.execute(select(table.c.title).where(table.c.id == id_)).scalar()
    return id_, str(title or "")


class _Steps:
    """Tells the steps of one issue, in the order in which they count."""

    def __init__(self, telling: Telling, stand: Course) -> None:
        self._telling = telling
        self._stand = stand
        self._now_ms = telling.reader.now_ms
        self._me = telling.reader.author.person
        self._roles = {id_: one.role for id_, one in staff(telling.reader, StaffQuery()).items()}

    def rows(self) -> Iterator[IssueStepRow]:
        """List the steps that count, those beside them by their time, then those too late."""
        beside = list(self._stand.beside)
        for step in self._stand.way:
            while beside and beside[0].at_ms < step.at_ms:
                yield self._row(beside.pop(0), is_beside=True)
            yield self._row(step)
        yield from (self._row(step, is_beside=True) for step in beside)
        yield from (self._row(step, stale=self.why_stale(step)) for step in self._stand.stale)

    def _row(self, step: Step, *, is_beside: bool = False, stale: str = "") -> IssueStepRow:
        due = read_day(step.due_on)
        is_mine = step.author == self._me
        followed = any(one.after == step.id for one in (*self._stand.way, *self._stand.stale))
        today = day_of(self._now_ms)
        is_this_year = due is not None and due.year == today.year
        return IssueStepRow(
            step.id,
            step.deed,
            word_of("issue_step", "deed", step.deed),
            self._who(step.author),
            step.at_ms,
            when_text(step.at_ms, self._now_ms),
            step.note,
            step.unit,
            f"约{'' if is_this_year else f'{due.year}年'}{day_text(due)}" if due else "",
            RATING.get(step.rating, ""),
            is_beside,
            stale,
            is_mine,
            is_mine and not followed,
            self._telling.step_mark(step.id),
        )

    def _who(self, person: str) -> str:
        name = self._telling.people.get(person, "")
        return f"书记{name}" if self._roles.get(person) == "secretary" else name

    def why_stale(self, step: Step) -> str:
        """Say in everyday words why a step stays as a comment."""
        winner = self._stand.winner_over(step)
        whose = "你的" if step.author == self._me else ""
        mine = f"{whose}{word_of('issue_step', 'deed', step.deed)}意见附在后面"
        if winner is None:
            return f"这件事已经{STATE[self._stand.state].removeprefix('已')}，{mine}"
        return f"{self._side(winner)}已先{_done(winner)}，{mine}"

    def _side(self, step: Step) -> str:
        if step.author == self._me:
            return "你在另一台上"
        is_secretary = self._roles.get(step.author) == "secretary"
        return "书记" if is_secretary else self._telling.people.get(step.author, "同事")


def _done(step: Step) -> str:
    """Say what a step did, as after 已先."""
    word = DEED[Deed(step.deed)]
    return f"记了{word}" if step.deed in _OF_OTHERS else word


_OF_OTHERS = frozenset(
    {Deed.dispatch, Deed.accept, Deed.arrive, Deed.hand_back, Deed.rate, Deed.whistle}
)
"""What the street, a department or a resident did, and somebody noted down."""


def told_of_steps(reader: Reader) -> Iterator[tuple[str, str, str]]:
    """Tell of own steps that came too late: code, sentence and advice of one notice."""
    told = [*_taken_back_too_late(reader), *_taken_too_late(reader)]
    more = f"这样的还有 {len(told) - 1} 处。" if len(told) > 1 else ""
    for sentence, advice in told[:1]:
        yield LATE, sentence + more, advice


def _taken_back_too_late(reader: Reader) -> Iterator[tuple[str, str]]:
    people, me = names(reader.connection), reader.author.person
    for _, title, person in kept_against(reader.connection, me, reader.now_ms):
        who = people.get(person, "同事")
        sentence = f"“{title}”你撤回了，可{who}已经接着办，这件事还留着。"
        yield sentence, "真不办了，就在那件事里记“撤单”。"


def _taken_too_late(reader: Reader) -> Iterator[tuple[str, str]]:
    late = late_steps(reader.connection, reader.author.person, reader.now_ms)
    table = TABLES["issue"]
    found = select(table).where(table.c.id.in_(late))
    rows = [dict(one) for one in reader.connection.execute(found).mappings()] if late else []
    telling = Telling(reader, rows)
    for row in rows:
        steps = _Steps(telling, telling.courses[row["id"]])
        for step in late[row["id"]]:
            sentence = f"“{row['title']}”：{steps.why_stale(step)}。"
            yield sentence, "一个字都没丢，在那件事的经过里看得到。"
