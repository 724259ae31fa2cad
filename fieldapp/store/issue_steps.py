"""The steps of issues as their rows have them, folded to where each issue stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, select

from fieldapp.domain.issues import Course, Step, fold
from fieldapp.store.schema import TABLES

_CHUNK = 500


def courses(connection: Connection, issues: Iterable[str]) -> dict[str, Course]:
    """Fold the steps of several issues."""
    wanted = sorted(set(issues))
    steps: dict[str, list[Step]] = {issue: [] for issue in wanted}
    table = TABLES["issue_step"]
    for start in range(0, len(wanted), _CHUNK):
        query = select(table).where(table.c.issue_id.in_(wanted[start : start + _CHUNK]))
        for row in connection.execute(query).mappings():
            steps[row["issue_id"]].append(_step(dict(row)))
    return {issue: fold(found) for issue, found in steps.items()}


def course(connection: Connection, issue: str) -> Course:
    """Fold the steps of one issue."""
    return courses(connection, [issue])[issue]


def _step(row: Mapping[str, Any]) -> Step:
    def text(name: str) -> str:
        return str(row[name] or "")

    return Step(
        row["id"],
        text("deed"),
        text("author"),
        text("after"),
        text("from_state"),
        text("to_state"),
        text("note"),
        text("unit"),
        text("due_on"),
        text("rating"),
        text("into_id"),
        row["at_ms"] or 0,
        bool(row["archived"]),
    )
