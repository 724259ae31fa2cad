"""A small grid as one stands in it: a tower, an old block, a village."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import cycle
from pathlib import Path

from fieldapp.domain.days import start_of
from fieldapp.session import Enlisted, Home, Session
from tests.devices import CARE_SCOPE, COMMUNITY, DAY_MS, GRID, NINE, WORKER, Device

SECRETARY = "secretary-lin"
_SURNAMES = "李王孙赵任曹孔彭柳蒋周岳许俞陶朱姜潘洪张杨丁卫戚何严钱鲁方苗"
_ALONE = {"b2u3-502": ("高玉芬", "1936-11-11", "2"), "b2u1-302": ("魏淑珍", "1942-03-17", "2")}
_ALONE |= {"b2u2-603": ("冯示例", "1945-05-02", "1"), "b2u2-201": ("郝示例", "1947-07-09", "2")}
_ALONE |= {"b1u1-902": ("贺示例", "1943-02-08", "1"), "b1u1-304": ("姜示例", "1950-01-21", "2")}
_LAST_MET = {"b2u3-502": 9, "b2u1-302": 8, "b2u2-603": 7, "b2u2-201": 7, "b1u1-902": 7}
_LAST_MET |= {"b1u1-304": 30}
_VACANT = {"b1u1-1004", "b1u1-204", "b2u1-603", "b2u3-603", "b2u4-502"}
_RENTED = {"b1u1-701", "b1u1-603", "b2u1-502", "b2u2-602", "b2u3-401", "b2u4-601"}


def begin(device: Device) -> None:
    """Give a device its community, its people and a grid in which there is nothing yet."""
    _community(device)


def fill(device: Device) -> None:
    """Fill a device with the sample grid."""
    begin(device)
    _buildings(device)
    for key in _door_keys():
        _door(device, key)
    _households(device)
    _story(device)


def as_session(device: Device, folder: Path, *, role: str = "worker") -> Session:
    """Give the session of a device whose home lies in a folder of its own."""
    home = Home(folder)
    home.prepare()
    home.become_demo()
    person = WORKER if role == "worker" else SECRETARY
    name = "王海示例" if role == "worker" else "林示范"
    enlisted = Enlisted("http://127.0.0.1:9", None, "t", "device-1", person, name, role, COMMUNITY)
    return Session(home, device.thread, device.desk, enlisted, device.clock)


def _community(device: Device) -> None:
    device.seed("region", COMMUNITY, {"code": COMMUNITY, "level": "community", "name": "杏林社区"})
    device.seed("grid", GRID, {"region": COMMUNITY, "name": "第三网格"})
    for id_, name, role in [
        (WORKER, "王海示例", "worker"),
        (SECRETARY, "林示范", "secretary"),
        ("worker-zhao", "赵示例", "worker"),
    ]:
        fields = {"name": name, "role": role, "region": COMMUNITY, "is_active": True}
        device.seed("staff", id_, fields)
    device.seed("assignment", "a1", {"person": WORKER, "grid": GRID, "role": "responsible"})


def _buildings(device: Device) -> None:
    device.seed("compound", "c1", {"name": "杏林家园", "sort_no": 1})
    device.seed("compound", "c2", {"name": "纺织厂家属院", "sort_no": 2})
    device.seed(
        "building",
        "b1",
        {"compound_id": "c1", "label": "4栋", "kind": "tower", "has_lift": True, "sort_no": 1},
    )
    device.seed(
        "building",
        "b2",
        {"compound_id": "c2", "label": "乙1", "kind": "block", "has_lift": False, "sort_no": 2},
    )
    device.seed("unit", "b1u1", {"building_id": "b1", "label": "无", "sort_no": 1})
    for number in range(1, 5):
        fields = {"building_id": "b2", "label": str(number), "sort_no": number}
        device.seed("unit", f"b2u{number}", fields)


def _door_keys() -> list[str]:
    tower = [f"b1u1-{floor}0{room}" for floor in range(1, 12) for room in range(1, 5)]
    block = [
        f"b2u{unit}-{floor}0{room}"
        for unit in range(1, 5)
        for floor in range(1, 7)
        for room in range(1, 4)
    ]
    return tower + block


def _door(device: Device, key: str) -> None:
    unit, room = key.split("-")
    use = "vacant" if key in _VACANT else "rented" if key in _RENTED else "own"
    device.seed(
        "dwelling",
        key,
        {
            "building_id": unit[:2],
            "unit_id": unit,
            "floor_label": room[:-2],
            "floor_sort": int(room[:-2]) * 10,
            "room_label": room,
            "use": use,
            "access_note": "铃坏了，敲窗户，等一等" if key == "b2u3-502" else None,
        },
    )


def _households(device: Device) -> None:
    names = cycle(_SURNAMES)
    people: dict[str, dict[str, object]] = {}
    for key in _door_keys():
        if key in _VACANT:
            continue
        name, born, sex = _ALONE.get(key, (f"{next(names)}示例", "1975-06-01", "1"))
        people[key] = {"name": name, "birth_date": born, "birth_precision": "day", "sex": sex}
    people["b1u1-1101"] = {"name": "常福寿", "birth_date": "1941-09-18", "sex": "1"}
    device.seed_many("household", {f"h-{key}": _household(key) for key in people})
    device.seed_many("resident", {f"r-{key}": _resident(key, one) for key, one in people.items()})
    device.seed_many(
        "member",
        {
            f"m-{key}": {
                "household_id": f"h-{key}",
                "resident_id": f"r-{key}",
                "relation_code": "02",
            }
            for key in people
        },
    )


def _household(key: str) -> dict[str, object]:
    return {
        "dwelling_id": key,
        "head_id": f"r-{key}",
        "kind": "tenant" if key in _RENTED else "family",
        "status": "active",
        "imported_on": "2026-05-01",
        "verified_on": "2026-10-28",
        "verified_by": WORKER,
    }


def _resident(key: str, known: dict[str, object]) -> dict[str, object]:
    fields: dict[str, object] = {"residence_type": "usual_local", "birth_precision": "day", **known}
    tag = "ALONE" if key in _ALONE else "EMPTY" if key == "b1u1-1101" else ""
    if tag:
        fields["tags"] = {"dots": {f"dot-{key}": {"code": tag}}}
    if key == "b2u3-502":
        fields |= {
            "has_care": 1,
            "hearing_note": "本地话，右耳听得清",
            "emergency_relation": "女儿",
            "emergency_phone": "10012345601",
            "emergency_name": "高女",
        }
    return fields


def _story(device: Device) -> None:
    """What has been before this morning, so that the list of today is a short one."""
    for key in _door_keys():
        if key not in _VACANT and key not in _LAST_MET:
            _visit(device, key, days=3, outcome="met", note="")
    for key, days in _LAST_MET.items():
        _visit(device, key, days=days, outcome="met", note="药够吃到月底")
    _visit(device, "b2u3-502", days=2, outcome="no_answer", note="邻居说去买菜了")
    _visit(device, "b1u1-803", days=0, outcome="no_answer", note="")
    _visit(device, "b1u1-602", days=0, outcome="met", note="")
    device.seed(
        "care",
        "r-b2u3-502",
        {
            "resident_id": "r-b2u3-502",
            "id_type": "id_card",
            "id_no": "560102193611110403",
            "tags": {"dots": {"dot-disab": {"code": "DISAB"}}},
        },
        scope=CARE_SCOPE,
    )
    device.seed(
        "promise",
        "promise-heating",
        {
            "household_id": "h-b2u3-502",
            "text": "问供热站：暖气不热",
            "made_ms": NINE - DAY_MS,
            "author": WORKER,
        },
    )


def _visit(device: Device, key: str, *, days: int, outcome: str, note: str) -> None:
    on = date(2026, 11, 20) - timedelta(days)
    at_ms = start_of(on) + 8 * 3_600_000
    device.seed(
        "visit",
        f"v-{key}-{days}-{outcome}",
        {
            "dwelling_id": key,
            "household_id": f"h-{key}",
            "mode": "door",
            "outcome": outcome,
            "note": note or None,
            "at_ms": at_ms,
            "recorded_ms": at_ms,
            "author": WORKER,
        },
    )


def add_village(device: Device) -> None:
    """Add a village group with landmarks and houses without numbers."""
    device.seed("village_group", "g1", {"name": "上沟组", "sort_no": 1})
    device.seed("village_group", "g2", {"name": "下沟组", "sort_no": 2})
    for number, (group, landmark, door_no, name) in enumerate(
        [
            ("g1", "石碾东第一家", None, "苗长根"),
            ("g1", "石碾东第二家", None, "石满仓"),
            ("g1", "石碾东第三家", "12", None),
            ("g1", "老槐树西第一家", None, "石建示例"),
            ("g1", "老槐树西第二家", None, "石满示例"),
            ("g2", "小卖部后院", None, "邓示例"),
        ]
    ):
        key = f"vd{number}"
        fields = {"village_group_id": group, "landmark": landmark, "door_no": door_no}
        use = "own" if name else "vacant"
        device.seed("dwelling", key, {**fields, "sort_no": number, "use": use})
        if name:
            device.seed("household", f"h-{key}", _household(key))
            person = {"name": name, "birth_date": "1949-08-15", "sex": "1"}
            device.seed("resident", f"r-{key}", _resident(key, person))
            member = {"household_id": f"h-{key}", "resident_id": f"r-{key}"}
            device.seed("member", f"m-{key}", member)


def add_diary(device: Device) -> None:
    """Add yesterday's page with lines that wait for their tick, and the secretary's 批示 on it."""
    entry = {"author": WORKER, "grid": GRID, "on": "2026-11-19", "submitted_ms": NINE - DAY_MS}
    device.seed("diary_entry", "e1", entry)
    for number, (words, households) in enumerate(
        [
            ("暖气不热，答应问供热站", ["h-b2u3-502"]),
            ("医保本原件 1 本在我这里，要还", ["h-b1u1-1101"]),
            ("二单元楼道灯不亮，报社区维修", []),
        ]
    ):
        device.seed(
            "diary_line",
            f"l{number}",
            {"entry_id": "e1", "text": words, "households": households, "sort_no": number},
        )
    device.seed(
        "review",
        "rev1",
        {
            "entry_id": "e1",
            "kind": "instruction",
            "text": "今天请供热站上门，我来打电话。",
            "at_ms": NINE - 55_200_000,
            "author": SECRETARY,
        },
    )
