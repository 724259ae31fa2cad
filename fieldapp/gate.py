"""What stands before the key: the home as its files show it, and the ways in to it.

A face needs no more than this to ask for the PIN, and comes here because it reaches no lower.
Importing it reads neither SQL nor cryptography, so that the lock is on the screen at once; `ready`
reads the latter while somebody types.
"""

from __future__ import annotations

from fieldapp.errors import Trouble
from fieldapp.store.home import Home, HomeState
from fieldapp.store.pin import new_pin

__all__ = [
    "Home",
    "HomeState",
    "change_pin",
    "change_recovery",
    "draw_recovery",
    "is_open_elsewhere",
    "new_pin",
    "pin_wait_s",
    "ready",
    "set_pin_with_recovery",
    "unlock",
    "unlock_with_recovery",
]


def is_open_elsewhere(home: Home) -> bool:
    """Take the home for this program; tell whether another has it. `lock` says what else is."""
    try:
        home.lock()
    except Trouble as trouble:
        return trouble.code == "home-in-use"
    return False


def ready() -> None:
    """Import what trying a PIN needs."""
    import fieldapp.store.keys  # noqa: F401 - to have it read


def pin_wait_s(home: Home) -> int:
    """Seconds until the next PIN may be tried; 0 when it may be tried now."""
    if not home.attempts_file.exists():
        return 0
    from fieldapp.store import keys

    return keys.pin_wait_s(home)


def unlock(home: Home, pin: str) -> bytes:
    """Give the database key for the right PIN. Raises what `keys.unlock` raises."""
    from fieldapp.store import keys

    return keys.unlock(home, pin)


def unlock_with_recovery(home: Home, text: str) -> bytes:
    """Give the database key for the recovery key. Raises what `keys` raises."""
    from fieldapp.store import keys

    return keys.unlock_with_recovery(home, text)


def set_pin_with_recovery(home: Home, text: str, wanted: str) -> bytes:
    """Put a new PIN in place of a forgotten one; give the key. Raises what `keys` raises."""
    from fieldapp.store import keys

    return keys.set_pin_with_recovery(home, text, wanted)


def change_pin(home: Home, pin: str, wanted: str) -> None:
    """Wrap the key by another PIN. Raises what `keys.change_pin` raises."""
    from fieldapp.store import keys

    keys.change_pin(home, pin, wanted)


def draw_recovery(home: Home, pin: str) -> str:
    """Draw another recovery key; the old one still opens. Raises what `keys` raises."""
    from fieldapp.store import keys

    return keys.draw_recovery(home, pin)


def change_recovery(home: Home, pin: str, text: str) -> None:
    """Put the recovery key that was drawn in place of the old one. Raises what `keys` raises."""
    from fieldapp.store import keys

    keys.change_recovery(home, pin, text)
