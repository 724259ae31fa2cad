"""What can always be made again from the rows: the tag index and the search terms."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert

from fieldapp.store import search
from fieldapp.store.rows import Key, Stored, read_rows
from fieldapp.store.schema import tagged
from sync.merge import live_elements

TAGGED_KINDS = ("resident", "household", "care")


def refresh(connection: Connection, keys: Iterable[Key]) -> None:
    """Make the indexes of these rows again, whatever became of them."""
    changed = list(keys)
    stored = read_rows(connection, changed)
    _refresh_tags(connection, [key for key in changed if key[0] in TAGGED_KINDS], stored)
    search.refresh(connection, changed, stored)


def _refresh_tags(connection: Connection, keys: list[Key], stored: dict[Key, Stored]) -> None:
    values = []
    for kind, id_ in keys:
        connection.execute(delete(tagged).where(tagged.c.kind == kind, tagged.c.id == id_))
        found = stored.get((kind, id_))
        if found is None or found.row.fields.get("archived"):
            continue
        for dot, element in live_elements(found.row.fields.get("tags")).items():
            if isinstance(element, dict) and isinstance(element.get("code"), str):
                values.append(
                    {"kind": kind, "id": id_, "dot": dot, "code": element["code"]}
                    | {"element": element}
                )
    if values:
        connection.execute(insert(tagged), values)
