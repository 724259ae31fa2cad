"""In what a row of a roster differs from the resident we have, and what it adds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from fieldapp.domain.consistency import is_same_birth
from fieldapp.domain.dates import Precision
from fieldapp.domain.identity import to_fifteen
from fieldapp.roster.fates import Difference
from fieldapp.roster.known import KnownIndex, KnownResident
from fieldapp.roster.reading import Reading
from sync.values import read_day

_PLAIN = (
    "name",
    "latin_name",
    "sex",
    "birth_lunar_text",
    "residence_type",
    "hukou_division",
    "politics",
    "life_status",
    "speaks",
    "emergency_name",
    "emergency_phone",
    "emergency_relation",
    "note",
)


def differences(reading: Reading, known: KnownResident, index: KnownIndex) -> list[Difference]:
    """List the fields in which the row says something else or something more."""
    person = reading.person or {}
    found = _compared(person, known.fields, _PLAIN)
    found += _birth(person, known.fields)
    if known.fields.get("life_status") == "deceased" and "life_status" not in person:
        found.append(Difference("life_status", "deceased", "living"))
    found += _number(reading.care, known.fields)
    if reading.relation_code and reading.relation_code != known.fields.get("relation_code"):
        ours = known.fields.get("relation_code")
        found.append(Difference("relation_code", ours, reading.relation_code))
    found += _aliases(person, known.fields)
    found += _place(reading, known, index)
    return [d for d in found if not _is_default(d, reading)]


def additions(reading: Reading, known: KnownResident) -> dict[str, tuple[Any, ...]]:
    """List the phones and tags that we do not have yet; none is ever taken away by a roster."""
    person = reading.person or {}
    numbers = {p.get("number") for p in known.fields.get("phones", ())}
    lacking = {
        "phones": tuple(p for p in person.get("phones", ()) if p["number"] not in numbers),
        "tags": _lacking(person.get("tags", ()), known.fields.get("tags", ())),
        "care_tags": _lacking(reading.care.get("tags", ()), known.fields.get("care_tags", ())),
    }
    return {name: values for name, values in lacking.items() if values}


def _compared(
    theirs: Mapping[str, Any], ours: Mapping[str, Any], names: Iterable[str]
) -> list[Difference]:
    return [
        Difference(name, ours.get(name), theirs[name])
        for name in names
        if theirs.get(name) is not None and theirs[name] != ours.get(name)
    ]


def _number(care: Mapping[str, Any], ours: Mapping[str, Any]) -> list[Difference]:
    """A number fills a gap or differs; its old form is the same, and no number is no news."""
    theirs, own = care.get("id_no"), ours.get("id_no")
    if theirs is None:
        return [] if own else _compared(care, ours, ("no_id_reason",))
    if theirs == own or (own and len(theirs) == 15 and to_fifteen(own) == theirs):
        return []
    return [Difference("id_no", own, theirs), *_compared(care, ours, ("id_type",))]


def _birth(person: Mapping[str, Any], ours: Mapping[str, Any]) -> list[Difference]:
    theirs, own = person.get("birth_date"), ours.get("birth_date")
    if theirs is None or theirs == own:
        return []
    if own is not None:
        precision = Precision(person.get("birth_precision", "day"))
        own_precision = Precision(ours.get("birth_precision") or "day")
        read, ours_read = read_day(theirs), read_day(own)
        if read is None or ours_read is None:
            return [Difference("birth_date", own, theirs)]
        if is_same_birth(read, precision, ours_read):
            return []
        if is_same_birth(ours_read, own_precision, read):
            own = None
    return [Difference("birth_date", own, theirs)]


def _aliases(person: Mapping[str, Any], ours: Mapping[str, Any]) -> list[Difference]:
    own = list(ours.get("aliases") or [])
    lacking = [a for a in person.get("aliases", ()) if a not in own]
    return [Difference("aliases", None, own + lacking)] if lacking else []


def _place(reading: Reading, known: KnownResident, index: KnownIndex) -> list[Difference]:
    dwelling = index.dwelling_by_id.get(known.dwelling_id or "")
    if reading.place is None or dwelling is None or dwelling.key == reading.place.key:
        return []
    return [Difference("place", dwelling.fields.get("display", ""), reading.place.display)]


def _is_default(difference: Difference, reading: Reading) -> bool:
    """A residence type that the file did not say is no difference."""
    is_said = "residence_type" in reading.raw.texts
    return difference.field == "residence_type" and not is_said and not difference.is_fill


def _lacking(theirs: Iterable[Any], ours: Iterable[Any]) -> tuple[Any, ...]:
    own = set(ours)
    return tuple(one for one in theirs if one not in own)
