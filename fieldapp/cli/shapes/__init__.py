"""The JSON documents that commands print; their schemas are committed in docs/schemas/fieldapp."""

from fieldapp.cli.shapes.base import Candidate, Document, Done, ErrorDocument
from fieldapp.cli.shapes.device import (
    DoctorReport,
    Dump,
    DumpedRow,
    Enrolled,
    Finding,
    LastRound,
    ScopeStatus,
    Status,
    SyncDone,
)

__all__ = [
    "Candidate",
    "DoctorReport",
    "Document",
    "Done",
    "Dump",
    "DumpedRow",
    "Enrolled",
    "ErrorDocument",
    "Finding",
    "LastRound",
    "ScopeStatus",
    "Status",
    "SyncDone",
]
