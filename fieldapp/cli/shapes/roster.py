"""The document of a roster's import: how it was read, each row's fate, what is still open."""

from __future__ import annotations

from fieldapp.cli.shapes.base import Document


class RosterColumn(Document, frozen=True, kw_only=True):
    """One column of a sheet, the field it fills (None: left out), and why it is left out."""

    sheet: str
    column: str
    title: str
    field: str | None
    confidence: float
    reason: str


class RosterRow(Document, frozen=True, kw_only=True):
    """One row of the file and its fate: new, same, different, doubtful, refused or left_out.

    `notes` tell what was read otherwise than it was written, and what looks wrong.
    """

    row: str
    who: str
    where: str
    fate: str
    reason: str
    cell: str
    notes: tuple[str, ...]


class RosterOption(Document, frozen=True, kw_only=True):
    """One answer to a question; `key` is what an answers file holds."""

    key: str
    label: str


class RosterQuestion(Document, frozen=True, kw_only=True):
    """What a person must say before its rows are taken; `id` is the key in an answers file."""

    id: str
    sentence: str
    rows: int
    sheet: str
    cell: str
    options: tuple[RosterOption, ...]


class RosterImport(Document, frozen=True, kw_only=True):
    """What an import did, or would do (`is_dry_run`); `act` undoes it whole.

    `act` is None when nothing was written. `counts` names every fate, `created` counts new records
    by kind. `left` are changes whose record reads otherwise by now, `masked` rows that only the
    responsible worker may write.
    """

    is_dry_run: bool
    act: str | None
    created: dict[str, int]
    changed: int
    left: int
    masked: int
    counts: dict[str, int]
    columns: tuple[RosterColumn, ...]
    notes: tuple[str, ...]
    rows: tuple[RosterRow, ...]
    questions: tuple[RosterQuestion, ...]
