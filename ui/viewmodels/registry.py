"""The register of pages: key, QML file, view-model, and the place in the rail by role.

Adding a screen means one line here, one view-model, one page (docs/ui.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from ui.viewmodels.base import ViewModel, Workplace

WORKER_RAIL = ("today", "doors", "diary", "issues", "search")
SECRETARY_RAIL = ("today", "review", "doors", "coverage", "issues", "search")
FOOT = ("sync", "me")
CLOSED_RAIL = ("closed",)
OPEN_WHILE_CLOSED = ("closed", "stick")
"""What can be reached while the community was not heard for too long."""


@dataclass(frozen=True, slots=True)
class PageSpec:
    """One page. `model` is "module:Class" under ui.viewmodels, imported when first opened.

    `under` names the rail item that is lit for a page that has none of its own.
    """

    key: str
    file: str
    model: str
    text: str = ""
    icon: str = ""
    under: str = ""

    def read(self) -> type[ViewModel]:
        """Import the page's view-model."""
        module, _, name = self.model.partition(":")
        kind: type[ViewModel] = getattr(import_module(f"ui.viewmodels.{module}"), name)
        return kind

    def make(self, place: Workplace, parent: QObject) -> ViewModel:
        """Build the page's view-model."""
        return self.read()(place, parent)


PAGES: dict[str, PageSpec] = {
    spec.key: spec
    for spec in (
        PageSpec("today", "TodayPage", "today:TodayModel", "今天", "today"),
        PageSpec("doors", "DoorsPage", "doors:DoorsModel", "装户图", "doors"),
        PageSpec("campaigns", "CampaignsPage", "campaigns:CampaignsModel", under="today"),
        PageSpec(
            "start_campaign",
            "CampaignStartPage",
            "campaign_start:CampaignStartModel",
            under="today",
        ),
        PageSpec("household", "HouseholdPage", "household:HouseholdModel", under="doors"),
        PageSpec("visit", "VisitPage", "visit:VisitModel", under="doors"),
        PageSpec("diary", "DiaryPage", "diary:DiaryModel", "日记", "diary"),
        PageSpec("issues", "IssuesPage", "issues:IssuesModel", "事项", "issues"),
        PageSpec("review", "ReviewPage", "review:ReviewModel", "批阅", "review"),
        PageSpec("search", "SearchPage", "search:SearchModel", "找", "find"),
        PageSpec("sync", "SyncPage", "sync_page:SyncModel", "同步", "sync"),
        PageSpec("conflicts", "ConflictsPage", "conflicts:ConflictsModel", under="sync"),
        PageSpec("rounds", "RoundsPage", "rounds:RoundsModel", under="sync"),
        PageSpec("duplicates", "DuplicatesPage", "duplicates:DuplicatesModel", under="sync"),
        PageSpec("quarantine", "QuarantinePage", "quarantine:QuarantineModel", under="sync"),
        PageSpec("handover", "HandoverPage", "handover:HandoverModel", under="sync"),
        PageSpec("closed", "ClosedPage", "away:AwayModel", "同步", "sync"),
        PageSpec("stick", "StickPage", "stick:StickModel", under="sync"),
        PageSpec("coverage", "CoveragePage", "coverage:CoverageModel", "覆盖", "coverage"),
        PageSpec("month", "MonthPage", "month:MonthModel", under="coverage"),
        PageSpec("forms", "FormsPage", "forms:FormsModel", under="doors"),
        PageSpec("roster", "RosterPage", "roster:RosterModel", under="me"),
        PageSpec("update", "UpdatePage", "update:UpdateModel", under="me"),
        PageSpec("me", "MePage", "me:MeModel", "我的", "me"),
    )
}


def rail_of(role: str) -> tuple[str, ...]:
    """Give the keys of the rail's upper part for a role, in the order of the day."""
    wanted = SECRETARY_RAIL if role == "secretary" else WORKER_RAIL
    return tuple(key for key in wanted if key in PAGES)


def foot() -> tuple[str, ...]:
    """Give the keys of the rail's foot."""
    return tuple(key for key in FOOT if key in PAGES)
