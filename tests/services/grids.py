"""Small grids for tests: a building, a household with its people."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from fieldapp.services.households import AddHousehold
from fieldapp.services.people import AddResident
from fieldapp.services.places import AddBuilding, AddCompound, AddDwelling, AddVillageGroup
from fieldapp.store.schema import TABLES
from tests.devices import Device


@dataclass(frozen=True, slots=True)
class House:
    """A building of two units with six floors and three doors on each."""

    compound: str
    building: str
    act: str


def build(device: Device, label: str = "乙1", compound: str = "纺织厂家属院") -> House:
    """Draw up a building in a compound."""
    court = device.do(AddCompound(compound))
    added = device.do(AddBuilding(label, 6, 3, ("1", "2", "3"), compound=court, has_lift=False))
    return House(court, added.building, added.act)


def door(device: Device, room: str, unit: str = "3") -> str:
    """Find a door by its unit and number."""
    dwelling, units = TABLES["dwelling"], TABLES["unit"]
    query = select(dwelling.c.id).join(units, units.c.id == dwelling.c.unit_id)
    query = query.where(units.c.label == unit, dwelling.c.room_label == room)
    return device.run(lambda connection: str(connection.execute(query).scalar_one()))


def family(device: Device, dwelling: str, *names: str) -> tuple[str, list[str]]:
    """Let a household live behind a door; the first named is its head."""
    household = device.do(AddHousehold(dwelling))
    people = [
        device.do(AddResident(name, "usual_local", household, is_head=index == 0))
        for index, name in enumerate(names)
    ]
    return household, people


def village_door(device: Device, landmark: str = "老槐树西第二家", group: str = "上沟组") -> str:
    """Make a house in a village, found by its landmark."""
    return device.do(
        AddDwelling(village_group=device.do(AddVillageGroup(group)), landmark=landmark)
    )
