"""Erasure by law, told as stories: by whatever road words could come back, they do not."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import AbstractContextManager as Patch
from typing import Any
from unittest.mock import patch

from sqlalchemy import Connection, select

from fieldapp.store.schema import metadata
from server.compaction import compact
from server.purge import purge
from server.tables import FACT, ROW
from tests.simulator.runs import Stage
from tests.simulator.scene import edit, first_row, quiet_world, three
from tests.simulator.town import GRID_SCOPE
from tests.simulator.violation import Law, require
from tests.simulator.world import World

WORDS = "只有她自己知道"


def erased_and_restored(at: Stage) -> None:
    """The server is restored to before an erasure that nobody has read, and somebody writes on."""
    with quiet_world(at) as world:
        wang, miao, _ = three(world)
        person = first_row(wang, "resident")
        edit(world, wang, "resident", person, speaks=WORDS)
        world.settle()
        world.town.back_up()
        number = len(world.town.backups) - 1
        _erase(world, person)
        edit(world, miao, "resident", person, emergency_name=WORDS)
        world.town.restore(number)
        world.read_log()
        world.sync(miao)
        _end(world, person)


def erased_and_read_before_a_restore(at: Stage) -> None:
    """A device that has forgotten gives back what it holds to a server that erased once more."""
    with quiet_world(at) as world:
        wang, miao, lin = three(world)
        person, door = first_row(wang, "resident"), first_row(wang, "dwelling")
        world.town.back_up()
        number = len(world.town.backups) - 1
        edit(world, wang, "resident", person, speaks=WORDS)
        edit(world, wang, "dwelling", door, access_note="敲窗户")
        world.settle()
        edit(world, miao, "resident", person, emergency_name=WORDS)
        world.sync(miao)
        _erase(world, person)
        world.sync(wang)
        world.town.restore(number)
        world.read_log()
        world.sync(wang)
        _end(world, person)
        shown = lin.read(lambda one: one.exec_driver_sql("SELECT access_note FROM dwelling").all())
        require(Law.ack, ("敲窗户",) in [tuple(row) for row in shown], "others' words are lost")


def erased_behind_a_snapshot(at: Stage) -> None:
    """A device that was away takes a snapshot in which the erasure is a mark alone."""
    with quiet_world(at) as world:
        wang, miao, _ = three(world)
        person = first_row(wang, "resident")
        edit(world, wang, "resident", person, speaks=WORDS)
        world.settle()
        edit(world, miao, "resident", person, emergency_name=WORDS)
        _erase(world, person)
        compact(world.town.service.store, world.time.ms + 1)
        world.read_log()
        _end(world, person)


def _erase(world: World, person: str) -> None:
    purge(world.town.service, ("resident", person), "story")
    world.read_log()


def _end(world: World, person: str) -> None:
    world.settle()
    with world.town.service.store.read() as connection:
        texts = list(connection.scalars(select(FACT.c.wire)))
        texts += connection.scalars(select(ROW.c.fields))
        ids = list(connection.scalars(select(ROW.c.id).where(ROW.c.kind == "resident")))
    require(Law.nores, person not in ids, "an erased row lives again", GRID_SCOPE)
    require(Law.nores, WORDS not in "".join(texts), "the server has erased words", GRID_SCOPE)
    for device in world.alive():
        is_clean = WORDS not in device.read(_everything)
        require(Law.nores, is_clean, "a device has erased words", GRID_SCOPE, device.name)


def _everything(connection: Connection) -> str:
    rows = [row for table in metadata.sorted_tables for row in connection.execute(table.select())]
    return "".join(str(tuple(row)) for row in rows)


STORIES = (erased_and_restored, erased_and_read_before_a_restore, erased_behind_a_snapshot)


# --- the guards, taken out ------------------------------------------------------------------


def no_register() -> Patch[Any]:
    """Let a restored server know nothing of what was erased since."""
    return patch("server.purge.read_register", lambda folder: [])


def taken_after_all() -> Patch[Any]:
    """Judge what arrives about an erased row like anything else."""
    return patch("server.purging._is_about", lambda log, change: False)


def tail_keeps_words() -> Patch[Any]:
    """Take an erased row out and leave the facts about it as they were read."""

    def nothing(connection: Connection, scope: str, gone: Collection[object]) -> set[str]:
        del connection, scope, gone
        return set()

    return patch("fieldapp.store.forgetting._empty_tail", nothing)


def marks_passed_over() -> Patch[Any]:
    """Take a snapshot's rows in and not what it says was erased."""
    return patch("fieldapp.store.replica.erased_in", lambda snapshot: set())
