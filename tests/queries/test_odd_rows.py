"""Whatever a row holds from before, every screen still comes: what cannot be read is left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, fields
from typing import Any

import pytest
from sqlalchemy import Connection, select

from fieldapp.domain.campaigns import Aim
from fieldapp.domain.entities import ENTITIES
from fieldapp.errors import Refused
from fieldapp.queries import load
from fieldapp.store import derived
from fieldapp.store.rows import Stored, read_rows, write_rows
from fieldapp.store.schema import TABLES
from fieldapp.store.unit import Author
from fieldapp.verbs import QUERIES, Query, Reader
from sync.merge import Row
from sync.protocol import Value
from sync.schema import Entity, FieldType
from tests.devices import CARE_SCOPE, GRID, NINE, WORKER, Device, make_device
from tests.ui.sample import _community, add_diary, add_village

load()
_ODD_LISTS: tuple[Value, ...] = ({"a": "b"}, [5, None, {"a": [1]}, ["y"], "x"])
_ODD: dict[FieldType, tuple[Value, ...]] = {
    FieldType.text: ("?", "x" * 5000),
    FieldType.day: ("2026-13-45", "x", "9999-12-31"),
    FieldType.integer: (-5, (1 << 53) - 1),
    FieldType.moment: (-5, (1 << 53) - 1),
    FieldType.boolean: (True,),
    FieldType.texts: _ODD_LISTS,
    FieldType.maps: _ODD_LISTS,
    FieldType.json: _ODD_LISTS,
    FieldType.set: (
        {"dots": {"a": "x", "b": None, "c": {"code": 5, "number": 5}, "d": {}}},
        {"dots": {"a": {"code": ["x"], "number": {"y": 1}, "whose": 7}}},
    ),
}
"""Values of the right JSON shape that say nothing; newer rules would set them aside."""
_REFERENCES = frozenset(
    one.name
    for entity in ENTITIES
    for one in entity.fields
    if one.parent or one.name.endswith("_id") or one.name in ("author", "person", "grid")
)
"""Fields that say what a row belongs to: a row of nobody is shown nowhere anyway."""
_EVERY_KIND = [one for one in ENTITIES if one.kind not in ("conflict", "quarantine", "purged")]
"""Those the server makes by itself, of what it has looked at."""


@pytest.fixture(scope="module")
def device() -> Iterator[Device]:
    """Give a device with a row or two of every kind."""
    made = make_device()
    _community(made)
    add_village(made)
    add_diary(made)
    _more(made)
    yield made
    made.close()


def _more(device: Device) -> None:
    home, who = "h-vd0", "r-vd0"
    seen = {"dwelling_id": "vd0", "household_id": home, "author": WORKER, "outcome": "met"}
    items = [{"item": "gas", "answer": "concern"}]
    device.seed("visit", "v1", {**seen, "at_ms": NINE - 5, "items": items, "campaign_id": "cp1"})
    device.seed("promise", "p1", {"household_id": home, "text": "问暖气", "author": WORKER})
    handed = {"review_id": "rev1", "entry_id": "e1", "written_by": WORKER, "text": "问供热站"}
    device.seed("instruction", "in1", {**handed, "households": [home], "at_ms": NINE - 4})
    device.seed("campaign", "cp1", {"title": "雪天", "on": "2026-11-20", "tags": ["ALONE"]})
    device.seed("campaign_template", "SNOW", {"name": "雪天", "tags": ["ALONE"], "asks": ["暖气"]})
    device.seed("tag_kind", "ALONE", {"name": "独居", "level": 2, "cadence_days": 30})
    device.seed("checklist", "six", {"name": "六必查", "items": [{"code": "gas", "label": "气"}]})
    device.seed("setting", "s", {"value": {"a": 1}})
    device.seed("compound", "c1", {"name": "杏林家园"})
    device.seed("building", "b1", {"compound_id": "c1", "label": "1栋", "floors_above": 6})
    device.seed("unit", "u1", {"building_id": "b1", "label": "1单元"})
    door = {"building_id": "b1", "unit_id": "u1", "floor_label": "1", "room_label": "101"}
    device.seed("dwelling", "d1", door)
    care = {"resident_id": who, "tags": {"dots": {"x": {"code": "DISAB"}}}, "id_no": "560102"}
    device.seed("care", who, care, scope=CARE_SCOPE)
    device.seed("tick", "t1", {"line_id": "l0", "done_ms": NINE, "author": WORKER})
    device.seed("reply", "re1", {"entry_id": "e1", "kind": "done", "author": WORKER})
    sides = {"base": {"value": 1}, "kept": {"value": 1}, "other": {"value": 2}}
    where = {"on_entity": "resident", "on_row": who, "on_field": "note", "state": "open"}
    device.seed("conflict", "k1", {**sides, **where})
    device.seed("quarantine", "q1", {"reason": "too_long", "state": "waiting", "change": "{}"})
    device.seed("purged", "pg1", {"on_entity": "resident", "on_row": "gone", "at_ms": 1})
    device.seed("moved", "gone-1", {"to": "grid:elsewhere", "on_entity": "household", "at_ms": 1})
    told = {"from": "grid:elsewhere", "on_entity": "household", "on_row": home, "at_ms": 1}
    device.seed("arrived", "came-1", {**told, "rows": 3, "by": WORKER})
    hung = {"on_kind": "visit", "on_id": "v1", "sha256": "0" * 64, "size": 5, "author": WORKER}
    device.seed("photo", "ph1", hung)
    signed = {"grid": GRID, "person": WORKER, "side": "gives", "author": WORKER, "at_ms": NINE}
    device.seed("handover", "ho1", {**signed, "until_on": "2026-11-19", "papers": 1})
    device.seed("photo_receipt", "ph1", {"sha256": "0" * 64, "size": 5})
    about = {"household_id": home, "author": WORKER}
    device.seed("issue", "i1", {"category": "hazard", "title": "路灯不亮", **about})
    step = {"issue_id": "i1", "deed": "verify", "from_state": "ordered", "to_state": "verified"}
    device.seed("issue_step", "s1", {**step, **about, "at_ms": NINE, "due_on": "2026-11-24"})
    device.seed("issue_step", "s2", {**step, **about, "deed": "add", "at_ms": NINE})


_GIVEN: dict[str, Any] = {
    "aim": Aim(is_for_all=True),
    "grids": (GRID,),
    "campaign": "cp1",
    "conflict": "k1",
    "dwelling": "vd0",
    "entry": "e1",
    "household": "h-vd0",
    "issue": "i1",
    "key": "k",
    "last": 1,
    "keys": (("resident", "r-vd0"), ("diary_entry", "e1")),
    "kind": "resident",
    "id": "r-vd0",
    "ids": ("v1",),
    "photo": "ph1",
    "resident": "r-vd0",
    "text": "m",
}


def _questions() -> list[Query[Any]]:
    """One of each query, with the arguments it must have."""
    return [
        kind(**{name: _GIVEN[name] for name in kind.__dataclass_fields__ if name in _GIVEN})
        for kind in QUERIES
        if not _not_given(kind)
    ]


def _not_given(kind: type[Any]) -> list[str]:
    """Name the arguments that a query must have and that nobody thought of here."""
    return [
        one.name
        for one in fields(kind)
        if one.default is MISSING and one.default_factory is MISSING and one.name not in _GIVEN
    ]


def _answer(connection: Connection) -> list[str]:
    """Ask everything; gives what broke."""
    reader = Reader(connection, Author(WORKER, "device-1"), NINE)
    broken = []
    for query in _questions():
        try:
            QUERIES[type(query)](reader, query)
        except Refused:
            continue
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told
            broken.append(f"{type(query).__name__}: {error!r}")
    return broken


def _with(connection: Connection, kind: str, odd: dict[str, Value]) -> list[str]:
    """Put values into every row of a kind, and ask everything."""
    table = TABLES[kind]
    keys = [(kind, str(id_)) for id_ in connection.scalars(select(table.c.id))]
    with connection.begin_nested() as saved:
        rows = {
            key: Stored(found.scope, Row({**found.row.fields, **odd}, found.row.stamps))
            for key, found in read_rows(connection, keys).items()
        }
        write_rows(connection, rows)
        derived.refresh(connection, rows.keys())
        broken = _answer(connection)
        saved.rollback()
    return broken


def _rounds(entity: Entity) -> Iterator[dict[str, Value]]:
    """Give nonsense for all texts of a kind at once, and for everything else at once."""
    named = {one.name: _ODD[one.type] for one in entity.fields if one.name not in _REFERENCES}
    texts = {one.name for one in entity.fields if one.type is FieldType.text}
    for group in (texts, named.keys() - texts):
        odd = {name: values for name, values in named.items() if name in group}
        for place in range(max(map(len, odd.values()), default=0)):
            yield {name: values[place % len(values)] for name, values in odd.items()}


@pytest.mark.parametrize("entity", _EVERY_KIND, ids=lambda entity: entity.kind)
def test_a_row_with_nonsense_in_it_blanks_no_screen(device: Device, entity: Entity) -> None:
    broken = {
        repr(odd)[:80]: told
        for odd in _rounds(entity)
        if (told := device.run(lambda one, odd=odd: _with(one, entity.kind, odd)))
    }
    assert broken == {}


def test_every_query_is_asked() -> None:
    assert {kind.__name__: _not_given(kind) for kind in QUERIES if _not_given(kind)} == {}


def test_the_sample_has_a_row_of_every_kind(device: Device) -> None:
    def empty(connection: Connection) -> list[str]:
        return [kind for kind, table in TABLES.items() if not connection.scalar(select(table.c.id))]

    assert device.run(empty) == []
