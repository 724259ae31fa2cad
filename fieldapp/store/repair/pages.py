"""The pages of an encrypted file that can still be read, its write-ahead log laid over them.

SQLite gives up a whole tree for one bad page; here each page stands alone, proven by its own HMAC
(SQLCipher 4: AES-256-CBC, IV and HMAC-SHA512 at the end of each page, salt in the first 16 bytes).
"""

from __future__ import annotations

import hashlib
import hmac
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from fieldapp.store.files import trouble_of

PAGE: Final = 4096
_IV, _HMAC = 16, 64
USABLE: Final = PAGE - _IV - _HMAC
SALT: Final = 16
_HEADER: Final = b"SQLite format 3\x00"
_WAL_HEADER, _FRAME_HEADER = 32, 24
_WAL_MAGIC = (0x377F0682, 0x377F0683)


@dataclass(frozen=True, slots=True)
class PageFile:
    """Page number → its content in the clear, only in memory; and the numbers of the bad ones."""

    pages: dict[int, bytes]
    bad: frozenset[int]

    @property
    def is_of_the_key(self) -> bool:
        """Whether any page was proven to have been written with this key."""
        return bool(self.pages)


def read_pages(path: Path, key: bytes, salts: Sequence[bytes] = ()) -> PageFile:
    """Read every page that proves itself; `salts` are used where the file's own is destroyed.

    Changes nothing. Raises Trouble: disk-error.
    """
    content = _content(path)
    log = _content(path.with_name(path.name + "-wal"))
    frames = list(_frames(log))
    first = [content[:SALT], *(page[:SALT] for number, page in frames if number == 1)]
    reader = _Reader(key, [salt for salt in dict.fromkeys([*first, *salts]) if len(salt) == SALT])
    raw = [
        (start // PAGE + 1, content[start : start + PAGE]) for start in range(0, len(content), PAGE)
    ]
    pages: dict[int, bytes] = {}
    bad: set[int] = set()
    for number, page in [*raw, *frames]:  # what stands later in the log is newer
        clear = reader.clear(number, page)
        if clear is None:
            # An older copy of it would show what is no longer true beside what is.
            pages.pop(number, None)
            bad.add(number)
        else:
            pages[number] = clear
            bad.discard(number)
    return PageFile(pages, frozenset(bad))


def salt_of(path: Path) -> bytes:
    """Give the salt in the head of a file; it is no secret, and without it no page is proven."""
    try:
        with path.open("rb") as file:
            return file.read(SALT)
    except OSError as error:
        raise trouble_of(error) from error


class _Reader:
    def __init__(self, key: bytes, salts: Sequence[bytes]) -> None:
        self._cipher = AES(key)
        self._proofs = [_proof_key(key, salt) for salt in salts]

    def clear(self, number: int, page: bytes) -> bytes | None:
        """Decrypt a page that one of the salts proves; None for any other."""
        if len(page) != PAGE:
            return None
        start = SALT if number == 1 else 0
        sealed, iv, mac = page[start:USABLE], page[USABLE : USABLE + _IV], page[-_HMAC:]
        place = number.to_bytes(4, "little")
        for proof in self._proofs:
            if hmac.compare_digest(hmac.digest(proof, sealed + iv + place, "sha512"), mac):
                decryptor = Cipher(self._cipher, CBC(iv)).decryptor()
                return _HEADER[:start] + decryptor.update(sealed) + decryptor.finalize()
        return None


def _proof_key(key: bytes, salt: bytes) -> bytes:
    turned = bytes(byte ^ 0x3A for byte in salt)
    return hashlib.pbkdf2_hmac("sha512", key, turned, 2, 32)


def _frames(log: bytes) -> Iterator[tuple[int, bytes]]:
    """Give the pages of the log's committed transactions, oldest first.

    A frame that was damaged since does not hide those behind it, as it would for SQLite.
    """
    if len(log) < _WAL_HEADER + _FRAME_HEADER:
        return
    # When the head is destroyed, the first frame still tells of which turn of the log it is.
    is_whole = struct.unpack_from(">I", log)[0] in _WAL_MAGIC
    turn = log[16:24] if is_whole else log[_WAL_HEADER + 8 : _WAL_HEADER + 16]
    waiting: list[tuple[int, bytes]] = []
    size = _FRAME_HEADER + PAGE
    for start in range(_WAL_HEADER, len(log) - size + 1, size):
        number, commits, salts = struct.unpack_from(">II8s", log, start)
        if salts != turn or number == 0:
            continue
        waiting.append((number, log[start + _FRAME_HEADER : start + size]))
        if commits:
            yield from waiting
            waiting = []


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise trouble_of(error) from error
