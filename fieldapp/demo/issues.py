"""Issues in several states: to be verified, in the community's hands, with the street, closed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from fieldapp.demo.chance import row_id
from fieldapp.demo.history import MINUTE_MS
from fieldapp.demo.rows import Rows, household_id
from fieldapp.domain.days import day_of
from fieldapp.domain.issue_words import Deed
from fieldapp.domain.issues import Step, fold, leads_to


@dataclass(frozen=True, slots=True)
class _Told:
    """One step: by the worker or the secretary, so many hours ago."""

    deed: Deed
    by_worker: bool
    hours: int
    note: str = ""
    unit: str = ""
    due_in: int | None = None
    rating: str = ""


@dataclass(frozen=True, slots=True)
class _Issue:
    key: str
    category: str
    title: str
    hours: int
    steps: tuple[_Told, ...]
    home: str = ""
    whom: str = ""


_D = Deed
_ISSUES = (
    _Issue("charging", "hazard", "甲2 一单元有人在楼道里充电动车", 3, ()),
    _Issue(
        "lamp",
        "hazard",
        "乙1 二单元楼道灯不亮",
        40,
        (
            _Told(_D.verify, True, 39, "三楼到五楼都不亮，晚上看不见台阶"),
            _Told(_D.place, False, 15, due_in=1),
            _Told(_D.take_on, False, 15, "请电工下午去换"),
        ),
    ),
    _Issue(
        "manhole",
        "city",
        "北沿街 12 号门前井盖松了，夜里响",
        66,
        (
            _Told(_D.verify, True, 65),
            _Told(_D.place, False, 63),
            _Told(_D.report, False, 63, "路面归市政管"),
            _Told(_D.dispatch, False, 40, unit="市政管护所", due_in=3),
        ),
    ),
    _Issue(
        "rack",
        "dispute",
        "楼上晾衣架滴水，两家说不拢",
        150,
        (
            _Told(_D.settle, True, 148, "当面说开了，晾衣架往里收一尺"),
            _Told(_D.rate, False, 90, "打电话问过，两家都说行", rating="satisfied"),
            _Told(_D.close, False, 89),
        ),
        home="乙1-2-403",
        whom="楼下住户",
    ),
)


def worker_issues(author: str, now_ms: int) -> Rows:
    """Give the issues, and the steps that the worker took before anybody else."""
    rows = Rows()
    for one in _ISSUES:
        raised = now_ms - one.hours * 60 * MINUTE_MS
        fields: dict[str, Any] = {
            "category": one.category,
            "title": one.title,
            "origin": "visit" if one.home else "patrol",
            "raised_on": day_of(raised).isoformat(),
            "raised_ms": raised,
            "author": author,
        }
        if one.home:
            fields |= {"household_id": household_id(one.home), "on_behalf_of": one.whom}
        rows["issue", _issue_id(one)] = fields
    return rows | _steps(author, now_ms, by_worker=True)


def secretary_steps(author: str, now_ms: int) -> Rows:
    """Give what the secretary did with them, and noted down of the street."""
    return _steps(author, now_ms, by_worker=False)


def _steps(author: str, now_ms: int, *, by_worker: bool) -> Rows:
    rows = Rows()
    for one in _ISSUES:
        for told, id_, fields in _way(one, now_ms):
            if told.by_worker is by_worker:
                rows["issue_step", id_] = {**fields, "author": author}
    return rows


def _way(one: _Issue, now_ms: int) -> Iterator[tuple[_Told, str, dict[str, Any]]]:
    steps: list[Step] = []
    for number, told in enumerate(one.steps):
        stand = fold(steps)
        to = leads_to(told.deed, stand.state, told.rating, stand.reopened)
        id_ = row_id("issue_step", one.key, str(number))
        day = day_of(now_ms) + timedelta(told.due_in) if told.due_in is not None else None
        fields = {
            "issue_id": _issue_id(one),
            "household_id": household_id(one.home) if one.home else None,
            "deed": str(told.deed),
            "after": stand.head or None,
            "from_state": str(stand.state),
            "to_state": str(to),
            "note": told.note or None,
            "unit": told.unit or None,
            "due_on": day.isoformat() if day else None,
            "rating": told.rating or None,
            "at_ms": now_ms - told.hours * 60 * MINUTE_MS,
        }
        said = {name: value for name, value in fields.items() if value is not None}
        steps.append(Step(id_, str(told.deed), "", stand.head, str(stand.state), str(to)))
        yield told, id_, said


def _issue_id(one: _Issue) -> str:
    return row_id("issue", one.key)
