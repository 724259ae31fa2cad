"""The network thread: on a schedule, now when asked, never while told to be offline."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fieldapp.session import Enrolment, Home, Session, enrol, keys, open_session
from fieldapp.store.key_slots import Cost
from tests.journeys.server_process import GRID, ServerProcess
from ui.line import HttpConnect
from ui.sync_loop import SyncLoop
from ui.sync_state import LineState, LoopState

PIN = "258014"
QUICK = Cost(passes=1, memory_kib=8, lanes=1)


class Listener:
    """Remembers what the thread says, and waits for it to say something."""

    def __init__(self) -> None:
        self.said: list[LoopState] = []
        self._news = threading.Condition()

    def __call__(self, state: LoopState) -> None:
        with self._news:
            self.said.append(state)
            self._news.notify_all()

    def wait_for(self, is_so: Callable[[LoopState], bool]) -> LoopState:
        with self._news:
            assert self._news.wait_for(lambda: any(map(is_so, self.said)), timeout=30)
            return next(one for one in reversed(self.said) if is_so(one))

    def forget(self) -> None:
        with self._news:
            self.said.clear()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    folder = tmp_path_factory.mktemp("server")
    made = ServerProcess(folder, f"sqlite:///{folder / 'server.db'}")
    made.found()
    made.start()
    yield made
    made.kill()


@pytest.fixture
def session(server: ServerProcess, tmp_path: Path) -> Iterator[Session]:
    home = Home(tmp_path / "home")
    enrol(home, HttpConnect(), Enrolment(server.url, server.code("王海示例"), PIN), cost=QUICK)
    with open_session(home, keys.unlock(home, PIN)) as opened:
        yield opened


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def loop(session: Session, listener: Listener) -> Iterator[SyncLoop]:
    made = SyncLoop(session, HttpConnect(), listener)
    yield made
    made.close()


def test_the_first_round_runs_by_itself(loop: SyncLoop, listener: Listener) -> None:
    loop.start()
    state = listener.wait_for(lambda one: one.line is LineState.REACHED and one.rounds > 0)
    assert (state.trouble, state.rounds) == ("", 1)


def test_what_was_saved_is_sent_soon(
    session: Session, loop: SyncLoop, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fieldapp.services.places import AddVillageGroup

    monkeypatch.setattr("ui.sync_loop.SOON_S", 0.1)
    loop.start()
    listener.wait_for(lambda one: one.line is LineState.REACHED and one.rounds > 0)
    session.desk.do(AddVillageGroup("上沟组", GRID)).result(30)
    loop.saved()
    assert listener.wait_for(lambda one: one.sent == 1).rounds >= 1


def test_offline_on_purpose_runs_no_round_until_it_is_taken_back(
    loop: SyncLoop, listener: Listener
) -> None:
    loop.set_offline(True)
    loop.start()
    loop.saved()
    assert [one.line for one in listener.said] == [LineState.OFF]
    loop.set_offline(False)
    listener.wait_for(lambda one: one.line is LineState.REACHED)


def test_now_runs_a_round_whatever_the_schedule_says(loop: SyncLoop, listener: Listener) -> None:
    loop.start()
    listener.wait_for(lambda one: one.rounds == 1)
    listener.forget()
    loop.try_now()
    listener.wait_for(lambda one: one.rounds == 2)


def test_a_server_out_of_reach_is_said_calmly_and_tried_again(
    session: Session, server: ServerProcess, listener: Listener
) -> None:
    server.kill()
    loop = SyncLoop(session, HttpConnect(), listener, chance=lambda: 0.01)
    loop.start()
    state = listener.wait_for(lambda one: one.line is LineState.AWAY)
    assert state.trouble.startswith("没有连上社区")
    server.start()
    listener.wait_for(lambda one: one.line is LineState.REACHED)
    loop.close()


def test_closing_ends_the_thread_at_once(loop: SyncLoop, listener: Listener) -> None:
    loop.start()
    listener.wait_for(lambda one: one.rounds == 1)
    loop.close()
    assert not loop._thread.is_alive()
