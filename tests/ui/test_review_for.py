"""Whom a 批示 is for, while it is written: kept with the words, and only with its own page."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from fieldapp.queries.diary import DiaryPageQuery
from fieldapp.queries.kept_text import KeptTextQuery
from fieldapp.services.kept_text import KeepText
from tests.devices import Device
from tests.ui import test_review
from tests.ui.conftest import MakeDriver
from tests.ui.test_review import kinds, share_grid
from ui.pictures import AppDriver

desk, window = test_review.desk, test_review.window


def choose_colleague(device: Device, make_driver: MakeDriver) -> AppDriver:
    """Begin a 批示 for the colleague on the first page."""
    share_grid(device)
    window = make_driver(role="secretary", device=device)
    window.go("review")
    window.press(Qt.Key.Key_P)
    window.type_text("go and see")
    window.tap("reviewFor")
    window.tap("给 苗长根")
    return window


def page_of(window: AppDriver) -> Any:
    """Give the logic of the page."""
    return window.app.shell.model("review")


def test_it_is_for_the_author_once_the_colleague_works_elsewhere(
    make_driver: MakeDriver, desk: Device
) -> None:
    window = choose_colleague(desk, make_driver)
    over = {**desk.read("assignment", "a-miao"), "archived": True}
    desk.seed("assignment", "a-miao", over)
    page_of(window).refresh()
    window.settle()
    assert window.find("reviewFor").property("currentIndex") == 0
    window.tap("reviewInstruct")
    (review,) = desk.ask(DiaryPageQuery("e-now")).reviews
    assert review.for_person == ""


def test_whom_one_page_is_for_says_nothing_of_the_next(
    make_driver: MakeDriver, desk: Device
) -> None:
    window = choose_colleague(desk, make_driver)
    page_of(window).choose("e-today")
    page_of(window).write("at once")
    page_of(window).instruct()
    window.settle()
    (review,) = desk.ask(DiaryPageQuery("e-today")).reviews
    assert review.for_person == ""


def test_whom_it_is_for_is_there_again_with_the_words(
    make_driver: MakeDriver, desk: Device
) -> None:
    window = choose_colleague(desk, make_driver)
    window.tap("queue-e-today")
    assert window.find("reviewFor").property("currentIndex") == 0
    window.tap("queue-e-now")
    assert window.find("reviewText").property("text") == "go and see"
    assert window.find("reviewFor").property("currentIndex") == 1


def test_for_whom_in_words_is_there_again_after_a_kill(
    make_driver: MakeDriver, desk: Device
) -> None:
    window = make_driver(role="secretary", device=desk)
    window.go("review")
    window.press(Qt.Key.Key_P)
    window.type_text("go and see")
    window.tap("reviewFor")
    window.tap("给别人")
    window.type_text("heating")
    window.wait_for(lambda: "heating" in desk.ask(KeptTextQuery("review:e-now")), "that it is kept")
    again = make_driver(role="secretary", device=desk)
    again.go("review")
    assert again.find("reviewText").property("text") == "go and see"
    assert again.find("reviewForWords").property("text") == "heating"


def test_words_kept_by_an_earlier_version_are_there_again(
    make_driver: MakeDriver, desk: Device
) -> None:
    desk.do(KeepText("review:e-now", "[half"))
    window = make_driver(role="secretary", device=desk)
    window.go("review")
    assert window.find("reviewText").property("text") == "[half"
    window.go("today")  # as it is kept now


def test_what_is_refused_keeps_its_words_and_whom_it_is_for(
    make_driver: MakeDriver, desk: Device
) -> None:
    window = choose_colleague(desk, make_driver)
    desk.desk.is_closed = True
    page_of(window).instruct()
    window.settle()
    desk.desk.is_closed = False
    assert kinds(desk, "e-now") == []
    assert window.find("reviewFor").property("currentIndex") == 1
    page_of(window).instruct()
    window.settle()
    (review,) = desk.ask(DiaryPageQuery("e-now")).reviews
    assert (review.for_person, review.text) == ("worker-miao", "go and see")


def test_an_undo_that_cannot_reach_her_says_so_and_can_be_tried_again(
    make_driver: MakeDriver, desk: Device
) -> None:
    window = choose_colleague(desk, make_driver)
    page_of(window).instruct()
    window.settle()
    desk.run(lambda one: one.exec_driver_sql("DELETE FROM instruction").close())
    window.tap("撤销")
    window.wait_for(lambda: any("不在这台上" in one for one in window.words()), "the sentence")
    assert kinds(desk, "e-now") == ["instruction"]
    assert window.shows("撤销")


def test_asked_twice_at_once_it_is_written_once(window: AppDriver, desk: Device) -> None:
    page_of(window).write("go and see")
    page_of(window).instruct()
    page_of(window).instruct()
    window.settle()
    assert kinds(desk, "e-now") == ["instruction"]
