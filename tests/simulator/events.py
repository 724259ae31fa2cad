"""What happens to machines between the deeds of people: restores, clones, clocks, revocation."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import Connection

from fieldapp.errors import Refused
from fieldapp.store.repairing import recheck
from fieldapp.store.unit import Unit
from server.compaction import compact
from server.purge import purge
from tests.simulator.clocks import YEARS_10, DeviceClock
from tests.simulator.device import Device, copy_files, fresh_device, ids_of
from tests.simulator.faults import Fault
from tests.simulator.line import late_answer
from tests.simulator.sticks import carry, introduced
from tests.simulator.town import COMMUNITY_SCOPE, GRID_SCOPE, MIAO, SPARES

if TYPE_CHECKING:
    from tests.simulator.world import World

DAY = 86_400_000


def happen(world: World) -> None:
    """Let machines go wrong between two steps."""
    for fault, event in EVENTS.items():
        if world.faults.strikes(fault, counted=False) and event(world):
            world.faults.note(fault)


def keep_copies(world: World) -> None:
    """Back up a device or the server now and then, as careful people do.

    Where nothing can be restored, only the dice are thrown.
    """
    if world.dice.random() < 0.08 and not all(one.is_damaged for one in world.alive()):
        device = world.dice.choice([one for one in world.alive() if not one.is_damaged])
        if Fault.device_restored in world.faults.enabled:
            _copy_device(world, device)
    if world.dice.random() < 0.06 and Fault.server_restored in world.faults.enabled:
        world.town.back_up()
        world.tell(f"server backup {len(world.town.backups)}")


def _copy_device(world: World, device: Device) -> None:
    number = len(world.copies.setdefault(device.name, []))
    folder = world.folder / "copies" / f"{device.name}-{number}"
    copy_files(device.folder, folder)
    world.copies[device.name].append((folder, dict(device.acked)))


def watch_pages(world: World, exchange: int) -> None:
    """Let the server change between two exchanges of one round."""
    falls = exchange > 1 and world.faults.strikes(Fault.compacted_between_pages, counted=False)
    if falls and _compact(world):
        world.faults.note(Fault.compacted_between_pages)


def _restore_device(world: World) -> bool:
    device = world.dice.choice(world.alive())
    copies = world.copies.get(device.name)
    if not copies:
        return False
    folder, acked = world.dice.choice(copies)
    device.replace_files(folder)
    device.acked = dict(acked)
    device.outbox, device.is_damaged = {}, False
    world.tell(f"{device.name} restored from {folder.name}")
    world.look_at(device)
    world.check(device)
    return True


def _clone_device(world: World) -> bool:
    if len(world.devices) > 5:
        return False
    cloned(world, world.dice.choice(world.alive()))
    return True


def cloned(world: World, device: Device) -> Device:
    """Copy a device as it is; both go on."""
    name = f"{device.name}-clone-{len(world.devices)}"
    clock = DeviceClock(world.time, name, device.clock.offset_ms)
    folder = world.folder / name
    copy_files(device.folder, folder)
    ids = ids_of(f"{world.dice.random()} {name}")
    clone = Device(name, device.person, device.caller, clock, folder, ids)
    clone.acked, clone.is_damaged = dict(device.acked), device.is_damaged
    clone.open()
    world.devices.append(clone)
    world.tell(f"{device.name} cloned to {name}")
    world.look_at(clone)
    return clone


def _destroy_device(world: World) -> bool:
    device = world.dice.choice(world.alive())
    person = device.person
    spare = next(
        (
            name
            for name in SPARES
            if world.town.callers[name].person == person
            and all(one.name != name for one in world.devices)
        ),
        None,
    )
    if spare is None or world.is_outsider(person):
        return False
    device.is_alive = False
    device.close()
    folder, seed = world.folder / spare, f"{world.dice.random()}"
    fresh = fresh_device(world.town, world.time, spare, folder, world.blank, seed)
    world.devices.append(fresh)
    introduced(world.town, fresh)
    world.tell(f"{device.name} destroyed, {spare} begins")
    return True


def _restore_server(world: World) -> bool:
    if not world.town.backups:
        return False
    _restore_to(world, world.dice.randrange(len(world.town.backups)))
    if world.faults.strikes(Fault.server_restored_twice, counted=False):
        world.sync(world.dice.choice(world.alive()))
        _restore_to(world, world.dice.randrange(len(world.town.backups)))
        world.faults.note(Fault.server_restored_twice)
    return True


def _restore_same(world: World) -> bool:
    world.town.back_up()
    _restore_to(world, len(world.town.backups) - 1)
    return True


def _restore_to(world: World, number: int) -> None:
    world.town.restore(number)
    for device in world.alive():
        introduced(world.town, device)
    world.tell(f"server restored to backup {number + 1}")
    world.read_log()


def _compact(world: World) -> bool:
    age = world.dice.choice([0, DAY // 24, DAY // 3])
    done = compact(world.town.service.store, world.time.ms - age)
    world.read_log()
    world.tell(f"server compacted {done.facts}")
    return done.facts > 0


def _far_clock(world: World) -> bool:
    device = world.dice.choice(world.alive())
    device.clock.offset_ms = world.dice.choice([-YEARS_10, YEARS_10])
    world.tell(f"{device.name} clock off by {device.clock.offset_ms}")
    return True


def _jumping_clock(world: World) -> bool:
    device = world.dice.choice(world.alive())
    device.clock.offset_ms += world.dice.randrange(-3 * DAY, 3 * DAY)
    world.tell(f"{device.name} clock jumps to {device.clock.offset_ms}")
    return True


def _reboot(world: World) -> bool:
    device = world.dice.choice(world.alive())
    device.clock.reboot()
    device.rise(has_blown=False)
    world.tell(f"{device.name} rebooted")
    return True


def _late_answer(world: World) -> bool:
    device = world.dice.choice(world.alive())
    line = world.lines.get(device.name)
    return line is not None and late_answer(world, device, line)


def _revoke(world: World) -> bool:
    person = world.town.callers[MIAO].person
    if world.is_outsider(person) or world.step < 15:
        return False
    world.town.revoke(MIAO)
    world.tell("server revokes miao")
    world.read_log()
    return True


def _erase(world: World) -> bool:
    """Erase somebody, a household or a visit, as a law demands."""
    head = world.chronicle.fold(GRID_SCOPE, world.chronicle.heads[GRID_SCOPE].hash)
    assert head is not None
    kind = world.dice.choice(["resident", "resident", "household", "visit"])
    ids = sorted((id_ for one, id_ in head.rows if one == kind), key=world.name)
    if not ids:
        return False
    row = world.dice.choice(ids)
    try:
        purge(world.town.service, (kind, row), "依法删除")
    except Refused as refused:
        world.tell(f"server does not erase {kind} {world.name(row)}: {refused.code}")
        return False
    world.tell(f"server erases {kind} {world.name(row)}")
    world.read_log()
    return True


def poison(unit: Unit) -> None:
    fields = {"dwelling_id": unit.new_id(), "outcome": "met", "author": unit.author.person}
    unit.create("visit", GRID_SCOPE, fields)


def _good(unit: Unit, number: int) -> None:
    unit.create("dwelling", GRID_SCOPE, {"room_label": f"{number}"})


def _poison_mid_page(unit: Unit) -> None:
    _good(unit, 901)
    poison(unit)
    _good(unit, 902)


def _poison_in_group(unit: Unit) -> None:
    with unit.group():
        _poison_mid_page(unit)


def _unknown_version(unit: Unit) -> None:
    _good(unit, 903)
    unit._changes[-1] = msgspec.structs.replace(unit._changes[-1], schema=99)


def _torn_group(unit: Unit) -> None:
    """A group whose members name one more than there are."""
    with unit.group():
        _good(unit, 904)
        _good(unit, 905)
    torn = []
    for change in unit._changes:
        assert change.group is not None
        group = msgspec.structs.replace(change.group, size=3)
        torn.append(msgspec.structs.replace(change, group=group))
    unit._changes[:] = torn


def _damage_row(world: World) -> bool:
    """Change a row on a device behind the program's back."""
    device = world.dice.choice(world.alive())
    if all(stand.scope != GRID_SCOPE for stand in device.stands()):
        return False
    waits = {row for _, _, body in device.look()[0] for row in [msgspec.json.decode(body)["row"]]}
    query = f"SELECT id FROM resident WHERE scope = '{GRID_SCOPE}' ORDER BY id"

    def inside(connection: Connection) -> bool:
        ids = [row[0] for row in connection.exec_driver_sql(query) if row[0] not in waits]
        if not ids:
            return False
        change = "UPDATE resident SET speaks = 'x' WHERE id = ?"
        connection.exec_driver_sql(change, (ids[0],))
        return True

    device.is_damaged = device.thread.run(inside, write=True)
    # The program recomputes its sums when it starts and nobody works; then the server's differ.
    device.thread.run(lambda connection: recheck(connection, GRID_SCOPE), write=True)
    world.tell(f"{device.name} row damaged")
    return device.is_damaged


