"""Device and server tell each other their public keys, once, over a line that is safe already."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from fieldapp.store.seals import drawn_keys, keep_server_keys, server_keys
from fieldapp.store.worker import DatabaseThread
from sync.line import TurnedAway
from sync.seal import PublicKeys


@runtime_checkable
class Introducing(Protocol):
    """A line over which keys can be told."""

    def introduce(self, sign: bytes) -> PublicKeys:
        """Tell the public key this device signs with; give the server's keys."""
        ...


def introduce(thread: DatabaseThread, line: object) -> None:
    """Tell and ask keys unless it is done already. Raises `Unreachable`.

    A server that will not have it stops nothing: whoever needs the keys finds them missing.
    """
    if not isinstance(line, Introducing) or thread.run(server_keys, write=False) is not None:
        return
    keys = thread.run(drawn_keys, write=True)
    try:
        told = line.introduce(keys.public().sign)
    except TurnedAway:
        return
    thread.run(lambda connection: keep_server_keys(connection, told), write=True)
