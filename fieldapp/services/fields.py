"""Edit any field of a record, take a record out, and open a masked field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import insert

from fieldapp.domain.entities import SCHEMA
from fieldapp.domain.words import offered
from fieldapp.errors import Refused
from fieldapp.services.doors import KEY_FIELDS, door_key, renew_keys
from fieldapp.services.people import read_birth, read_name, read_papers
from fieldapp.services.tags import kinds_of, open_care, publish_care
from fieldapp.services.typed import read_value
from fieldapp.services.where import present
from fieldapp.store.schema import reveal
from fieldapp.store.unit import Unit
from fieldapp.verbs import Command, handles
from sync.protocol import Value
from sync.schema import Entity, Field, FieldType, Rule

EDITABLE = (
    "compound village_group building unit dwelling household resident member care promise"
    " campaign issue"
).split()
"""Kinds whose fields a worker edits by hand."""
_MASKED = frozenset({"id_type", "id_no", "no_id_reason", "health_note"})

_NOT_SET = (Rule.once, Rule.archived, Rule.set)


@dataclass(frozen=True, slots=True)
class SetFields(Command[int]):
    """Set fields of one record; a value may be typed text, "" empties the field.

    A resident's masked fields (id_no, health_note …) may be named on the resident. Gives the
    number of fields that changed.
    """

    kind: str
    id: str
    fields: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class ArchiveRow(Command[None]):
    """Take a record out of every list and figure; it stays in history and can come back."""

    kind: str
    id: str
    reason: str = "记错了"


@dataclass(frozen=True, slots=True)
class LogReveal(Command[str]):
    """Open a masked field of a resident, or the `text` of a sealed line; the tap is recorded.

    The fields are `id_no`, `health_note` or `tags`. Gives what stood behind the mask, as text;
    reading a line that one sealed oneself is not recorded.
    """

    kind: str
    id: str
    field: str


@handles(SetFields)
def set_fields(unit: Unit, command: SetFields) -> int:
    """Patch the fields that change, and what follows from them."""
    entity = _editable(command.kind)
    present(unit, command.kind, command.id, "这一条")
    masked = {name: value for name, value in command.fields.items() if name in _MASKED}
    if command.kind != "resident":
        masked = {}
    plain = {name: value for name, value in command.fields.items() if name not in masked}
    values = _read(unit, entity, plain)
    if masked or _renames(command.kind, values):
        unit.begin_act()
    count = _patch(unit, command.kind, command.id, values)
    if masked:
        open_care(unit, command.id)
        count += _patch(unit, "care", command.id, _read(unit, SCHEMA.entities["care"], masked))
    _follow(unit, command, values)
    return count


@handles(ArchiveRow)
def archive_row(unit: Unit, command: ArchiveRow) -> None:
    """Archive a row."""
    _editable(command.kind)
    present(unit, command.kind, command.id, "这一条")
    unit.archive(command.kind, command.id, command.reason)


@handles(LogReveal)
def log_reveal(unit: Unit, command: LogReveal) -> str:
    """Write the tap into the audit's queue, then give the value. Raises `Refused`."""
    if command.kind == "diary_line":
        return _open_line(unit, command)
    spec = SCHEMA.entities["care"].by_name.get(command.field)
    fields = unit.read("care", command.id)
    if command.kind not in ("resident", "care") or spec is None or fields is None:
        raise _nothing_masked()
    _record(unit, "care", command)
    if command.field != "tags":
        return str(fields.get(command.field) or "")
    return "、".join(_tag_names(unit, command.id))


def _open_line(unit: Unit, command: LogReveal) -> str:
    line = unit.read("diary_line", command.id) or {}
    if command.field != "text" or not line.get("is_sealed"):
        raise _nothing_masked()
    entry = unit.read("diary_entry", str(line["entry_id"])) or {}
    if entry.get("author") != unit.author.person:
        _record(unit, "diary_line", command)
    return str(line.get("text") or "")


