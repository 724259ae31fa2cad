"""What people do in a run: everything that the screens can, on rows that their device shows."""

from __future__ import annotations

from collections.abc import Callable

from fieldapp.services.campaigns import EndCampaign, ResumeCampaign, StartCampaign
from fieldapp.services.conflicts import KeepBoth, KeepConflict, RestoreConflict, UndoConflict
from fieldapp.services.diary import DraftLine, SubmitDiary, WithdrawDiary, WriteDraft
from fieldapp.services.diary_lines import (
    AddLine,
    EditLine,
    ReplyReview,
    SealLine,
    TickLine,
    UntickLine,
)
from fieldapp.services.duplicates import (
    CatchUpDuplicate,
    MarkDistinct,
    MergeResidents,
    SplitResident,
    UnmarkDistinct,
)
from fieldapp.services.fields import ArchiveRow, SetFields
from fieldapp.services.households import ChangeHead, MoveIn, MoveOut, SplitHousehold
from fieldapp.services.issues import RaiseIssue, TakeBackStep, TakeStep
from fieldapp.services.people import AddPhone, AddResident, MarkDeceased, RemovePhone
from fieldapp.services.places import AddBuilding
from fieldapp.services.quarantine import RetryQuarantined
from fieldapp.services.reviews import ReviewEntry, UndoReview
from fieldapp.services.tags import AddTag, RemoveTag
from fieldapp.services.transfer import TransferHousehold, TransferPlace
from fieldapp.services.undo import UndoAct, UndoLast
from fieldapp.services.visits import KeepPromise, LogVisit, UndoVisit
from fieldapp.verbs import Command
from tests.simulator.hand import (
    HINTS,
    MASKED_TAGS,
    NAMES,
    PHONES,
    SENTENCES,
    TAGS,
    Hand,
    Nothing,
)
from tests.simulator.newer import set_nickname
from tests.simulator.town import GRID, GRID_2, GRID_SCOPE

Deed = Callable[[Hand], "Command[object]"]


def _name(hand: Hand) -> Command[object]:
    fields = {"name": hand.dice.choice(NAMES)}
    return SetFields("resident", hand.pick("resident"), fields)


def _hint(hand: Hand) -> Command[object]:
    return SetFields("dwelling", hand.pick("dwelling"), {"access_note": hand.word(HINTS)})


def _two_fields(hand: Hand) -> Command[object]:
    fields = {"speaks": hand.word(["本地话", "普通话"]), "emergency_name": hand.word(NAMES)}
    return SetFields("resident", hand.pick("resident"), fields)


def _life(hand: Hand) -> Command[object]:
    return MarkDeceased(hand.pick("resident"))


def _note(hand: Hand) -> Command[object]:
    kind = hand.dice.choice(["resident", "household"])
    row = hand.pick(kind)
    return SetFields(kind, row, {"note": hand.prose(hand.field(kind, row, "note") or "")})


def _health(hand: Hand) -> Command[object]:
    row = hand.pick("resident")
    return SetFields("resident", row, {"health_note": hand.word(SENTENCES)})


def _tag(hand: Hand) -> Command[object]:
    return AddTag("resident", hand.pick("resident"), hand.dice.choice(TAGS))


def _masked_tag(hand: Hand) -> Command[object]:
    return AddTag("resident", hand.pick("resident"), hand.dice.choice(MASKED_TAGS))


def _untag(hand: Hand) -> Command[object]:
    row = hand.pick("resident")
    elements = ((hand.field("resident", row, "tags") or {}).get("dots") or {}).values()
    codes = sorted({one["code"] for one in elements}) or TAGS
    return RemoveTag("resident", row, hand.dice.choice(codes))


def _phone(hand: Hand) -> Command[object]:
    return AddPhone(hand.pick("resident"), hand.dice.choice(PHONES))


def _no_phone(hand: Hand) -> Command[object]:
    return RemovePhone(hand.pick("resident"), hand.dice.choice(PHONES))


