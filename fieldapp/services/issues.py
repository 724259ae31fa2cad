"""Raise an issue and take its steps, one after the other or as far as this device knows."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date

from fieldapp.domain.days import day_of
from fieldapp.domain.issue_turns import Looker, may_rate
from fieldapp.domain.issue_words import DEED, RATING, STATE, Deed, State
from fieldapp.domain.issues import ENDED, WAYS, Course, Hand, fold, leads_to
from fieldapp.domain.roles import hand_of
from fieldapp.domain.words import CHOICES, code_of, offered
from fieldapp.errors import Refused
from fieldapp.services.photos import photos_on, take_back_photos
from fieldapp.services.where import grid_scope, open_members, present
from fieldapp.store.issue_steps import course, stands
from fieldapp.store.ties import has_colleagues, ties_of
from fieldapp.store.unit import Unit
from fieldapp.verbs import Command, handles
from sync.protocol import Value


@dataclass(frozen=True, slots=True)
class RaiseIssue(Command[str]):
    """Note down what somebody asks for (点单): which kind, and what it is about. Gives its id.

    It belongs to the household or the door named, else to the grid. `then` is the step that is
    taken at once: verify (she has seen it herself) or settle (and did it on the spot).
    """

    category: str
    title: str
    text: str = ""
    household: str | None = None
    dwelling: str | None = None
    resident: str | None = None
    grid: str | None = None
    origin: str = ""
    on_behalf_of: str = ""
    raised_on: date | None = None
    visit: str | None = None
    line: str | None = None
    then: str = ""


@dataclass(frozen=True, slots=True)
class TakeStep(Command[str]):
    """Take the next step of an issue. Gives the step's id.

    `deed` is a code or word of `Deed`; what it needs besides is in `fieldapp.domain.issues.WAYS`.
    """

    issue: str
    deed: str
    note: str = ""
    unit: str = ""
    due_on: date | None = None
    rating: str = ""
    into: str = ""


@dataclass(frozen=True, slots=True)
class TakeBackStep(Command[None]):
    """Take one's own step back, unless somebody went on from it: it stays in history only."""

    step: str
    reason: str = "点错了"


@dataclass(frozen=True, slots=True)
class TakeBackIssue(Command[None]):
    """Take an issue of one's own back that nobody else has touched."""

    issue: str
    reason: str = "点错了"


@handles(RaiseIssue)
def raise_issue(unit: Unit, command: RaiseIssue) -> str:
    """Save it, with its first step where one is taken at once. Raises `Refused`."""
    if not command.title.strip():
        raise Refused("text-missing", "写一句是什么事。", field="title", is_input=True)
    command = replace(command, household=_household(unit, command))
    scope = _scope(unit, command)
    if command.then:
        unit.begin_act()
    with unit.group() if command.then else nullcontext():
        issue = unit.create("issue", scope, _fields(unit, command))
        if command.then:
            deed = _deed(command.then)
            _require_hand(unit, scope, deed)
            _create_step(unit, scope, TakeStep(issue, deed), fold(()))
    return issue


def _household(unit: Unit, command: RaiseIssue) -> str | None:
    """Give the household named, or the one that whoever it is about lives in."""
    if command.household or command.dwelling or not command.resident:
        return command.household
    present(unit, "resident", command.resident, "这个人")
    homes = set(open_members(unit, resident=command.resident).values())
    return homes.pop() if len(homes) == 1 else None


def _scope(unit: Unit, command: RaiseIssue) -> str:
    if command.household is not None:
        present(unit, "household", command.household, "这一户")
        return unit.scope_of("household", command.household)
    if command.dwelling is not None:
        present(unit, "dwelling", command.dwelling, "这个门")
        return unit.scope_of("dwelling", command.dwelling)
    if command.resident is not None:
        return unit.scope_of("resident", command.resident)
    return grid_scope(unit, command.grid)


