"""Photographs hang on records, follow them, and are taken back by whoever added them."""

from __future__ import annotations

import pytest

from fieldapp.errors import Refused
from fieldapp.queries.photos import PhotoRow, PhotosQuery, PhotoState
from fieldapp.queries.sync import SyncQuery
from fieldapp.services.amend import AmendVisit
from fieldapp.services.diary import DropDraft, SubmitDiary, WithdrawDiary, WriteDiary
from fieldapp.services.photos import HangPhoto, UndoPhoto
from fieldapp.services.visits import LogVisit, UndoVisit
from sync.protocol import ChangeKind
from tests.devices import DIARY_SCOPE, Device
from tests.services.grids import build, door

NAME = "a" * 64


def hang(device: Device, kind: str, id_: str, name: str = NAME) -> str:
    return device.do(HangPhoto(kind, id_, name, 1000, 80, 60))


def knock(device: Device) -> tuple[str, str]:
    build(device)
    dwelling = door(device, "502")
    return dwelling, device.do(LogVisit(dwelling, "met"))


def photos(device: Device, kind: str, id_: str) -> tuple[PhotoRow, ...]:
    return device.ask(PhotosQuery(kind, id_))


def test_a_photograph_lies_in_the_scope_of_its_visit(device: Device) -> None:
    _, visit = knock(device)
    photo = hang(device, "visit", visit)
    (row,) = photos(device, "visit", visit)
    assert (row.id, row.state, row.is_here) == (photo, PhotoState.saved, True)
    assert device.changes()[-1].entity == "photo"


def test_it_is_named_after_its_door_where_it_waits(device: Device) -> None:
    _, visit = knock(device)
    hang(device, "visit", visit)
    first = device.ask(SyncQuery()).waiting[0]
    assert (first.kind_word, "502" in first.text) == ("照片", True)


def test_the_visit_said_anew_takes_its_photographs_along(device: Device) -> None:
    dwelling, visit = knock(device)
    hang(device, "visit", visit)
    fuller = device.do(AmendVisit(visit, LogVisit(dwelling, "met", note="暖气不热")))
    assert [row.name for row in photos(device, "visit", fuller)] == [NAME]
    assert photos(device, "visit", visit) == ()
    assert len({change.act for change in device.changes()[-4:]}) == 1


def test_a_photograph_for_a_visit_said_anew_meanwhile_hangs_on_the_new_one(device: Device) -> None:
    dwelling, visit = knock(device)
    fuller = device.do(AmendVisit(visit, LogVisit(dwelling, "met", note="暖气不热")))
    hang(device, "visit", visit)
    assert len(photos(device, "visit", fuller)) == 1


def test_a_visit_taken_back_takes_its_photographs_along(device: Device) -> None:
    _, visit = knock(device)
    hang(device, "visit", visit)
    device.do(UndoVisit(visit))
    assert photos(device, "visit", visit) == ()
    with pytest.raises(Refused, match="row-taken-back"):
        hang(device, "visit", visit)


def test_a_photograph_taken_back_is_archived(device: Device) -> None:
    _, visit = knock(device)
    photo = hang(device, "visit", visit)
    device.do(UndoPhoto(photo))
    assert photos(device, "visit", visit) == ()
    assert device.changes()[-1].kind is ChangeKind.archive


def test_anothers_photograph_stays(device: Device) -> None:
    _, visit = knock(device)
    device.seed(
        "photo",
        "p",
        {"on_kind": "visit", "on_id": visit, "author": "colleague", "sha256": NAME, "size": 1},
    )
    with pytest.raises(Refused, match="not-author"):
        device.do(UndoPhoto("p"))


def test_a_photograph_of_a_draft_stays_here_until_it_is_handed_in(device: Device) -> None:
    entry = device.do(WriteDiary("楼道灯坏了")).entry
    photo = hang(device, "diary_entry", entry)
    (row,) = photos(device, "diary_entry", entry)
    assert (row.state, device.waiting(DIARY_SCOPE)) == (PhotoState.draft, [])
    device.do(SubmitDiary(entry))
    (row,) = photos(device, "diary_entry", entry)
    assert (row.id, row.state) == (photo, PhotoState.saved)
    assert [one.entity for one in device.changes(DIARY_SCOPE)][-1] == "photo"


def test_a_photograph_goes_with_a_draft_thrown_away(device: Device) -> None:
    entry = device.do(WriteDiary("楼道灯坏了")).entry
    hang(device, "diary_entry", entry)
    device.do(DropDraft(entry))
    assert device.ask(PhotosQuery()) == ()


def test_an_entry_taken_back_keeps_its_photographs_as_a_draft(device: Device) -> None:
    entry = device.do(WriteDiary("楼道灯坏了")).entry
    hang(device, "diary_entry", entry)
    device.do(SubmitDiary(entry))
    draft = device.do(WithdrawDiary(entry))
    assert [row.state for row in photos(device, "diary_entry", draft)] == [PhotoState.draft]
    assert photos(device, "diary_entry", entry) == ()


@pytest.mark.parametrize(("kind", "id_"), [("household", "x"), ("visit", "nobody")])
def test_a_photograph_of_nothing_is_refused(device: Device, kind: str, id_: str) -> None:
    with pytest.raises(Refused) as refused:
        hang(device, kind, id_)
    assert refused.value.is_input


def test_the_same_picture_may_hang_twice(device: Device) -> None:
    _, visit = knock(device)
    assert hang(device, "visit", visit) != hang(device, "visit", visit)
