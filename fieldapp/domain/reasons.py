"""Why a door is on today's list, in the words of its row; and what to do when nobody opens."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from fieldapp.domain.days import day_of, moment
from fieldapp.domain.due import Contact, Due, DueState, is_first, is_met
from fieldapp.domain.households import Home, all_tags, oldest_age
from fieldapp.domain.tags import AGE60, AGE80, Catalogue

LADDER_DAYS, LADDER_TOP = 14, 3
"""Three knocks in vain within this many days, at an elder's door, call for a telephone."""
EVENING, NOON = time(18, 0), time(12, 0)
SEPARATOR = "·"


def due_text(due: Due, today: date) -> str:
    """Say when: "超 2 天", "今天", "11月24日" or ""."""
    match due.state(today):
        case DueState.late:
            return f"超 {due.days_late(today)} 天"
        case DueState.today:
            return "今天"
        case DueState.later:
            assert due.on is not None
            return day_text(due.on)
        case _:
            return ""


def day_text(day: date) -> str:
    """Write a day as a row shows it: 11月20日."""
    return f"{day.month}月{day.day}日"


def reason(home: Home, due: Due, kinds: Catalogue, today: date, extra: Sequence[str] = ()) -> str:
    """Say why a household is due: the tag, the age, the days, then whatever else there is."""
    parts = [_tag_word(home, due, kinds, today), _age_word(home, today)]
    parts += list(extra) or [days_text(due, today)]
    return SEPARATOR.join(part for part in parts if part)


def _tag_word(home: Home, due: Due, kinds: Catalogue, today: date) -> str:
    held = all_tags(home, today) - {AGE60, AGE80}
    if due.cadence.code in held:
        return kinds[due.cadence.code].word
    marked = [kind.word for code, kind in kinds.items() if code in held and kind.level < 3]
    return marked[0] if marked else ""


def _age_word(home: Home, today: date) -> str:
    age = oldest_age(home, today)
    return f"{age} 岁" if age is not None and age >= 60 else ""


def days_text(due: Due, today: date) -> str:
    """Say how long ago: "已 9 天没见到", "已 7 天", "满 30 天", "今天见过", "还没见过"."""
    if due.is_arranged and due.on is not None:
        return "说好今天来" if due.on == today else f"说好{day_text(due.on)}来"
    if due.reached_on is None:
        return "还没见过"
    days = (today - due.reached_on).days
    if days == 0:
        return "今天见过"
    if due.state(today) is DueState.late:
        return f"已 {days} 天没见到"
    return f"满 {days} 天" if due.cadence.code == "" else f"已 {days} 天"


@dataclass(frozen=True, slots=True)
class Hint:
    """When somebody is likely to be at home, learnt from the last two times; `slot` of the day."""

    slot: str
    sentence: str


def likely_time(contacts: Iterable[Contact]) -> Hint | None:
    """Learn from the last two times somebody was met at the door, when both agree."""
    met = sorted(one.at_ms for one in contacts if is_met(one) and one.mode == "door")[-2:]
    times = sorted(moment(at_ms).time() for at_ms in met)
    if len(times) < 2:
        return None
    if times[0] >= EVENING:
        return Hint("evening", f"晚上容易遇到，前两次都在 {_half_hour(times[0])} 后见到")
    if times[-1] < NOON:
        return Hint("morning", "上午容易遇到，前两次都在 12:00 前见到")
    if times[0] >= NOON and times[-1] < EVENING:
        return Hint("afternoon", "下午容易遇到，前两次都在 12:00 后见到")
    return None


def _half_hour(at: time) -> str:
    return f"{at.hour}:{'30' if at.minute >= 30 else '00'}"


@dataclass(frozen=True, slots=True)
class Ladder:
    """What to do after knocks in vain: how many, another time to try, whether to call for help."""

    misses: int = 0
    hint: str = ""
    calls_for_help: bool = False


def ladder(home: Home, contacts: Iterable[Contact], today: date) -> Ladder:
    """Count the knocks in vain since somebody was met, within fourteen days, and advise.

    The first suggests the time of earlier successes; the third at the door of an elder who
    lives alone or is 80 or more asks for a call, neighbours, and help where it is needed.
    """
    known = sorted(contacts, key=lambda one: one.at_ms)
    met = [one.at_ms for one in known if is_met(one)]
    oldest = today - timedelta(LADDER_DAYS)
    misses = [
        one
        for one in known
        if one.outcome == "no_answer"
        and (not met or one.at_ms > met[-1])
        and day_of(one.at_ms) > oldest
    ]
    likely = likely_time(known)
    hint = likely.sentence if misses and likely else ""
    is_top = len(misses) >= LADDER_TOP and is_first(home, today)
    return Ladder(len(misses), hint, is_top)


def help_sentence(misses: int, relative: str, neighbour: str) -> str:
    """Word the top of the ladder: whom to ring and whom to ask. Empty names are left out."""
    steps = [f"打{relative}电话" if relative else "打电话"]
    steps.append(f"问{neighbour}" if neighbour else "问邻居")
    return f"已经 {misses} 次无人。{'，'.join(steps)}，必要时求助。"
