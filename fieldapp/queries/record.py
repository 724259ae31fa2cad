"""One record as a form shows it: every field as text that can be typed back, and what it holds."""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.domain.entities import SCHEMA
from fieldapp.domain.identity import mask
from fieldapp.domain.words import CHOICES
from fieldapp.errors import Refused
from fieldapp.queries.telling import places_of
from fieldapp.store.rows import read_row
from fieldapp.verbs import Query, Reader, answers
from sync.merge import live_elements
from sync.protocol import Value
from sync.schema import Field, FieldType


@dataclass(frozen=True, slots=True)
class RecordQuery(Query["Record"]):
    """Ask for one record, to be edited. Raises `Refused` when there is none."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class RecordField:
    """One field: its label, its value as typed text, and the choices `(code, word)` if any."""

    name: str
    label: str
    text: str
    choices: tuple[tuple[str, str], ...]
    is_required: bool
    is_flag: bool
    limit: int


@dataclass(frozen=True, slots=True)
class Record:
    """A record. `place` says where it belongs; `tags` are codes, `phones` (number, whose).

    Masked fields are not among `fields`; `masked_id` is the number with its middle covered.
    """

    kind: str
    id: str
    label: str
    place: str
    fields: tuple[RecordField, ...]
    tags: tuple[str, ...]
    phones: tuple[tuple[str, str], ...]
    masked_id: str = ""

    def text(self, name: str) -> str:
        """Give the text of one field, "" for one it does not have."""
        return next((one.text for one in self.fields if one.name == name), "")


@answers(RecordQuery)
def record(reader: Reader, query: RecordQuery) -> Record:
    """Read it."""
    entity = SCHEMA.entities.get(query.kind)
    found = read_row(reader.connection, query.kind, query.id) if entity else None
    if entity is None or found is None:
        raise Refused("row-unknown", "找不到这一条。先同步一次再看。", is_input=True)
    fields = found.row.fields
    plain = [one for one in entity.fields if one.type is not FieldType.set]
    care = read_row(reader.connection, "care", query.id) if query.kind == "resident" else None
    id_no = str(care.row.fields.get("id_no") or "") if care else ""
    return Record(
        query.kind,
        query.id,
        entity.label,
        places_of(reader.connection, {(query.kind, query.id): fields})[query.kind, query.id],
        tuple(_field(query.kind, one, fields.get(one.name)) for one in plain),
        tuple(sorted({str(one["code"]) for one in _elements(fields.get("tags"), "code")})),
        tuple(
            (str(one["number"]), str(one.get("whose") or ""))
            for one in _elements(fields.get("phones"), "number")
        ),
        mask(id_no) if id_no else "",
    )


def _field(kind: str, spec: Field, value: Value) -> RecordField:
    words = CHOICES.get((kind, spec.name), {})
    codes = spec.choices or tuple(words)
    return RecordField(
        spec.name,
        spec.label,
        _typed(value),
        tuple((code, words.get(code, code)) for code in codes),
        spec.is_required,
        spec.type is FieldType.boolean,
        spec.limit,
    )


def _typed(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(str(one) for one in value)
    return str(value)


def _elements(value: Value, key: str) -> list[Value]:
    return [one for one in live_elements(value).values() if one.get(key)]