def _sends(work: Callable[[Unit], None]) -> Callable[[World], bool]:
    def event(world: World) -> bool:
        device = world.dice.choice(world.alive())
        return world.save(device, work.__name__, lambda: device.write(work))

    return event


EVENTS: dict[Fault, Callable[[World], bool]] = {
    Fault.device_restored: _restore_device,
    Fault.device_cloned: _clone_device,
    Fault.device_destroyed: _destroy_device,
    Fault.server_restored: _restore_server,
    Fault.server_restored_same: _restore_same,
    Fault.compacted: _compact,
    Fault.clock_far: _far_clock,
    Fault.clock_jumped: _jumping_clock,
    Fault.rebooted: _reboot,
    Fault.late_answer: _late_answer,
    Fault.revoked: _revoke,
    Fault.poison_alone: _sends(poison),
    Fault.poison_mid_page: _sends(_poison_mid_page),
    Fault.poison_in_group: _sends(_poison_in_group),
    Fault.unknown_version: _sends(_unknown_version),
    Fault.torn_group: _sends(_torn_group),
    Fault.row_damaged: _damage_row,
    Fault.erased: _erase,
    Fault.stick: carry,
}

__all__ = ["COMMUNITY_SCOPE", "EVENTS", "happen", "keep_copies", "watch_pages"]
