"""Fill real devices with the invented community, through the desk like everybody else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from fieldapp.demo.chance import Chance, demo_file, row_id
from fieldapp.demo.community import COMMUNITY, GRID, VILLAGE_GRID
from fieldapp.demo.diaries import reply_rows, review_rows, worker_rows
from fieldapp.demo.history import MINUTE_MS, add_early_visits, add_visits
from fieldapp.demo.issues import secretary_steps, worker_issues
from fieldapp.demo.plan import BuildingPlan, homes_of
from fieldapp.demo.rows import (
    Batch,
    Rows,
    add_building,
    add_compound,
    dwelling_id,
    household_id,
)
from fieldapp.demo.town import SEED, plan_town
from fieldapp.demo.village import village_batch
from fieldapp.desk import Desk
from fieldapp.domain.days import day_of
from fieldapp.queries.diary import DiaryListQuery
from fieldapp.queries.standing import StandingQuery
from fieldapp.services.campaigns import StartCampaign
from fieldapp.services.diary import DraftLine, SubmitDiary, WriteDraft
from fieldapp.services.diary_lines import TickLine
from fieldapp.services.fields import SetFields
from fieldapp.services.visits import LogVisit
from fieldapp.store.unit import Unit
from fieldapp.verbs import Command, handles

BELL_OF = "4-1101"
RENTED_OR_OWN = "甲2-2-501"
CAMPAIGN = "SNOW_ALONE"


@dataclass(frozen=True, slots=True)
class PutRows(Command[None]):
    """Create rows with the ids they come with, under one act."""

    scope: str
    rows: Mapping[tuple[str, str], Mapping[str, Any]]


@handles(PutRows)
def put_rows(unit: Unit, command: PutRows) -> None:
    """Write them all in one transaction."""
    unit.begin_act()
    unit.create_many(command.scope, command.rows)


@dataclass(frozen=True, slots=True)
class Populated:
    """What was put in, counted from the rows themselves."""

    households: int
    people: int
    visits: int


def populate(
    worker: Desk,
    secretary: Desk | None,
    now_ms: int,
    sync: Callable[[], None],
    *,
    is_snowing: bool = True,
) -> Populated:
    """Fill both devices; `sync` brings everybody level and is called between the steps.

    `is_snowing` also starts the campaign, which in the story the secretary does by hand.
    Afterwards call `knock_in_the_morning` for records that have not been sent yet.
    """
    done = settle(worker, now_ms)
    sync()
    if secretary is not None:
        review_yesterday(secretary, now_ms, is_snowing=is_snowing)
        sync()
        _put(worker, f"diary:{worker.author.person}", reply_rows(worker.author.person, now_ms))
        sync()
    return done


def settle(worker: Desk, now_ms: int) -> Populated:
    """Write the grid, its people, three months of visits and the diary; the village if held."""
    today = day_of(now_ms)
    buildings = plan_town(today)
    visits = sum(
        _put_building(worker, plan, sort_no, now_ms) for sort_no, plan in enumerate(buildings, 1)
    )
    author = worker.author.person
    extra = Batch()
    add_early_visits(extra, author, now_ms)
    _promise(extra, author, now_ms)
    _put(worker, f"grid:{GRID}", extra.grid)
    _put(worker, f"grid:{GRID}", worker_issues(author, now_ms))
    _put(worker, f"diary:{author}", worker_rows(author, GRID, now_ms))
    _settle_village(worker, now_ms)
    homes = [home for _, home in homes_of(buildings)]
    people = sum(len(home.people) for home in homes)
    return Populated(len(homes), people, visits + 7)


def review_yesterday(secretary: Desk, now_ms: int, *, is_snowing: bool = True) -> None:
    """Write the secretary's words and her steps of issues, and start the snow campaign."""
    author = secretary.author.person
    rows = review_rows(author, now_ms)
    for scope in _held(secretary, "diary:"):
        _put(secretary, scope, _of_entries_there(secretary, scope, rows))
    _put(secretary, f"grid:{GRID}", secretary_steps(author, now_ms))
    if is_snowing:
        start = StartCampaign(template=CAMPAIGN, on=day_of(now_ms), grid=GRID)
        secretary.do(start).result()


def knock_in_the_morning(worker: Desk, now_ms: int) -> None:
    """Log what has not been sent yet: five knocks and an access hint, as the day begins."""
    knocks = (
        (38, "4-602", "met", ""),
        (29, "4-803", "no_answer", "门上留了联系单"),
        (8, "乙1-1-101", "met", ""),
        (3, "乙1-2-403", "no_answer", ""),
        (0, "乙1-3-201", "met", ""),
    )
    for minutes, key, outcome, note in knocks[:2]:
        _knock(worker, key, outcome, note, now_ms - minutes * MINUTE_MS)
    clash_at_the_bell(worker, "门铃坏了，敲窗户", "rented")
    for minutes, key, outcome, note in knocks[2:]:
        _knock(worker, key, outcome, note, now_ms - minutes * MINUTE_MS)


