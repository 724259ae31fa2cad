"""One frozen command and one handler per verb of the work."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules


def load() -> None:
    """Import every service, so that its handlers are registered."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
