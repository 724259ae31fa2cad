"""The server's judgement of one change: pure, and the same on every machine.

`judge` gives the verdict and the effect; `absorb` lays an effect over a row. Rules per field
come in as data (`sync.schema`), the present rows through a function.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import msgspec

from sync.codec import canonical, derived_id
from sync.fitness import Unfit, check_change, check_edit, check_required, entity_of
from sync.protocol import (
    Change,
    ChangeId,
    ChangeKind,
    Edit,
    Estimate,
    RowEffect,
    RowId,
    Value,
    Verdict,
    Word,
)
from sync.record import Row as Row  # noqa: PLC0414 - whoever judges needs the record too
from sync.record import Stamp as Stamp  # noqa: PLC0414 - the same
from sync.schema import ARCHIVE_FIELDS, Entity, Field, Rule, Schema
from sync.stamps import unpack_stamps
from sync.text import merge_text
from sync.values import is_flat

CLEARLY_LATER_MS = 600_000
"""Two good estimates further apart than this pick the later one as the default winner."""

Rows = Callable[[str, RowId], Row | None]


@dataclass(frozen=True, slots=True)
class Judgement:
    """Verdict and effect; effects come in the order in which they are laid over the rows."""

    verdict: Verdict
    effect: tuple[RowEffect, ...] = ()


@dataclass(slots=True)
class _Case:
    """One change on the judge's desk, with what has been decided so far."""

    id: ChangeId
    change: Change
    entity: Entity
    row: Row
    stamp: Stamp
    fields: dict[str, Value] = field(default_factory=dict)
    extra: list[RowEffect] = field(default_factory=list)
    conflicts: list[RowId] = field(default_factory=list)
    is_partial: bool = False


def judge(
    schema: Schema, rows: Rows, id_: ChangeId, change: Change, estimate: Estimate
) -> Judgement:
    """Decide what one authorised change does to the rows of its scope."""
    try:
        entity = entity_of(schema, change)
        if change.kind is ChangeKind.move:
            raise Unfit("bad_edit")  # the server's, which knows more than one scope
        check_change(entity, rows, change)
        if change.kind is ChangeKind.resolve:
            return _resolve(schema, rows, id_, change, estimate)
        return _judge_row(entity, rows, id_, change, estimate)
    except Unfit as why:
        return quarantine(id_, change, why.reason)


def quarantine(id_: ChangeId, change: Change | None, reason: str, body: str = "") -> Judgement:
    """Set a change aside whole: a fact whose only effect is its quarantine row."""
    fields: dict[str, Value] = {"reason": reason, "state": "waiting"}
    if change is not None:
        fields |= {
            "author": change.actor,
            "on_entity": change.entity,
            "on_row": change.row,
            "change": canonical(change).decode(),
        }
    elif body:
        fields["change"] = body
    row = derived_id("quarantine", id_)
    effect = RowEffect(entity="quarantine", row=row, fields=fields)
    return Judgement(Verdict(word=Word.quarantined, reason=reason), (effect,))


def stamp_of(change: Change, estimate: Estimate) -> Stamp:
    """Give the stamp that a change leaves on the fields it sets."""
    return Stamp(change.actor, change.device, estimate.at_ms, estimate.good)


def absorb(row: Row | None, effect: Mapping[str, Value], stamp: Stamp) -> Row:
    """Lay an effect over a row and give the new row; `null` removes a value."""
    fields = dict(row.fields) if row else {}
    stamps = dict(row.stamps) if row else {}
    for name, value in effect.items():
        stamps[name] = stamp
        if value is None:
            fields.pop(name, None)
        else:
            fields[name] = value
    return Row(fields, stamps)


def lay(row: Row | None, effect: RowEffect, stamp: Stamp) -> Row | None:
    """Lay one effect over a row and give the new row; None when the row is gone."""
    if effect.is_gone:
        return None
    if not effect.fields and not effect.stamps:
        return row  # its words had to go by law
    after = absorb(row, effect.fields, stamp)
    after.stamps.update(unpack_stamps(effect.stamps))
    return after


