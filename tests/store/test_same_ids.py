"""Two rows of one id in two grids: what is shown is what is edited, and the other is left alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from fieldapp.queries.person import ResidentQuery
from fieldapp.services.fields import SetFields
from fieldapp.store.rows import read_row, read_rows
from tests.devices import GRID_SCOPE, SCOPES, Device, make_device

EARLIER, LATER = "grid:560102001006002", "grid:560102001006004"


@pytest.fixture
def device() -> Iterator[Device]:
    """Give a device with three grids, where a resident's id stands in all of them."""
    made = make_device(scopes_held=(*SCOPES, EARLIER, LATER))
    for scope, name in ((LATER, "后面的"), (GRID_SCOPE, "中间的"), (EARLIER, "前面的")):
        fields = {"name": name, "residence_type": "usual_local"}
        made.seed("resident", "r1", fields, scope=scope)
    yield made
    made.close()


def test_every_way_of_reading_gives_the_same_row(device: Device) -> None:
    one = device.run(lambda connection: read_row(connection, "resident", "r1"))
    many = device.run(lambda connection: read_rows(connection, [("resident", "r1")]))
    assert one is not None
    assert (one.scope, one.row.fields["name"]) == (EARLIER, "前面的")
    assert many["resident", "r1"] == one
    assert device.ask(ResidentQuery("r1")).name == "前面的"


def test_an_edit_goes_to_the_row_that_is_shown(device: Device) -> None:
    device.do(SetFields("resident", "r1", {"note": "改的是这一条"}))
    assert len(device.changes(EARLIER)) == 1
    assert device.changes(GRID_SCOPE) == device.changes(LATER) == []


def test_the_other_rows_stay_as_they_were(device: Device) -> None:
    device.do(SetFields("resident", "r1", {"name": "改过的"}))
    for scope, name in ((GRID_SCOPE, "中间的"), (LATER, "后面的")):
        rows = device.run(
            lambda connection, scope=scope: read_rows(connection, [("resident", "r1")], scope)
        )
        assert rows["resident", "r1"].row.fields["name"] == name
