"""Who everybody is, and who works on this device."""

from __future__ import annotations

from fieldapp.queries.staff import StaffQuery, WhoAmIQuery
from fieldapp.store.kept import keep
from tests.devices import COMMUNITY, GRID, WORKER, Device


def test_before_the_first_sync_the_enrolment_tells_who_one_is(device: Device) -> None:
    enlisted = {"person_name": "王海示例", "role": "worker", "community": COMMUNITY}
    device.run(lambda connection: keep(connection, "enlisted", enlisted))
    me = device.ask(WhoAmIQuery())
    assert (me.person, me.name, me.role_word) == (WORKER, "王海示例", "网格员")


def test_after_it_the_community_does(device: Device) -> None:
    device.seed("staff", WORKER, {"name": "王海示例", "role": "secretary"})
    device.seed("grid", GRID, {"name": "第三网格", "region": COMMUNITY})
    device.seed("region", COMMUNITY, {"name": "杏林社区", "code": COMMUNITY, "level": "community"})
    me = device.ask(WhoAmIQuery())
    assert (me.name, me.role_word, me.community_name) == ("王海示例", "社区书记", "杏林社区")
    assert me.grids == ((GRID, "第三网格"),)


def test_those_who_left_keep_their_names(device: Device) -> None:
    device.seed("staff", "s1", {"name": "钱示例", "role": "worker", "is_active": False})
    assert device.ask(StaffQuery())["s1"].name == "钱示例"
