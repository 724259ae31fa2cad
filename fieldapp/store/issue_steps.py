"""The steps of issues as their rows have them, folded to where each issue stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, or_, select

from fieldapp.domain.issues import Course, Step, fold
from fieldapp.store.kept import keep, kept
from fieldapp.store.schema import TABLES

_CHUNK = 500
LATE = "late_step"
"""Code of the notice that tells of own steps that came too late."""
TOLD_MS = 14 * 86_400_000
"""So long it is told."""
_SEEN = "late_steps_seen"
_MOST = 500


def is_standing() -> ColumnElement[bool]:
    """Ask for issues that count: one that was taken back still does while another's step lives."""
    return or_(TABLES["issue"].c.archived.is_not(True), _is_gone_on())


def _is_gone_on() -> ColumnElement[bool]:
    issue, step = TABLES["issue"], TABLES["issue_step"]
    anothers = exists().where(
        step.c.issue_id == issue.c.id,
        step.c.archived.is_not(True),
        step.c.author != issue.c.author,
    )
    return anothers.correlate_except(step)


def stands(connection: Connection, issue: str) -> bool:
    """Tell whether there is such an issue that counts."""
    query = select(TABLES["issue"].c.id).where(TABLES["issue"].c.id == issue, is_standing())
    return connection.scalar(query) is not None


def kept_against(connection: Connection, person: str, now_ms: int) -> list[tuple[str, str, str]]:
    """Give somebody's issues that she took back of late and that stay: id, title, who went on."""
    issue, step = TABLES["issue"], TABLES["issue_step"]
    query = (
        select(issue.c.id, issue.c.title, step.c.author)
        .join(step, step.c.issue_id == issue.c.id)
        .where(issue.c.author == person, issue.c.archived.is_(True))
        .where(step.c.author != person, step.c.archived.is_not(True))
        .where(step.c.at_ms > now_ms - TOLD_MS)
        .order_by(issue.c.id, step.c.id.desc())
    )
    seen = set(kept(connection, _SEEN) or ())
    found = {row[0]: (row[0], row[1] or "", row[2]) for row in connection.execute(query)}
    return [one for id_, one in found.items() if id_ not in seen]


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


def late_steps(connection: Connection, person: str, now_ms: int) -> dict[str, list[Step]]:
    """Give somebody's steps of late that stay as comments and were not seen as such, by issue."""
    table, issue = TABLES["issue_step"], TABLES["issue"]
    query = (
        select(table.c.issue_id)
        .join(issue, issue.c.id == table.c.issue_id)
        .where(
            table.c.author == person,
            table.c.at_ms > now_ms - TOLD_MS,
            is_standing(),
        )
    )
    seen = set(kept(connection, _SEEN) or ())
    late = {
        id_: [
            step
            for step in stand.stale
            if step.author == person and step.id not in seen and step.at_ms > now_ms - TOLD_MS
        ]
        for id_, stand in courses(connection, connection.scalars(query)).items()
    }
    return {id_: steps for id_, steps in late.items() if steps}


def let_late_go(connection: Connection, person: str, now_ms: int) -> None:
    """Tell no more of the steps that are told of now."""
    told = [step.id for steps in late_steps(connection, person, now_ms).values() for step in steps]
    told += [issue for issue, _, _ in kept_against(connection, person, now_ms)]
    keep(connection, _SEEN, [*(kept(connection, _SEEN) or ()), *told][-_MOST:])
