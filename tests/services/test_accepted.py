"""What a device shows of its own changes is what the server makes of them, change by change."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from fieldapp.domain.entities import SCHEMA
from fieldapp.services.campaigns import EndCampaign, StartCampaign
from fieldapp.services.fields import ArchiveRow, SetFields
from fieldapp.services.households import ChangeHead, MoveIn, MoveOut, SplitHousehold
from fieldapp.services.people import AddPhone, AddResident, MarkDeceased, RemovePhone
from fieldapp.services.tags import AddTag, RemoveTag
from fieldapp.services.undo import UndoAct, UndoLast
from fieldapp.services.visits import KeepPromise, LogVisit, UndoVisit
from fieldapp.store.schema import TABLES, outbox
from sync.codec import decode
from sync.merge import Row, absorb, judge, stamp_of
from sync.protocol import Change, ChangeId, Estimate, Value, Word
from tests.devices import Device
from tests.services.grids import build, door, family, village_door

Rows = dict[tuple[str, str], Row]


def played(device: Device) -> tuple[Rows, list[Word]]:
    """Play the whole outbox to the server's judge; gives the rows and the verdicts."""
    query = select(outbox.c.change_id, outbox.c.body).order_by(outbox.c.position)
    waiting = device.run(lambda connection: connection.execute(query).all())
    rows: Rows = {}
    words: list[Word] = []
    for name, body in waiting:
        change = decode(Change, body.encode())
        estimate = Estimate(at_ms=change.time.wall_ms)
        found = judge(
            SCHEMA, lambda kind, id_: rows.get((kind, id_)), ChangeId(name), change, estimate
        )
        words.append(found.verdict.word)
        for effect in found.effect:
            key = (effect.entity, effect.row)
            rows[key] = absorb(rows.get(key), effect.fields, stamp_of(change, estimate))
    return rows, words


def shown(device: Device) -> dict[tuple[str, str], dict[str, Value]]:
    """Give every row as the device shows it."""
    keys = [
        (kind, id_)
        for kind, table in TABLES.items()
        for id_ in device.run(
            lambda connection, table=table: connection.execute(select(table.c.id)).scalars().all()
        )
    ]
    return {key: device.read(*key) for key in keys}


def a_busy_day(device: Device) -> None:
    """Do one of everything."""
    house = build(device)
    village = village_door(device)
    old, (man, woman, son) = family(device, door(device, "502"), "石满仓", "石秀英", "石建示例")
    device.do(
        SetFields("resident", man, {"birth_date": "1949-08-15", "id_no": "56010219490815011X"})
    )
    device.do(AddPhone(man, "100 1234 5601", "儿子"))
    device.do(RemovePhone(man, "10012345601"))
    device.do(AddTag("resident", man, "ALONE"))
    device.do(AddTag("resident", woman, "DISAB_SEV"))
    device.do(RemoveTag("resident", woman, "DISAB_SEV"))
    device.do(AddTag("household", old, "DIBAO"))
    device.do(LogVisit(door(device, "502"), "met", old, promise="问供热站"))
    device.do(KeepPromise(next(c.row for c in device.changes() if c.entity == "promise")))
    device.do(UndoVisit(device.do(LogVisit(door(device, "502"), "no_answer", old))))
    device.do(SplitHousehold(old, (son,), dwelling=village, on=date(2026, 11, 18)))
    device.do(ChangeHead(old, woman))
    device.do(MarkDeceased(man))
    device.do(MoveOut(old, dest="去女儿家"))
    device.do(UndoLast())
    tenant = device.do(
        AddResident("Anna Example", "overseas", id_type="passport", id_no="X0000000")
    )
    device.do(MoveIn(door(device, "601"), (tenant,), kind="tenant"))
    device.do(SetFields("dwelling", door(device, "601"), {"use": "出租", "access_note": "铃坏了"}))
    device.do(SetFields("building", house.building, {"label": "乙2"}))
    device.do(ArchiveRow("dwelling", door(device, "101")))
    device.do(UndoLast())
    device.do(EndCampaign(device.do(StartCampaign("SNOW_ALONE"))))
    device.do(UndoAct(build(device, "乙3", "杏林家园").act))


def test_the_server_takes_every_change_of_a_busy_day(device: Device) -> None:
    a_busy_day(device)
    _, words = played(device)
    assert set(words) == {Word.taken}


def test_what_was_shown_is_what_the_server_has(device: Device) -> None:
    a_busy_day(device)
    rows, _ = played(device)
    assert {key: row.fields for key, row in rows.items()} == shown(device)