def _fields(unit: Unit, command: RaiseIssue) -> dict[str, Value]:
    return {
        "category": _choice("category", command.category, is_needed=True),
        "title": command.title.strip(),
        "text": command.text.strip() or None,
        "household_id": command.household,
        # With a household it goes where that goes; the door stays behind.
        "dwelling_id": None if command.household else command.dwelling,
        "resident_id": command.resident,
        "visit_id": command.visit,
        "line_id": command.line,
        "origin": _choice("origin", command.origin),
        "on_behalf_of": command.on_behalf_of.strip() or None,
        "raised_on": (command.raised_on or day_of(unit.now_ms)).isoformat(),
        "raised_ms": unit.now_ms,
        "author": unit.author.person,
    }


def _choice(field: str, typed: str, *, is_needed: bool = False) -> str | None:
    words = CHOICES["issue", field]
    code = code_of("issue", field, typed.strip())
    if code in words:
        return code
    if not code and not is_needed:
        return None
    sentence = f"可以选：{'、'.join(words.values())}。"
    raise Refused("bad-choice", sentence, field=field, is_input=True, candidates=offered(words))


@handles(TakeStep)
def take_step(unit: Unit, command: TakeStep) -> str:
    """Append a step to what this device knows of the issue. Raises `Refused`."""
    _standing(unit, command.issue, "这件事")
    scope = unit.scope_of("issue", command.issue)
    deed = _deed(command.deed)
    _require_hand(unit, scope, deed)
    stand = course(unit.connection, command.issue)
    _require_now(stand, deed)
    _require_words(command, deed)
    if deed is Deed.rate:
        _require_another(unit, scope, stand)
    if deed is Deed.merge:
        _require_other_issue(unit, command, scope)
    return _create_step(unit, scope, command, stand)


def _standing(unit: Unit, issue: str, what: str) -> dict[str, Value]:
    """Read an issue that counts, though its author may have taken it back too late."""
    if stands(unit.connection, issue):
        return unit.read("issue", issue) or {}
    return present(unit, "issue", issue, what)


def _deed(typed: str) -> Deed:
    code = code_of("issue_step", "deed", typed.strip())
    if code in DEED:
        return Deed(code)
    words = CHOICES["issue_step", "deed"]
    sentence = f"可以是：{'、'.join(words.values())}。"
    raise Refused("bad-choice", sentence, field="deed", is_input=True, candidates=offered(words))


def _require_hand(unit: Unit, scope: str, deed: Deed) -> None:
    """See that this side takes such steps, and say whom to ask."""
    tie = ties_of(unit.connection, unit.author.person, unit.now_ms).get(scope)
    if tie is None or hand_of(tie) in WAYS[deed].hands:
        return
    is_workers = WAYS[deed].hands == {Hand.worker}
    who = "网格员" if is_workers else "社区书记"
    code = "worker-only" if is_workers else "secretary-only"
    raise Refused(code, f"“{DEED[deed]}”由{who}来做。可以先写一句“补充”。")


def _require_now(stand: Course, deed: Deed) -> None:
    if stand.state in WAYS[deed].froms:
        return
    word = STATE[stand.state]
    if deed is Deed.close and stand.state is State.resolved:
        sentence = "还没有告诉提的人结果。先回访，记了评单，再结案。"
        raise Refused("feedback-first", sentence, field="deed")
    if stand.state in ENDED:
        raise Refused("issue-ended", f"这件事{word}了，不再往下办。", field="deed")
    sentence = f"这件事现在是“{word}”，还不能{DEED[deed]}。"
    raise Refused("step-not-now", sentence, field="deed")


_ASKS = {
    "note": "写一句为什么。",
    "unit": "写上是哪个单位。",
    "rating": f"选一个：{'、'.join(RATING.values())}。",
    "due_on": "选一个日子。",
    "into_id": "说一下并到哪一件。",
}


