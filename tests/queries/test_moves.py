"""What came from another grid, and what of one's own went on there, is told in a sentence."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection

from fieldapp.queries.notices import NoticesQuery
from fieldapp.services.notices import LetNoticeGo
from fieldapp.store.scopes import join
from fieldapp.store.tail import keep_tail
from sync.codec import canonical, change_id
from sync.protocol import (
    Change,
    ChangeKind,
    DeviceTime,
    Edit,
    Estimate,
    Fact,
    RowId,
    ScopeId,
    Verdict,
    Word,
)
from tests.devices import COMMUNITY, DAY_MS, GRID, GRID_SCOPE, NINE, WORKER, Device

OTHER = f"{COMMUNITY}002"
TIME = DeviceTime(wall_ms=NINE, boot_ms=1, boot_id="boot")
CAME = {
    "from": f"grid:{OTHER}",
    "on_entity": "household",
    "on_row": "h1",
    "rows": 7,
    "by": "somebody",
    "at_ms": NINE - DAY_MS,
}


def prepare(device: Device) -> None:
    """Two grids, and a household of one behind a door."""
    for code, name in ((GRID, "第三网格"), (OTHER, "第二网格")):
        device.seed("grid", code, {"region": COMMUNITY, "name": name})
    device.seed("dwelling", "d1", {"landmark": "3号楼502"})
    device.seed("resident", "r1", {"name": "高玉芬", "residence_type": "usual_local"})
    device.seed("household", "h1", {"dwelling_id": "d1", "head_id": "r1"})


def told(device: Device) -> dict[str, str]:
    """Give the sentences by their codes."""
    return {one.code: one.sentence for one in device.ask(NoticesQuery())}


def judged(device: Device, verdict: Verdict) -> None:
    """Read a fact about an own change with this verdict."""
    change = Change(
        scope=ScopeId(GRID_SCOPE),
        kind=ChangeKind.patch,
        entity="household",
        row=RowId("h1"),
        fields={"note": Edit(new="养狗。")},
        actor=WORKER,
        device="device-1",
        schema=1,
        time=TIME,
    )
    fact = Fact(
        scope=change.scope,
        seq=1,
        id=change_id(change),
        body=msgspec.Raw(canonical(change)),
        slot=None,
        verdict=verdict,
        effect=(),
        estimate=Estimate(at_ms=NINE),
        at_ms=NINE,
        was="00",
        hash="11",
    )

    def keep(connection: Connection) -> None:
        keep_tail(connection, [fact])

    device.run(keep)


def test_a_household_that_came_is_told_with_its_name(device: Device) -> None:
    prepare(device)
    device.seed("arrived", "a1", CAME)
    assert told(device) == {"arrived": "第二网格转来了高玉芬家。"}


def test_what_came_long_ago_or_went_on_or_was_brought_by_oneself_is_not_told(
    device: Device,
) -> None:
    prepare(device)
    device.seed("arrived", "a1", {**CAME, "at_ms": NINE - 15 * DAY_MS})
    device.seed("arrived", "a2", {**CAME, "on_row": "h2"})
    device.seed("arrived", "a3", {**CAME, "by": WORKER})
    assert told(device) == {}


def test_an_own_change_that_went_on_is_told(device: Device) -> None:
    prepare(device)
    judged(device, Verdict(word=Word.forwarded, reason=f"grid:{OTHER}"))
    assert told(device) == {"forwarded": "你写的 1 处记到了第二网格：那一处已经转过去了。"}


def test_a_move_that_came_too_late_is_told(device: Device) -> None:
    prepare(device)
    judged(device, Verdict(word=Word.nothing, reason="moved_already"))
    assert told(device) == {"moved": "有 1 处已经先转到了另外的网格，你的那次没有再转。"}


def test_what_was_seen_is_told_no_more_and_what_comes_later_is(device: Device) -> None:
    prepare(device)
    device.seed("arrived", "a1", CAME)
    judged(device, Verdict(word=Word.forwarded, reason=f"grid:{OTHER}"))
    device.do(LetNoticeGo("arrived"))
    assert set(told(device)) == {"forwarded"}
    device.do(LetNoticeGo("forwarded"))
    assert told(device) == {}
    device.seed("arrived", "a2", {**CAME, "at_ms": NINE - 2 * DAY_MS})
    assert set(told(device)) == {"arrived"}


def test_whoever_holds_several_grids_reads_where_it_went(device: Device) -> None:
    prepare(device)
    device.run(lambda connection: join(connection, [f"grid:{OTHER}"], ["one"]))
    device.seed("arrived", "a1", CAME)
    assert told(device) == {"arrived": "第二网格转给第三网格的：高玉芬家。"}
