"""What can always be made again from the rows: the tag index and the search terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, delete, insert

from fieldapp.store import search
from fieldapp.store.rows import Key, Stored, read_rows
from fieldapp.store.schema import tagged
from sync.merge import live_elements

TAGGED_KINDS = ("resident", "household", "care")
_INDEXED = frozenset({*TAGGED_KINDS, *search.SEARCHED_KINDS})
_CHUNK = 500


def refresh(
    connection: Connection, keys: Iterable[Key], stored: Mapping[Key, Stored] | None = None
) -> None:
    """Make the indexes of these rows again; `stored` spares reading rows just written."""
    changed = [key for key in keys if key[0] in _INDEXED]
    if not changed:
        return
    rows = read_rows(connection, changed) if stored is None else stored
    _refresh_tags(connection, [key for key in changed if key[0] in TAGGED_KINDS], rows)
    search.refresh(connection, changed, rows)


def _refresh_tags(
    connection: Connection, keys: Sequence[Key], stored: Mapping[Key, Stored]
) -> None:
    for kind in TAGGED_KINDS:
        _forget(connection, kind, [id_ for one, id_ in keys if one == kind])
    values = [
        {"kind": key[0], "id": key[1], "dot": dot, "code": element["code"], "element": element}
        for key in keys
        if (found := stored.get(key)) is not None and not found.row.fields.get("archived")
        for dot, element in live_elements(found.row.fields.get("tags")).items()
        if isinstance(element, dict) and isinstance(element.get("code"), str)
    ]
    if values:
        connection.execute(insert(tagged), values)


def _forget(connection: Connection, kind: str, ids: Sequence[str]) -> None:
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        connection.execute(delete(tagged).where(tagged.c.kind == kind, tagged.c.id.in_(chunk)))
