"""Results and errors on their way to the screen."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QThread
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from fieldapp.errors import Refused
from fieldapp.gate import Home
from ui.bridge import Bridge
from ui.viewmodels.pin_change import PinChangeModel


@pytest.fixture
def bridge(qapp: QGuiApplication) -> Bridge:
    return Bridge()


def elsewhere(work: Callable[[], None]) -> None:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()


def test_a_result_from_another_thread_arrives_on_the_screens_thread(
    bridge: Bridge, qtbot: QtBot
) -> None:
    owner, arrived = QObject(), list[tuple[int, bool]]()
    future: Future[int] = Future()
    bridge.hand_over(
        owner,
        future,
        lambda result: arrived.append((result, QThread.currentThread() is bridge.thread())),
    )
    elsewhere(lambda: future.set_result(7))
    qtbot.waitUntil(lambda: bool(arrived))
    assert arrived == [(7, True)]


def test_a_result_for_a_view_model_that_is_gone_is_dropped(bridge: Bridge, qtbot: QtBot) -> None:
    owner, arrived = QObject(), list[int]()
    future: Future[int] = Future()
    bridge.hand_over(owner, future, arrived.append)
    del owner
    elsewhere(lambda: future.set_result(7))
    qtbot.waitUntil(lambda: bridge.under_way == 0)
    assert arrived == []


def test_a_refusal_nobody_takes_becomes_the_banners_sentence(bridge: Bridge, qtbot: QtBot) -> None:
    owner, future = QObject(), Future[None]()
    bridge.hand_over(owner, future, lambda _: None)
    with qtbot.waitSignal(bridge.refused) as told:
        elsewhere(lambda: future.set_exception(Refused("no", "这里不行。")))
    assert told.args == ["这里不行。"]


def test_a_refusal_somebody_takes_goes_to_them_alone(bridge: Bridge, qtbot: QtBot) -> None:
    owner, taken, told = QObject(), list[str](), list[str]()
    bridge.refused.connect(told.append)
    future: Future[None] = Future()
    bridge.hand_over(
        owner, future, lambda _: None, lambda error: taken.append(getattr(error, "code", ""))
    )
    elsewhere(lambda: future.set_exception(Refused("no", "这里不行。")))
    qtbot.waitUntil(lambda: bool(taken))
    assert (taken, told) == (["no"], [])


def test_a_bug_becomes_a_report_without_its_words(bridge: Bridge, qtbot: QtBot) -> None:
    owner, future = QObject(), Future[None]()
    bridge.hand_over(owner, future, lambda _: None)
    with qtbot.waitSignal(bridge.crashed) as told:
        elsewhere(lambda: future.set_exception(ValueError("高玉芬 560102193611110403")))
    assert "ValueError" in told.args[0]
    assert "高玉芬" not in told.args[0]


@pytest.mark.parametrize("error", [Refused("no", "这里不行。"), ValueError("of a bug")])
def test_whoever_waits_for_an_answer_is_let_go_by_any_error_nobody_takes(
    bridge: Bridge, qtbot: QtBot, error: Exception
) -> None:
    owner, future, freed = QObject(), Future[None](), list[bool]()
    bridge.hand_over(owner, future, lambda _: None, let_go=lambda: freed.append(True))
    elsewhere(lambda: future.set_exception(error))
    qtbot.waitUntil(lambda: bridge.under_way == 0)
    assert freed == [True]


def test_a_screen_before_the_desk_can_be_used_again_after_a_bug(
    bridge: Bridge, qtbot: QtBot, tmp_path: Path
) -> None:
    with ThreadPoolExecutor(1) as aside:
        stage = PinChangeModel(Home(tmp_path), bridge, aside)
        stage.publish(is_busy=True)
        with qtbot.waitSignal(bridge.crashed):
            stage.run_aside(lambda: 1 // 0, lambda _: None, lambda _: None)
    assert not stage.state.is_busy


def test_a_closed_bridge_lets_nothing_through(bridge: Bridge, qtbot: QtBot) -> None:
    owner, arrived = QObject(), list[int]()
    bridge.close()
    bridge.call(owner, lambda: arrived.append(1))
    qtbot.wait(30)
    assert arrived == []
