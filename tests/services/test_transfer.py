"""A household handed to another grid waits as one move, and stays in sight until it is gone."""

from __future__ import annotations

import pytest

from fieldapp.errors import Refused
from fieldapp.services.transfer import TransferHousehold, TransferPlace
from fieldapp.services.undo import UndoLast
from sync.protocol import ChangeKind, Edit
from tests.devices import COMMUNITY, GRID, GRID_SCOPE, Device
from tests.services.grids import build, door, family

OTHER = f"{COMMUNITY}002"


@pytest.fixture
def home(device: Device) -> str:
    """Give a household of two in the third grid, beside which there is a second."""
    for code, name in ((GRID, "第三网格"), (OTHER, "第二网格")):
        device.seed("grid", code, {"region": COMMUNITY, "name": name})
    build(device)
    return family(device, door(device, "502"), "唐桂兰", "唐示例")[0]


def moves(device: Device) -> list[tuple[str, str, Edit]]:
    """List the moves that wait."""
    return [
        (one.entity, one.row, one.fields["grid"])
        for one in device.changes()
        if one.kind is ChangeKind.move
    ]


def test_it_waits_as_one_change_and_stays_in_sight(device: Device, home: str) -> None:
    device.do(TransferHousehold(home, OTHER))
    assert moves(device) == [("household", home, Edit(old=GRID, new=OTHER))]
    assert device.read("household", home)["status"] == "active"


def test_with_its_door_the_door_is_handed_over(device: Device, home: str) -> None:
    device.do(TransferHousehold(home, OTHER, with_door=True))
    assert moves(device) == [("dwelling", door(device, "502"), Edit(old=GRID, new=OTHER))]


def test_undoing_asks_for_it_back(device: Device, home: str) -> None:
    device.do(TransferHousehold(home, OTHER))
    assert device.do(UndoLast()).undone == 1
    assert moves(device)[-1] == ("household", home, Edit(old=OTHER, new=GRID))
    device.do(TransferHousehold(home, OTHER))
    assert len(moves(device)) == 3


@pytest.mark.parametrize(("grid", "code"), [("999", "no-such-grid"), (GRID, "same-grid")])
def test_a_grid_that_is_none_or_the_same_is_refused(
    device: Device, home: str, grid: str, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        device.do(TransferHousehold(home, grid))
    assert refused.value.code == code


def test_what_is_on_its_way_is_not_handed_over_again(device: Device, home: str) -> None:
    device.do(TransferHousehold(home, OTHER))
    with pytest.raises(Refused) as refused:
        device.do(TransferHousehold(home, OTHER))
    assert refused.value.code == "on-its-way"


@pytest.mark.parametrize("with_door", [True, False])
def test_what_goes_along_already_is_not_handed_over_again(
    device: Device, home: str, *, with_door: bool
) -> None:
    """A household and its door, in either order: the second would tear them apart."""
    device.do(TransferHousehold(home, OTHER, with_door=with_door))
    with pytest.raises(Refused) as refused:
        device.do(TransferHousehold(home, OTHER, with_door=not with_door))
    assert refused.value.code == "on-its-way"
    assert len(moves(device)) == 1


def test_a_building_waits_for_the_household_that_goes_ahead(device: Device, home: str) -> None:
    stair = device.read("dwelling", door(device, "502"))["unit_id"]
    device.do(TransferHousehold(home, OTHER))
    with pytest.raises(Refused) as refused:
        device.do(TransferPlace("unit", str(stair), OTHER))
    assert "等它转过去" in refused.value.sentence


def test_after_the_first_was_taken_back_another_can_go(device: Device, home: str) -> None:
    device.do(TransferHousehold(home, OTHER))
    device.do(UndoLast())
    device.do(TransferHousehold(home, OTHER, with_door=True))
    assert moves(device)[-1] == ("dwelling", door(device, "502"), Edit(old=GRID, new=OTHER))


def test_a_person_alone_is_not_handed_over(device: Device, home: str) -> None:
    with pytest.raises(Refused) as refused:
        device.do(TransferPlace("resident", home, OTHER))
    assert refused.value.code == "not-movable"


def test_nothing_waits_in_another_scope(device: Device, home: str) -> None:
    device.do(TransferHousehold(home, OTHER))
    assert {one.scope for one in device.changes()} == {GRID_SCOPE}
