"""Each guard taken out in turn: the simulator must go red, or it proves nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from tests.simulator import careless_device as device
from tests.simulator import careless_moves as moves
from tests.simulator import careless_roads as roads
from tests.simulator import careless_server as server
from tests.simulator import erasures, stories, stories_back
from tests.simulator.faults import Fault
from tests.simulator.many import on_stage, stage_here
from tests.simulator.runs import ALL, Stage, run_once
from tests.simulator.violation import Violation

SEEDS = 150
"""After so many green seeds an ablation counts as not caught."""


@dataclass(frozen=True, slots=True)
class Ablation:
    """A guard in its careless version; `faults` are those that can show what it is for."""

    name: str
    careless: Callable[[], AbstractContextManager[Any]]
    faults: frozenset[Fault] = ALL
    boost: float = 2.0
    favour: tuple[str, ...] = ()
    story: Callable[[Stage], None] | None = None
    """Told instead of seeds, where those reach it too seldom."""


_WIRE = frozenset(
    {
        Fault.request_lost,
        Fault.answer_lost,
        Fault.delivered_twice,
        Fault.old_request,
        Fault.stale_answer,
        Fault.late_answer,
        Fault.page_of_one,
        Fault.small_batch,
    }
)
_RESTORED = _WIRE | {
    Fault.server_restored,
    Fault.server_restored_twice,
    Fault.device_destroyed,
    Fault.compacted,
}
_STREAMS = frozenset({Fault.device_cloned, Fault.device_restored})
_STICKS = frozenset(
    {
        Fault.stick,
        Fault.stick_torn,
        Fault.stick_twice,
        Fault.stick_old,
        Fault.stick_stranger,
        Fault.stick_and_line,
    }
)
_POISON = _WIRE | {Fault.poison_alone, Fault.poison_mid_page, Fault.poison_in_group}

_MOVED = ("hand over",)

ABLATIONS = (
    Ablation("change dropped on the push answer", device.dropped_on_the_push_answer, _RESTORED),
    Ablation(
        "leaves by a seq learned earlier",
        device.seq_learned_earlier,
        story=stories.place_named_before_a_restore,
    ),
    Ablation("cursor saved before the page", device.cursor_saved_first),
    Ablation("snapshot merged, not replacing", device.snapshot_merged, _RESTORED),
    Ablation("stale answers accepted", device.stale_answers, _WIRE),
    Ablation("group cut by a batch", device.group_cut_by_batch, _WIRE),
    Ablation(
        "group cut by a return",
        device.group_cut_by_return,
        story=stories_back.group_given_back,
    ),
    Ablation("no tail", device.no_tail, _RESTORED),
    Ablation("tail lost with a snapshot", device.tail_goes_with_the_snapshot, _RESTORED),
    Ablation("no relay of others' facts", device.no_relay, _RESTORED),
    Ablation(
        "given once is enough",
        device.given_is_enough,
        story=stories.restored_twice_while_giving_back,
    ),
    Ablation("given back in any order", device.newest_first, story=stories.healed_in_order),
    Ablation("no road back", device.no_road_back, _RESTORED),
    Ablation("level said too early", device.level_too_early, _WIRE),
    Ablation("checksum adopted", device.checksum_adopted, _WIRE | {Fault.row_damaged}),
    Ablation("outbox not laid over a page", device.outbox_not_laid_over, _WIRE),
    Ablation(
        "incarnation kept after a fork",
        device.incarnation_kept,
        _WIRE | _STREAMS,
    ),
    Ablation("no slot chain", server.no_slot_chain, _WIRE | _STREAMS),
    Ablation(
        "stream not advanced over known ids",
        server.stream_stands_still,
        story=stories.known_in_another_stream,
    ),
    Ablation("no id dedupe", server.no_id_dedupe, _WIRE),
    Ablation("nothing to do gets no seq", server.nothing_gets_no_seq, _WIRE),
    Ablation("silent last-writer-wins", server.last_writer_wins, _WIRE),
    Ablation("archived loses", server.archived_loses, _WIRE, 2, ("archive",)),
    Ablation(
        "removed dots forgotten",
        server.removed_dots_forgotten,
        story=stories.removal_before_addition,
    ),
    Ablation("creation replaces a row", server.creation_replaces, story=stories.created_twice),
    Ablation("stale decision counts", server.stale_decision_counts, story=stories.two_decisions),
    Ablation("conflict named by its field", server.conflict_named_by_field, _WIRE),
    Ablation("prose replaced", server.prose_replaced, _WIRE),
    Ablation("group cut by a page", server.group_cut_by_page, _WIRE),
    Ablation("group taken in part", server.group_in_part, _WIRE | {Fault.torn_group}),
    Ablation("group of two fates", server.group_of_two_fates, _POISON),
    Ablation("any words under an id", server.any_words_under_an_id, _WIRE | {Fault.wrong_id}),
    Ablation("unproven returns accepted", server.unproven_returns, _WIRE | {Fault.forged_fact}),
    Ablation("no horizon", server.no_horizon, _RESTORED | {Fault.compacted_between_pages}),
    Ablation(
        "horizon before prefix",
        server.horizon_before_prefix,
        story=stories.behind_the_horizon_of_another_history,
    ),
    Ablation("compaction drops ids", server.compaction_drops_ids, _RESTORED),
    Ablation("membership after all", server.everybody_is_a_member, _WIRE | {Fault.revoked}),
    Ablation("set aside without its words", server.aside_is_dropped, _POISON),
    Ablation("another verdict when asked again", server.verdict_forgotten, _WIRE),
    Ablation("a fact skipped by a page", server.facts_out_of_order, _WIRE),
    Ablation("server's sums not kept", server.sums_not_kept, _WIRE),
    Ablation("erased, and no register", erasures.no_register, story=erasures.erased_and_restored),
    Ablation(
        "erased, and taken after all",
        erasures.taken_after_all,
        story=erasures.erased_and_restored,
    ),
    Ablation(
        "erased, and words in the tail",
        erasures.tail_keeps_words,
        story=erasures.erased_behind_a_snapshot,
    ),
    Ablation(
        "erased, and marks passed over",
        erasures.marks_passed_over,
        story=erasures.erased_behind_a_snapshot,
    ),
    Ablation("rows not rebuilt by a return", roads.rows_not_rebuilt, _RESTORED),
    Ablation(
        "streams not rebuilt by a return",
        roads.streams_not_rebuilt,
        story=stories_back.clone_after_a_heal,
    ),
    Ablation("members remembered", roads.members_remembered, _WIRE | {Fault.revoked}),
    Ablation("leaver believed by date", roads.believed_by_date, _WIRE | {Fault.revoked}),
    Ablation(
        "early correction forgotten",
        roads.early_correction_forgotten,
        story=stories_back.correction_before_what_it_corrects,
    ),
    Ablation(
        "judged again on the way back",
        roads.aside_judged_again,
        story=stories_back.set_aside_stays_set_aside,
    ),
    Ablation("group retried in part", roads.group_retried_in_part, _POISON, 2, ("retry",)),
    Ablation(
        "tail pruned by a device's clock",
        roads.tail_pruned_by_a_clock,
        _RESTORED | {Fault.clock_far},
    ),
    Ablation(
        "tail pruned inside a group",
        roads.tail_pruned_inside_groups,
        story=stories_back.group_given_back,
    ),
    Ablation("covered changes not kept", roads.covered_forgotten, _RESTORED),
    Ablation(
        "snapshot takes what was delivered",
        roads.snapshot_retires_delivered,
        story=stories_back.snapshot_of_another_history,
    ),
    Ablation(
        "let go without a signature",
        roads.any_receipt,
        story=stories_back.farewell_without_a_signature,
    ),
    Ablation("answer file of anybody", roads.answers_of_anybody, _WIRE | _STICKS, 3),
    Ablation("export of anybody", roads.files_of_anybody, _WIRE | _STICKS, 3),
    Ablation("move: one half alone", moves.half_a_move, _WIRE, favour=_MOVED),
    Ablation("move: later edits not forwarded", moves.nothing_forwarded, _WIRE, favour=_MOVED),
    Ablation("move: what hangs on it stays", moves.bare_move, _WIRE, favour=_MOVED),
    Ablation("move: half comes back", moves.half_comes_back, _RESTORED, favour=_MOVED),
    Ablation("move: leg judged anywhere", moves.leg_judged_where_it_comes, _RESTORED, 5, _MOVED),
)


def run_all(at: Stage, only: str = "", jobs: int = 1) -> int:
    """Run every ablation until it is caught, in so many processes; 0 when all were."""
    names = [one.name for one in ABLATIONS if only in one.name]
    green = 0
    for name, caught in zip(names, on_stage(at, jobs, _catch, names), strict=True):
        sys.stdout.write(f"{name:40} {caught or 'GREEN: NOT CAUGHT'}\n")
        sys.stdout.flush()
        green += not caught
    sys.stdout.write(f"{green} of {len(names)} were not caught\n")
    return 1 if green else 0


def _catch(name: str) -> str:
    return next(catch(one, stage_here()) for one in ABLATIONS if one.name == name)


def catch(one: Ablation, at: Stage, seeds: int = SEEDS) -> str:
    """Run seeds with a guard taken out; say which law was broken in which, or nothing."""
    with one.careless():
        if one.story is not None:
            return _tell(one.story, at)
        for seed in range(seeds):
            try:
                run_once(seed, at, enabled=one.faults, boost=one.boost, favour=one.favour)
            except Violation as violation:
                return f"seed {seed}: {violation.law.value} {violation.told[:80]}"
    return ""


def _tell(story: Callable[[Stage], None], at: Stage) -> str:
    try:
        story(at)
    except Violation as violation:
        return f"{story.__name__}: {violation.law.value} {violation.told[:80]}"
    return ""
