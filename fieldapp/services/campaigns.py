"""Start and end a campaign: doors to be seen for one reason, on one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fieldapp.domain.campaigns import TEMPLATES, Template, usual_deadline_ms
from fieldapp.domain.days import start_of
from fieldapp.errors import Refused
from fieldapp.services.where import grid_scope, present, today
from fieldapp.store.unit import Unit
from fieldapp.verbs import Command, handles
from sync.codec import derived_id
from sync.protocol import Value


@dataclass(frozen=True, slots=True)
class StartCampaign(Command[str]):
    """Start a campaign from a template, or with a title of one's own.

    Its id follows from template, day and grid, and so do the fields, so that two tablets that
    start it apart have started one. Gives the id.
    """

    template: str | None = None
    title: str = ""
    on: date | None = None
    tags: tuple[str, ...] = ()
    dwellings: tuple[str, ...] = ()
    reason: str = ""
    deadline_ms: int | None = None
    grid: str | None = None


@dataclass(frozen=True, slots=True)
class EndCampaign(Command[None]):
    """End a campaign early."""

    campaign: str


@handles(StartCampaign)
def start_campaign(unit: Unit, command: StartCampaign) -> str:
    """Make the campaign unless it runs already."""
    scope = grid_scope(unit, command.grid)
    template = _template(unit, command)
    on = command.on or today(unit)
    id_ = derived_id("campaign", template.id or template.title, on.isoformat(), scope)
    if unit.read("campaign", id_) is not None:
        unit.bring_back("campaign", id_)
        return id_
    fields: dict[str, Value] = {
        "title": template.title,
        "reason": template.reason or None,
        "template": template.id or None,
        "on": on.isoformat(),
        "starts_ms": start_of(on),
        "deadline_ms": command.deadline_ms or usual_deadline_ms(on),
        "tags": list(template.tags) or None,
        "dwellings": sorted(command.dwellings) or None,
    }
    # Who started it is in the stamps: as a field it would differ on two tablets and clash.
    return unit.create("campaign", scope, fields, id_=id_)


@handles(EndCampaign)
def end_campaign(unit: Unit, command: EndCampaign) -> None:
    """Set the end to now."""
    present(unit, "campaign", command.campaign, "这个专项")
    unit.patch("campaign", command.campaign, {"ended_ms": unit.now_ms})


def _template(unit: Unit, command: StartCampaign) -> Template:
    found = _named(unit, command.template) if command.template else Template("", "", ())
    title = command.title.strip() or found.title
    tags = command.tags or found.tags
    if not title:
        raise Refused("title-missing", "给专项起个名字。", field="title", is_input=True)
    if not tags and not command.dwellings:
        raise Refused("nobody", "选一下去看哪些人，或者哪些门。", field="tags", is_input=True)
    return Template(found.id, title, tuple(tags), command.reason or found.reason)


def _named(unit: Unit, name: str) -> Template:
    fields = unit.read("campaign_template", name)
    if fields is not None and not fields.get("archived"):
        tags = tuple(str(code) for code in fields.get("tags") or ())
        return Template(name, fields["name"], tags, fields.get("reason") or "")
    if name in TEMPLATES:
        return TEMPLATES[name]
    raise Refused(
        "template-unknown",
        "没有这个模板，从列表里选一个。",
        field="template",
        is_input=True,
        candidates=tuple(TEMPLATES),
    )