def show_edit(spec: Field | None, current: Value, edit: Edit) -> Value:
    """Show one pending edit over a value, as its author expects it, until the server's word."""
    if spec is not None and spec.rule is Rule.set:
        return merge_set(current, edit)
    if current == edit.old:
        return edit.new
    if spec is not None and spec.rule is Rule.text and isinstance(current, str):
        merged = merge_text(edit.old or "", current, edit.new or "")
        return edit.new if merged is None else merged
    return edit.new


def merge_set(current: Value, edit: Edit) -> Value:
    """Add dots unless they were removed before; remove those named, remembering unknown ones.

    A set is `{"dots": {dot: element}, "gone": [dot, …]}`; an empty one is absent.
    """
    dots = dict(current.get("dots", {})) if current else {}
    gone = set(current.get("gone", [])) if current else set()
    dots |= {dot: element for dot, element in edit.add.items() if dot not in gone}
    for dot in edit.remove:
        if dots.pop(dot, None) is None:
            gone.add(dot)
    if not dots and not gone:
        return None
    return {"dots": dots, "gone": sorted(gone)} if gone else {"dots": dots}


def _judge_row(
    entity: Entity, rows: Rows, id_: ChangeId, change: Change, estimate: Estimate
) -> Judgement:
    present = rows(entity.kind, change.row)
    if present is None:
        if change.kind is not ChangeKind.create:
            raise Unfit("row_missing")
        check_required(entity, change)
    elif entity.is_appended:
        return _judge_appended(present, change, id_)
    case = _Case(id_, change, entity, present or Row(), stamp_of(change, estimate))
    for name, edit in change.fields.items():
        _judge_field(case, entity.by_name[name], edit)
    return _conclude(case)


def _judge_appended(present: Row, change: Change, id_: ChangeId) -> Judgement:
    if change.kind is ChangeKind.create:
        return Judgement(Verdict(word=Word.nothing))
    if change.kind is not ChangeKind.archive or change.fields.keys() - ARCHIVE_FIELDS:
        raise Unfit("never_changed")
    if present.fields.get("author") != change.actor:
        raise Unfit("not_author")
    fields = {
        name: edit.new
        for name, edit in change.fields.items()
        if present.fields.get(name) == edit.old and edit.new != edit.old
    }
    if not fields:
        return Judgement(Verdict(word=Word.nothing))
    effect = RowEffect(entity=change.entity, row=change.row, fields=fields)
    return Judgement(Verdict(word=Word.taken), (effect,))


def _judge_field(case: _Case, spec: Field, edit: Edit) -> None:
    current = case.row.fields.get(spec.name)
    if spec.rule is Rule.set:
        merged = merge_set(current, edit)
        if merged != current:
            case.fields[spec.name] = merged
        return
    if current == edit.new:
        return
    if current == edit.old or (_is_absent(spec, current) and _is_absent(spec, edit.old)):
        case.fields[spec.name] = edit.new
    elif spec.rule is Rule.text and _merge_prose(case, spec, edit, str(current or "")):
        return
    elif spec.rule is Rule.archived:
        case.is_partial = True
    else:
        _clash(case, spec, edit, current)


def _is_absent(spec: Field, value: Value) -> bool:
    """Tell whether a value says nothing; 0 is a number, and False is said of all but archiving."""
    if value is False:
        return spec.rule is Rule.archived
    return value is None or value in ("", [], {})


def _merge_prose(case: _Case, spec: Field, edit: Edit, current: str) -> bool:
    merged = merge_text(edit.old or "", current, edit.new or "")
    if merged is None:
        return False
    case.is_partial = True
    if merged != current:
        case.fields[spec.name] = merged
    return True


def _clash(case: _Case, spec: Field, edit: Edit, current: Value) -> None:
    writer = case.row.stamps.get(spec.name)
    incoming_wins = _incoming_wins(spec, case.stamp, writer)
    if incoming_wins:
        case.fields[spec.name] = edit.new
    mine, present = _side(edit.new, case.stamp), _side(current, writer)
    conflict = derived_id("conflict", case.id, spec.name)
    case.conflicts.append(conflict)
    fields: dict[str, Value] = {
        "on_entity": case.change.entity,
        "on_row": case.change.row,
        "on_field": spec.name,
        "base": {"value": edit.old},
        "kept": mine if incoming_wins else present,
        "other": present if incoming_wins else mine,
        "rule": _rule_word(spec, incoming_wins),
        "state": "open",
    }
    case.extra.append(RowEffect(entity="conflict", row=conflict, fields=fields))


