"""装户图: two taps log a knock."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt

from fieldapp.services.visits import LogVisit
from tests.devices import Device
from tests.queries.big import fill as fill_large
from tests.ui.conftest import MakeDriver
from tests.ui.sample import add_village
from ui import text
from ui.pictures import LAPTOP, PORTRAIT, AppDriver


def visits(device: Device, door: str) -> list[str]:
    """List the outcomes that wait to be sent for a door."""
    return [
        str(change.fields["outcome"].new)
        for change in device.changes()
        if change.entity == "visit"
        and "outcome" in change.fields
        and change.fields["dwelling_id"].new == door
    ]


def test_two_taps_log_a_knock(device: Device, driver: AppDriver) -> None:
    driver.go("doors")
    driver.tap("door-b2u3-502")
    driver.tap("log-no_answer")
    assert visits(device, "b2u3-502") == ["no_answer"]


def test_the_record_shows_its_state_in_words_beside_the_way_back(driver: AppDriver) -> None:
    driver.go("doors", "b2u3-502")
    driver.tap("log-met")
    assert "<b>已存本机</b>，09:00 见到高玉芬" in driver.words()
    assert "撤销" in driver.words()


def test_what_was_logged_stays_within_the_pane_in_large_letters(make_driver: MakeDriver) -> None:
    driver = make_driver(text_scale=1.5)
    driver.go("doors", "b2u3-502")
    driver.tap("log-others")
    driver.tap("outcome-declined_info")
    title = driver.find("pageTitle")
    below = title.mapRectToScene(title.boundingRect()).bottom()
    assert driver.find("loggedBar").mapToScene(QPointF()).y() > below


def test_undo_takes_the_knock_out_of_every_figure(device: Device, driver: AppDriver) -> None:
    driver.go("doors", "b2u3-502")
    driver.tap("log-met")
    driver.tap("撤销")
    archived = [one for one in device.changes() if one.kind == "archive"]
    assert len(archived) == 1
    assert driver.shows("log-met")


def test_a_digit_logs_the_outcome_it_stands_for(device: Device, driver: AppDriver) -> None:
    driver.go("doors", "b2u3-502")
    driver.press(Qt.Key.Key_4)
    assert visits(device, "b2u3-502") == ["refused"]


def test_arrows_walk_the_doors(driver: AppDriver) -> None:
    driver.go("doors")
    driver.tap("door-b1u1-1101")
    driver.press(Qt.Key.Key_Right)
    driver.press(Qt.Key.Key_Down)
    assert driver.app.shell.model("doors").state.selected == "b1u1-1002"


def test_a_filter_leaves_every_door_where_it_stands(driver: AppDriver) -> None:
    driver.go("doors")
    before = driver.find("door-b1u1-902").mapToScene(QPointF())
    driver.tap("filter-tag:ALONE")
    assert driver.find("door-b1u1-902").mapToScene(QPointF()) == before
    assert driver.find("door-b1u1-1102").property("faded")


def test_the_other_outcomes_lie_in_the_drawer_behind_the_emergency_numbers(
    device: Device, driver: AppDriver
) -> None:
    driver.go("doors", "b2u3-502")
    driver.tap("log-others")
    assert "紧急：急救 120，报警 110，火警 119" in driver.words()
    driver.tap("outcome-not_safe")
    assert visits(device, "b2u3-502") == ["not_safe"]


def test_what_is_masked_is_counted_and_never_named(driver: AppDriver) -> None:
    driver.go("doors", "b2u3-502")
    words = driver.words()
    assert "另有 1 项已遮" in words
    assert not any("残疾" in word for word in words)


def test_in_portrait_the_pane_is_a_sheet_that_leaves_the_building_in_view(
    make_driver: MakeDriver,
) -> None:
    driver = make_driver(size=PORTRAIT)
    driver.go("doors", "b2u3-502")
    assert driver.shows("door-b2u3-502")
    assert driver.shows("log-met")


def test_a_village_is_a_walk_from_landmark_to_landmark(
    device: Device, make_driver: MakeDriver
) -> None:
    add_village(device)
    driver = make_driver(size=LAPTOP)
    driver.go("doors")
    driver.app.shell.model("doors").choosePlace(3)
    driver.settle()
    words = driver.words()
    assert words.index("石碾") < words.index("石碾东第一家") < words.index("老槐树")


def test_of_three_thousand_doors_only_those_in_view_are_made(
    make_driver: MakeDriver,
) -> None:
    from tests.devices import make_device

    large = make_device(seed=5)
    fill_large(large, doors=3000, residents=3000, visits=0)
    driver = make_driver(device=large)
    driver.go("doors")
    made = [one for one in driver.items() if one.objectName().startswith("door-")]
    assert 20 < len(made) < 400
    large.close()


@pytest.mark.parametrize("outcome", [code for code, _, _ in text.OUTCOMES])
def test_an_outcome_has_one_mark_in_its_cell_and_wherever_else_it_stands(
    device: Device, driver: AppDriver, outcome: str
) -> None:
    visit = device.do(LogVisit("b2u3-502", outcome))
    driver.go("doors", "b2u3-502")
    in_the_cell = driver.find("door-b2u3-502").property("standing")
    beside_it = driver.app.shell.model("doors").pane.property("standing")
    driver.go("household", "h-b2u3-502")
    on_the_card = driver.app.shell.model("household").property("standing")
    in_the_past = driver.find(f"visit-{visit}").property("standing")
    assert in_the_cell == beside_it == on_the_card == in_the_past != ""


def test_who_would_not_say_more_is_marked_as_who_refused() -> None:
    assert text.outcome_standing("declined_info") == text.outcome_standing("refused")