def _draft(hand: Hand) -> Command[object]:
    lines = tuple(DraftLine(hand.prose("")) for _ in range(hand.dice.choice([1, 2, 3])))
    return WriteDraft(lines)


def _submit(hand: Hand) -> Command[object]:
    return SubmitDiary(hand.pick("diary_entry", scope="local"))


def _withdraw(hand: Hand) -> Command[object]:
    return WithdrawDiary(hand.pick("diary_entry", scope=f"diary:{hand.device.caller.person}"))


def _edit_line(hand: Hand) -> Command[object]:
    row = hand.pick("diary_line", scope=f"diary:{hand.device.caller.person}")
    return EditLine(row, hand.prose(hand.field("diary_line", row, "text") or ""))


def _add_line(hand: Hand) -> Command[object]:
    entry = hand.pick("diary_entry", scope=f"diary:{hand.device.caller.person}")
    return AddLine(entry, hand.prose(""))


def _seal(hand: Hand) -> Command[object]:
    row = hand.pick("diary_line", scope=f"diary:{hand.device.caller.person}")
    return SealLine(row, hand.dice.random() < 0.7)


def _tick(hand: Hand) -> Command[object]:
    row = hand.pick("diary_line", scope=f"diary:{hand.device.caller.person}")
    return TickLine(row) if hand.dice.random() < 0.7 else UntickLine(row)


def _review(hand: Hand) -> Command[object]:
    entry = hand.pick("diary_entry")
    return ReviewEntry(entry, hand.dice.choice(["acknowledged", "praise"]), hand.prose(""))


def _instruct(hand: Hand) -> Command[object]:
    """On somebody's page, for its author or for a colleague, who gets it in her own diary."""
    entry, other = hand.pick("diary_entry"), hand.pick("diary_entry")
    whom = str(hand.field("diary_entry", other, "author"))
    return ReviewEntry(entry, "instruction", hand.prose(""), for_person=whom)


def _undo_review(hand: Hand) -> Command[object]:
    return UndoReview(hand.pick("review"))


def _reply(hand: Hand) -> Command[object]:
    review = hand.pick("review")
    return ReplyReview(hand.field("review", review, "entry_id"), "received", review)


def _answer(hand: Hand) -> Command[object]:
    mine = f"diary:{hand.device.caller.person}"
    return ReplyReview("", "done", hand.pick("instruction", scope=mine))


def _visit(hand: Hand) -> Command[object]:
    household = hand.pick("household")
    dwelling = hand.field("household", household, "dwelling_id")
    promise = hand.prose("") if hand.dice.random() < 0.3 else ""
    outcome = hand.dice.choice(["met", "no_answer", "refused"])
    return LogVisit(dwelling, outcome, household, promise=promise)


def _undo_visit(hand: Hand) -> Command[object]:
    return UndoVisit(hand.pick("visit", author=hand.device.caller.person))


def _keep_promise(hand: Hand) -> Command[object]:
    return KeepPromise(hand.pick("promise"), is_kept=hand.dice.random() < 0.7)


def _resident(hand: Hand) -> Command[object]:
    name = hand.dice.choice(NAMES)
    return AddResident(name, "usual_local", hand.pick("household"), phones=(PHONES[0],))


def _split(hand: Hand) -> Command[object]:
    household = hand.pick("household")
    members = hand.rows("member", household_id=household, to_on=None)
    if not members:
        raise Nothing
    going = hand.field("member", hand.dice.choice(members), "resident_id")
    return SplitHousehold(household, (going,))


def _move_in(hand: Hand) -> Command[object]:
    return MoveIn(hand.pick("dwelling"), (hand.pick("resident"),))


def _move_out(hand: Hand) -> Command[object]:
    return MoveOut(hand.pick("household"), dest=hand.word(["回老家了", "去儿子家"]))


def _head(hand: Hand) -> Command[object]:
    household = hand.pick("household")
    members = hand.rows("member", household_id=household, to_on=None)
    if not members:
        raise Nothing
    return ChangeHead(household, hand.field("member", hand.dice.choice(members), "resident_id"))


