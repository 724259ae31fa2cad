"""Scopes this device may no longer hold: hand in what waits, pack up, erase (docs/sync.md).

Nothing is erased before the server has signed for every change that waited. What was read here is
kept for 90 days, sealed to the server, and handed in once more if the server should lose it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, exists, insert, select, update

from fieldapp.store import left as story
from fieldapp.store import left_photos, outbox, road_back, scopes
from fieldapp.store.database import run_one
from fieldapp.store.fold import Fold
from fieldapp.store.kept import heard_ms, server_offset_ms
from fieldapp.store.kept_photos import let_go_of_scope
from fieldapp.store.schema import aside, covered, left_behind, receipt, tail
from fieldapp.store.scopes import ScopeStand
from fieldapp.store.seals import server_keys
from fieldapp.store.tail import held, keep_covered
from sync.leaving import is_receipt, pack_up
from sync.protocol import ScopeAnswer, ScopeOffer
from sync.seal import PublicKeys

KEPT_MS = 90 * 86_400_000
AGAIN_MS = 86_400_000
"""How long after a piece was handed in it is not handed in again."""
_OWED, _NEVER = 0, 1
_PIECE = (
    "SELECT position, cursor, hash, sealed, given_ms FROM left_behind WHERE scope = ?"
    " ORDER BY given_ms != ?, position DESC LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece that was packed up, and where this device stood then."""

    position: int
    cursor: int
    hash: str
    sealed: str
    is_owed: bool


@dataclass(slots=True)
class Left:
    """What one answer did to a scope that is being left."""

    retired: int
    returned: int
    is_done: bool
    wants_more: bool
    touched: set[str]


def to_leave(connection: Connection) -> list[ScopeStand]:
    """List the scopes that were left and of which something is still held here."""
    return [
        stand
        for stand in scopes.all_stands(connection, also_left=True)
        if stand.has_left and _holds_anything(connection, stand)
    ]


def piece_of(connection: Connection, scope: str) -> Piece | None:
    """Give the next piece that is owed, else the newest."""
    found = run_one(connection, _PIECE, (scope, _OWED)).fetchone()
    if found is None:
        return None
    position, cursor, hash_, sealed, given_ms = found
    return Piece(position, cursor, hash_, sealed, is_owed=given_ms == _OWED)


def take_up_again(connection: Connection, fresh: Iterable[str]) -> None:
    """Owe what was handed in from scopes that are held again: their server may be restored."""
    named = list(fresh)
    if not named:
        return
    for scope in named:
        road_back.ask_after(connection, scope)
    here = left_behind.c.scope.in_(named)
    connection.execute(update(left_behind).where(here).values(given_ms=_OWED))
    left_photos.owe_again(connection, named)


def note_handed_in(connection: Connection, offered: ScopeOffer, now_ms: int) -> bool:
    """Note the piece that an offer carried; tell whether another one is owed."""
    if offered.sealed:
        here = (left_behind.c.scope == offered.scope, left_behind.c.sealed == offered.sealed)
        given_ms = _server_ms(connection, now_ms)
        connection.execute(update(left_behind).where(*here).values(given_ms=given_ms))
    piece = piece_of(connection, offered.scope)
    return piece is not None and piece.is_owed


def leave(
    connection: Connection,
    stand: ScopeStand,
    offered: ScopeOffer,
    answer: ScopeAnswer,
    now_ms: int,
) -> Left:
    """Take in that this scope is to be left; let go of what the server has signed for."""
    scopes.change(connection, stand.scope, has_left=True)
    # Changes may have been kept back: on the road back, or since another scope filled the offer.
    is_moving = bool(offered.sealed) or not offered.changes or not stand.has_left
    if _holds_rows(connection, stand):
        story.begin(connection, stand.scope, now_ms)
        left_photos.owe_unsent(connection, stand.scope)
    work = Fold(connection, stand)
    keys = server_keys(connection)
    retired = _retire_signed(connection, work, offered, answer, keys, now_ms) if keys else 0
    is_empty = outbox.is_empty(connection, stand.scope)
    if keys and is_empty and stand.hash:
        _pack_and_erase(connection, stand, work, keys, now_ms)
    _hand_in(connection, offered, answer, now_ms)
    piece = piece_of(connection, stand.scope)
    is_owed = piece is not None and piece.is_owed
    if is_empty and keys:
        story.end(connection, stand.scope, now_ms)
    return Left(
        retired,
        returned=int(bool(offered.sealed)),
        is_done=is_empty and not is_owed,
        wants_more=is_owed or (not is_empty and (retired > 0 or is_moving)),
        touched=work.touched | {"scope"},
    )


