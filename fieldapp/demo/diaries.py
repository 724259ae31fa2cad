"""The diary of the last days: what was handed in, ticked, reviewed and answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from fieldapp.demo.chance import demo_file, row_id
from fieldapp.demo.history import moment_ms
from fieldapp.demo.rows import Rows, household_id
from fieldapp.domain.days import day_of
from fieldapp.domain.revisions import seen_lines

REVIEWED_AT = "17:40"


def entry_id(days_ago: int) -> str:
    """Name the entry of so many days ago."""
    return row_id("diary", str(days_ago))


def worker_rows(author: str, grid: str, now_ms: int) -> Rows:
    """Give the worker's entries with lines and ticks; replies come after the reviews."""
    today, rows = day_of(now_ms), Rows()
    for told in demo_file("diaries")["worker"]:
        _add_entry(rows, told, author, grid, today)
    return rows


def review_rows(author: str, now_ms: int) -> Rows:
    """Give what the secretary wrote under the entries."""
    today, rows = day_of(now_ms), Rows()
    for told in demo_file("diaries")["worker"]:
        entry, days_ago = entry_id(told["days_ago"]), _handed_in(told)
        texts = {id_: line["text"] for id_, line in _lines(told)}
        rows["review", row_id("review", entry)] = {
            "entry_id": entry,
            "kind": told["read"],
            **({"text": told["review"]} if "review" in told else {}),
            "at_ms": moment_ms(today, days_ago, REVIEWED_AT),
            "seen_lines": seen_lines(texts),
            "author": author,
        }
    return rows


def reply_rows(author: str, now_ms: int) -> Rows:
    """Give the worker's answers to older reviews; yesterday's waits for the story."""
    today, rows = day_of(now_ms), Rows()
    for told in demo_file("diaries")["worker"]:
        if "reply" in told:
            entry = entry_id(told["days_ago"])
            rows["reply", row_id("reply", entry)] = {
                "entry_id": entry,
                "review_id": row_id("review", entry),
                "kind": told["reply"],
                "text": told["reply_text"],
                "at_ms": moment_ms(today, _handed_in(told), "18:10"),
                "author": author,
            }
    return rows


def _handed_in(told: dict[str, Any]) -> int:
    return int(told["days_ago"] - told.get("late_days", 0))


def _lines(told: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for place, line in enumerate(told["lines"]):
        yield row_id("line", str(told["days_ago"]), str(place)), line


def _add_entry(rows: Rows, told: dict[str, Any], author: str, grid: str, today: date) -> None:
    entry = entry_id(told["days_ago"])
    submitted = moment_ms(today, _handed_in(told), told["at"])
    given: dict[str, Any] = {name: told[name] for name in ("mood", "weather") if name in told}
    rows["diary_entry", entry] = {
        "author": author,
        "grid": grid,
        "on": (today - timedelta(days=told["days_ago"])).isoformat(),
        "categories": told["categories"],
        "urgency": told["urgency"],
        "submitted_ms": submitted,
        **given,
    }
    for sort_no, (id_, line) in enumerate(_lines(told), start=1):
        doors = [household_id(door) for door in line["doors"]]
        fields = {"entry_id": entry, "text": line["text"], "sort_no": sort_no}
        rows["diary_line", id_] = {**fields, **({"households": doors} if doors else {})}
        if line.get("ticked"):
            tick = {"line_id": id_, "done_ms": submitted + 60_000, "author": author}
            rows["tick", row_id("tick", id_)] = tick