def _building(hand: Hand) -> Command[object]:
    return AddBuilding(f"{hand.world.step}", floors=1, doors_per_floor=2)


def _archive(hand: Hand) -> Command[object]:
    kind = hand.dice.choice(["resident", "household", "dwelling"])
    return ArchiveRow(kind, hand.pick(kind), hand.word(["重复", "记错了"]))


def _undo_last(hand: Hand) -> Command[object]:
    return UndoLast()


def _undo_act(hand: Hand) -> Command[object]:
    query = "SELECT DISTINCT act FROM tail WHERE act IS NOT NULL ORDER BY at_ms, act"
    acts = hand.device.peep(query)
    if not acts:
        raise Nothing
    return UndoAct(hand.dice.choice(acts)[0])


def _restore(hand: Hand) -> Command[object]:
    side = hand.dice.choice(["other", "other", "base"])
    return RestoreConflict(hand.pick("conflict", state="open"), side)


def _keep(hand: Hand) -> Command[object]:
    return KeepConflict(hand.pick("conflict", state="open"))


def _both(hand: Hand) -> Command[object]:
    return KeepBoth(hand.pick("conflict", state="open"))


def _undo_decision(hand: Hand) -> Command[object]:
    state = hand.dice.choice(["kept", "restored", "both"])
    return UndoConflict(hand.pick("conflict", state=state))


def _nickname(hand: Hand) -> Command[object]:
    raise Nothing


def _retry(hand: Hand) -> Command[object]:
    return RetryQuarantined(hand.pick("quarantine", state="waiting"))


def _campaign(hand: Hand) -> Command[object]:
    return StartCampaign(hand.dice.choice(["NO_POWER", "SNOW_ALONE"]))


def _end_campaign(hand: Hand) -> Command[object]:
    campaign = hand.pick("campaign")
    return EndCampaign(campaign) if hand.dice.random() < 0.6 else ResumeCampaign(campaign)


def _merge(hand: Hand) -> Command[object]:
    """Make two residents one, or say that they are two."""
    first, second = hand.pick("resident"), hand.pick("resident")
    if hand.dice.random() < 0.7:
        return MergeResidents(first, second, ("note",) if hand.dice.random() < 0.3 else ())
    return hand.dice.choice([MarkDistinct, UnmarkDistinct])(first, second)


def _part(hand: Hand) -> Command[object]:
    """Make them two again, or bring over what was written on the one that went."""
    gone = [one for one in hand.taken("resident") if hand.field("resident", one, "duplicate_of")]
    if not gone:
        raise Nothing
    row = hand.dice.choice(gone)
    return SplitResident(row) if hand.dice.random() < 0.7 else CatchUpDuplicate(row)


def _issue(hand: Hand) -> Command[object]:
    household = hand.pick("household") if hand.dice.random() < 0.7 else None
    title, text = hand.prose("")[:200], hand.prose("") if hand.dice.random() < 0.3 else ""
    then = hand.dice.choice(["", "", "verify", "settle"])
    grid = None if household else hand.dice.choice([GRID, GRID_2])
    return RaiseIssue("livelihood", title, text, household, grid=grid, then=then)


def _issue_step(hand: Hand) -> Command[object]:
    issue = hand.pick("issue")
    deed = hand.dice.choice(["verify", "settle", "place", "take_on", "resolve", "rate", "add"])
    rating = hand.dice.choice(["satisfied", "dissatisfied"]) if deed == "rate" else ""
    return TakeStep(issue, deed, hand.prose(""), rating=rating)


def _issue_title(hand: Hand) -> Command[object]:
    return SetFields("issue", hand.pick("issue"), {"title": hand.word(["路灯不亮", "楼道积水"])})


def _undo_step(hand: Hand) -> Command[object]:
    return TakeBackStep(hand.pick("issue_step", author=hand.device.caller.person))


