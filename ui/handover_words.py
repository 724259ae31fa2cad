"""How a handover is told, on the screen and on paper: who signed, when, on which device."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from fieldapp.domain.days import moment
from fieldapp.queries.handover_turns import Signature, Turn
from fieldapp.queries.transfers_told import Transfer


def takers(turn: Turn) -> str:
    """Name who takes over."""
    return "、".join(one for one in turn.taking if one) or "还没有人接手"


def day_text(day: str) -> str:
    """Say a day as people do; as it stands where it is none."""
    try:
        on = date.fromisoformat(day)
    except ValueError:
        return day
    return f"{on.month}月{on.day}日"


def signed_text(signature: Signature) -> str:
    """Say who signed, and when to the minute."""
    at = moment(signature.at_ms)
    instead = "代签" if signature.is_for_another else "签"
    return f"{signature.name}，{at.year}年{at.month}月{at.day}日 {at:%H:%M} {instead}"


def device_text(signature: Signature) -> str:
    """Say on which device it was signed, as it is called on its own page 我的."""
    return "这台平板" if signature.is_this_device else f"平板 {signature.device[-8:]}"


def passing_text(turns: Iterable[Turn]) -> str:
    """Say which grids are being handed over, and whether oneself has to sign; "" for none."""
    shown = tuple(turns)
    if not shown:
        return ""
    named = "、".join(dict.fromkeys(one.name for one in shown))
    is_asked = any(one.may_give or one.may_take for one in shown)
    return f"{named}交接中{'，等你签' if is_asked else ''}"


def moving_text(transfers: Iterable[Transfer]) -> str:
    """Count what is on its way to another grid, and what came; "" for neither."""
    states = [one.state for one in transfers]
    going = sum(one in ("waiting", "sent") for one in states)
    came, gone = states.count("came"), states.count("gone")
    parts = (
        f"{going} 处正在转走" if going else "",
        f"转走 {gone} 处" if gone else "",
        f"转来 {came} 处" if came else "",
    )
    return "，".join(part for part in parts if part)
