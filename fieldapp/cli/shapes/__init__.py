"""The JSON documents that commands print; their schemas are committed in docs/schemas/fieldapp."""

from fieldapp.cli.shapes.about import About, AboutPart
from fieldapp.cli.shapes.base import (
    Candidate,
    Document,
    Done,
    ErrorDocument,
)
from fieldapp.cli.shapes.bundles import BundleCarried, BundleExported, BundleImported
from fieldapp.cli.shapes.device import (
    DoctorReport,
    Dump,
    DumpedRow,
    Enrolled,
    Finding,
    LastRound,
    Notice,
    ScopeStatus,
    Status,
    SyncDone,
)
from fieldapp.cli.shapes.diary import (
    DiaryList,
    DiaryShown,
    DraftSaved,
    Found,
    ReviewList,
    WaitingReviews,
)
from fieldapp.cli.shapes.handover import HandoverList, HandoverTaken, Transferred
from fieldapp.cli.shapes.issues import IssueList, IssueShown
from fieldapp.cli.shapes.month import MonthCounts, MonthShown
from fieldapp.cli.shapes.photos import PhotoList, PhotoSaved, PhotoShown
from fieldapp.cli.shapes.roster import (
    RosterColumn,
    RosterImport,
    RosterOption,
    RosterQuestion,
    RosterRow,
)
from fieldapp.cli.shapes.unsettled import (
    ConflictList,
    DuplicateList,
    QuarantineList,
    RoundDetail,
    RoundList,
)
from fieldapp.cli.shapes.work import (
    BuildingAdded,
    Coverage,
    Due,
    Figure,
    HouseholdShown,
    LeftAlone,
    LifeStatus,
    Revealed,
    Undone,
)

__all__ = [
    "About",
    "AboutPart",
    "BuildingAdded",
    "BundleCarried",
    "BundleExported",
    "BundleImported",
    "Candidate",
    "ConflictList",
    "Coverage",
    "DiaryList",
    "DiaryShown",
    "DoctorReport",
    "Document",
    "Done",
    "DraftSaved",
    "Due",
    "Dump",
    "DumpedRow",
    "DuplicateList",
    "Enrolled",
    "ErrorDocument",
    "Figure",
    "Finding",
    "Found",
    "HandoverList",
    "HandoverTaken",
    "HouseholdShown",
    "IssueList",
    "IssueShown",
    "LastRound",
    "LeftAlone",
    "LifeStatus",
    "MonthCounts",
    "MonthShown",
    "Notice",
    "PhotoList",
    "PhotoSaved",
    "PhotoShown",
    "QuarantineList",
    "Revealed",
    "ReviewList",
    "RosterColumn",
    "RosterImport",
    "RosterOption",
    "RosterQuestion",
    "RosterRow",
    "RoundDetail",
    "RoundList",
    "ScopeStatus",
    "Status",
    "SyncDone",
    "Transferred",
    "Undone",
    "WaitingReviews",
]
