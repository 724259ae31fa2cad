"""Rare roads, told step by step, since seeds seldom reach them; all laws are watched here too."""

from __future__ import annotations

from unittest.mock import patch

from fieldapp.errors import Trouble
from fieldapp.services.conflicts import KeepConflict, RestoreConflict
from fieldapp.services.fields import SetFields
from fieldapp.store.unit import Unit
from server.compaction import compact
from sync.protocol import ChangeKind, Edit
from sync.snapshot import read_snapshot
from tests.simulator import erasures
from tests.simulator.events import cloned
from tests.simulator.runs import Stage
from tests.simulator.scene import break_at, edit, first_row, quiet_world, three
from tests.simulator.town import GRID_SCOPE, MIAO
from tests.simulator.violation import Law, require

DOT = "00000000-0000-7000-8000-000000000001"


def removal_before_addition(at: Stage) -> None:
    """A tag is taken off before the server knows that it was put on: it stays off."""
    with quiet_world(at) as world:
        wang, miao, _ = three(world)
        person = first_row(wang, "resident")

        def put(unit: Unit, what: Edit) -> None:
            unit._write(ChangeKind.tag, "resident", GRID_SCOPE, person, {"tags": what})

        off, on = Edit(remove=(DOT,)), Edit(add={DOT: {"code": "ALONE"}})
        world.save(miao, "takes off", lambda: miao.write(lambda unit: put(unit, off)))
        world.sync(miao)
        world.save(wang, "puts on", lambda: wang.write(lambda unit: put(unit, on)))
        world.settle()
        head = world.chronicle.fold(GRID_SCOPE, world.chronicle.heads[GRID_SCOPE].hash)
        assert head is not None
        tags = head.rows["resident", person].get("tags") or {}
        require(Law.set, DOT not in tags.get("dots", {}), "a tag came back", GRID_SCOPE)


def two_decisions(at: Stage) -> None:
    """Two people decide one conflict without knowing of each other: the first counts."""
    with quiet_world(at) as world:
        wang, miao, lin = three(world)
        door = first_row(wang, "dwelling")
        for device, words in ((wang, "有狗"), (miao, "铃坏了")):
            edit(world, device, "dwelling", door, access_note=words)
        world.settle()
        conflict = first_row(lin, "conflict")
        world.save(lin, "keeps", lambda: lin.do(KeepConflict(conflict)))
        world.save(miao, "restores", lambda: miao.do(RestoreConflict(conflict)))
        world.sync(lin)
        world.settle()
        head = world.chronicle.fold(GRID_SCOPE, world.chronicle.heads[GRID_SCOPE].hash)
        assert head is not None
        state = head.rows["conflict", conflict]["state"]
        require(Law.machine, state == "kept", f"the second decision counts: {state}", GRID_SCOPE)


def created_twice(at: Stage) -> None:
    """Two devices create one row: the second is an edit by somebody who saw nothing there."""
    with quiet_world(at) as world:
        wang, miao, _ = three(world)
        for device, label in ((wang, "601"), (miao, "602")):

            def work(unit: Unit, label: str = label) -> None:
                unit.create("dwelling", GRID_SCOPE, {"room_label": label}, id_=DOT)

            world.save(device, "creates", lambda device=device, work=work: device.write(work))
        world.settle()


def healed_in_order(at: Stage) -> None:
    """Nothing was written since the backup: what is given back heals the log word for word."""
    with quiet_world(at) as world:
        wang, miao, _ = three(world)
        world.town.back_up()
        number = len(world.town.backups) - 1
        person = first_row(wang, "resident")
        for words in ("普通话", "本地话", "客家话"):
            edit(world, wang, "resident", person, speaks=words)
            world.sync(wang)
        world.sync(miao)
        before = world.chronicle.heads[GRID_SCOPE].hash
        world.town.restore(number)
        world.read_log()
        world.sync(miao)
        after = world.chronicle.heads[GRID_SCOPE].hash
        require(Law.ack, after == before, "the log was not healed word for word", GRID_SCOPE)
        world.settle()


def restored_twice_while_giving_back(at: Stage) -> None:
    """What was given back once is lost again before the device stands on that history."""
    with quiet_world(at) as world:
        wang, _, _ = three(world)
        world.town.back_up()
        number = len(world.town.backups) - 1
        person = first_row(wang, "resident")
        for words in ("普通话", "本地话"):
            edit(world, wang, "resident", person, speaks=words)
        world.sync(wang)
        world.town.restore(number)
        world.read_log()

        def again(exchange: int) -> None:
            if exchange == 3:
                world.town.restore(number)
                world.read_log()

        world.between = again
        with patch("sync.client.MAX_CHANGES", 1):
            world.sync(wang)
        world.between = lambda exchange: None
        world.settle()