def clash_at_the_bell(desk: Desk, bell: str, use: str = "") -> None:
    """Change the access hint at 4-1101, and whether 甲2-2-501 is let, as one of the two workers.

    The one who syncs later meets the other's words: 门铃修好了，按铃 and `own` of 赵示例.
    """
    desk.do(SetFields("dwelling", dwelling_id(BELL_OF), {"access_note": bell})).result()
    if use:
        desk.do(SetFields("dwelling", dwelling_id(RENTED_OR_OWN), {"use": use})).result()


def begin_draft(worker: Desk) -> str:
    """Write today's page so far; gives the draft's id."""
    told = demo_file("diaries")["draft"]
    lines = tuple(
        DraftLine(one["text"], households=tuple(household_id(door) for door in one["doors"]))
        for one in told["lines"]
    )
    draft = WriteDraft(
        lines,
        categories=tuple(told["categories"]),
        urgency=told["urgency"],
        weather=told["weather"],
        grid=GRID,
    )
    saved = worker.do(draft).result()
    for id_, one in zip(saved.lines, told["lines"], strict=True):
        if one.get("ticked"):
            worker.do(TickLine(id_)).result()
    return saved.entry


def hand_in_as_colleague(desk: Desk, name: str) -> str:
    """Write and hand in the one entry of a colleague, by name; gives the entry's id."""
    told = next(one for one in demo_file("diaries")["colleagues"] if one["name"] == name)
    grid = f"{COMMUNITY}{told['grid']:03d}"
    draft = WriteDraft((DraftLine(told["text"]),), urgency=told["urgency"], grid=grid)
    saved = desk.do(draft).result()
    desk.do(SubmitDiary(saved.entry)).result()
    return saved.entry


def _put(desk: Desk, scope: str, rows: Rows) -> None:
    if rows:
        desk.do(PutRows(scope, rows)).result()


def _put_building(worker: Desk, plan: BuildingPlan, sort_no: int, now_ms: int) -> int:
    batch, today = Batch(), day_of(now_ms)
    compounds = demo_file("town")["compounds"]
    first = {"甲1": 0, "1": 1}.get(plan.label)
    if first is not None:
        add_compound(batch, compounds[first], first + 1)
    add_building(batch, plan, sort_no, today)
    add_visits(batch, Chance(SEED + sort_no, today), plan.doors, worker.author.person, now_ms)
    _put(worker, f"grid:{GRID}", batch.grid)
    _put(worker, f"care:{GRID}", batch.care)
    return sum(kind == "visit" for kind, _ in batch.grid)


def _promise(batch: Batch, author: str, now_ms: int) -> None:
    for key, text, hours in (
        ("乙1-3-502", "问供热站：暖气不热", 18),
        (BELL_OF, "医保本原件 1 本在我这里，要还", 160),
    ):
        fields = {
            "household_id": household_id(key),
            "text": text,
            "author": author,
            "made_ms": now_ms - hours * 60 * MINUTE_MS,
        }
        batch.add("promise", row_id("promise", key), fields)


def _settle_village(worker: Desk, now_ms: int) -> None:
    scope = f"grid:{VILLAGE_GRID}"
    if scope not in _held(worker, "grid:"):
        return
    batch = village_batch(worker.author.person, now_ms)
    _put(worker, scope, batch.grid)
    if f"care:{VILLAGE_GRID}" in _held(worker, "care:"):
        _put(worker, f"care:{VILLAGE_GRID}", batch.care)


def _held(desk: Desk, prefix: str) -> list[str]:
    rows = desk.ask(StandingQuery()).result().scopes
    return [row.scope for row in rows if row.scope.startswith(prefix)]


def _of_entries_there(desk: Desk, scope: str, rows: Rows) -> Rows:
    """Keep the reviews of entries that have arrived in this diary."""
    author = scope.removeprefix("diary:")
    entries = {row.entry for row in desk.ask(DiaryListQuery(author)).result()}
    return {key: fields for key, fields in rows.items() if fields["entry_id"] in entries}


def _knock(worker: Desk, key: str, outcome: str, note: str, at_ms: int) -> None:
    knock = LogVisit(dwelling_id(key), outcome, household=household_id(key), note=note, at_ms=at_ms)
    worker.do(knock).result()
