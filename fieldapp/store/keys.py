"""The database key: 32 random bytes, wrapped once by the PIN and once by the recovery key.

    PIN ── Argon2id ──┐
    secret of the OS ─┴─ HKDF ── AES-256-GCM ──► database key   (slot `pin`)
    recovery key ─────── HKDF ── AES-256-GCM ──► database key   (slot `recovery`)

Whatever cannot be read here is a Trouble; nothing in here makes a new key where there was one.
"""

from __future__ import annotations

import secrets
from typing import Final

from fieldapp.clock import SystemClock
from fieldapp.errors import Refused, Trouble
from fieldapp.store import attempts, key_file, recovery_text
from fieldapp.store.home import Home
from fieldapp.store.key_slots import (
    STANDARD,
    Cost,
    open_by_pin,
    open_by_recovery,
    seal_by_pin,
    seal_by_recovery,
)
from fieldapp.store.os_secret import Keyring, OsSecrets
from fieldapp.store.pin import digits_of, new_pin
from sync.clock import Clock
from sync.protocol import DeviceTime

KEY_BYTES: Final = 32


def create(
    home: Home, pin: str, *, cost: Cost = STANDARD, os_secrets: OsSecrets | None = None
) -> tuple[bytes, str]:
    """Draw a key for a fresh home; give it and the recovery key's text, which is shown once.

    Raises Refused (pin-…), Trouble (home-already-set-up, keys-missing, disk-full …).
    """
    digits = new_pin(pin)
    home.prepare()
    home.require_fresh()
    key, recovery = secrets.token_bytes(KEY_BYTES), recovery_text.new_secret()
    pin_slot = seal_by_pin(key, digits, cost, _or_system(os_secrets))
    key_file.write(home, pin_slot, seal_by_recovery(key, recovery))
    attempts.clear(home.attempts_file)
    return key, recovery_text.written(recovery)


def unlock(
    home: Home, pin: str, *, clock: Clock | None = None, os_secrets: OsSecrets | None = None
) -> bytes:
    """Give the database key for the right PIN.

    Raises PinRefused (pin-wrong, pin-wait), Refused (pin-not-digits), Trouble (keys-missing,
    keys-damaged, os-secret-missing).
    """
    digits = digits_of(pin)
    slot = key_file.read(home).pin
    os_secret = _os_secret_of(slot, _or_system(os_secrets))
    wait_s = _count_try(home, (clock or SystemClock()).read())
    key = open_by_pin(slot, digits, os_secret)
    if key is None:
        raise attempts.wrong_pin(wait_s)
    attempts.clear(home.attempts_file)
    return key


def _count_try(home: Home, now: DeviceTime) -> int:
    """Write the try down before it is made; a full disk must not shut anybody out."""
    try:
        return attempts.count(home.attempts_file, now)
    except Trouble as trouble:
        from fieldapp.store import headroom  # reads SQL, which the way to the lock does not need

        if trouble.code != "disk-full" or not headroom.give_up(home):
            raise
        return attempts.count(home.attempts_file, now)


def pin_wait_s(home: Home, *, clock: Clock | None = None) -> int:
    """Seconds until the next PIN may be tried; 0 when it may be tried now."""
    return attempts.wait_s(home.attempts_file, (clock or SystemClock()).read())


def unlock_with_recovery(home: Home, text: str) -> bytes:
    """Give the database key for the recovery key.

    Raises Refused (recovery-mistyped, recovery-does-not-fit), Trouble (keys-missing, keys-damaged).
    """
    secret = recovery_text.read(text)
    slot = key_file.read(home).recovery
    key = open_by_recovery(slot, secret)
    if key is None:
        raise Refused(
            "recovery-does-not-fit",
            "这不是这台机器的恢复码，记录没有动。找登记那天抄下的那一张。",
            field="recovery",
            is_input=True,
        )
    return key


def change_pin(
    home: Home,
    pin: str,
    wanted: str,
    *,
    cost: Cost = STANDARD,
    clock: Clock | None = None,
    os_secrets: OsSecrets | None = None,
) -> None:
    """Wrap the key by another PIN. The recovery key stays.

    Raises what `unlock` raises for `pin` and Refused (pin-…) for `wanted`.
    """
    digits = new_pin(wanted)
    key = unlock(home, pin, clock=clock, os_secrets=os_secrets)
    _rewrap(home, key, digits, cost, _or_system(os_secrets))


def draw_recovery(
    home: Home, pin: str, *, clock: Clock | None = None, os_secrets: OsSecrets | None = None
) -> str:
    """Draw another recovery key for who knows the PIN; nothing is written, the old one still opens.

    Raises what `unlock` raises.
    """
    unlock(home, pin, clock=clock, os_secrets=os_secrets)
    return recovery_text.written(recovery_text.new_secret())


def change_recovery(
    home: Home,
    pin: str,
    text: str,
    *,
    clock: Clock | None = None,
    os_secrets: OsSecrets | None = None,
) -> None:
    """Wrap the key by the recovery key that was drawn and kept safe; the old one opens no more.

    Raises what `unlock` raises and Refused recovery-mistyped.
    """
    secret = recovery_text.read(text)
    key = unlock(home, pin, clock=clock, os_secrets=os_secrets)
    key_file.write(home, key_file.read(home).pin, seal_by_recovery(key, secret))


def set_pin_with_recovery(
    home: Home,
    text: str,
    wanted: str,
    *,
    cost: Cost = STANDARD,
    os_secrets: OsSecrets | None = None,
) -> bytes:
    """Wrap the key by a new PIN when the old one is forgotten; give the key. Ends any wait.

    Raises what `unlock_with_recovery` raises and Refused (pin-…) for `wanted`.
    """
    digits = new_pin(wanted)
    key = unlock_with_recovery(home, text)
    _rewrap(home, key, digits, cost, _or_system(os_secrets))
    attempts.clear(home.attempts_file)
    return key


def is_bound_to_this_machine(home: Home) -> bool:
    """Whether a secret of the OS was mixed in; if not, a stolen disk can be searched in days.

    Raises Trouble (keys-missing, keys-damaged).
    """
    return key_file.read(home).pin.os_entry is not None


def _rewrap(home: Home, key: bytes, digits: str, cost: Cost, os_secrets: OsSecrets) -> None:
    old = key_file.read(home)
    key_file.write(home, seal_by_pin(key, digits, cost, os_secrets), old.recovery)
    if old.pin.os_entry is not None:
        os_secrets.forget(old.pin.os_entry)


def _os_secret_of(slot: key_file.PinSlot, os_secrets: OsSecrets) -> bytes:
    if slot.os_entry is None:
        return b""
    secret = os_secrets.find(slot.os_entry)
    if secret is None:
        raise Trouble(
            "os-secret-missing",
            "这台机器的钥匙串没有打开，PIN 用不上，记录都在。先登录桌面，或者用恢复码。",
        )
    return secret


def _or_system(os_secrets: OsSecrets | None) -> OsSecrets:
    return Keyring() if os_secrets is None else os_secrets
