"""Single lines of a diary entry, before and after it was handed in; ticks and replies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from fieldapp.errors import Refused
from fieldapp.services.diary import (
    diary_scope,
    is_draft,
    line_ticks,
    local_lines,
    require_mine,
    tick_fields,
)
from fieldapp.store.schema import LOCAL_SCOPE, TABLES
from fieldapp.store.unit import Unit
from fieldapp.verbs import Command, handles
from sync.protocol import Value


@dataclass(frozen=True, slots=True)
class EditLine(Command[None]):
    """Write a line anew; what was read before is told apart from what came after."""

    line: str
    text: str
    households: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class AddLine(Command[str]):
    """Add a line at the end of an entry, handed in or not. Gives its id.

    After a sealed line it is sealed as well, unless `is_sealed` says otherwise.
    """

    entry: str
    text: str
    households: tuple[str, ...] = ()
    is_sealed: bool | None = None


@dataclass(frozen=True, slots=True)
class SealLine(Command[None]):
    """Keep the words of a line off every list and out of every search, or let them stand there."""

    line: str
    is_sealed: bool = True


@dataclass(frozen=True, slots=True)
class TickLine(Command[str]):
    """Tick a line that is done. Gives the tick's id; a line ticked already stays so."""

    line: str


@dataclass(frozen=True, slots=True)
class UntickLine(Command[None]):
    """Take the tick off again."""

    line: str


@dataclass(frozen=True, slots=True)
class ReplyReview(Command[str]):
    """Answer a 批示: `received` or `done`, and a line; the newest one when none is named.

    One on somebody else's page that is for oneself is answered by its own id, `entry` is "".
    """

    entry: str
    kind: str
    review: str | None = None
    text: str = ""


@handles(EditLine)
def edit_line(unit: Unit, command: EditLine) -> None:
    """Set text and mentions. Raises `Refused` for an empty text or another's line."""
    fields: dict[str, Value] = {"text": _text(command.text)}
    if command.households is not None:
        fields["households"] = list(command.households) or None
    if unit.scope_of("diary_line", command.line) == LOCAL_SCOPE:
        unit.write_local("diary_line", command.line, fields)
        return
    require_mine(unit, _line(unit, command.line)["entry_id"])
    unit.patch("diary_line", command.line, fields)


@handles(AddLine)
def add_line(unit: Unit, command: AddLine) -> str:
    """Create a line after the last one."""
    is_sealed = command.is_sealed
    if is_sealed is None:
        is_sealed = _ends_sealed(unit, command.entry)
    fields: dict[str, Value] = {
        "entry_id": command.entry,
        "text": _text(command.text),
        "households": list(command.households) or None,
        "sort_no": _last_sort_no(unit, command.entry) + 1,
        "is_sealed": is_sealed or None,
    }
    if is_draft(unit, command.entry):
        line = unit.new_id()
        unit.write_local("diary_line", line, fields)
        return line
    require_mine(unit, command.entry)
    return unit.create("diary_line", diary_scope(unit), fields)


@handles(SealLine)
def seal_line(unit: Unit, command: SealLine) -> None:
    """Set the seal or take it off. Raises `Refused` for another's line."""
    fields: dict[str, Value] = {"is_sealed": command.is_sealed or None}
    if unit.scope_of("diary_line", command.line) == LOCAL_SCOPE:
        unit.write_local("diary_line", command.line, fields)
        return
    require_mine(unit, _line(unit, command.line)["entry_id"])
    unit.patch("diary_line", command.line, fields)


@handles(TickLine)
def tick_line(unit: Unit, command: TickLine) -> str:
    """Append a tick, which is a row of its own."""
    present = line_ticks(unit, command.line)
    if present:
        return present[0]
    if unit.scope_of("diary_line", command.line) == LOCAL_SCOPE:
        tick = unit.new_id()
        unit.write_local("tick", tick, tick_fields(unit, command.line))
        return tick
    require_mine(unit, _line(unit, command.line)["entry_id"])
    return unit.create("tick", diary_scope(unit), tick_fields(unit, command.line))


@handles(UntickLine)
def untick_line(unit: Unit, command: UntickLine) -> None:
    """Take every tick on the line back; they stay in history."""
    _line(unit, command.line)
    for tick in line_ticks(unit, command.line):
        if unit.scope_of("tick", tick) == LOCAL_SCOPE:
            unit.delete_local("tick", tick)
        else:
            unit.archive("tick", tick, "点错了")


@handles(ReplyReview)
def reply_review(unit: Unit, command: ReplyReview) -> str:
    """Append a reply. Raises `Refused` where there is nothing to answer."""
    if command.kind not in ("received", "done"):
        raise Refused(
            "bad-choice",
            "回话选“收到”或者“已办”。",
            field="kind",
            is_input=True,
            candidates=("received", "done"),
        )
    fields: dict[str, Value] = {
        **_answered(unit, command),
        "kind": command.kind,
        "text": command.text.strip() or None,
        "at_ms": unit.now_ms,
        "author": unit.author.person,
    }
    return unit.create("reply", diary_scope(unit), fields)


def _answered(unit: Unit, command: ReplyReview) -> dict[str, Value]:
    """Name what is answered: a 批示 on one's own page, or one that was given to oneself."""
    asked = unit.read("instruction", command.review) if command.review else None
    if asked is None:
        require_mine(unit, command.entry)
        review = command.review or _newest_review(unit, command.entry)
        return {"entry_id": command.entry, "review_id": review}
    if unit.scope_of("instruction", str(command.review)) != diary_scope(unit):
        raise Refused("not-author", "这条批示不是给你的，由收到的人来回。")
    return {"instruction_id": command.review}


def _text(text: str) -> str:
    if not text.strip():
        raise Refused("line-empty", "这一条还没写字。", field="text", is_input=True)
    return text


def _line(unit: Unit, line: str) -> Mapping[str, Value]:
    fields = unit.read("diary_line", line)
    if fields is None or fields.get("archived"):
        raise Refused("row-unknown", "找不到这一条。先同步一次再看。", field="line", is_input=True)
    return fields


def _last_sort_no(unit: Unit, entry: str) -> int:
    table = TABLES["diary_line"]
    query = select(func.max(table.c.sort_no)).where(table.c.entry_id == entry)
    return int(unit.connection.execute(query).scalar() or 0)


def _ends_sealed(unit: Unit, entry: str) -> bool:
    lines = local_lines(unit, entry)
    return bool(lines and (unit.read("diary_line", lines[-1]) or {}).get("is_sealed"))


def _newest_review(unit: Unit, entry: str) -> str:
    table = TABLES["review"]
    query = (
        select(table.c.id)
        .where(table.c.entry_id == entry, table.c.archived.is_not(True))
        .order_by((table.c.kind == "acknowledged"), table.c.at_ms.desc(), table.c.id.desc())
    )
    found = unit.connection.execute(query.limit(1)).scalar()
    if found is None:
        raise Refused("no-review", "这一篇还没有批示，不用回话。")
    return str(found)
