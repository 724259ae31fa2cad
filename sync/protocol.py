"""The nouns of one sync exchange: change, slot, fact, verdict, offer, answer.

Everything here is an immutable value that travels. JSON on the wire, no floats anywhere;
an absent field and `null` mean the same. Times are integer milliseconds since 1970 (UTC).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NewType

import msgspec

PROTOCOL_VERSION = 1
"""Version of offer and answer; another version is turned away with its numbered problem."""

MAX_CHANGES = 200
"""Changes in one offer, over all scopes."""
MAX_FACTS = 500
"""Facts in one answer page of one scope."""
MAX_BYTES = 1_000_000
"""Decoded size of the changes of one offer, or of the facts of one page."""
MAX_GROUP = 100
"""Changes in one group; larger acts are not atomic."""
MAX_BODY = 256_000
"""Bytes of one change's body."""

ScopeId = NewType("ScopeId", str)
"""`grid:<code>`, `care:<grid code>`, `diary:<person id>` or `community:<code>`."""
ChangeId = NewType("ChangeId", str)
"""UUIDv8: milliseconds, then a hash of the change's body."""
RowId = NewType("RowId", str)
"""UUIDv7 made on a device, or an administrative code for regions and grids."""

Value = Any
"""A JSON value without floats: str, int, bool, None, list or dict of such."""


class Wire(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True
):
    """Base of everything that travels: immutable, strict on unknown fields."""


class ChangeKind(StrEnum):
    """What a person did with one row."""

    create = "create"
    patch = "patch"
    tag = "tag"
    text = "text"
    step = "step"
    archive = "archive"
    resolve = "resolve"
    move = "move"
    purge = "purge"


class Edit(Wire, frozen=True, kw_only=True):
    """One field's edit: a scalar or text goes from `old` to `new`; a set adds and removes dots.

    `add` maps a dot (unique id of that addition) to its element, `remove` names observed dots.
    """

    old: Value = None
    new: Value = None
    add: dict[str, Value] = {}
    remove: tuple[str, ...] = ()


class DeviceTime(Wire, frozen=True, kw_only=True):
    """A device's reading of both its clocks: wall time, and milliseconds of one boot."""

    wall_ms: int
    boot_ms: int
    boot_id: str


class Group(Wire, frozen=True, kw_only=True):
    """Place of a change in a group that shares one fate; `index` counts from 0."""

    id: str
    index: int
    size: int


class Change(Wire, frozen=True, kw_only=True):
    """What a person wants: one tap, with the values seen and the values set. Immutable."""

    scope: ScopeId
    kind: ChangeKind
    entity: str
    row: RowId
    fields: dict[str, Edit]
    actor: str
    device: str
    schema: int
    time: DeviceTime
    group: Group | None = None
    act: str | None = None
    corrects: ChangeId | None = None


class Slot(Wire, frozen=True, kw_only=True):
    """Place of a change in the stream of one installation in one scope; `n` counts from 1."""

    incarnation: str
    n: int
    prev: str


class Sent(Wire, frozen=True, kw_only=True):
    """A change on its way: the envelope is decoded apart from the body, which stays verbatim."""

    id: ChangeId
    slot: Slot
    body: msgspec.Raw


class Word(StrEnum):
    """The server's word on one change."""

    taken = "taken"
    nothing = "nothing"
    merged = "merged"
    clashed = "clashed"
    forwarded = "forwarded"
    quarantined = "quarantined"


class Verdict(Wire, frozen=True, kw_only=True):
    """What became of one change; asking again gives the same answer."""

    word: Word
    reason: str | None = None
    conflicts: tuple[RowId, ...] = ()


class Estimate(Wire, frozen=True, kw_only=True):
    """When the server believes the change was made; `good` when the boot clock proves it."""

    at_ms: int
    good: bool = False


PackedStamp = tuple[str, str, int, bool, list[str]]
"""Actor, device, milliseconds, whether the time is good; and the fields that bear this stamp."""


