"""The documents of the commands about issues (事项)."""

from __future__ import annotations

from fieldapp.cli.shapes.base import Document
from fieldapp.queries.issue_page import IssueView
from fieldapp.queries.issues import IssueRow


class IssueList(Document, frozen=True, kw_only=True):
    """What waits for whoever asks, for others, and what is done; `count` are those not done."""

    count: int
    mine: tuple[IssueRow, ...]
    others: tuple[IssueRow, ...]
    done: tuple[IssueRow, ...]


class IssueShown(Document, frozen=True, kw_only=True):
    """One issue with its six slips and all its steps."""

    issue: IssueView
