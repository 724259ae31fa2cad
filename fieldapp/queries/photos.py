"""Photographs on records: which there are, how far each got, and what still waits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, select

from fieldapp.domain.days import day_of, start_of
from fieldapp.domain.photos import count_text
from fieldapp.errors import Refused
from fieldapp.queries import staff
from fieldapp.store.left_photos import count_owed
from fieldapp.store.schema import LOCAL_SCOPE, TABLES, outbox, photo_file, scope_state
from fieldapp.verbs import Query, Reader, answers

_PHOTO, _RECEIPT = TABLES["photo"].c, TABLES["photo_receipt"].c


class PhotoState(StrEnum):
    """How far a photograph got, in the words of the screen."""

    draft = "草稿里"
    saved = "已存本机"
    delivered = "已送达"
    elsewhere = "还在加它的平板上"


@dataclass(frozen=True, slots=True)
class PhotoRow:
    """One photograph. `is_here`: its bytes are on this device, else they can be fetched."""

    id: str
    scope: str
    kind: str
    on: str
    name: str
    size: int
    width: int
    height: int
    at_ms: int
    author: str
    author_name: str
    is_mine: bool
    is_here: bool
    state: PhotoState


@dataclass(frozen=True, slots=True)
class PhotoCount:
    """What this device has to bring: `received` of `total` are at the community.

    `total` are those that wait and those of today; `text` is 照片 3/5, or "".
    """

    waiting: int
    received: int
    text: str

    @property
    def total(self) -> int:
        """How many there are to bring, with those of today that were brought."""
        return self.waiting + self.received


@dataclass(frozen=True, slots=True)
class PhotosQuery(Query["tuple[PhotoRow, ...]"]):
    """Ask for the photographs on a record, or for all that are not taken back; oldest first."""

    kind: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class PhotoQuery(Query[PhotoRow]):
    """Ask for one photograph."""

    photo: str


Photos = Mapping[str, Sequence[PhotoRow]]
"""Photographs by the record they hang on."""


@dataclass(frozen=True, slots=True)
class PhotosOfQuery(Query[Photos]):
    """Ask for the photographs on several records of a kind."""

    kind: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PhotoCountQuery(Query[PhotoCount]):
    """Ask how many wait and how many got there."""


@answers(PhotosQuery)
def photos(reader: Reader, query: PhotosQuery) -> tuple[PhotoRow, ...]:
    """List photographs."""
    wanted = _all()
    if query.kind:
        wanted = wanted.where(_PHOTO.on_kind == query.kind, _PHOTO.on_id == query.id)
    return _rows(reader, wanted)


@answers(PhotoQuery)
def photo(reader: Reader, query: PhotoQuery) -> PhotoRow:
    """Read one photograph. Raises `Refused` when there is none."""
    found = _rows(reader, _all().where(_PHOTO.id == query.photo))
    if not found:
        raise Refused("row-unknown", "没有这张照片，先同步一次再看。", is_input=True)
    return found[0]


@answers(PhotoCountQuery)
def photo_count(reader: Reader, query: PhotoCountQuery) -> PhotoCount:
    """Count what waits here, and one's own of today that got there."""
    return count_photos(reader.connection, reader.author.person, reader.now_ms)


def count_photos(connection: Connection, person: str, now_ms: int) -> PhotoCount:
    """Count what waits here, and one's own of today that got there."""
    waiting = connection.execute(_waiting(select(func.count(_PHOTO.id)))).scalar_one()
    waiting += sum(count_owed(connection).values())
    today = select(func.count(_PHOTO.id)).join(TABLES["photo_receipt"], _RECEIVED)
    mine = today.where(
        _PHOTO.author == person,
        _PHOTO.archived.is_not(True),
        _RECEIPT.at_ms >= start_of(day_of(now_ms)),
    )
    received = connection.execute(mine).scalar_one()
    return PhotoCount(waiting, received, count_text(received, received + waiting))


@answers(PhotosOfQuery)
def photos_of(reader: Reader, query: PhotosOfQuery) -> Photos:
    """Read the photographs of several records, oldest first."""
    found: dict[str, list[PhotoRow]] = defaultdict(list)
    wanted = sorted(set(query.ids))
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        here = _all().where(_PHOTO.on_kind == query.kind, _PHOTO.on_id.in_(some))
        for row in _rows(reader, here):
            found[row.on].append(row)
    return found


Waiting = list[tuple[str, str, str, int]]
"""Photographs that wait, as scope, id, name and size."""


def ready_to_send(connection: Connection) -> Waiting:
    """List what waits and whose row the server has; oldest first."""
    unsent = select(outbox.c.row).where(
        outbox.c.entity == "photo", outbox.c.delivered_seq.is_(None)
    )
    return _listed(connection, _PHOTO.id.not_in(unsent))


def all_waiting(connection: Connection) -> Waiting:
    """List all that waits, also where the row waits too; oldest first."""
    return _listed(connection)


def _listed(connection: Connection, *conditions: ColumnElement[bool]) -> Waiting:
    query = _waiting(select(_PHOTO.scope, _PHOTO.id, _PHOTO.sha256, _PHOTO.size))
    query = query.where(*conditions).order_by(_PHOTO.at_ms, _PHOTO.id)
    return [(row[0], row[1], row[2], row[3]) for row in connection.execute(query)]


_RECEIVED = and_(
    _RECEIPT.id == _PHOTO.id, _RECEIPT.scope == _PHOTO.scope, _RECEIPT.archived.is_not(True)
)


def _waiting(query: Select[Any]) -> Select[Any]:
    """Restrict to photographs that are here, were not taken back, and have no receipt."""
    return (
        query.select_from(TABLES["photo"])
        .join(photo_file, photo_file.c.name == _PHOTO.sha256)
        .join(scope_state, scope_state.c.scope == _PHOTO.scope)
        .outerjoin(TABLES["photo_receipt"], _RECEIVED)
        .where(
            _RECEIPT.id.is_(None), _PHOTO.archived.is_not(True), scope_state.c.has_left.is_not(True)
        )
    )


def _all() -> Select[Any]:
    return (
        select(
            TABLES["photo"],
            photo_file.c.name.is_not(None).label("is_here"),
            _RECEIPT.id.is_not(None).label("is_received"),
        )
        .outerjoin(photo_file, photo_file.c.name == _PHOTO.sha256)
        .outerjoin(TABLES["photo_receipt"], _RECEIVED)
        .where(_PHOTO.archived.is_not(True))
        .order_by(_PHOTO.at_ms, _PHOTO.id)
    )


def _rows(reader: Reader, query: Select[Any]) -> tuple[PhotoRow, ...]:
    rows = reader.connection.execute(query).mappings().all()
    names = staff.names(reader.connection) if rows else {}
    return tuple(
        PhotoRow(
            row["id"],
            row["scope"],
            row["on_kind"],
            row["on_id"],
            row["sha256"],
            row["size"],
            row["width"] or 0,
            row["height"] or 0,
            row["at_ms"] or 0,
            row["author"],
            names.get(row["author"], ""),
            row["author"] == reader.author.person,
            bool(row["is_here"]),
            _state(row["scope"], bool(row["is_received"]), bool(row["is_here"])),
        )
        for row in rows
    )


def _state(scope: str, is_received: bool, is_here: bool) -> PhotoState:
    if is_received:
        return PhotoState.delivered
    if scope == LOCAL_SCOPE:
        return PhotoState.draft
    return PhotoState.saved if is_here else PhotoState.elsewhere
