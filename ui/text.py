"""Every word of the screens that more than one place needs, and how numbers become words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fieldapp.domain.days import day_of, moment
from fieldapp.domain.reasons import day_text
from fieldapp.domain.words import OUTCOME_MARK
from fieldapp.queries.household import HouseholdCard
from fieldapp.queries.standing_of import Standing

WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
JOINT = "·"
NO_BREAK = "\u2060"

STORED, DELIVERED, POSTED, READ = "已存本机", "已送达", "已入账", "已阅"

OUTCOMES: tuple[tuple[str, str, str], ...] = (
    ("met", "见到", "check"),
    ("met_other", "家人代述", "people"),
    ("no_answer", "无人", "mark-away"),
    ("refused", "拒访", "mark-refused"),
    ("declined_info", "不便多说", "lock"),
    ("moved_out", "已搬走", "forward"),
    ("vacant", "空置", "mark-vacant"),
    ("wrong_door", "地址不对", "find"),
    ("not_safe", "没进去", "cover"),
)
"""The nine outcomes of a knock in the order of the digits: code, word, sign."""

_OUTCOME_WORDS = {code: word for code, word, _ in OUTCOMES} | {"deceased": "得知去世"}
_MODE_WORDS = {
    "phone": "电话",
    "video": "视频",
    "met_on_street": "路上遇到",
    "visitor_came": "来社区",
    "relative_reported": "来电话",
}
WANTED = frozenset({"overdue", "due"})
"""Marks of doors that want to be gone to."""
_STATE_STANDINGS = {
    "late": "overdue",
    "today": "due",
    "met": "met",
    "no_answer": "away",
    "refused": "refused",
    "vacant": "vacant",
}


_NAME_ON_A_BUTTON = 20


def whose(door: str, name: str, *, ending: str = "") -> str:
    """Name a door on a button, with the name while it fits: a name is never shortened."""
    return f"{door} {name}{ending}" if 0 < len(name) <= _NAME_ON_A_BUTTON else door


def outcome_of(digit: int) -> str:
    """Give the outcome that a digit stands for, "" for none."""
    return OUTCOMES[digit - 1][0] if 0 < digit <= len(OUTCOMES) else ""


def outcome_word(outcome: str, mode: str = "door") -> str:
    """Name an outcome as the lists do; a contact that was no knock goes by its mode."""
    return _MODE_WORDS.get(mode) or _OUTCOME_WORDS.get(outcome, outcome)


def logged_text(at_ms: int, outcome: str, name: str) -> str:
    """Say what was logged, after the stage of the record: ，09:14 见到高玉芬."""
    word = outcome_word(outcome) if outcome else ""
    return f"，{clock_text(at_ms)} {word}{name if outcome == 'met' else ''}"


def outcome_standing(outcome: str, mode: str = "door") -> str:
    """Give the mark of an outcome: met, away, refused, vacant, or phone for a call."""
    if mode in ("phone", "video", "relative_reported"):
        return "phone"
    return OUTCOME_MARK.get(outcome, "away")


def standing_of(state: str) -> str:
    """Give the mark of a door's or a due date's state; "" where nothing is due."""
    return _STATE_STANDINGS.get(state, "")


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark at a door and its word; both "" where nobody need go and nobody went today."""

    standing: str
    word: str


def mark_of(due: Standing) -> Mark:
    """Mark a household: by the outcome of today, else by when it is due."""
    if due.outcome_today:
        return Mark(outcome_standing(due.outcome_today), outcome_word(due.outcome_today))
    standing = standing_of(due.state)
    return Mark(standing, due.due_text) if standing in WANTED else Mark("", "")


def day_heading(day: date) -> str:
    """Write a day as a heading: 11月20日 星期五."""
    return f"{day_text(day)} {WEEKDAYS[day.weekday()]}"


def clock_text(at_ms: int) -> str:
    """Write the time of day in Shanghai: 09:14."""
    return f"{moment(at_ms):%H:%M}"


def when_text(at_ms: int, now_ms: int) -> str:
    """Write a moment as people say it: 09:14, 昨天 17:40, 11月18日."""
    days = (day_of(now_ms) - day_of(at_ms)).days
    if days == 0:
        return clock_text(at_ms)
    if days == 1:
        return f"昨天 {clock_text(at_ms)}"
    return past_day(day_of(at_ms), day_of(now_ms))


def deadline_text(at_ms: int, now_ms: int) -> str:
    """Write a moment to come or just gone: 今天 18:00, 11月21日 12:00; 18:00 alone once past."""
    days = (day_of(at_ms) - day_of(now_ms)).days
    if days == 0:
        return clock_text(at_ms) if at_ms < now_ms else f"今天 {clock_text(at_ms)}"
    return f"{day_text(day_of(at_ms))} {clock_text(at_ms)}"


def past_day(day: date, today: date) -> str:
    """Write a day gone by; the year only where it is another one."""
    return day_text(day) if day.year == today.year else f"{day.year}年{day_text(day)}"


def counted(count: int, unit: str) -> str:
    """Write a count so that it is never torn from its unit: 9 户."""
    return f"{count}{NO_BREAK} {NO_BREAK}{unit}"


def whole(words: str) -> str:
    """Write words that stand on one line or the next, never on both."""
    return NO_BREAK.join(words)


def tag_words(card: HouseholdCard) -> tuple[str, ...]:
    """Name what may be shown of a household: its tags, its people's, and an elder's age."""
    words = [chip.name for chip in card.tags]
    words += [chip.name for one in card.people for chip in one.tags if not chip.is_computed]
    elders = [one.age for one in card.people if any(chip.is_computed for chip in one.tags)]
    return tuple(dict.fromkeys([*words, *elders[:1]]))
