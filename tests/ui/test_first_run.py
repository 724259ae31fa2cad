"""From an empty folder to the first screen, against a real server; and the lock afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldapp.session import Home, HomeState, keys
from tests.journeys.server_process import ServerProcess
from ui.pictures import AppDriver

PIN, OTHER_PIN = "258014", "741953"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    folder = tmp_path_factory.mktemp("server")
    made = ServerProcess(folder, f"sqlite:///{folder / 'server.db'}")
    made.found()
    made.start()
    yield made
    made.kill()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def driver(home: Home, quiet: list[str]) -> Iterator[AppDriver]:
    made = AppDriver(home=home)
    made.app.bridge.crashed.connect(quiet.append)
    yield made
    made.close()


def step(driver: AppDriver) -> str:
    return str(driver.app.shell.model("wizard").state.step)


def enter(driver: AppDriver, pin: str) -> None:
    for digit in pin:
        driver.tap(digit)


def enrol(driver: AppDriver, server: ServerProcess) -> str:
    """Go through the wizard until the recovery key is shown; gives the key."""
    driver.type_text(server.url, into="server")
    driver.type_text(server.code("王海示例"), into="code")
    driver.tap("submitWhere")
    enter(driver, PIN)
    enter(driver, PIN)
    driver.wait_for(lambda: step(driver) == "key", "the recovery key")
    driver.settle()
    return str(driver.app.shell.model("wizard").state.recovery)


def finish(driver: AppDriver, recovery: str) -> None:
    driver.tap("wroteDown")
    driver.type_text(recovery[-4:].lower(), into="lastGroup")
    driver.tap("confirmKey")
    driver.wait_for(lambda: driver.app.shell.state.stage == "open", "the first screen")
    driver.settle()


def test_an_empty_folder_opens_the_wizard(driver: AppDriver) -> None:
    assert "第一次打开" in driver.words()


def test_an_empty_field_says_what_is_missing(driver: AppDriver) -> None:
    driver.tap("submitWhere")
    assert "服务器的地址还没有填，登记单上有。" in driver.words()


def test_two_different_pins_start_again(driver: AppDriver) -> None:
    driver.type_text("http://127.0.0.1:9", into="server")
    driver.type_text("ABC", into="code")
    driver.tap("submitWhere")
    enter(driver, PIN)
    enter(driver, OTHER_PIN)
    assert "两次输的不一样，从头再输一次。" in driver.words()


def test_a_pin_that_is_guessed_first_is_refused_at_once(driver: AppDriver) -> None:
    driver.type_text("http://127.0.0.1:9", into="server")
    driver.type_text("ABC", into="code")
    driver.tap("submitWhere")
    enter(driver, "123456")
    assert "这样的 PIN 一猜就中。换一个不重复、不连着的。" in driver.words()


def test_a_server_out_of_reach_leaves_what_was_typed(driver: AppDriver, home: Home) -> None:
    driver.type_text("http://127.0.0.1:9", into="server")
    driver.type_text("ABC", into="code")
    driver.tap("submitWhere")
    enter(driver, PIN)
    enter(driver, PIN)
    driver.wait_for(lambda: step(driver) == "where", "the first step")
    driver.settle()
    assert "还没登记上" in driver.words()
    assert driver.find("server").property("text") == "http://127.0.0.1:9"
    assert home.state is HomeState.EMPTY


def test_a_wrong_code_is_said_beside_the_code(driver: AppDriver, server: ServerProcess) -> None:
    driver.type_text(server.url, into="server")
    driver.type_text("AAAABBBBCCCC", into="code")
    driver.tap("submitWhere")
    enter(driver, PIN)
    enter(driver, PIN)
    driver.wait_for(lambda: step(driver) == "where", "the first step")
    assert driver.app.shell.model("wizard").state.field == "code"


def test_the_wizard_leads_to_the_first_screen(
    driver: AppDriver, server: ServerProcess, home: Home
) -> None:
    recovery = enrol(driver, server)
    assert recovery.split("-")[0] in driver.words()
    finish(driver, recovery)
    assert driver.app.shell.state.person == "王海示例"
    assert keys.unlock(home, PIN) == keys.unlock_with_recovery(home, recovery)


def test_the_recovery_key_is_confirmed_by_its_last_group(
    driver: AppDriver, server: ServerProcess
) -> None:
    recovery = enrol(driver, server)
    driver.tap("wroteDown")
    driver.type_text("0000", into="lastGroup")
    driver.tap("confirmKey")
    assert "和最后一组对不上。回去再看一眼，照着输。" in driver.words()
    driver.tap("showKeyAgain")
    finish(driver, recovery)


def test_the_recovery_key_is_saved_as_text_and_as_a_page(
    driver: AppDriver, server: ServerProcess, tmp_path: Path
) -> None:
    from PySide6.QtCore import QUrl

    recovery = enrol(driver, server)
    wizard = driver.app.shell.model("wizard")
    wizard.saveRecovery(QUrl.fromLocalFile(str(tmp_path / "key.txt")))
    wizard.saveRecovery(QUrl.fromLocalFile(str(tmp_path / "key.pdf")))
    assert recovery in (tmp_path / "key.txt").read_text(encoding="utf-8")
    assert (tmp_path / "key.pdf").read_bytes().startswith(b"%PDF")
    wizard.saveRecovery(QUrl.fromLocalFile(str(tmp_path / "nowhere" / "key.txt")))
    assert "这里存不进去。换个位置，或者抄在纸上。" in wizard.state.problem


def test_forgotten_pin_recovery_key_new_pin(
    driver: AppDriver, server: ServerProcess, home: Home
) -> None:
    recovery = enrol(driver, server)
    finish(driver, recovery)
    driver.app.lock()
    driver.settle()
    driver.tap("forgotPin")
    driver.type_text(recovery, into="recoveryKey")
    driver.tap("useRecovery")
    driver.settle()
    enter(driver, OTHER_PIN)
    enter(driver, OTHER_PIN)
    driver.wait_for(lambda: not driver.app.shell.state.is_locked, "the open lock")
    assert keys.unlock(home, OTHER_PIN)


def test_a_wrong_pin_does_not_open_and_says_so(driver: AppDriver, server: ServerProcess) -> None:
    recovery = enrol(driver, server)
    finish(driver, recovery)
    driver.app.lock()
    driver.settle()
    enter(driver, "258015")
    driver.settle()
    assert driver.app.shell.state.is_locked
    assert any(word.startswith("PIN 不对") for word in driver.words())
    enter(driver, PIN)
    driver.wait_for(lambda: not driver.app.shell.state.is_locked, "the open lock")


def test_a_pin_of_more_than_six_digits_has_a_field_of_its_own(
    driver: AppDriver, server: ServerProcess, home: Home
) -> None:
    finish(driver, enrol(driver, server))
    keys.change_pin(home, PIN, "25801437")
    driver.app.lock()
    driver.settle()
    driver.tap("longerPin")
    driver.type_text("25801438", into="longPin")
    driver.tap("openLong")
    driver.settle()
    assert driver.find("longPin").property("text") == ""
    driver.type_text("25801437", into="longPin")
    driver.tap("openLong")
    driver.wait_for(lambda: not driver.app.shell.state.is_locked, "the open lock")
