"""The codes of an issue (事项) and their words: what it is about, its states, its deeds."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

CATEGORY: Mapping[str, str] = {
    "livelihood": "民生服务",
    "hazard": "安全隐患",
    "dispute": "矛盾纠纷",
    "city": "城管市容",
    "safety": "政法平安",
    "emergency": "应急",
    "party": "党建",
    "advice": "建议咨询",
}
"""The first level of the catalogue; what is below it is a district's to say."""
ORIGIN: Mapping[str, str] = {
    "visit": "入户发现",
    "patrol": "巡查发现",
    "diary": "日记里来",
    "walk_in": "上门来说",
    "phone": "电话来说",
    "hotline": "12345 转来",
    "superior": "上级交办",
}
RATING: Mapping[str, str] = {
    "satisfied": "满意",
    "fair": "基本满意",
    "dissatisfied": "不满意",
    "unrated": "没评",
}


class State(StrEnum):
    """Where an issue stands; a draft is half-typed text and never leaves its device."""

    ordered = "ordered"
    verified = "verified"
    placed = "placed"
    reported = "reported"
    dispatched = "dispatched"
    accepted = "accepted"
    in_progress = "in_progress"
    reopened = "reopened"
    resolved = "resolved"
    rated = "rated"
    closed = "closed"
    declined = "declined"
    cancelled = "cancelled"
    merged = "merged"


STATE: Mapping[State, str] = {
    State.ordered: "已点单",
    State.verified: "已核单",
    State.placed: "已下单",
    State.reported: "已报街道",
    State.dispatched: "已派单",
    State.accepted: "已接单",
    State.in_progress: "办理中",
    State.reopened: "重办",
    State.resolved: "已办结",
    State.rated: "已评单",
    State.closed: "结案",
    State.declined: "不受理",
    State.cancelled: "已撤单",
    State.merged: "已并案",
}


class Deed(StrEnum):
    """What can be done with an issue; each is one step."""

    verify = "verify"
    settle = "settle"
    place = "place"
    take_on = "take_on"
    report = "report"
    send_back = "send_back"
    dispatch = "dispatch"
    whistle = "whistle"
    accept = "accept"
    arrive = "arrive"
    hand_back = "hand_back"
    start = "start"
    resolve = "resolve"
    rate = "rate"
    reopen = "reopen"
    close = "close"
    decline = "decline"
    cancel = "cancel"
    merge = "merge"
    urge = "urge"
    supervise = "supervise"
    postpone = "postpone"
    add = "add"


DEED: Mapping[Deed, str] = {
    Deed.verify: "核单",
    Deed.settle: "自办办结",
    Deed.place: "下单",
    Deed.take_on: "社区自办",
    Deed.report: "报街道",
    Deed.send_back: "退回核单",
    Deed.dispatch: "街道派单",
    Deed.whistle: "吹哨",
    Deed.accept: "部门接单",
    Deed.arrive: "部门报到",
    Deed.hand_back: "部门退单",
    Deed.start: "开始办",
    Deed.resolve: "办结",
    Deed.rate: "评单",
    Deed.reopen: "重办",
    Deed.close: "结案",
    Deed.decline: "不受理",
    Deed.cancel: "撤单",
    Deed.merge: "并案",
    Deed.urge: "催办",
    Deed.supervise: "督办",
    Deed.postpone: "改约期",
    Deed.add: "补充",
}
SIX = ("点单", "核单", "下单", "派单", "接单", "评单")
"""The six slips (六单) that an issue may go through; one that is settled earlier skips some."""