def _hand_over(hand: Hand) -> Command[object]:
    """Hand a household, its door, or a building to the other grid."""
    kind = hand.dice.choice(["household", "household", "dwelling", "building"])
    row = hand.pick(kind)
    scope = hand.device.peep(f"SELECT scope FROM {kind} WHERE id = ?", row)[0][0]
    other = GRID_2 if scope == GRID_SCOPE else GRID
    if kind == "household":
        return TransferHousehold(row, other, with_door=hand.dice.random() < 0.3)
    return TransferPlace(kind, row, other)


DEEDS: dict[str, tuple[int, Deed]] = {
    "name": (5, _name),
    "hint": (8, _hint),
    "two fields": (4, _two_fields),
    "life status": (1, _life),
    "note": (7, _note),
    "health": (2, _health),
    "tag": (5, _tag),
    "masked tag": (2, _masked_tag),
    "untag": (5, _untag),
    "phone": (3, _phone),
    "no phone": (2, _no_phone),
    "draft": (4, _draft),
    "submit": (6, _submit),
    "withdraw": (1, _withdraw),
    "edit line": (8, _edit_line),
    "add line": (2, _add_line),
    "seal line": (2, _seal),
    "tick": (2, _tick),
    "review": (3, _review),
    "instruct": (3, _instruct),
    "answer": (1, _answer),
    "undo review": (1, _undo_review),
    "reply": (2, _reply),
    "visit": (4, _visit),
    "undo visit": (1, _undo_visit),
    "keep promise": (1, _keep_promise),
    "resident": (2, _resident),
    "split": (2, _split),
    "move in": (2, _move_in),
    "move out": (1, _move_out),
    "head": (2, _head),
    "building": (1, _building),
    "archive": (3, _archive),
    "undo last": (3, _undo_last),
    "undo act": (2, _undo_act),
    "restore": (5, _restore),
    "keep": (2, _keep),
    "both": (1, _both),
    "undo decision": (2, _undo_decision),
    "retry": (2, _retry),
    "nickname": (3, _nickname),
    "campaign": (2, _campaign),
    "end campaign": (1, _end_campaign),
    "merge": (2, _merge),
    "part": (2, _part),
    "issue": (2, _issue),
    "issue step": (4, _issue_step),
    "issue title": (1, _issue_title),
    "undo step": (1, _undo_step),
}
WIDE: dict[str, tuple[int, Deed]] = {**DEEDS, "hand over": (8, _hand_over)}
"""Where there are two grids."""
PLAIN = (
    "name",
    "hint",
    "two fields",
    "note",
    "health",
    "tag",
    "masked tag",
    "untag",
    "phone",
    "draft",
    "submit",
    "edit line",
    "add line",
    "review",
    "reply",
    "visit",
    "keep promise",
    "resident",
    "archive",
    "issue",
    "issue step",
    "nickname",
)
"""Deeds that do not turn on a default winner, for runs whose clocks are compared."""


def do_something(hand: Hand) -> str:
    """Let somebody do one thing; gives its name."""
    deeds = WIDE if hand.world.is_wide else DEEDS
    names = list(PLAIN if hand.is_plain else deeds)
    weights = [deeds[name][0] * (12 if name in hand.favour else 1) for name in names]
    label = hand.dice.choices(names, weights)[0]
    if label == "nickname":
        _write_nickname(hand)
        return label
    try:
        command = deeds[label][1](hand)
    except Nothing:
        hand.world.tell(f"{hand.device.name} {label}: nothing to do it with")
        return label
    hand.world.save(hand.device, label, lambda: hand.device.do(command))
    return label


def _write_nickname(hand: Hand) -> None:
    """Only one device has the newer app; what it writes is no command of this one."""
    rows = hand.rows("resident")
    if not hand.device.name.startswith("miao-2") or not rows:
        hand.world.tell(f"{hand.device.name} nickname: an old app")
        return
    row, value = hand.dice.choice(rows[:2]), hand.word(["阿芬", "小海"])

    def work() -> None:
        hand.device.write(lambda unit: set_nickname(unit, row, value))

    hand.world.save(hand.device, "nickname", work)
