"""A new edition of the program in one signed file: what is in it, and how it is taken out.

A zip archive. `release.json` lists every file with its SHA-256, `release.sig` is the publisher's
Ed25519 signature of that list, and the files lie under `program/`. Nothing is believed before the
signature, and no byte is kept that the list does not name.
"""

from __future__ import annotations

import hashlib
import os
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Annotated, Protocol, runtime_checkable

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

FORMAT = 1
LIST, SIGNATURE, PROGRAM = "release.json", "release.sig", "program/"
MAX_LIST, MAX_FILES, MAX_SIZE = 8_000_000, 20_000, 1_000_000_000
UPDATE_PART = 2_000_000
"""Bytes that travel at a time."""
_SIGNED_AS = b"fieldapp release 1\n"
_LINK = "link:"
_PART = 1 << 20


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """What the publisher signs. `files`: path to SHA-256, or to `link:` and where it points."""

    format: int
    version: str
    commit: str
    system: str
    machine: str
    notes: tuple[str, ...]
    size: int
    files: dict[str, str]
    programs: tuple[str, ...] = ("fieldapp",)


class Offered(msgspec.Struct, frozen=True, kw_only=True):
    """What a server has for a kind of machine; believed only once the file itself is read."""

    version: str
    size: int
    sha256: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]  # it names a file
    notes: tuple[str, ...] = ()


@runtime_checkable
class UpdateLine(Protocol):
    """A line that also brings new editions of the program."""

    def offered(self, kind: str) -> Offered | None:
        """Ask what there is for a kind of machine (`linux-x86_64`)."""
        ...

    def update_part(self, kind: str, start: int) -> bytes:
        """Fetch some of its bytes from a place on."""
        ...


class Wrong(StrEnum):
    """What can be wrong with such a file."""

    strange = "strange"  # no release at all
    torn = "torn"  # cut off, or changed on the way
    forged = "forged"  # not signed by this publisher
    newer = "newer"  # of a format that this program does not know


class BadRelease(Exception):
    """A file that is not taken; nothing was changed by looking at it."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong.value)
        self.wrong = wrong


def order_of(version: str) -> tuple[int, ...]:
    """Give what versions are compared by: 0.10.0 comes after 0.9.2."""
    return tuple(int(number) for number in re.findall(r"\d+", version)[:4])


def sign(release: Release, key: Ed25519PrivateKey) -> tuple[bytes, bytes]:
    """Give the list as it stands in the file, and its signature."""
    content = msgspec.json.encode(release)
    return content, key.sign(_SIGNED_AS + content)


def read_release(file: Path, publisher: bytes | None) -> Release:
    """Read and believe the list of a file. Without a key of the publisher nothing is believed …

    … but its form, which is what a server can see to that only hands it on. Raises BadRelease.
    """
    with _opened(file) as archive:
        content = _small(archive, LIST, MAX_LIST)
        signature = _small(archive, SIGNATURE, 64)
    if publisher is not None:
        try:
            Ed25519PublicKey.from_public_bytes(publisher).verify(signature, _SIGNED_AS + content)
        except InvalidSignature as error:
            raise BadRelease(Wrong.forged) from error
    try:
        if msgspec.json.decode(content, type=_Format).format > FORMAT:
            raise BadRelease(Wrong.newer)
        release = msgspec.json.decode(content, type=Release)
    except msgspec.MsgspecError as error:
        raise BadRelease(Wrong.strange) from error
    _require_sound(release)
    return release


def unpack(
    file: Path,
    release: Release,
    folder: Path,
    *,
    on_share: Callable[[float], None] = lambda _: None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> bool:
    """Write all files of a believed release into a new folder; False when it was cancelled.

    Each is checked against the list and on the disk when this returns. Raises BadRelease, OSError.
    """
    folder.mkdir(parents=True)
    done = 0
    with _opened(file) as archive:
        for name, mark in release.files.items():
            if is_cancelled():
                return False
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if mark.startswith(_LINK):
                target.symlink_to(mark.removeprefix(_LINK))
                continue
            done += _write(archive, name, mark, target)
            target.chmod(0o755 if name in release.programs else 0o644)
            on_share(min(1.0, done / max(1, release.size)))
    return True


class _Format(msgspec.Struct, frozen=True):
    format: int


def _require_sound(release: Release) -> None:
    """See that no name leads out of the folder and nothing is beyond all measure."""
    is_small = len(release.files) <= MAX_FILES and release.size <= MAX_SIZE
    if not is_small or not order_of(release.version):
        raise BadRelease(Wrong.strange)
    for name, mark in release.files.items():
        points_to = mark.removeprefix(_LINK) if mark.startswith(_LINK) else ""
        inside = os.path.normpath(PurePosixPath(name).parent / points_to)
        if not _stays_within(name) or inside.startswith(("..", "/")):
            raise BadRelease(Wrong.strange)


def _stays_within(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return bool(parts) and ".." not in parts and not re.search(r"^/|[\\:\0]", name)


def _write(archive: zipfile.ZipFile, name: str, mark: str, target: Path) -> int:
    hashed, size = hashlib.sha256(), 0
    try:
        with archive.open(PROGRAM + name) as source, target.open("xb") as made:
            while part := source.read(_PART):
                hashed.update(part)
                size += len(part)
                made.write(part)
            made.flush()
            os.fsync(made.fileno())
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise BadRelease(Wrong.torn) from error
    if hashed.hexdigest() != mark:
        raise BadRelease(Wrong.torn)
    return size


@contextmanager
def _opened(file: Path) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(file)
    except zipfile.BadZipFile as error:
        with file.open("rb") as opened:
            is_ours = opened.read(4) == b"PK\x03\x04"
        raise BadRelease(Wrong.torn if is_ours else Wrong.strange) from error
    with archive:
        yield archive


def _small(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    try:
        with archive.open(name) as file:
            content = file.read(most + 1)
    except KeyError as error:
        raise BadRelease(Wrong.strange) from error
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise BadRelease(Wrong.torn) from error
    if len(content) > most:
        raise BadRelease(Wrong.strange)
    return content
