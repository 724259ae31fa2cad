"""Which of the grids on this device is at hand: the one chosen here, else one that is lived in."""

from __future__ import annotations

from sqlalchemy import Connection, select

from fieldapp.store import scopes
from fieldapp.store.kept import keep, kept
from fieldapp.store.schema import TABLES

_KEPT = "grid_at_hand"


def grids_here(connection: Connection) -> list[str]:
    """List the scopes of the grids on this device, by code."""
    held = [one.scope for one in scopes.all_stands(connection)]
    return [scope for scope in held if scope.startswith("grid:")]


def grids_offered(connection: Connection) -> tuple[str, ...]:
    """List the grids on this device as "code name", as a refusal offers them."""
    table = TABLES["grid"]
    called = {row.id: row.name for row in connection.execute(select(table.c.id, table.c.name))}
    codes = (scope.removeprefix("grid:") for scope in grids_here(connection))
    return tuple(f"{code} {called.get(code) or ''}".strip() for code in codes)


def grid_at_hand(connection: Connection) -> str:
    """Give the scope of the grid at hand; "" where there is none."""
    grids = grids_here(connection)
    chosen = kept(connection, _KEPT)
    return chosen if chosen in grids else _first_lived_in(connection, grids)


def choose_grid(connection: Connection, scope: str) -> None:
    """Keep which grid is at hand; it never leaves the device."""
    keep(connection, _KEPT, scope)


def _first_lived_in(connection: Connection, grids: list[str]) -> str:
    """Pass over grids that nobody has recorded yet, as a secretary of several may hold."""
    table = TABLES["household"]
    for scope in grids if len(grids) > 1 else ():
        query = select(table.c.id).where(table.c.scope == scope).limit(1)
        if connection.execute(query).first() is not None:
            return scope
    return next(iter(grids), "")