def place_named_before_a_restore(at: Stage) -> None:
    """A place in the log that an answer named before a restore is another change's afterwards."""
    with quiet_world(at) as world, patch("server.exchange.MAX_FACTS", 1):
        wang, miao, _ = three(world)
        person, door = first_row(wang, "resident"), first_row(wang, "dwelling")
        for words in ("普通话", "本地话", "客家话"):
            edit(world, miao, "resident", person, speaks=words)
        world.sync(miao)
        world.town.back_up()
        edit(world, wang, "dwelling", door, access_note="有狗")
        world.between = break_at(2)
        world.sync(wang)
        world.town.restore(len(world.town.backups) - 1)
        world.read_log()
        world.between = lambda exchange: None
        for words in ("普通话", "本地话", "客家话"):
            edit(world, miao, "resident", person, speaks=words)
        world.sync(miao)
        world.sync(wang)
        world.settle()


def behind_the_horizon_of_another_history(at: Stage) -> None:
    """The log was compacted after a restore: who read another history gives back all the same."""
    with quiet_world(at) as world:
        wang, _, lin = three(world)
        person, door = first_row(wang, "resident"), first_row(wang, "dwelling")
        world.town.back_up()
        edit(world, wang, "resident", person, speaks="普通话")
        world.sync(wang)
        world.town.restore(len(world.town.backups) - 1)
        world.read_log()
        for words in ("有狗", "铃坏了", "先打电话"):
            edit(world, lin, "dwelling", door, access_note=words)
        world.sync(lin)
        world.time.ms += 60_000
        compact(world.town.service.store, world.time.ms)
        world.read_log()
        world.settle()


def known_in_another_stream(at: Stage) -> None:
    """A clone forks and offers again, in a new stream, what its twin has already brought."""
    with quiet_world(at) as world:
        wang, _, _ = three(world)
        person = first_row(wang, "resident")
        edit(world, wang, "resident", person, speaks="普通话")
        twin = cloned(world, wang)
        edit(world, wang, "resident", person, emergency_name="岳𬭎")
        edit(world, twin, "resident", person, hearing_note="慢慢说")
        world.sync(wang)
        world.settle()


def revocation_forgotten(at: Stage) -> None:
    """A restored server forgets who left, until somebody gives that back."""
    with quiet_world(at) as world:
        wang, miao, _ = three(world)
        world.town.back_up()
        number = len(world.town.backups) - 1
        world.town.revoke(MIAO)
        world.read_log()
        world.sync(wang)
        world.town.restore(number)
        world.read_log()
        person = first_row(miao, "resident")
        edit(world, miao, "resident", person, speaks="普通话")
        world.sync(wang)
        require(Law.auth, world.is_outsider(miao.person), "a leaver is a member again", GRID_SCOPE)
        world.settle()


def stale_snapshot(at: Stage) -> None:
    """A snapshot that was asked for long ago is installed after newer pages were read."""
    with quiet_world(at) as world:
        wang, miao, _ = three(world)
        ref = world.town.service.exchange.snapshot_of(GRID_SCOPE)
        content = world.town.snapshot(wang.caller, ref)
        person = first_row(wang, "resident")
        edit(world, wang, "resident", person, speaks="普通话")
        world.sync(wang)
        edit(world, wang, "resident", person, speaks="本地话")
        assert read_snapshot(content).seq == ref.seq
        wang.desk.replica().install(ref, content)
        world.look_at(wang)
        world.check(wang)
        edit(world, miao, "resident", person, speaks="客家话")
        world.settle()


def disk_really_full(at: Stage) -> None:
    """SQLite itself says that the disk is full: nothing of the save is there, and later it is."""
    with quiet_world(at) as world:
        wang, _, _ = three(world)
        person = first_row(wang, "resident")
        words = "晚上在家。" * 300

        def limit(pages: str) -> None:
            query = f"PRAGMA max_page_count = {pages}"
            wang.read(lambda connection: connection.exec_driver_sql(query).scalar())

        limit("1")
        try:
            wang.do(SetFields("resident", person, {"note": words}))
            is_refused = False
        except Trouble as trouble:
            is_refused = trouble.code == "disk-full"
        require(Law.ryw, is_refused, "a full disk was not told", "", wang.name)
        limit("1073741823")
        world.look_at(wang)
        world.check(wang)
        edit(world, wang, "resident", person, note=words)
        world.settle()


STORIES = (
    place_named_before_a_restore,
    behind_the_horizon_of_another_history,
    known_in_another_stream,
    removal_before_addition,
    two_decisions,
    created_twice,
    healed_in_order,
    restored_twice_while_giving_back,
    revocation_forgotten,
    stale_snapshot,
    disk_really_full,
    *erasures.STORIES,
)
