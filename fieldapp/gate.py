"""What stands before the key: the home as its files show it, its keys, and what a PIN may be.

A face needs no more than this to ask for the PIN, and comes here because it reaches no lower.
Nothing in it reads SQL or the network, so that the lock is on the screen at once.
"""

from __future__ import annotations

from fieldapp.store import keys
from fieldapp.store.home import Home, HomeState
from fieldapp.store.pin import new_pin

__all__ = ["Home", "HomeState", "keys", "new_pin"]
