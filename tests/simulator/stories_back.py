"""Rare roads of giving back, of leaving and of the stick, told step by step."""

from __future__ import annotations

from unittest.mock import patch

from fieldapp.services.campaigns import StartCampaign
from fieldapp.services.quarantine import RetryQuarantined
from fieldapp.store.road_back import read_anew
from fieldapp.store.unit import Unit
from server.compaction import compact
from sync.protocol import (
    PROTOCOL_VERSION,
    Answer,
    Judged,
    ScopeAnswer,
    Status,
    Verdict,
    Word,
)
from tests.simulator.events import cloned
from tests.simulator.line import Line, ShakyReplica
from tests.simulator.runs import Stage
from tests.simulator.scene import break_at, edit, first_row, quiet_world, restore, rows_now, three
from tests.simulator.town import GRID_SCOPE, MIAO
from tests.simulator.violation import Law, require


def correction_before_what_it_corrects(at: Stage) -> None:
    """A restored server hears the correction first: what it corrects is then born corrected."""
    with quiet_world(at) as world:
        wang, _, lin = three(world)

        def orphan(unit: Unit) -> None:
            home = {"dwelling_id": unit.new_id(), "kind": "family", "status": "active"}
            unit.create("household", GRID_SCOPE, home)

        world.town.back_up()
        world.save(wang, "orphan", lambda: wang.write(orphan))
        world.sync(wang)
        world.time.ms += 60_000
        # Through a snapshot the secretary sees what was set aside, and cannot give it back.
        compact(world.town.service.store, world.time.ms)
        world.read_log()
        world.sync(lin)
        aside, door = first_row(lin, "quarantine"), first_row(lin, "dwelling")
        again = RetryQuarantined(aside, {"dwelling_id": door})
        world.save(lin, "retries", lambda: lin.do(again))
        restore(world)
        world.sync(lin)
        world.settle()
        state = rows_now(world)["quarantine", aside].get("state")
        told = f"what was corrected before it came is {state}"
        require(Law.retain, state == "corrected", told, GRID_SCOPE)


def set_aside_stays_set_aside(at: Stage) -> None:
    """What a leaver sent comes back to a server whose history went on differently."""
    with quiet_world(at) as world:
        wang, miao, lin = three(world)
        person, door = first_row(wang, "resident"), first_row(wang, "dwelling")
        world.town.revoke(MIAO)
        world.read_log()
        world.town.back_up()
        edit(world, miao, "resident", person, speaks="普通话")
        world.sync(miao)
        world.sync(wang)
        restore(world)
        edit(world, lin, "dwelling", door, access_note="有狗")
        world.sync(lin)
        world.sync(wang)
        world.settle()


def group_given_back(at: Stage) -> None:
    """Whoever wrote a group is gone: only another's tail still has it, whole."""
    with quiet_world(at) as world:
        wang, miao, _ = three(world)

        def doors(unit: Unit) -> None:
            with unit.group():
                for label in ("701", "702", "703"):
                    unit.create("dwelling", GRID_SCOPE, {"room_label": label})

        world.town.back_up()
        world.save(wang, "group", lambda: wang.write(doors))
        world.sync(wang)
        world.sync(miao)
        wang.is_alive = False
        wang.close()
        restore(world)
        with patch("sync.client.MAX_CHANGES", 1):
            world.sync(miao)
        world.settle()


def clone_after_a_heal(at: Stage) -> None:
    """A server that was healed knows its streams again: a clone's slots are noticed."""
    with quiet_world(at) as world:
        wang, miao, _ = three(world)
        person = first_row(wang, "resident")
        twin = cloned(world, wang)
        world.town.back_up()
        edit(world, wang, "resident", person, speaks="普通话")
        world.sync(wang)
        world.sync(miao)
        restore(world)
        world.sync(miao)
        edit(world, twin, "resident", person, hearing_note="慢慢说")
        world.sync(twin)
        world.settle()


