"""Halves an offer whose batch cannot be taken, without ever cutting a group."""

from __future__ import annotations

from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from sync.codec import BadMessage, decode
from sync.protocol import Group, Offer, ScopeOffer, Sent


class _Grouped(Struct):
    """As much of a change as tells its group."""

    group: Group | None = None


def halved(offer: Offer) -> list[Offer]:
    """Give the two halves of an offer's changes; nothing when one piece is all it has."""
    pieces = [(one, piece) for one in offer.scopes for piece in _pieces(one)]
    if len(pieces) < 2 or any(one.returns for one in offer.scopes):
        return []
    middle = len(pieces) // 2
    return [_with(offer, half) for half in (pieces[:middle], pieces[middle:])]


def _pieces(one: ScopeOffer) -> list[tuple[Sent, ...]]:
    return [tuple(piece) for _, piece in groupby(one.changes, key=_group_or_itself)]


def _group_or_itself(sent: Sent) -> str:
    try:
        group = decode(_Grouped, bytes(sent.body)).group
    except BadMessage:
        return sent.id
    return group.id if group else sent.id


def _with(offer: Offer, pieces: list[tuple[ScopeOffer, tuple[Sent, ...]]]) -> Offer:
    scopes = []
    for _, same in groupby(pieces, key=lambda piece: piece[0].scope):
        chosen = list(same)
        changes = tuple(sent for _, piece in chosen for sent in piece)
        scopes.append(replace(chosen[0][0], changes=changes))
    return replace(offer, scopes=tuple(scopes))
