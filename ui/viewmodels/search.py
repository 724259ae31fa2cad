"""找: one field; what fits is shown as one types, and the best hit's card beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import Property, QObject, Slot
from PySide6.QtQml import QmlElement

from fieldapp.queries.household import HouseholdCard, HouseholdQuery
from fieldapp.queries.search import SearchQuery, SearchResult
from fieldapp.queries.search_rows import Marks, SearchRow
from ui import text
from ui.viewmodels import grid_choice
from ui.viewmodels.base import MappedModel, Workplace
from ui.viewmodels.list_model import RowList

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line: matched letters are marked, a matched word is strong."""

    text: str
    mark: bool = False
    strong: bool = False


@dataclass(frozen=True, slots=True)
class HitLine:
    """One line found; a section's heading where `heading` is not ""."""

    key: str
    kind: str
    heading: str = ""
    hint: str = ""
    door: str = ""
    title: str = ""
    spans: tuple[Span, ...] = ()
    detail: str = ""
    standing: str = ""
    word: str = ""
    target: str = ""
    dwelling: str = ""
    is_first: bool = False
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class CardLine:
    """A line of the best hit's card, with its sign."""

    glyph: str
    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class SearchState:
    """What is typed, which line is chosen, and its card."""

    asked: str = ""
    chosen: str = ""
    name: str = ""
    place: str = ""
    lines: tuple[CardLine, ...] = ()
    since: str = ""
    go_text: str = ""
    empty_text: str = ""
    total: str = ""
    elsewhere_text: str = ""
    is_everywhere: bool = False


@QmlElement
class SearchModel(MappedModel):
    """The field and what it finds."""

    watched = (
        frozenset("resident household dwelling member diary_line visit promise".split())
        | grid_choice.WATCHED
    )

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(place, parent)
        self.state: SearchState = SearchState()
        self._in_grid = ""
        self._grid = grid_choice.GridChoiceModel(place, self)
        self._grid.stateChanged.connect(self._another_grid)
        self._hits = RowList(HitLine, self)

    @Property(QObject, constant=True)
    def grid(self) -> QObject:
        """The chooser of the grid at hand."""
        return self._grid

    @Property(QObject, constant=True)
    def hits(self) -> QObject:
        """What was found: people and doors, then diary lines."""
        return self._hits

    @Slot(str)
    def find(self, words: str) -> None:
        """Find what fits."""
        self.publish(replace(self.state, asked=words, is_everywhere=False))
        self._find()

    @Slot()
    def findEverywhere(self) -> None:
        """Find in all grids of this device what is typed."""
        self.publish(replace(self.state, is_everywhere=True))
        self._find()

    @Slot(str)
    def choose(self, key: str) -> None:
        """Show the card of a line; a diary line opens its page."""
        line = next((one for one in self._hits.rows if one.key == key and one.kind), None)
        if line is None:
            return
        if line.kind == "issue":
            self.place.go("issues", line.target)
        elif line.kind == "diary":
            is_secretary = self.place.enlisted.role == "secretary"
            self.place.go("review" if is_secretary else "diary", line.target)
        elif key == self.state.chosen:
            self.open()
        else:
            self._take(line)

    @Slot()
    def open(self) -> None:
        """Open the household, or the door where nobody is known."""
        line = next((one for one in self._hits.rows if one.key == self.state.chosen), None)
        if line is None:
            return
        if line.target:
            self.place.go("household", line.target)
        else:
            self.place.go("doors", line.dwelling)

    @Slot(int)
    def step(self, by: int) -> None:
        """Choose the line above or below."""
        keys = [one.key for one in self._hits.rows if one.kind in ("resident", "dwelling")]
        if self.state.chosen in keys:
            at = keys.index(self.state.chosen) + by
            if 0 <= at < len(keys):
                self.choose(keys[at])

    def refresh(self) -> None:
        """Ask which grid is at hand, and again for what is typed."""
        self._grid.refresh()
        self._find()

    def _another_grid(self) -> None:
        if self._grid.state.chosen != self._in_grid:
            self.publish(replace(self.state, is_everywhere=False))
            self._find()

    def _find(self) -> None:
        self._in_grid = self._grid.state.chosen
        is_narrow = len(self._grid.state.grids) > 1 and not self.state.is_everywhere
        grid = self._in_grid if is_narrow else None
        self.ask(SearchQuery(self.state.asked, grid=grid), self._show)

    def _show(self, found: SearchResult) -> None:
        asked = self.state.asked.strip()
        lines = _lines(found)
        self._hits.swap(lines)
        beyond = f"别的网格还有 {found.elsewhere} 处，一起看" if found.elsewhere else ""
        empty = f"没有叫“{asked}”的。试试门号、电话后四位，或者新记一户。" if asked else ""
        self.publish(
            replace(
                self.state,
                empty_text="" if lines else empty,
                total=f"全网格 {found.total_people} 人里找",
                elsewhere_text=beyond,
            )
        )
        homes = [one for one in lines if one.kind in ("resident", "dwelling")]
        kept = next((one for one in homes if one.key == self.state.chosen), None)
        best = kept or (homes[0] if homes else None)
        if best is not None:
            self._take(best)
        else:
            self.publish(replace(self.state, chosen="", name="", lines=(), go_text=""))

    def _take(self, line: HitLine) -> None:
        self.publish(replace(self.state, chosen=line.key))
        if line.target:
            self.ask(HouseholdQuery(line.target), lambda card: self._show_card(line, card))
        else:
            self.publish(
                replace(
                    self.state,
                    name=line.door,
                    place=line.detail,
                    lines=(CardLine("household", "还没登记人"),),
                    since="",
                    go_text=f"去 {line.door}",
                )
            )

    def _show_card(self, line: HitLine, card: HouseholdCard) -> None:
        if line.key != self.state.chosen:
            return
        lines = [CardLine("hint", card.access_note, True)] if card.access_note else []
        lines += [
            CardLine("promise", f"答应过：{one.text}") for one in card.promises if not one.is_kept
        ]
        lines += [CardLine("phone", f"{one.title} {one.shown}") for one in card.contacts[:1]]
        self.publish(
            replace(
                self.state,
                name=line.title or card.name or "还没登记人",
                place="，".join(part for part in (line.door, card.place) if part),
                lines=tuple(lines),
                since=card.standing.since_text,
                go_text="去 " + text.whose(card.door, card.title if card.name else ""),
            )
        )


