"""What other pages share with 事项: how they open it with a new issue, and who has one."""

from __future__ import annotations

import json

NEW = "new:"
"""How the page's argument begins for a new issue."""


def new_issue(household: str = "", title: str = "", visit: str = "", line: str = "") -> str:
    """Write the argument; what is not known stays empty."""
    known = {"household": household, "title": title, "visit": visit, "line": line}
    return NEW + json.dumps(known, ensure_ascii=False)


def held(holder: str) -> str:
    """Say who has it: 在我这, 在书记那; "" where nobody has."""
    return "在我这" if holder == "我" else f"在{holder}那" if holder else ""
