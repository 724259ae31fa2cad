"""发起走访行动: what, whom, where, from when to when, what is asked; and how many that would be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtQml import QmlElement

from fieldapp.domain.campaigns import Aim, Template, usual_deadline_ms
from fieldapp.domain.days import day_of
from fieldapp.domain.reasons import day_text
from fieldapp.queries.campaign_page import (
    CampaignChoices,
    CampaignChoicesQuery,
    CampaignPlan,
    CampaignPlanQuery,
)
from fieldapp.services.campaigns import StartCampaign, StartCampaigns, Started
from ui import text
from ui.bridge import Known
from ui.viewmodels.base import MappedModel, Workplace
from ui.viewmodels.campaign_start_rows import (
    Chip,
    Count,
    StartState,
    asks_note,
    chips,
    total_text,
)

QML_IMPORT_NAME = "FieldModels"
QML_IMPORT_MAJOR_VERSION = 1

OWN, EVERYBODY = "own", "all"
_FROM = {0: "今天", 1: "明天", 2: "后天"}
_FOR = {0: "当天", 2: "3 天", 6: "7 天", 13: "14 天", 29: "30 天"}


@dataclass(frozen=True, slots=True)
class Wish:
    """What was chosen so far."""

    template: str = ""
    title: str = ""
    tags: frozenset[str] = frozenset()
    is_for_all: bool = False
    grids: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    begins_in: int = 0
    lasts: int = 0
    asks: str = ""
    reason: str = ""


@QmlElement
class CampaignStartModel(MappedModel):
    """The page."""

    watched = frozenset("campaign_template tag_kind grid building village_group".split())

    def __init__(self, place: Workplace, parent: Any = None) -> None:
        super().__init__(place, parent)
        self.state: StartState = StartState()
        self._choices: CampaignChoices | None = None
        self._wish = Wish()
        self._plans: tuple[CampaignPlan, ...] = ()
        self._shows_all = False

    @Slot(str)
    def chooseTemplate(self, key: str) -> None:
        """Begin with a template, or with a name of one's own."""
        self._take(self._templates().get(key))

    @Slot(str)
    def setTitle(self, title: str) -> None:
        """Take the name as it is typed."""
        self._change(title=title)

    @Slot(str)
    def toggleWhom(self, key: str) -> None:
        """Choose or leave out people with a tag; 每一户 goes before all tags."""
        if key == EVERYBODY:
            self._change(is_for_all=not self._wish.is_for_all, tags=frozenset())
        else:
            self._change(is_for_all=False, tags=self._wish.tags ^ {key})

    @Slot()
    def showAllTags(self) -> None:
        """Offer every kind of tag."""
        self._shows_all = True
        self._draw()

    @Slot(str)
    def toggleGrid(self, key: str) -> None:
        """Choose or leave out a grid, or all; buildings can be named in one grid only."""
        every = frozenset(code for code, _ in self._choices.grids) if self._choices else frozenset()
        if key == EVERYBODY:
            grids = frozenset() if self._wish.grids == every else every
        else:
            grids = self._wish.grids ^ {key}
        self._change(grids=grids, places=frozenset())

    @Slot(str)
    def togglePlace(self, key: str) -> None:
        """Choose or leave out a building or a village group."""
        self._change(places=self._wish.places ^ {key})

    @Slot(str)
    def setFrom(self, key: str) -> None:
        """Choose the first day."""
        self._change(begins_in=int(key))

    @Slot(str)
    def setFor(self, key: str) -> None:
        """Choose for how many days."""
        self._change(lasts=int(key))

    @Slot(str)
    def setAsks(self, asks: str) -> None:
        """Take what is asked, one a line."""
        self._change(asks=asks)

    @Slot(str)
    def setReason(self, reason: str) -> None:
        """Take the words that stand at each door."""
        self._change(reason=reason)

    @Slot()
    def start(self) -> None:
        """Start it, and show it."""
        missing = self._missing()
        if missing:
            self.publish(replace(self.state, problem=missing[1], problem_field=missing[0]))
            return
        grids = tuple(sorted(self._wish.grids))
        self.do(StartCampaigns(self._command(), grids), self._started, self._refused)

    @Slot()
    def back(self) -> None:
        """Return to where the page was opened from."""
        self.place.back()

    # --- from the desk ---------------------------------------------------------------------------

    def opened(self) -> None:
        """Begin anew."""
        self._choices, self._wish, self._plans = None, Wish(), ()
        self._shows_all = False
        self.publish(StartState())

    def refresh(self) -> None:
        """Ask what can be chosen."""
        self.ask(CampaignChoicesQuery(), self._show)

    def show(self, argument: str = "") -> None:
        """Begin anew each time the page is opened: nothing of an earlier wish is left standing."""
        self._is_stale = True
        super().show(argument)

    def _show(self, choices: CampaignChoices) -> None:
        is_first = self._choices is None
        self._choices = choices
        if not is_first:
            self._draw()
            return
        self._wish = replace(self._wish, grids=frozenset([choices.grid] if choices.grid else []))
        self._take(next(iter(choices.templates), None))

    def _templates(self) -> dict[str, Template]:
        return {one.id: one for one in self._choices.templates} if self._choices else {}

    def _take(self, template: Template | None) -> None:
        """Fill in what a template says; without one everything is one's own."""
        if template is None:
            self._change(template="", title="", tags=frozenset(), asks="", reason="")
            return
        self._change(
            template=template.id,
            title=template.title,
            tags=frozenset(template.tags),
            is_for_all=False,
            asks="\n".join(template.asks),
            reason=template.reason,
        )

    def _change(self, **values: Any) -> None:
        self._wish = replace(self._wish, **values)
        self._draw()
        aim = Aim(self._wish.tags, self._wish.places, is_for_all=self._wish.is_for_all)
        self.ask(CampaignPlanQuery(aim, tuple(sorted(self._wish.grids))), self._count)

    def _count(self, plans: tuple[CampaignPlan, ...]) -> None:
        self._plans = plans
        self._draw()

    def _command(self) -> StartCampaign:
        wish, on = self._wish, day_of(self.place.now_ms) + timedelta(self._wish.begins_in)
        return StartCampaign(
            wish.template or None,
            title=wish.title,
            on=on,
            tags=tuple(sorted(wish.tags)),
            reason=wish.reason,
            deadline_ms=usual_deadline_ms(on + timedelta(wish.lasts)),
            places=tuple(sorted(wish.places)),
            is_for_all=wish.is_for_all,
            asks=tuple(wish.asks.split("\n")),
        )

    def _missing(self) -> tuple[str, str] | None:
        wish = self._wish
        if not wish.title.strip():
            return "title", "给这次行动起个名字。"
        if not (wish.tags or wish.is_for_all or wish.places):
            return "whom", "选一下去看哪些人。"
        if not wish.grids:
            return "grids", "选一下在哪个网格。"
        if not sum(one.count for one in self._plans):
            return "whom", "这样的户一户也没有，换一下去看谁。"
        return None

    def _refused(self, error: Known) -> None:
        self.publish(replace(self.state, problem=error.sentence, problem_field=""))

    def _started(self, started: Started) -> None:
        self.place.back()
        self.place.go("campaigns", f"{started.campaigns[0]}|{started.act}")

    # --- what it looks like ----------------------------------------------------------------------

    def _draw(self) -> None:
        wish, choices = self._wish, self._choices
        if choices is None:
            return
        total = sum(one.count for one in self._plans)
        templates = [Chip(one.id, one.title, one.id == wish.template) for one in choices.templates]
        lines = [one for one in wish.asks.split("\n") if one.strip()]
        counts = [Count(one.grid_name, text.counted(one.count, "户")) for one in self._plans]
        self.publish(
            StartState(
                templates=(*templates, Chip(OWN, "自己起名", not wish.template)),
                is_own=not wish.template,
                title=wish.title,
                whom=self._whom(choices),
                grids=self._grids(choices),
                places=self._places(choices),
                from_days=chips(_FROM.items(), {wish.begins_in}),
                for_days=chips(_FOR.items(), {wish.lasts}),
                days_text=self._days(),
                asks=wish.asks,
                asks_note=asks_note(lines),
                reason=wish.reason,
                counts=tuple(counts) if len(counts) > 1 else (),
                count_text=total_text(total, len(counts)),
                button=f"发起，去 {text.counted(total, '户')}" if total else "发起",
                shows_all=self._shows_all,
                is_known=True,
            )
        )

    def _whom(self, choices: CampaignChoices) -> tuple[Chip, ...]:
        everybody = Chip(EVERYBODY, "每一户", self._wish.is_for_all)
        tags = [
            (one.code, one.name)
            for one in choices.tags
            if one.is_usual or self._shows_all or one.code in self._wish.tags
        ]
        return (everybody, *chips(tags, self._wish.tags))

    def _grids(self, choices: CampaignChoices) -> tuple[Chip, ...]:
        if len(choices.grids) < 2:
            return ()
        every = Chip(EVERYBODY, "全部网格", len(self._wish.grids) == len(choices.grids))
        return (
            *((every,) if len(choices.grids) > 2 else ()),
            *chips(choices.grids, self._wish.grids),
        )

    def _places(self, choices: CampaignChoices) -> tuple[Chip, ...]:
        if len(self._wish.grids) != 1:
            return ()
        inside = [(one.id, one.title) for one in choices.places if one.grid in self._wish.grids]
        return chips(inside, self._wish.places) if len(inside) > 1 else ()

    def _days(self) -> str:
        on = day_of(self.place.now_ms) + timedelta(self._wish.begins_in)
        last = on + timedelta(self._wish.lasts)
        if last == on:
            return f"{'今天' if not self._wish.begins_in else day_text(on)} 18:00 前"
        return f"{day_text(on)} 到 {day_text(last)} 18:00"
