"""The search index: what each row can be found by."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from fieldapp.store.rows import Key, Stored


def refresh(connection: Connection, keys: Iterable[Key], stored: dict[Key, Stored]) -> None:
    """Make the search terms of these rows again."""
