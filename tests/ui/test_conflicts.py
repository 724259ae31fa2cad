"""冲突 and 要看一下: chosen, turned back, corrected and sent again."""

from __future__ import annotations

from fieldapp.queries.conflicts import ConflictQuery
from fieldapp.queries.quarantine import QuarantineQuery
from fieldapp.services.diary import DraftLine, SubmitDiary, WriteDraft
from fieldapp.services.visits import LogVisit
from fieldapp.store.schema import TABLES
from sync.codec import canonical, change_id, derived_id
from tests.devices import DIARY_SCOPE, NINE, WORKER, Device
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


def seed_note(device: Device) -> None:
    """Have two write a household's note differently in one sentence."""
    home = dict(device.read("household", "h-b1u1-1101"))
    mine, theirs = "有狗。敲窗。", "有狗。按铃。"
    device.seed("household", "h-b1u1-1101", {**home, "note": mine})
    record = {"on_entity": "household", "on_row": "h-b1u1-1101", "on_field": "note"}
    sides = {
        "base": {"value": "有狗。"},
        "kept": {"value": mine, "actor": WORKER, "device": "device-1", "at_ms": NINE},
        "other": {"value": theirs, "actor": "worker-zhao", "device": "x", "at_ms": NINE},
    }
    device.seed("conflict", "c2", {**record, **sides, "rule": "text", "state": "open"})


def test_of_two_texts_the_sentences_that_differ_are_marked(
    driver: AppDriver, device: Device
) -> None:
    seed_note(device)
    driver.go("conflicts", "c2")
    spans = driver.find("words-other").property("spans")
    assert [(one["text"], one["mark"]) for one in spans] == [("有狗。", False), ("按铃。", True)]


def test_merging_begins_with_every_sentence_of_both(driver: AppDriver, device: Device) -> None:
    seed_note(device)
    driver.go("conflicts", "c2")
    driver.tap("ownWords")
    assert driver.find("ownText").property("text") == "有狗。敲窗。按铃。"
    driver.tap("ownUse")
    assert device.read("household", "h-b1u1-1101")["note"] == "有狗。敲窗。按铃。"


def test_both_texts_are_kept_and_that_is_turned_back(driver: AppDriver, device: Device) -> None:
    seed_note(device)
    driver.go("conflicts", "c2")
    driver.tap("keepBoth")
    assert device.read("conflict", "c2")["state"] == "both"
    driver.tap("改回去")
    assert device.read("conflict", "c2")["state"] == "open"


def test_all_of_one_door_are_kept_together_and_turned_back(
    driver: AppDriver, device: Device
) -> None:
    seed_conflict(device)
    seed_note(device)
    driver.go("conflicts", "c1")
    driver.tap("keepAll")
    assert {device.read("conflict", one)["state"] for one in ("c1", "c2")} == {"kept"}
    driver.tap("改回去")
    assert {device.read("conflict", one)["state"] for one in ("c1", "c2")} == {"open"}


def test_what_left_meanwhile_does_not_keep_the_others_from_being_turned_back(
    driver: AppDriver, device: Device
) -> None:
    seed_conflict(device)
    seed_note(device)
    driver.go("conflicts", "c1")
    driver.tap("keepAll")
    table = TABLES["conflict"]
    device.run(lambda connection: connection.execute(table.delete().where(table.c.id == "c2")))
    device.desk.tell(frozenset({"conflict"}))
    driver.settle()
    driver.tap("改回去")
    assert device.read("conflict", "c1")["state"] == "open"


def test_what_merged_by_itself_is_opened_from_sync(driver: AppDriver, device: Device) -> None:
    for number, author in enumerate((WORKER, "worker-zhao")):
        fields = {"dwelling_id": "b1u1-1101", "household_id": "h-b1u1-1101", "mode": "door"}
        fields |= {"outcome": "met", "author": author}
        device.seed("visit", f"twice-{number}", {**fields, "at_ms": NINE - number * 60_000})
    driver.go("sync")
    driver.tap("look-merged")
    assert driver.shows("同一天两次敲门")


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


def seed_two_texts(device: Device) -> str:
    """Have a line of today's page read in two ways; gives the line."""
    draft = device.do(WriteDraft((DraftLine("门铃坏了"),)))
    (line,) = draft.lines
    device.do(SubmitDiary(draft.entry))
    record = {"on_entity": "diary_line", "on_row": line, "on_field": "text", "state": "open"}
    sides = {
        "base": {"value": "门铃"},
        "kept": {"value": "门铃坏了", "actor": WORKER, "device": "device-1", "at_ms": NINE},
        "other": {"value": "按铃没人应", "actor": WORKER, "device": "x", "at_ms": NINE},
    }
    device.seed("conflict", "c3", {**record, **sides, "rule": "text"}, scope=DIARY_SCOPE)
    return line


def test_a_line_of_the_diary_leads_to_both_its_texts(driver: AppDriver, device: Device) -> None:
    line = seed_two_texts(device)
    driver.go("diary")
    driver.tap("compare-0")
    assert driver.shows("words-other")
    driver.tap("keepBoth")
    assert device.read("conflict", "c3")["state"] == "both"
    assert device.read("diary_line", line)["text"] == "门铃坏了"


def test_a_household_says_quietly_that_something_merged(driver: AppDriver, device: Device) -> None:
    for number, author in enumerate((WORKER, "worker-zhao")):
        fields = {"dwelling_id": "b1u1-1101", "household_id": "h-b1u1-1101", "mode": "door"}
        fields |= {"outcome": "met", "author": author}
        device.seed("visit", f"twice-{number}", {**fields, "at_ms": NINE - number * 60_000})
    driver.go("household", "h-b1u1-1101")
    driver.tap("mergedBadge")
    assert driver.shows("同一天两次敲门")


def test_what_was_corrected_and_taken_leads_to_its_household(
    driver: AppDriver, device: Device
) -> None:
    row = seed_quarantine(device)
    device.seed("quarantine", row, {**device.read("quarantine", row), "state": "corrected"})
    driver.go("quarantine", "all")
    driver.tap(f"settled-{row}")
    assert driver.app.shell.state.page == "household"


def test_that_a_record_was_erased_is_ticked_away(driver: AppDriver, device: Device) -> None:
    told = {"reason": "purged", "state": "waiting", "author": WORKER}
    device.seed("quarantine", "erased", told)
    driver.go("quarantine", "all")
    assert not driver.shows("retry-erased")
    driver.tap("seen-erased")
    assert driver.shows("没有要看的")
