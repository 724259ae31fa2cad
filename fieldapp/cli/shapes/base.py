"""What every document has, and the documents that many commands share."""

from __future__ import annotations

import msgspec


class Document(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of every document, and of the parts of one."""


class Candidate(Document, frozen=True, kw_only=True):
    """One of several records that a typed word may mean."""

    id: str
    label: str


class ErrorDocument(Document, frozen=True, kw_only=True, omit_defaults=True):
    """Why a command did not do what was asked; any command may print it, with exit code 1–4.

    `error` is a stable code, `field` the input at fault, `candidates` what it may have meant.
    """

    error: str
    sentence: str
    field: str | None = None
    candidates: tuple[Candidate, ...] = ()
    retry_after_s: float | None = None


class Done(Document, frozen=True, kw_only=True):
    """A command changed something; `id` names what it made or changed, where there is one."""

    id: str | None = None
    count: int = 1