def _holds_anything(connection: Connection, stand: ScopeStand) -> bool:
    packed = select(exists().where(left_behind.c.scope == stand.scope))
    return _holds_rows(connection, stand) or bool(connection.execute(packed).scalar_one())


def _holds_rows(connection: Connection, stand: ScopeStand) -> bool:
    return bool(stand.hash) or not outbox.is_empty(connection, stand.scope)


def _retire_signed(
    connection: Connection,
    work: Fold,
    offered: ScopeOffer,
    answer: ScopeAnswer,
    keys: PublicKeys,
    now_ms: int,
) -> int:
    """Let changes go for which the server's signature is here."""
    scope, judged = answer.scope, answer.judged
    if not judged or not is_receipt(keys.sign, answer.receipt, scope, judged):
        return 0
    sent = {one.id for one in offered.changes}
    seqs: dict[str, int] = {one.id: one.seq for one in judged if one.id in sent}
    pairs = [[one.id, one.seq] for one in judged]
    values = {"scope": scope, "signature": answer.receipt, "judged": pairs, "at_ms": now_ms}
    connection.execute(insert(receipt).prefix_with("OR REPLACE"), values)
    leaving = outbox.pending_named(connection, scope, seqs)
    keep_covered(connection, scope, seqs)
    work.touch(leaving)
    outbox.retire(connection, [entry.id for entry in leaving])
    work.lay_outbox_over()
    return len(leaving)


def _pack_and_erase(
    connection: Connection, stand: ScopeStand, work: Fold, keys: PublicKeys, now_ms: int
) -> None:
    """Seal what only the server may read from now on, and overwrite the rest."""
    connection.exec_driver_sql("PRAGMA secure_delete = ON")
    for page in held(connection, stand.scope):
        values = {
            "scope": stand.scope,
            "cursor": stand.cursor,
            "hash": stand.hash,
            "sealed": pack_up(keys.seal, stand.scope, page),
            "packed_ms": _server_ms(connection, now_ms),
            "given_ms": _NEVER,
        }
        connection.execute(insert(left_behind), values)
    let_go_of_scope(connection, stand.scope)
    work.replace_all({}, now_ms, keep_aside=False)
    work.lay_outbox_over()
    for table in (tail, covered, aside):
        connection.execute(delete(table).where(table.c.scope == stand.scope))
    scopes.forget_place(connection, stand.scope)
    connection.exec_driver_sql("PRAGMA secure_delete = OFF")


def _hand_in(connection: Connection, offered: ScopeOffer, answer: ScopeAnswer, now_ms: int) -> None:
    """Note the piece that was handed in, owe all where the server asks, and let old ones go."""
    here = left_behind.c.scope == answer.scope
    note_handed_in(connection, offered, now_ms)
    at_ms = _server_ms(connection, now_ms)
    if answer.is_behind:
        long_ago = left_behind.c.given_ms < at_ms - AGAIN_MS
        again = connection.execute(update(left_behind).where(here, long_ago).values(given_ms=_OWED))
        if again.rowcount:  # with the words: once it has those, it asks no more
            left_photos.owe_again(connection, [answer.scope])
    is_old = left_behind.c.packed_ms < at_ms - KEPT_MS
    connection.execute(delete(left_behind).where(here, is_old))


def _server_ms(connection: Connection, now_ms: int) -> int:
    """Give the server's time at the last contact: by this device's clock nothing here ages."""
    return heard_ms(connection) or now_ms + server_offset_ms(connection)
