"""A secret the operating system keeps for whoever is logged in: a stolen disk is then not enough.

Optional everywhere: without a desktop there is none, and the PIN then stands alone.
"""

from __future__ import annotations

import base64
from contextlib import suppress
from typing import Protocol

_SERVICE = "fieldapp"


class OsSecrets(Protocol):
    """Where the operating system keeps small secrets by name."""

    def keep(self, name: str, secret: bytes) -> bool:
        """Keep a secret; False where it could not be kept."""
        ...

    def find(self, name: str) -> bytes | None:
        """Find a secret; None where there is none or it cannot be reached."""
        ...

    def forget(self, name: str) -> None:
        """Forget a secret, if it is there."""
        ...


class NoSecrets:
    """A machine that keeps none."""

    def keep(self, name: str, secret: bytes) -> bool:
        """Keep nothing."""
        return False

    def find(self, name: str) -> bytes | None:
        """Find nothing."""
        return None

    def forget(self, name: str) -> None:
        """Have nothing to forget."""


class Keyring:
    """DPAPI's vault, the macOS keychain or the desktop's secret service.

    Each backend raises what it likes (D-Bus, ctypes, its own) and none of it may stop the person,
    so everything is suppressed here.
    """

    def keep(self, name: str, secret: bytes) -> bool:
        """Keep a secret and read it back; False where either does not work."""
        with suppress(Exception):
            import keyring

            if _is_bound_to_the_os(keyring.get_keyring()):
                keyring.set_password(_SERVICE, name, base64.b64encode(secret).decode())
                return self.find(name) == secret
        return False

    def find(self, name: str) -> bytes | None:
        """Find a secret; None where there is none or the keyring cannot be reached."""
        with suppress(Exception):
            import keyring

            text = keyring.get_password(_SERVICE, name)
            return None if text is None else base64.b64decode(text, validate=True)
        return None

    def forget(self, name: str) -> None:
        """Forget a secret, if it is there."""
        with suppress(Exception):
            import keyring

            keyring.delete_password(_SERVICE, name)


def _is_bound_to_the_os(backend: object) -> bool:
    """Third-party backends may be plain files; `fail` and `null` keep nothing."""
    module = type(backend).__module__
    return module.startswith("keyring.backends.") and not module.endswith((".fail", ".null"))