def snapshot_of_another_history(at: Stage) -> None:
    """A place that an answer named before a restore says nothing of what a snapshot covers."""
    with quiet_world(at) as world:
        wang, miao, lin = three(world)
        person, door = first_row(wang, "resident"), first_row(wang, "dwelling")
        world.town.back_up()
        edit(world, miao, "resident", person, speaks="普通话")
        world.sync(miao)
        edit(world, wang, "resident", person, emergency_name="岳𬭎")
        edit(world, wang, "resident", person, hearing_note="慢慢说")
        world.between = break_at(2)
        with patch("server.exchange.ANSWER_BYTES", 0):
            world.sync(wang)
        world.between = lambda exchange: None
        restore(world)
        for words in ("有狗", "铃坏了", "先打电话", "门铃修好了"):
            edit(world, lin, "dwelling", door, access_note=words)
        world.sync(lin)
        world.time.ms += 60_000
        compact(world.town.service.store, world.time.ms)
        world.read_log()
        with patch("sync.client.MAX_CHANGES", 1):
            world.sync(wang)
        world.settle()


def begun_anew_before_a_restore(at: Stage) -> None:
    """Whoever reads all from the start stands nowhere, so no RESET asks for what she has read."""
    with quiet_world(at) as world:
        wang, miao, _ = three(world)
        world.town.back_up()
        edit(world, miao, "resident", first_row(miao, "resident"), speaks="普通话")
        world.sync(miao)
        world.sync(wang)
        miao.is_alive = False
        miao.close()
        wang.thread.run(lambda one: read_anew(one, GRID_SCOPE), write=True)
        restore(world)
        world.settle()


def signed_for_and_lost(at: Stage) -> None:
    """What a leaver was signed for is lost again, and so is that she left."""
    with quiet_world(at) as world:
        _, miao, _ = three(world)
        person = first_row(miao, "resident")
        world.town.back_up()
        edit(world, miao, "resident", person, speaks="普通话")
        world.town.revoke(MIAO)
        world.read_log()
        replica = ShakyReplica(world, miao, miao.desk.replica())
        offer = replica.read_offer(miao.clock.read(), batch=100)
        answer = world.lines.setdefault(miao.name, Line(world, miao)).exchange(offer)
        # What is written meanwhile still waits, so nothing is packed up.
        edit(world, miao, "resident", person, hearing_note="慢慢说")
        replica.accept(offer, answer)
        restore(world)
        world.settle()


def farewell_without_a_signature(at: Stage) -> None:
    """Somebody in between says farewell in the server's name: nothing may be let go for that."""
    with quiet_world(at) as world:
        _, miao, _ = three(world)
        edit(world, miao, "resident", first_row(miao, "resident"), speaks="普通话")
        replica = ShakyReplica(world, miao, miao.desk.replica())
        offer = replica.read_offer(miao.clock.read(), batch=100)
        said = tuple(
            ScopeAnswer(
                scope=one.scope,
                cursor=one.cursor,
                was=one.hash,
                incarnation=one.incarnation,
                status=Status.gone,
                judged=tuple(
                    Judged(id=sent.id, seq=one.cursor, verdict=Verdict(word=Word.taken))
                    for sent in one.changes
                ),
                receipt="00" * 64,
            )
            for one in offer.scopes
        )
        farewell = Answer(
            version=PROTOCOL_VERSION, server_ms=world.time.ms, scopes=said, member_of=()
        )
        replica.accept(offer, farewell)
        world.settle()


def campaign_started_apart(at: Stage) -> None:
    """Two people start one campaign offline: it is one, and nobody has anything to decide."""
    with quiet_world(at) as world:
        wang, miao, lin = three(world)
        for device in (wang, miao):
            command = StartCampaign("NO_POWER")
            world.save(device, "campaign", lambda device=device, c=command: device.do(c))
        world.settle()
        rows = rows_now(world)
        campaigns = [id_ for kind, id_ in rows if kind == "campaign"]
        clashes = [one for (kind, _), one in rows.items() if kind == "conflict"]
        told = f"{len(campaigns)} campaigns, {len(clashes)} conflicts"
        require(Law.nosilent, len(campaigns) == 1 and not clashes, told, GRID_SCOPE, lin.name)


STORIES_BACK = (
    correction_before_what_it_corrects,
    set_aside_stays_set_aside,
    group_given_back,
    clone_after_a_heal,
    snapshot_of_another_history,
    begun_anew_before_a_restore,
    signed_for_and_lost,
    farewell_without_a_signature,
    campaign_started_apart,
)
