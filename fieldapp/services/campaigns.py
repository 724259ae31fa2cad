"""Start and end a campaign: doors to be seen for one reason, between two days."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from fieldapp.domain.campaigns import (
    ASK_LIMIT,
    LONGEST_DAYS,
    MOST_ASKS,
    TEMPLATES,
    Aim,
    Template,
    template_from,
    usual_deadline_ms,
)
from fieldapp.domain.days import day_of, start_of
from fieldapp.domain.words import offered
from fieldapp.errors import Refused
from fieldapp.services.where import grid_scope, present, today
from fieldapp.store.communities import read_catalogue
from fieldapp.store.unit import Unit
from fieldapp.verbs import Command, handles
from sync.codec import derived_id
from sync.protocol import Value


@dataclass(frozen=True, slots=True)
class StartCampaign(Command[str]):
    """Start a campaign from a template, or with a title of one's own, in one grid.

    Its id follows from template, day and grid, and so do the fields, so that two tablets that
    start it apart have started one. What is None is the template's; `places` are ids of buildings
    and village groups. Gives the id. Raises `Refused`.
    """

    template: str | None = None
    title: str = ""
    on: date | None = None
    tags: tuple[str, ...] | None = None
    dwellings: tuple[str, ...] = ()
    reason: str = ""
    deadline_ms: int | None = None
    grid: str | None = None
    places: tuple[str, ...] = ()
    is_for_all: bool = False
    asks: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Started:
    """The campaigns that were started, one per grid, under one act."""

    act: str
    campaigns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StartCampaigns(Command[Started]):
    """Start the same campaign in several grids, to be undone together."""

    wish: StartCampaign
    grids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EndCampaign(Command[None]):
    """End a campaign early."""

    campaign: str


@dataclass(frozen=True, slots=True)
class ResumeCampaign(Command[None]):
    """Take an early end back."""

    campaign: str


@handles(StartCampaign)
def start_campaign(unit: Unit, command: StartCampaign) -> str:
    """Make the campaign unless it runs already."""
    scope = grid_scope(unit, command.grid)
    template = _template(unit, command, scope)
    on = command.on or today(unit)
    id_ = derived_id("campaign", template.id or template.title, on.isoformat(), scope)
    if unit.read("campaign", id_) is not None:
        unit.bring_back("campaign", id_)
        unit.patch("campaign", id_, {"ended_ms": None})
        return id_
    # Who started it is in the stamps: as a field it would differ on two tablets and clash.
    return unit.create("campaign", scope, _fields(unit, command, template, on, scope), id_=id_)


@handles(StartCampaigns)
def start_campaigns(unit: Unit, command: StartCampaigns) -> Started:
    """Start it grid by grid; buildings can be named only where there is one grid."""
    if not command.grids:
        raise Refused("which-grid", "选一下在哪个网格。", field="grids", is_input=True)
    act = unit.begin_act()
    made = [start_campaign(unit, replace(command.wish, grid=grid)) for grid in command.grids]
    return Started(act, tuple(made))


@handles(EndCampaign)
def end_campaign(unit: Unit, command: EndCampaign) -> None:
    """Set the end to now."""
    present(unit, "campaign", command.campaign, "这次行动")
    unit.patch("campaign", command.campaign, {"ended_ms": unit.now_ms})


@handles(ResumeCampaign)
def resume_campaign(unit: Unit, command: ResumeCampaign) -> None:
    """Clear the end."""
    present(unit, "campaign", command.campaign, "这次行动")
    unit.patch("campaign", command.campaign, {"ended_ms": None})


def _fields(
    unit: Unit, command: StartCampaign, template: Template, on: date, scope: str
) -> dict[str, Value]:
    aim = Aim(
        frozenset(template.tags),
        frozenset(command.places),
        frozenset(command.dwellings),
        command.is_for_all,
    )
    if aim.is_empty:
        raise Refused("nobody", "选一下去看哪些人，或者哪些门。", field="tags", is_input=True)
    for place in command.places:
        _require_place(unit, place, scope)
    return {
        "title": template.title,
        "reason": template.reason or None,
        "template": template.id or None,
        "on": on.isoformat(),
        "starts_ms": start_of(on),
        "deadline_ms": _deadline(command, on),
        "tags": list(template.tags) or None,
        "places": sorted(aim.places) or None,
        "is_for_all": True if aim.is_for_all else None,
        "dwellings": sorted(aim.dwellings) or None,
        "asks": list(template.asks) or None,
    }


def _deadline(command: StartCampaign, on: date) -> int:
    deadline = command.deadline_ms or usual_deadline_ms(on)
    if not start_of(on) < deadline < start_of(on + timedelta(LONGEST_DAYS)):
        sentence = f"到哪天要在开始之后，最长 {LONGEST_DAYS} 天。"
        raise Refused("bad-deadline", sentence, field="until", is_input=True)
    if day_of(deadline) < on:
        raise Refused("bad-deadline", "到哪天要在开始之后。", field="until", is_input=True)
    return deadline


def _require_place(unit: Unit, place: str, scope: str) -> None:
    for kind in ("building", "village_group"):
        if unit.read(kind, place) is not None and unit.scope_of(kind, place) == scope:
            return
    raise Refused("place-unknown", "这栋楼不在这个网格里，重新选一下。", field="places")


def _template(unit: Unit, command: StartCampaign, scope: str) -> Template:
    found = (
        _named(unit, command.template, scope) if command.template else Template("", "", (), "", ())
    )
    title = command.title.strip() or found.title
    if not title:
        raise Refused("title-missing", "给这次行动起个名字。", field="title", is_input=True)
    return Template(
        found.id,
        title,
        _chosen_tags(command, found),
        command.reason.strip() or found.reason,
        found.asks if command.asks is None else _asks(command.asks),
    )


def _chosen_tags(command: StartCampaign, found: Template) -> tuple[str, ...]:
    if command.is_for_all:
        return ()
    return found.tags if command.tags is None else tuple(dict.fromkeys(command.tags))


def _asks(asks: tuple[str, ...]) -> tuple[str, ...]:
    found = tuple(dict.fromkeys(one.strip() for one in asks if one.strip()))
    if len(found) > MOST_ASKS:
        raise Refused("too-many-asks", f"最多问 {MOST_ASKS} 样。", field="asks", is_input=True)
    if any(len(one) > ASK_LIMIT for one in found):
        sentence = f"一样不超过 {ASK_LIMIT} 个字。"
        raise Refused("ask-too-long", sentence, field="asks", is_input=True)
    return found


def _named(unit: Unit, name: str, scope: str) -> Template:
    rows = read_catalogue(unit.connection, "campaign_template", scope)
    fields = rows.get(name)
    if fields is not None and not fields.get("archived"):
        return template_from(name, fields)
    if name in TEMPLATES and fields is None:
        return TEMPLATES[name]
    raise Refused(
        "template-unknown",
        "没有这个模板，从列表里选一个。",
        field="template",
        is_input=True,
        candidates=offered({id_: one.title for id_, one in TEMPLATES.items()}),
    )
