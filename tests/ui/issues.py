"""Issues in every state for tests of the screens."""

from __future__ import annotations

from tests.devices import DAY_MS, NINE, WORKER, Device
from tests.ui.sample import SECRETARY

HOUR_MS = 3_600_000


def add_issues(device: Device) -> None:
    """Add one to verify, one the street has, one done, one whose verification came too late."""
    _issue(device, "i-lamp", "hazard", "二单元楼道灯不亮", days=0)
    _issue(device, "i-heat", "livelihood", "三单元整栋暖气不热", days=2, home="h-b2u3-502")
    heat = [("verify", WORKER), ("place", SECRETARY), ("report", SECRETARY)]
    _way(device, "i-heat", [*heat, ("dispatch", SECRETARY), ("accept", SECRETARY)])
    _issue(device, "i-late", "livelihood", "常福寿家想装楼道扶手", days=1, home="h-b1u1-1101")
    _way(device, "i-late", [("place", SECRETARY)])
    late = {"deed": "verify", "from_state": "ordered", "to_state": "verified", "author": WORKER}
    about = {"issue_id": "i-late", "note": "量过了，楼道宽一米二", "at_ms": NINE - HOUR_MS}
    device.seed("issue_step", "i-late-own", {**late, **about})
    _issue(device, "i-done", "dispute", "楼上漏水，两家说不拢", days=6)
    _way(device, "i-done", [("settle", WORKER)])


def add_done(device: Device, count: int) -> None:
    """Add so many that were done on the spot today."""
    for number in range(count):
        id_ = f"i-asked-{number}"
        _issue(device, id_, "advice", f"问过的第 {number} 件", days=0)
        _way(device, id_, [("settle", WORKER)])


def _issue(
    device: Device, id_: str, category: str, title: str, *, days: int, home: str | None = None
) -> None:
    fields = {
        "category": category,
        "title": title,
        "household_id": home,
        "origin": "visit",
        "raised_ms": NINE - days * DAY_MS - HOUR_MS,
        "author": WORKER,
        "text": "摸上去是凉的，晚上只有十四度。" if home == "h-b2u3-502" else None,
        "on_behalf_of": "高玉芬" if home == "h-b2u3-502" else None,
    }
    device.seed("issue", id_, {name: value for name, value in fields.items() if value})


_LEADS = {
    "verify": ("ordered", "verified"),
    "place": ("verified", "placed"),
    "report": ("placed", "reported"),
    "dispatch": ("reported", "dispatched"),
    "accept": ("dispatched", "accepted"),
    "settle": ("ordered", "resolved"),
}


def _way(device: Device, issue: str, steps: list[tuple[str, str]]) -> None:
    after = ""
    for number, (deed, author) in enumerate(steps):
        before, to = _LEADS[deed]
        fields = {
            "issue_id": issue,
            "deed": deed,
            "from_state": before if after or deed != "place" else "ordered",
            "to_state": to,
            "author": author,
            "at_ms": NINE - (len(steps) - number) * 2 * HOUR_MS,
            "after": after or None,
            "unit": "明湖供热站" if deed in ("dispatch", "accept") else None,
            "due_on": "2026-11-24" if deed == "dispatch" else None,
            "note": "换阀门要等配件" if deed == "accept" else None,
        }
        after = f"{issue}-{number}"
        device.seed("issue_step", after, {name: value for name, value in fields.items() if value})
