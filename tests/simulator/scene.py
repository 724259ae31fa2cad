"""What stories are told with: a run in which nothing goes wrong by itself, and its people."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from fieldapp.services.fields import SetFields
from sync.line import Unreachable
from tests.simulator.chronicle import Rows
from tests.simulator.device import Device
from tests.simulator.faults import FaultDice
from tests.simulator.runs import Stage, begin, fast_folder
from tests.simulator.town import GRID_SCOPE
from tests.simulator.world import World


@contextmanager
def quiet_world(at: Stage) -> Iterator[World]:
    """Set up a run in which nothing goes wrong by itself."""
    folder = fast_folder()
    dice = random.Random(0)
    world = begin(at, folder, dice, dice, FaultDice(dice, ()))
    world.faults.is_calm = True
    try:
        for device in world.devices:
            world.look_at(device)
        yield world
    finally:
        world.close()
        at.databases.drop(world.town.url)
        shutil.rmtree(folder, ignore_errors=True)


def three(world: World) -> tuple[Device, Device, Device]:
    """Give a worker's, another worker's and the secretary's device."""
    by_name = {device.name: device for device in world.devices}
    return by_name["wang-1"], by_name["miao-1"], by_name["lin-1"]


def first_row(device: Device, kind: str) -> str:
    """Give the oldest row of a kind."""
    query = f"SELECT id FROM {kind} ORDER BY id LIMIT 1"
    found: str = device.read(lambda connection: connection.exec_driver_sql(query).scalar_one())
    return found


def edit(world: World, device: Device, kind: str, row: str, **fields: str) -> None:
    """Set fields of a row."""
    world.save(device, "edit", lambda: device.do(SetFields(kind, row, fields)))


def restore(world: World, number: int = -1) -> None:
    """Go back to a backup of the server, the newest unless another is named."""
    backups = len(world.town.backups)
    world.town.restore(number if number >= 0 else backups + number)
    world.read_log()


def rows_now(world: World, scope: str = GRID_SCOPE) -> Rows:
    """Give the rows of a scope at the head of its log."""
    head = world.chronicle.fold(scope, world.chronicle.heads[scope].hash)
    assert head is not None
    return head.rows


def break_at(number: int) -> Callable[[int], None]:
    """Let the line break before that exchange of a round."""

    def between(exchange: int) -> None:
        if exchange == number:
            raise Unreachable("the line broke")

    return between
