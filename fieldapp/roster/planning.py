"""From judged rows to a plan: places first, then households, then people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from datetime import date
from typing import Any

from fieldapp.domain.address import NO_UNIT, floor_sort
from fieldapp.domain.address_site import group_key
from fieldapp.domain.address_text import compound_key, key_text
from fieldapp.roster.fates import LED_BY, Difference, Fate, JudgedRow
from fieldapp.roster.grouping import HouseholdGroup
from fieldapp.roster.known import KnownHousehold, KnownIndex
from fieldapp.roster.plan import AddToSet, ChangeField, MoveMember, NewRecord, Plan
from fieldapp.roster.reading import Place

_TAKEN = (Fate.NEW, Fate.DIFFERENT, Fate.SAME)
_HEADS = ("01", "02")
_CARE_FIELDS = ("id_type", "id_no", "no_id_reason")
_TOWER_FLOORS = 7


class Planner:
    """Collects the intentions of one import; every place is planned once."""

    def __init__(
        self, index: KnownIndex, households: Mapping[str, KnownHousehold | None], today: date
    ) -> None:
        self._index, self._households, self._today = index, households, today
        self._records: dict[str, NewRecord] = {}
        self._changes: list[ChangeField] = []
        self._additions: list[AddToSet] = []
        self._moves: list[MoveMember] = []
        self._top_floor: dict[str, int] = {}

    def plan(self, rows: Sequence[JudgedRow], groups: Sequence[HouseholdGroup]) -> Plan:
        """Plan all rows that are taken; a household needs at least one of them."""
        taken = [row for row in rows if row.fate in _TAKEN and row.reading.place is not None]
        self._measure(taken)
        for row in taken:
            if row.reading.person is None:
                self._door_alone(row)
        members: defaultdict[str, list[JudgedRow]] = defaultdict(list)
        for row in taken:
            members[row.household].append(row)
        for group in groups:
            if group.key in members:
                self._household(group, members[group.key])
        return Plan(
            tuple(self._records.values()),
            tuple(self._changes),
            tuple(self._additions),
            tuple(self._moves),
        )

    def _measure(self, rows: Sequence[JudgedRow]) -> None:
        for row in rows:
            place = row.reading.place
            assert place is not None
            key = _building_key(place)
            self._top_floor[key] = max(self._top_floor.get(key, 0), place.floor_sort // 10)

    # --- places -----------------------------------------------------------------------------

    def _door_alone(self, row: JudgedRow) -> None:
        assert row.reading.place is not None
        known = self._index.dwelling_by_key.get(row.reading.place.key)
        if known is None:
            self._dwelling(row.reading.place, row.reading.dwelling)
        else:
            self._patch("dwelling", known.id, row.differences, row.taken, "")

    def _dwelling(self, place: Place, fields: Mapping[str, Any]) -> str:
        known = self._index.dwelling_by_key.get(place.key)
        if known is not None:
            return known.id
        key = f"dwelling:{place.key}"
        if key not in self._records:
            links = self._links_of(place)
            self._add("dwelling", key, {**_dwelling_fields(place), **fields}, links)
        return key

    def _links_of(self, place: Place) -> dict[str, str]:
        if place.group:
            return {"village_group_id": self._village_group(place.group)}
        building = self._building(place)
        links = {"building_id": building}
        return links if place.is_on_street else {**links, "unit_id": self._unit(place, building)}

    def _village_group(self, name: str) -> str:
        for known, id_ in self._index.known.groups.items():
            if group_key(known) == group_key(name):
                return id_
        key = f"village_group:{group_key(name)}"
        return self._add("village_group", key, {"name": name})

    def _building(self, place: Place) -> str:
        known = self._index.building_by_key.get(
            (compound_key(place.compound), key_text(place.building))
        )
        if known is not None:
            return known.id
        key = _building_key(place)
        floors = self._top_floor.get(key, 0) or None
        kind = "street" if place.is_on_street else "flat"
        if not place.is_on_street and place.unit != NO_UNIT:
            kind = "block"
        elif floors is not None and floors >= _TOWER_FLOORS:
            kind = "tower"
        fields = {"label": place.building, "kind": kind, "floors_above": floors}
        links = {"compound_id": self._compound(place.compound)} if place.compound else {}
        return self._add("building", key, fields, links)

    def _compound(self, name: str) -> str:
        known = self._index.compound_by_key.get(compound_key(name))
        if known is not None:
            return known[1]
        return self._add("compound", f"compound:{compound_key(name)}", {"name": name})

    def _unit(self, place: Place, building: str) -> str:
        known = self._index.building_by_key.get(
            (compound_key(place.compound), key_text(place.building))
        )
        if known is not None and place.unit in known.units:
            return known.units[place.unit]
        return self._add(
            "unit",
            f"unit:{building}/{place.unit}",
            {"label": place.unit},
            {"building_id": building},
        )

    # --- people -----------------------------------------------------------------------------

    def _household(self, group: HouseholdGroup, members: Sequence[JudgedRow]) -> None:
        known = self._households.get(group.key)
        first = members[0].reading
        assert first.place is not None
        dwelling_fields = _merged(row.reading.dwelling for row in members)
        fields = _merged(row.reading.household for row in members)
        if known is None and not any(_joins(row) for row in members):
            household = ""
        elif known is None:
            dwelling = self._dwelling(first.place, dwelling_fields)
            household = self._new_household(group.key, dwelling, fields)
        else:
            household = known.id
            self._fill("household", known.id, fields, known.fields, group.key)
        self._fill_dwelling(first.place, dwelling_fields, group.key)
        people = [self._person(row, household, group.key) for row in members]
        self._head(group, known, household, members, people)

    def _new_household(self, key: str, dwelling: str, fields: Mapping[str, Any]) -> str:
        whole = {
            "kind": "family",
            "status": "active",
            "imported_on": self._today.isoformat(),
            **fields,
        }
        return self._add("household", key, whole, {"dwelling_id": dwelling}, together=key)

    def _person(self, row: JudgedRow, household: str, together: str) -> str:
        if row.match is None:
            return self._new_person(row, household, together)
        id_, care_id = row.match.id, row.match.care_id
        care = [d for d in row.differences if d.field in _CARE_FIELDS]
        plain = [d for d in row.differences if d.field not in (*_CARE_FIELDS, "place")]
        relation = [d for d in plain if d.field == "relation_code"]
        rest = [d for d in plain if d.field != "relation_code"]
        self._patch("resident", id_, _with_precision(rest, row), row.taken, together)
        if row.match.member_id:
            self._patch("member", row.match.member_id, relation, row.taken, together)
        self._add_elements("resident", id_, row.additions, together)
        self._care(row, care, care_id, together)
        if _joins(row) and row.match.member_id:
            code = row.reading.relation_code
            self._moves.append(MoveMember(row.match.member_id, id_, household, code, together))
        elif _joins(row):
            self._member(row, id_, household, together)
        return id_

    def _new_person(self, row: JudgedRow, household: str, together: str) -> str:
        raw = row.reading.raw
        key = f"resident:{raw.sheet}!{raw.row + 1}"
        person = dict(row.reading.person or {})
        sets = {name: tuple(person.pop(name, ())) for name in ("phones", "tags")}
        self._add("resident", key, {"life_status": "living", **person}, {}, sets, together)
        self._member(row, key, household, together)
        if row.reading.care:
            self._new_care(key, row.reading.care)
        return key

    def _member(self, row: JudgedRow, resident: str, household: str, together: str) -> None:
        fields = {"relation_code": row.reading.relation_code}
        links = {"household_id": household, "resident_id": resident}
        self._add("member", f"member:{resident}", fields, links, {}, together)

    def _new_care(self, resident: str, secret: Mapping[str, Any]) -> None:
        fields = {name: value for name, value in secret.items() if name != "tags"}
        sets = {"tags": tuple(secret.get("tags", ()))}
        self._add("care", f"care:{resident}", fields, {"resident_id": resident}, sets)

    def _care(
        self, row: JudgedRow, found: Sequence[Difference], care_id: str | None, together: str
    ) -> None:
        assert row.match is not None
        tags = row.additions.get("care_tags", ())
        if care_id is not None:
            self._patch("care", care_id, found, row.taken, together)
            if tags:
                self._additions.append(AddToSet("care", care_id, "tags", tags, together))
        elif found or tags:
            fields = {d.field: d.theirs for d in found}
            self._new_care(row.match.id, {**fields, "tags": tags})

    def _add_elements(
        self, kind: str, id_: str, found: Mapping[str, tuple[Any, ...]], together: str
    ) -> None:
        for name in ("phones", "tags"):
            if found.get(name):
                self._additions.append(AddToSet(kind, id_, name, found[name], together))

    def _head(
        self,
        group: HouseholdGroup,
        known: KnownHousehold | None,
        household: str,
        members: Sequence[JudgedRow],
        people: Sequence[str],
    ) -> None:
        head = _head_of(group, members, people)
        if not household or head is None:
            return
        if known is None:
            record = self._records[household]
            links = {**record.links, "head_id": head}
            self._records[household] = NewRecord(
                record.kind, record.key, record.fields, links, record.sets, record.together
            )
        elif known.fields.get("head_id") is None:
            change = ChangeField("household", known.id, "head_id", head, None, True, group.key)
            self._changes.append(change)

    # --- collecting -------------------------------------------------------------------------

    def _add(
        self,
        kind: str,
        key: str,
        fields: Mapping[str, Any],
        links: Mapping[str, str] | None = None,
        sets: Mapping[str, tuple[Any, ...]] | None = None,
        together: str = "",
    ) -> str:
        if key not in self._records:
            present = {name: value for name, value in fields.items() if value is not None}
            self._records[key] = NewRecord(kind, key, present, links or {}, sets or {}, together)
        return key

    def _patch(
        self, kind: str, id_: str, found: Sequence[Difference], taken: Set[str], together: str
    ) -> None:
        for one in found:
            if one.is_fill or LED_BY.get(one.field, "") in taken or one.field in taken:
                was = None if one.field == "aliases" else one.ours
                change = ChangeField(kind, id_, one.field, one.theirs, was, False, together)
                self._changes.append(change)

    def _fill(
        self,
        kind: str,
        id_: str,
        theirs: Mapping[str, Any],
        ours: Mapping[str, Any],
        together: str,
    ) -> None:
        for name, value in theirs.items():
            if ours.get(name) is None:
                self._changes.append(ChangeField(kind, id_, name, value, None, False, together))

    def _fill_dwelling(self, place: Place, fields: Mapping[str, Any], together: str) -> None:
        known = self._index.dwelling_by_key.get(place.key)
        if known is not None:
            self._fill("dwelling", known.id, fields, known.fields, together)


def _joins(row: JudgedRow) -> bool:
    """True when the row's person is new to the household of its door."""
    if row.match is None:
        return True
    if row.match.member_id is None:
        return row.match.fields.get("life_status") != "deceased" or row.takes("life_status")
    return row.takes("place")


