"""The server's keys: one that proves facts, one that closes snapshot files, and what they derive.

The keys by which devices seal to this server and know its word are derived from the first, so that
every copy of `server.key` ever made holds them too. All live in `server.key` beside the data,
never in the database, and are never overwritten: with another chain key every device would be told
that its history is not ours.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, insert, select

from fieldapp.errors import Trouble
from server.tables import NOWHERE, SETTING
from sync.seal import PublicKeys, derived_key, sealing_public, signing_public

FILE = "server.key"
_MARK = "fieldserver-key-1"


@dataclass(frozen=True, slots=True)
class Keys:
    """`chain` proves that a fact was written here; `seal` keeps snapshot files closed."""

    chain: bytes = field(repr=False)
    seal: bytes = field(repr=False)

    def fingerprint(self) -> str:
        """Give a text that tells these keys from others without giving them away."""
        return hmac.new(self.chain, b"fingerprint", hashlib.sha256).hexdigest()[:32]

    @property
    def opening(self) -> bytes:
        """Opens what devices seal to this server."""
        return derived_key(self.chain, "fieldserver opening")

    @property
    def signing(self) -> bytes:
        """Signs what devices read without having been connected."""
        return derived_key(self.chain, "fieldserver signing")

    def public(self) -> PublicKeys:
        """Give the public halves, which every enrolled device is told."""
        return PublicKeys(sealing_public(self.opening), signing_public(self.signing))


def fresh_keys() -> Keys:
    """Draw new keys."""
    return Keys(secrets.token_bytes(32), secrets.token_bytes(32))


def create_keys(folder: Path) -> Keys:
    """Draw keys and write them to `folder`, where there must be none. Raises `Trouble`."""
    keys = fresh_keys()
    text = f"{_MARK}\n{keys.chain.hex()}\n{keys.seal.hex()}\n"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        handle = os.open(folder / FILE, flags, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise Trouble("key_not_written", "服务器密钥写不进数据目录，请检查磁盘和权限。") from error
    return keys


def read_keys(folder: Path) -> Keys:
    """Read the keys of `folder`. Raises `Trouble` when they are missing or damaged."""
    try:
        mark, chain, seal = (folder / FILE).read_text("ascii").split()
        keys = Keys(bytes.fromhex(chain), bytes.fromhex(seal))
    except FileNotFoundError as error:
        raise missing_key() from error
    except (OSError, ValueError) as error:
        raise _damaged() from error
    if mark != _MARK or len(keys.chain) != 32 or len(keys.seal) != 32:
        raise _damaged()
    return keys


def missing_key() -> Trouble:
    """Say that a database is here and its key is not."""
    return Trouble(
        "key_missing",
        "数据目录里没有 server.key，数据没有动过。请把原来的 server.key 放回数据目录再试。",
    )


def _damaged() -> Trouble:
    return Trouble(
        "key_damaged",
        "server.key 读不出来，数据没有动过。请从备份放回原来的 server.key 再试。",
    )


def bind_keys(connection: Connection, keys: Keys) -> None:
    """Note in a new database which keys prove its facts."""
    connection.execute(
        insert(SETTING).values(community_id=NOWHERE, name="key", value=keys.fingerprint())
    )


def bound_key(connection: Connection) -> str | None:
    """Give the fingerprint of the keys that a database was made with."""
    return connection.scalar(
        select(SETTING.c.value).where(SETTING.c.community_id == NOWHERE, SETTING.c.name == "key")
    )


def require_bound(connection: Connection, keys: Keys) -> None:
    """Raise `Trouble` unless the database was made with these keys."""
    if bound_key(connection) != keys.fingerprint():
        raise Trouble(
            "key_other",
            "server.key 不是这个数据库的那一把，数据没有动过。请放回原来的 server.key 再试。",
        )
