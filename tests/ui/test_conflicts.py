"""冲突 and 要看一下: chosen, turned back, corrected and sent again."""

from __future__ import annotations

from fieldapp.queries.conflicts import ConflictQuery
from fieldapp.queries.quarantine import QuarantineQuery
from fieldapp.services.visits import LogVisit
from sync.codec import canonical, change_id, derived_id
from tests.devices import NINE, WORKER, Device
from ui.pictures import AppDriver
from ui.viewmodels.quarantine import QuarantineModel

MINE, THEIRS, BASE = "门铃坏了，敲窗户", "门铃修好了，按铃", "门铃坏了，敲门"


def seed_conflict(device: Device) -> None:
    """Have two write different access notes at one door; one's own is in use."""
    dwelling = dict(device.read("dwelling", "b1u1-1101"))
    device.seed("dwelling", "b1u1-1101", {**dwelling, "access_note": MINE})
    sides = {
        "base": {"value": BASE},
        "kept": {"value": MINE, "actor": WORKER, "device": "device-1", "at_ms": NINE},
        "other": {"value": THEIRS, "actor": "worker-zhao", "device": "x", "at_ms": NINE},
    }
    record = {"on_entity": "dwelling", "on_row": "b1u1-1101", "on_field": "access_note"}
    record |= {"rule": "incumbent", "state": "open"}
    device.seed("conflict", "c1", {**record, **sides})


def seed_quarantine(device: Device) -> str:
    """Have the community not take a visit; gives the row's id."""
    device.do(LogVisit("b2u3-502", "met", "h-b2u3-502", note="原来的话"))
    change = device.changes()[-1]
    row = str(derived_id("quarantine", change_id(change)))
    fields = {"reason": "too_long", "state": "waiting", "author": WORKER}
    fields |= {"on_entity": change.entity, "on_row": change.row}
    device.seed("quarantine", row, {**fields, "change": canonical(change).decode()})
    return row


def test_the_others_words_are_used_with_one_tap(driver: AppDriver, device: Device) -> None:
    seed_conflict(device)
    driver.go("sync")
    driver.tap("look-conflicts")
    driver.tap("use-other")
    assert device.ask(ConflictQuery("c1")).value_in_use == THEIRS


def test_a_choice_is_turned_back(driver: AppDriver, device: Device) -> None:
    seed_conflict(device)
    driver.go("conflicts", "all")
    driver.tap("use-other")
    driver.tap("改回去")
    card = device.ask(ConflictQuery("c1"))
    assert (card.state, card.value_in_use) == ("open", MINE)


def test_keeping_ones_own_settles_it(driver: AppDriver, device: Device) -> None:
    seed_conflict(device)
    driver.go("conflicts", "all")
    driver.tap("use-kept")
    card = device.ask(ConflictQuery("c1"))
    assert (card.state, card.value_in_use) == ("kept", MINE)


def test_words_of_ones_own_are_used(driver: AppDriver, device: Device) -> None:
    seed_conflict(device)
    driver.go("conflicts", "all")
    driver.tap("ownWords")
    driver.type_text("knock twice", into="ownText")
    driver.tap("ownUse")
    assert device.ask(ConflictQuery("c1")).value_in_use == "knock twice"


def test_nothing_to_choose_is_said(driver: AppDriver) -> None:
    driver.go("conflicts", "all")
    assert "没有要你选的。" in [words.replace("\u2060", "") for words in driver.words()]


def test_a_record_that_was_not_taken_is_corrected_and_sent(
    driver: AppDriver, device: Device
) -> None:
    row = seed_quarantine(device)
    driver.go("sync")
    driver.tap("look-quarantine")
    driver.tap(f"correct-{row}")
    driver.find("correct-note").setProperty("text", "")
    driver.type_text("short", into="correct-note")
    driver.tap("sendCorrected")
    assert device.ask(QuarantineQuery())[0].is_retried
    assert device.changes()[-1].fields["note"].new == "short"


def test_from_here_one_goes_back_to_work(driver: AppDriver, device: Device) -> None:
    seed_quarantine(device)
    driver.go("quarantine", "all")
    driver.tap("backToWork")
    assert driver.app.shell.state.page == "today"


def test_a_word_typed_for_a_choice_is_sent_as_its_code(driver: AppDriver, device: Device) -> None:
    row = seed_quarantine(device)
    driver.go("quarantine", "all")
    driver.tap(f"correct-{row}")
    model = driver.app.shell.model("quarantine")
    assert isinstance(model, QuarantineModel)
    model.type("outcome", "无人")
    driver.tap("sendCorrected")
    assert device.changes()[-1].fields["outcome"].new == "no_answer"
