"""What a new community begins with: kinds of tags, checklists and campaign templates."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from server.founding import Wanted

_KINDS = (("tags", "tag_kind"), ("checklists", "checklist"), ("campaigns", "campaign_template"))


@cache
def starting_rows() -> tuple[Wanted, ...]:
    """Give the rows; a row's code is its id in every community."""
    return tuple(row for name, kind in _KINDS for row in _rows(name, kind))


def _rows(name: str, kind: str) -> Iterator[Wanted]:
    text = (files("resources") / "catalogue" / f"{name}.json").read_text("utf-8")
    entries: list[dict[str, Any]] = json.loads(text)
    for entry in entries:
        yield Wanted(kind, entry.pop("code"), entry)
