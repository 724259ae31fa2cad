"""The help sheets: for each page what it is for, what one does there, and its keys.

The words are in `resources/app/help.json`, so that who knows the work can mend them.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

STAGES = ("lock", "wizard", "halted")
"""What stands in place of the pages: the PIN, the first steps, a home that cannot be opened."""
HELP_FILE = Path(__file__).resolve().parents[2] / "resources" / "app" / "help.json"


def help_on(page: str, role: str = "") -> dict[str, Any]:
    """Give `title`, `about`, `steps` and `keys` of a page, in the words for a role if it has any.

    A page's own keys stand before those that act everywhere; before the pages none of them does.
    Raises KeyError for an unknown page.
    """
    told = _told()
    pages = told["pages"]
    found = pages.get(f"{page}.{role}") or pages[page]
    own = found.get("keys", [])
    if page in STAGES:
        return {**found, "keys": own}
    taken = {key for key, _ in own}
    everywhere = [pair for pair in told["everywhere"] if pair[0] not in taken]
    return {**found, "keys": [*own, *everywhere]}


@lru_cache(maxsize=1)
def _told() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(HELP_FILE.read_text(encoding="utf-8"))
    return read
