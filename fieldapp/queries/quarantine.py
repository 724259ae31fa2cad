"""What the community could not take yet: what it is, why, that nothing is lost, what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from fieldapp.domain.when import when_text
from fieldapp.queries.sealed import is_closed_to
from fieldapp.queries.staff import WhoAmIQuery, names, who_am_i
from fieldapp.queries.telling import KIND_WORD, households_of, label_of, tell_changes, value_text
from fieldapp.store.quarantined import (
    ERASED,
    corrected_here,
    name_of,
    read_quarantined,
    seen_here,
)
from fieldapp.store.rows import read_rows
from fieldapp.store.schema import TABLES
from fieldapp.verbs import Query, Reader, answers
from sync.protocol import Change, ChangeId, ChangeKind

REASONS: Mapping[str, tuple[str, str]] = {
    "parent_missing": ("它挂着的那一户或那扇门社区账上没有。", "改到现在的门号，再送。"),
    "row_missing": ("它要改的那一条社区账上还没有。", "先同步一次，那一条到了再送。"),
    "field_missing": ("有一项必填的空着。", "补上再送。"),
    "bad_type": ("有一项的写法社区看不懂。", "改一下再送。"),
    "bad_day": ("有一个日子日历上没有。", "写成 2026-11-20 这样再送。"),
    "bad_moment": ("有一个时间看不懂。", "看看这台平板的钟，改好再送。"),
    "bad_number": ("有一个数太大或者太小。", "改一下再送。"),
    "bad_list": ("有一项应该是几样东西，写法社区看不懂。", "改一下再送。"),
    "bad_element": ("有一个标签或者电话社区看不懂。", "拿掉它，重新贴一次。"),
    "bad_choice": ("有一项选的不在表里。", "重选一个再送。"),
    "too_long": ("有一项写得太长。", "短一点再送。"),
    "bad_edit": ("这一条的改法社区看不懂。", "重新改一次，这条先放着。"),
    "unknown_field": ("里面有一项社区那边还没有。", "等社区升级以后再送。"),
    "unknown_kind": ("这一类社区那边还没有。", "等社区升级以后再送。"),
    "newer_app": ("这台的程序比社区的新。", "等社区升级以后再送。"),
    "wrong_scope": ("这里不归你管了。", "请社区书记看一下。"),
    "server_only": ("这一项只能在社区电脑上改。", "请社区书记来改。"),
    "not_author": ("这一条是别人记的。", "请记的人来改，或者请书记看一下。"),
    "secretary_only": ("这一步由社区书记来做。", "请社区书记看一下。"),
    "worker_only": ("这一步由网格员来做。", "请这个网格的网格员看一下。"),
    "own_work": ("自己办结的，不能自己评。", "请同事或者书记去问一声，再记评单。"),
    "never_changed": ("这一条记下以后不能改字。", "撤掉原来的，重新记一次。"),
    "group_incomplete": ("一起的几条没有到齐。", "再送一次，会一起送。"),
    "id_taken": ("编号和别的网格里的一条一样，分不清是哪一条。", "重新记一次，会有新的编号。"),
    "no_such_grid": ("社区账上没有那个网格。", "看看转到哪个网格，重新转一次。"),
    "move_too_large": ("一次转的太多了，还在原来的网格。", "分几次转：一个单元一个单元地转。"),
    "group_poisoned": ("一起的几条里有一条没收下，所以都等着。", "改好那一条，会一起送。"),
    "handed_over": ("是交接以前记的，交接以后才送到。", "看一下对不对，对就收下。"),
    "device_revoked": ("记这一条的平板已经停用。", "看一下对不对，对就收下。"),
    "cannot_judge": ("社区那边没看懂。", "把编号告诉社区。"),
}
"""A reason in plain words, and what to do."""
_ERASED: Mapping[str, str] = {
    "resident": "这位居民的记录已按规定删除，你的改动没有再写入。",
    "care": "这位居民的记录已按规定删除，你的改动没有再写入。",
    "household": "这一户的记录已按规定删除，你的改动没有再写入。",
    "visit": "这次敲门没有再写入：它或者它说的那一户已按规定删除。",
    "promise": "答应过的这件没有再写入：它说的那一户已按规定删除。",
    "photo": "这张照片没有再收：它挂着的那一条已按规定删除。",
    "diary_entry": "这篇日记已按规定删除，你后来写的没有再写入。",
    "diary_line": "这篇日记已按规定删除，你后来写的没有再写入。",
    "tick": "这篇日记已按规定删除，打的钩没有再写入。",
    "review": "这篇日记已按规定删除，批示没有再写入。",
    "instruction": "这篇日记已按规定删除，批示没有再写入。",
    "reply": "这篇日记已按规定删除，回话没有再写入。",
}
"""What became of a change about something that was erased by law, by the kind of the change."""
_ANY_ERASED = "你后来写的没有再写入：它说的那一条已按规定删除。"
_UNREADABLE = ("原文读不出来。", "重新记一次；原文还留着。")


@dataclass(frozen=True, slots=True)
class QuarantineRow:
    """One change set aside. `fields` are `(name, label, text)` of what it wanted to set.

    `can_go`: it is only told, to its author, and goes once it was seen (`LetQuarantinedGo`).
    """

    id: str
    kind_word: str
    place: str
    what: str
    reason: str
    sentence: str
    advice: str
    author: str
    author_name: str
    saved_ms: int
    fields: tuple[tuple[str, str, str], ...]
    group_size: int
    can_retry: bool
    is_retried: bool
    can_go: bool = False


@dataclass(frozen=True, slots=True)
class QuarantineQuery(Query[tuple[QuarantineRow, ...]]):
    """Ask for what waits for a correction; a group shows as the change at fault."""


@dataclass(frozen=True, slots=True)
class SettledRow:
    """One change that was set aside, corrected and taken; `household` is where it is now."""

    id: str
    kind_word: str
    text: str
    household: str
    at_ms: int
    when: str


@dataclass(frozen=True, slots=True)
class SettledQuery(Query[tuple[SettledRow, ...]]):
    """Ask what became of changes that were set aside, for as many days as conflicts are shown."""

    days: int = 7


@answers(SettledQuery)
def settled(reader: Reader, query: SettledQuery) -> tuple[SettledRow, ...]:
    """List what was taken once it was corrected, the newest first."""
    table = TABLES["quarantine"]
    corrected = select(table.c.id).where(table.c.state == "corrected")
    keys = [("quarantine", one) for one in reader.connection.execute(corrected).scalars()]
    since_ms = reader.now_ms - query.days * 86_400_000
    found = [
        (stored.row.stamps["state"].at_ms, id_, change)
        for (_, id_), stored in read_rows(reader.connection, keys).items()
        if "state" in stored.row.stamps and stored.row.stamps["state"].at_ms >= since_ms
        if (change := read_quarantined(str(stored.row.fields.get("change") or ""))) is not None
    ]
    changes = [change for _, _, change in found]
    told = tell_changes(reader.connection, changes)
    present = read_rows(reader.connection, [(one.entity, str(one.row)) for one in changes])
    homes = households_of(
        reader.connection, {key: stored.row.fields for key, stored in present.items()}
    )
    rows = [
        SettledRow(
            id_,
            words.kind_word,
            words.text,
            homes.get((change.entity, str(change.row)), ""),
            at_ms,
            when_text(at_ms, reader.now_ms),
        )
        for (at_ms, id_, change), words in zip(found, told, strict=True)
    ]
    return tuple(sorted(rows, key=lambda row: (-row.at_ms, row.id)))


@answers(QuarantineQuery)
def quarantine(reader: Reader, query: QuarantineQuery) -> tuple[QuarantineRow, ...]:
    """List newest first; those whose correction is on its way say so."""
    table = TABLES["quarantine"]
    found = reader.connection.execute(select(table).where(table.c.state == "waiting"))
    rows = [dict(row) for row in found.mappings() if _concerns(reader, row)]
    changes = {row["id"]: read_quarantined(row["change"] or "") for row in rows}
    retried = corrected_here(reader.connection)
    people = names(reader.connection)
    is_secretary = who_am_i(reader, WhoAmIQuery()).role == "secretary"
    shown = [row for row in rows if not _is_follower(row, changes[row["id"]], changes, rows)]
    listed = [_row(reader, row, changes[row["id"]], people, retried, is_secretary) for row in shown]
    return tuple(sorted(listed, key=lambda row: (-row.saved_ms, row.id)))


def _concerns(reader: Reader, row: Mapping[Any, Any]) -> bool:
    """Tell whether a row is shown here: what was erased by law only to its author, until seen."""
    if row["reason"] != ERASED:
        return True
    return row["author"] == reader.author.person and row["id"] not in seen_here(reader.connection)


def _is_follower(
    row: Mapping[str, Any],
    change: Change | None,
    changes: Mapping[str, Change | None],
    rows: list[dict[str, Any]],
) -> bool:
    """Tell whether a change only waits because another one of its group does."""
    if row["reason"] != "group_poisoned" or change is None or change.group is None:
        return False
    at_fault = [one["id"] for one in rows if one["reason"] != "group_poisoned"]
    others = [changes[id_] for id_ in at_fault]
    return any(one and one.group and one.group.id == change.group.id for one in others)


def _row(
    reader: Reader,
    row: Mapping[str, Any],
    change: Change | None,
    people: Mapping[str, str],
    retried: frozenset[ChangeId],
    is_secretary: bool,
) -> QuarantineRow:
    author = row["author"] or ""
    sentence, advice = _why(row["reason"] or "", row["on_entity"] or "")
    called = people.get(author) or author
    if change is None:
        return QuarantineRow(
            row["id"], _kind_word(row), "", "", row["reason"] or "", sentence, advice, author,
            called, 0, (), 1, can_retry=False, is_retried=False, can_go=row["reason"] == ERASED,
        )  # fmt: skip
    (told,) = tell_changes(reader.connection, [change])
    is_retried = name_of(change) in retried
    is_mine = author == reader.author.person or is_secretary or row["reason"] == "handed_over"
    return QuarantineRow(
        row["id"],
        told.kind_word,
        told.place,
        told.what,
        row["reason"] or "",
        sentence,
        advice,
        author,
        called,
        change.time.wall_ms,
        tuple(_fields(reader, change)),
        change.group.size if change.group else 1,
        can_retry=is_mine and not is_retried,
        is_retried=is_retried,
    )


def _kind_word(row: Mapping[str, Any]) -> str:
    return KIND_WORD.get(row["on_entity"], "住户") if row["on_entity"] else "记录"


def _why(reason: str, kind: str) -> tuple[str, str]:
    """Say why; of what was erased only the kind is left."""
    if reason == ERASED:
        return _ERASED.get(kind, _ANY_ERASED), "不用做什么。"
    return REASONS.get(reason, _UNREADABLE)


def _fields(reader: Reader, change: Change) -> list[tuple[str, str, str]]:
    if change.kind is ChangeKind.resolve or is_closed_to(reader, change):
        return []
    return [
        (
            name,
            label_of(change.entity, name),
            value_text(reader.connection, change.entity, name, edit.new),
        )
        for name, edit in change.fields.items()
        if edit.new is not None and name != "author"
    ]