def _incoming_wins(spec: Field, incoming: Stamp, incumbent: Stamp | None) -> bool:
    if spec.rule is not Rule.scalar or incumbent is None:
        return False
    both_good = incoming.good and incumbent.good
    return both_good and incoming.at_ms - incumbent.at_ms > CLEARLY_LATER_MS


def _rule_word(spec: Field, incoming_wins: bool) -> str:
    if spec.rule in (Rule.identity, Rule.text):
        return spec.rule.value
    return "later" if incoming_wins else "incumbent"


def _side(value: Value, stamp: Stamp | None) -> dict[str, Value]:
    if stamp is None:
        return {"value": value}
    return {
        "value": value,
        "actor": stamp.actor,
        "device": stamp.device,
        "at_ms": stamp.at_ms,
        "good": stamp.good,
    }


def _conclude(case: _Case) -> Judgement:
    effect: tuple[RowEffect, ...] = tuple(case.extra)
    if case.fields:
        own = RowEffect(entity=case.change.entity, row=case.change.row, fields=case.fields)
        effect = (own, *effect)
    return Judgement(_verdict(case), effect)


def _verdict(case: _Case) -> Verdict:
    reason = "archived_row" if _edits_archived(case) else None
    if case.conflicts:
        return Verdict(word=Word.clashed, conflicts=tuple(case.conflicts), reason=reason)
    if not case.fields:
        return Verdict(word=Word.nothing, reason=reason)
    if case.is_partial or len(case.fields) < len(case.change.fields):
        return Verdict(word=Word.merged, reason=reason)
    return Verdict(word=Word.taken, reason=reason)


def _edits_archived(case: _Case) -> bool:
    touches_archive = "archived" in case.change.fields
    return bool(case.row.fields.get("archived")) and not touches_archive


def _resolve(
    schema: Schema, rows: Rows, id_: ChangeId, change: Change, estimate: Estimate
) -> Judgement:
    """Judge a person's decision on a conflict: its state, and the field, in one change."""
    record = rows("conflict", change.row)
    if record is None:
        raise Unfit("row_missing")
    state = change.fields.get("state")
    if state is None or set(change.fields) - {"state", "value"}:
        raise Unfit("bad_edit")
    if record.fields.get("state") != state.old:
        return Judgement(Verdict(word=Word.nothing, reason="decided_already"))
    decided: dict[str, Value] = {
        "state": state.new,
        "decided_by": change.actor,
        "decided_at_ms": estimate.at_ms,
    }
    own = RowEffect(entity="conflict", row=change.row, fields=decided)
    value = change.fields.get("value")
    if value is None:
        return Judgement(Verdict(word=Word.taken), (own,))
    target = _judge_target(schema, rows, id_, change, record, value, estimate)
    return Judgement(target.verdict, (own, *target.effect))


def _judge_target(
    schema: Schema,
    rows: Rows,
    id_: ChangeId,
    change: Change,
    record: Row,
    value: Edit,
    estimate: Estimate,
) -> Judgement:
    kind, row = record.fields["on_entity"], RowId(record.fields["on_row"])
    name = record.fields["on_field"]
    entity = schema.entities.get(kind)
    present = rows(kind, row)
    if entity is None or present is None:
        raise Unfit("row_missing")
    spec = entity.by_name[name]
    check_edit(spec, value)
    aimed = msgspec.structs.replace(
        change, entity=kind, row=row, fields={name: value}, kind=ChangeKind.patch
    )
    case = _Case(id_, aimed, entity, present, stamp_of(change, estimate))
    _judge_field(case, spec, value)
    outcome = _conclude(case)
    if outcome.verdict.word is Word.nothing:
        return Judgement(Verdict(word=Word.taken), outcome.effect)
    return outcome


def live_elements(value: Value) -> dict[str, Value]:
    """Give the live dots of a set value as `{dot: element}`; what is no element is passed over."""
    dots = value.get("dots", {}) if value else {}
    return {dot: element for dot, element in dots.items() if is_flat(element)}
