"""Residents: new ones, their telephones, and their death."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fieldapp.domain.dates import BirthDate, parse_date
from fieldapp.domain.findings import Finding, Severity, of
from fieldapp.domain.identity import IdNumber, IdType, parse_id
from fieldapp.domain.names import clean_name
from fieldapp.domain.phones import Phone, parse_phones
from fieldapp.domain.words import code_of
from fieldapp.errors import Refused
from fieldapp.services.households import join, settle_left
from fieldapp.services.tags import open_care, publish_cadence
from fieldapp.services.where import care_scope, day, grid_scope, open_members, present, today
from fieldapp.store.unit import Unit
from fieldapp.verbs import Command, handles
from sync.protocol import Value


@dataclass(frozen=True, slots=True)
class AddResident(Command[str]):
    """A resident: a name and how she lives here; everything else can come later.

    `birth_date`, `id_no` and `phones` are texts as people write them. Gives the resident's id.
    """

    name: str
    residence_type: str
    household: str | None = None
    grid: str | None = None
    relation_code: str | None = None
    is_head: bool = False
    sex: str | None = None
    birth_date: str = ""
    phones: tuple[str, ...] = ()
    id_type: str | None = None
    id_no: str = ""
    no_id_reason: str | None = None
    aliases: tuple[str, ...] = ()
    speaks: str | None = None
    hearing_note: str | None = None
    emergency_name: str | None = None
    emergency_phone: str | None = None
    emergency_relation: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class MarkDeceased(Command[str]):
    """Somebody died. The responsible worker or the secretary confirms; others report it.

    Gives the life status now: `deceased` or `reported_deceased`.
    """

    resident: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class AddPhone(Command[str]):
    """Add a telephone number, and whose it is. Gives its dot; a number held already stays."""

    resident: str
    number: str
    whose: str = ""


@dataclass(frozen=True, slots=True)
class RemovePhone(Command[None]):
    """Take a telephone number off."""

    resident: str
    number: str


@handles(AddResident)
def add_resident(unit: Unit, command: AddResident) -> str:
    """Make a resident, her place in the household, and her masked row, as one act."""
    scope = _scope(unit, command)
    papers = read_papers(unit, command.id_no, command.id_type)
    fields = _fields(unit, command, papers)
    if papers is not None and care_scope(unit, scope) is None:
        raise Refused(
            "care-not-yours", "证件号码要由责任网格员来记。先空着，人照样能存。", field="id_no"
        )
    if command.household or papers:
        unit.begin_act()
    with unit.group():
        resident = unit.create("resident", scope, fields)
        if command.household:
            relation = command.relation_code or ("02" if command.is_head else None)
            join(unit, command.household, resident, relation, day(unit, None))
        if command.household and command.is_head:
            unit.patch("household", command.household, {"head_id": resident})
    if papers is not None or command.no_id_reason:
        _keep_papers(unit, resident, papers, command.no_id_reason)
    return resident


@handles(MarkDeceased)
def mark_deceased(unit: Unit, command: MarkDeceased) -> str:
    """Set the life status; once confirmed, memberships end and visits stay."""
    present(unit, "resident", command.resident, "这个人")
    confirms = care_scope(unit, unit.scope_of("resident", command.resident)) is not None
    status = "deceased" if confirms else "reported_deceased"
    on = day(unit, command.on)
    if on > day(unit, None):
        raise Refused("day-to-come", "日期还没到，改一下。", field="on", is_input=True)
    homes: set[str] = set()
    unit.begin_act()
    with unit.group():
        unit.patch("resident", command.resident, {"life_status": status, "life_status_on": on})
        for membership, household in open_members(unit, resident=command.resident).items():
            if confirms:
                unit.patch("member", membership, {"to_on": on})
                homes.add(household)
        settle_left(unit, homes)
    for household in sorted(homes):
        publish_cadence(unit, household)
    return status


@handles(AddPhone)
def add_phone(unit: Unit, command: AddPhone) -> str:
    """Add a number as it reads, under a dot of its own."""
    present(unit, "resident", command.resident, "这个人")
    element = _phone_element(_read_phones(command.number)[0], command.whose)
    for dot, held in unit.set_elements("resident", command.resident, "phones").items():
        if held.get("number") == element["number"]:
            return dot
    return unit.add_to_set("resident", command.resident, "phones", [element])[0]


@handles(RemovePhone)
def remove_phone(unit: Unit, command: RemovePhone) -> None:
    """Remove every dot of the number."""
    number = _read_phones(command.number)[0].number
    held = unit.set_elements("resident", command.resident, "phones")
    dots = [dot for dot, element in held.items() if element.get("number") == number]
    if not dots:
        raise Refused("phone-absent", "这里没有这个号码。", field="number", is_input=True)
    unit.remove_from_set("resident", command.resident, "phones", dots)


def _scope(unit: Unit, command: AddResident) -> str:
    if command.household is None:
        return grid_scope(unit, command.grid)
    present(unit, "household", command.household, "这一户")
    return unit.scope_of("household", command.household)


def _fields(unit: Unit, command: AddResident, papers: IdNumber | None) -> dict[str, Value]:
    name = read_name(command.name)
    if not command.residence_type:
        raise Refused(
            "residence-missing", "选一下居住类别。", field="residence_type", is_input=True
        )
    given: dict[str, Value] = {
        **name,
        **read_birth(unit, command.birth_date),
        "residence_type": code_of("resident", "residence_type", command.residence_type),
        "aliases": list(command.aliases) or None,
        "sex": code_of("resident", "sex", command.sex) if command.sex else None,
        "phones": _phone_set(unit, command.phones),
        "life_status": "living",
        "speaks": command.speaks,
        "hearing_note": command.hearing_note,
        "emergency_name": command.emergency_name,
        "emergency_phone": command.emergency_phone,
        "emergency_relation": command.emergency_relation,
        "note": command.note,
    }
    return given if papers is None else _completed(given, papers)


def _completed(given: dict[str, Value], papers: IdNumber) -> dict[str, Value]:
    """Take birth date and sex from a number that checks, where they were not given."""
    if papers.is_verified and papers.birth_on and not given.get("birth_date"):
        given |= {"birth_date": papers.birth_on.isoformat(), "birth_precision": "day"}
    return given | {"sex": given.get("sex") or papers.sex}


def read_name(text: str) -> dict[str, Value]:
    """Read a name into fields, every character kept. Raises `Refused`."""
    cleaned = clean_name(text)
    _refuse(cleaned.findings, "name")
    if not cleaned.name:
        raise Refused("name-missing", "先写姓名。", field="name", is_input=True)
    return {"name": cleaned.name, "latin_name": cleaned.latin_name}


def read_birth(unit: Unit, text: str) -> dict[str, Value]:
    """Read a birth date into fields, as exact as it was written. Raises `Refused`."""
    if not text.strip():
        return {}
    read = parse_date(text, today=today(unit))
    _require_answered(read)
    return {
        "birth_date": read.on.isoformat() if read.on else None,
        "birth_precision": str(read.precision),
        "birth_lunar_text": read.lunar_text,
    }


def _require_answered(read: BirthDate) -> None:
    asked = of(read.findings, Severity.ASK)
    if asked:
        choices = tuple(option.label for option in asked[0].options if option.changes)
        raise Refused(
            "birth-date-unclear",
            f"{asked[0].sentence}？写成 1942-03-17 这样再存。",
            field="birth_date",
            is_input=True,
            candidates=choices,
        )


def read_papers(unit: Unit, number: str, id_type: str | None) -> IdNumber | None:
    """Read an identity number; one that does not check is kept all the same. Raises `Refused`."""
    if not number.strip():
        return None
    declared = IdType(id_type) if id_type in set(IdType) else None
    read = parse_id(number, today=today(unit), declared=declared)
    _refuse(read.findings, "id_no")
    return read if read.number else None


def _keep_papers(unit: Unit, resident: str, papers: IdNumber | None, reason: str | None) -> None:
    open_care(unit, resident)
    fields: dict[str, Value] = {"no_id_reason": reason}
    if papers is not None:
        fields = {"id_type": str(papers.id_type), "id_no": papers.number}
    unit.patch("care", resident, fields)


def _read_phones(text: str) -> tuple[Phone, ...]:
    read = parse_phones(text)
    _refuse(read.findings, "phones")
    if not read.numbers:
        raise Refused("phone-missing", "先写号码。", field="phones", is_input=True)
    return read.numbers


def _phone_set(unit: Unit, texts: tuple[str, ...]) -> dict[str, Value] | None:
    numbers = [phone for text in texts if text.strip() for phone in _read_phones(text)]
    return {unit.new_id(): _phone_element(phone, "") for phone in numbers} or None


def _phone_element(phone: Phone, whose: str) -> dict[str, Value]:
    of_whom = whose or phone.whose
    return {"number": phone.number, "whose": of_whom} if of_whom else {"number": phone.number}


def _refuse(findings: tuple[Finding, ...], field: str) -> None:
    """Raise `Refused` for input that the rules do not keep."""
    refused = of(findings, Severity.REFUSE)
    if refused:
        raise Refused(
            refused[0].code.lower(), f"{refused[0].sentence}。", field=field, is_input=True
        )
