"""Frozen rows for one screen each, computed from the local database."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules


def load() -> None:
    """Import every query, so that its handler is registered."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
