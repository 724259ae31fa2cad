"""Two records of one resident made one: pure, row by row.

The other record stays, marked as a duplicate and taken out of every list. What the merge wrote
is noted on it, so that any device can take the merge back (`fieldapp.domain.splitting`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field

from fieldapp.domain.entities import SCHEMA
from fieldapp.domain.side_by_side import united
from sync.codec import derived_id
from sync.merge import live_elements
from sync.protocol import Value
from sync.schema import Rule

Key = tuple[str, str]
Rows = Mapping[Key, Mapping[str, Value]]

JOINED = "和另一条是同一个人"
"""Why a record was taken out that a merge took out."""
_UNITS: tuple[tuple[str, ...], ...] = (
    ("name",),
    ("latin_name",),
    ("sex",),
    ("birth_date", "birth_precision", "birth_lunar_text"),
    ("residence_type",),
    ("hukou_division",),
    ("politics",),
    ("life_status", "life_status_on"),
    ("speaks",),
    ("hearing_note",),
    ("emergency_name", "emergency_phone", "emergency_relation"),
    ("notice_given_on",),
    ("note",),
)
_CARE_UNITS: tuple[tuple[str, ...], ...] = (
    ("id_no", "id_type", "no_id_reason"),
    ("health_note",),
)
"""Fields that go together, named by their first."""
UNITS_OF = {"resident": _UNITS, "care": _CARE_UNITS}
"""Kinds of rows that a merge notes something on, and what of them goes together."""
_SETS = {"resident": ("phones", "tags"), "care": ("tags",)}
_SAME_BY = {"phones": "number", "tags": "code"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A field that both have and that differs, for a person to choose."""

    kind: str
    name: str
    label: str
    kept: Value
    other: Value


