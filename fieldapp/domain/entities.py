"""Every kind of record, its fields, and how concurrent edits of each field meet.

One catalogue for both ends: the device makes its typed tables from it, the server merges by it.
Field names follow docs/domain.md. `level` is the sensitivity: L1 grid team, L2 workers and
secretary, L3 only the responsible worker and the secretary (and masked until tapped).
"""

from __future__ import annotations

from fieldapp.domain.kinds.diary import DIARY
from fieldapp.domain.kinds.issues import ISSUES
from fieldapp.domain.kinds.people import PEOPLE
from fieldapp.domain.kinds.photos import PHOTOS
from fieldapp.domain.kinds.places import PLACES
from fieldapp.domain.kinds.staff import STAFF
from fieldapp.domain.kinds.work import WORK
from sync.schema import ARRIVED, CONFLICT, MOVED, PURGED, QUARANTINE, Entity, Schema

SCHEMA_VERSION = 1
"""Raised with every change of fields; an older server sets newer changes aside."""

ENTITIES: tuple[Entity, ...] = (
    *STAFF,
    *PLACES,
    *PEOPLE,
    *WORK,
    *DIARY,
    *PHOTOS,
    CONFLICT,
    QUARANTINE,
    MOVED,
    ARRIVED,
    PURGED,
    *ISSUES,
)
SCHEMA = Schema(SCHEMA_VERSION, {entity.kind: entity for entity in ENTITIES})
