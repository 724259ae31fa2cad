"""The documents of the commands about the device itself."""

from __future__ import annotations

from typing import Any

from fieldapp.cli.shapes.base import Document


class Enrolled(Document, frozen=True, kw_only=True):
    """A fresh home became a device. The recovery key is shown this once."""

    person: str
    name: str
    role: str
    device: str
    community: str
    recovery_key: str


class SyncDone(Document, frozen=True, kw_only=True):
    """What one round did; `is_level`: proven that everything is sent, read and equal.

    Photographs travel after the words: so many were brought, so many still wait.
    """

    sent: int
    received: int
    quarantined: int
    exchanges: int
    photos_sent: int
    photos_waiting: int
    is_level: bool


class ScopeStatus(Document, frozen=True, kw_only=True):
    """Where the device stands in one scope."""

    scope: str
    cursor: int
    hash: str
    head: int
    waiting: int
    proven_ms: int | None


class LastRound(Document, frozen=True, kw_only=True):
    """The newest entry of the history of rounds."""

    started_ms: int
    ended_ms: int | None
    sent: int
    received: int
    outcome: str


class Notice(Document, frozen=True, kw_only=True):
    """One thing to know about this device, as 同步 lists it."""

    code: str
    sentence: str
    advice: str


class Status(Document, frozen=True, kw_only=True):
    """Outbox, cursors, heads, last round, conflicts, quarantine, and whether 已同步 is proven.

    `is_closed`: the community was not heard for 30 days; until it is, only status, sync, doctor
    and bundle work.
    """

    person: str
    role: str
    device: str
    outbox: int
    conflicts: int
    quarantine: int
    photos_waiting: int
    photos_received: int
    is_proven: bool
    proven_ms: int | None
    is_closed: bool
    notices: tuple[Notice, ...]
    scopes: tuple[ScopeStatus, ...]
    last_round: LastRound | None


class Finding(Document, frozen=True, kw_only=True):
    """One thing that doctor looked at; `is_well` is false where something must be done."""

    check: str
    is_well: bool
    sentence: str


class DoctorReport(Document, frozen=True, kw_only=True):
    """All findings; exit code 3 when one is not well."""

    is_well: bool
    findings: tuple[Finding, ...]


class DumpedRow(Document, frozen=True, kw_only=True):
    """One record as it stands here; L3 values are keyed hashes unless they were asked for."""

    scope: str
    kind: str
    id: str
    fields: dict[str, Any]


class Dump(Document, frozen=True, kw_only=True):
    """The whole view; without `--json` each row is a line of its own."""

    count: int
    rows: tuple[DumpedRow, ...]
