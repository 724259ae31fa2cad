"""批阅: read, answered and taken back, by mouse and by keys."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import select

from fieldapp.queries.diary import DiaryPageQuery
from fieldapp.store import scopes
from fieldapp.store.schema import reveal
from sync.protocol import Value
from tests.devices import NINE, Device
from tests.ui.conftest import MakeDriver
from tests.ui.sample import SECRETARY
from ui.pictures import AppDriver


def hand_in(device: Device, id_: str, text: str, *, urgency: str = "note", hour: int = 0) -> None:
    """Put an entry of the worker on the secretary's device, as sync would."""
    fields: dict[str, Value] = {"author": "worker-wang", "on": "2026-11-19", "urgency": urgency}
    fields |= {"grid": "560102001006003", "submitted_ms": NINE - (10 - hour) * 3_600_000}
    device.seed("diary_entry", id_, fields)
    device.seed("diary_line", f"{id_}-1", {"entry_id": id_, "text": text, "sort_no": 1})


@pytest.fixture
def desk(secretary_device: Device) -> Device:
    """Give the secretary's device with three entries to read."""
    hand_in(secretary_device, "e-now", "燃气报警器响，已关阀", urgency="now")
    hand_in(secretary_device, "e-today", "暖气不热", urgency="today")
    hand_in(secretary_device, "e-note", "谭师傅修好了晾衣架", hour=1)
    return secretary_device


@pytest.fixture
def window(make_driver: MakeDriver, desk: Device) -> AppDriver:
    """Give the secretary's window at the queue."""
    driver = make_driver(role="secretary", device=desk)
    driver.go("review")
    return driver


def plain_words(driver: AppDriver) -> list[str]:
    """List the words on the screen without the joiners that keep them whole."""
    return [words.replace("\u2060", "") for words in driver.words()]


def kinds(device: Device, entry: str) -> list[str]:
    """List what was written under an entry."""
    return [one.kind for one in device.ask(DiaryPageQuery(entry)).reviews]


def test_the_most_urgent_is_open_first(window: AppDriver) -> None:
    assert window.app.shell.model("review").property("chosen") == "e-now"
    assert "燃气报警器响，已关阀" in plain_words(window)


def test_a_review_written_offline_is_kept_and_the_next_is_open(
    window: AppDriver, desk: Device
) -> None:
    window.type_text("今天请供热站上门", into="reviewText")
    window.tap("reviewInstruct")
    (review,) = desk.ask(DiaryPageQuery("e-now")).reviews
    assert (review.kind, review.text) == ("instruction", "今天请供热站上门")
    assert window.app.shell.model("review").property("chosen") == "e-today"


def test_the_keys_walk_and_answer(window: AppDriver, desk: Device) -> None:
    window.press(Qt.Key.Key_J)
    window.press(Qt.Key.Key_K)
    window.press(Qt.Key.Key_R)
    window.press(Qt.Key.Key_B)
    assert kinds(desk, "e-now") == ["acknowledged"]
    assert kinds(desk, "e-today") == ["more_please"]


def test_in_the_field_letters_are_letters_until_ctrl_enter(window: AppDriver, desk: Device) -> None:
    window.press(Qt.Key.Key_P)
    window.type_text("rb jk")
    window.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (review,) = desk.ask(DiaryPageQuery("e-now")).reviews
    assert review.text == "rb jk"


def test_the_hint_line_says_which_keys_act(window: AppDriver) -> None:
    assert "下一篇、上一篇" in plain_words(window)
    window.press(Qt.Key.Key_P)
    assert "先不写了，再按 R、B" in plain_words(window)
    window.press(Qt.Key.Key_Escape)
    assert "下一篇、上一篇" in plain_words(window)


def test_half_written_words_are_there_again(window: AppDriver, desk: Device) -> None:
    window.type_text("half", into="reviewText")
    window.go("today")
    window.go("review")
    window.tap("queue-e-today")
    window.tap("queue-e-now")
    assert window.find("reviewText").property("text") == "half"


def test_what_was_done_last_is_taken_back(window: AppDriver, desk: Device) -> None:
    window.press(Qt.Key.Key_R)
    window.tap("撤销")
    assert kinds(desk, "e-now") == []


def test_space_reads_on(window: AppDriver) -> None:
    window.press(Qt.Key.Key_Space)
    assert window.app.shell.model("review").property("chosen") == "e-today"


def test_a_sealed_line_is_shown_when_it_is_tapped_and_closed_with_the_next_page(
    make_driver: MakeDriver, desk: Device
) -> None:
    hand_in(desk, "e-seal", "孩子的事", urgency="now", hour=2)
    sealed = {"entry_id": "e-seal", "text": "孩子的事", "sort_no": 1, "is_sealed": True}
    desk.seed("diary_line", "e-seal-1", sealed)
    desk.seed("diary_line", "e-seal-2", {"entry_id": "e-seal", "text": "灯坏了", "sort_no": 2})
    window = make_driver(role="secretary", device=desk)
    window.go("review")
    window.tap("queue-e-seal")
    assert "灯坏了" in plain_words(window)
    assert "孩子的事" not in plain_words(window)
    window.tap("unseal-0")
    window.wait_for(lambda: "孩子的事" in plain_words(window), "the words")
    taps = desk.run(lambda connection: connection.execute(select(reveal.c.row)).scalars().all())
    assert taps == ["e-seal-1"]
    window.tap("queue-e-now")
    window.tap("queue-e-seal")
    assert "孩子的事" not in plain_words(window)


