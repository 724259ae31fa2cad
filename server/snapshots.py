"""The shelf of snapshots: one file per picture of a scope, sealed at rest, named by its content."""

from __future__ import annotations

import hashlib
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from msgspec import Raw
from msgspec.json import Decoder
from sqlalchemy import Connection, delete, func, insert, select
from sqlalchemy.exc import IntegrityError

from fieldapp.errors import Trouble
from server.drafts import write_whole
from server.keys import Keys
from server.log import Head, hash_at, read_head
from server.row_writes import read_row
from server.store import Store
from server.tables import ROW, SNAPSHOT
from sync.codec import canonical
from sync.protocol import SnapshotRef
from sync.snapshot import SpeltRow, spell, write_spelt
from sync.stamps import Parts, pack_parts

FRESH_FACTS = 200
"""A snapshot this far behind the head still serves: the rest is one page of the log."""

KEEP_MS = 24 * 3_600_000
"""An older snapshot stays this long, so that a slow download can be resumed."""

_parts = Decoder(dict[str, Parts])
_NAME = re.compile(r"[0-9a-f]{64}")
_NONCE = 12


@dataclass(frozen=True, slots=True)
class Shelf:
    """Makes, keeps and opens snapshots in `folder`."""

    folder: Path
    keys: Keys

    def recent(self, store: Store, scope: str, now_ms: int) -> SnapshotRef:
        """Give a snapshot not far behind the scope's head, making one when there is none."""
        with store.read() as connection:
            head = read_head(connection, scope)
            if head is None:
                raise LookupError(scope)
            present = self._present(connection, head)
            if present is not None:
                return present
            marks = _marks(connection, head)
            content = write_spelt(scope, head.seq, head.hash, _rows(connection, head))
        name = self._put(content)
        ref = SnapshotRef(name=name, seq=head.seq, hash=head.hash, size=len(content))
        # Whoever made the same picture at the same moment has noted it already.
        with suppress(IntegrityError):
            old_ones = _note(store, head, ref, now_ms, marks)
            if old_ones is None:
                self._file(name).unlink(missing_ok=True)
                return self.recent(store, scope, now_ms)
            for old in old_ones:
                self._file(old).unlink(missing_ok=True)
        return ref

    def _present(self, connection: Connection, head: Head) -> SnapshotRef | None:
        query = (
            select(SNAPSHOT.c.seq, SNAPSHOT.c.hash, SNAPSHOT.c.name, SNAPSHOT.c.size)
            .where(
                SNAPSHOT.c.community_id == head.community,
                SNAPSHOT.c.scope == head.scope,
                SNAPSHOT.c.seq.between(max(head.seq - FRESH_FACTS, head.horizon), head.seq),
            )
            .order_by(SNAPSHOT.c.seq.desc())
        )
        for seq, hash_, name, size in connection.execute(query):
            ours = hash_at(connection, self.keys, head, seq) == hash_
            if ours and self._file(name).exists():
                return SnapshotRef(name=name, seq=seq, hash=hash_, size=size)
        return None

    def _put(self, content: bytes) -> str:
        """Seal content into its file, whole or not at all; give its name."""
        name = hashlib.sha256(content).hexdigest()
        nonce = secrets.token_bytes(_NONCE)
        sealed = nonce + AESGCM(self.keys.seal).encrypt(nonce, content, name.encode())
        try:
            write_whole(self._file(name), sealed)
        except OSError as error:
            raise Trouble(
                "snapshot_not_written", "快照写不进数据目录，请检查服务器的磁盘空间和权限。"
            ) from error
        return name

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.snap"

    def open(self, name: str) -> bytes | None:
        """Open the snapshot `name`; None when its file is gone or damaged."""
        if _NAME.fullmatch(name) is None:
            return None
        try:
            sealed = self._file(name).read_bytes()
            return AESGCM(self.keys.seal).decrypt(sealed[:_NONCE], sealed[_NONCE:], name.encode())
        except (OSError, InvalidTag, ValueError):
            return None


def scopes_showing(connection: Connection, name: str) -> list[str]:
    """List the scopes whose snapshot has this name."""
    return list(connection.scalars(select(SNAPSHOT.c.scope).where(SNAPSHOT.c.name == name)))


def _rows(connection: Connection, head: Head) -> list[SpeltRow]:
    query = select(ROW.c.kind, ROW.c.id, ROW.c.fields, ROW.c.stamps).where(
        ROW.c.community_id == head.community, ROW.c.scope == head.scope
    )
    return [_spelt(*found) for found in connection.execute(query)]


def _spelt(kind: str, id_: str, fields: str, stamps: str) -> SpeltRow:
    """Spell a row without decoding its fields, which are kept in canonical bytes."""
    if '":null' in fields:
        return spell(kind, id_, read_row(fields, stamps))
    line = canonical([kind, id_, Raw(fields.encode())])
    return kind, id_, line, canonical(pack_parts(_parts.decode(stamps)))


def _marks(connection: Connection, head: Head) -> int:
    """Count what was erased by law in a scope."""
    query = select(func.count()).where(
        ROW.c.community_id == head.community, ROW.c.scope == head.scope, ROW.c.kind == "purged"
    )
    return connection.scalar(query) or 0


def _note(store: Store, head: Head, ref: SnapshotRef, now_ms: int, marks: int) -> list[str] | None:
    """Note a new snapshot and forget old ones; give the names nothing refers to any more.

    None where something was erased by law while it was made: it holds what must go.
    """
    with store.write() as connection:
        read_head(connection, head.scope, locked=True)
        if _marks(connection, head) != marks:
            return None
        _register(connection, head, ref, now_ms)
        return _forget_older(connection, head, ref, now_ms)


def _forget_older(
    connection: Connection, head: Head, newest: SnapshotRef, now_ms: int
) -> list[str]:
    """Forget a scope's snapshots of yesterday; give the names of files to throw away."""
    old = (
        SNAPSHOT.c.community_id == head.community,
        SNAPSHOT.c.scope == head.scope,
        SNAPSHOT.c.made_ms < now_ms - KEEP_MS,
        SNAPSHOT.c.name != newest.name,
    )
    names = set(connection.scalars(select(SNAPSHOT.c.name).where(*old)))
    connection.execute(delete(SNAPSHOT).where(*old))
    used = select(SNAPSHOT.c.name).where(SNAPSHOT.c.name.in_(names))
    return sorted(names - set(connection.scalars(used)))


def _register(connection: Connection, head: Head, ref: SnapshotRef, now_ms: int) -> None:
    """Note where a snapshot stands; an older note at the same place gives way."""
    connection.execute(
        delete(SNAPSHOT).where(
            SNAPSHOT.c.community_id == head.community,
            SNAPSHOT.c.scope == head.scope,
            SNAPSHOT.c.seq == ref.seq,
        )
    )
    connection.execute(
        insert(SNAPSHOT).values(
            community_id=head.community,
            scope=head.scope,
            seq=ref.seq,
            hash=ref.hash,
            name=ref.name,
            size=ref.size,
            made_ms=now_ms,
        )
    )
