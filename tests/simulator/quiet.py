"""What must hold once the faults are gone and nobody hears news any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import Connection

from fieldapp.store import scopes
from fieldapp.store.scopes import ScopeStand
from sync.codec import decode
from sync.protocol import Change
from tests.simulator.chronicle import Rows
from tests.simulator.device import Device, bare
from tests.simulator.device_laws import view_of
from tests.simulator.violation import Law, require

if TYPE_CHECKING:
    from tests.simulator.world import World


def check_quiet(world: World, alive: list[Device]) -> None:
    """Check what holds in the end; `alive` are the devices of people who are still members."""
    _check_gone(world)
    world.court.moves.check_quiet()
    _check_equal(world, alive)
    _check_acknowledged(world, alive)
    _check_erased(world, alive)


def _check_gone(world: World) -> None:
    """Whoever is no member any more has handed in all she had."""
    for device in world.alive():
        if world.is_outsider(device.person):
            require(Law.drain, not device.outbox, "a leaver still holds", "", device.name)


def _check_equal(world: World, alive: list[Device]) -> None:
    """Same scopes, same bytes, nothing waits."""
    first: dict[str, tuple[str, object]] = {}
    for device in alive:
        require(Law.drain, not device.outbox, "changes still wait", "", device.name)
        device.is_damaged, world.is_watched = False, True
        world.check(device)
        for stand, mine in _shown(bare(device.fuse.driver)):
            other, theirs = first.setdefault(stand.scope, (device.name, mine))
            told = f"{device.name} and {other} differ"
            require(Law.equal, mine == theirs, told, stand.scope, device.name)


def _check_acknowledged(world: World, alive: list[Device]) -> None:
    """Whatever somebody who is still there has read, or sent and taken off, is in the log."""
    heads = world.chronicle.heads
    logs = [world.chronicle.fold(scope, head.hash) for scope, head in heads.items()]
    there = {id_ for folded in logs if folded for id_ in folded.places}
    for device in alive:
        held = {row[0] for row in device.peep(_READ_HERE)} | device.acked.keys()
        lost = sorted(held - there)
        require(Law.ack, not lost, f"{len(lost)} are lost: {lost[:3]}", "", device.name)


def _check_erased(world: World, alive: list[Device]) -> None:
    """No device has words left of what was erased by law."""
    for device in alive:
        for (body,) in device.peep(_WORDS):
            change = _change_in(body)
            about = change is not None and (change.entity, change.row) in world.chronicle.erased
            is_bare = change is None or not change.fields or change.kind == "purge"
            told = f"words are left of an erased row: {body[:60]}"
            require(Law.erased, is_bare or not about, told, "", device.name)


def _shown(connection: Connection) -> list[tuple[ScopeStand, Rows]]:
    stands = scopes.all_stands(connection)
    return [(stand, view_of(connection, stand.scope)) for stand in stands]


def _change_in(text: str) -> Change | None:
    """Read a change, or that of a fact."""
    try:
        found = msgspec.json.decode(text)
        return decode(Change, msgspec.json.encode(found.get("body", found)))
    except ValueError:
        return None


_WORDS = (
    "SELECT wire FROM tail UNION ALL SELECT body FROM covered UNION ALL SELECT body FROM outbox"
)
_HELD = "scope IN (SELECT scope FROM scope_state WHERE NOT has_left)"
_READ_HERE = (
    f"SELECT change_id FROM tail WHERE {_HELD} UNION SELECT change_id FROM covered WHERE {_HELD}"
)
