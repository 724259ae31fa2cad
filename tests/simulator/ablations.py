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
    """Told instead of seeds."""


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

_Guard = tuple[str, Callable[[], AbstractContextManager[Any]]]
"""What is taken out, in words, and the careless version that stands in for it."""


def _under(
    faults: frozenset[Fault], *guards: _Guard, boost: float = 2.0, favour: tuple[str, ...] = ()
) -> list[Ablation]:
    """List guards that the same faults show."""
    return [Ablation(name, careless, faults, boost, favour) for name, careless in guards]


def _told_by(story: Callable[[Stage], None], *guards: _Guard) -> list[Ablation]:
    """List guards that one story shows, where seeds reach them too seldom."""
    return [Ablation(name, careless, story=story) for name, careless in guards]


ABLATIONS = (
    *_under(ALL, ("cursor saved before the page", device.cursor_saved_first)),
    *_under(
        _WIRE,
        ("stale answers accepted", device.stale_answers),
        ("group cut by a batch", device.group_cut_by_batch),
        ("level said too early", device.level_too_early),
        ("outbox not laid over a page", device.outbox_not_laid_over),
        ("no id dedupe", server.no_id_dedupe),
        ("nothing to do gets no seq", server.nothing_gets_no_seq),
        ("silent last-writer-wins", server.last_writer_wins),
        ("conflict named by its field", server.conflict_named_by_field),
        ("prose replaced", server.prose_replaced),
        ("group cut by a page", server.group_cut_by_page),
        ("another verdict when asked again", server.verdict_forgotten),
        ("a fact skipped by a page", server.facts_out_of_order),
        ("server's sums not kept", server.sums_not_kept),
    ),
    *_under(_WIRE, ("archived loses", server.archived_loses), favour=("archive",)),
    *_under(
        _WIRE,
        ("move: one half alone", moves.half_a_move),
        ("move: later edits not forwarded", moves.nothing_forwarded),
        ("move: what hangs on it stays", moves.bare_move),
        favour=_MOVED,
    ),
    *_under(_WIRE | {Fault.row_damaged}, ("checksum adopted", device.checksum_adopted)),
    *_under(_WIRE | {Fault.torn_group}, ("group taken in part", server.group_in_part)),
    *_under(_WIRE | {Fault.wrong_id}, ("any words under an id", server.any_words_under_an_id)),
    *_under(_WIRE | {Fault.forged_fact}, ("unproven returns accepted", server.unproven_returns)),
    *_under(
        _WIRE | {Fault.revoked},
        ("membership after all", server.everybody_is_a_member),
        ("members remembered", roads.members_remembered),
        ("leaver believed by date", roads.believed_by_date),
    ),
    *_under(
        _WIRE | _STREAMS,
        ("incarnation kept after a fork", device.incarnation_kept),
        ("no slot chain", server.no_slot_chain),
    ),
    *_under(
        _WIRE | _STICKS,
        ("answer file of anybody", roads.answers_of_anybody),
        ("export of anybody", roads.files_of_anybody),
        boost=3,
    ),
    *_under(
        _POISON,
        ("group of two fates", server.group_of_two_fates),
        ("set aside without its words", server.aside_is_dropped),
    ),
    *_under(_POISON, ("group retried in part", roads.group_retried_in_part), favour=("retry",)),
    *_under(
        _RESTORED,
        ("change dropped on the push answer", device.dropped_on_the_push_answer),
        ("snapshot merged, not replacing", device.snapshot_merged),
        ("no tail", device.no_tail),
        ("tail lost with a snapshot", device.tail_goes_with_the_snapshot),
        ("no relay of others' facts", device.no_relay),
        ("no road back", device.no_road_back),
        ("compaction drops ids", server.compaction_drops_ids),
        ("rows not rebuilt by a return", roads.rows_not_rebuilt),
        ("covered changes not kept", roads.covered_forgotten),
    ),
    *_under(_RESTORED | {Fault.compacted_between_pages}, ("no horizon", server.no_horizon)),
    *_under(
        _RESTORED | {Fault.clock_far},
        ("tail pruned by a device's clock", roads.tail_pruned_by_a_clock),
    ),
    *_under(_RESTORED, ("move: half comes back", moves.half_comes_back), favour=_MOVED),
    *_under(
        _RESTORED,
        ("move: leg judged anywhere", moves.leg_judged_where_it_comes),
        boost=5,
        favour=_MOVED,
    ),
    *_told_by(
        stories.place_named_before_a_restore,
        ("leaves by a seq learned earlier", device.seq_learned_earlier),
    ),
    *_told_by(
        stories.restored_twice_while_giving_back, ("given once is enough", device.given_is_enough)
    ),
    *_told_by(stories.healed_in_order, ("given back in any order", device.newest_first)),
    *_told_by(
        stories.known_in_another_stream,
        ("stream not advanced over known ids", server.stream_stands_still),
    ),
    *_told_by(
        stories.removal_before_addition, ("removed dots forgotten", server.removed_dots_forgotten)
    ),
    *_told_by(stories.created_twice, ("creation replaces a row", server.creation_replaces)),
    *_told_by(stories.two_decisions, ("stale decision counts", server.stale_decision_counts)),
    *_told_by(
        stories.behind_the_horizon_of_another_history,
        ("horizon before prefix", server.horizon_before_prefix),
    ),
    *_told_by(
        stories_back.group_given_back,
        ("group cut by a return", device.group_cut_by_return),
        ("tail pruned inside a group", roads.tail_pruned_inside_groups),
    ),
    *_told_by(
        stories_back.clone_after_a_heal,
        ("streams not rebuilt by a return", roads.streams_not_rebuilt),
    ),
    *_told_by(
        stories_back.correction_before_what_it_corrects,
        ("early correction forgotten", roads.early_correction_forgotten),
    ),
    *_told_by(
        stories_back.set_aside_stays_set_aside,
        ("judged again on the way back", roads.aside_judged_again),
    ),
    *_told_by(
        stories_back.snapshot_of_another_history,
        ("snapshot takes what was delivered", roads.snapshot_retires_delivered),
    ),
    *_told_by(
        stories_back.begun_anew_before_a_restore,
        ("nothing asked after by who begins anew", roads.nothing_asked_after),
    ),
    *_told_by(
        stories_back.signed_for_and_lost,
        ("nothing asked after by who is back", roads.nothing_asked_after),
    ),
    *_told_by(
        stories_back.farewell_without_a_signature,
        ("let go without a signature", roads.any_receipt),
    ),
    *_told_by(
        erasures.erased_and_restored,
        ("erased, and no register", erasures.no_register),
        ("erased, and taken after all", erasures.taken_after_all),
    ),
    *_told_by(
        erasures.erased_behind_a_snapshot,
        ("erased, and words in the tail", erasures.tail_keeps_words),
        ("erased, and marks passed over", erasures.marks_passed_over),
    ),
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