def _head_of(
    group: HouseholdGroup, members: Sequence[JudgedRow], people: Sequence[str]
) -> str | None:
    for row, person in zip(members, people, strict=True):
        if row.reading.relation_code in _HEADS or (row.who and row.who == group.head_name):
            return person
    return people[0] if len(group.members) == 1 else None


def _building_key(place: Place) -> str:
    return f"building:{compound_key(place.compound)}/{key_text(place.building)}"


def _dwelling_fields(place: Place) -> dict[str, Any]:
    is_same = "".join(place.original.split()) == "".join(place.display.split())
    original = None if is_same else place.original or None
    if place.group:
        return {
            "door_no": place.door_no or None,
            "landmark": place.landmark or None,
            "addr_key": place.key[2:],
            "original_text": original,
        }
    return {
        "floor_label": place.floor_label or None,
        "floor_sort": place.floor_sort or floor_sort(place.floor_label) or None,
        "room_label": place.room or None,
        "addr_key": place.key[2:],
        "original_text": original,
    }


def _merged(parts: Any) -> dict[str, Any]:
    whole: dict[str, Any] = {}
    for part in parts:
        for name, value in part.items():
            whole.setdefault(name, value)
    return whole


def _with_precision(found: Sequence[Difference], row: JudgedRow) -> list[Difference]:
    """A birth date is written together with its precision."""
    whole = list(found)
    person = row.reading.person or {}
    for one in found:
        if one.field == "birth_date" and person.get("birth_precision"):
            ours = None if one.is_fill else row.match and row.match.fields.get("birth_precision")
            if ours != person["birth_precision"]:
                whole.append(Difference("birth_precision", ours, person["birth_precision"]))
    return whole
