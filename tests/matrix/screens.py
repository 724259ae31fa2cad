"""What is drawn: the screens of each state, with what is pressed on the way to them."""

from __future__ import annotations

from dataclasses import dataclass

from fieldapp.demo.rows import household_id
from tests.ui.test_layout import HOUSEHOLD, SECRETARY_PAGES, WORKER_PAGES
from ui.viewmodels.issue_argument import new_issue

WORKER, SECRETARY, NEWCOMER = "worker", "secretary", "newcomer"


@dataclass(frozen=True, slots=True)
class Screen:
    """One page as one role sees it; `taps` are pressed by name once it is open.

    `takes_back` is pressed on leaving. `stage` is what lies over the page instead of it: "lock",
    "cover", or "" for nothing.
    """

    who: str
    page: str
    argument: str = ""
    taps: tuple[str, ...] = ()
    called: str = ""
    types: str = ""
    stage: str = ""
    takes_back: str = ""

    @property
    def name(self) -> str:
        """Name the screen by who sees what."""
        return f"{self.who}-{self.called or self.page}"


def of_pages(who: str, pages: dict[str, str]) -> tuple[Screen, ...]:
    """Give the screens of plain pages."""
    return tuple(Screen(who, page, argument) for page, argument in pages.items())


_GAO = household_id("乙1-3-502")
_PAGES = ("today", "campaigns", "doors", "diary", "sync", "conflicts", "quarantine", "handover")
_DEMO = (
    *(Screen(WORKER, page) for page in (*_PAGES, "stick", "roster", "me", "update", "rounds")),
    Screen(WORKER, "issues"),
    Screen(WORKER, "issues", new_issue(_GAO, "暖气不热"), called="issues-new"),
    Screen(WORKER, "doors", taps=("filter-due",), called="doors-due"),
    Screen(WORKER, "doors", taps=("filter-all", "log-others"), called="doors-outcomes"),
    Screen(WORKER, "household", _GAO),
    Screen(WORKER, "household", _GAO, taps=("history",), called="history"),
    Screen(WORKER, "household", _GAO, taps=("knock",), called="visit"),
    Screen(WORKER, "search", types="wsz"),
    Screen(WORKER, "forms", "new:", called="forms-new"),
    Screen(WORKER, "forms", f"resident:{_GAO}", called="forms-resident"),
    Screen(WORKER, "forms", f"household:{_GAO}", called="forms-household"),
    Screen(WORKER, "forms", "building:", called="forms-building"),
    Screen(WORKER, "start_campaign"),
    Screen(WORKER, "today", taps=("help",), called="help"),
    Screen(WORKER, "today", stage="lock", called="lock"),
    Screen(WORKER, "today", stage="cover", called="cover"),
    *(
        Screen(SECRETARY, page)
        for page in ("today", "start_campaign", "campaigns", "review", "doors", "coverage")
    ),
    *(Screen(SECRETARY, page) for page in ("month", "sync", "me", "handover", "issues")),
    Screen(SECRETARY, "today", stage="lock", taps=("help",), called="lock-help"),
    Screen(SECRETARY, "search", types="dushu"),
)
_LARGE = (
    *(Screen(WORKER, page) for page in ("today", "doors", "diary", "sync", "handover")),
    Screen(WORKER, "household", "h0"),
    Screen(WORKER, "visit", "d0|h0|door"),
    Screen(WORKER, "search", types="wang"),
    Screen(WORKER, "forms"),
    *(Screen(SECRETARY, page) for page in ("today", "doors", "coverage", "start_campaign")),
)
_EMPTY = (
    *of_pages(WORKER, {page: "" for page, about in WORKER_PAGES.items() if not about}),
    *of_pages(WORKER, {"duplicates": "", "rounds": ""}),
    *of_pages(SECRETARY, SECRETARY_PAGES),
)
_TROUBLE = (
    *of_pages(WORKER, {"today": "", "sync": "", "household": HOUSEHOLD, "doors": ""}),
    Screen(WORKER, "conflicts", "c1", called="conflict"),
    Screen(WORKER, "conflicts", "c2", called="conflict-texts"),
    Screen(
        WORKER,
        "conflicts",
        "c1",
        taps=("use-other",),
        called="conflict-settled",
        takes_back="改回去",
    ),
    Screen(WORKER, "conflicts", "merged", called="conflicts-merged"),
    Screen(WORKER, "quarantine", "all"),
    Screen(WORKER, "duplicates"),
    Screen(WORKER, "rounds", "1"),
)
_FIRST = (Screen(NEWCOMER, "", called="wizard"),)

STATES: dict[str, tuple[Screen, ...]] = {
    "demo": _DEMO,
    "large": _LARGE,
    "empty": _EMPTY,
    "trouble": _TROUBLE,
    "first": _FIRST,
}
CAPTIONS = {
    "demo": "演示社区",
    "large": "3000 个门、5000 人",
    "empty": "什么都还没有",
    "trouble": "离线、两个人改得不一样、没收下的",
    "first": "第一次打开",
}
