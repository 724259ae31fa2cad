"""要看一下: what the community has not taken, why, that nothing is lost, and what to press."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import Property, QObject, Slot
from PySide6.QtQml import QmlElement

from fieldapp.queries.handover import REASONS as HANDED_OVER
from fieldapp.queries.lookup import Found, LookupQuery
from fieldapp.queries.quarantine import (
    QuarantineQuery,
    QuarantineRow,
    SettledQuery,
    SettledRow,
)
from fieldapp.queries.sync import StatusQuery, SyncStatus
from fieldapp.services.quarantine import LetQuarantinedGo, RetryQuarantined
from ui import text
from ui.bridge import Known
from ui.viewmodels.base import MappedModel, Workplace
from ui.viewmodels.half_typed import HalfTyped
from ui.viewmodels.list_model import RowList

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1

_LINKS = {"dwelling_id": "dwelling", "household_id": "household", "resident_id": "resident"}


@dataclass(frozen=True, slots=True)
class HeldCard:
    """One thing that was not taken."""

    key: str
    title: str
    sentence: str
    advice: str
    kind_word: str
    what: str
    stood: str
    can_retry: bool
    can_correct: bool
    can_go: bool


@dataclass(frozen=True, slots=True)
class HeldField:
    """One thing that can be corrected."""

    key: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class SettledLine:
    """One thing that was taken once it was corrected; a tap opens its household."""

    key: str
    title: str
    detail: str
    household: str


@dataclass(frozen=True, slots=True)
class HeldState:
    """Heading, what is not broken, and the correction that is open."""

    heading: str = ""
    fine: tuple[str, ...] = ()
    is_empty: bool = False
    correcting: str = ""
    problem: str = ""
    problem_field: str = ""


@QmlElement
class QuarantineModel(MappedModel):
    """What waits for a correction."""

    watched = frozenset("quarantine sync visit household resident dwelling".split())

    def __init__(self, place: Workplace, parent: QObject | None = None) -> None:
        super().__init__(place, parent)
        self.state: HeldState = HeldState()
        self._cards = RowList(HeldCard, self)
        self._fields = RowList(HeldField, self)
        self._settled = RowList(SettledLine, self)
        self._rows: dict[str, QuarantineRow] = {}
        self._typed: dict[str, str] = {}
        self._half = HalfTyped(place, self, self._to_keep, self._restore)
        self._put_aside: set[str] = set()

    @Property(QObject, constant=True)
    def cards(self) -> QObject:
        """What was not taken."""
        return self._cards

    @Property(QObject, constant=True)
    def settled(self) -> QObject:
        """What was taken once it was corrected."""
        return self._settled

    @Slot(str)
    def openHousehold(self, household: str) -> None:
        """Look at what became of it."""
        if household:
            self.place.go("household", household)

    @Property(QObject, constant=True)
    def halfTyped(self) -> QObject:
        """What was half typed an earlier time: a HalfTyped."""
        return self._half

    @Property(QObject, constant=True)
    def fields(self) -> QObject:
        """What can be corrected in the one that is open."""
        return self._fields

    @Slot(str)
    def retry(self, key: str) -> None:
        """Send it again as it is."""
        self.do(RetryQuarantined(key), lambda _: self._sent())

    @Slot(str)
    def correct(self, key: str) -> None:
        """Open it for correction."""
        row = self._rows.get(key)
        if row is None:
            return
        self.publish(replace(self.state, correcting=key, problem="", problem_field=""))
        self._restore()
        self._half.open(f"held:{key}", lambda kept: self._restore(kept) if kept else None)

    @Slot(str, str)
    def type(self, name: str, words: str) -> None:
        """Take over what is typed in a field."""
        self._typed[name] = words
        self._half.touch()

    @Slot()
    def send(self) -> None:
        """Send it again with what was corrected."""
        row = self._rows.get(self.state.correcting)
        if row is None:
            return
        before = {name: words for name, _, words in row.fields}
        changed = {
            name: words.strip()
            for name, words in self._typed.items()
            if words.strip() != before.get(name, "").strip()
        }
        self._read_links(row.id, changed, {})

    @Slot(str)
    def putAside(self, key: str) -> None:
        """Leave it for now; it is here again when the page is opened anew."""
        self._put_aside.add(key)
        self._swap()

    @Slot(str)
    def letGo(self, key: str) -> None:
        """Show no more what there is nothing to do about."""
        self.do(LetQuarantinedGo(key))

    @Slot()
    def close(self) -> None:
        """Leave the correction as it was."""
        self._half.flush()
        self.publish(replace(self.state, correcting=""))

    def hide(self) -> None:
        """Keep what is half typed."""
        self._half.flush()
        super().hide()

    def opened(self) -> None:
        """Show everything again."""
        self._put_aside = set()

    def refresh(self) -> None:
        """Ask what waits."""
        self.ask(QuarantineQuery(), self._show)
        self.ask(SettledQuery(), self._show_settled)
        self.ask(StatusQuery(), self._show_fine)

    def _read_links(self, key: str, typed: dict[str, str], read: dict[str, str]) -> None:
        """Turn the doors and people typed into ids, one after the other, then send."""
        rest = {name: words for name, words in typed.items() if name not in read}
        name = next((one for one in rest if one in _LINKS), "")
        if not name:
            fields = {**rest, **read}
            self.do(RetryQuarantined(key, fields), lambda _: self._sent(), self._refused_at(""))
            return

        def found(one: Found) -> None:
            self._read_links(key, typed, {**read, name: one.id})

        self.ask(LookupQuery(_LINKS[name], rest[name]), found, self._refused_at(name))

    def _refused_at(self, name: str) -> Callable[[Known], None]:
        def refused(error: Known) -> None:
            field = name or getattr(error, "field", "") or ""
            self.publish(replace(self.state, problem=error.sentence, problem_field=field))

        return refused

    def _to_keep(self) -> str:
        return json.dumps(self._typed) if self._typed else ""

    def _restore(self, kept: str = "") -> None:
        """Show the fields as they were sent, and what was typed over them."""
        row = self._rows.get(self.state.correcting)
        self._typed = json.loads(kept) if kept else {}
        fields = () if row is None else row.fields
        self._fields.swap(
            [HeldField(name, label, self._typed.get(name, words)) for name, label, words in fields]
        )

    def _sent(self) -> None:
        self._half.settle()
        self.publish(replace(self.state, correcting=""))
        self.place.say("已存本机，下次同步一起送。")

    def _show(self, every: tuple[QuarantineRow, ...]) -> None:
        rows = [row for row in every if row.reason not in HANDED_OVER]
        self._rows = {row.id: row for row in rows}
        count = text.counted(len(rows), "条")
        heading = f"有 {count}要看一下，都不急" if rows else ""
        self.publish(replace(self.state, heading=heading, is_empty=not rows))
        self._swap()

    def _show_settled(self, rows: tuple[SettledRow, ...]) -> None:
        self._settled.swap(
            [
                SettledLine(one.id, one.text, f"{one.kind_word}，{one.when} 收下了", one.household)
                for one in rows
            ]
        )

    def _swap(self) -> None:
        now_ms = self.place.now_ms
        rows = [row for key, row in self._rows.items() if key not in self._put_aside]
        self._cards.swap([_card(row, now_ms) for row in rows])

    def _show_fine(self, status: SyncStatus) -> None:
        saved = text.counted(status.waiting, "条")
        fine = [f"没送的 {saved}都已存本机" if status.waiting else "写的都已经送到社区"]
        if status.last_done_ms:
            fine.append(f"上次同步完 {text.when_text(status.last_done_ms, self.place.now_ms)}")
        if any(not row.can_go for row in self._rows.values()):
            fine.append("没收下的也在这台平板上，一个字没丢")
        self.publish(replace(self.state, fine=tuple(fine)))


def _card(row: QuarantineRow, now_ms: int) -> HeldCard:
    if row.can_go:
        return HeldCard(
            row.id, "1 条改动没有写入", row.sentence, row.advice, "", "", "",
            can_retry=False, can_correct=False, can_go=True,
        )  # fmt: skip
    group = f"，连着一起的 {row.group_size - 1} 条" if row.group_size > 1 else ""
    stood = (
        f"{text.STORED}，{text.when_text(row.saved_ms, now_ms)}" if row.saved_ms else text.STORED
    )
    is_mine = row.can_retry
    advice = "改好的已经在路上，送到就好。" if row.is_retried else row.advice
    return HeldCard(
        row.id,
        f"1 条{row.kind_word}社区没收下{group}",
        row.sentence,
        f"{advice}{'' if is_mine or row.is_retried else '这条是' + row.author_name + '记的。'}",
        row.kind_word,
        "，".join(part for part in (row.place, row.what) if part),
        stood,
        row.can_retry,
        row.can_retry and bool(row.fields),
        can_go=False,
    )