class RowEffect(Wire, frozen=True, kw_only=True):
    """Fields of one row as they are from now on; `null` removes a value.

    `is_gone`: the row is no longer in this scope. `stamps` tells the writers of a row that came
    from another scope; without it every field bears the stamp of the change.
    """

    entity: str
    row: RowId
    fields: dict[str, Value] = {}
    is_gone: bool = False
    stamps: tuple[PackedStamp, ...] = ()


class Fact(Wire, frozen=True, kw_only=True):
    """What the server made of a change, at its place in the log of a scope.

    `was` and `hash` are the keyed chain before and after this fact. `digests` stand for the body
    and for each effect where words had to go by law (`sync.scrub`); the chain covers them alone.
    """

    scope: ScopeId
    seq: int
    id: ChangeId
    body: msgspec.Raw
    slot: Slot | None
    verdict: Verdict
    effect: tuple[RowEffect, ...]
    estimate: Estimate
    at_ms: int
    was: str
    hash: str
    digests: tuple[str, ...] | None = None


class Judged(Wire, frozen=True, kw_only=True):
    """The verdict on an offered change, and where in the log it stands."""

    id: ChangeId
    seq: int
    verdict: Verdict


class Returned(Wire, frozen=True, kw_only=True):
    """What a device gives back to a server that has lost it, as JSON texts.

    `fact` is a whole fact with its proof; `body` is an own change that only a snapshot covered.
    """

    id: ChangeId
    fact: str = ""
    body: str = ""


class ScopeOffer(Wire, frozen=True, kw_only=True):
    """Where a device stands in one scope, what waits there, and what it gives back.

    `sealed` is what was once packed up for the server alone, in base64 (`sync.leaving`).
    """

    scope: ScopeId
    cursor: int
    hash: str
    incarnation: str
    changes: tuple[Sent, ...] = ()
    returns: tuple[Returned, ...] = ()
    sealed: str = ""


MAX_REVEALS = 500
"""So many reveals are put on record in one exchange; the rest wait for the next."""


class Reveal(Wire, frozen=True, kw_only=True):
    """A masked field that a person opened, perhaps offline; audited at the server."""

    id: str
    at_ms: int
    scope: ScopeId
    entity: str
    row: RowId
    field: str


class Offer(Wire, frozen=True, kw_only=True):
    """One exchange from the device's side."""

    version: int
    now: DeviceTime
    offset_ms: int
    scopes: tuple[ScopeOffer, ...]
    reveals: tuple[Reveal, ...] = ()
    page_facts: int = MAX_FACTS


class Status(StrEnum):
    """How the server sees a device's stand in one scope."""

    ok = "ok"
    reset = "reset"
    fork = "fork"
    gap = "gap"
    snap = "snap"
    gone = "gone"


class SnapshotRef(Wire, frozen=True, kw_only=True):
    """An immutable picture of one scope at `(seq, hash)`; `name` is the SHA-256 of its bytes."""

    name: str
    seq: int
    hash: str
    size: int


class ScopeAnswer(Wire, frozen=True, kw_only=True):
    """The server's answer for one scope; `cursor`, `was`, `incarnation` echo the offer.

    To somebody who has left, `receipt` is the server's signature on what it took (`sync.leaving`),
    and `is_behind` asks for what was packed up, since the server no longer knows that history.
    """

    scope: ScopeId
    cursor: int
    was: str
    incarnation: str
    status: Status
    head: int = 0
    head_hash: str = ""
    judged: tuple[Judged, ...] = ()
    facts: tuple[Fact, ...] = ()
    checksum: str = ""
    snapshot: SnapshotRef | None = None
    receipt: str = ""
    is_behind: bool = False


class Answer(Wire, frozen=True, kw_only=True):
    """One exchange from the server's side; `member_of` lists every scope the person may hold."""

    version: int
    server_ms: int
    scopes: tuple[ScopeAnswer, ...]
    member_of: tuple[ScopeId, ...]
    reveals_taken: tuple[str, ...] = ()
