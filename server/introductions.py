"""Which keys a device signs with, so that its word is known when somebody else carries it."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from server.access import Caller
from server.audit import Entry, note
from server.problems import Number, Problem
from server.service import Service
from server.tables import DEVICE_KEY
from sync.seal import KEY_BYTES, PublicKeys

MAX_KEYS = 20
"""Keys of one device: a home restored from before its first contact draws another one."""


def introduce(service: Service, caller: Caller, sign: bytes) -> PublicKeys:
    """Note a device's public signing key, give the server's. Raises `Problem`."""
    if len(sign) != KEY_BYTES:
        raise Problem(Number.malformed)
    with service.store.write() as connection:
        known = signing_keys(connection, caller)
        if sign not in known:
            if len(known) >= MAX_KEYS:
                raise Problem(Number.too_many_tries)
            _register(connection, caller, sign, service.clock())
    return service.keys.public()


def signing_keys(connection: Connection, caller: Caller) -> list[bytes]:
    """List the public keys that a device may sign with."""
    query = select(DEVICE_KEY.c.sign).where(
        DEVICE_KEY.c.community_id == caller.community, DEVICE_KEY.c.device == caller.device
    )
    return [bytes.fromhex(text) for text in connection.scalars(query)]


def _register(connection: Connection, caller: Caller, sign: bytes, now_ms: int) -> None:
    connection.execute(
        insert(DEVICE_KEY).values(
            community_id=caller.community,
            device=caller.device,
            sign=sign.hex(),
            since_ms=now_ms,
        )
    )
    who = (caller.community, caller.person, caller.device)
    note(connection, Entry(*who, "introduced", now_ms))
