"""What was merged made two again: what is still as the merge left it goes back, the rest stays."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from fieldapp.domain.joining import JOINED, UNITS_OF, Key, Rows, Writes, key_of, packed
from sync.merge import live_elements
from sync.protocol import Value


def part(rows: Rows, other: str) -> Writes:
    """Say what makes them two again: what is still as the merge left it goes back.

    `rows` hold the other one's, and all that its notes name (`noted_rows`).
    """
    writes = Writes()
    for kind in UNITS_OF:
        notes = live_elements(rows.get((kind, other), {}).get("merged"))
        _take_back(writes, rows, notes.values())
        if notes:
            writes.removed.setdefault((kind, other), {})["merged"] = tuple(sorted(notes))
    writes.edits.setdefault(("resident", other), {})["duplicate_of"] = None
    if rows["resident", other].get("archived_reason") == JOINED:
        writes.brought_back.append(("resident", other))
    return writes


def noted_rows(rows: Rows, other: str) -> set[Key]:
    """Name the rows that the merges of a resident wrote."""
    return {
        key_of(str(note["row"]))
        for kind in UNITS_OF
        for note in live_elements(rows.get((kind, other), {}).get("merged")).values()
    }


def _take_back(writes: Writes, rows: Rows, notes: Iterable[Mapping[str, Value]]) -> None:
    told = list(notes)
    edited: dict[tuple[Key, str], list[tuple[str, str]]] = {}
    for one in told:
        key, name = key_of(str(one.get("row", ""))), str(one.get("field", ""))
        fields = rows.get(key)
        if fields is None:
            continue
        if "dot" in one:
            if one["dot"] in live_elements(fields.get(name)):
                dots = writes.removed.setdefault(key, {}).get(name, ())
                writes.removed[key][name] = tuple(sorted({*dots, str(one["dot"])}))
        elif name == "archived":
            if fields.get("archived_reason") == JOINED:
                writes.brought_back.append(key)
        elif name == "made":
            if not fields.get("archived"):
                writes.taken_out.append(key)
        elif "after" in one:
            pair = str(one["before"]), str(one["after"])
            edited.setdefault((key, name), []).append(pair)
    for (key, name), steps in sorted(edited.items()):
        present = packed(rows[key].get(name))
        back = _walked_back(present, steps)
        if back != present:
            writes.edits.setdefault(key, {})[name] = json.loads(back)


def _walked_back(value: str, steps: list[tuple[str, str]]) -> str:
    rest = list(steps)
    while (last := next((one for one in rest if one[1] == value), None)) is not None:
        rest.remove(last)
        value = last[0]
    return value
