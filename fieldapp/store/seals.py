"""This device's own keys and its server's public ones; they never leave the encrypted database."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import Connection

from fieldapp.store.kept import keep, kept
from sync.seal import (
    PublicKeys,
    draw_sealing_key,
    draw_signing_key,
    sealing_public,
    signing_public,
)

_OWN, _SERVERS = "own_keys", "server_keys"


@dataclass(frozen=True, slots=True)
class DeviceKeys:
    """What this device opens with, and what it signs with."""

    opening: bytes = field(repr=False)
    signing: bytes = field(repr=False)

    def public(self) -> PublicKeys:
        """Give the public halves."""
        return PublicKeys(sealing_public(self.opening), signing_public(self.signing))


def own_keys(connection: Connection) -> DeviceKeys | None:
    """Give this device's keys, if it has drawn any."""
    found = kept(connection, _OWN)
    if found is None:
        return None
    return DeviceKeys(bytes.fromhex(found["opening"]), bytes.fromhex(found["signing"]))


def drawn_keys(connection: Connection) -> DeviceKeys:
    """Give this device's keys, drawing them the first time."""
    present = own_keys(connection)
    if present is not None:
        return present
    drawn = DeviceKeys(draw_sealing_key(), draw_signing_key())
    keep(connection, _OWN, {"opening": drawn.opening.hex(), "signing": drawn.signing.hex()})
    return drawn


def server_keys(connection: Connection) -> PublicKeys | None:
    """Give the server's public keys, if they were told."""
    found = kept(connection, _SERVERS)
    if found is None:
        return None
    return PublicKeys(bytes.fromhex(found["seal"]), bytes.fromhex(found["sign"]))


def keep_server_keys(connection: Connection, keys: PublicKeys) -> None:
    """Keep the server's public keys."""
    keep(connection, _SERVERS, {"seal": keys.seal.hex(), "sign": keys.sign.hex()})
