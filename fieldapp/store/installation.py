"""installation.json: what of a home must be known when its database cannot be read.

Beside the database, so it is copied with it: the home's own name, the machine it was last opened
on, the salt in the head of the file, and the small facts without which a device is none, sealed
with a key made from the database's.
"""

from __future__ import annotations

import hashlib
import secrets
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Connection, select

from fieldapp.store.files import write_whole
from fieldapp.store.home import Home
from fieldapp.store.repair.pages import salt_of
from fieldapp.store.schema import note_kept
from sync.codec import canonical

Facts = dict[str, Any]
_NONCE: Final = 12
_PASSING = ("text:", "found:", "passing:", "server_offset_ms")
"""Beginnings of the keys of what comes and goes; everything else kept is a fact of the device."""


class Installation(msgspec.Struct, frozen=True):
    """The file's content; empty where there is none yet, or where it cannot be read."""

    home: str = ""
    machine: str = ""
    salt: str = ""
    sealed: bytes = b""


def read_installation(home: Home) -> Installation:
    """Read the file; whatever is wrong with it, work goes on without."""
    try:
        return msgspec.json.decode(home.installation_file.read_bytes(), type=Installation)
    except (OSError, msgspec.DecodeError):
        return Installation()


def write_installation(home: Home, key: bytes, facts: Mapping[str, Any]) -> Installation:
    """Write what is true now, if it is not written yet. Raises Trouble: disk-full …"""
    before = read_installation(home)
    name = before.home or secrets.token_hex(16)
    salt = salt_of(home.database_file).hex()
    sealed = before.sealed
    if open_facts(before, key) != dict(facts):
        sealed = _seal(facts, key)
    now = Installation(home=name, machine=machine_mark(name), salt=salt, sealed=sealed)
    if now != before:
        write_whole(home.installation_file, msgspec.json.encode(now))
    return now


def facts_of(connection: Connection) -> Facts:
    """Read the small facts that make this device the one it is."""
    found = connection.execute(select(note_kept.c.key, note_kept.c.value))
    return {key: value for key, value in found if not key.startswith(_PASSING)}


def open_facts(installation: Installation, key: bytes) -> Facts | None:
    """Unseal the facts; None where there are none for this key."""
    nonce, sealed = installation.sealed[:_NONCE], installation.sealed[_NONCE:]
    try:
        content = AESGCM(_facts_key(key)).decrypt(nonce, sealed, None)
    except (InvalidTag, ValueError):
        return None
    facts: Facts = msgspec.json.decode(content)
    return facts


def machine_mark(home: str) -> str:
    """Give a mark of this machine that means nothing to another home."""
    return hashlib.sha256(f"{home} {_machine_id()}".encode()).hexdigest()[:32]


def _seal(facts: Mapping[str, Any], key: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(_facts_key(key)).encrypt(nonce, canonical(dict(facts)), None)


def _facts_key(key: bytes) -> bytes:
    use = b"fieldapp installation 1"
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=use).derive(key)


def _machine_id() -> str:
    if sys.platform == "win32":
        import winreg

        place = r"SOFTWARE\Microsoft\Cryptography"
        with suppress(OSError), winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, place) as opened:
            return str(winreg.QueryValueEx(opened, "MachineGuid")[0])
        return ""
    for path in ("/etc/machine-id", "/var/lib/dbus/machine-id"):
        try:
            return Path(path).read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            continue
    return ""
