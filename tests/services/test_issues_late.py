"""Issues and steps that were taken back, came too late, or name what is elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from fieldapp.errors import Refused
from fieldapp.queries.issue_page import IssueQuery
from fieldapp.queries.issues import IssuesQuery
from fieldapp.queries.notices import NoticesQuery
from fieldapp.services.issues import RaiseIssue, TakeBackIssue, TakeBackStep, TakeStep
from fieldapp.services.notices import LetNoticeGo
from fieldapp.services.undo import UndoLast
from tests.devices import COMMUNITY, COMMUNITY_SCOPE, DAY_MS, GRID, GRID_SCOPE, WORKER, Device
from tests.devices import device as another_device
from tests.services.grids import build, door, family

LIN = "secretary-lin"
PLACED = {"deed": "place", "from_state": "ordered", "to_state": "placed", "author": LIN}
VERIFIED = {"deed": "verify", "from_state": "ordered", "to_state": "verified", "author": WORKER}


@pytest.fixture
def device() -> Iterator[Device]:
    """Give the responsible worker's device, which knows her secretary."""
    with another_device() as made:
        known(made)
        yield made


def known(device: Device) -> None:
    """Let a device know who works its grid."""
    device.seed("grid", GRID, {"name": "第三网格"})
    for person, name, role in ((LIN, "林示范", "secretary"), (WORKER, "王海示例", "worker")):
        device.seed("staff", person, {"name": name, "role": role, "region": COMMUNITY})
    device.seed("assignment", "a", {"person": WORKER, "grid": GRID, "role": "responsible"})


def seeded(device: Device, *, archived: bool, step: dict[str, object]) -> None:
    """Let an issue of the worker be there with one step, just now."""
    issue = {"category": "hazard", "title": "路灯不亮", "author": WORKER, "archived": archived}
    device.seed("issue", "i", issue)
    device.seed("issue_step", "s", {"issue_id": "i", "at_ms": device.clock.wall_ms, **step})


def listed(device: Device) -> int:
    """Count the issues that any list shows."""
    found = device.ask(IssuesQuery())
    return len(found.mine) + len(found.others) + len(found.done)


def codes(device: Device) -> list[str]:
    return [one.code for one in device.ask(NoticesQuery())]


@pytest.mark.parametrize("step", [PLACED | {"archived": True}, VERIFIED])
def test_an_issue_taken_back_is_gone_where_nobody_else_goes_on(
    device: Device, step: dict[str, object]
) -> None:
    seeded(device, archived=True, step=step)
    assert (listed(device), codes(device)) == (0, [])


def test_what_a_colleague_goes_on_with_is_nothing_to_tell_of(device: Device) -> None:
    seeded(device, archived=False, step=PLACED)
    assert (listed(device), codes(device)) == (1, [])


def test_that_an_issue_stays_though_it_was_taken_back_is_told_for_two_weeks(
    device: Device,
) -> None:
    seeded(device, archived=True, step=PLACED)
    assert codes(device) == ["late_step"]
    device.clock.advance(15 * DAY_MS)
    assert (listed(device), codes(device)) == (1, [])


def late(device: Device, author: str) -> None:
    """Let somebody's step come after the secretary had gone further."""
    seeded(device, archived=False, step=PLACED)
    mine = VERIFIED | {"author": author, "at_ms": device.clock.wall_ms}
    device.seed("issue_step", "t", {"issue_id": "i", **mine})


def test_a_late_step_is_told_to_whoever_took_it_until_she_lets_it_go(device: Device) -> None:
    late(device, WORKER)
    assert codes(device) == ["late_step"]
    device.do(LetNoticeGo("late_step"))
    assert codes(device) == []


def test_no_step_is_late_in_an_issue_that_is_gone(device: Device) -> None:
    seeded(device, archived=True, step=VERIFIED)
    settled = {"deed": "settle", "from_state": "ordered", "to_state": "resolved"}
    mine = {"issue_id": "i", "author": WORKER, "at_ms": device.clock.wall_ms}
    device.seed("issue_step", "t", mine | settled)
    assert codes(device) == []


