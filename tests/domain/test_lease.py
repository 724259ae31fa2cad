"""Thirty days without contact close the records; a clock that is wrong alone never does."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from fieldapp.domain.lease import DAY_MS, Lease, begin, later
from sync.protocol import DeviceTime

HEARD = 1_795_136_400_000


@dataclass
class Tablet:
    """A tablet whose clocks are told apart: what passes, what the wall shows, which boot it is."""

    lease: Lease
    now: DeviceTime

    def runs(self, days: float) -> Tablet:
        """Let time pass while it is on, or asleep."""
        ms = int(days * DAY_MS)
        return self._at(
            replace(self.now, wall_ms=self.now.wall_ms + ms, boot_ms=self.now.boot_ms + ms)
        )

    def lies_off(self, days: float, *, wall_off_by: float = 0) -> Tablet:
        """Let it be off for so long; its clock may come back wrong by so many days."""
        ms = int((days + wall_off_by) * DAY_MS)
        boot_id = f"{self.now.boot_id}+"
        return self._at(DeviceTime(wall_ms=self.now.wall_ms + ms, boot_ms=1_000, boot_id=boot_id))

    def is_set(self, days: float) -> Tablet:
        """Set the clock by hand while it runs."""
        return self._at(replace(self.now, wall_ms=self.now.wall_ms + int(days * DAY_MS)))

    def _at(self, now: DeviceTime) -> Tablet:
        return Tablet(later(self.lease, now), now)


def fresh() -> Tablet:
    now = DeviceTime(wall_ms=HEARD, boot_ms=5_000, boot_id="boot")
    return Tablet(begin(HEARD, 0, now), now)


def test_thirty_days_of_days_close() -> None:
    tablet = fresh()
    for _ in range(29):
        tablet = tablet.lies_off(0.6).runs(0.4)
    assert not tablet.lease.is_over
    assert tablet.lies_off(0.6).runs(0.4).lease.is_over


def test_thirty_days_without_a_restart_close() -> None:
    assert not fresh().runs(29.9).lease.is_over
    assert fresh().runs(30).lease.is_over


def test_a_tablet_from_the_drawer_is_closed_only_when_a_second_day_says_the_same() -> None:
    tablet = fresh().lies_off(45)
    assert not tablet.lease.is_over
    assert not tablet.runs(0.9).lease.is_over
    assert tablet.runs(1).lease.is_over
    assert tablet.lies_off(1.1).lease.is_over


def test_a_clock_set_by_months_while_it_runs_closes_nothing() -> None:
    tablet = fresh().is_set(60)
    assert (tablet.lease.passed_days, tablet.lease.is_over) == (0, False)
    assert not tablet.runs(3).lease.is_over


def test_a_clock_that_came_back_months_ahead_and_was_put_right_closes_nothing() -> None:
    tablet = fresh().lies_off(1, wall_off_by=60).runs(2)
    assert tablet.lease.is_over
    right = tablet.is_set(-60)
    assert (right.lease.is_over, right.lease.passed_days) == (False, 2)
    assert not right.runs(5).lease.is_over


def test_ten_years_in_either_direction_close_nothing() -> None:
    for years in (-10, 10):
        assert not fresh().lies_off(1, wall_off_by=years * 365).runs(5).lease.is_over


def test_setting_the_clock_back_at_every_start_gains_nothing_while_it_runs() -> None:
    tablet = fresh()
    for _ in range(30):
        tablet = tablet.lies_off(0, wall_off_by=-3).runs(1)
    assert tablet.lease.is_over


def test_an_answer_that_was_long_on_the_way_counts_from_when_it_was_given() -> None:
    now = DeviceTime(wall_ms=HEARD, boot_ms=5_000, boot_id="boot")
    assert begin(HEARD, 5 * DAY_MS, now).passed_days == 5
    late = begin(HEARD, 31 * DAY_MS, now)
    assert not late.is_over
    assert begin(HEARD, 3650 * DAY_MS, now).passed_days == 0


def test_how_many_days_are_left_is_never_below_none() -> None:
    assert fresh().runs(25).lease.days_left == 5
    assert fresh().runs(99).lease.days_left == 0


wrong_clocks = st.lists(st.tuples(st.floats(0, 1), st.floats(-4000, 4000)), max_size=25)


@given(wrong_clocks)
def test_while_it_runs_no_setting_of_the_clock_makes_time_pass(
    steps: list[tuple[float, float]],
) -> None:
    tablet, passed = fresh(), 0.0
    for days, set_by in steps:
        tablet, passed = tablet.runs(days).is_set(set_by), passed + days
    assert abs(tablet.lease.passed_ms - passed * DAY_MS) < len(steps) + 1
    assert not tablet.lease.is_over


@given(wrong_clocks)
def test_time_it_was_seen_to_run_is_never_taken_back(steps: list[tuple[float, float]]) -> None:
    tablet, passed = fresh(), 0.0
    for days, off_by in steps:
        tablet, passed = tablet.lies_off(0, wall_off_by=off_by).runs(days), passed + days
    assert tablet.lease.passed_ms >= passed * DAY_MS - len(steps) - 1
