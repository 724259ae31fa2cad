"""A run from a seed: the cast, the steps, the settling; twice, and the traces must be equal."""

from __future__ import annotations

import atexit
import gc
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from unittest.mock import patch

from fieldapp.store.unit import Unit
from sync.protocol import Fact
from tests.simulator.clocks import DeviceClock, WorldTime
from tests.simulator.databases import Databases, Files
from tests.simulator.device import Device, copy_files, fresh_device, ids_of, make_blank
from tests.simulator.events import happen, keep_copies, watch_pages
from tests.simulator.faults import Fault, FaultDice, draw_enabled
from tests.simulator.hand import Hand
from tests.simulator.newer import NEWER
from tests.simulator.sticks import introduced
from tests.simulator.town import (
    DEVICES,
    GRID_SCOPE,
    Town,
    copy_town,
    found,
)
from tests.simulator.violation import Law, Violation
from tests.simulator.work import do_something
from tests.simulator.world import World


@dataclass
class Stage:
    """What every run begins with: a founded town and devices that have done their first sync."""

    folder: Path
    town: Town
    ms: int
    databases: Databases
    names: dict[str, int]
    made: dict[str, bytes]
    wide: Stage | None = None
    """The same with a second grid."""


@dataclass
class Report:
    """What one run came to."""

    trace: list[str]
    struck: Counter[Fault]
    words: Counter[str]
    deeds: Counter[str]
    logs: dict[str, list[Fact]]
    names: dict[str, int]


def is_plain(seed: int) -> bool:
    """Tell whether a seed is also run under other clocks; its work then turns on no winner."""
    return seed % 5 == 4


def is_wide(seed: int) -> bool:
    """Tell whether a seed is run where there are two grids."""
    return seed % 4 == 1


ALL = frozenset(Fault)
COMPARABLE = frozenset(
    {
        Fault.request_lost,
        Fault.answer_lost,
        Fault.delivered_twice,
        Fault.stale_answer,
        Fault.page_of_one,
        Fault.small_batch,
        Fault.clock_far,
        Fault.clock_jumped,
        Fault.rebooted,
    }
)
"""Faults that fall alike however the default winners are picked; statements are counted by none."""


def fast_folder() -> Path:
    """Give a new folder, in memory where the machine has such."""
    shm = Path("/dev/shm")
    return Path(tempfile.mkdtemp(prefix="simulator-", dir=shm if shm.is_dir() else None))


@cache
def stage() -> Stage:
    """Build the stage once in this process, over SQLite."""
    return build_stage(Files())


def build_stage(databases: Databases) -> Stage:
    """Build the stage of one grid, and that of two."""
    stage = _build(databases, is_wide=False)
    return replace(stage, wide=_build(databases, is_wide=True))


def _build(databases: Databases, *, is_wide: bool) -> Stage:
    """Found the town, fill it a little, and let every device become level."""
    folder = fast_folder()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    time = WorldTime()
    make_blank(folder / "blank")
    url = databases.first(folder)
    town = found(url, folder / "data", time, is_wide=is_wide)
    devices = [
        fresh_device(town, time, name, folder / name, folder / "blank", "stage") for name in DEVICES
    ]
    for device in devices:
        introduced(town, device)
    dice = FaultDice(random.Random(0), ())
    world = World(town, time, devices, dice, random.Random(0), folder, folder / "blank")
    world.settle()
    world.save(devices[0], "first rows", lambda: devices[0].write(_first_rows))
    world.settle()
    for device in devices:
        device.close()
    town.close()
    gc.freeze()
    return Stage(folder, town, time.ms, databases, world.names, world.made)


def _first_rows(unit: Unit) -> None:
    people = ("高玉芬", "岳𬭎", "阿依努尔·吐尔逊江")
    for number, name in enumerate(people, start=501):
        door = unit.create("dwelling", GRID_SCOPE, {"room_label": str(number)})
        home = {"dwelling_id": door, "kind": "family", "status": "active"}
        household = unit.create("household", GRID_SCOPE, home)
        for person in (name, "示例"):
            note = "晚上在家。腿脚不便。低保要复审。儿子在外地。"
            fields = {"name": person, "residence_type": "usual_local", "note": note}
            resident = unit.create("resident", GRID_SCOPE, fields)
            member = {"household_id": household, "resident_id": resident}
            unit.create("member", GRID_SCOPE, member)


@contextmanager
def small_limits(dice: random.Random) -> Iterator[None]:
    """Let snapshots come early, so that short runs meet them."""
    snapshot_from = dice.choice([20, 40, 400])
    with (
        patch("server.hearing.SCHEMA", NEWER),
        patch("server.exchange.SNAPSHOT_FROM", snapshot_from),
        patch("server.snapshots.FRESH_FACTS", dice.choice([0, 5, 200])),
    ):
        yield