def test_what_was_opened_is_closed_when_one_comes_back(window: AppDriver, desk: Device) -> None:
    sealed = {"entry_id": "e-now", "text": "孩子的事", "sort_no": 2, "is_sealed": True}
    desk.seed("diary_line", "e-now-2", sealed)
    window.tap("queue-e-today")
    window.tap("queue-e-now")
    window.tap("unseal-1")
    window.wait_for(lambda: "孩子的事" in plain_words(window), "the words")
    window.go("today")
    window.go("review")
    window.wait_for(lambda: window.shows("unseal-1"), "the seal")
    assert "孩子的事" not in plain_words(window)


def share_grid(device: Device) -> None:
    """Let a colleague work in the author's grid, whose diary this device holds."""
    device.seed("staff", "worker-miao", {"name": "苗长根", "role": "worker"})
    grid = {"person": "worker-miao", "grid": "560102001006003", "role": "full"}
    device.seed("assignment", "a-miao", grid)
    device.run(lambda connection: scopes.join(connection, ["diary:worker-miao"], ["inc-miao"]))


def test_a_review_is_for_a_colleague_where_one_is_chosen(
    make_driver: MakeDriver, desk: Device
) -> None:
    share_grid(desk)
    window = make_driver(role="secretary", device=desk)
    window.go("review")
    window.press(Qt.Key.Key_P)
    window.type_text("go and see")
    window.tap("reviewFor")
    window.tap("给 苗长根")
    window.tap("reviewInstruct")
    (review,) = desk.ask(DiaryPageQuery("e-now")).reviews
    assert (review.for_person, review.text) == ("worker-miao", "go and see")
    assert window.find("reviewFor").property("currentIndex") == 0


def test_a_review_is_for_somebody_in_a_few_words(window: AppDriver, desk: Device) -> None:
    window.press(Qt.Key.Key_P)
    window.type_text("go and see")
    window.tap("reviewFor")
    window.tap("给别人")
    window.type_text("heating")
    window.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (review,) = desk.ask(DiaryPageQuery("e-now")).reviews
    assert review.for_name == "heating"
    window.tap("queue-e-now")
    window.wait_for(lambda: "给 heating" in plain_words(window), "whom it is for")


def test_nobody_else_is_asked_before_it_is_said_who(window: AppDriver, desk: Device) -> None:
    window.press(Qt.Key.Key_P)
    window.type_text("go and see")
    window.tap("reviewFor")
    window.tap("给别人")
    window.tap("reviewInstruct")
    window.go("today")  # what is typed is kept with the page
    assert kinds(desk, "e-now") == []


def test_z_carries_no_sealed_line_into_an_issue(window: AppDriver, desk: Device) -> None:
    sealed = {"entry_id": "e-now", "text": "孩子的事", "sort_no": 0, "is_sealed": True}
    desk.seed("diary_line", "e-now-0", sealed)
    window.tap("queue-e-today")
    window.tap("queue-e-now")
    window.press(Qt.Key.Key_Z)
    assert window.find("issueName").property("text") == "燃气报警器响，已关阀"


def test_z_begins_an_issue_with_the_line(window: AppDriver) -> None:
    window.press(Qt.Key.Key_Z)
    assert window.app.shell.state.page == "issues"
    assert "燃气报警器响，已关阀" in str(window.find("issueName").property("text"))


def test_an_empty_queue_says_what_will_come(
    make_driver: MakeDriver, secretary_device: Device
) -> None:
    driver = make_driver(role="secretary", device=secretary_device)
    driver.go("review")
    assert "没有要看的日记" in plain_words(driver)


def test_the_rail_counts_what_is_unread(window: AppDriver) -> None:
    def badge() -> int:
        rail: list[dict[str, Any]] = window.app.shell.property("rail")
        return int(next(one["badge"] for one in rail if one["key"] == "review"))

    window.go("today")
    window.wait_for(lambda: badge() == 3, "three on the rail")
    window.go("review")
    window.press(Qt.Key.Key_R)
    window.wait_for(lambda: badge() == 2, "two on the rail")
    assert badge() == 2


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_the_bar_of_a_long_page_stands_beside_what_was_written_under_it(
    window: AppDriver, desk: Device, scale: float
) -> None:
    fields: dict[str, Value] = {"entry_id": "e-today", "kind": "instruction", "author": SECRETARY}
    fields |= {"text": "请供热站上门，我来打电话。" * 20, "at_ms": NINE}
    desk.seed("review", "long", fields)
    window.dress(text_scale=scale)
    window.press(Qt.Key.Key_J)
    if scale > 1:
        window.tap("王海示例，第三网格，今天办，暖气不热")
    field = window.find("reviewText")
    right = field.mapRectToScene(field.boundingRect()).right()
    bar = window.find("paneBar")
    assert bar.property("size") < 1
    assert right <= bar.mapRectToScene(bar.boundingRect()).left()
