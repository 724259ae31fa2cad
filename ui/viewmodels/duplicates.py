"""像是同一个人: two records side by side, field by field; one act makes them one, one undoes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from PySide6.QtCore import Property, QObject, Slot
from PySide6.QtQml import QmlElement

from fieldapp.queries.duplicates import (
    DuplicatesQuery,
    DuplicatesView,
    MergedTwin,
    TwinField,
    TwinPair,
)
from fieldapp.services.duplicates import (
    CatchUpDuplicate,
    MarkDistinct,
    MergeResidents,
    SplitResident,
    UnmarkDistinct,
)
from ui import text
from ui.viewmodels.base import MappedModel, Workplace
from ui.viewmodels.list_model import RowList

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1


@dataclass(frozen=True, slots=True)
class TwinLine:
    """One pair, or one merge, in the list at the left; `group` heads the first of its kind."""

    key: str
    title: str
    detail: str
    is_open: bool
    group: str = ""
    group_note: str = ""


@dataclass(frozen=True, slots=True)
class TwinFieldLine:
    """One field of both; `takes`: the later record's is chosen."""

    key: str
    label: str
    kept: str
    other: str
    is_choice: bool
    takes: bool


@dataclass(frozen=True, slots=True)
class TwinStep:
    """One of several records of a group, to be made one with another; a chip."""

    key: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class TwinState:
    """The chosen pair, or the chosen merge, in words.

    `line` is the row of the list it belongs to: a group of pairs is one row.
    """

    heading: str = ""
    chosen: str = ""
    line: str = ""
    steps: tuple[TwinStep, ...] = ()
    title: str = ""
    why: str = ""
    kept_place: str = ""
    other_place: str = ""
    kept_name: str = ""
    other_name: str = ""
    united: str = ""
    refusal: str = ""
    bring: str = ""
    merged: str = ""
    merged_note: str = ""
    late: str = ""
    apart: str = ""
    next_key: str = ""
    next_text: str = ""
    is_empty: bool = False


@QmlElement
class DuplicatesModel(MappedModel):
    """Who may be written twice on this device."""

    watched = frozenset("resident member household care dwelling sync".split())

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(place, parent)
        self.state: TwinState = TwinState()
        self._list = RowList(TwinLine, self)
        self._fields = RowList(TwinFieldLine, self)
        self._pairs: dict[str, TwinPair] = {}
        self._merged: dict[str, MergedTwin] = {}
        self._take: set[str] = set()
        self._apart: tuple[str, str] | None = None

    @Property(QObject, constant=True)
    def list(self) -> QObject:
        """The pairs, then what was merged."""
        return self._list

    @Property(QObject, constant=True)
    def fields(self) -> QObject:
        """The fields of the chosen pair."""
        return self._fields

    @Slot(str)
    def choose(self, key: str) -> None:
        """Look at another group, pair or merge; what was chosen in this one is forgotten."""
        self._take = set()
        self._show_chosen(self._wanted(key))

    @Slot()
    def bring(self) -> None:
        """Open the form that hands the household over which has to come first."""
        pair = self._pairs.get(self.state.chosen)
        if pair is not None and pair.bring:
            self.place.go("forms", f"transfer:{pair.bring}")

    @Slot(str, bool)
    def take(self, field: str, takes: bool) -> None:
        """Choose whose field is used."""
        self._take = self._take | {field} if takes else self._take - {field}
        self._show_chosen(self.state.chosen)

    @Slot()
    def merge(self) -> None:
        """Make one of them."""
        pair = self._pairs.get(self.state.chosen)
        if pair is not None:
            take = tuple(sorted(self._take))
            wish = MergeResidents(pair.kept.id, pair.other.id, take)
            self.do(wish, lambda _: self._done(pair.other.id))

    @Slot()
    def next(self) -> None:
        """Go to the next pair, or back where there is none."""
        if self.state.next_key:
            self.choose(self.state.next_key)
        else:
            self.place.back()

    @Slot()
    def split(self) -> None:
        """Make two of one again."""
        if self.state.chosen in self._merged:
            self.do(SplitResident(self.state.chosen))

    @Slot()
    def catchUp(self) -> None:
        """Bring over what was written on the other one later."""
        if self.state.chosen in self._merged:
            self.do(CatchUpDuplicate(self.state.chosen))

    @Slot()
    def setApart(self) -> None:
        """Say that they are two."""
        pair = self._pairs.get(self.state.chosen)
        if pair is not None:
            self._apart = pair.kept.id, pair.other.id
            said = f"{pair.kept.name}：记下了，是两个人"
            wish = MarkDistinct(*self._apart)
            self.do(wish, lambda _: self.publish(replace(self.state, apart=said)))

    @Slot()
    def undoApart(self) -> None:
        """Take that back."""
        if self._apart is not None:
            self.do(UnmarkDistinct(*self._apart))
            self._apart = None
            self.publish(replace(self.state, apart=""))

    def opened(self) -> None:
        """Begin with the pair that the link named, by one of the two."""
        self._take, self._apart = set(), None
        self.publish(TwinState(chosen=self.argument))

    def refresh(self) -> None:
        """Ask for all of them."""
        self.ask(DuplicatesQuery(), self._show)

    def _done(self, other: str) -> None:
        self._take = set()
        self._apart = None
        self.publish(replace(self.state, chosen=other, apart=""))

    def _show(self, view: DuplicatesView) -> None:
        self._pairs = {_key(pair): pair for pair in view.pairs}
        self._merged = {one.other.id: one for one in view.merged}
        self._list.swap(list(_lines(view)))
        count = text.counted(len({pair.group for pair in view.pairs}), "个人")
        heading = f"像是记重了的 {count}" if view.pairs else "没有像是记了两遍的"
        is_empty = not view.pairs and not view.merged and not self._apart
        self.publish(replace(self.state, heading=heading, is_empty=is_empty))
        self._show_chosen(self._wanted(self.state.chosen))

    def _wanted(self, key: str) -> str:
        """Give the key of what to look at: the same as before, else the first there is.

        A group is named by the oldest of its records, and a link names any of them.
        """
        if key in self._pairs or key in self._merged:
            return key
        named = [one for one, pair in self._pairs.items() if key and key in one.split("+")]
        grouped = [one for one, pair in self._pairs.items() if pair.group == key]
        return next(iter((*grouped, *named, *self._pairs, *self._merged)), "")

    def _next_of(self, key: str) -> str:
        """Give the pair to go on with: of the same person first."""
        pair, merged = self._pairs.get(key), self._merged.get(key)
        group = pair.group if pair else merged.kept.id if merged else ""
        others = [one for one in self._pairs if one != key]
        same = [one for one in others if self._pairs[one].group == group]
        return next(iter((*same, *others)), "")

    def _next_text(self, key: str) -> str:
        after, merged = self._pairs.get(self._next_of(key)), self._merged.get(key)
        if after is None:
            return "回同步"
        if merged is not None and after.group == merged.kept.id:
            return f"接着合，还有 {after.records - 1} 条"
        return "下一个人"

    def _show_chosen(self, key: str) -> None:
        pair, merged = self._pairs.get(key), self._merged.get(key)
        self._fields.swap([_field(one, self._take) for one in pair.fields] if pair else [])
        shown = TwinState(
            heading=self.state.heading,
            chosen=key,
            apart=self.state.apart,
            next_key=self._next_of(key),
            next_text=self._next_text(key),
            is_empty=self.state.is_empty,
        )
        if pair is not None:
            shown = _of_pair(shown, pair, _steps(self._pairs, key))
        elif merged is not None:
            shown = _of_merged(shown, merged)
        self.publish(shown)