def _require_words(command: TakeStep, deed: Deed) -> None:
    said = {
        "note": command.note.strip(),
        "unit": command.unit.strip(),
        "rating": code_of("issue_step", "rating", command.rating),
        "due_on": command.due_on,
        "into_id": command.into,
    }
    missing = [name for name in WAYS[deed].needs if not said[name]]
    if command.rating and said["rating"] not in RATING:
        missing.append("rating")
    if deed is Deed.rate and said["rating"] == "unrated" and not said["note"]:
        missing.append("note")
    if missing:
        raise Refused("text-missing", _ASKS[missing[0]], field=missing[0], is_input=True)


def _require_another(unit: Unit, scope: str, stand: Course) -> None:
    person = unit.author.person
    if stand.resolver != person:
        return
    is_alone = not has_colleagues(unit.connection, scope, person, unit.now_ms)
    if not may_rate(stand, Looker(person, Hand.worker, is_alone)):
        sentence = "这件事是你办结的，评单请别人来问：同事上门，或者书记打个电话。"
        raise Refused("own-work", sentence)


def _require_other_issue(unit: Unit, command: TakeStep, scope: str) -> None:
    if command.into == command.issue:
        raise Refused("same-issue", "不能并到它自己。", field="into", is_input=True)
    _standing(unit, command.into, "要并到的那件事")
    if unit.scope_of("issue", command.into) != scope:
        raise Refused("other-grid", "两件事不在一个网格，并不到一起。", field="into")


def _create_step(unit: Unit, scope: str, command: TakeStep, stand: Course) -> str:
    deed = _deed(command.deed)
    rating = code_of("issue_step", "rating", command.rating)
    to = leads_to(deed, stand.state, rating, stand.reopened)
    is_moving = WAYS[deed].to is not None
    issue = unit.read("issue", command.issue) or {}
    fields: dict[str, Value] = {
        "issue_id": command.issue,
        "household_id": issue.get("household_id"),
        "dwelling_id": issue.get("dwelling_id"),
        "deed": str(deed),
        "after": (stand.head if is_moving else stand.last_word) or None,
        "from_state": str(stand.state),
        "to_state": str(to) if is_moving else None,
        "note": command.note.strip() or None,
        "unit": command.unit.strip() or None,
        "due_on": command.due_on.isoformat() if command.due_on else None,
        "rating": rating or None,
        "into_id": command.into or None,
        "at_ms": unit.now_ms,
        "author": unit.author.person,
    }
    return unit.create("issue_step", scope, fields)


@handles(TakeBackStep)
def take_back_step(unit: Unit, command: TakeBackStep) -> None:
    """Archive a step of one's own that is the last. Raises `Refused`."""
    step = present(unit, "issue_step", command.step, "这一步")
    if step["author"] != unit.author.person:
        raise Refused("not-author", "这一步不是你做的，只有做的人能撤。")
    stand = course(unit.connection, str(step["issue_id"]))
    if any(one.after == command.step for one in (*stand.way, *stand.stale)):
        raise Refused("gone-on", "后面已经有人接着办了，这一步留着。可以写一句“补充”。")
    unit.archive("issue_step", command.step, command.reason)


@handles(TakeBackIssue)
def take_back_issue(unit: Unit, command: TakeBackIssue) -> None:
    """Archive an issue and its steps, all one's own. Raises `Refused`."""
    issue = _standing(unit, command.issue, "这件事")
    stand = course(unit.connection, command.issue)
    steps = (*stand.way, *stand.beside, *stand.stale)
    if issue["author"] != unit.author.person:
        raise Refused("not-author", "这件事不是你记的。不办了就记“撤单”或者“不受理”。")
    if any(step.author != unit.author.person for step in steps):
        raise Refused("gone-on", "已经有人接着办了。不办了就记“撤单”。")
    if steps or photos_on(unit, "issue", command.issue):
        unit.begin_act()
    for step in steps:
        unit.archive("issue_step", step.id, command.reason)
    take_back_photos(unit, "issue", command.issue, command.reason)
    unit.archive("issue", command.issue, command.reason)
