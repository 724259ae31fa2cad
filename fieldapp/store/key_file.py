"""`keys.json` as it lies in a home: the two wrapped copies of the key, and a digest over both.

The digest tells a damaged file from a wrong PIN; it protects against bad disks, not against people.
"""

from __future__ import annotations

import hashlib
from typing import Annotated, Final

import msgspec

from fieldapp.errors import Trouble
from fieldapp.store.files import trouble_of, write_whole
from fieldapp.store.home import Home

_FORMAT: Final = 1

_Salt = Annotated[bytes, msgspec.Meta(min_length=16, max_length=16)]
_Nonce = Annotated[bytes, msgspec.Meta(min_length=12, max_length=12)]


class PinSlot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The key wrapped by the PIN, with what a guess costs and what else was mixed in."""

    passes: Annotated[int, msgspec.Meta(ge=1, le=100)]
    memory_kib: Annotated[int, msgspec.Meta(ge=8, le=4_194_304)]
    lanes: Annotated[int, msgspec.Meta(ge=1, le=64)]
    salt: _Salt
    os_entry: str | None  # the name of the OS secret that was mixed in
    nonce: _Nonce
    sealed: bytes


class RecoverySlot(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The key wrapped by the recovery key."""

    salt: _Salt
    nonce: _Nonce
    sealed: bytes


class KeyFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Both slots; there is never one without the other."""

    format: int
    pin: PinSlot
    recovery: RecoverySlot
    digest: str


def write(home: Home, pin: PinSlot, recovery: RecoverySlot) -> None:
    """Replace `keys.json`, whole or not at all.

    Raises Trouble: disk-full, home-not-writable, disk-error.
    """
    file = KeyFile(_FORMAT, pin, recovery, "")
    file = msgspec.structs.replace(file, digest=_digest(file))
    write_whole(home.keys_file, msgspec.json.format(msgspec.json.encode(file)) + b"\n")


def read(home: Home) -> KeyFile:
    """Read `keys.json`.

    Raises Trouble: not-enrolled, keys-missing, keys-damaged, file-is-newer, disk-error.
    """
    try:
        content = home.keys_file.read_bytes()
    except FileNotFoundError:
        home.require_enrolled()
        raise _damaged() from None
    except OSError as error:
        raise trouble_of(error) from error
    try:
        file = msgspec.json.decode(content, type=KeyFile)
    except ValueError as error:
        raise _newer() if _is_newer(content) else _damaged() from error
    if file.format != _FORMAT or file.digest != _digest(file):
        raise _damaged()
    return file


def _digest(file: KeyFile) -> str:
    return hashlib.sha256(msgspec.json.encode(msgspec.structs.replace(file, digest=""))).hexdigest()


def _is_newer(content: bytes) -> bool:
    try:
        found = msgspec.json.decode(content, type=dict[str, object])
    except ValueError:
        return False
    number = found.get("format")
    return isinstance(number, int) and number > _FORMAT


def _damaged() -> Trouble:
    return Trouble(
        "keys-damaged",
        "钥匙文件坏了，记录还在，没有另建空的。把备份里的 keys.json 放回来再打开。",
    )


def _newer() -> Trouble:
    return Trouble("file-is-newer", "这里的钥匙是新一版程序存的，记录都在。先装新版再打开。")