def _lines(found: SearchResult) -> list[HitLine]:
    lines: list[HitLine] = []
    if found.people:
        total = f"全网格 {found.total_people} 人里找"
        lines.append(HitLine("h-people", "", f"住户 {found.people_count} 位", total))
        lines += [_home_line(row) for row in found.people]
    if found.doors:
        lines.append(HitLine("h-doors", "", f"门 {found.door_count} 个"))
        lines += [_home_line(row) for row in found.doors]
    if found.issues:
        lines.append(HitLine("h-issue", "", f"事项 {text.counted(len(found.issues), '件')}"))
        lines += [
            HitLine(
                f"issue-{row.id}",
                "issue",
                spans=spans_of(row.title, row.marks, is_word=True),
                detail=row.subtitle,
                target=row.id,
            )
            for row in found.issues
        ]
    if found.diaries:
        lines.append(HitLine("h-diary", "", f"日记 {found.diary_count} 条"))
        lines += [
            HitLine(
                f"diary-{at}",
                "diary",
                spans=spans_of(row.title, row.marks, is_word=True),
                detail=row.subtitle,
                target=row.id,
            )
            for at, row in enumerate(found.diaries)
        ]
    return _with_ends(lines)


def _with_ends(lines: list[HitLine]) -> list[HitLine]:
    """Mark the first and the last line under each heading, where a card is round."""
    around = [HitLine("", "", heading="-"), *lines, HitLine("", "", heading="-")]
    return [
        replace(
            one,
            is_first=bool(around[at].heading),
            is_last=bool(around[at + 2].heading),
        )
        for at, one in enumerate(lines)
    ]


def _home_line(row: SearchRow) -> HitLine:
    is_person = row.kind == "resident"
    shown = text.standing_of(row.due_state)
    return HitLine(
        f"{row.kind}-{row.id}",
        row.kind,
        door=row.door,
        title=row.title if is_person else "",
        spans=spans_of(row.reading, row.marks) if row.reading else (),
        detail=row.subtitle,
        standing=shown if shown in text.WANTED else "",
        word=row.due_text if shown in text.WANTED else "",
        target=row.household,
        dwelling=row.dwelling,
    )


def spans_of(words: str, marks: Marks, *, is_word: bool = False) -> tuple[Span, ...]:
    """Cut words at what matched: letters are underlined, a word stands out."""
    spans: list[Span] = []
    end = 0
    for start, length in marks:
        if start > end:
            spans.append(Span(words[end:start]))
        spans.append(Span(words[start : start + length], mark=not is_word, strong=is_word))
        end = start + length
    if end < len(words):
        spans.append(Span(words[end:]))
    return tuple(spans)
