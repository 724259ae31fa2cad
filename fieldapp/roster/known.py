"""What the grid already holds, as far as a roster is compared with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fieldapp.domain.address import addr_key
from fieldapp.domain.address_site import site_key
from fieldapp.domain.address_text import compound_key, key_text


@dataclass(frozen=True, slots=True)
class KnownBuilding:
    """A building with its units by label; `compound` is the name, empty for none."""

    id: str
    label: str
    compound: str = ""
    units: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KnownDwelling:
    """A door by its key (`place_key`)."""

    id: str
    key: str
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KnownHousehold:
    """A living household behind a door."""

    id: str
    dwelling_id: str
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KnownResident:
    """A resident with all that a roster may say, `care` among it, and where they live now."""

    id: str
    fields: Mapping[str, Any]
    household_id: str | None = None
    dwelling_id: str | None = None
    member_id: str | None = None
    care_id: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """One grid as it is now. Compounds and groups map names to ids, a name before its aliases."""

    compounds: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    buildings: tuple[KnownBuilding, ...] = ()
    dwellings: tuple[KnownDwelling, ...] = ()
    households: tuple[KnownHousehold, ...] = ()
    residents: tuple[KnownResident, ...] = ()
    staff_phones: frozenset[str] = frozenset()


def town_key(compound: str, building: str, unit: str, room: str) -> str:
    """Build the key of a door in a town, distinct from every village key."""
    return "T|" + addr_key(compound, building, unit, room)


def village_key(group: str, door_no: str, landmark: str) -> str:
    """Build the key of a house in a village."""
    return "V|" + site_key(group, door_no, landmark)


class KnownIndex:
    """Finds people and places of a `Known` by what a roster says."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.dwelling_by_key = {d.key: d for d in known.dwellings}
        self.dwelling_by_id = {d.id: d for d in known.dwellings}
        self.building_by_key = {
            (compound_key(b.compound), key_text(b.label)): b for b in known.buildings
        }
        names = {id_: name for name, id_ in reversed(list(known.compounds.items()))}
        self.compound_by_key = {
            compound_key(name): (names[id_], id_) for name, id_ in known.compounds.items()
        }
        self.compound_names = tuple(names.values())
        self.households_at = _grouped(known.households, lambda h: h.dwelling_id)
        self.resident_by_id_no = {
            r.fields["id_no"]: r for r in known.residents if r.fields.get("id_no")
        }
        self.residents_by_name = _grouped(known.residents, lambda r: r.fields.get("name"))

    def compounds_with(self, building: str) -> list[str]:
        """Name the compounds that have a building of this label."""
        label = key_text(building)
        return [b.compound for b in self.known.buildings if key_text(b.label) == label]

    def has_units(self, compound: str, building: str) -> bool | None:
        """Tell whether a building has units; None when it is not known."""
        found = self.building_by_key.get((compound_key(compound), key_text(building)))
        return None if found is None or not found.units else set(found.units) != {"无"}


def _grouped(items: Iterable[Any], key: Any) -> Mapping[Any, list[Any]]:
    groups: defaultdict[Any, list[Any]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return groups