@dataclass(slots=True)
class Writes:
    """What is to be written: fields, elements of sets, rows made, taken out and brought back."""

    edits: dict[Key, dict[str, Value]] = field(default_factory=dict)
    added: dict[Key, dict[str, dict[str, Value]]] = field(default_factory=dict)
    removed: dict[Key, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    made: dict[Key, dict[str, Value]] = field(default_factory=dict)
    taken_out: list[Key] = field(default_factory=list)
    brought_back: list[Key] = field(default_factory=list)


def choices(rows: Rows, kept: str, other: str) -> tuple[Choice, ...]:
    """List what both have and say differently; of texts every sentence stays, so they are none."""
    found = []
    for kind, units in UNITS_OF.items():
        mine, theirs = rows.get((kind, kept), {}), rows.get((kind, other), {})
        for names in units:
            name = names[0]
            spec = SCHEMA.entities[kind].by_name[name]
            both = mine.get(name), theirs.get(name)
            if spec.rule is not Rule.text and None not in both and both[0] != both[1]:
                found.append(Choice(kind, name, spec.label, *both))
    return tuple(found)


def join(rows: Rows, kept: str, other: str, take: Set[str]) -> Writes:
    """Say what makes two residents one.

    `rows` hold both residents, what of them is masked, their open memberships, and households
    that name the other as head or contact. Of fields that differ, those in `take` come from the
    other one; what only the other has comes over in any case.
    """
    writes = Writes()
    notes: dict[str, list[dict[str, Value]]] = {"resident": [], "care": []}
    for kind, units in UNITS_OF.items():
        if (kind, other) not in rows:
            continue
        mine, theirs = rows.get((kind, kept), {}), rows[kind, other]
        if (kind, kept) not in rows:
            writes.made[kind, kept] = {"resident_id": kept}
        _edit(writes, notes[kind], (kind, kept), mine, _filled(mine, theirs, units, take))
        _unite(writes, notes[kind], (kind, kept), mine, theirs)
    aliases = _aliases(rows, kept, other, writes)
    _edit(writes, notes["resident"], ("resident", kept), rows["resident", kept], aliases)
    _move_in(writes, notes["resident"], rows, kept, other)
    _rename_in_households(writes, notes["resident"], rows, kept, other)
    _mark(writes, rows, kept, other)
    notes["resident"].append(_seen(rows["resident", other]))
    for kind, told in notes.items():
        _note(writes, rows, (kind, other), told)
    return writes


def written_since(other: Mapping[str, Value]) -> frozenset[str]:
    """Name what was written on the other record after it was merged, by somebody who did not know.

    `other` are the fields of the resident that was taken out.
    """
    notes = list(live_elements(other.get("merged")).values())
    seen = [json.loads(str(one["seen"])) for one in notes if "seen" in one]
    now = _hashes(other)
    return frozenset(
        name for name, hash_ in now.items() if seen and all(one.get(name) != hash_ for one in seen)
    )


def _filled(
    mine: Mapping[str, Value],
    theirs: Mapping[str, Value],
    units: Iterable[tuple[str, ...]],
    take: Set[str],
) -> dict[str, Value]:
    new: dict[str, Value] = {}
    for names in units:
        first = names[0]
        if first in ("note", "health_note") and mine.get(first) and theirs.get(first):
            new[first] = united(str(mine[first]), str(theirs[first]))
        elif (first in take and theirs.get(first) is not None) or all(
            mine.get(name) is None for name in names
        ):
            new |= {name: theirs.get(name) for name in names}
    return new


def _aliases(rows: Rows, kept: str, other: str, writes: Writes) -> dict[str, Value]:
    """Keep the name that is not used, and all that either was ever called."""
    mine, theirs = rows["resident", kept], rows["resident", other]
    edited = writes.edits.get(("resident", kept), {})
    name = edited.get("name", mine.get("name"))
    called = [*(mine.get("aliases") or ()), *(theirs.get("aliases") or ())]
    called += [one for one in (mine.get("name"), theirs.get("name")) if one]
    return {"aliases": [one for one in dict.fromkeys(called) if one != name] or None}


def _edit(
    writes: Writes,
    notes: list[dict[str, Value]],
    key: Key,
    before: Mapping[str, Value],
    after: Mapping[str, Value],
) -> None:
    for name, value in after.items():
        if before.get(name) == value:
            continue
        writes.edits.setdefault(key, {})[name] = value
        notes.append(
            {
                "row": _named(key),
                "field": name,
                "before": packed(before.get(name)),
                "after": packed(value),
            }
        )


def _unite(
    writes: Writes,
    notes: list[dict[str, Value]],
    key: Key,
    mine: Mapping[str, Value],
    theirs: Mapping[str, Value],
) -> None:
    """Bring over what is not there yet, under the dots it has, so that twice is once."""
    for name in _SETS[key[0]]:
        by = _SAME_BY[name]
        held = {one.get(by) for one in live_elements(mine.get(name)).values()}
        for dot, element in sorted(live_elements(theirs.get(name)).items()):
            if element.get(by) not in held:
                held.add(element.get(by))
                free = _free(dot, mine.get(name))
                writes.added.setdefault(key, {}).setdefault(name, {})[free] = element
                notes.append({"row": _named(key), "field": name, "dot": free})


def _free(dot: str, present: Value) -> str:
    """Give a dot that was not removed before it came: two people may have parted them at once."""
    gone = set(present.get("gone", ())) if present else set()
    while dot in gone:
        dot = str(derived_id("again", dot))
    return dot


def _move_in(
    writes: Writes, notes: list[dict[str, Value]], rows: Rows, kept: str, other: str
) -> None:
    members = {key: fields for key, fields in rows.items() if key[0] == "member" and _open(fields)}
    at_home = {
        fields["household_id"] for fields in members.values() if fields["resident_id"] == kept
    }
    for key, fields in sorted(members.items()):
        if fields["resident_id"] != other:
            continue
        writes.taken_out.append(key)
        notes.append({"row": _named(key), "field": "archived"})
        if fields["household_id"] in at_home:
            continue
        at_home.add(fields["household_id"])
        place = ("member", str(derived_id("member", key[1], kept)))
        if place in rows:
            writes.brought_back.append(place)
        else:
            kept_fields = {name: fields.get(name) for name in ("relation_code", "from_on")}
            home = {"household_id": fields["household_id"], "resident_id": kept}
            writes.made[place] = {**home, **kept_fields}
        notes.append({"row": _named(place), "field": "made"})


def _rename_in_households(
    writes: Writes, notes: list[dict[str, Value]], rows: Rows, kept: str, other: str
) -> None:
    for key, fields in sorted(rows.items()):
        if key[0] == "household":
            named = {name: kept for name in ("head_id", "contact_id") if fields.get(name) == other}
            _edit(writes, notes, key, fields, named)


def _mark(writes: Writes, rows: Rows, kept: str, other: str) -> None:
    fields = rows["resident", other]
    if fields.get("duplicate_of") != kept:
        writes.edits.setdefault(("resident", other), {})["duplicate_of"] = kept
    if not fields.get("archived"):
        writes.taken_out.append(("resident", other))


def _note(writes: Writes, rows: Rows, key: Key, notes: list[dict[str, Value]]) -> None:
    """Write the notes under dots that follow from them, so that the same merge twice notes once."""
    present = rows.get(key, {}).get("merged")
    held = live_elements(present)
    fresh = {_free(str(derived_id("note", key[1], packed(one))), present): one for one in notes}
    new = {dot: one for dot, one in fresh.items() if dot not in held}
    if new:
        writes.added.setdefault(key, {})["merged"] = new


def _seen(fields: Mapping[str, Value]) -> dict[str, Value]:
    """Note how the other record read, so that what is written on it later is noticed."""
    return {"row": "resident ", "field": "seen", "seen": packed(_hashes(fields))}


def _hashes(fields: Mapping[str, Value]) -> dict[str, str]:
    names = [name for unit in _UNITS for name in unit] + list(_SETS["resident"])
    return {
        name: hashlib.sha256(packed(fields[name]).encode()).hexdigest()[:12]
        for name in names
        if fields.get(name) is not None
    }


def _open(fields: Mapping[str, Value]) -> bool:
    return fields.get("to_on") is None and not fields.get("archived")


def packed(value: Value) -> str:
    """Write a value as the notes hold it."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _named(key: Key) -> str:
    return f"{key[0]} {key[1]}"


def key_of(named: str) -> Key:
    """Read the name of a row in a note."""
    kind, _, id_ = named.partition(" ")
    return kind, id_