def test_a_late_step_is_told_for_two_weeks(device: Device) -> None:
    late(device, WORKER)
    device.clock.advance(15 * DAY_MS)
    device.do(TakeStep("i", "urge"))
    assert codes(device) == []


def test_anothers_late_step_is_hers_to_hear_of(device: Device) -> None:
    late(device, "worker-miao")
    device.do(TakeStep("i", "urge"))
    assert codes(device) == []


def test_a_step_stays_where_somebody_went_on_in_a_way_that_is_not_known_here(
    device: Device,
) -> None:
    issue = device.do(RaiseIssue("hazard", "路灯不亮"))
    step = device.do(TakeStep(issue, "verify"))
    newer = {"deed": "of_tomorrow", "after": step, "from_state": "verified", "author": LIN}
    device.seed("issue_step", "n", {"issue_id": issue, **newer})
    with pytest.raises(Refused, match="gone-on"):
        device.do(TakeBackStep(step))


def test_what_another_wrote_is_hers_to_take_back(device: Device) -> None:
    seeded(device, archived=False, step=PLACED)
    device.seed("issue", "hers", {"category": "hazard", "title": "井盖松了", "author": LIN})
    for wish, said in (
        (TakeBackStep("s"), "只有做的人能撤"),
        (TakeBackIssue("hers"), "就记“撤单”"),
    ):
        with pytest.raises(Refused, match="not-author") as refused:
            device.do(wish)
        assert said in refused.value.sentence


def test_the_secretary_raises_none_that_is_verified_at_once() -> None:
    held = (COMMUNITY_SCOPE, GRID_SCOPE)
    with another_device(person=LIN, scopes_held=held) as hers:
        known(hers)
        with pytest.raises(Refused, match="worker-only") as refused:
            hers.do(RaiseIssue("hazard", "路灯不亮", then="verify"))
        assert "“核单”由网格员来做" in refused.value.sentence
        assert hers.changes() == []


def test_undo_brings_an_issue_back_with_its_steps(device: Device) -> None:
    issue = device.do(RaiseIssue("hazard", "路灯不亮", then="verify"))
    device.do(TakeBackIssue(issue))
    device.do(UndoLast())
    assert device.ask(IssueQuery(issue)).row.state == "verified"


def test_an_answer_that_is_none_of_the_words_is_asked_for_again(device: Device) -> None:
    seeded(device, archived=False, step=VERIFIED)
    done = {"deed": "settle", "from_state": "verified", "to_state": "resolved", "author": LIN}
    device.seed("issue_step", "t", {"issue_id": "i", "after": "s", **done})
    with pytest.raises(Refused, match="text-missing") as refused:
        device.do(TakeStep("i", "rate", rating="还行吧"))
    assert refused.value.field == "rating"


def test_it_is_merged_only_into_one_of_its_grid_that_stands(device: Device) -> None:
    issue = device.do(RaiseIssue("hazard", "路灯不亮"))
    about = {"category": "hazard", "title": "井盖松了", "author": LIN}
    device.seed("issue", "far", about, scope=f"grid:{COMMUNITY}009")
    device.seed("issue", "gone", about | {"archived": True})
    with pytest.raises(Refused, match="other-grid"):
        device.do(TakeStep(issue, "merge", into="far"))
    with pytest.raises(Refused):
        device.do(TakeStep(issue, "merge", into="gone"))


def test_who_lives_in_two_homes_has_hers_named_by_whoever_notes_it_down(device: Device) -> None:
    build(device)
    _, (person,) = family(device, door(device, "502"), "高示例")
    other, _ = family(device, door(device, "402"), "何示例")
    issue = device.do(RaiseIssue("livelihood", "暖气不热", resident=person))
    assert device.read("issue", issue)["household_id"] is not None
    device.seed("member", "m2", {"household_id": other, "resident_id": person})
    issue = device.do(RaiseIssue("livelihood", "暖气不热", resident=person))
    assert device.read("issue", issue).get("household_id") is None


def test_with_a_household_its_door_stays_behind(device: Device) -> None:
    build(device)
    behind = door(device, "502")
    home, _ = family(device, behind, "高示例")
    issue = device.do(RaiseIssue("livelihood", "暖气不热", household=home, dwelling=behind))
    assert device.read("issue", issue).get("dwelling_id") is None
