"""A row id belongs to one grid: nobody can make a row in another that stands in for it."""

from __future__ import annotations

from msgspec.structs import replace

from sync.protocol import ScopeAnswer, ScopeId
from tests.server.town import GRID, GRID_2, GRID_SCOPE, Phone, Town

OTHER = ScopeId(f"grid:{GRID_2}")


def words(answer: ScopeAnswer) -> list[tuple[str, str | None]]:
    """Give verdict and reason of each change of an answer."""
    return [(one.verdict.word.value, one.verdict.reason) for one in answer.judged]


def zhao(town: Town) -> Phone:
    """Give the device of somebody who works in the other grid."""
    town.add("赵示例")
    town.assign("赵示例", GRID_2, "responsible")
    return town.phone("赵示例")


def test_an_id_of_another_grid_is_set_aside_and_changes_nothing_there(
    town: Town, wang: Phone
) -> None:
    mine = wang.create("resident", GRID_SCOPE, name="高玉芬", residence_type="usual_local")
    wang.say(mine)
    hostile = zhao(town)
    twin = hostile.create("resident", OTHER, name="冒名", residence_type="usual_local")
    answer = hostile.say(replace(twin, row=mine.row), scope=OTHER)
    assert words(answer) == [("quarantined", "id_taken")]
    assert [fact.effect[0].entity for fact in town.facts(OTHER)] == ["quarantine"]


def test_a_masked_row_cannot_be_laid_under_a_resident_of_another_grid(
    town: Town, wang: Phone
) -> None:
    mine = wang.create("resident", GRID_SCOPE, name="高玉芬", residence_type="usual_local")
    wang.say(mine)
    hostile = zhao(town)
    scope = ScopeId(f"care:{GRID_2}")
    planted = hostile.create("care", scope, resident_id=mine.row, health_note="假的")
    answer = hostile.say(replace(planted, row=mine.row), scope=scope)
    assert words(answer) == [("quarantined", "id_taken")]


def test_a_resident_and_her_masked_row_share_an_id_in_their_own_grid(
    town: Town, wang: Phone
) -> None:
    mine = wang.create("resident", GRID_SCOPE, name="高玉芬", residence_type="usual_local")
    care = wang.create("care", f"care:{GRID}", resident_id=mine.row)
    assert words(wang.say(mine)) == [("taken", None)]
    answer = wang.say(replace(care, row=mine.row), scope=f"care:{GRID}")
    assert words(answer) == [("taken", None)]


def test_an_id_that_was_made_in_this_grid_already_is_judged_as_ever(
    town: Town, wang: Phone, lin: Phone
) -> None:
    mine = wang.create("resident", GRID_SCOPE, name="高玉芬", residence_type="usual_local")
    wang.say(mine)
    again = lin.create("resident", GRID_SCOPE, name="高玉芬", residence_type="usual_local")
    assert words(lin.say(replace(again, row=mine.row))) == [("nothing", None)]
