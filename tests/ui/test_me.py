"""我的: how the screens are read is kept, the PIN changes, what was done comes back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt

from fieldapp.edition import parts, version
from fieldapp.errors import Refused
from fieldapp.queries.household import HouseholdQuery
from fieldapp.queries.kept_text import KeptTextQuery
from fieldapp.services.fields import SetFields
from fieldapp.services.people import AddResident
from fieldapp.session import keys
from fieldapp.store.key_slots import Cost
from tests.devices import Device
from tests.ui.conftest import MakeDriver
from ui.pictures import LANDSCAPE, LAPTOP, PORTRAIT, AppDriver
from ui.viewmodels.demo_menu import DemoMenuModel

GAO = "h-b2u3-502"
CHEAP = Cost(memory_kib=64, passes=1, lanes=1)


def test_who_works_here_and_on_which_machine(driver: AppDriver) -> None:
    driver.go("me")
    words = driver.words()
    assert "王海示例" in words
    assert "第三网格" in words
    assert "http://127.0.0.1:9" in words


def test_light_and_size_are_kept_for_the_next_window(
    device: Device, driver: AppDriver, make_driver: Callable[..., AppDriver]
) -> None:
    driver.go("me")
    driver.tap("light-dark")
    driver.tap("scale-1.25")
    again = make_driver()
    assert again.app.theme.property("light") == "dark"
    assert again.app.theme.property("textScale") == 1.25


def test_gloves_make_the_doors_large(driver: AppDriver) -> None:
    driver.go("me")
    driver.tap("gloves")
    assert driver.app.theme.property("gloves") is True


def test_what_was_done_is_listed_and_taken_back_one_by_one(
    device: Device, driver: AppDriver
) -> None:
    device.do(AddResident("高示例", "usual_local", GAO))
    device.do(SetFields("dwelling", "b2u3-502", {"access_note": "敲窗"}))
    driver.go("me")
    driver.tap("undo-1")
    assert [one.name for one in device.ask(HouseholdQuery(GAO)).people] == ["高玉芬"]
    assert device.read("dwelling", "b2u3-502")["access_note"] == "敲窗"
    assert not driver.shows("undo-1")


def test_a_word_to_us_is_kept_half_written(device: Device, driver: AppDriver) -> None:
    driver.go("me")
    driver.tap("openNote")
    driver.replace_text("字再大一点", "noteText")
    driver.tap("noteDone")
    driver.go("today")
    assert device.ask(KeptTextQuery("feedback")) == "字再大一点"


def test_a_word_to_us_becomes_a_file(
    driver: AppDriver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    driver.go("me")
    driver.tap("openNote")
    driver.replace_text("字再大一点", "noteText")
    driver.tap("noteSave")
    assert (tmp_path / "意见反馈-2026-11-20.txt").read_text("utf-8") == "字再大一点\n"


def test_a_pin_is_changed_after_the_one_in_use(driver: AppDriver) -> None:
    home = driver.app.home
    keys.create(home, "135792", cost=CHEAP)
    driver.go("me")
    driver.tap("changePin")
    for pin in ("135792", "271828", "271828"):
        _press(driver, pin)
    driver.wait_for(lambda: driver.shows("好了"), "the new PIN")
    assert keys.unlock(home, "271828")


def test_a_pin_that_is_guessed_first_is_not_taken(driver: AppDriver) -> None:
    driver.go("me")
    driver.tap("changePin")
    _press(driver, "135792")
    _press(driver, "123456")
    assert any("一猜就中" in word for word in driver.words())


def test_a_new_recovery_key_is_confirmed_and_the_old_one_opens_no_more(driver: AppDriver) -> None:
    home = driver.app.home
    _, old = keys.create(home, "135792", cost=CHEAP)
    driver.go("me")
    driver.tap("changeRecovery")
    _press(driver, "135792")
    model = driver.app.shell.model("recovery")
    driver.wait_for(lambda: model.state.step == "key", "the new key")
    new = model.state.recovery
    driver.tap("recoveryNext")
    driver.replace_text("XXXX", "recoveryGroup")
    driver.tap("recoveryNext")
    assert any("对不上" in word for word in driver.words())
    assert keys.unlock_with_recovery(home, old)
    driver.replace_text(new[-4:].lower(), "recoveryGroup")
    driver.tap("recoveryNext")
    driver.wait_for(lambda: driver.shows("recoveryDone"), "the change")
    assert keys.unlock_with_recovery(home, new) == keys.unlock(home, "135792")
    with pytest.raises(Refused):
        keys.unlock_with_recovery(home, old)
    assert model.state.recovery == ""


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("size", [LANDSCAPE, PORTRAIT])
def test_the_groups_of_a_recovery_key_stand_four_and_three(
    make_driver: MakeDriver, size: tuple[int, int], scale: float
) -> None:
    driver = make_driver(size=size, text_scale=scale)
    keys.create(driver.app.home, "135792", cost=CHEAP)
    driver.go("me")
    driver.tap("changeRecovery")
    _press(driver, "135792")
    driver.wait_for(lambda: driver.shows("recoveryCard"), "the new key")
    driver.settle()
    groups = driver.app.shell.model("recovery").state.recovery.split("-")
    places = [driver.find(group).mapToScene(QPointF()) for group in groups]
    lines = Counter(place.y() for place in places)
    assert [lines[top] for top in sorted(lines)] == [4, 3]
    assert [place.x() for place in places[4:]] == [place.x() for place in places[:3]]


def test_a_recovery_key_that_was_not_confirmed_changes_nothing(driver: AppDriver) -> None:
    _, old = keys.create(driver.app.home, "135792", cost=CHEAP)
    driver.go("me")
    driver.tap("changeRecovery")
    _press(driver, "135792")
    driver.wait_for(lambda: driver.shows("recoveryCard"), "the new key")
    driver.tap("recoveryLeave")
    assert keys.unlock_with_recovery(driver.app.home, old)
    assert driver.app.shell.model("recovery").state.recovery == ""


def test_in_the_demo_one_cuts_the_network_from_here(driver: AppDriver) -> None:
    driver.go("me")
    driver.tap("meNetwork")
    driver.wait_for(lambda: driver.app.shell.state.is_offline, "no network")


def test_in_the_demo_one_becomes_somebody_else_from_here(make_driver: MakeDriver) -> None:
    driver = make_driver()
    became: list[str] = []
    menu = DemoMenuModel("网格员 王海示例", "1", (("s", "换成书记"),), became.append, bool)
    driver.app.shell.put("demo", menu)
    driver.go("me")
    driver.tap("meBecome-s")
    assert became == ["s"]


def test_the_parts_are_named_with_their_licences(driver: AppDriver) -> None:
    driver.go("me")
    driver.tap("openAbout")
    assert version() in "".join(driver.words())
    assert all(part.detail for part in parts())


def test_the_roster_and_the_forms_are_one_tap_away(driver: AppDriver) -> None:
    driver.go("me")
    driver.tap("openRoster")
    assert driver.app.shell.state.page == "roster"
    driver.go("me")
    driver.tap("openForms")
    assert driver.app.shell.state.page == "forms"


@pytest.mark.parametrize("size", [LAPTOP, PORTRAIT])
def test_the_page_fits(make_driver: Callable[..., AppDriver], size: tuple[int, int]) -> None:
    driver = make_driver(size=size, text_scale=1.25, light="dark")
    driver.go("me")
    assert driver.shows("openAbout")


def _press(driver: AppDriver, pin: str) -> None:
    for digit in pin:
        driver.press(Qt.Key(int(Qt.Key.Key_0) + int(digit)))
