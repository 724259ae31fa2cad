"""Put tags on people and households, and take them off; masked ones go where few may look.

A tag of level 3 lives in the `care` row with the resident's id. The household then only says
how often somebody must come (`cadence_days`), never why, and the resident how many things are
masked (`has_care`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fieldapp.domain.households import Person, computed_tags
from fieldapp.domain.tags import AGE80, NEVER_KEPT, Catalogue, TagKind, cadence_of, catalogue
from fieldapp.domain.words import offered
from fieldapp.errors import Refused
from fieldapp.services.where import care_scope, open_members, present, today
from fieldapp.store.communities import read_catalogue
from fieldapp.store.unit import Unit
from fieldapp.verbs import Command, handles
from sync.protocol import Value
from sync.values import read_day

MASKED = 3


@dataclass(frozen=True, slots=True)
class AddTag(Command[str]):
    """Put a tag on a `resident` or a `household`. Gives its dot; a tag held already stays."""

    kind: str
    id: str
    code: str
    source: str | None = None
    from_on: date | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class RemoveTag(Command[None]):
    """Take a tag off, as far as this device has seen it put on."""

    kind: str
    id: str
    code: str


@handles(AddTag)
def add_tag(unit: Unit, command: AddTag) -> str:
    """Add one tag where its level belongs. Raises `Refused` for what must not be kept."""
    present(unit, command.kind, command.id, "这个人" if command.kind == "resident" else "这一户")
    kind = _known(unit, command.code, unit.scope_of(command.kind, command.id))
    element = {
        "code": kind.code,
        "source": command.source,
        "from_on": command.from_on.isoformat() if command.from_on else None,
        "note": command.note,
    }
    kept = {name: value for name, value in element.items() if value is not None}
    if kind.level < MASKED:
        return _add_once(unit, command.kind, command.id, kept)
    if command.kind != "resident":
        raise Refused("tag-of-person", "这个标签记在人身上，先选是谁。", field="code")
    return _add_masked(unit, command.id, kept)


@handles(RemoveTag)
def remove_tag(unit: Unit, command: RemoveTag) -> None:
    """Remove every dot of the tag. Raises `Refused` when it is not there."""
    kind, id_ = command.kind, command.id
    dots = _dots(unit, kind, id_, command.code)
    if not dots and kind == "resident":
        kind, dots = "care", _dots(unit, "care", id_, command.code)
    if not dots:
        raise Refused("tag-absent", "这里没有这个标签。", field="code", is_input=True)
    if kind == "care":
        unit.begin_act()
    unit.remove_from_set(kind, id_, "tags", dots)
    if kind == "care":
        publish_care(unit, id_)


def kinds_of(unit: Unit, scope: str) -> dict[str, TagKind]:
    """Read the catalogue that holds for a scope over what is built in."""
    return catalogue(read_catalogue(unit.connection, "tag_kind", scope).items())


def publish_care(unit: Unit, resident: str) -> None:
    """Tell the grid what it may know of a resident's masked row: a count, and each cadence."""
    care = unit.read("care", resident) or {}
    count = len(unit.set_elements("care", resident, "tags")) + bool(care.get("health_note"))
    unit.patch("resident", resident, {"has_care": count or None})
    for household in sorted(set(open_members(unit, resident=resident).values())):
        publish_cadence(unit, household)


def publish_cadence(unit: Unit, household: str) -> None:
    """Publish the strictest cadence of the members' masked tags; silent where they are not held."""
    scope = unit.scope_of("household", household)
    if care_scope(unit, scope) is None:
        return
    kinds = kinds_of(unit, scope)
    asked = [
        days
        for resident in open_members(unit, household=household).values()
        for days in _asked_by(unit, resident, kinds)
    ]
    unit.patch("household", household, {"cadence_days": min(asked, default=None)})


def _asked_by(unit: Unit, resident: str, kinds: Catalogue) -> list[int]:
    fields = unit.read("resident", resident) or {}
    if fields.get("life_status") == "deceased":
        return []
    person = Person(
        resident,
        read_day(fields.get("birth_date")),
        fields.get("birth_precision") or "day",
    )
    is_80 = AGE80 in computed_tags(person, today(unit))
    held = [
        kinds[element["code"]]
        for element in unit.set_elements("care", resident, "tags").values()
        if element.get("code") in kinds
    ]
    return [days for kind in held if (days := cadence_of(kind, is_80=is_80))]


def _known(unit: Unit, code: str, scope: str) -> TagKind:
    if code in NEVER_KEPT:
        raise Refused("tag-not-kept", "这类情况平板上不记。要紧的当面跟书记说。", field="code")
    kinds = kinds_of(unit, scope)
    found = kinds.get(code) or next((one for one in kinds.values() if one.name == code), None)
    if found is None:
        raise Refused(
            "tag-unknown",
            "没有这个标签，从列表里选一个。",
            field="code",
            is_input=True,
            candidates=offered({code: kind.name for code, kind in kinds.items()}),
        )
    if found.is_computed:
        raise Refused("tag-computed", "这个标签按出生日期自己算，不用贴。", field="code")
    return found


def _dots(unit: Unit, kind: str, id_: str, code: str) -> list[str]:
    elements = unit.set_elements(kind, id_, "tags")
    return sorted(dot for dot, element in elements.items() if element.get("code") == code)


def _add_once(unit: Unit, kind: str, id_: str, element: dict[str, Value]) -> str:
    held = _dots(unit, kind, id_, str(element["code"]))
    return held[0] if held else unit.add_to_set(kind, id_, "tags", [element])[0]


def _add_masked(unit: Unit, resident: str, element: dict[str, Value]) -> str:
    unit.begin_act()
    open_care(unit, resident)
    dot = _add_once(unit, "care", resident, element)
    publish_care(unit, resident)
    return dot


def open_care(unit: Unit, resident: str) -> None:
    """Make sure that a resident has a masked row. Raises `Refused` for those who may not."""
    if unit.read("care", resident) is not None:
        return
    scope = care_scope(unit, unit.scope_of("resident", resident))
    if scope is None:
        raise Refused("care-not-yours", "这一项要由这个网格的责任网格员或书记来记。")
    unit.create("care", scope, {"resident_id": resident}, id_=resident)
