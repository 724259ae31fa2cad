"""What this machine holds for others: sealed files it cannot read, until their answer is back.

They lie in the folder `carried` of the home, as they came; what is known of each is in the
database. A file is forgotten 90 days after it came.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection

from fieldapp.bundles.stick import read_file
from fieldapp.session import Session
from fieldapp.store.files import write_whole
from fieldapp.store.kept import keep, kept
from sync.bundle import Look

KEEP_MS = 90 * 86_400_000
_KEY, _FOLDER = "carried", "carried"


class Held(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One file in this machine's hands. `problem`: the sentence by which the server refused it."""

    id: str
    device: str
    at_ms: int
    digest: str
    bytes: int
    is_whole: bool
    forwarded_ms: int | None = None
    given_ms: int | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Custody:
    """The files held on one device."""

    session: Session

    @property
    def folder(self) -> Path:
        """Where they lie."""
        return self.session.home.path / _FOLDER

    def all(self) -> list[Held]:
        """List what is held, the oldest first."""
        return self.session.thread.run(_read, write=False)

    def take(self, seen: Look, content: bytes) -> Held:
        """Take a file in. One that is held already stays as it came, unless that copy was torn."""
        header, now_ms = seen.header, self.session.clock.read().wall_ms
        present = next((one for one in self.all() if one.id == header.id), None)
        if present is not None and (present.is_whole or not seen.is_whole):
            return present
        held = Held(
            id=header.id,
            device=header.device,
            at_ms=now_ms,
            digest=hashlib.sha256(content).hexdigest(),
            bytes=len(content),
            is_whole=seen.is_whole,
        )
        self.folder.mkdir(mode=0o700, exist_ok=True)
        write_whole(self._file(held.id), content)
        self.note(held)
        return held

    def note(self, held: Held) -> None:
        """Write down how it stands with one file, and forget what is long past."""
        gone = self.session.thread.run(lambda connection: _write(connection, held), write=True)
        for id_ in gone:
            self._file(id_).unlink(missing_ok=True)
            self._answer_file(id_).unlink(missing_ok=True)

    def content(self, held: Held) -> bytes:
        """Give a file as it came."""
        return read_file(self._file(held.id))

    def keep_answer(self, held: Held, answer: bytes) -> Held:
        """Keep the answer to a file, until its device has fetched it."""
        write_whole(self._answer_file(held.id), answer)
        done = replace(held, forwarded_ms=self.session.clock.read().wall_ms, problem="")
        self.note(done)
        return done

    def answer(self, held: Held) -> bytes | None:
        """Give the answer to a file, or None when there is none yet."""
        file = self._answer_file(held.id)
        return read_file(file) if held.forwarded_ms is not None and file.exists() else None

    def _file(self, id_: str) -> Path:
        return self.folder / f"{id_}.gsb"

    def _answer_file(self, id_: str) -> Path:
        return self.folder / f"{id_}.answer.gsb"


def _read(connection: Connection) -> list[Held]:
    return msgspec.convert(kept(connection, _KEY) or [], list[Held])


def _write(connection: Connection, held: Held) -> list[str]:
    """Put one entry in place of its older one; give the ids of those forgotten."""
    others = [one for one in _read(connection) if one.id != held.id]
    past = [one.id for one in others if one.at_ms < held.at_ms - KEEP_MS]
    entries = sorted(
        [held, *(one for one in others if one.id not in past)], key=lambda one: one.at_ms
    )
    keep(connection, _KEY, msgspec.to_builtins(entries))
    return past
