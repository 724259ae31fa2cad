"""What a damaged file still holds: the rows of each table, and what is known to be missing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field

from fieldapp.store.repair.pages import PageFile
from fieldapp.store.repair.records import Record, Walk, free_pages, is_leaf, leaf_records, walk
from fieldapp.store.repair.shapes import Columns, recognised
from fieldapp.store.schema import metadata

NamedRow = dict[str, object]


@dataclass(slots=True)
class Salvage:
    """Table → its rows by column. `lost` names the tables that miss a page or a row.

    `version` is the last step the file had seen; None when that cannot be read.
    """

    rows: dict[str, list[NamedRow]] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)
    bad_pages: int = 0
    version: int | None = None

    def of(self, table: str) -> list[NamedRow]:
        """Give a table's rows."""
        return self.rows.get(table, [])


def salvage(file: PageFile) -> Salvage:
    """Read every row that can be read, from the trees and from leaves whose tree is broken."""
    found = Salvage(bad_pages=len(file.bad))
    schema = Walk()
    declared = list(walk(file.pages, 1, schema))
    if schema.has_lost_branch:
        declared += _loose_declarations(file.pages, schema)
    tables = _tables(declared)
    seen = {1} | schema.seen
    missing = {*metadata.tables, "schema_version"} - tables.keys() - {"search_term"}
    is_broken = schema.has_lost_branch and bool(missing)
    if is_broken:
        found.lost |= missing
    for name, (root, columns) in tables.items():
        told = Walk()
        rows = [columns.named(one) for one in walk(file.pages, root, told)]
        found.rows[name] = rows
        seen |= told.seen
        is_broken |= told.has_lost_branch
        if told.bad_pages or told.bad_rows:
            found.lost.add(name)
    if is_broken:
        _add_loose(found, file.pages, seen)
    versions = [row["n"] for row in found.of("schema_version")]
    found.version = max((n for n in versions if isinstance(n, int)), default=None)
    return found


def _loose_declarations(pages: Mapping[int, bytes], schema: Walk) -> Iterator[Record]:
    """Give what leaves declare that page 1 no longer leads to: five columns, a word of SQLite's."""
    for number in sorted(pages.keys() - schema.seen):
        if not is_leaf(pages, number):
            continue
        records = list(leaf_records(pages, number, Walk()))
        if records and all(_declares(one) for one in records):
            schema.seen.add(number)
            yield from records


def _declares(record: Record) -> bool:
    return len(record.values) == 5 and record.values[0] in ("table", "index")


def _tables(schema: Iterable[Record]) -> dict[str, tuple[int, Columns]]:
    """Give each table's root page and columns, as the file itself declares them."""
    tables: dict[str, tuple[int, Columns]] = {}
    with closing(sqlite3.connect(":memory:")) as scratch:
        for record in schema:
            kind, name, _, root, sql = record.values[:5]
            if kind != "table" or not isinstance(name, str) or not isinstance(root, int):
                continue
            if not isinstance(sql, str) or "WITHOUT ROWID" in sql:
                continue
            try:
                scratch.execute(sql)
            except sqlite3.Error:
                continue
            declared = scratch.execute(f"PRAGMA table_info('{name}')").fetchall()
            tables[name] = (root, Columns.declared(declared))
    return tables


def _add_loose(found: Salvage, pages: Mapping[int, bytes], seen: set[int]) -> None:
    """Add the rows of leaves that no tree leads to any more, each known by its shape."""
    loose = sorted(pages.keys() - seen - free_pages(pages))
    for number in loose:
        if not is_leaf(pages, number):
            continue
        for record in leaf_records(pages, number, Walk()):
            known = recognised(record)
            if known is not None:
                table, row = known
                found.rows.setdefault(table, []).append(row)