def run_once(
    seed: int,
    at: Stage,
    *,
    clocks: int = 0,
    enabled: frozenset[Fault] | None = None,
    boost: float = 1.0,
    favour: tuple[str, ...] = (),
    is_watched: bool = True,
) -> Report:
    """Run one seed; `clocks` other than 0 gives the devices other clocks.

    One that is not `is_watched` repeats another: its devices are looked at only in the end.
    Raises `Violation`, with the trace and the histories in it.
    """
    folder = fast_folder()
    gc.disable()
    work, bad = random.Random(f"work {seed}"), random.Random(f"faults {seed}")
    drawn = draw_enabled(bad) & (COMPARABLE if is_plain(seed) else ALL)
    faults = FaultDice(bad, drawn if enabled is None else enabled, boost=boost)
    try:
        with small_limits(bad):
            ground = at.wide if at.wide is not None and is_wide(seed) else at
            world = begin(ground, folder, work, bad, faults)
            world.is_wide = ground is not at
            world.is_watched = is_watched
            try:
                return _play(world, work, clocks, seed, favour)
            except Violation as violation:
                violation.add_note(histories(world, violation))
                raise
            except Exception as error:
                crash = Violation(Law.crash, f"{type(error).__name__}: {error}")
                crash.add_note(histories(world, crash))
                raise crash from error
            finally:
                world.close()
                at.databases.drop(world.town.url)
    finally:
        # A run is one great ring of references; collected once, after it.
        gc.collect()
        gc.enable()
        shutil.rmtree(folder, ignore_errors=True)


def begin(
    at: Stage, folder: Path, work: random.Random, bad: random.Random, faults: FaultDice
) -> World:
    """Copy the stage and choose the cast."""
    time = WorldTime(at.ms)
    town = copy_town(at.town, folder / "data", time, at.databases)
    names = ["wang-1", "miao-1", "lin-1"]
    names += [name for name in ("wang-2", "miao-2") if work.random() < 0.6]
    devices = []
    for name in names:
        copy_files(at.folder / name, folder / name)
        clock = DeviceClock(time, name)
        caller = town.callers[name]
        device = Device(
            name, caller.person, caller, clock, folder / name, ids_of(f"{work.random()} {name}")
        )
        device.open()
        devices.append(device)
    world = World(town, time, devices, faults, bad, folder, at.folder / "blank")
    world.names.update(at.names)
    world.made.update(at.made)
    world.between = lambda exchange: watch_pages(world, exchange)
    return world


def _play(
    world: World, work: random.Random, clocks: int, seed: int, favour: tuple[str, ...]
) -> Report:
    deeds: Counter[str] = Counter()
    _set_clocks(world, clocks)
    for device in world.devices:
        world.look_at(device)
    device = world.devices[0]
    for _ in range(work.randrange(30, 80)):
        world.step += 1
        world.time.ms += work.choice([1_000, 30_000, 700_000, 3_600_000])
        device = _who(world, work, device)
        if work.random() < 0.18:
            world.sync(device)
        else:
            deeds[do_something(Hand(world, device, work, is_plain(seed), favour))] += 1
        keep_copies(world)
        happen(world)
    world.settle()
    logs, names = world.chronicle.logs, world.names
    return Report(world.trace, world.faults.struck, world.words, deeds, logs, names)


def _who(world: World, work: random.Random, last: Device) -> Device:
    """Choose who is next; mostly whoever was last, so that work piles up unsent."""
    is_same = work.random() < 0.5
    chosen = work.choice(world.alive())
    return last if is_same and last.is_alive else chosen


def _set_clocks(world: World, clocks: int) -> None:
    if clocks:
        chance = random.Random(f"clocks {clocks}")
        for device in world.devices:
            device.clock.offset_ms = chance.randrange(-86_400_000, 86_400_000)


def histories(world: World, violation: Violation) -> str:
    """Print the last of the trace, and of the log and the device that it is about."""
    lines = [f"step {world.step}", *world.trace[-25:]]
    if violation.scope:
        log = world.chronicle.logs.get(violation.scope, [])
        lines += [f"--- the log of {violation.scope}"]
        lines += [
            f"{f.seq} {f.hash[:8]} {f.verdict.word} {bytes(f.body).decode()}" for f in log[-12:]
        ]
    if violation.device:
        lines += [f"--- {violation.device}"]
        lines += [one for one in world.trace if f" {violation.device} " in one][-25:]
    return "\n".join(lines)