def _record(unit: Unit, kind: str, command: LogReveal) -> None:
    tap = {
        "id": unit.new_id(),
        "at_ms": unit.now_ms,
        "scope": unit.scope_of(kind, command.id),
        "entity": kind,
        "row": command.id,
        "field": command.field,
    }
    unit.connection.execute(insert(reveal), tap)
    unit.touched.add("reveal")


def _nothing_masked() -> Refused:
    return Refused("nothing-masked", "这一项没有遮住的内容。", field="field", is_input=True)


def _tag_names(unit: Unit, resident: str) -> list[str]:
    kinds = kinds_of(unit, unit.scope_of("care", resident))
    codes = [str(one.get("code")) for one in unit.set_elements("care", resident, "tags").values()]
    return [kinds[code].name if code in kinds else code for code in sorted(set(codes))]


def labels_of(kind: str) -> dict[str, str]:
    """Give the Chinese labels of the fields that `SetFields` takes on a record of this kind."""
    fields = [*SCHEMA.entities[kind].fields]
    if kind == "resident":
        fields += (one for one in SCHEMA.entities["care"].fields if one.name in _MASKED)
    return {one.name: one.label for one in fields if one.rule not in _NOT_SET}


def _editable(kind: str) -> Entity:
    if kind not in EDITABLE:
        raise Refused("not-editable", "这一类不在这里改。", field="kind", is_input=True)
    return SCHEMA.entities[kind]


def _read(unit: Unit, entity: Entity, typed: Mapping[str, Value]) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for name, value in typed.items():
        spec = entity.by_name.get(name)
        if spec is None:
            raise Refused(
                "field-unknown",
                "没有这一项。",
                field=name,
                is_input=True,
                candidates=offered(labels_of(entity.kind)),
            )
        if spec.rule in (Rule.once, Rule.archived):
            raise Refused("set-once", f"“{spec.label}”记下后不改。", field=name)
        values |= _read_one(unit, entity.kind, spec, value)
    return values


def _read_one(unit: Unit, kind: str, spec: Field, value: Value) -> dict[str, Value]:
    match kind, spec.name, value:
        case "resident", "name", str():
            return read_name(value)
        case "resident", "birth_date", str():
            empty = {"birth_date": None, "birth_precision": None}
            return empty | read_birth(unit, value)
        case "care", "id_no", str() if value.strip():
            papers = read_papers(unit, value, None)
            return {"id_no": papers.number, "id_type": str(papers.id_type)} if papers else {}
    read = read_value(kind, spec, value)
    if read is None and spec.is_required:
        raise Refused(
            "field-needed", f"“{spec.label}”要写，不能空着。", field=spec.name, is_input=True
        )
    if read is not None and spec.parent:
        present(unit, spec.parent, str(read), "要指到的那一条")
    return {spec.name: read}


def _patch(unit: Unit, kind: str, id_: str, values: Mapping[str, Value]) -> int:
    before = unit.read(kind, id_) or {}
    changed = {name: value for name, value in values.items() if before.get(name) != value}
    prose = {name: changed[name] for name in changed if _is_prose(kind, name)}
    rest = {name: changed[name] for name in changed if name not in prose}
    for part in (rest, prose):
        if part:
            unit.patch(kind, id_, part)
    return len(changed)


def _is_prose(kind: str, name: str) -> bool:
    spec = SCHEMA.entities[kind].by_name[name]
    return spec.rule is Rule.text and spec.type is FieldType.text


def _renames(kind: str, values: Mapping[str, Value]) -> bool:
    named = {"compound": "name", "building": "label", "unit": "label", "village_group": "name"}
    return named.get(kind, "") in values or bool(kind == "dwelling" and KEY_FIELDS & set(values))


def _follow(unit: Unit, command: SetFields, values: Mapping[str, Value]) -> None:
    """Make again what other rows keep of the fields that changed."""
    if command.kind == "dwelling" and KEY_FIELDS & set(values):
        fields = unit.read("dwelling", command.id) or {}
        unit.patch("dwelling", command.id, {"addr_key": door_key(unit, fields)})
    elif _renames(command.kind, values):
        renew_keys(unit, command.kind, command.id)
    if "health_note" in command.fields:
        publish_care(unit, command.id)