def _key(pair: TwinPair) -> str:
    return f"{pair.kept.id}+{pair.other.id}"


def _steps(pairs: dict[str, TwinPair], chosen: str) -> tuple[TwinStep, ...]:
    """List the pairs of the chosen one's group, if they are several."""
    group = pairs[chosen].group
    keys = [key for key, pair in pairs.items() if pair.group == group]
    if len(keys) < 2:
        return ()
    places = [pairs[key].other.place for key in keys]
    labels = [
        f"{place}，第 {at} 条" if places.count(place) > 1 else place
        for at, place in enumerate(places, 1)
    ]
    return tuple(
        TwinStep(key, label, key == chosen) for key, label in zip(keys, labels, strict=True)
    )


def _lines(view: DuplicatesView) -> Iterator[TwinLine]:
    before = ""
    for group in dict.fromkeys(pair.group for pair in view.pairs):
        pairs = [pair for pair in view.pairs if pair.group == group]
        sides = [side for pair in pairs for side in (pair.kept, pair.other)]
        why = pairs[0].why
        name = "、".join(dict.fromkeys(side.name for side in sides))
        title = name if len(pairs) == 1 else f"{name}，记了 {pairs[0].records} 遍"
        places = "，".join(dict.fromkeys(side.place for side in sides))
        yield TwinLine(group, title, places, True, "" if why == before else why)
        before = why
    for at, one in enumerate(view.merged):
        heading = ("合过的", "随时能拆开") if at == 0 else ("", "")
        detail = "又写了新的，看看" if one.late else one.kept.place
        yield TwinLine(one.other.id, one.kept.name, detail, False, *heading)


def _field(one: TwinField, take: set[str]) -> TwinFieldLine:
    return TwinFieldLine(one.key, one.label, one.kept, one.other, one.is_choice, one.key in take)


def _of_pair(shown: TwinState, pair: TwinPair, steps: tuple[TwinStep, ...]) -> TwinState:
    times = "两" if pair.records == 2 else f" {pair.records} "
    return replace(
        shown,
        line=pair.group,
        steps=steps,
        title=f"{pair.kept.name}，像是记了{times}遍",
        why=pair.why,
        kept_name=pair.kept.name,
        other_name=pair.other.name,
        kept_place=pair.kept.place,
        other_place=pair.other.place,
        united=pair.united,
        refusal=pair.refusal,
        bring=pair.bring_words,
    )


def _of_merged(shown: TwinState, merged: MergedTwin) -> TwinState:
    told = "，".join(part for part in (merged.by, merged.when) if part)
    late = "、".join(merged.late)
    return replace(
        shown,
        line=merged.other.id,
        title=f"{merged.kept.name}，两条合成了一个",
        why=merged.kept.place,
        merged=f"{told} 合的" if told else "合好了",
        merged_note=merged.note or "两条都留着，拆开就回到合以前",
        late=f"合了以后，另一条上又写了：{late}" if late else "",
    )
